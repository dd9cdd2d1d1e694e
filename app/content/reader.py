"""Reads a tree: opens the files, puts documents together from one or several of them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import yaml

from app.content.documents import Reading, Spot, child_of, parse
from app.content.faults import Fault
from app.content.frontmatter import Page, split
from app.content.sources import Mount, Place, Source
from app.content.tree import Document, File, Tree, classify, files_under
from app.content.vocabulary import LANGUAGES

_LARGEST = 2_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def read_tree(root: FilePath, *, below: str = "", home: Tree | None = None) -> Tree:
    """Return all documents below *root*; nothing stops the reading, every problem is noted.

    With *below* only the overlay in that folder is read; *home* is the tree it will lie over.
    """
    return _Reader(root, below, home).read()


class _Reader:
    """One pass over one tree."""

    def __init__(self, root: FilePath, below: str, home: Tree | None) -> None:
        self.tree = Tree(root)
        self._below = below
        self._home = home.documents if home is not None else []
        self._lessons: dict[tuple[str, str, str], dict[str, File]] = defaultdict(dict)
        self._papers: dict[str, dict[str, dict[str, File]]] = defaultdict(lambda: defaultdict(dict))
        self._dossiers: list[tuple[File, dict[str, Any], Mount]] = []

    def read(self) -> Tree:
        self.tree.files = list(files_under(self.tree.root, self._below))
        forms = {
            "file": self._file,
            "part": self._file,
            "bank": self._bank,
            "dossier": self._dossier,
            "aside": self._aside,
        }
        for file in self.tree.files:
            if file.form == "lesson":
                key = (file.parts["course"], file.parts["folder"], file.parts["number"] + file.parts["stem"])
                self._lessons[key][file.parts["side"]] = file
            elif file.form == "guide":
                key = (file.parts["course"], "guides", file.parts["stem"])
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
        courses = [d for d in (*self._home, *self.tree.documents) if d.kind == "course"]
        ids = {classify(d.source.file).parts["course"]: d.id for d in courses}
        for number, document in enumerate(self.tree.documents):
            if document.kind in ("objectives", "glossary", "facts"):
                folder = classify(document.source.file).parts["course"]
                named = Document(document.kind, ids.get(folder, folder), document.doc, document.source)
                self.tree.documents[number] = named

    def _aside(self, file: File) -> None:
        opened = self._open(file)
        if opened:
            name = file.parts.get("course", file.parts["stem"])
            self.tree.asides.append(Document(file.kind, name, opened[0], Source([opened[1]])))

    def _bank(self, file: File) -> None:
        opened = self._open(file)
        if opened is None:
            return
        bank, mount = opened
        if not isinstance(bank.get("questions"), list) and not isinstance(bank.get("clusters"), list):
            fault = Fault((), "KM006", "A bank needs the key “questions” with a list.", "Add “questions:”.")
            self.tree.faults.append((Place(file.name), fault))
        stem = file.parts["stem"]
        for number, (doc, node) in enumerate(self._entries(bank, mount, ("questions",)), 1):
            self._add("question", f"{stem}#{number}", doc, [Mount((), file.name, node)])
        for number, (cluster, node) in enumerate(self._entries(bank, mount, ("clusters",)), 1):
            self._cluster(cluster, f"{stem}#c{number}", Mount((), file.name, node))

    def _cluster(self, cluster: dict[str, Any], fallback: str, mount: Mount) -> None:
        """Take a cluster apart: a document for the case, and its questions with its id and pool."""
        said = cluster.get("id")
        name = said if isinstance(said, str) and said else fallback
        inherited: dict[str, Any] = {
            key: cluster[key] for key in ("pool", "module", "source") if key in cluster
        }
        asked = []
        for number, (doc, node) in enumerate(self._entries(cluster, mount, ("questions",)), 1):
            whole: dict[str, Any] = {**inherited, **doc, "cluster": name}
            self._add("question", f"{name}-{number}", whole, [Mount((), mount.file, node)])
            asked.append(str(whole.get("id", f"{name}-{number}")))
        self._add("cluster", fallback, {**cluster, "questions": asked}, [mount])

    def _entries(
        self, holder: dict[str, Any], mount: Mount, path: tuple[str]
    ) -> Iterator[tuple[dict[str, Any], yaml.Node]]:
        """Yield the mappings in the list at *path* with their nodes; anything else in it is a fault."""
        listed = holder.get(path[0])
        nodes = child_of(mount.node, path)
        for number, doc in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(doc, dict) and nodes is not None:
                yield doc, nodes.value[number]
            else:
                word = "question" if path[0] == "questions" else "cluster"
                fault = Fault((), "KM004", f"A {word} must be a mapping of keys.", "Begin it with “- id: …”.")
                self.tree.faults.append((mount.place((*path, number)), fault))

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
        if home.kind == "lesson":
            doc["module"] = self._module_id(home)
        self._add(home.kind, home.parts["stem"], doc, mounts or [Mount((), home.name)])

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
        folder = (file.parts["course"], file.parts["folder"])
        for found in (*self.tree.documents, *self._home):
            parts = classify(found.source.file).parts if found.kind == "module" else {}
            if (parts.get("course"), parts.get("stem")) == folder:
                return found.id
        return ""

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
