"""Who is acting: a person in one organisation with the roles held there."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in person as every service and query sees them.

    A person may belong to several organisations; an actor acts in exactly one of them, and
    every query puts ``organisation_id`` into its WHERE clause.
    """

    user_id: int
    organisation_id: int
    organisation_kind: str
    roles: frozenset[str] = field(default_factory=frozenset)
    permissions: frozenset[str] = field(default_factory=frozenset)

    def may(self, permission: str) -> bool:
        """Return whether one of the actor's roles grants *permission*."""
        return permission in self.permissions
