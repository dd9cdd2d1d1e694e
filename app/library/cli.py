"""``kampus content lint`` and ``kampus content load``; ``operations`` hangs the group into its own."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.content import ledger, overlays
from app.content.findings import Report
from app.content.lint.run import lint as run_lint
from app.content.report import FORMATS, render
from app.content.tree import TOPS
from app.library import services
from app.library.engine.changes import Change
from app.platform.clock import today
from app.platform.database import transaction
from app.platform.settings import settings

_FORM = click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to print.")
_LANGUAGE = click.option(
    "--lang", "language", type=click.Choice(["en", "zh"]), default="en", help="Language."
)


@click.group()
def content() -> None:
    """Check courses and scenarios, and publish them."""


def _root_of(path: Path) -> Path | None:
    """Return the nearest folder at or above *path* that holds courses/ or scenarios/ and is no overlay."""
    homes = (folder for folder in (path, *path.parents) if any((folder / top).is_dir() for top in TOPS))
    return next((home for home in homes if home.parent.name != overlays.FOLDER), None)


def check(path: Path | None, overlay: str = "") -> tuple[Path, str, Report]:
    """Lint the tree that *path* (default: the configured content) belongs to; keep what is below *path*.

    A path inside ``overlays/<name>/`` lints the tree with that overlay. Returns root, overlay and report.
    """
    if path is None:
        root = settings().content
        return root, overlay, _linted(root, overlay)
    place = path.resolve()
    home = _root_of(place)
    if home is None:
        raise click.UsageError(f"{path} is not in a folder that holds courses/ or scenarios/.")
    root = home
    below = place.relative_to(root)
    if len(below.parts) > 1 and below.parts[0] == overlays.FOLDER:
        overlay = overlay or below.parts[1]
    report = _linted(root, overlay)
    return root, overlay, report if place == root else report.below(below.as_posix())


def _linted(root: Path, overlay: str) -> Report:
    try:
        return run_lint(root, today=today(), overlay=overlay)
    except FileNotFoundError as error:
        known = ", ".join(overlays.names(root)) or "none"
        raise click.UsageError(f"There is no overlay “{overlay}” (there are: {known}).") from error


def _write_lock(root: Path, overlay: str) -> None:
    """Write every id into the ledger, or the originals under an overlay into its base.lock."""
    tree = overlays.read_merged(root, overlay)
    if overlay:
        (root / overlays.FOLDER / overlay / ledger.BASE).write_text(ledger.base_of(tree), encoding="utf-8")
    else:
        (root / ledger.LEDGER).write_text(ledger.brought_up_to_date(tree), encoding="utf-8")


@content.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
@_FORM
@_LANGUAGE
@click.option("--overlay", default="", help="Lay overlays/<name> over the content first.")
@click.option("--lock", is_flag=True, help="Write every id into courses/ids.lock (of an overlay: base.lock).")
@click.pass_context
@with_appcontext
def lint(
    context: click.Context, path: Path | None, form: str, language: str, overlay: str, *, lock: bool
) -> None:
    """Report every problem of every file as file:line:col: code message (exit 0 clean, 1 errors, 2 usage)."""
    root, overlay, report = check(path, overlay)
    if lock and not report.errors:
        _write_lock(root, overlay)
    click.echo(render(report, form, language))
    context.exit(report.exit_code)


def describe(change: Change) -> str:
    """Return one line about one changed object."""
    weight = f" ({change.weight})" if change.weight else ""
    return f"  {change.what} {change.kind} {change.id}{weight}"


@content.command()
@click.argument(
    "root", type=click.Path(exists=True, file_okay=False, path_type=Path, resolve_path=True), required=False
)
@click.option("--notes", default="", help="What is new in this release.")
@_FORM
@_LANGUAGE
@click.pass_context
@with_appcontext
def load(context: click.Context, root: Path | None, notes: str, form: str, language: str) -> None:
    """Publish the files as a release, unless they have errors or nothing changed."""
    try:
        with transaction():
            done = services.publish(root=root or settings().content, notes=notes)
            number, total = done.release.number, sum(done.report.documents.values())
    except services.FaultyContentError as error:
        click.echo(render(error.report, form, language), err=True)
        context.exit(1)
    if not done.created:
        click.echo(f"Nothing has changed; release {number} stays the newest.")
        return
    for change in done.changes if number > 1 else []:
        click.echo(describe(change))
    click.echo(f"Release {number} is published: {total} objects.")
