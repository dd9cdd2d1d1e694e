"""What the workspace shows: the archive, the record at hand, the document beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.crm import queries
from app.crm.engine.archive import Record
from app.crm.engine.board import Cell, Group, NumberedLine, board, numbered
from app.crm.engine.dossier import Document, Dossier
from app.crm.engine.drawing import CardText, card
from app.crm.engine.model import Line, model_archive
from app.crm.models import OPEN, Account, Assertion, Check, Contact, Sandbox
from app.kernel.actor import Actor

Row = Account | Contact


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which record, field and document the reader asked to see (each may be empty)."""

    record: str = ""
    field: str = ""
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """One state of the workspace."""

    sandbox: Sandbox
    dossier: Dossier
    writable: bool
    rows: Sequence[Row]
    current: Row | None
    groups: tuple[Group, ...]
    cell: Cell | None
    document: Document
    lines: tuple[NumberedLine, ...]
    drawing: tuple[int, tuple[CardText, ...]] | None
    checks: Sequence[Check]
    newest: Assertion | None

    @property
    def name(self) -> str:
        """Return the form's name of the record at hand (``contact-3``)."""
        return record_name(self.current) if self.current is not None else ""

    @property
    def left(self) -> int:
        """Return how many checks are left."""
        return max(0, self.dossier.max_checks - self.sandbox.checks_made)


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the comparison: the model's value beside one's own."""

    model: Line
    own: Cell | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One record of the model archive beside one's own (None: it was not there)."""

    title: str
    own: Record | None
    pairs: tuple[Pair, ...]


def record_name(row: Row) -> str:
    """Return how forms and addresses name a record: ``contact-3``."""
    return f"{row.kind}-{row.id}"


def desk(*, actor: Actor, sandbox_id: int, wanted: Wanted, language: str) -> Desk:
    """Return the workspace as *actor* may see it (five statements, whatever the size of the archive)."""
    sandbox = queries.sandbox_visible_to(actor, sandbox_id)
    dossier = queries.dossier_of(sandbox)
    everything: list[Row] = [*queries.accounts_in(sandbox), *queries.contacts_in(sandbox)]
    rows = [row for row in everything if row.entries]
    current = next((row for row in rows if record_name(row) == wanted.record), rows[0] if rows else None)
    groups = board(current.record(), dossier, language) if current else ()
    document = dossier.document(wanted.doc) or dossier.documents[0]
    newest = next(iter(queries.history(sandbox, limit=1)), None)
    return Desk(
        sandbox=sandbox,
        dossier=dossier,
        writable=sandbox.user_id == actor.user_id and sandbox.state == OPEN,
        rows=rows,
        current=current,
        groups=groups,
        cell=next((c for g in groups for c in g.cells if c.field.key == wanted.field), None),
        document=document,
        lines=numbered(document, language, [row.record() for row in rows]),
        drawing=card(document, language) if document.kind == "card" else None,
        checks=queries.checks_of(sandbox),
        newest=newest,
    )


def comparison(*, sandbox: Sandbox, language: str) -> list[Comparison]:
    """Return the model archive beside the learner's own, as the last check paired them."""
    dossier = queries.dossier_of(sandbox)
    checks = queries.checks_of(sandbox)
    paired = checks[-1].verdict["pairs"] if checks else {}
    rows: list[Row] = [*queries.accounts_in(sandbox), *queries.contacts_in(sandbox)]
    records = [row.record() for row in rows]
    found = []
    for model in model_archive(dossier):
        own = next((r for r in records if r.entity == model.entity and r.id == paired.get(model.ref)), None)
        cells = {c.field.key: c for g in board(own, dossier, language) for c in g.cells} if own else {}
        pairs = tuple(Pair(line, cells.get(line.field.key)) for line in model.lines)
        title = next((line.text.get(language) for line in model.lines if line.field.key == "name"), model.ref)
        found.append(Comparison(title, own, pairs))
    return found
