"""The door for other floors: checks of the rooms that own a kind of document.

``operations`` registers them when the application starts: ``register("case", problems)``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.content.faults import Fault
from app.content.vocabulary import KINDS

Doc = dict[str, Any]
Checker = Callable[[Doc], Iterable[Fault]]
# Also sees all documents of a second kind, by id (an exam is checked beside the questions).
SideChecker = Callable[[Doc, Mapping[str, Doc]], Iterable[Fault]]


@dataclass(slots=True)
class Checkers:
    """The checks of the rooms: by kind alone, and by kind beside another kind; and further question types."""

    alone: dict[str, list[Checker]]
    beside: dict[tuple[str, str], list[SideChecker]]
    types: set[str]

    def register(self, kind: str, checker: Checker) -> None:
        """Have *checker* look at every document of *kind* from now on; registering twice changes nothing."""
        known = self.alone.setdefault(_known(kind), [])
        if checker not in known:
            known.append(checker)

    def register_beside(self, kind: str, other: str, checker: SideChecker) -> None:
        """Have *checker* look at every document of *kind* together with all documents of kind *other*."""
        known = self.beside.setdefault((_known(kind), _known(other)), [])
        if checker not in known:
            known.append(checker)

    def accept_types(self, names: Iterable[str]) -> None:
        """Have the linter know further question types, whose shape a registered checker looks at."""
        self.types.update(names)

    def faults(self, kind: str, doc: Doc, others: Callable[[str], Mapping[str, Doc]]) -> Iterable[Fault]:
        """Yield what the rooms say about *doc*; *others* gives the documents of a kind by id."""
        for checker in self.alone.get(kind, ()):
            yield from checker(doc)
        for (own, other), checkers in self.beside.items():
            for side in checkers if own == kind else ():
                yield from side(doc, others(other))


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"There is no kind of document called {kind}.")
    return kind


def none() -> Checkers:
    """Return a list without any checks: the linter's own rules only."""
    return Checkers({}, {}, set())


REGISTERED = none()
register = REGISTERED.register
register_beside = REGISTERED.register_beside
accept_types = REGISTERED.accept_types
