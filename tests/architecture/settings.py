"""Write the table of settings into docs/how-to/settings.md: ``python -m tests.architecture.settings``."""

import re
from pathlib import Path

from config import SETTINGS

PAGE = Path(__file__).parents[2] / "docs/how-to/settings.md"


def table() -> str:
    """Return every setting with its meaning as a Markdown table."""
    rows = [f"| `{name}` | {meaning} |" for name, meaning in SETTINGS.items()]
    return "\n".join(["| setting | meaning |", "| --- | --- |", *rows])


def rewritten(page: str) -> str:
    """Return *page* with its table replaced by the present one."""
    return re.sub(r"\| setting \| meaning \|\n(\|.*\n?)*", lambda _: table() + "\n", page)


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
