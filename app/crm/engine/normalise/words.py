"""Values made of words: e-mail, web, address, free text, sets of words, options of a list."""

import re
from collections.abc import Iterable

from app.crm.engine.normalise.plain import plain, tight
from app.crm.engine.normalise.unreadable import UnreadableError
from app.crm.engine.normalise.wordlists import synonyms
from app.kernel.messages import N_

_EMAIL = re.compile(r"[a-z0-9._%+\-]+@([a-z0-9-]+\.)+[a-z]{2,}")
_WEB = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}(/\S*)?")
_SPLIT = re.compile(r"[,;/|]|和|与|及|\band\b|&")
_LIKES = re.compile(r"^(平时|最|很)?(喜欢|喜好|爱好|爱|好|likes?|enjoys?|loves?)")


def email(text: str) -> str:
    """Return an e-mail address in lower case."""
    body = tight(text).removeprefix("mailto:")
    if not _EMAIL.fullmatch(body):
        raise UnreadableError(N_("“%(text)s” is not an e-mail address."), text=text)
    return body


def web(text: str) -> str:
    """Return a web address without scheme, leading www and trailing slash, in lower case."""
    body = re.sub(r"^https?://", "", tight(text)).rstrip("/").removeprefix("www.")
    if not _WEB.fullmatch(body):
        raise UnreadableError(N_("“%(text)s” is not a web address."), text=text)
    return body


def address(text: str) -> str:
    """Return an address in plain characters; it must hold more than a word."""
    body = plain(text).casefold()
    if len(body) < 4:
        raise UnreadableError(N_("“%(text)s” is too short for an address."), text=text)
    return body


def words(text: str) -> str:
    """Return free text in plain characters."""
    body = plain(text)
    if not re.search(r"\w", body):
        raise UnreadableError(N_("“%(text)s” holds no words."), text=text)
    return body


def word_set(text: str) -> list[str]:
    """Return the words of a list (钓鱼、喝茶), each by the word that stands for its group, sorted."""
    known = synonyms()
    parts = (_LIKES.sub("", part.strip(" .")) for part in _SPLIT.split(plain(text).casefold()))
    items = sorted({known.get(tight(part), tight(part)) for part in parts if part.strip()})
    if not items:
        raise UnreadableError(N_("“%(text)s” holds no words."), text=text)
    return items


def option(text: str, labels: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Return the id of the option that *text* names by id or by one of its labels."""
    wanted = tight(text)
    rows = list(labels)
    for key, _names in rows:
        if text.strip() == key:
            return key
    for key, names in rows:
        if wanted in {tight(name) for name in names}:
            return key
    raise UnreadableError(N_("“%(text)s” is not one of the choices."), text=text)
