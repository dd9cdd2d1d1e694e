"""Reads a tree: opens the files, puts documents together from one or several of them."""

import re
from collections import defaultdict
from pathlib import Path as FilePath
from typing import Any

from app.content.documents import Reading, Spot, parse
from app.content.faults import Fault
from app.content.frontmatter import Page, split
from app.content.sources import Mount, Place, Source
from app.content.tree import Document, File, Tree, files_under
from app.content.vocabulary import LANGUAGES

_LARGEST = 2_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def read_tree(root: FilePath) -> Tree:
    """Return all documents below *root*; nothing stops the reading, every problem is noted."""
    return _Reader(root).read()


class _Reader:
    """One pass over one tree."""

    def __init__(self, root: FilePath) -> None:
        self.tree = Tree(root)
        self._lessons: dict[tuple[str, str, str], dict[str, File]] = defaultdict(dict)
        self._papers: dict[str, dict[str, dict[str, File]]] = defaultdict(lambda: defaultdict(dict))
        self._dossiers: list[tuple[File, dict[str, Any], Mount]] = []

    def read(self) -> Tree:
        self.tree.files = list(files_under(self.tree.root))
        forms = {"file": self._file, "part": self._file, "bank": self._bank, "dossier": self._dossier}
        for file in self.tree.files:
            if file.form == "lesson":
                key = (file.parts["course"], file.parts["folder"], file.parts["number"] + file.parts["stem"])
                self._lessons[key][file.parts["side"]] = file
            elif file.form == "paper":
                self._papers[file.parts["stem"]][file.parts["name"]][file.parts["side"]] = file
            elif file.form in forms:
                forms[file.form](file)
        self._name_course_parts()
        for sides in self._lessons.values():
            self._lesson(sides)
        for file, doc, mount in self._dossiers:
            self._bind_papers(file, doc, mount)
        return self.tree

    def _text(self, file: File) -> str | None:
        data = (self.tree.root / file.name).read_bytes()
        if len(data) > _LARGEST:
            line, message, hint = 1, f"The file is larger than {_LARGEST // 1_000_000} MB.", "Split it."
        else:
            try:
                return data.decode("utf-8-sig").replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                line = data.count(b"\n", 0, error.start) + 1
                message, hint = "This is not UTF-8 text.", "Save the file in UTF-8."
        self._note(file, [((line, 1), Fault((), "KM007", message, hint))])
        self.tree.broken.add(file.kind)
        return None

    def _note(self, file: File, faults: list[tuple[Spot, Fault]]) -> None:
        self.tree.faults += [(Place(file.name, *spot), fault) for spot, fault in faults]

    def _mapping(self, file: File, reading: Reading) -> dict[str, Any] | None:
        self._note(file, reading.faults)
        if isinstance(reading.value, dict):
            return reading.value
        self.tree.broken.add(file.kind)
        if not reading.faults:
            message = "The file is empty." if reading.value is None else "The file must hold keys and values."
            self._note(file, [((1, 1), Fault((), "KM011", message, "Begin with a line such as “id: …”."))])
        return None

    def _open(self, file: File) -> tuple[dict[str, Any], Mount] | None:
        text = self._text(file)
        if text is None:
            return None
        reading = parse(text)
        doc = self._mapping(file, reading)
        return (doc, Mount((), file.name, reading.node)) if doc is not None else None

    def _add(self, kind: str, fallback: str, doc: dict[str, Any], mounts: list[Mount]) -> None:
        said = doc.get("id")
        name = said if isinstance(said, str) and said else fallback
        self.tree.documents.append(Document(kind, name, doc, Source(mounts)))

    def _file(self, file: File) -> None:
        opened = self._open(file)
        if opened:
            self._add(file.kind, file.parts.get("stem", file.parts.get("course", "")), opened[0], [opened[1]])

    def _name_course_parts(self) -> None:
        """Give objectives, glossary and facts the id of the course in whose folder they lie."""
        ids = {d.source.file.split("/")[1]: d.id for d in self.tree.of("course")}
        for number, document in enumerate(self.tree.documents):
            if document.kind in ("objectives", "glossary", "facts"):
                folder = document.source.file.split("/")[1]
                named = Document(document.kind, ids.get(folder, folder), document.doc, document.source)
                self.tree.documents[number] = named

    def _bank(self, file: File) -> None:
        opened = self._open(file)
        if opened is None:
            return
        bank, mount = opened
        questions = bank.get("questions")
        for number, doc in enumerate(questions if isinstance(questions, list) else []):
            node = (
                next((v for k, v in mount.node.value if k.value == "questions"), None) if mount.node else None
            )
            if isinstance(doc, dict) and node is not None:
                fallback = f"{file.parts['stem']}#{number + 1}"
                self._add("question", fallback, doc, [Mount((), file.name, node.value[number])])
            else:
                fault = Fault(
                    (), "KM004", "A question must be a mapping of keys.", "Begin it with “- id: …”."
                )
                spot = mount.place(("questions", number))
                self.tree.faults.append((spot, fault))
        if not isinstance(questions, list):
            fault = Fault((), "KM006", "A bank needs the key “questions” with a list.", "Add “questions:”.")
            self.tree.faults.append((Place(file.name), fault))

    def _page(self, file: File, *, required: bool) -> Page | None:
        text = self._text(file)
        if text is None:
            return None
        invisible = _CONTROL.search(text)
        if invisible:
            line = text.count("\n", 0, invisible.start()) + 1
            fault = Fault((), "KM007", "There is an invisible control character.", "Delete it.")
            self._note(file, [((line, 1), fault)])
        page = split(text, required=required)
        self._note(file, page.faults)
        return page

    def _lesson(self, sides: dict[str, File]) -> None:
        pages = {side: self._page(sides[side], required=True) for side in LANGUAGES if side in sides}
        home = sides.get("zh") or sides["en"]
        doc: dict[str, Any] = {"title": {}, "body": {}}
        mounts = []
        for side, page in pages.items():
            if page is None:
                continue
            head = dict(page.head.value) if isinstance(page.head.value, dict) else {}
            if "title" in head:
                doc["title"][side] = head.pop("title")
            doc["body"][side] = page.body
            self._compare_heads(sides[side], page, doc, head)
            doc = {**head, **doc}
            mounts.append(Mount((), sides[side].name, page.head.node, 1))
            mounts += self._side_mounts(side, sides[side], page)
        doc["module"] = self._module_id(home)
        self._add("lesson", home.parts["stem"], doc, mounts or [Mount((), home.name)])

    def _compare_heads(self, file: File, page: Page, doc: dict[str, Any], head: dict[str, Any]) -> None:
        for key, value in head.items():
            if key in doc and doc[key] != value:
                line, column = page.head.spot((key,))
                message = f"“{key}” differs from the other language: {value!r} here, {doc[key]!r} there."
                fault = Fault((), "KM112", message, "Give both sides the same, or leave it out here.")
                self._note(file, [((line + 1, column), fault)])

    @staticmethod
    def _side_mounts(side: str, file: File, page: Page) -> list[Mount]:
        head = page.head.node
        pairs = head.value if head is not None and head.tag.endswith(":map") else []
        title = next((value for key, value in pairs if key.value == "title"), None)
        mounts = [Mount(("body", side), file.name, None, page.body_shift)]
        return [*mounts, Mount(("title", side), file.name, title, 1)] if title is not None else mounts

    def _module_id(self, file: File) -> str:
        folder = file.name.rsplit("/", 1)[0]
        here = (d.id for d in self.tree.of("module") if d.source.file.rsplit("/", 1)[0] == folder)
        return next(here, "")

    def _dossier(self, file: File) -> None:
        opened = self._open(file)
        if opened:
            self._dossiers.append((file, *opened))

    def _bind_papers(self, file: File, doc: dict[str, Any], mount: Mount) -> None:
        """Put the bodies of documents/*.md into the entries of the dossier's list ``documents``."""
        papers = self._papers.pop(file.parts["stem"], {})
        mounts = [mount]
        listed = doc.get("documents")
        for number, entry in enumerate(listed if isinstance(listed, list) else []):
            sides = papers.pop(str(entry.get("id")), {}) if isinstance(entry, dict) else {}
            for side, paper in sides.items():
                page = self._page(paper, required=False)
                if page is not None:
                    self._inline(entry, side, page)
                    mounts.append(
                        Mount(("documents", number, "body", side), paper.name, None, page.body_shift)
                    )
        for name, sides in papers.items():
            for paper in sides.values():
                message = f"The dossier does not list a document “{name}”."
                fault = Fault(
                    (), "KM216", message, f"Add “- id: {name}” to its documents, or delete the file."
                )
                self._note(paper, [((1, 1), fault)])
        self._add("dossier", file.parts["stem"], doc, mounts)

    @staticmethod
    def _inline(entry: dict[str, Any], side: str, page: Page) -> None:
        if not isinstance(entry.get("body"), dict):
            entry["body"] = {}
        entry["body"][side] = page.body
        head = page.head.value if isinstance(page.head.value, dict) else {}
        for key, value in head.items():
            if key != "id" and (key not in entry or isinstance(entry[key], dict)):
                entry.setdefault(key, {}).setdefault(side, value)
