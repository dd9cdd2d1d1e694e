"""What the sandbox CRM announces."""

from dataclasses import dataclass
from fractions import Fraction

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ArchiveChecked(Event):
    """An archive was checked against its dossier; *score* of *maximum* points."""

    organisation_id: int
    user_id: int
    dossier_id: str
    sandbox_id: int
    score: Fraction
    maximum: Fraction
    passed: bool
