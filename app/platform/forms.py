"""The parent of every form, and choices of select fields."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """A form with CSRF protection whose messages speak the reader's language."""


def choice(value: str, label: object) -> Any:
    """Return one option of a select field; *label* may be lazily translated."""
    return SelectChoice(value, label)
