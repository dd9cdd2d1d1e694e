"""Bargaining and pressure: offers, gifts, trades, standing firm, asking for grounds, exposing, deadlines."""

from app.negotiation.engine.deal import aspiration, complete, direction, next_wish, worth
from app.negotiation.engine.draft import Answer, Draft, Slots

NEAR = 0.16
LIKED = 0.6


def _moved(draft: Draft, terms: dict[str, str]) -> tuple[int, int]:
    """Count the issues moved towards the customer and towards us, against what was last on the table."""
    case, before = draft.setting.case, complete(draft.setting.case, draft.terms)
    ways = [direction(case, issue, before[issue], option) for issue, option in terms.items()]
    return ways.count(1), ways.count(-1)


def _lay(draft: Draft, terms: dict[str, str]) -> tuple[float, float]:
    """Put *terms* on the table; return what the whole is worth to him and what he wants at least."""
    case = draft.setting.case
    draft.terms.update(terms)
    draft.rounds += 1
    for issue, option in terms.items():
        liked = case.issues[issue].options[option].customer >= LIKED
        if liked and issue not in draft.agreed:
            draft.agreed = sorted((*draft.agreed, issue))
    return worth(case, complete(case, draft.terms))[1], aspiration(draft.freeze())


def _verdict(draft: Draft, terms: dict[str, str]) -> str:
    customer, wanted = _lay(draft, terms)
    if customer >= wanted:
        draft.agreed = sorted(draft.terms)
        return "ok"
    return "near" if customer >= wanted - NEAR else "far"


def _answer(draft: Draft, verdict: str) -> Answer:
    if verdict == "ok":
        return Answer("offer_ok", reasons=["package_fits"])
    wish = next_wish(draft.setting.case, draft.terms) if verdict == "near" else None
    if wish is None:
        return Answer("offer_far", 0.3, reasons=["package_far"])
    return Answer("offer_near", 0.6, counter=wish, reasons=["package_near"])


def _claim(draft: Draft, answer: Answer) -> Answer:
    bluffs = answer.cell != "offer_ok" and draft.luck("claim") < draft.setting.archetype.bluff
    if bluffs and not draft.claim:
        draft.claim = draft.turn
        return Answer("claim", answer.landed, reasons=[*answer.reasons, "claim_made"])
    return answer


def offer(draft: Draft, slots: Slots) -> Answer:
    """Name terms; too early they draw the price objection, changed without reason they cost belief."""
    terms = dict(slots.terms)
    reasons = []
    if draft.terms and _inconsistent(draft, terms):
        reasons.append("terms_changed")
        draft.change("trust", -0.05)
        draft.strikes += draft.setting.archetype.strikes.get("inconsistency", 0.0)
    verdict = _verdict(draft, terms)
    if draft.before.need() < 0.25 and draft.object("price", "offer"):
        return Answer("objection_price", 0.0, objection="price", reasons=[*reasons, "price_before_need"])
    answer = _claim(draft, _answer(draft, verdict))
    answer.reasons = [*reasons, *answer.reasons]
    return answer


def _inconsistent(draft: Draft, terms: dict[str, str]) -> bool:
    return any(issue in draft.terms and draft.terms[issue] != option for issue, option in terms.items())


def concede(draft: Draft, slots: Slots) -> Answer:
    """Give and ask nothing back; he learns that asking pays."""
    terms = dict(slots.terms)
    if not draft.terms:
        draft.terms.update(terms)
        return Answer("concede", 0.3, reasons=["gift"])
    if _moved(draft, terms)[0] == 0:
        return Answer("concede_none", 0.0, reasons=["nothing_given"])
    _verdict(draft, terms)
    draft.gifts += 1
    draft.strikes += 0.5 * draft.setting.archetype.strikes.get("inconsistency", 0.0)
    return Answer("concede", reasons=["gift"])


def trade(draft: Draft, slots: Slots) -> Answer:
    """Give against something; one-sided, it is a gift or a demand."""
    terms = dict(slots.terms)
    given, taken = _moved(draft, terms)
    if not draft.terms or not (given and taken):
        verdict = _verdict(draft, terms)
        draft.gifts += given > 0
        answer = _answer(draft, verdict)
        return Answer(answer.cell, 0.2, counter=answer.counter, reasons=["one_sided", *answer.reasons])
    verdict = _verdict(draft, terms)
    if verdict == "ok":
        return Answer("trade_ok", reasons=["package_fits"])
    answer = _answer(draft, verdict)
    return Answer("trade_no", 0.7, counter=answer.counter or next_wish(draft.setting.case, draft.terms))


def hold_firm(draft: Draft, slots: Slots) -> Answer:
    """Stay where one stands; needs a stand to stay at."""
    if not draft.terms:
        return Answer("hold_none", 0.0, reasons=["nothing_on_table"])
    draft.rounds += 1
    return Answer("hold_firm")


def call_bluff(draft: Draft, slots: Slots) -> Answer:
    """Ask for the ground of a claim, politely."""
    if draft.claim:
        draft.claim = 0
        draft.change("respect", 0.08)
        return Answer("call_bluff", reasons=["claim_withdrawn"])
    return Answer("call_none", 0.3, reasons=["no_claim"])


def _plain(cell: str) -> Answer:
    return Answer(cell)


def expose(draft: Draft, slots: Slots) -> Answer:
    """Call him a bluffer to his face."""
    return _plain("expose")


def deadline(draft: Draft, slots: Slots) -> Answer:
    """Press with a date."""
    return _plain("deadline")


def escalate(draft: Draft, slots: Slots) -> Answer:
    """Bring one's own superior."""
    return _plain("escalate")


def bypass(draft: Draft, slots: Slots) -> Answer:
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
