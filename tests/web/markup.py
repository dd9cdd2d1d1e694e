"""A strict reader of HTML: what a lenient parser would quietly repair is an error here."""

from html.parser import HTMLParser

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
DRAWN = frozenset(["path", "circle", "rect", "line", "ellipse", "polygon", "polyline", "use"])


class Strict(HTMLParser):
    """Collects unbalanced elements, repeated ids and attributes, inline styles and handlers."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element and look at its attributes."""
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> repeats an attribute: {names}")
        self.faults += [f"<{tag}> carries {n}" for n in names if n == "style" or n.startswith("on")]
        for name, value in attrs:
            if name == "id":
                if value in self.ids:
                    self.faults.append(f"id {value} twice")
                self.ids.add(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Allow ``<path />`` and void elements only."""
        if tag not in DRAWN | VOID:
            self.faults.append(f"<{tag} /> does not close itself")
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Expect the element that was opened last."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")


def faults(html: str) -> list[str]:
    """Return what is wrong with the markup, in words."""
    reader = Strict()
    reader.feed(html)
    reader.close()
    return reader.faults + [f"<{tag}> stays open" for tag in reader.open]
