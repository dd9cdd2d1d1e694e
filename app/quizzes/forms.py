"""What staff type about exams."""

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    DecimalField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.platform.forms import Form, choice

needed = DataRequired(_l("Please fill this in."))


class SittingForm(Form):
    """An exam to be held for a class."""

    cohort = SelectField(_l("Class"), [needed])
    exam = SelectField(_l("Exam"), [needed])
    opens = DateTimeLocalField(_l("Opens"), [needed])
    minutes = IntegerField(
        _l("Open for, minutes"), [InputRequired(), NumberRange(5, 60 * 24 * 30)], default=120
    )
    passcode = BooleanField(_l("Ask for a passcode that I show in the room"), default=True)


class TimeForm(Form):
    """Time of one's own for one person."""

    person = SelectField(_l("Person"), [needed])
    factor = DecimalField(
        _l("Factor on the time"), [InputRequired(), NumberRange(1, 4)], places=2, default=Decimal(1)
    )
    minutes = IntegerField(_l("Extra minutes"), [InputRequired(), NumberRange(0, 240)], default=0)
    reason = StringField(_l("Why"), [needed, Length(max=500)])


class RegradeForm(Form):
    """How one question is marked anew, and why."""

    policy = SelectField(
        _l("What to do"),
        choices=[
            choice("replace", _l("Mark with the newest version of the question")),
            choice("keep_better", _l("The same, but nobody loses points")),
            choice("full_marks", _l("Full points for everybody")),
            choice("drop", _l("Leave the question out of the sum")),
        ],
    )
    reason = TextAreaField(_l("Why (everybody concerned reads this)"), [needed, Length(max=500)])
