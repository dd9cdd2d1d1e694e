"""Questions in from other systems, with a review page, and out to them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.interop.engine import aiken, gift, moodle_xml, qti, workbook
from app.interop.engine.exchange import HostileFileError, Reading, one_language
from app.interop.views.blueprint import bp
from app.kernel.errors import InvalidError, NotFoundError
from app.kernel.messages import N_
from app.library import queries as library
from app.organisations.policies import Permission
from app.platform.guards import requires
from app.platform.i18n import explain, language
from app.quizzes.engine.draw import module_of
from app.quizzes.kinds import KINDS
from app.quizzes.kinds.lint import question_problems

LARGEST = 5_000_000
Doc = Mapping[str, Any]
HOSTILE = N_("This file was not opened, because it looks like an attack: %(why)s.")
TOO_LARGE = N_("The file is larger than 5 MB. Split it and import the parts one after the other.")
NOT_TEXT = N_("This is not a text file in UTF-8 or GB 18030.")
NO_FILE = N_("Choose a file first.")
NOT_A_BOOK = N_("This is not an XLSX workbook.")


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidError(NOT_TEXT)


def _book(data: bytes) -> Reading:
    try:
        return workbook.read(data)
    except HostileFileError:
        raise
    except ValueError as error:
        raise InvalidError(NOT_A_BOOK) from error


READERS: dict[str, Callable[[bytes], Reading]] = {
    "gift": lambda data: gift.read(_text(data)),
    "aiken": lambda data: aiken.read(_text(data)),
    "moodle": moodle_xml.read,
    "xlsx": _book,
}


@dataclass(frozen=True, slots=True)
class Format:
    """One format to export to: file name, media type, the kinds it carries, and how it is written."""

    file: str
    mime: str
    carries: tuple[str, ...]
    write: Callable[[list[Doc]], bytes]


WRITERS = {
    "gift": Format("questions.gift.txt", "text/plain", gift.CARRIES, lambda rows: gift.write(rows).encode()),
    "moodle": Format(
        "questions.moodle.xml",
        "application/xml",
        moodle_xml.CARRIES,
        lambda rows: moodle_xml.write(rows).encode(),
    ),
    "qti": Format(
        "questions.qti.zip", "application/zip", qti.CARRIES, lambda rows: qti.write(rows, language=language())
    ),
    "xlsx": Format(
        "questions.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        tuple(KINDS.all()),
        workbook.write,
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question that was read: its line, itself, and what its author should still do."""

    line: int
    question: Doc
    todo: list[str]


def _questions() -> dict[str, Doc]:
    release = library.current_release()
    if release is None:
        return {}
    return {ident: blob.doc for ident, blob in library.documents(release.id, "question").items()}


def _page(error: str = "", status: int = 200) -> ResponseReturnValue:
    questions = _questions()
    modules: dict[str, int] = {}
    for doc in questions.values():
        modules[module_of(doc)] = modules.get(module_of(doc), 0) + 1
    page = render_template(
        "interop/exchange.html",
        modules=dict(sorted(modules.items())),
        formats=WRITERS,
        kinds=KINDS.all(),
        error=error,
    )
    return page, status


@bp.get("/exchange")
@requires(Permission.CONTENT_AUTHOR)
def exchange() -> ResponseReturnValue:
    """Offer to read a file of questions, or to write one."""
    return _page()


@bp.post("/exchange")
@requires(Permission.CONTENT_AUTHOR)
def read_file() -> ResponseReturnValue:
    """Read a file and show what was read, what was not and why; nothing is kept."""
    upload = request.files.get("file")
    try:
        reading = _read(upload.read(LARGEST + 1) if upload else b"", request.form.get("format", ""))
    except InvalidError as error:
        return _page(explain(error), 422)
    except HostileFileError as error:
        return _page(explain(InvalidError(HOSTILE, why=error)), 422)
    rows = [Row(line, question, _todo(question)) for line, question in reading.questions]
    kept = json.dumps([row.question for row in rows], ensure_ascii=False)
    return render_template(
        "interop/review.html", rows=rows, unread=reading.unread, kept=kept, kinds=KINDS.all()
    )


def _read(data: bytes, name: str) -> Reading:
    if not data:
        raise InvalidError(NO_FILE)
    if len(data) > LARGEST:
        raise InvalidError(TOO_LARGE)
    if name not in READERS:
        raise NotFoundError
    return READERS[name](data)


def _todo(question: Doc) -> list[str]:
    try:
        found = [fault.message for fault in question_problems(question)]
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        return [f"{type(error).__name__}: {error}"]
    return [*(["one language only: translate it"] if one_language(question) else []), *found]


@bp.post("/exchange/bank")
@requires(Permission.CONTENT_AUTHOR)
def bank_file() -> ResponseReturnValue:
    """Give the questions that were read as a bank file, to be checked and put into the course."""
    try:
        questions = json.loads(request.form.get("kept", ""))
    except ValueError as error:
        raise InvalidError from error
    text = yaml.safe_dump(
        {"bank": "imported", "questions": questions}, allow_unicode=True, sort_keys=False, width=110
    )
    return _download(text.encode(), "application/yaml", "imported.yaml")


@bp.get("/exchange/<name>")
@requires(Permission.CONTENT_AUTHOR)
def export(name: str) -> ResponseReturnValue:
    """Give the questions of a module, or all, in another system's format."""
    if name not in WRITERS:
        raise NotFoundError
    wanted = request.args.get("module", "")
    rows = [doc for _id, doc in sorted(_questions().items()) if not wanted or module_of(doc) == wanted]
    made = WRITERS[name]
    return _download(made.write(rows), made.mime, made.file)


def _download(data: bytes, mime: str, file: str) -> Response:
    answer = Response(data, mimetype=mime)
    answer.headers["Content-Disposition"] = f"attachment; filename={file}"
    return answer
