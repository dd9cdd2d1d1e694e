"""A reason a person can read: why something is closed or not done yet, and where to go for it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Target:
    """The thing that would help: its kind (``lesson``, ``exam``, ``module`` …) and id."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Reason:
    """An English msgid with its parameters, and the thing that would change the matter."""

    message: str
    params: dict[str, object] = field(default_factory=dict)
    target: Target | None = None
