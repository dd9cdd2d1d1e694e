"""Words of the calendar in Chinese and English, and small steps between months."""

import re
from datetime import date, timedelta

DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
WEEKDAY = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}
STEPS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
DAYS = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "当天": 0,
    "明天": 1, "明日": 1, "后天": 2, "大后天": 3, "yesterday": -1, "today": 0, "tomorrow": 1,
    "thedayaftertomorrow": 2, "thedaybeforeyesterday": -2,
}  # fmt: skip
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS_EN = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEK = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
_CLOCK = r"(?:,? (?:at )?\d{1,2}[:.]\d{2}(?: ?[ap]m)?)?"


def small(text: str) -> int:
    """Return a count up to 99 written in digits or in Chinese (十二, 二十, 两)."""
    if text.isdecimal():
        return int(text)
    tens, found, ones = text.partition("十")
    if not found:
        return int("".join(str(DIGIT[c]) for c in text))
    return (small(tens) if tens else 1) * 10 + (small(ones) if ones else 0)


def shifted(year: int, month: int, by: int) -> tuple[int, int]:
    """Return the year and month that lie *by* months after the given one."""
    total = year * 12 + month - 1 + by
    return total // 12, total % 12 + 1


def from_english(text: str, base: date) -> tuple[str, str] | None:
    """Read an English date (12 March 2026, Mar 12, next Tuesday, end of March, Q1 2026) or return None."""
    body = " ".join(text.casefold().split())
    body = re.sub(r"^(on|by|before|at) ", "", body)
    return _named_day(body, base) or _named_month(body, base) or _week_day(body, base)


def _named_day(body: str, base: date) -> tuple[str, str] | None:
    first = re.fullmatch(
        rf"{_WEEK}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})(?:,? (?P<y>\d{{4}}))?{_CLOCK}",
        body,
    )
    other = re.fullmatch(
        rf"{_WEEK}(?P<m>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>\d{{4}}))?{_CLOCK}", body
    )
    found = first or other
    if found is None:
        return None
    year = int(found["y"]) if found["y"] else base.year
    return f"{year:04d}-{_MONTHS.index(found['m'][:3]) + 1:02d}-{int(found['d']):02d}", "day"


def _named_month(body: str, base: date) -> tuple[str, str] | None:
    match = re.fullmatch(rf"(?P<end>(?:the )?end of )?(?P<m>{_MONTH})(?:,? (?P<y>\d{{4}}))?", body)
    if match:
        year, month = int(match["y"] or base.year), _MONTHS.index(match["m"][:3]) + 1
        if not match["end"]:
            return f"{year:04d}-{month:02d}", "month"
        next_year, next_month = shifted(year, month, 1)
        return (date(next_year, next_month, 1) - timedelta(days=1)).isoformat(), "span"
    if quarter := re.fullmatch(r"q([1-4]),? (\d{4})", body):
        return f"{quarter[2]}-Q{quarter[1]}", "quarter"
    if body in ("end of the year", "the end of the year", "year-end", "year end"):
        return f"{base.year}-12-31", "span"
    return None


def _week_day(body: str, base: date) -> tuple[str, str] | None:
    match = re.fullmatch(rf"(next |this |last )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*{_CLOCK}", body)
    if not match:
        return None
    step = {"next ": 7, "this ": 0, "last ": -7, None: 0}[match[1]]
    monday = base - timedelta(days=base.weekday())
    return (monday + timedelta(days=step + _DAYS_EN.index(match[2]))).isoformat(), "day"
