"""What an author types when publishing."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

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
