"""What people type about classes and members."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, EmailField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length

from app.platform.forms import Form

needed = DataRequired(_l("Please fill this in."))

ROLE_NAMES = {
    "learner": _l("Learner"),
    "instructor": _l("Instructor"),
    "manager": _l("Manager"),
    "admin": _l("Training admin"),
    "author": _l("Author"),
}
KIND_NAMES = {"college": _l("College"), "company": _l("Company")}


class InviteForm(Form):
    """One person to invite."""

    name = StringField(_l("Name"), [needed, Length(max=80)])
    email = EmailField(
        _l("E-mail address"),
        [needed, Email(_l("This is not an e-mail address; it should look like name@school.example."))],
    )
    role = SelectField(_l("Role"))


class CohortForm(Form):
    """A new class."""

    title_zh = StringField(_l("Title in Chinese"), [needed, Length(max=80)])
    title_en = StringField(_l("Title in English"), [Length(max=80)])
    starts_on = DateField(_l("First day"), [needed])


class RosterForm(Form):
    """A list of people, pasted or as a sheet."""

    people = TextAreaField(_l("List of people"), render_kw={"rows": 8})
    sheet = FileField(_l("or an XLSX sheet"), render_kw={"accept": ".xlsx"})
