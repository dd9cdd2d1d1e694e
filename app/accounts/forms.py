"""What people type about themselves."""

from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length

from app.platform.forms import Form, choice

LANGUAGES = [choice("zh", "中文"), choice("en", "English")]
ZONES = ["Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Europe/Amsterdam"]
ZONES += [
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
    "UTC",
]

needed = DataRequired(_l("Please fill this in."))
is_address = Email(_l("This is not an e-mail address; it should look like name@school.example."))


class SignInForm(Form):
    """E-mail address and password."""

    email = EmailField(_l("E-mail address"), [needed], render_kw={"autocomplete": "username"})
    password = PasswordField(_l("Password"), [needed], render_kw={"autocomplete": "current-password"})


class InvitationForm(Form):
    """The first password and the language to speak."""

    password = PasswordField(_l("Choose a password"), [needed], render_kw={"autocomplete": "new-password"})
    language = SelectField(_l("Language"), choices=LANGUAGES)


class ForgottenForm(Form):
    """Where to send the link for a new password."""

    email = EmailField(
        _l("E-mail address"), [needed, is_address, Length(max=254)], render_kw={"autocomplete": "username"}
    )


class NewPasswordForm(Form):
    """A new password, after a mailed link."""

    password = PasswordField(_l("New password"), [needed], render_kw={"autocomplete": "new-password"})


class ChangePasswordForm(Form):
    """The old password and a new one."""

    old = PasswordField(_l("Present password"), [needed], render_kw={"autocomplete": "current-password"})
    new = PasswordField(_l("New password"), [needed], render_kw={"autocomplete": "new-password"})


class ProfileForm(Form):
    """Name, language and time zone."""

    name = StringField(_l("Name"), [needed, Length(max=80)], render_kw={"autocomplete": "name"})
    language = SelectField(_l("Language"), choices=LANGUAGES)
    time_zone = SelectField(
        _l("Time zone"), choices=[choice(zone, zone) for zone in ZONES if zone in available_timezones()]
    )
