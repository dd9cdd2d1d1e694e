"""``kampus content lint`` and ``kampus content load``; ``operations`` hangs the group into its own."""

from pathlib import Path

import click
from flask.cli import with_appcontext

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
    """Return the nearest folder at or above *path* that holds courses/ or scenarios/."""
    homes = (folder for folder in (path, *path.parents) if any((folder / top).is_dir() for top in TOPS))
    return next(homes, None)


def check(path: Path | None) -> Report:
    """Lint the tree that *path* (default: the configured content) belongs to; keep what is below *path*."""
    if path is None:
        return run_lint(settings().content, today=today())
    place = path.resolve()
    root = _root_of(place)
    if root is None:
        raise click.UsageError(f"{path} is not in a folder that holds courses/ or scenarios/.")
    report = run_lint(root, today=today())
    return report if place == root else report.below(place.relative_to(root).as_posix())


@content.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
@_FORM
@_LANGUAGE
@click.pass_context
@with_appcontext
def lint(context: click.Context, path: Path | None, form: str, language: str) -> None:
    """Report every problem of every file as file:line:col: code message (exit 0 clean, 1 errors, 2 usage)."""
    report = check(path)
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
