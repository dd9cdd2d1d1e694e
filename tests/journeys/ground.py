"""A finished installation with the demo, made once per run, copied for every site."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.postgres import free_port
from tests.site import Site, environment, kampus, serve

_HOME = tempfile.TemporaryDirectory(prefix="kampus-ground-")


@cache
def ground() -> Path:
    """Return the data folder of the installation; it goes when the run ends."""
    folder = Path(_HOME.name) / "data"
    folder.mkdir()
    kampus(environment(folder, free_port()), "init")
    return folder


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """Serve a copy of the installation in *folder*."""
    shutil.copytree(ground(), folder)
    with serve(folder, workers=1) as found:
        yield found
