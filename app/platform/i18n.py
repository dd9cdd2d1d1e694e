"""Two languages, one reader: which language to speak, and numbers and dates in its manner."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from babel import Locale
from flask import Flask, g, has_app_context, has_request_context, request, session
from flask_babel import Babel, format_date, format_datetime, format_decimal, get_translations, gettext
from flask_login import current_user
from markupsafe import Markup

from app.kernel.errors import DomainError
from app.kernel.numbers import half_up
from app.kernel.text import Bilingual

LANGUAGES = ("zh", "en")
# Cached Locale objects instead of strings save 15-30 % of every page (docs: stack measurements).
_LOCALES = {"zh": Locale.parse("zh_CN"), "en": Locale.parse("en_GB")}
babel = Babel()


def _negotiate() -> str:
    if current_user and current_user.is_authenticated and current_user.language in LANGUAGES:
        return str(current_user.language)
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    return request.accept_languages.best_match(LANGUAGES, default="zh") or "zh"


def language() -> str:
    """Return the language this reader gets, ``zh`` or ``en`` (Chinese outside a request)."""
    if not has_app_context():
        return "zh"
    if "language" not in g:
        if not has_request_context():
            return "zh"
        g.language = _negotiate()
    return str(g.language)


def speak(code: str) -> None:
    """Speak *code* from here on (a mail being written for somebody, a language just chosen)."""
    g.language = code if code in LANGUAGES else "zh"
    g.pop("_flask_babel", None)
    g.pop("catalogue", None)


def _locale() -> Locale:
    return _LOCALES[language()]


def _time_zone() -> str:
    if has_request_context() and current_user and current_user.is_authenticated:
        return str(current_user.time_zone)
    return "Asia/Shanghai"


def pick(value: Bilingual | Mapping[str, Any] | str | None) -> str:
    """Return the reader's side of a bilingual *value* (filter ``|t``)."""
    if isinstance(value, Bilingual):
        return value.get(language())
    if isinstance(value, Mapping):
        return str(value.get(language()) or value.get("zh") or "")
    return value or ""


def explain(error: DomainError) -> str:
    """Return *error*'s sentence in the reader's language."""
    text = str(gettext(error.message))
    return text % error.params if error.params else text


def show_moment(value: datetime | None) -> str:
    """Return a moment in the reader's zone and manner (filter ``|datetime``)."""
    return format_datetime(value, "medium" if language() == "zh" else "d MMM y, HH:mm") if value else ""


def show_date(value: date | datetime | None) -> str:
    """Return a day in the reader's manner (filter ``|date``)."""
    return format_date(value, "long" if language() == "zh" else "d MMM y") if value else ""


def show_number(value: float | Decimal | Fraction | None, places: int | None = None) -> str:
    """Return a number with the reader's separators, rounded half up to *places* (filter ``|number``)."""
    if value is None:
        return ""
    exact = half_up(Fraction(value), places) if places is not None else value
    plain = Decimal(exact.numerator) / exact.denominator if isinstance(exact, Fraction) else exact
    return str(format_decimal(plain))


def show_score(value: Fraction | Decimal | int | str | None) -> str:
    """Return a mark rounded half up to one decimal, without a trailing ``.0`` (filter ``|score``)."""
    if value is None:
        return "–"
    text = str(half_up(Fraction(value), 1))
    return text.removesuffix(".0")


def money(value: Decimal | int, currency: str = "CNY") -> str:
    """Return an amount of money in the reader's manner (filter ``|money``)."""
    sign = "¥" if currency == "CNY" else f"{currency} "
    return f"{sign}{format_decimal(value)}"


def sentence(text: str) -> str:
    """Return *text* in the reader's language; the catalogue is looked up once in a request."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return str(g.catalogue.ugettext(text))


def _say(text: str, /, **values: object) -> Markup:
    """Return *text* in the reader's language with *values* filled in: what templates call ``_``.

    Jinja's own ``_`` formats every sentence; most have nothing to fill in, and a page has fifty.
    """
    said = Markup(sentence(text))  # noqa: S704 - our own catalogue's words; values are escaped below
    return said % values if "%" in said else said


def _sentences(one: str, many: str, number: int) -> str:
    """Return the form of a counted sentence in the reader's language."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return str(g.catalogue.ungettext(one, many, number))


def open_catalogues(app: Flask) -> None:
    """Read both languages' catalogues now instead of at the first page that needs them."""
    for code in LANGUAGES:
        with app.test_request_context():
            speak(code)
            get_translations()


def register_i18n(app: Flask) -> None:
    """Load every room's catalogue and give the templates their filters."""
    folders = sorted(str(p) for p in Path(app.root_path).glob("*/translations") if p.is_dir())
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(folders)
    babel.init_app(app, locale_selector=_locale, timezone_selector=_time_zone)
    # Flask-Babel looks its catalogue up for every single sentence; a page has fifty.
    app.jinja_env.install_gettext_callables(sentence, _sentences, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(language=language, _=_say)
    app.jinja_env.filters.update(
        t=pick, datetime=show_moment, date=show_date, number=show_number, score=show_score, money=money
    )
