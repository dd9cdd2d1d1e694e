"""Copies of the specimen with one fault planted in them."""

import shutil
from pathlib import Path

from app.content.lint import rule
from app.content.lint.rule import Planted

SPECIMEN = Path(rule.__file__).parent / "specimen"


def plant(planted: Planted, folder: Path) -> Path:
    """Copy the specimen into *folder*, plant the fault and return the root of the copy."""
    root = folder / "tree"
    shutil.copytree(SPECIMEN, root)
    path = root / planted.file
    if not planted.old:
        if planted.new is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(planted.new, encoding="utf-8")
        return root
    text = path.read_text(encoding="utf-8")
    assert planted.old in text, f"{planted.old!r} is not in {planted.file}"
    edited = text.replace(planted.old, planted.new or "", 1)
    path.write_bytes(edited.encode("utf-8", "surrogateescape"))
    return root


def line_of(planted: Planted, root: Path) -> tuple[str, int]:
    """Return the file and the line at which the planted fault must be reported."""
    file = planted.site or planted.file
    text = (
        (root / file).read_text(encoding="utf-8", errors="surrogateescape") if (root / file).exists() else ""
    )
    mark = planted.at or (planted.new or "").lstrip("\n")
    return file, text[: text.index(mark)].count("\n") + 1 if mark else 1
