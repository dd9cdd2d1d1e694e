"""Marking of sentences that are translated later, where the reader's language is known."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Return *message* unchanged; the extractor finds it by this call."""
    return message
