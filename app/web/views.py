"""The front page, the language and theme switches, and the style guide."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.accounts import services as accounts
from app.kernel.actor import Actor
from app.organisations.policies import Role
from app.platform.guards import actor_or_none, public
from app.platform.i18n import LANGUAGES, pick, sentence, show_date
from app.platform.security import safe_next
from app.platform.templates import drawn_from
from app.web import forms, queries
from app.web.policies import WHOLE_ROOMS, doors_of

bp = Blueprint("web", __name__, template_folder="templates")
THEMES = ("light", "dark", "system")


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry as the layout draws it."""

    label: str
    url: str
    icon: str
    current: bool


def _items(actor: Actor) -> list[NavigationItem]:
    doors = doors_of(actor)
    room = (request.endpoint or "").partition(".")[0]
    # A learner's exams belong to the course; whoever holds exams has a door of their own for them.
    if room == "quizzes" and all(door.room != room for door in doors):
        room = "courses"
    items = []
    for door in doors:
        here = door.endpoint == request.endpoint or (door.room == room != "web" and room in WHOLE_ROOMS)
        items.append(NavigationItem(sentence(door.label), url_for(door.endpoint), door.icon, here))
    return items


def _navigation(actor: Actor | None) -> Markup | str:
    """Return the navigation; people who may do the same share the drawing of it."""
    if actor is None:
        return ""
    shared = (actor.permissions, actor.organisation_kind, Role.LEARNER in actor.roles)
    key = (*shared, request.endpoint, request.script_root)
    return drawn_from("web/_navigation.html", key, lambda: {"navigation": _items(actor)})


@bp.app_context_processor
def shell() -> dict[str, object]:
    """Give every page what the layout draws: navigation, who acts where, theme."""
    actor = actor_or_none()
    return {
        "navigation": _navigation(actor),
        "actor": actor,
        "belongings": g.get("belongings", []),
        "theme": session.get("theme", "system"),
        "request_id": g.get("request_id", ""),
    }


@dataclass(frozen=True, slots=True)
class HomeEntry:
    """One thing to do as the page draws it."""

    title: str
    text: str
    url: str
    action: str

    @property
    def label(self) -> str:
        """Return the title, under the name that lists use."""
        return self.title


def _spoken(value: object) -> object:
    """Return one parameter of a sentence in the reader's language and manner."""
    if isinstance(value, date):
        return show_date(value)
    return _(value) if isinstance(value, str) and value in queries.KIND_WORDS.values() else value


def _drawn(entry: queries.Entry) -> HomeEntry:
    params = {name: _spoken(value) for name, value in entry.params.items()}
    title = _(entry.title) if isinstance(entry.title, str) else pick(entry.title)
    return HomeEntry(title, _(entry.text, **params), url_for(entry.endpoint, **entry.args), _(entry.action))


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show the one thing to do next, or what this is to somebody who is not signed in."""
    actor = actor_or_none()
    if not current_user.is_authenticated:
        return render_template("web/welcome.html")
    agenda = queries.agenda(actor) if actor else queries.Agenda(())
    entries = [_drawn(entry) for entry in agenda.entries]
    return render_template(
        "web/home.html",
        first=entries[0] if entries else None,
        rest=entries[1:],
        stations=[{"label": pick(title)} for title in agenda.stations],
        station=agenda.station,
    )


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    """Speak another language from now on, on the same page."""
    wanted = request.form.get("language", "zh")
    if wanted in LANGUAGES:
        session["language"] = wanted
        if current_user.is_authenticated:
            accounts.update_profile(
                user=current_user, name=current_user.name, language=wanted, time_zone=current_user.time_zone
            )
    return redirect(safe_next(request.form.get("next"), url_for("web.home")))


@bp.post("/theme")
@public
def theme() -> ResponseReturnValue:
    """Use light or dark paper, or follow the device."""
    wanted = request.form.get("theme", "system")
    session["theme"] = wanted if wanted in THEMES else "system"
    return redirect(safe_next(request.form.get("next"), url_for("web.home")))


@bp.get("/styleguide")
@public
def styleguide() -> ResponseReturnValue:
    """Show every part of the design system."""
    return render_template("web/styleguide.html", form=forms.specimen())
