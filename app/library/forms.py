"""What an author types when publishing."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from app.platform.forms import Form


class PublishForm(Form):
    """A new release."""

    notes = TextAreaField(
        _l("What is new"),
        [
            DataRequired(_l("Say in a sentence what is new; teachers read it before they move a class.")),
            Length(max=600),
        ],
        render_kw={"rows": 3, "maxlength": 600},
    )


class NewForm(Form):
    """Something new: what it is, its id, and for a lesson the module it belongs to."""

    kind = SelectField(_l("Kind"))
    object_id = StringField(
        _l("Id"), [DataRequired(_l("Give it an id.")), Length(max=60)], render_kw={"maxlength": 60}
    )
    module = SelectField(_l("Module (for a lesson)"), [Optional()])


class ReviewForm(Form):
    """What the second person says."""

    remark = TextAreaField(
        _l("Remark to the author"), [Length(max=1000)], render_kw={"rows": 3, "maxlength": 1000}
    )
