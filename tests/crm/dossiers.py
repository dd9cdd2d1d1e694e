"""The dossiers of the tree, and archives filed from them, for tests."""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from app.content.reader import read_tree
from app.crm.engine.archive import Filing, Record
from app.crm.engine.dossier import Dossier, parse
from app.crm.engine.fields import find
from app.crm.engine.normalise.reading import read

ROOT = Path(__file__).parents[2]


@cache
def _tree() -> dict[str, dict[str, Any]]:
    return {document.id: document.doc for document in read_tree(ROOT).of("dossier")}


def ids() -> list[str]:
    """Return the ids of all dossiers."""
    return sorted(_tree())


def doc(dossier_id: str = "l1-card") -> dict[str, Any]:
    """Return a copy of one stored dossier."""
    return deepcopy(_tree()[dossier_id])


def dossier(dossier_id: str = "l1-card") -> Dossier:
    """Return one dossier, parsed."""
    return parse(doc(dossier_id))


def changed(record: Record, *filings: Filing, without: str = "") -> Record:
    """Return *record* with some filings replaced or one taken out."""
    kept = {key: value for key, value in record.filings.items() if key != without}
    return Record(record.id, record.entity, kept | {filing.field: filing for filing in filings})


def filing(source: Dossier, entity: str, key: str, raw: str, **more: Any) -> Filing:
    """File *raw* in a field, read as the learner's page would read it."""
    field = find(entity, key)
    assert field is not None
    return Filing(key, raw, read(field, raw, source.context(str(more.get("doc", "")))), **more)
