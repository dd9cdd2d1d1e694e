"""What a learner has filed, as plain values for the judge."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.crm.engine.normalise.reading import Value


@dataclass(frozen=True, slots=True)
class Filing:
    """One value of one field: as typed, as read, how sure, and where it comes from.

    A declared gap has *status* ``unknown``; its *raw* says whom to ask.
    """

    field: str
    raw: str
    value: Value | None
    status: str = "confirmed"
    doc: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One account or contact in the archive."""

    id: int
    entity: str
    filings: Mapping[str, Filing]

    def name(self) -> str:
        """Return the name as the learner typed it."""
        filing = self.filings.get("name")
        return filing.raw if filing else ""
