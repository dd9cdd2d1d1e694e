"""The exam room: opening an exam for a class, watching it, more time, breaks, the log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.models import User
from app.kernel.actor import Actor
from app.kernel.errors import InvalidError, NotFoundError
from app.library import queries as library
from app.organisations import queries as organisations
from app.organisations.policies import Permission, Role
from app.platform.clock import now
from app.platform.forms import choice
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain, pick
from app.quizzes.engine.timing import Allowance
from app.quizzes.forms import SittingForm, TimeForm
from app.quizzes.models import Attempt, Sitting
from app.quizzes.queries import staff
from app.quizzes.services import essays, expiry, rooms
from app.quizzes.views.blueprint import bp


@dataclass(frozen=True, slots=True)
class Seat:
    """One candidate as the invigilator sees them."""

    person: User
    attempt: Attempt | None
    state: str
    last_save: datetime | None
    minutes_left: int | None
    answered: int
    allowance: Allowance | None


def _zone() -> ZoneInfo:
    return ZoneInfo(str(current_user.time_zone))


def _titles(actor: Actor) -> dict[str, Any]:
    """Return the titles of the exams that a class may sit, by id."""
    release = library.current_release()
    exams = library.documents(release.id, "exam") if release else {}
    return {ident: blob.doc["title"] for ident, blob in exams.items()}


def _sitting_form(actor: Actor) -> SittingForm:
    form = SittingForm()
    cohorts = organisations.cohorts_visible_to(actor)
    release = library.current_release()
    exams = library.documents(release.id, "exam") if release else {}
    summative = {i: blob.doc for i, blob in exams.items() if blob.doc.get("kind") == "summative"}
    form.cohort.choices = [choice(str(row.id), pick(row.title)) for row in cohorts]
    form.exam.choices = [choice(ident, pick(doc["title"])) for ident, doc in summative.items()]
    if not form.is_submitted():
        form.opens.data = now().astimezone(_zone()).replace(tzinfo=None, second=0, microsecond=0)
    return form


def _index(form: SittingForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    page = render_template(
        "quizzes/rooms.html",
        sittings=staff.sittings_visible_to(actor),
        cohorts={row.id: row.title for row in organisations.cohorts_visible_to(actor)},
        titles=_titles(actor),
        attempted=staff.attempted_exams(actor),
        essays=essays.waiting(actor=actor),
        form=form,
        moment=now(),
    )
    return page, status


@bp.get("/rooms")
@requires(Permission.MARK)
def rooms_index() -> ResponseReturnValue:
    """List the exams held and to be held, what is to be marked, and offer to open one."""
    return _index(_sitting_form(current_actor()))


@bp.post("/rooms")
@requires(Permission.MARK)
def open_room() -> ResponseReturnValue:
    """Open an exam for a class."""
    actor = current_actor()
    form = _sitting_form(actor)
    if not form.validate_on_submit():
        return _index(form, 422)
    opens = (form.opens.data or now()).replace(tzinfo=_zone())
    sitting = rooms.open_sitting(
        actor=actor,
        cohort_id=int(form.cohort.data),
        exam_id=form.exam.data,
        opens_at=opens,
        closes_at=opens + timedelta(minutes=form.minutes.data or 0),
        passcode=form.passcode.data,
    )
    return redirect(url_for("quizzes.room", sitting_id=sitting.id))


def _state(attempt: Attempt | None) -> str:
    if attempt is None:
        return "absent"
    if attempt.submitted_at is not None:
        return "expired" if attempt.expired else "submitted"
    if attempt.paused_at is not None:
        return "paused"
    return "over" if expiry.is_over(attempt) else "writing"


def _seat(person: User, attempt: Attempt | None) -> Seat:
    items = attempt.items if attempt else []
    moments = [item.saved_at for item in items if item.saved_at is not None]
    left = None
    if attempt is not None and attempt.submitted_at is None and attempt.deadline_at is not None:
        clock = attempt.paused_at or now()
        left = max(0, int((attempt.deadline_at - clock).total_seconds() // 60))
    return Seat(
        person,
        attempt,
        _state(attempt),
        max(moments, default=None),
        left,
        sum(1 for item in items if item.answer is not None),
        Allowance.of(attempt.allowance) if attempt else None,
    )


def _room_page(sitting: Sitting, error: str = "", status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    cohort = organisations.cohort_visible_to(actor, sitting.cohort_id)
    by_person = {row.user_id: row for row in staff.attempts_in(sitting)}
    people = [row.user for row in organisations.roster(cohort.id)]
    seats = [_seat(person, by_person.get(person.id)) for person in people]
    page = render_template(
        "quizzes/room.html",
        sitting=sitting,
        cohort=cohort,
        exam=library.document(cohort.release_id, "exam", sitting.exam_id).doc,
        seats=seats,
        incidents=staff.incidents_of(sitting),
        names={person.id: person.name for person, _roles in organisations.people(actor)},
        attempts={row.id: row.user_id for row in by_person.values()},
        moment=now(),
        error=error,
    )
    return page, status


@bp.get("/rooms/<int:sitting_id>")
@requires(Permission.MARK)
def room(sitting_id: int) -> ResponseReturnValue:
    """Show who is writing, when they last saved and how much time is left."""
    return _room_page(staff.sitting_visible_to(current_actor(), sitting_id))


Act = Callable[[Actor, Sitting, int | None], None]


def _minutes(actor: Actor, sitting: Sitting, attempt_id: int | None) -> None:
    minutes = request.form.get("minutes", 0, type=int)
    given = rooms.add_minutes(actor=actor, sitting=sitting, minutes=minutes, attempt_id=attempt_id)
    flash(ngettext("%(num)s person has more time.", "%(num)s people have more time.", given), "good")


def _pause(actor: Actor, sitting: Sitting, attempt_id: int | None) -> None:
    rooms.pause(actor=actor, sitting=sitting, attempt_id=attempt_id)


def _resume(actor: Actor, sitting: Sitting, attempt_id: int | None) -> None:
    rooms.resume(actor=actor, sitting=sitting, attempt_id=attempt_id)


def _note(actor: Actor, sitting: Sitting, attempt_id: int | None) -> None:
    rooms.remark(actor=actor, sitting=sitting, text=request.form.get("note", ""), attempt_id=attempt_id)


def _release(actor: Actor, sitting: Sitting, _attempt_id: int | None) -> None:
    rooms.release_answers(actor=actor, sitting=sitting)
    flash(_("Answers and reasons are open to everybody who sat this exam."), "good")


ACTS: dict[str, Act] = {
    "minutes": _minutes,
    "pause": _pause,
    "resume": _resume,
    "note": _note,
    "release": _release,
}


@bp.post("/rooms/<int:sitting_id>/<act>")
@requires(Permission.MARK)
def room_act(sitting_id: int, act: str) -> ResponseReturnValue:
    """Do one thing in the room, for one candidate or for all."""
    actor = current_actor()
    sitting = staff.sitting_visible_to(actor, sitting_id)
    if act not in ACTS:
        raise NotFoundError
    try:
        ACTS[act](actor, sitting, request.form.get("attempt", type=int))
    except InvalidError as error:
        return _room_page(sitting, explain(error), 422)
    return redirect(url_for("quizzes.room", sitting_id=sitting_id))


def _time_form(actor: Actor) -> TimeForm:
    form = TimeForm()
    learners = [person for person, roles in organisations.people(actor) if Role.LEARNER in roles]
    form.person.choices = [choice(str(person.id), person.name) for person in learners]
    return form


def _time_page(form: TimeForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    given = staff.accommodations(actor)
    people = [person for person, _roles in organisations.people(actor) if person.id in given]
    page = render_template("quizzes/time.html", form=form, given=given, people=people)
    return page, status


@bp.get("/time")
@requires(Permission.MARK)
def own_time() -> ResponseReturnValue:
    """Show who has time of their own."""
    return _time_page(_time_form(current_actor()))


@bp.post("/time")
@requires(Permission.MARK)
def give_time() -> ResponseReturnValue:
    """Give a person more time in every timed exam."""
    actor = current_actor()
    form = _time_form(actor)
    if not form.validate_on_submit():
        return _time_page(form, 422)
    rooms.accommodate(
        actor=actor,
        user_id=int(form.person.data),
        factor=Fraction(str(form.factor.data)),
        minutes=form.minutes.data or 0,
        reason=form.reason.data or "",
    )
    flash(_("Kept. It counts from the next attempt on."), "good")
    return redirect(url_for("quizzes.own_time"))
