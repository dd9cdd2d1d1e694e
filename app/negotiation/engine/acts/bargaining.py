"""Bargaining and pressure: offers, gifts, trades, standing firm, asking for grounds, exposing, deadlines."""

from app.negotiation.engine.deal import aspiration, direction, next_wish, stand
from app.negotiation.engine.draft import Answer, Slots
from app.negotiation.engine.state import State

NEAR = 0.16


def _moved(state: State, terms: dict[str, str]) -> tuple[int, int]:
    """Count the issues moved towards the customer and towards us, against what was last on the table."""
    case, before = state.setting.case, state.terms
    ways = [
        direction(case, issue, before.get(issue) or case.defaults[issue], option)
        for issue, option in terms.items()
    ]
    return ways.count(1), ways.count(-1)


def _lay(state: State, terms: dict[str, str]) -> tuple[float, float]:
    """Put *terms* on the table; return what the whole is worth to him and what he wants at least."""
    case = state.setting.case
    state.terms.update(terms)
    state.rounds += 1
    wanted = aspiration(state)
    for issue, option in terms.items():
        if issue not in state.agreed and case.issues[issue].options[option].customer >= wanted:
            state.agreed = sorted((*state.agreed, issue))
    return stand(case, state.terms)[1], wanted


def _verdict(state: State, terms: dict[str, str]) -> str:
    customer, wanted = _lay(state, terms)
    if customer >= wanted:
        state.agreed = sorted(state.terms)
        return "ok"
    return "near" if customer >= wanted - NEAR else "far"


def _answer(state: State, verdict: str) -> Answer:
    if verdict == "ok":
        return Answer("offer_ok", reasons=["package_fits"])
    wish = next_wish(state.setting.case, state.terms) if verdict == "near" else None
    if wish is None:
        return Answer("offer_far", 0.3, reasons=["package_far"])
    return Answer("offer_near", 0.6, counter=wish, reasons=["package_near"])


def _claim(state: State, answer: Answer) -> Answer:
    bluffs = answer.cell != "offer_ok" and state.luck("claim") < state.setting.archetype.bluff
    if bluffs and not state.claim:
        state.claim = state.turn
        return Answer("claim", answer.landed, reasons=[*answer.reasons, "claim_made"])
    return answer


def offer(state: State, slots: Slots) -> Answer:
    """Name terms; too early they draw the price objection, changed without reason they cost belief."""
    terms, need = dict(slots.terms), state.need()
    reasons = []
    if state.terms and _inconsistent(state, terms):
        reasons.append("terms_changed")
        state.change("trust", -0.05)
        state.strikes += state.setting.archetype.strikes.get("inconsistency", 0.0)
    verdict = _verdict(state, terms)
    if need < 0.25 and state.object("price", "offer"):
        return Answer("objection_price", 0.0, objection="price", reasons=[*reasons, "price_before_need"])
    answer = _claim(state, _answer(state, verdict))
    answer.reasons = [*reasons, *answer.reasons]
    return answer


def _inconsistent(state: State, terms: dict[str, str]) -> bool:
    return any(issue in state.terms and state.terms[issue] != option for issue, option in terms.items())


def concede(state: State, slots: Slots) -> Answer:
    """Give and ask nothing back; he learns that asking pays."""
    terms = dict(slots.terms)
    if not state.terms:
        state.terms.update(terms)
        return Answer("concede", 0.3, reasons=["gift"])
    if _moved(state, terms)[0] == 0:
        return Answer("concede_none", 0.0, reasons=["nothing_given"])
    _verdict(state, terms)
    state.gifts += 1
    state.strikes += 0.5 * state.setting.archetype.strikes.get("inconsistency", 0.0)
    return Answer("concede", reasons=["gift"])


def trade(state: State, slots: Slots) -> Answer:
    """Give against something; one-sided, it is a gift or a demand."""
    terms = dict(slots.terms)
    given, taken = _moved(state, terms)
    if not state.terms or not (given and taken):
        verdict = _verdict(state, terms)
        state.gifts += given > 0
        answer = _answer(state, verdict)
        return Answer(answer.cell, 0.2, counter=answer.counter, reasons=["one_sided", *answer.reasons])
    verdict = _verdict(state, terms)
    if verdict == "ok":
        return Answer("trade_ok", reasons=["package_fits"])
    answer = _answer(state, verdict)
    return Answer("trade_no", 0.7, counter=answer.counter or next_wish(state.setting.case, state.terms))


def hold_firm(state: State, slots: Slots) -> Answer:
    """Stay where one stands; needs a stand to stay at."""
    if not state.terms:
        return Answer("hold_none", 0.0, reasons=["nothing_on_table"])
    state.rounds += 1
    return Answer("hold_firm")


def call_bluff(state: State, slots: Slots) -> Answer:
    """Ask for the ground of a claim, politely."""
    if state.claim:
        state.claim = 0
        state.change("respect", 0.08)
        return Answer("call_bluff", reasons=["claim_withdrawn"])
    return Answer("call_none", 0.3, reasons=["no_claim"])


def _plain(cell: str) -> Answer:
    return Answer(cell)


def expose(state: State, slots: Slots) -> Answer:
    """Call him a bluffer to his face."""
    return _plain("expose")


def deadline(state: State, slots: Slots) -> Answer:
    """Press with a date."""
    return _plain("deadline")


def escalate(state: State, slots: Slots) -> Answer:
    """Bring one's own superior."""
    return _plain("escalate")


def bypass(state: State, slots: Slots) -> Answer:
    """Threaten to go over his head."""
    return _plain("bypass")


HANDLERS = {
    "offer": offer,
    "concede": concede,
    "trade": trade,
    "hold_firm": hold_firm,
    "call_bluff": call_bluff,
    "expose": expose,
    "deadline": deadline,
    "escalate": escalate,
    "bypass": bypass,
}
