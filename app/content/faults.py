"""A fault: one thing that is wrong in a content document, said in a sentence.

Every room that owns a kind of document (negotiation cases, CRM dossiers, …) reports what it dislikes
as ``Fault`` objects; the linter turns their paths into ``file:line:col``.
"""

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one document.

    *path* leads to the place inside the document: mapping keys and list positions, outermost first;
    the empty path is the whole document. Inside a Markdown body the last step may be a line number,
    counted from 1 at the first line of the body: ``("body", "zh", 12)``. *code* is the stable rule
    code (``KM301``), *message* a sentence that says what is wrong, *hint* one that says what to do.
    """

    path: Path
    code: str
    message: str
    hint: str = ""
