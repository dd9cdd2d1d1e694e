"""What people type about tracks and gates."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.accounts.models import User
from app.platform.forms import Form, choice

needed = DataRequired(_l("Please fill this in."))


class GateForm(Form):
    """A remark beside the checklist; the key makes a double click sign once."""

    remark = TextAreaField(_l("Remark"), [Length(max=2000)], render_kw={"rows": 3})
    client_key = HiddenField(validators=[needed, Length(max=40)])


class AssignForm(Form):
    """Who goes on the track, from which day, and who signs."""

    person = SelectField(_l("New key-account manager"), [needed])
    hired_on = DateField(_l("Day of hire"), [needed])
    manager = SelectField(_l("Who signs"), [needed])


def person_choices(people: Sequence[User]) -> list[Any]:
    """Return *people* as choices of a select field."""
    return [choice(str(person.id), person.name) for person in people]
