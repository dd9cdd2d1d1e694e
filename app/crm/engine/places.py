"""Where in a document words stand: quotes found literally, whatever the width of a digit or space."""

from functools import lru_cache

from app.crm.engine.dossier import LANGUAGES, Document, Evidence
from app.crm.engine.normalise.plain import tight

SHORTEST = 2
LONGEST = 200


@lru_cache(maxsize=512)
def _flat(lines: tuple[str, ...]) -> tuple[str, tuple[int, ...]]:
    """Return the lines joined without spaces, and for each character the number of its line."""
    flat = [tight(line) for line in lines]
    owners = tuple(number for number, line in enumerate(flat, start=1) for _ in line)
    return "".join(flat), owners


def lines_of(document: Document, quote: str, language: str) -> tuple[int, ...]:
    """Return the numbers of the lines that *quote* touches, wherever it occurs (none: it does not)."""
    wanted = tight(quote)
    if not wanted:
        return ()
    text, owners = _flat(document.lines(language))
    touched: set[int] = set()
    start = text.find(wanted)
    while start != -1:
        touched.update(owners[start : start + len(wanted)])
        start = text.find(wanted, start + 1)
    return tuple(sorted(touched))


def holds(document: Document, quote: str) -> bool:
    """Tell whether *quote* occurs in the document, in either language."""
    return any(lines_of(document, quote, language) for language in LANGUAGES)


def supports(document: Document, quote: str, evidence: tuple[Evidence, ...]) -> bool:
    """Tell whether *quote* touches a line of *document* that bears the evidence out."""
    for language in LANGUAGES:
        given = set(lines_of(document, quote, language))
        for item in evidence:
            if item.doc == document.id and given & set(
                lines_of(document, item.quote.get(language), language)
            ):
                return True
    return False
