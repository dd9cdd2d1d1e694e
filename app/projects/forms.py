"""What people type about projects, and how the tables of a page become plain values."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.kernel.errors import InvalidError
from app.kernel.messages import N_
from app.platform.forms import Form, choice
from app.platform.i18n import pick
from app.rubrics.engine.rubric import Rubric
from app.rubrics.services import Entry

NUMBER = N_("“%(text)s” is not a whole number.")
OUTSIDE_BAND = N_(
    "%(criterion)s: %(points)s points lie in another level than the one you chose (%(lo)s to %(hi)s). "
    "Change one of the two."
)
needed = DataRequired(_l("Please fill this in."))
per_cent = NumberRange(0, 100, _l("A whole per cent from 0 to 100, please."))


class ProjectForm(Form):
    """A new team task for a class."""

    cohort = SelectField(_l("Class"), [needed], validate_choice=True)
    task = SelectField(_l("Task book"), [needed], validate_choice=True)
    teacher_share = IntegerField(_l("Teacher's share of the team mark, %"), [InputRequired(), per_cent])
    own_weight = IntegerField(_l("Share of own work in each member's mark, %"), [InputRequired(), per_cent])
    aggregator = SelectField(
        _l("How the delegates' marks become one"),
        choices=[
            choice("auto", _l("Automatic: round robin from four teams, plain mean below")),
            choice("round_robin", _l("Round robin (takes out each delegate's strictness)")),
            choice("mean", _l("Plain mean")),
            choice("trimmed", _l("Mean without the highest and the lowest")),
            choice("median", _l("Median")),
        ],
    )
    level_anchor = SelectField(
        _l("Level of the delegates' marks"),
        choices=[
            choice("none", _l("As they mark")),
            choice("teacher", _l("Tied to the teacher: class means made equal")),
        ],
    )
    ask_contribution = BooleanField(_l("Ask the members how each teammate contributed"))


class DealForm(Form):
    """How many teams to deal the class into."""

    count = IntegerField(_l("Number of teams"), [InputRequired(), NumberRange(2, 40)])
    how = SelectField(
        _l("How"),
        default="order",
        choices=[
            choice("order", _l("In the order of the class list")),
            choice("random", _l("By lot")),
            choice("balanced", _l("In balance, by the marks of earlier tasks")),
        ],
    )


class HandInForm(Form):
    """One file or link for one deliverable or work package."""

    target = SelectField(_l("What are you handing in?"), [needed], validate_choice=True)
    file = FileField(_l("File"))
    url = StringField(
        _l("or a link"), [Length(max=500)], render_kw={"type": "url", "placeholder": "https://"}
    )
    note = StringField(_l("Note for your team and the markers"), [Length(max=300)])
    client_key = HiddenField()


class DelegateForm(Form):
    """Who marks for the team, and who steps in."""

    delegate = SelectField(_l("Delegate"), [needed], coerce=int)
    alternate = SelectField(_l("Alternate"), [needed], coerce=int)


class RecusalForm(Form):
    """Why somebody stands aside."""

    reason = TextAreaField(_l("Why do you stand aside?"), [needed, Length(max=500)], render_kw={"rows": 2})


def whole(text: str | None) -> int:
    """Return the whole number typed as *text*; InvalidError otherwise."""
    clean = (text or "").strip()
    if not clean.isascii() or not clean.removeprefix("-").isdecimal() or len(clean) > 6:
        raise InvalidError(NUMBER, text=clean)
    return int(clean)


def plan_rows(form: Mapping[str, str]) -> dict[int, tuple[int | None, int]]:
    """Return package id → (owner, weight) from fields ``owner-<id>`` and ``weight-<id>``."""
    ids = [name.partition("-")[2] for name in form if name.startswith("weight-")]
    return {
        int(each): (
            whole(form[f"owner-{each}"]) if form.get(f"owner-{each}") else None,
            whole(form[f"weight-{each}"]),
        )
        for each in ids
        if each.isdecimal()
    }


def numbered(form: Mapping[str, str], prefix: str) -> dict[int, str]:
    """Return id → text of the fields ``<prefix>-<id>``."""
    fields = ((name.partition("-"), text) for name, text in form.items())
    return {int(parts[2]): text for parts, text in fields if parts[0] == prefix and parts[2].isdecimal()}


def seats(form: Mapping[str, str]) -> dict[int, int | None]:
    """Return user id → team id (None: no team) from fields ``seat-<user id>``."""
    return {user_id: whole(text) if text else None for user_id, text in numbered(form, "seat").items()}


def entry(form: Mapping[str, str], rubric: Rubric, criterion_id: str, saved: int | None) -> Entry | None:
    """Return what was typed for one criterion, None when its fields were not sent.

    Choosing a level without points takes the level's middle; of level and points the one that differs
    from what is *saved* wins, and if both differ and contradict each other, InvalidError asks.
    """
    if f"version-{criterion_id}" not in form:
        return None
    typed = (form.get(f"points-{criterion_id}") or "").strip()
    points = whole(typed) if typed else None
    band_id = form.get(f"band-{criterion_id}") or ""
    return Entry(
        criterion=criterion_id,
        points=_points(rubric, criterion_id, points, band_id, saved),
        comment=(form.get(f"comment-{criterion_id}") or "").strip().replace("\r\n", "\n"),
        expected=whole(form[f"version-{criterion_id}"]),
        client_key=f"{form.get('client_key', '')}-{criterion_id}" if form.get("client_key") else "",
    )


def _points(
    rubric: Rubric, criterion_id: str, points: int | None, band_id: str, saved: int | None
) -> int | None:
    criterion = rubric.criterion(criterion_id)
    band = next((band for band in criterion.bands if band.id == band_id), None)
    if band is None or (points is not None and band.lo <= points <= band.hi):
        return points
    if points is None or points == saved:
        return (band.lo + band.hi + 1) // 2
    if saved is not None and criterion.band_of(saved) == band:
        return points
    raise InvalidError(OUTSIDE_BAND, criterion=pick(criterion.title), points=points, lo=band.lo, hi=band.hi)
