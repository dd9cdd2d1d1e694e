"""KM4, second half: ids that were given once, and originals under an overlay."""

from collections.abc import Iterable

from app.content import ledger
from app.content.canonical import content_hash
from app.content.lint.plots import BANK, LOCK
from app.content.lint.rule import Planted, Remark, sweep
from app.content.lint.schemas import QUESTION_TYPES
from app.content.lint.world import World
from app.content.sources import Place
from app.content.tree import Document, aside_of

_TYPED = "    m1-numeric: numeric\n"


@sweep(
    "KM407",
    zh="编号消失了",
    en="Id has vanished",
    planted=Planted(LOCK, _TYPED, _TYPED + "    m1-old: single\n", at="    m1-old"),
)
def vanished(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Expect that every id of the ledger is in use, or retired with a reason."""
    for book in aside_of(world.tree, "lock"):
        retired = ledger.entries(book.doc, "retired")
        for kind, names in ledger.entries(book.doc, "ids").items():
            for name in names:
                if world.lacks(kind, name) and name not in retired.get(kind, {}):
                    message = f"The {kind} “{name}” has vanished."
                    hint = "Bring it back, or move its line below “retired” and say why."
                    yield book, Remark(("ids", kind, name), message, hint)


@sweep(
    "KM408",
    zh="题型变了",
    en="Type of a question changed",
    planted=Planted(LOCK, "m1-numeric: numeric", "m1-numeric: single", site=BANK, at="    type: numeric"),
)
def retyped(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find questions that are of another type than they once were: answers given to them would not fit."""
    for book in aside_of(world.tree, "lock"):
        for name, old in ledger.entries(book.doc, "ids").get("question", {}).items():
            question = world.index.get(("question", name))
            new = question.doc.get("type") if question is not None else old
            known = new in QUESTION_TYPES or new in world.rooms.types  # KM016 speaks of the others
            if question is not None and isinstance(old, str) and new != old and known:
                message = f"“{name}” was of the type “{old}” and is now “{new}”."
                yield question, Remark(("type",), message, "A question of another type needs a new id.")


@sweep(
    "KM409",
    zh="停用的编号又用了",
    en="Retired id used again",
    planted=Planted(
        LOCK,
        '    m1-first: "2026-11-01',
        '    m1-single: "2026-11-01',
        site=BANK,
        at="  - id: m1-single",
    ),
)
def revived(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find new objects that took the id of a retired one: old answers would be taken for answers to them."""
    for book in aside_of(world.tree, "lock"):
        for kind, names in ledger.entries(book.doc, "retired").items():
            for name in names:
                document = world.index.get((kind, name))
                if document is not None:
                    message = f"The {kind} “{name}” is retired, but it is here again."
                    yield document, Remark(("id",), message, "Give the new one another id.")


@sweep(
    "KM410",
    zh="停用没有写原因",
    en="Retired without a reason",
    planted=Planted(
        LOCK,
        'm1-first: "2026-11-01 asked the same as m1-single"',
        "m1-first:",
        at="    m1-first:",
    ),
)
def unexplained(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Expect a reason behind every retired id."""
    for book in aside_of(world.tree, "lock"):
        for kind, names in ledger.entries(book.doc, "retired").items():
            for name, reason in names.items():
                if not isinstance(reason, str) or not reason.strip():
                    message = f"“{name}” is retired without a reason."
                    hint = "Write the day and the reason behind it."
                    yield book, Remark(("retired", kind, name), message, hint)


@sweep(
    "KM411",
    zh="原文在覆盖之后改过",
    en="Original changed under an overlay",
    warning=True,
    planted=Planted(
        "overlays/acme/base.lock",
        new="ids:\n  module:\n    m1: old\n",
        at="    m1: old",
        overlay="acme",
    ),
)
def moved_originals(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find originals that changed after an overlay was laid over them: its author has to look again."""
    originals = {(found.kind, found.id): found for found in world.tree.replaced}
    for base in aside_of(world.tree, "base"):
        for kind, names in ledger.entries(base.doc, "ids").items():
            for name, seen in names.items():
                original = originals.get((kind, name))
                if original is not None and content_hash(original.doc) != seen:
                    message = f"The original of the {kind} “{name}” has changed since it was laid over."
                    hint = "Compare the two, then run “content lint --lock”."
                    yield base, Remark(("ids", kind, name), message, hint)


@sweep(
    "KM412",
    zh="被覆盖的原文没有了",
    en="Overlay without its original",
    warning=True,
    planted=Planted(
        "overlays/acme/base.lock", new="ids:\n  lesson:\n    gone: old\n", at="    gone: old", overlay="acme"
    ),
)
def lost_originals(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find originals that an overlay was laid over and that are gone."""
    originals = {(found.kind, found.id) for found in world.tree.replaced}
    for base in aside_of(world.tree, "base"):
        for kind, names in ledger.entries(base.doc, "ids").items():
            for name in names:
                if (kind, name) not in originals:
                    message = f"The {kind} “{name}” has no original any more."
                    yield (
                        base,
                        Remark(
                            ("ids", kind, name), message, "Keep it as your own: run “content lint --lock”."
                        ),
                    )
