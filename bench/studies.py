"""Long studies that are run by their own make targets: ``python -m bench STUDY [words]``.

A study prints each figure as ``name: value`` and returns 1 when one falls short of its bar.
"""

from collections.abc import Callable

STUDIES: dict[str, Callable[[list[str]], int]] = {}
