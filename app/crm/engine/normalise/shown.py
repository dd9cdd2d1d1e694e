"""How a reading is shown back to the person who typed it: 300多万 → 3,000,000–4,000,000 ≈."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.crm.engine.fields import Field


def shown(field: Field, value: dict[str, Any] | None, language: str) -> str:
    """Return the normal form of *value* as one short line in *language* (zh or en)."""
    if not value:
        return ""
    if field.type in {"enum", "ordinal"}:
        label = field.option(str(value["value"]))
        return label.get(language) if label else str(value["value"])
    return "" if field.type in _WORDS else _SHAPES.get(field.type, _word)(value)


def _word(value: dict[str, Any]) -> str:
    return str(value["value"])


def _date(value: dict[str, Any]) -> str:
    return f"{value['value']} ≈" if value["grain"] == "span" else str(value["value"])


def _organisation(value: dict[str, Any]) -> str:
    return " | ".join(value[part] for part in ("region", "brand", "trade", "form") if value[part])


def _interval(value: dict[str, Any]) -> str:
    low, high = _grouped(value["lo"]), value["hi"]
    if high is None:
        body = f"≥ {low}"
    elif value["lo"] == "0" and high != "0":
        body = f"≤ {_grouped(high)}"
    else:
        body = low if high == value["lo"] else f"{low}–{_grouped(high)}"
    frame = f"{value['cur']} {body}" if "cur" in value else body
    return f"{frame} ≈" if value["approx"] else frame


def _grouped(text: str) -> str:
    return f"{Decimal(text):,}"


_WORDS = frozenset(
    {"points", "text", "address", "set"}
)  # nothing was read out of them that is not plain to see
_SHAPES: dict[str, Callable[[dict[str, Any]], str]] = {
    "money": _interval,
    "limit": _interval,
    "quantity": _interval,
    "organisation": _organisation,
    "date": _date,
    "percent": lambda value: f"{value['value']} %",
}
