"""One spelling for every document, so that the same content always has the same hash."""

import hashlib
import json
import unicodedata
from typing import Any


def normalise(value: Any) -> Any:
    """Return *value* with NFC text, Unix line ends and no trailing blank lines, at every depth."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n")
    if isinstance(value, dict):
        return {normalise(str(key)): normalise(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normalise(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def canonical(value: Any) -> str:
    """Return the one JSON text of *value*: keys sorted, no spaces, characters unescaped, no NaN."""
    return json.dumps(
        normalise(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def content_hash(value: Any) -> str:
    """Return the SHA-256 of *value*'s canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
