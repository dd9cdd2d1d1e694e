"""The real case, archetypes and moves of the repository, read once for all tests of the room."""

from functools import cache
from pathlib import Path
from typing import Any

from app.content.reader import read_tree
from app.negotiation.engine.archetype import Archetype, read_archetype
from app.negotiation.engine.case import Case, read_case

ROOT = Path(__file__).parents[2]
KINDS = ("case", "archetype", "lines", "moves")
CASE = "office-first-call"


@cache
def documents() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the documents of this room by kind and id."""
    return {(doc.kind, doc.id): doc.doc for doc in read_tree(ROOT).documents if doc.kind in KINDS}


@cache
def the_case() -> Case:
    """Return the case of the first call."""
    return read_case(documents()["case", CASE])


@cache
def archetype(slug: str) -> Archetype:
    """Return one archetype."""
    docs = documents()
    return read_archetype(docs["archetype", slug], docs["lines", slug], docs["moves", "moves"])


SLUGS = tuple(sorted(name for kind, name in documents() if kind == "archetype"))
