"""Telephone numbers to E.164 with ``;ext=``; short service numbers to ``CN:``."""

import re

import phonenumbers

from app.crm.engine.normalise.plain import tight
from app.crm.engine.normalise.unreadable import UnreadableError
from app.kernel.messages import N_

_EXTENSION = re.compile(r"(?:转|分机|内线|extension|ext\.?|x|#)[:.]?(\d{1,6})$")
_DASHED = re.compile(r"^(.*\d{7,8})-(\d{1,6})$")
_SERVICE = re.compile(r"95\d{3}")


def phone(text: str, area: str = "") -> str:
    """Return the number as E.164, ``;ext=`` appended; *area* (0575) completes a local number."""
    body = tight(text)
    body = re.sub(r"^(电话|手机|传真|总机|tel|mobile|fax|phone|mob)[:.]?", "", body)
    extension = ""
    if match := _EXTENSION.search(body):
        extension, body = match[1], body[: match.start()].rstrip(",;(")
    elif match := _DASHED.fullmatch(body):
        body, extension = match[1], match[2]
    if _SERVICE.fullmatch(body):
        return f"CN:{body}"
    digits = re.sub(r"[()\-. ]", "", body)
    if not re.fullmatch(r"\+?\d+", digits):
        raise UnreadableError(N_("“%(text)s” is not a whole telephone number."), text=text)
    if re.fullmatch(r"[2-8]\d{6,7}", digits):
        if not area:
            raise UnreadableError(N_("“%(text)s” lacks its area code."), text=text)
        digits = area + digits
    return _checked(digits, text) + (f";ext={extension}" if extension else "")


def _checked(digits: str, shown: str) -> str:
    try:
        parsed = phonenumbers.parse(digits, "CN")
    except phonenumbers.NumberParseException as error:
        raise UnreadableError(N_("“%(text)s” is not a whole telephone number."), text=shown) from error
    if not phonenumbers.is_valid_number(parsed):
        raise UnreadableError(N_("“%(text)s” has too many or too few digits."), text=shown)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
