"""A business card as a drawing: which line stands where, and how large."""

from dataclasses import dataclass

from app.crm.engine.dossier import Document

WIDTH, MARGIN, TOP, STEP = 420, 28, 46, 21


@dataclass(frozen=True, slots=True)
class CardText:
    """One line of the card: its baseline and its *role* (firm, name, line), which sets its size."""

    x: int
    y: int
    role: str
    text: str


def card(document: Document, language: str) -> tuple[int, tuple[CardText, ...]]:
    """Return the height of the card and its lines; ``#`` marks the firm and ``##`` the name."""
    roles = [_role(line) for line in document.body.get(language).splitlines() if line.strip()]
    rows, y = [], TOP
    for role, text in zip(roles, document.lines(language), strict=True):
        y += {"firm": 0, "name": 20, "line": 0}[role]
        rows.append(CardText(MARGIN, y, role, text))
        y += {"firm": 26, "name": 26, "line": STEP}[role]
    return y + 8, tuple(rows)


def _role(line: str) -> str:
    return "name" if line.lstrip().startswith("##") else "firm" if line.lstrip().startswith("#") else "line"
