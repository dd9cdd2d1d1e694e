"""How templates are read, where what was compiled from them is kept, and parts that are drawn only once."""

from collections.abc import Callable, Hashable, Mapping

from flask import Flask, current_app
from jinja2 import FileSystemBytecodeCache
from markupsafe import Markup

from app.platform.i18n import language

# Compiled templates of another form of the environment below must not be taken: then count up.
FORM = 1
MOST_DRAWN = 2_000


def _kept() -> FileSystemBytecodeCache | None:
    """Return Jinja's own folder of compiled templates (private to this user), or None where none is safe."""
    try:
        return FileSystemBytecodeCache(pattern=f"kampus-{FORM}-%s.cache")
    except (OSError, RuntimeError):
        return None


def drawn_from(name: str, key: Hashable, values: Callable[[], Mapping[str, object]]) -> Markup:
    """Return template *name* filled with *values* alone, from memory if it was drawn before.

    *key* says everything that the drawing depends on, apart from the reader's language. So nothing
    that belongs to one person or one request (a name, a token, a nonce) may stand in such a part.
    """
    known: dict[Hashable, Markup] = current_app.extensions["kampus_drawn"]
    place = (name, language(), key)
    if place not in known or current_app.debug:
        if len(known) >= MOST_DRAWN:
            known.clear()
        known[place] = Markup(current_app.jinja_env.get_template(name).render(values()))  # noqa: S704
    return known[place]


def drawn(name: str, key: Hashable = None, /, **values: object) -> Markup:
    """Return ``drawn_from`` for values that cost nothing to name (what templates call)."""
    return drawn_from(name, key, lambda: values)


def register_templates(app: Flask) -> None:
    """Have templates compiled once on this machine instead of once in every process: 9 ms each."""
    app.extensions["kampus_drawn"] = {}
    app.jinja_env.globals["drawn"] = drawn
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.bytecode_cache = _kept()
