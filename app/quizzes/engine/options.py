"""Options of a question: finding, ordering and choosing them."""

from collections.abc import Mapping, Sequence
from typing import Any

Option = Mapping[str, Any]


def ids(question: Mapping[str, Any]) -> list[str]:
    """Return the option ids in the author's order."""
    return [str(option["id"]) for option in question["options"]]


def movable_ids(question: Mapping[str, Any]) -> list[str]:
    """Return the ids that may be permuted: none where the author wrote ``shuffle: false``."""
    return [] if question.get("shuffle") is False else ids(question)


def ordered(question: Mapping[str, Any], order: Sequence[str]) -> list[Option]:
    """Return the options in *order*; an empty or foreign order leaves the author's."""
    return listed(question, "options", order)


def correct_ids(question: Mapping[str, Any]) -> set[str]:
    """Return the ids of the options marked as correct."""
    return {str(option["id"]) for option in question["options"] if option.get("correct") is True}


def text(option: Option) -> dict[str, str]:
    """Return the two language sides of *option*, and nothing else of it."""
    return {"zh": str(option["zh"]), "en": str(option["en"])}


def listed(question: Mapping[str, Any], key: str, order: Sequence[str] = ()) -> list[Option]:
    """Return the entries of the list *key*, in *order* where that names each of them."""
    by_id = {str(entry["id"]): entry for entry in question[key]}
    if set(order) != set(by_id):
        return list(by_id.values())
    return [by_id[ident] for ident in order]
