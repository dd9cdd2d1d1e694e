"""What is wrong with a case, an archetype, its lines or the moves: faults, each with its place."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.content.faults import Fault, Path
from app.negotiation.engine.case import read_case
from app.negotiation.engine.deal import left_on_table, stand
from app.negotiation.engine.run import HANDLERS
from app.negotiation.engine.temper import METERS

COMMON = (
    "q_situation",
    "q_problem",
    "q_implication",
    "q_payoff",
    "evade",
    "again",
    "summarise",
    "offer_near",
    "again_now",
    "benefit",
)
MANY, SOME, OPENERS, TAILS = 4, 2, 6, 4
PLACEHOLDERS = frozenset(("fact", "objection", "counter", "rival", "firm", "customer", "topic", "favour"))
NEEDED = {
    "q_situation": "fact",
    "q_problem": "fact",
    "q_implication": "fact",
    "q_payoff": "fact",
    "q_interest": "fact",
    "q_authority": "fact",
    "q_process": "fact",
    "ask_advice": "fact",
    "silence_told": "fact",
    "obj_clarify": "objection",
    "offer_near": "counter",
}
_CELLS = """
open_purpose smalltalk flatter ask_advice ask_advice_more q_situation q_problem q_implication deepen
q_payoff q_interest q_authority q_process evade again again_now summarise summarise_empty empathise silence
silence_told credit_idea credit_none feature advantage benefit benefit_miss proof proof_settles
teach_private pilot pilot_early obj_clarify object_none obj_reframe obj_reframe_no obj_rebut
offer_ok offer_near offer_far objection_price objection_need claim concede concede_none trade_ok
trade_no hold_firm hold_none call_bluff call_none expose deadline escalate bypass hint refuse_alt
refuse_none accept_kickback moralise put_in_writing writing_early advance_yes advance_no order_yes order_no
order_no_terms order_terms exit_polite exit_cold walkout time_up
"""
CELLS = frozenset(_CELLS.split())
# Meters only some archetypes care about; the others stand at one half.
SPECIAL = frozenset(("taught", "clean"))
LEAKS = re.compile(
    r"trust|readiness|\block\b|aspiration|reserv|信任度|底价|就绪|型客户|archetype", re.IGNORECASE
)


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\{(\w*)\}", text))


def _line_faults(path: Path, row: Mapping[str, Any]) -> Iterator[Fault]:
    zh, en = str(row.get("zh", "")), str(row.get("en", ""))
    if _placeholders(zh) != _placeholders(en):
        yield Fault(path, "KM110", "The two languages do not use the same placeholders.", "Use the same {…}.")
    if unknown := _placeholders(zh) - PLACEHOLDERS:
        yield Fault(
            path, "KM220", f"Nothing fills {{{min(unknown)}}}.", f"Known: {', '.join(sorted(PLACEHOLDERS))}."
        )
    for language in ("zh", "en"):
        if found := LEAKS.search(str(row.get(language, ""))):
            yield Fault(
                (*path, language),
                "KM520",
                f"“{found.group()}” gives hidden state away.",
                "Say it as a person would.",
            )
    if not (zh and en) and "do" not in row:
        yield Fault(
            path, "KM011", "A line needs words or a stage direction in both languages.", "Add zh and en."
        )


def _cell_faults(cell: str, rows: list[Any]) -> Iterator[Fault]:
    path: Path = ("bodies", cell)
    least = MANY if cell in COMMON else SOME
    if cell not in CELLS:
        yield Fault(path, "KM221", f"No move is ever answered from “{cell}”.", "Check the name of the cell.")
    if len(rows) < least:
        yield Fault(path, "KM310", f"“{cell}” has {len(rows)} lines; it needs {least}.", "Write more lines.")
    for number, row in enumerate(rows):
        slot = NEEDED.get(cell)
        if slot and slot not in _placeholders(str(row.get("zh", ""))):
            yield Fault((*path, number), "KM222", f"A line of “{cell}” must say {{{slot}}}.", "Put it in.")


def problems_of_lines(doc: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong with a ``lines`` document."""
    faults = [
        fault
        for section in ("openers", "cues", "bodies", "tails")
        for place, rows in doc[section].items()
        for number, row in enumerate(rows)
        for fault in _line_faults((section, place, number), row)
    ]
    for cell, rows in doc["bodies"].items():
        faults += _cell_faults(cell, rows)
    faults += [
        Fault(("bodies",), "KM311", f"No line answers “{cell}”.", f"Add at least {SOME} lines.")
        for cell in sorted(CELLS - set(doc["bodies"]))
    ]
    for section, least in (("openers", OPENERS), ("tails", TAILS)):
        count = sum(len(rows) for rows in doc[section].values())
        if count < least:
            faults.append(
                Fault(
                    (section,), "KM312", f"{count} {section} are too few; {least} are needed.", "Write more."
                )
            )
    return faults


def _unknown(path: Path, names: Mapping[str, Any], known: frozenset[str], what: str) -> list[Fault]:
    return [
        Fault((*path, name), "KM223", f"“{name}” is no {what}.", f"Known: {', '.join(sorted(known))}.")
        for name in names
        if name not in known
    ]


