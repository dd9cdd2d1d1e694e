"""``flask --app wsgi kampus …``."""

import click
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app.accounts import services as accounts
from app.content.report import render
from app.kernel.errors import DomainError
from app.library import services as library
from app.operations.services import demo as demo_people
from app.operations.services import doctor as check_up
from app.operations.services import serving
from app.platform.database import transaction
from app.platform.settings import settings


@click.group()
def kampus() -> None:
    """Run and look after this installation of KAMpus."""


@kampus.command()
@click.option("--demo/--no-demo", "with_demo", default=True, help="Load the demo people, once.")
@with_appcontext
def init(*, with_demo: bool) -> None:
    """Bring the database up to date, load content, and load the demo once."""
    settings().data.mkdir(parents=True, exist_ok=True)
    upgrade()
    click.echo("The database is up to date.")
    _load_content()
    if with_demo:
        _load_demo()


def _load_content() -> None:
    try:
        with transaction():
            done = library.publish(root=settings().content, notes="")
            number = done.release.number
    except library.FaultyContentError as error:
        click.echo(render(error.report))
        raise click.ClickException(
            "The content has errors, so nothing was published; they stand above."
        ) from error
    click.echo(f"Release {number} of the content is published.")


def _load_demo() -> None:
    plan = demo_people.plan()
    if demo_people.is_loaded(plan):
        click.echo("The demo is there already; its data is kept.")
        return
    with transaction():
        demo_people.load(plan)
    click.echo("The demo is loaded.")


@kampus.command()
@click.option("--list", "only_list", is_flag=True, help="Only print the demo sign-ins, one for each role.")
@with_appcontext
def demo(*, only_list: bool) -> None:
    """Load the demo once, and print a sign-in for each role."""
    if not only_list:
        _load_demo()
    _print_sign_ins()


def _print_sign_ins() -> None:
    for role, name, email, password in demo_people.sign_ins(demo_people.plan()):
        click.echo(f"{role:<16}{name:<24}  {email:<34}  {password}")


@kampus.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@with_appcontext
def worker(*, once: bool) -> None:
    """Do slow work (mail and the like) until told to stop."""
    serving.work(once=once)


@kampus.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--sign-ins", "with_list", is_flag=True, help="First print the demo sign-ins.")
@with_appcontext
def serve(*, port: int, workers: int, with_list: bool) -> None:
    """Serve the platform on 127.0.0.1 and do its slow work, until told to stop."""
    if with_list:
        _print_sign_ins()
    raise click.exceptions.Exit(serving.run(port=port, workers=workers))


@kampus.command()
@with_appcontext
def doctor() -> None:
    """Check database, migrations, content, folders, clock, settings and worker; say what to do."""
    unwell = 0
    for finding in check_up.examine(settings()):
        mark = click.style("ok  ", fg="green") if finding.well else click.style("look", fg="red")
        click.echo(f"{mark} {finding.what}: {finding.detail}")
        if not finding.well:
            unwell += 1
            click.echo(f"     {finding.advice}")
    if unwell:
        raise click.exceptions.Exit(1)


@kampus.command()
@click.argument("email")
@click.argument("name")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh")
@click.password_option()
@with_appcontext
def user(email: str, name: str, language: str, password: str) -> None:
    """Add a person who can sign in with a password at once."""
    try:
        with transaction():
            accounts.create_person(email=email, name=name, language=language, password=password)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{email} can sign in now.")
