"""One run of the linter: read everything, let every rule look, report everything at once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path as FilePath

from app.content.faults import Fault
from app.content.findings import Finding, Report
from app.content.lint import (
    assessment,
    bilingual,
    coverage,
    grading,
    identity,
    ledger,
    privacy,
    references,
    shape,
)
from app.content.lint.checkers import REGISTERED, Checkers
from app.content.lint.rule import RULES, Remark, Rule
from app.content.lint.schemas import FIGURE_SHAPES, QUESTION_TYPES, SCHEMAS
from app.content.lint.world import World
from app.content.overlays import read_merged
from app.content.pause import collector_paused
from app.content.sources import Place
from app.content.tree import Document, Tree
from app.content.vocabulary import KINDS

# Importing a family enters its rules; this is the list of families.
FAMILIES = (shape, bilingual, references, assessment, coverage, grading, identity, ledger, privacy)


def lint(root: FilePath, *, today: date, rooms: Checkers = REGISTERED, overlay: str = "") -> Report:
    """Return everything that is wrong below *root* (with *overlay* over it); *rooms*: checks of the rooms."""
    with collector_paused():
        return lint_tree(read_merged(root, overlay), today=today, rooms=rooms)


def lint_tree(tree: Tree, *, today: date, rooms: Checkers = REGISTERED) -> Report:
    """Return everything that is wrong with a *tree* that was read already."""
    world = World(tree, today, rooms)
    found = {_finding(place, fault) for place, fault in tree.faults}
    found |= {_finding(document.place(fault.path), fault) for document, fault in _faults(world)}
    found |= set(_sweeps(world))
    found |= _rooms(world, found)
    counts = Counter(document.kind for document in tree.documents)
    return Report(sorted(found), len(tree.files), dict(sorted(counts.items())))


def _finding(place: Place, fault: Fault) -> Finding:
    known = RULES.get(fault.code)
    return Finding(place, fault.code, fault.message, fault.hint, known.warning if known else False)


def _faults(world: World) -> Iterator[tuple[Document, Fault]]:
    rules = [rule for rule in RULES.values() if rule.check is not None]
    fitting = {kind: [rule for rule in rules if not rule.kinds or kind in rule.kinds] for kind in KINDS}
    for document in world.tree.documents:
        for fault in _shape(document):
            yield document, fault
        for rule in fitting[document.kind]:
            for remark in _looked(rule, document, world):
                yield document, Fault(remark.path, rule.code, remark.message, remark.hint)


def _rooms(world: World, said: set[Finding]) -> set[Finding]:
    """Return what the rooms add: where the linter itself spoke of the same kind of fault, its word stands."""
    taken = {(finding.place, finding.code[:3]) for finding in said}
    found = set()
    for document in world.tree.documents:
        for fault in _asked(world, document):
            place = document.place(fault.path)
            if (place, fault.code[:3]) not in taken:
                found.add(_finding(place, fault))
    return found


def _asked(world: World, document: Document) -> Iterator[Fault]:
    """Yield what the rooms say of *document*; a check that stumbles over its shape says so (KM018)."""
    try:
        yield from world.rooms.faults(document.kind, document.doc, world.docs)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        message = (
            f"The {document.kind} is not in the shape its room expects ({type(error).__name__}: {error})."
        )
        yield Fault((), "KM018", message, "Compare it with one that is there.")


def _looked(rule: Rule, document: Document, world: World) -> Iterable[Remark]:
    return rule.check(document, world) if rule.check is not None else ()


def _shape(document: Document) -> Iterator[Fault]:
    if document.kind == "question":
        form = QUESTION_TYPES.get(str(document.doc.get("type")))
    elif document.kind == "figure":
        form = FIGURE_SHAPES.get(str(document.doc.get("shape")), SCHEMAS["figure"])
    else:
        form = SCHEMAS.get(document.kind)
    if form is not None:
        yield from form.faults(document.doc, ())


def _sweeps(world: World) -> Iterator[Finding]:
    for rule in RULES.values():
        for site, remark in rule.sweep(world) if rule.sweep is not None else ():
            place = site.place(remark.path) if isinstance(site, Document) else site
            yield Finding(place, rule.code, remark.message, remark.hint, rule.warning)
