"""Dates as people write them: absolute, without a year, relative, coarse (月, 季度, 月底).

A reading is ``(text, grain)``: ``2026-03-05 day``, ``2026-03 month``, ``2026-Q1 quarter``,
``2026 year``, and ``2026-03-31 span`` for 月底 (some day near the end of that month).
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from app.crm.engine.normalise import datewords
from app.crm.engine.normalise.plain import tight
from app.crm.engine.normalise.unreadable import UnreadableError
from app.kernel.messages import N_

Reading = tuple[str, str]
_N = r"(\d+|[零〇一二三四五六七八九十两]+)"
_YEAR = r"(\d{4}|\d{2}|[零〇一二三四五六七八九]{4}|去年|今年|本年|明年|前年|后年)"
_CLOCK = re.compile(
    r"(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|am|pm)?"
    r"(\d{1,2}:\d{2}(am|pm)?|[\d一二三四五六七八九十两]{1,3}点(半|钟|整|[\d一二三四五六七八九十]{1,3}分?)?)$"
    r"|(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上)$"
)
_WEEKDAY_NOTE = re.compile(r"[(,]?(?:周|星期|礼拜)([一二三四五六日天])\)?$")


def read_date(text: str, base: date) -> Reading:
    """Read *text*, relative words counted from *base*; raise UnreadableError when it has no one meaning."""
    body = tight(text)
    for rule in _RULES:
        if (found := rule(body, base, text)) is not None:
            return found
    english = datewords.from_english(text, base)
    if english is not None:
        return _checked(*english, text)
    short = _CLOCK.sub("", body)
    if short and short != body:
        return read_date(short, base)
    if (note := _WEEKDAY_NOTE.search(body)) and note.start():
        return _with_weekday(body[: note.start()], note[1], base, text)
    raise UnreadableError(N_("“%(text)s” is not a date we can read; write it like 2026-03-05."), text=text)


def span(reading: Reading) -> tuple[date, date]:
    """Return the first and last day that *reading* can mean."""
    text, grain = reading
    if grain == "day":
        return date.fromisoformat(text), date.fromisoformat(text)
    if grain == "span":
        last = date.fromisoformat(text)
        return last - timedelta(days=6), last
    if grain == "month":
        year, month = int(text[:4]), int(text[5:7])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    year = int(text[:4])
    if grain == "quarter":
        first = 3 * int(text[-1]) - 2
        return date(year, first, 1), date(year, first + 2, monthrange(year, first + 2)[1])
    return date(year, 1, 1), date(year, 12, 31)


def _day(year: int, month: int, day: int, shown: str) -> Reading:
    return _checked(f"{year:04d}-{month:02d}-{day:02d}", "day", shown)


def _checked(value: str, grain: str, shown: str) -> Reading:
    try:
        span((value, grain))
    except ValueError as error:
        raise UnreadableError(N_("There is no such day as “%(text)s”."), text=shown) from error
    return value, grain


def _year(word: str, base: date) -> int:
    steps = {"前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
    if word in steps:
        return base.year + steps[word]
    number = int("".join(str(datewords.DIGIT.get(c, c)) for c in word))
    return number if number > 99 else 2000 + number


def _absolute(body: str, base: date, shown: str) -> Reading | None:
    numeric = re.fullmatch(r"(\d{4}|\d{2})([-/.])(\d{1,2})\2(\d{1,2})", body)
    if numeric:
        return _day(_year(numeric[1], base), int(numeric[3]), int(numeric[4]), shown)
    if re.fullmatch(r"(19|20)\d{6}", body):
        return _day(int(body[:4]), int(body[4:6]), int(body[6:]), shown)
    if match := re.fullmatch(rf"(?:{_YEAR}年?)?{_N}月{_N}[日号]?", body):
        year = _year(match[1], base) if match[1] else base.year
        return _day(year, datewords.small(match[2]), datewords.small(match[3]), shown)
    if match := re.fullmatch(rf"{_N}[号日]", body):
        return _day(base.year, base.month, datewords.small(match[1]), shown)
    return None


def _coarse(body: str, base: date, shown: str) -> Reading | None:
    if match := re.fullmatch(rf"(?:{_YEAR}年?)?{_N}月份?(底|末)?", body):
        year = _year(match[1], base) if match[1] else base.year
        return _month(year, datewords.small(match[2]), bool(match[3]), shown)
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", body):
        return _month(int(match[1]), int(match[2]), False, shown)
    if match := re.fullmatch(rf"(?:{_YEAR}年?)?第?([一二三四1-4])季度?", body):
        year = _year(match[1], base) if match[1] else base.year
        return f"{year}-Q{datewords.small(match[2])}", "quarter"
    if match := re.fullmatch(r"(\d{4})-?q([1-4])", body):
        return f"{match[1]}-Q{match[2]}", "quarter"
    if match := re.fullmatch(rf"{_YEAR}年?(底|末)?", body):
        return _whole_year(match[1], bool(match[2]), body, base)
    return (f"{base.year}-12-31", "span") if body in ("年底", "年末") else None


def _whole_year(word: str, end: bool, body: str, base: date) -> Reading | None:
    if word.isdecimal() and "年" not in body and len(word) != 4:
        return None
    year = _year(word, base)
    return (f"{year}-12-31", "span") if end else (f"{year:04d}", "year")


def _month(year: int, month: int, end: bool, shown: str) -> Reading:
    value = _checked(f"{year:04d}-{month:02d}", "month", shown)
    if end:
        return span(value)[1].isoformat(), "span"
    return value


def _relative(body: str, base: date, shown: str) -> Reading | None:
    if body in datewords.DAYS:
        return (base + timedelta(days=datewords.DAYS[body])).isoformat(), "day"
    if match := re.fullmatch(rf"{_N}(天|日|周|个?星期|个?礼拜|个月)(之?后|以后|之?前|以前)", body):
        sign = 1 if "后" in match[3] else -1
        return _stepped(datewords.small(match[1]) * sign, match[2], base)
    if match := re.fullmatch(r"(上上|上|本|这|下下|下)?个?(?:周|星期|礼拜)([一二三四五六日天])", body):
        monday = base - timedelta(days=base.weekday())
        weeks = datewords.STEPS[match[1] or "本"]
        return (monday + timedelta(days=7 * weeks + datewords.WEEKDAY[match[2]])).isoformat(), "day"
    if match := re.fullmatch(r"(上上|上|本|这|下下|下)?个?月(底|末)?", body):
        if not match[1] and not match[2]:
            return None
        year, month = datewords.shifted(base.year, base.month, datewords.STEPS[match[1] or "本"])
        return _month(year, month, bool(match[2]), shown)
    return None


def _stepped(count: int, unit: str, base: date) -> Reading:
    if "月" in unit:
        year, month = datewords.shifted(base.year, base.month, count)
        day = min(base.day, monthrange(year, month)[1])
        return date(year, month, day).isoformat(), "day"
    days = count if unit in ("天", "日") else 7 * count
    return (base + timedelta(days=days)).isoformat(), "day"


def _with_weekday(body: str, weekday: str, base: date, shown: str) -> Reading:
    """2026年3月18日(周三): the weekday must agree, else one of the two is wrong and we cannot know which."""
    reading = read_date(body, base)
    if reading[1] == "day" and date.fromisoformat(reading[0]).weekday() != datewords.WEEKDAY[weekday]:
        raise UnreadableError(N_("In “%(text)s” the day and the weekday do not agree."), text=shown)
    return reading


_RULES: tuple[Callable[[str, date, str], Reading | None], ...] = (_absolute, _relative, _coarse)


def read_birthday(text: str, base: date) -> str:
    """Read a birthday, the year being optional: ``1975-03-12`` or ``--03-12``."""
    body = tight(text).removeprefix("--")
    parts = re.fullmatch(rf"{_N}[月/\-.]{_N}[日号]?", body)
    leap = date(2000, base.month, 1)  # a year in which 29 February exists
    value, grain = read_date(f"2000年{parts[1]}月{parts[2]}日" if parts else text, leap)
    if grain != "day":
        raise UnreadableError(N_("“%(text)s” is not a birthday; give month and day."), text=text)
    return value if re.search(r"(19|20)\d{2}", body) else "-" + value[4:]
