"""Numbers an author wrote: the exact value, how far an answer may be off, its unit."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.content.faults import Fault
from app.quizzes.engine import shape

Spec = Mapping[str, Any]


def exact(value: object) -> Fraction | None:
    """Return an author's number exactly (text keeps decimals that a float would bend), or ``None``."""
    if not (shape.is_number(value) or isinstance(value, str)):
        return None
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None


def tolerance(spec: Spec) -> Fraction:
    """Return by how much an answer may be off, in the unit of the key."""
    if "tolerance_percent" in spec:
        return abs(Fraction(str(spec["answer"]))) * Fraction(str(spec["tolerance_percent"])) / 100
    return Fraction(str(spec.get("tolerance", 0)))


def hits(spec: Spec, value: Fraction) -> bool:
    """Return whether *value* is near enough to the key."""
    return abs(value - Fraction(str(spec["answer"]))) <= tolerance(spec)


def units(spec: Spec) -> list[str]:
    """Return the units that may follow the number."""
    unit: Mapping[str, str] = spec.get("unit") or {}
    found = [str(side) for side in unit.values()] + [str(other) for other in spec.get("accept_units", [])]
    return [*found, "percent", "per cent"] if "%" in found else found


def with_unit(spec: Spec) -> dict[str, str]:
    """Return the key with its unit in both languages."""
    unit: Mapping[str, str] = spec.get("unit") or {}
    number = str(spec["answer"])
    joined = {side: str(unit.get(side, "")) for side in ("zh", "en")}
    return {
        "zh": number + joined["zh"],
        "en": number + _joint(joined["en"]) + joined["en"],
    }


def _joint(unit: str) -> str:
    """Return what stands between a number and its English unit: 11%, 18 firms, 18 × 10,000 yuan."""
    if unit in ("", "%"):
        return ""
    return " × " if unit[0].isdecimal() else " "


def problems(spec: Spec, path: shape.Path = ()) -> list[Fault]:
    """Return what is wrong with key, tolerance and unit of *spec*, which stands at *path*."""
    faults = []
    if exact(spec.get("answer")) is None:
        faults.append(Fault((*path, "answer"), "KM301", "the answer must be a number"))
    for key in ("tolerance", "tolerance_percent"):
        number = exact(spec.get(key, 0))
        if number is None or number < 0:
            faults.append(Fault((*path, key), "KM304", f"{key} must be a number, 0 or more"))
    if "tolerance" in spec and "tolerance_percent" in spec:
        faults.append(Fault((*path, "tolerance_percent"), "KM304", "give one tolerance, not two"))
    if "unit" in spec:
        faults += shape.both_languages(spec["unit"], (*path, "unit"), "the unit")
    return faults
