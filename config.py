"""Deployment settings, read from ``KAMPUS_*`` environment variables. Each is described in SETTINGS."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parent

SETTINGS: dict[str, str] = {
    "KAMPUS_DATABASE": "Database: sqlite:///… or postgresql://… (default: a SQLite file in KAMPUS_DATA).",
    "KAMPUS_DATA": "Folder for database, uploaded files and the secret key (default: ./instance).",
    "KAMPUS_CONTENT": "Folder that holds courses/ and scenarios/ (default: the program's own folder).",
    "KAMPUS_SECRET_KEY": "Key that signs sessions, 32 characters or more (default: made once, kept).",
    "KAMPUS_URL": "Address people type, used in mails; https:// switches on secure cookies.",
    "KAMPUS_PORT": "Port that `make run` listens on (default: 8000).",
    "KAMPUS_MAIL": "Where mail goes: outbox (a page for training admins, the default) or smtp.",
    "KAMPUS_MAIL_FROM": "Sender address of mails.",
    "KAMPUS_SMTP_HOST": "Mail server, needed when KAMPUS_MAIL is smtp.",
    "KAMPUS_SMTP_PORT": "Port of the mail server (default: 587).",
    "KAMPUS_SMTP_USER": "User name for the mail server, if it wants one.",
    "KAMPUS_SMTP_PASSWORD": "Password for the mail server, if it wants one.",
    "KAMPUS_MAX_UPLOAD_MB": "Largest file that may be handed in, in megabytes (default: 20).",
    "KAMPUS_SESSION_DAYS": "Days a sign-in lasts on one device (default: 14).",
    "KAMPUS_LOG_LEVEL": "debug, info, warning or error (default: info).",
}


SENDER = "KAMpus <kampus@localhost>"


class SettingError(ValueError):
    """A setting is wrong or missing; the message is a sentence for the operator."""


def _whole(environ: Mapping[str, str], name: str, default: int, *, low: int, high: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or not low <= int(text) <= high:
        raise SettingError(f"{name} is “{text}”; it must be a whole number from {low} to {high}.")
    return int(text)


def _choice(environ: Mapping[str, str], name: str, options: tuple[str, ...]) -> str:
    text = environ.get(name, "").strip().lower() or options[0]
    if text not in options:
        raise SettingError(f"{name} is “{text}”; it must be one of: {', '.join(options)}.")
    return text


def _secret(environ: Mapping[str, str], data: Path) -> str:
    """Return the given key, or the one kept in *data*, made on first use (owner-readable only)."""
    given = environ.get("KAMPUS_SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise SettingError("KAMPUS_SECRET_KEY is shorter than 32 characters; give it a longer one.")
        return given
    kept = data / "secret_key"
    try:
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text(encoding="ascii")
    except OSError as error:
        raise SettingError(f"KAMPUS_DATA ({data}) cannot be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return kept.read_text(encoding="ascii")


def _database(environ: Mapping[str, str], data: Path) -> str:
    text = environ.get("KAMPUS_DATABASE", "").strip() or f"sqlite:///{data / 'kampus.sqlite'}"
    scheme = text.partition(":")[0].partition("+")[0]
    if scheme not in {"sqlite", "postgresql"}:
        raise SettingError(
            f"KAMPUS_DATABASE begins with “{scheme}”; it must begin with sqlite:/// or postgresql://."
        )
    return text


def _url(environ: Mapping[str, str], port: int) -> str:
    text = environ.get("KAMPUS_URL", "").strip() or f"http://127.0.0.1:{port}"
    if not text.startswith(("http://", "https://")):
        raise SettingError(f"KAMPUS_URL is “{text}”; it must begin with http:// or https://.")
    return text.rstrip("/")


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail leaves the house."""

    transport: str = "outbox"
    sender: str = SENDER
    host: str = ""
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Mail":
        """Read the mail settings; SMTP without a host is refused."""
        transport = _choice(environ, "KAMPUS_MAIL", ("outbox", "smtp"))
        host = environ.get("KAMPUS_SMTP_HOST", "").strip()
        if transport == "smtp" and not host:
            raise SettingError("KAMPUS_MAIL is smtp, but KAMPUS_SMTP_HOST is empty; name the mail server.")
        return cls(
            transport=transport,
            sender=environ.get("KAMPUS_MAIL_FROM", "").strip() or SENDER,
            host=host,
            port=_whole(environ, "KAMPUS_SMTP_PORT", 587, low=1, high=65535),
            user=environ.get("KAMPUS_SMTP_USER", ""),
            password=environ.get("KAMPUS_SMTP_PASSWORD", ""),
        )


@dataclass(frozen=True, slots=True)
class Argon2:
    """Cost of one password hash: OWASP's 19 MiB, 2 rounds, 1 lane unless tests ask for less."""

    memory_kib: int = 19456
    rounds: int = 2
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Config:
    """What one deployment of the platform is allowed to vary."""

    database: str
    data: Path
    content: Path = ROOT
    secret_key: str = field(default="", repr=False)
    url: str = "http://127.0.0.1:8000"
    port: int = 8000
    mail: Mail = Mail()
    argon2: Argon2 = Argon2()
    max_upload: int = 20 * 1024 * 1024
    session_days: int = 14
    log_level: str = "info"
    testing: bool = False

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> "Config":
        """Read the environment; a wrong or unknown ``KAMPUS_*`` setting raises SettingError."""
        environ = os.environ if environ is None else environ
        unknown = sorted(name for name in environ if name.startswith("KAMPUS_") and name not in SETTINGS)
        if unknown:
            raise SettingError(f"{unknown[0]} is not a setting; docs/how-to/settings.md lists them all.")
        data = Path(environ.get("KAMPUS_DATA", "").strip() or ROOT / "instance").absolute()
        content = Path(environ.get("KAMPUS_CONTENT", "").strip() or ROOT).absolute()
        if not content.is_dir():
            raise SettingError(f"KAMPUS_CONTENT is “{content}”; there is no such folder.")
        port = _whole(environ, "KAMPUS_PORT", 8000, low=1, high=65535)
        return cls(
            database=_database(environ, data),
            data=data,
            content=content,
            secret_key=_secret(environ, data),
            url=_url(environ, port),
            port=port,
            mail=Mail.read(environ),
            max_upload=_whole(environ, "KAMPUS_MAX_UPLOAD_MB", 20, low=1, high=1024) * 1024 * 1024,
            session_days=_whole(environ, "KAMPUS_SESSION_DAYS", 14, low=1, high=365),
            log_level=_choice(environ, "KAMPUS_LOG_LEVEL", ("info", "debug", "warning", "error")),
        )

    def flask(self) -> dict[str, object]:
        """Return the settings under the names that Flask and its extensions use."""
        return {
            "KAMPUS": self,
            "TESTING": self.testing,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database,
            "MAX_CONTENT_LENGTH": self.max_upload + 64 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "PERMANENT_SESSION_LIFETIME": timedelta(days=self.session_days),
            "SESSION_COOKIE_NAME": "kampus",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.url.startswith("https://"),
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": False,
            "BABEL_DEFAULT_LOCALE": "zh_CN",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        }
