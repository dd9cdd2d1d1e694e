"""Where a document comes from: turns a path inside it into file, line and column."""

from dataclasses import dataclass, field

import yaml

from app.content.documents import Key, child_of, spot_of
from app.content.faults import Path


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file: *file* relative to the tree's root, *line* and *column* counted from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Mount:
    """One part of a document and the file it was read from.

    The part at *prefix* in the document is *node* in *file*, shifted by *shift* lines; without a node
    it is a Markdown body whose first line is *shift* + 1.
    """

    prefix: Path
    file: str
    node: yaml.Node | None = None
    shift: int = 0

    def place(self, path: Path) -> Place:
        """Return the place of *path*, which begins with this mount's prefix."""
        rest = path[len(self.prefix) :]
        if self.node is None:
            line = rest[0] if rest and isinstance(rest[0], int) else 1
            column = rest[1] if len(rest) > 1 and isinstance(rest[1], int) else 1
            return Place(self.file, self.shift + line, column)
        line, column = spot_of(self.node, rest)
        return Place(self.file, self.shift + line, column)


@dataclass(slots=True)
class Source:
    """All the files one document was put together from; the first mount is its home."""

    mounts: list[Mount] = field(default_factory=list)

    @property
    def file(self) -> str:
        """Return the main file of the document."""
        return self.mounts[0].file

    def place(self, path: Path) -> Place:
        """Return where *path* stands: the deepest mount that holds it, or the nearest thing above it."""
        fitting = [m for m in self.mounts if path[: len(m.prefix)] == m.prefix]
        fitting.sort(key=lambda mount: len(mount.prefix), reverse=True)
        for mount in fitting:
            rest = path[len(mount.prefix) :]
            if mount.node is None or not rest or isinstance(rest[-1], Key) or child_of(mount.node, rest[:1]):
                return mount.place(path)
        return Place(self.file)
