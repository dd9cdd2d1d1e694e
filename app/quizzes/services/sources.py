"""Where questions are written: the file and line of an id, so that a finding leads to its author's place."""

import re
from collections.abc import Iterable
from pathlib import Path

from app.platform.settings import settings

_ID = re.compile(r"^\s*(?:- )?\{?id:\s*['\"]?([a-z0-9.-]+)", re.MULTILINE)


def locate(*, question_ids: Iterable[str]) -> dict[str, str]:
    """Return ``file:line`` of every question found in the banks below the installation's content folder."""
    wanted, root = set(question_ids), Path(settings().content)
    found: dict[str, str] = {}
    for file in sorted(root.glob("courses/*/bank/*.yaml")):
        text = file.read_text(encoding="utf-8")
        for match in _ID.finditer(text):
            if match[1] in wanted and match[1] not in found:
                line = text.count("\n", 0, match.start(1)) + 1
                found[match[1]] = f"{file.relative_to(root).as_posix()}:{line}"
    return found
