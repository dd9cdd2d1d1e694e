"""Long studies that are run by their own make targets: ``python -m bench STUDY [words]``.

A study prints each figure as ``name: value`` and ends with 1 when one falls short of its bar.
"""

import subprocess
import sys

# One study may have several programs; the words behind its name go to the first of them only.
STUDIES = {
    "validity": ("bench.validity",),
    "marking-study": ("tests.rubrics.study",),
    "kill": ("bench.kill_answers", "tests.projects.kill"),
}


def run(name: str, words: list[str]) -> int:
    """Run the programs of study *name*; return 1 when one of them fails."""
    failed = 0
    for number, module in enumerate(STUDIES[name]):
        line = [sys.executable, "-m", module, *(words if number == 0 else [])]
        failed |= subprocess.run(line, check=False).returncode
    return min(failed, 1)
