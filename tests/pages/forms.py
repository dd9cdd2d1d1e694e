"""Finds the forms on a page and fills them in as a person without scripts would, well or badly."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

PROBE = "Wunderlich & <b>söhne</b> 您好"
HIDDEN = frozenset({"hidden", "submit", "button", "image", "reset"})


@dataclass(frozen=True)
class Sheet:
    """One form of method POST: where it goes and what it would send as it stands."""

    page: str
    action: str
    values: dict[str, str]
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> list[str]:
        """Return the names of the fields that a person types words into."""
        return [name for name, kind in self.kinds.items() if kind in {"text", "textarea", "email", "search"}]

    def blank(self) -> dict[str, str]:
        """Return what is sent when nothing is filled in."""
        return {name: value for name, value in self.values.items() if self.kinds[name] in HIDDEN}

    def long(self) -> dict[str, str]:
        """Return what is sent when everything typed is far too long and every choice is tampered with."""
        wrong = {"select": "no-such-option", "radio": "no-such-option", "checkbox": "no-such-option"}
        wrong |= {"date": "31 February", "number": "many", "file": "", "password": "x"}
        sent = {n: wrong.get(kind, PROBE * 300) for n, kind in self.kinds.items() if kind not in HIDDEN}
        return self.blank() | sent

    def tampered(self) -> dict[str, str]:
        """Return what is sent when every hidden field is forged."""
        return {n: ("²7" if kind == "hidden" else self.values[n]) for n, kind in self.kinds.items()}


def _kind(control: Tag) -> str:
    if control.name == "input":
        return str(control.get("type", "text"))
    return "submit" if control.name == "button" else control.name


def _value(control: Tag) -> str:
    if control.name == "textarea":
        return control.text
    if control.name == "select":
        options = control.select("option[selected]") or control.select("option")
        return str(options[0].get("value", options[0].text)) if options else ""
    return str(control.get("value", ""))


def _controls(form: Tag) -> Iterator[Tag]:
    for control in form.select("input[name], select[name], textarea[name]"):
        if control.get("type") in {"radio", "checkbox"} and not control.has_attr("checked"):
            continue
        yield control
    first = form.select("button:not([type=button])")[:1]  # what the Enter key presses
    yield from (button for button in first if button.has_attr("name"))


def sheets(address: str, html: str) -> list[Sheet]:
    """Return the POST forms of a page."""
    found = []
    for form in BeautifulSoup(html, "html.parser").select("form"):
        if str(form.get("method", "get")).lower() != "post":
            continue
        action = urljoin(address, str(form.get("action") or address))
        values = {str(c["name"]): _value(c) for c in _controls(form)}
        kinds = {str(c["name"]): _kind(c) for c in [*_controls(form), *form.select("input[name]")]}
        values = {name: values.get(name, "") for name in kinds}
        found.append(Sheet(address, action, values, kinds))
    return found
