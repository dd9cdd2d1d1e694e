"""How templates are read: how they treat white space, and where what was compiled from them is kept."""

from flask import Flask
from jinja2 import FileSystemBytecodeCache

# Compiled templates of another form of the environment below must not be taken: then count up.
FORM = 1


def _kept() -> FileSystemBytecodeCache | None:
    """Return Jinja's own folder of compiled templates (private to this user), or None where none is safe."""
    try:
        return FileSystemBytecodeCache(pattern=f"kampus-{FORM}-%s.cache")
    except (OSError, RuntimeError):
        return None


def register_templates(app: Flask) -> None:
    """Have templates compiled once on this machine instead of once in every process: 9 ms each."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.bytecode_cache = _kept()
