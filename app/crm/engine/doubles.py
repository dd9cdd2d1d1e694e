"""Which accounts are the same customer twice, told by structure and with reasons (crm.md §5).

Whole-name similarity is the wrong test for Chinese firms: 新农 and 新农股份 are one firm, 新农 and 新龙 are
two, and both pairs look equally alike. A name is split into region, brand, trade and legal form, and a
telephone number or a credit code settles what names alone cannot.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from rapidfuzz.distance import Levenshtein

from app.crm.engine.archive import Record
from app.kernel.messages import N_

SAME, PERHAPS = "same", "perhaps"
HEAD = 6  # characters of a name that make two accounts worth comparing
MOST_IN_A_BLOCK = 60  # a key shared by more accounts than this says nothing about any of them
BRANCHES = ("分公司", "子公司", "办事处", "分校", "分店", "分厂", "branch")

REASONS = {
    "uscc": N_("The credit codes are the same."),
    "phone": N_("The switchboard numbers are the same."),
    "brand": N_("The brand is the same."),
    "near_brand": N_("The brands differ by one letter."),
    "region": N_("The region is the same."),
    "no_region": N_("One name says no region."),
    "other_region": N_("The regions differ."),
    "form": N_("Only the legal form differs."),
    "trade": N_("The trade is the same."),
    "no_trade": N_("One name says no trade."),
    "other_trade": N_("The trades differ."),
}
CONFLICTS = frozenset(("other_region", "other_trade"))
MISSING = frozenset(("no_region", "no_trade"))


@dataclass(frozen=True, slots=True)
class Party:
    """What is compared of one account: its *name* as read, its phone, its credit code."""

    id: int
    name: Mapping[str, str]
    phone: str = ""
    uscc: str = ""

    @property
    def branch(self) -> bool:
        """Say whether the name is that of a branch."""
        return any(word in self.name["full"] for word in BRANCHES)


@dataclass(frozen=True, slots=True)
class Double:
    """Two accounts that are (*same*) or may be (*perhaps*) one customer, and why."""

    first: int
    second: int
    verdict: str
    reasons: tuple[str, ...]


def party(record: Record) -> Party | None:
    """Return what can be compared of an account's record; None without a name."""
    name = _read(record, "name")
    if "brand" not in name:
        return None
    phone, uscc = (str(_read(record, key).get("value", "")) for key in ("phone", "uscc"))
    return Party(record.id, name, phone.partition(";")[0], uscc)


def _read(record: Record, key: str) -> Mapping[str, Any]:
    filing = record.filings.get(key)
    return filing.value or {} if filing else {}


def compare(one: Party, other: Party) -> Double | None:
    """Return why *one* and *other* are or may be the same customer; None when they are two."""
    if one.uscc and other.uscc:
        return Double(one.id, other.id, SAME, ("uscc",)) if one.uscc == other.uscc else None
    if one.branch != other.branch:
        return None
    reasons = _of_names(one.name, other.name)
    phone = bool(one.phone) and one.phone == other.phone
    if phone:
        reasons = ("phone", *reasons)
    verdict = _verdict(set(reasons))
    return Double(one.id, other.id, verdict, reasons) if verdict else None


def _verdict(reasons: set[str]) -> str:
    """Return what the reasons come to; empty when the two are two."""
    if "near_brand" in reasons:
        return PERHAPS if "phone" in reasons and not reasons & CONFLICTS else ""
    if "brand" not in reasons or reasons & CONFLICTS:
        return ""
    return PERHAPS if reasons & MISSING and "phone" not in reasons else SAME


def _of_names(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    if one["brand"] == other["brand"]:
        reasons = ["brand"]
    elif _one_apart(one["brand"], other["brand"]):
        reasons = ["near_brand"]
    else:
        return ()
    reasons.append(_side(one["region"], other["region"], "region"))
    reasons.append(_side(one["trade"], other["trade"], "trade"))
    if one["form"] != other["form"] and not set(reasons) & (CONFLICTS | MISSING):
        reasons.append("form")
    return tuple(filter(None, reasons))


def _one_apart(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 1 and Levenshtein.distance(one, other, score_cutoff=1) == 1


def _side(one: str, other: str, part: str) -> str:
    """Return the reason that one part of two names gives; none when neither name has it."""
    if one == other:
        return part if one else ""
    return f"other_{part}" if one and other else f"no_{part}"


def doubles(parties: Sequence[Party]) -> list[Double]:
    """Return every pair that is or may be one customer, certain ones first.

    Only accounts that share a brand, a telephone number, a credit code or the head of their names are
    compared, so that thousands cost milliseconds.
    """
    found = {}
    for one, other in _candidates(parties):
        pair = compare(one, other)
        if pair is not None:
            found[pair.first, pair.second] = pair
    return sorted(found.values(), key=lambda pair: (pair.verdict != SAME, pair.first, pair.second))


def _candidates(parties: Iterable[Party]) -> Iterable[tuple[Party, Party]]:
    blocks: dict[tuple[str, str], list[Party]] = defaultdict(list)
    for each in parties:
        for key in _keys(each):
            blocks[key].append(each)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > MOST_IN_A_BLOCK:
            continue
        for one, other in combinations(sorted(block, key=lambda each: each.id), 2):
            if (one.id, other.id) not in seen:
                seen.add((one.id, other.id))
                yield one, other


def _keys(each: Party) -> Iterable[tuple[str, str]]:
    brand = each.name["brand"]
    yield "brand", brand
    yield "head", each.name["full"][:HEAD]
    if each.phone:
        yield "phone", each.phone
    if each.uscc:
        yield "uscc", each.uscc
