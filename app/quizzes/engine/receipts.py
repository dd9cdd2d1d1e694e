"""Receipts: what the server says when it has kept an answer, and who wins when two arrive."""

import json
from hashlib import blake2b
from typing import Any


def canonical(value: object) -> str:
    """Return *value* as JSON that is the same for the same content."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def receipt(attempt: str, position: int, seq: int, answer: dict[str, Any] | None) -> str:
    """Return a short fingerprint of one kept answer (12 hex digits)."""
    text = canonical([attempt, position, seq, answer])
    return blake2b(text.encode(), digest_size=6).hexdigest()


def replaces(seq: int, kept: int) -> bool:
    """Return whether an answer numbered *seq* replaces one numbered *kept*: the later one wins."""
    return seq > kept
