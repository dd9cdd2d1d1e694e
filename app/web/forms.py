"""The form that the style guide shows: one field of each sort, so that pages can be compared with it."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from app.platform.forms import Form, choice

needed = InputRequired(_l("Please fill this in."))
ROLES = [choice("user", _l("user")), choice("decider", _l("decider"))]
DEGREES = [choice("sure", _l("Sure")), choice("guess", _l("A guess"))]


class SpecimenForm(Form):
    """Every kind of field that the macros draw; it is shown, never sent or saved."""

    name = StringField(_l("Customer’s name"), [needed])
    heard = TextAreaField(_l("What you heard"))
    role = SelectField(_l("Buying role"), choices=ROLES, default="user")
    degree = RadioField(_l("How sure are you?"), choices=DEGREES, default="guess")
    password = PasswordField(_l("Password"))
    card = FileField(_l("Business card"))
    agreed = BooleanField(_l("I have read the task book"))


def specimen() -> SpecimenForm:
    """Return the form as it looks after an empty attempt: one field carries its error."""
    form = SpecimenForm(formdata=None, meta={"csrf": False})
    form.validate()
    return form
