"""The text of a case as clean HTML: Markdown without links and inserts."""

from functools import lru_cache

from app.content.markdown.render import Html, render


@lru_cache(maxsize=128)
def case_html(body: str, language: str) -> Html:
    """Return *body* rendered and sanitised; links and inserts have no place in a case and are left out."""
    parts = render(body, language=language, resolve=lambda _scheme, _target: None).parts
    return Html("".join(part.text for part in parts if isinstance(part, Html)))
