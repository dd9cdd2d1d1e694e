"""Documents back into files: the same tree that would be read into them.

``read(write(objects)) == objects``, and writing what was read again gives the same files. A file whose
documents have not changed can be kept as its author wrote it: pass the paths that are known.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from app.content.canonical import normalise
from app.content.documents import scalar

Key = tuple[str, str]
Objects = Mapping[Key, Mapping[str, Any]]
Doc = dict[str, Any]

_FIRST = (
    "schema", "id", "bank", "course", "type", "kind", "module", "title", "zh", "en", "level", "points",
    "pool",
    "objectives", "source", "case", "stem", "summary", "intro", "options", "answer",
)  # fmt: skip
_LAST = ("why", "explain", "items", "questions", "clusters")
_BANK = re.compile(r"(m\d+)-")
_HOMES = {
    "exam": "exams/{}.yaml",
    "task": "tasks/{}/task.yaml",
    "rubric": "rubrics/{}.yaml",
    "checklist": "checklists/{}.yaml",
    "figure": "figures/{}.yaml",
}
_OWN = {
    "track": "courses/{}/track.yaml",
    "moves": "scenarios/moves.yaml",
    "archetype": "scenarios/archetypes/{}/archetype.yaml",
    "lines": "scenarios/archetypes/{}/lines.yaml",
    "case": "scenarios/cases/{}/case.yaml",
    "dossier": "scenarios/dossiers/{}/exercise.yaml",
}
_SPECIAL = ("lesson", "question", "cluster", "dossier")


class _Dumper(yaml.SafeDumper):
    """Writes what our reader reads: YAML 1.2 scalars, block texts, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out."""
        del data
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None if isinstance(scalar(text), str) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def dumped(value: Any) -> str:
    """Return *value* as YAML, its keys in the order in which people expect them."""
    return str(
        yaml.dump(_ordered(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    )


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=_rank)}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _rank(key: str) -> tuple[int, str]:
    if key in _FIRST:
        return (_FIRST.index(key), key)
    return (200 + _LAST.index(key), key) if key in _LAST else (100, key)


def write(objects: Objects, known: Mapping[Key, str] | None = None) -> dict[str, str]:
    """Return the text of every file by its path; *known* are the main files of objects that have one."""
    plain = {key: normalise(doc) for key, doc in objects.items()}
    return _Writer(plain, known or {}).files()


class _Writer:
    """One tree being written."""

    def __init__(self, objects: dict[Key, Doc], known: Mapping[Key, str]) -> None:
        self._objects = objects
        self._known = known
        courses = {ident: self._course_folder(ident) for kind, ident in objects if kind == "course"}
        self._folders = courses
        self._home = next(iter(courses.values()), "courses/course")
        self._modules = dict(self._module_folders())

    def files(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for (kind, ident), doc in self._objects.items():
            if kind in ("lesson", "guide"):
                found |= self._lesson(kind, ident, doc)
            elif kind == "dossier":
                found |= self._dossier(ident, doc)
            elif kind not in _SPECIAL:
                found[self._path(kind, ident)] = dumped(doc)
        return dict(sorted((found | self._banks()).items()))

    def _course_folder(self, ident: str) -> str:
        path = self._known.get(("course", ident), f"courses/{ident}/course.yaml")
        return path.rpartition("/")[0]

    def _module_folders(self) -> Iterable[tuple[str, str]]:
        """Yield the folder of each module: where it is, what its course says, or its place in the course."""
        for (kind, ident), course in self._objects.items():
            listed = course.get("modules") if kind == "course" else None
            for place, entry in enumerate(listed if isinstance(listed, list) else [], 1):
                name = str(entry["id"] if isinstance(entry, Mapping) else entry)
                said = entry.get("folder") if isinstance(entry, Mapping) else None
                yield name, f"{self._folders[ident]}/{said or f'{place:02}-{name}'}"
        for kind, ident in self._objects:
            if kind == "module" and (kind, ident) in self._known:
                yield ident, self._known[kind, ident].rpartition("/")[0]

    def _module_folder(self, ident: str) -> str:
        return self._modules.get(ident, f"{self._home}/90-{ident or 'more'}")

    def _path(self, kind: str, ident: str) -> str:
        if (kind, ident) in self._known:
            return self._known[kind, ident]
        if kind == "module":
            return f"{self._module_folder(ident)}/module.yaml"
        if kind in ("course", "objectives", "glossary", "facts"):
            return f"{self._folders.get(ident, f'courses/{ident}')}/{kind}.yaml"
        return _OWN[kind].format(ident) if kind in _OWN else f"{self._home}/{_HOMES[kind].format(ident)}"

    def _lesson(self, kind: str, ident: str, doc: Doc) -> dict[str, str]:
        folder = self._module_folder(str(doc.get("module") or ""))
        stem = f"{folder}/{self._number(ident, doc)}-{ident}"
        if kind == "guide":
            stem = f"{self._home}/guides/{ident}"
        if (kind, ident) in self._known:
            stem = re.sub(r"\.(?:zh|en)\.md$", "", self._known[kind, ident])
        apart = ("title", "body") if kind == "guide" else ("title", "body", "module")
        shared = {key: value for key, value in doc.items() if key not in apart}
        files = {}
        for side, body in doc["body"].items():
            title = doc.get("title", {})
            head = {**shared, **({"title": title[side]} if side in title else {})}
            files[f"{stem}.{side}.md"] = f"---\n{dumped(head)}---\n\n{body}\n"
        return files

    def _number(self, ident: str, doc: Doc) -> int:
        module = self._objects.get(("module", str(doc.get("module"))), {})
        items = module.get("items")
        names = (
            [item.get("lesson") for item in items if isinstance(item, dict)]
            if isinstance(items, list)
            else []
        )
        taught = [name for name in names if name]
        return 10 * (taught.index(ident) + 1) if ident in taught else 900

    def _dossier(self, ident: str, doc: Doc) -> dict[str, str]:
        path = self._path("dossier", ident)
        folder = path.rpartition("/")[0]
        listed, files = doc.get("documents"), {}
        entries = []
        for entry in listed if isinstance(listed, list) else []:
            body = entry.get("body") if isinstance(entry, dict) else None
            for side, text in body.items() if isinstance(body, dict) else ():
                files[f"{folder}/documents/{entry['id']}.{side}.md"] = f"{text}\n"
            kept = isinstance(entry, dict) and isinstance(body, dict)
            entries.append({k: v for k, v in entry.items() if k != "body"} if kept else entry)
        files[path] = dumped({**doc, "documents": entries} if isinstance(listed, list) else doc)
        return files

    def _banks(self) -> dict[str, str]:
        """Write the questions and clusters of each bank into one file."""
        banks: dict[str, dict[str, list[Doc]]] = defaultdict(lambda: {"questions": [], "clusters": []})
        for (kind, ident), doc in self._objects.items():
            if kind == "question" and "cluster" not in doc:
                banks[self._bank(kind, ident)]["questions"].append(doc)
            elif kind == "cluster":
                banks[self._bank(kind, ident)]["clusters"].append(self._whole_cluster(doc))
        return {path: dumped({"bank": _bank_name(path), **bank}) for path, bank in banks.items()}

    def _bank(self, kind: str, ident: str) -> str:
        stem = _BANK.match(ident)
        return self._known.get((kind, ident), f"{self._home}/bank/{stem[1] if stem else 'more'}.yaml")

    def _whole_cluster(self, cluster: Doc) -> Doc:
        questions = []
        for name in cluster.get("questions", []):
            doc = self._objects[("question", name)]
            inherited = [
                key for key in ("pool", "module", "source") if key in cluster and doc.get(key) == cluster[key]
            ]
            questions.append({key: value for key, value in doc.items() if key not in (*inherited, "cluster")})
        return {**cluster, "questions": questions}


def _bank_name(path: str) -> str:
    parts = path.split("/")
    return f"{parts[1]}.{parts[-1].removesuffix('.yaml')}"