def problems_of_archetype(doc: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong with an ``archetype`` document."""
    acts, meters = frozenset(HANDLERS), frozenset(METERS)
    faults = _unknown(("effects",), doc["effects"], acts, "move")
    for act, effects in doc["effects"].items():
        faults += _unknown(("effects", act), effects, meters, "meter")
    faults += _unknown(("start",), doc["start"], meters, "meter")
    faults += _unknown(("lock",), doc["lock"], meters, "meter")
    faults += _unknown(("gates",), doc.get("gates", {}), acts, "move")
    faults += [
        Fault(
            ("start",), "KM313", f"The meter “{name}” has no starting value.", "Give it a number from 0 to 1."
        )
        for name in METERS
        if name not in doc["start"] and name not in SPECIAL
    ]
    if abs(sum(abs(float(weight)) for weight in doc["lock"].values()) - 1.0) > 1e-6:
        faults.append(
            Fault(("lock",), "KM314", "The weights of the lock do not add up to 1.", "Change the weights.")
        )
    if not {"matched", "backup"} <= set(doc["scripts"]):
        faults.append(Fault(("scripts",), "KM315", "A matched and a back-up script are needed.", "Add both."))
    return faults


def _topic_faults(doc: Mapping[str, Any]) -> Iterator[Fault]:
    for number, topic in enumerate(doc["topics"]):
        named = [topic["situation"], topic["problem"], *topic["implications"], topic["payoff"]]
        for fact in named:
            if fact not in doc["facts"]:
                yield Fault(("topics", number), "KM224", f"There is no fact “{fact}”.", "Add it under facts.")


def _reachable(doc: Mapping[str, Any]) -> frozenset[str]:
    told = {
        fact for topic in doc["topics"] for fact in (topic["situation"], topic["problem"], topic["payoff"])
    }
    told |= {fact for topic in doc["topics"] for fact in topic["implications"]}
    free = ("idea", "interest", "authority", "process")
    return frozenset(told | {name for name, fact in doc["facts"].items() if fact["kind"] in free})


def _issue_faults(doc: Mapping[str, Any]) -> Iterator[Fault]:
    options = {issue["id"]: {str(option["id"]) for option in issue["options"]} for issue in doc["issues"]}
    for name, package in (*doc["packages"].items(), ("defaults", doc["defaults"])):
        for issue, option in package.items():
            if str(option) not in options.get(issue, ()):
                path: Path = ("defaults", issue) if name == "defaults" else ("packages", name, issue)
                yield Fault(
                    path, "KM225", f"“{option}” is no option of “{issue}”.", "Use one of its options."
                )
    for side in ("seller", "customer"):
        total = sum(float(issue[side]) for issue in doc["issues"])
        if abs(total - 1.0) > 1e-6:
            yield Fault(
                ("issues",),
                "KM316",
                f"The {side}'s weights add up to {total:g}, not 1.",
                "Change the weights.",
            )


def _package_faults(doc: Mapping[str, Any]) -> Iterator[Fault]:
    """Find packages whose worth does not fit the part they play in the exemplar talks."""
    if any(True for _ in _issue_faults(doc)):
        return
    case = read_case(doc)
    fair, start = stand(case, case.packages["fair"]), stand(case, case.packages["open"])
    on_frontier = left_on_table(case, case.packages["fair"])[0] == 0
    if not (0.6 <= fair[1] <= 0.74 and fair[0] >= 0.62 and fair[0] >= start[0] and on_frontier):
        yield Fault(
            ("packages", "fair"),
            "KM319",
            f"“fair” is worth {fair[0]:.2f} to us and {fair[1]:.2f} to the customer.",
            "On the frontier, customer 0.60 to 0.74, at least 0.62 to us and no less than “open”.",
        )
    if not 0.6 <= start[1] <= 0.74:
        yield Fault(
            ("packages", "open"),
            "KM319",
            f"“open” is worth {start[1]:.2f} to the customer.",
            "Make it 0.60 to 0.74.",
        )


def problems_of_case(doc: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong with a ``case`` document."""
    faults = [*_topic_faults(doc), *_issue_faults(doc), *_package_faults(doc)]
    faults += [
        Fault(("facts", name), "KM226", f"Nobody can ever be told “{name}”.", "Bind it to a topic or a kind.")
        for name in doc["facts"]
        if name not in _reachable(doc)
    ]
    if sum(bool(person.get("counterpart")) for person in doc["people"]) != 1:
        faults.append(
            Fault(("people",), "KM317", "Exactly one person is the counterpart.", "Mark one of them.")
        )
    weight = sum(float(topic["weight"]) for topic in doc["topics"])
    if abs(weight - 1.0) > 1e-6:
        faults.append(
            Fault(("topics",), "KM318", f"The topics' weights add up to {weight:g}, not 1.", "Change them.")
        )
    return faults


def problems_of_moves(doc: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong with the ``moves`` document."""
    named = [move["id"] for move in doc["moves"]]
    groups = {group["id"] for group in doc["groups"]}
    faults = [
        Fault(("moves",), "KM227", f"The engine knows no move “{name}”.", "Remove it or build it.")
        for name in named
        if name not in HANDLERS
    ]
    faults += [
        Fault(("moves",), "KM228", f"The move “{name}” is missing.", "Add it.")
        for name in HANDLERS
        if name not in named
    ]
    faults += [
        Fault(
            ("moves", number, "group"),
            "KM229",
            f"There is no group “{move['group']}”.",
            "Use a listed group.",
        )
        for number, move in enumerate(doc["moves"])
        if move["group"] not in groups
    ]
    return faults


CHECKERS = {
    "lines": problems_of_lines,
    "archetype": problems_of_archetype,
    "case": problems_of_case,
    "moves": problems_of_moves,
}
