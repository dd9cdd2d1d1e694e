"""Shares of a whole: 3.55%, 百分之三点零六, 三成五, 六成半."""

import re
from fractions import Fraction

from app.crm.engine.normalise.money import decimal_text
from app.crm.engine.normalise.numerals import number
from app.crm.engine.normalise.plain import tight
from app.crm.engine.normalise.unreadable import UnreadableError
from app.kernel.messages import N_


def percent(text: str) -> str:
    """Return the share in per cent as decimal text, or raise UnreadableError."""
    body = re.sub(r"^(大约|大概|约)|(左右)$", "", tight(text))
    if match := re.fullmatch(r"(.+?)(%|个百分点|percent|percent\.)", body):
        return decimal_text(number(match[1]))
    if match := re.fullmatch(r"百分之(.+)", body):
        return decimal_text(number(match[1]))
    if match := re.fullmatch(r"(.{1,2})成(半|.)?", body):
        extra = Fraction(5) if match[2] == "半" else number(match[2]) if match[2] else Fraction(0)
        return decimal_text(number(match[1]) * 10 + extra)
    raise UnreadableError(N_("“%(text)s” is not a share; write it like 35%%."), text=text)
