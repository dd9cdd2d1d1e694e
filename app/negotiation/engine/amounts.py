"""Terms out of a sentence: numbers and units in Chinese or English, matched to the options of the issues.

Understood: 0.098元, 9.8分, 3,200元/吨, 18万, 账期60天, 三年, 2 years, 4小时, 5%, 20台; half a day is not. A
number that fits no option is reported, never rounded silently. Where two issues share a unit, each names
words that must stand near its number (``words`` of the issue).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.negotiation.engine.case import Case, Issue

BEFORE, AFTER = 16, 10
DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
CHINESE = "零〇一二两三四五六七八九十百千万"
NUMBER = rf"(\d[\d,]*(?:\.\d+)?|[{CHINESE}]+|one|two|three|four|six|eight|thirty|sixty|ninety)"
ENGLISH = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "six": 6,
    "eight": 8,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
}
# Each unit: patterns with the factor that leads to the unit an option is named in.
PATTERNS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "yuan": (
        (rf"{NUMBER}\s*万\s*(?:元|块|yuan|rmb)?", 10000.0),
        (rf"{NUMBER}\s*(?:元|块钱?|yuan|rmb|cny)", 1.0),
        (rf"{NUMBER}\s*(?:分钱?|fen|cents?)", 0.01),
        (rf"(?:[¥￥]|rmb|cny)\s*{NUMBER}", 1.0),
    ),
    "percent": ((rf"{NUMBER}\s*(?:%|％|percent|per cent|个点)", 1.0), (rf"百分之{NUMBER}", 1.0)),
    "years": ((rf"{NUMBER}\s*(?:年|years?)", 1.0),),
    "months": ((rf"{NUMBER}\s*(?:个?月|months?)", 1.0),),
    "days": ((rf"{NUMBER}\s*(?:天|日内?|days?)", 1.0), (rf"{NUMBER}\s*个月", 30.0)),
    "hours": ((rf"{NUMBER}\s*(?:个?小时|个?钟头|hours?|h\b)", 1.0),),
    "count": (
        (
            (
                rf"{NUMBER}\s*(?:台|席|个席位|个用户|吨|套|户|辆|次|人|份|版|条|座|站|升|"
                r"sets?|seats?|users?|t(?:on(?:ne)?s?)?\b|units?|trucks?|visits?|people|pages?|lines?|stations?)"
            ),
            1.0,
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood: options by issue, and pieces of text that fit no option of an issue."""

    terms: Mapping[str, str]
    unfit: tuple[tuple[str, str], ...]


def number(text: str) -> float | None:
    """Return the value of a number in digits, Chinese numerals below 100,000, or a small English word."""
    plain = text.replace(",", "").lower()
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    if plain in ENGLISH:
        return float(ENGLISH[plain])
    total = section = digit = 0
    for char in plain:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char == "万":
            total, section, digit = (section + digit) * UNITS[char], 0, 0
        elif char in UNITS:
            section, digit = section + (digit or 1) * UNITS[char], 0
        else:
            return None
    return float(total + section + digit)


def _option(issue: Issue, value: float) -> str:
    for name in issue.options:
        if abs(float(name) - value) < 1e-9:
            return name
    return ""


def _about(issue: Issue, text: str, found: re.Match[str]) -> bool:
    """Return whether one of the issue's own words stands near a number, if the issue asks for that."""
    near = text[max(0, found.start() - BEFORE) : found.end() + AFTER].lower()
    return not issue.words or any(word.lower() in near for word in issue.words)


def _measured(issue: Issue, text: str) -> tuple[str, str]:
    """Return the option of an issue with a unit, or the piece of text that fits none."""
    for pattern, factor in PATTERNS[issue.unit]:
        for found in re.finditer(pattern, text, re.IGNORECASE):
            value = number(found.group(1))
            if value is not None and _about(issue, text, found):
                return _option(issue, round(value * factor, 6)), found.group(0).strip()
    return "", ""


def _worded(issue: Issue, text: str) -> str:
    low = text.lower()
    for option in issue.options.values():
        said = [word for words in option.words.values() for word in words]
        if any(word.lower() in low for word in said):
            return option.id
    return ""


def parse_terms(case: Case, text: str) -> Parsed:
    """Return the terms named in *text*, in either language."""
    terms, unfit = {}, []
    for name, issue in case.issues.items():
        if issue.unit not in PATTERNS:
            option, piece = _worded(issue, text), ""
        else:
            option, piece = _measured(issue, text)
        if option:
            terms[name] = option
        elif piece:
            unfit.append((name, piece))
    return Parsed(terms, tuple(unfit))
