"""What is typed into an archive. What a value means is decided by its reader, not here."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from app.platform.forms import Form, choice

SURENESS = (
    choice("confirmed", _l("Confirmed: the source knows it first-hand")),
    choice("assumed", _l("Assumed: our own conclusion")),
    choice("hearsay", _l("Hearsay: the source only heard it")),
)


class EntryForm(Form):
    """A value with its source and how sure it is, or a gap and whom to ask."""

    record = HiddenField()
    seen = HiddenField()
    client_key = HiddenField()
    field = SelectField(_l("Field"), validate_choice=False)
    value = StringField(_l("Value"), render_kw={"maxlength": 500, "autocomplete": "off"})
    status = RadioField(_l("How sure is it?"), choices=SURENESS, default="confirmed", validate_choice=False)
    doc = SelectField(_l("Source document"), validate_choice=False)
    quote = TextAreaField(_l("The words that say so"), render_kw={"rows": 2, "maxlength": 200})
    ask = StringField(_l("Whom would you ask?"), render_kw={"maxlength": 200, "autocomplete": "off"})


class RecordForm(Form):
    """A new account or person: the name, and where it stands."""

    account_id = HiddenField()
    client_key = HiddenField()
    value = StringField(_l("Name"), id="new-value", render_kw={"maxlength": 200, "autocomplete": "off"})
    doc = SelectField(_l("Source document"), id="new-doc", validate_choice=False)
    quote = TextAreaField(
        _l("The words that say so"), id="new-quote", render_kw={"rows": 2, "maxlength": 200}
    )
