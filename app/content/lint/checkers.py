"""The door for other floors: checks of the rooms that own a kind of document.

``operations`` registers them when the application starts: ``register("case", problems)``.
"""

from collections.abc import Callable, Iterable
from typing import Any

from app.content.faults import Fault
from app.content.vocabulary import KINDS

Checker = Callable[[dict[str, Any]], Iterable[Fault]]

_CHECKERS: dict[str, list[Checker]] = {}


def register(kind: str, checker: Checker) -> None:
    """Have *checker* look at every document of *kind* from now on; registering twice changes nothing."""
    if kind not in KINDS:
        raise ValueError(f"There is no kind of document called {kind}.")
    known = _CHECKERS.setdefault(kind, [])
    if checker not in known:
        known.append(checker)


def registered() -> dict[str, tuple[Checker, ...]]:
    """Return the registered checkers by kind."""
    return {kind: tuple(checkers) for kind, checkers in _CHECKERS.items()}
