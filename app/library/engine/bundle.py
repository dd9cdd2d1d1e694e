"""Content files in one zip: packed in a fixed order, unpacked with care."""

import io
import zipfile
from collections.abc import Mapping

from app.content.tree import TOPS, classify

_MOST_FILES = 3000
_LARGEST = 2_000_000
_WHOLE = 30_000_000
_BORN = (2026, 1, 1, 0, 0, 0)


class BundleError(ValueError):
    """The zip is no zip, too large, or holds nothing of ours; the text says which."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return *files* as a zip; the same files always make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _BORN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name])
    return buffer.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the content files in a zip by their path below courses/ and scenarios/; BundleError if unsafe.

    A folder around the tree is taken off. Sizes are counted while reading, whatever the zip claims.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError("unreadable") from error


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [info for info in archive.infolist() if not info.is_dir()]
    if len(entries) > _MOST_FILES:
        raise BundleError("large")
    found: dict[str, bytes] = {}
    total = 0
    for info in entries:
        name = _place(info.filename)
        if not name:
            continue
        with archive.open(info) as stream:
            data = stream.read(_LARGEST + 1)
        total += len(data)
        if len(data) > _LARGEST or total > _WHOLE:
            raise BundleError("large")
        found[name] = data
    if not found:
        raise BundleError("empty")
    return found


def _place(name: str) -> str:
    """Return the path below the tree's root, or nothing for a file that has no place in it."""
    steps = name.replace("\\", "/").split("/")
    if any(step in ("", ".", "..") or step.startswith(".") for step in steps):
        return ""
    start = next((n for n, step in enumerate(steps[:2]) if step in TOPS), None)
    below = "/".join(steps[start:]) if start is not None else ""
    return below if below and classify(below).form != "orphan" else ""
