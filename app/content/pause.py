"""Reading a course makes a hundred thousand small objects that all live: collecting garbage then is waste."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Do without the cycle collector for a moment (halves the time of a linting run)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
