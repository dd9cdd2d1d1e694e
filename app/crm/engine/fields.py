"""The catalogue of the archive: which entity has which field, in which tier, of which type."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.kernel.messages import N_
from app.kernel.text import Bilingual

TIERS = ("basic", "important", "core", "process")
ENTITIES = ("account", "contact")
STATUSES = ("confirmed", "assumed", "hearsay", "unknown")
TIER_LABELS = {
    "basic": N_("Basic information"),
    "important": N_("Important information"),
    "core": N_("Core information"),
    "process": N_("Process management"),
}
ENTITY_LABELS = {"account": N_("Account"), "contact": N_("Contact")}
STATUS_LABELS = {
    "confirmed": N_("confirmed"),
    "assumed": N_("our assumption"),
    "hearsay": N_("hearsay"),
    "unknown": N_("gap"),
}
TYPES = frozenset(
    (
        *(
            "organisation",
            "uscc",
            "phone",
            "address",
            "email",
            "web",
            "person",
            "text",
            "points",
            "set",
            "enum",
        ),
        *("ordinal", "money", "limit", "quantity", "percent", "date", "birthday"),
    )
)
_FILE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: *type* decides how a value is read and compared, *rows* name the requirements it serves."""

    entity: str
    key: str
    tier: str
    type: str
    label: Bilingual
    rows: tuple[int, ...]
    unit: str = ""
    decision: bool = False
    options: tuple[tuple[str, Bilingual], ...] = ()

    @property
    def id(self) -> str:
        """Return the field's name across entities: ``account.phone``."""
        return f"{self.entity}.{self.key}"

    def option(self, key: str) -> Bilingual | None:
        """Return the label of option *key*, if there is such an option."""
        return dict(self.options).get(key)


@cache
def catalogue() -> dict[str, Field]:
    """Return every field by its id (``account.phone``), in the order of the page."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["field"]
    return {field.id: field for field in map(_field, rows)}


def of_entity(entity: str) -> tuple[Field, ...]:
    """Return the fields of one entity in the order of the page."""
    return tuple(field for field in catalogue().values() if field.entity == entity)


def find(entity: str, key: str) -> Field | None:
    """Return one field, or None when there is no such field."""
    return catalogue().get(f"{entity}.{key}")


def _field(row: dict[str, Any]) -> Field:
    options = tuple((o["id"], Bilingual.read(o)) for o in row.get("options", ()))
    return Field(
        entity=row["entity"],
        key=row["key"],
        tier=row["tier"],
        type=row["type"],
        label=Bilingual.read(row),
        rows=tuple(row["rows"]),
        unit=row.get("unit", ""),
        decision=row.get("decision", False),
        options=options,
    )
