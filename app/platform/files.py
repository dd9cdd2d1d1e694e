"""Files that people hand in: checked against an allow-list, kept by content, given back as attachments."""

import hashlib
import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flask import Response, send_file
from werkzeug.utils import secure_filename

from app.kernel.errors import InvalidError, NotFoundError, TooLargeError
from app.kernel.messages import N_
from app.platform.settings import settings

OFFICE = "application/vnd.openxmlformats-officedocument."
# Ending → (type served, how the content must begin). An empty beginning means "readable text".
ALLOWED: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": (OFFICE + "wordprocessingml.document", (b"PK\x03\x04",)),
    "xlsx": (OFFICE + "spreadsheetml.sheet", (b"PK\x03\x04",)),
    "pptx": (OFFICE + "presentationml.presentation", (b"PK\x03\x04",)),
    "zip": ("application/zip", (b"PK\x03\x04",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "m4a": ("audio/mp4", ()),
    "mp4": ("video/mp4", ()),
    "md": ("text/markdown; charset=utf-8", ()),
    "txt": ("text/plain; charset=utf-8", ()),
    "csv": ("text/csv; charset=utf-8", ()),
}
OFFICE_PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
EMPTY = N_("The file is empty. Choose it again; perhaps it had not been saved yet.")
KIND = N_("Files ending in “%(ending)s” cannot be handed in. Allowed are: %(allowed)s.")
MISMATCH = N_(
    "“%(name)s” is not really a %(ending)s file. Save it again in that format and choose it once more."
)
SIZE = N_("“%(name)s” is larger than %(most)s MB. Make it smaller or hand in a link instead.")
GONE = N_("This file is no longer on the server. Tell your teacher, with the number at the foot of the page.")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as kept: the name its person chose, its content's SHA-256 (hex), size in bytes, type."""

    name: str
    sha256: str
    size: int
    mime: str


def _place(sha256: str) -> Path:
    return settings().data / "files" / sha256[:2] / sha256


def _name_of(filename: str) -> str:
    """Return *filename* without folders and control characters; Chinese characters stay."""
    base = filename.replace("\\", "/").rpartition("/")[2]
    clean = "".join(c for c in base if c.isprintable()).strip(" .")
    return clean[-120:] or secure_filename(filename) or "file"


def _looks_right(ending: str, path: Path) -> bool:
    begins = ALLOWED[ending][1]
    with path.open("rb") as file:
        head = file.read(4096)
    if begins:
        right = head.startswith(begins)
    elif ending in {"mp4", "m4a"}:
        right = head[4:8] == b"ftyp"
    else:
        return b"\x00" not in head
    if right and ending in OFFICE_PARTS:
        with zipfile.ZipFile(path) as archive:
            right = any(name.startswith(OFFICE_PARTS[ending]) for name in archive.namelist())
    return right


def _is_what_it_says(ending: str, path: Path) -> bool:
    try:
        return _looks_right(ending, path)
    except (zipfile.BadZipFile, OSError):
        return False


def _copy(stream: IO[bytes], target: IO[bytes], *, most: int) -> tuple[str, int]:
    """Copy *stream* durably and return (sha256, bytes); stops one chunk after *most* bytes."""
    digest, size = hashlib.sha256(), 0
    while (chunk := stream.read(1 << 20)) and size <= most:
        digest.update(chunk)
        size += len(chunk)
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def keep(stream: IO[bytes], filename: str) -> StoredFile:
    """Check and keep what *stream* holds; the same content is kept once.

    Raises InvalidError for a kind that is not allowed or not what its name says, TooLargeError
    above the limit. Content is on disk before the caller's transaction commits.
    """
    name, most = _name_of(filename), settings().max_upload
    ending = name.rpartition(".")[2].lower()
    if ending not in ALLOWED:
        raise InvalidError(KIND, ending=ending[:12], allowed=", ".join(ALLOWED))
    folder = settings().data / "files"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        sha256, size = _copy(stream, file, most=most)
    fresh = Path(file.name)
    try:
        if size > most:
            raise TooLargeError(SIZE, name=name, most=most // (1024 * 1024))
        if size == 0:
            raise InvalidError(EMPTY)
        if not _is_what_it_says(ending, fresh):
            raise InvalidError(MISMATCH, name=name, ending=ending)
        place = _place(sha256)
        place.parent.mkdir(exist_ok=True)
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)
    return StoredFile(name=name, sha256=sha256, size=size, mime=ALLOWED[ending][0])


def give_back(stored: StoredFile) -> Response:
    """Return the file as a download that no browser will run or show inside our pages."""
    place = _place(stored.sha256)
    if not place.is_file():
        raise NotFoundError(GONE)
    response = send_file(place, mimetype=stored.mime, as_attachment=True, download_name=stored.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
