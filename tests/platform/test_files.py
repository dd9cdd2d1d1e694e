"""Handing in files: kept by content, checked for what they are, given back as attachments only."""

import io
import zipfile

import pytest
from flask import Flask

from app.kernel.errors import InvalidError, NotFoundError, TooLargeError
from app.platform import files
from app.platform.files import StoredFile
from app.platform.settings import settings


def office(part: str) -> io.BytesIO:
    """Return a tiny OOXML look-alike that holds *part*."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(part, "x")
    file.seek(0)
    return file


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Flask:
    """Keep the application at hand for every test here."""
    return app


def test_same_content_is_kept_once_under_its_hash() -> None:
    first = files.keep(io.BytesIO("报告".encode()), "报告.md")
    second = files.keep(io.BytesIO("报告".encode()), "copy.txt")
    assert first.sha256 == second.sha256
    assert (first.name, first.size) == ("报告.md", 6)
    kept = [path for path in (settings().data / "files").rglob("*") if path.is_file()]
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90", "setup.exe"),
        (b"<svg onload=alert(1)>", "picture.svg"),
        (b"<html>", "page.html"),
        (b"not a pdf", "report.pdf"),
        (b"PK\x03\x04broken", "sheet.xlsx"),
        (b"\x00\x01\x02", "notes.txt"),
        (b"", "empty.md"),
        (b"no ending", "noending"),
    ],
)
def test_wrong_files_are_refused_and_nothing_is_left_behind(content: bytes, name: str) -> None:
    with pytest.raises(InvalidError) as caught:
        files.keep(io.BytesIO(content), name)
    assert str(caught.value).endswith((".", "!"))
    assert [path for path in (settings().data / "files").rglob("*") if path.is_file()] == []


def test_a_word_file_must_hold_a_word_document() -> None:
    assert files.keep(office("word/document.xml"), "report.docx").mime.endswith("wordprocessingml.document")
    with pytest.raises(InvalidError):
        files.keep(office("xl/workbook.xml"), "report.docx")


def test_too_large_says_how_much_is_allowed() -> None:
    big = io.BytesIO(b"x" * (settings().max_upload + 1))
    with pytest.raises(TooLargeError, match="20 MB"):
        files.keep(big, "big.txt")


def test_given_back_as_attachment_in_a_sandbox(app: Flask) -> None:
    stored = files.keep(io.BytesIO(b"# notes"), "notes.md")
    with app.test_request_context():
        answer = files.give_back(stored)
        answer.close()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_lost_file_is_said_to_be_lost(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(NotFoundError):
        files.give_back(StoredFile("a.md", "0" * 64, 1, "text/markdown"))


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "C:\\temp\\x.txt", "a/b\x00c.txt"])
def test_names_lose_their_folders(name: str) -> None:
    stored = files.keep(io.BytesIO(b"x"), name)
    assert "/" not in stored.name
    assert "\\" not in stored.name
    assert stored.name.isprintable()
