"""`kampus serve`: one process that reads the program, and forks web workers and a job worker."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.site import serve

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")


def children(pid: int) -> set[int]:
    """Return the living children of *pid*, without those that have ended and wait to be read off."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.add(int(stat.parent.name))
    return found


def wait_for_children(pid: int, count: int, but: int = 0) -> set[int]:
    """Return the children of *pid* as soon as there are *count*, none of them *but*."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = children(pid)
        if len(found) == count and but not in found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{children(pid)} instead of {count} children")


def test_dead_job_worker_is_replaced_and_the_end_leaves_nothing_behind(tmp_path: Path) -> None:
    with serve(tmp_path, workers=2) as site:
        both = wait_for_children(site.server.pid, 2)
        web = next(pid for pid in both if children(pid))
        workers = wait_for_children(web, 2)
        jobs = (both - {web}).pop()
        os.kill(jobs, signal.SIGKILL)
        after = wait_for_children(site.server.pid, 2, but=jobs)
        assert web in after
    left = [pid for pid in after | workers if Path(f"/proc/{pid}/environ").exists()]
    assert left == []
    assert site.server.returncode == 0
