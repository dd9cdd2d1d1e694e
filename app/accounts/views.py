"""Signing in and out, the way in by a mailed link, and the profile."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from wtforms import Form
from wtforms.fields import Field

from app.accounts import queries, services
from app.accounts.forms import (
    ChangePasswordForm,
    ForgottenForm,
    InvitationForm,
    NewPasswordForm,
    ProfileForm,
    SignInForm,
)
from app.accounts.models import User
from app.kernel.errors import DomainError, InvalidError, ThrottledError
from app.platform import mail
from app.platform.errors import status_of
from app.platform.guards import actor_or_none, public, signed_in
from app.platform.i18n import explain, speak
from app.platform.security import safe_next
from app.platform.settings import settings

bp = Blueprint("accounts", __name__, template_folder="templates")


def _enter(user: User) -> None:
    """Begin a fresh session for *user*."""
    session.clear()
    login_user(user)
    session.permanent = True
    speak(user.language)


def _say(field: Field, error: DomainError) -> None:
    field.errors = [*field.errors, explain(error)]


def _page(name: str, form: Form, status: int = 200, **values: object) -> ResponseReturnValue:
    return render_template(f"accounts/{name}.html", form=form, **values), status


def _profile_page(form: Form, password_form: Form, status: int = 200) -> ResponseReturnValue:
    return _page("profile", form, status, password_form=password_form, actor=actor_or_none())


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Let a person in."""
    form = SignInForm()
    target = safe_next(request.values.get("next"), url_for("web.home"))
    if request.method == "GET":
        return redirect(target) if current_user.is_authenticated else _page("sign_in", form, next=target)
    if not form.validate():
        return _page("sign_in", form, 422, next=target)
    try:
        address = request.remote_addr or ""
        user = services.sign_in(
            email=form.email.data or "", password=form.password.data or "", address=address
        )
    except (InvalidError, ThrottledError) as error:
        _say(form.password, error)
        return _page("sign_in", form, status_of(error), next=target)
    _enter(user)
    return redirect(target)


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Let a person out."""
    logout_user()
    session.clear()
    flash(_("You are signed out."))
    return redirect(url_for("accounts.sign_in"))


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> ResponseReturnValue:
    """Set the first password by the link in the invitation."""
    form = InvitationForm()
    user = services.holder_of(token=token, purpose="invitation")
    if request.method == "GET":
        form.language.data = user.language
        return _page("invitation", form, person=user)
    if not form.validate():
        return _page("invitation", form, 422, person=user)
    try:
        user = services.enter_by_link(
            token=token, purpose="invitation", password=form.password.data or "", language=form.language.data
        )
    except InvalidError as error:
        _say(form.password, error)
        return _page("invitation", form, 422, person=user)
    _enter(user)
    flash(_("Welcome. Your account is ready."))
    return redirect(url_for("web.home"))


def _mail_reset(user: User) -> None:
    """Write the mail with the link, in the reader's language."""
    token = services.make_link(user=user, purpose="reset")
    link = settings().url + url_for("accounts.reset", token=token)
    with force_locale("zh_CN" if user.language == "zh" else "en"):
        mail.send(
            recipient=user.email,
            subject=_("Set a new password for KAMpus"),
            body=_(
                "Hello %(name)s,\n\nopen this link to set a new password. It works once, for two hours:\n"
                "%(link)s\n\nIf you did not ask for it, do nothing: your password stays as it is.\n",
                name=user.name,
                link=link,
            ),
            organisation_id=None,
        )


@bp.route("/password/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """Mail a link for a new password; says the same whether or not the address is known."""
    form = ForgottenForm()
    if request.method == "GET":
        return _page("forgotten", form)
    if not form.validate():
        return _page("forgotten", form, 422)
    user = queries.by_email(form.email.data or "")
    if user is not None and user.is_active:
        _mail_reset(user)
    flash(_("If there is an account with this address, a link is on its way to it."))
    return redirect(url_for("accounts.sign_in"))


@bp.route("/password/reset/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> ResponseReturnValue:
    """Set a new password by the mailed link."""
    form = NewPasswordForm()
    services.holder_of(token=token, purpose="reset")
    if request.method == "GET":
        return _page("reset", form)
    if not form.validate():
        return _page("reset", form, 422)
    try:
        user = services.enter_by_link(token=token, purpose="reset", password=form.password.data or "")
    except InvalidError as error:
        _say(form.password, error)
        return _page("reset", form, 422)
    _enter(user)
    flash(_("Your new password is set. All other devices have been signed out."))
    return redirect(url_for("web.home"))


@bp.route("/profile", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    """Show and change name, language and time zone."""
    form = ProfileForm(obj=current_user)
    other = ChangePasswordForm(formdata=None)
    if request.method == "GET":
        return _profile_page(form, other)
    if not form.validate():
        return _profile_page(form, other, 422)
    services.update_profile(
        user=current_user,
        name=form.name.data or "",
        language=form.language.data,
        time_zone=form.time_zone.data,
    )
    speak(current_user.language)
    flash(_("Saved."))
    return redirect(url_for("accounts.profile"))


@bp.post("/profile/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change the password and sign out all other devices."""
    form = ChangePasswordForm()
    other = ProfileForm(formdata=None, obj=current_user)
    if not form.validate():
        return _profile_page(other, form, 422)
    try:
        services.change_password(user=current_user, old=form.old.data or "", new=form.new.data or "")
    except InvalidError as error:
        _say(form.old if error.message == services.OLD_WRONG else form.new, error)
        return _profile_page(other, form, 422)
    _enter(current_user._get_current_object())  # noqa: SLF001 - the person behind the proxy
    flash(_("Your password is changed. All other devices have been signed out."))
    return redirect(url_for("accounts.profile"))
