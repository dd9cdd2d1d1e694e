"""Build the binary catalogues that gettext reads: ``python -m app.platform.catalogues``."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]


def build(root: Path = ROOT) -> int:
    """Compile every ``*.po`` below *root* whose ``.mo`` is older; return how many were written."""
    written = 0
    for source in sorted(root.glob("*/translations/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(target)
        written += 1
    return written


if __name__ == "__main__":
    build()
