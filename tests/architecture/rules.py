"""Rules of the house that no linter knows, each a function from a source tree to what breaks it.

``python tests/architecture/rules.py ROOT`` prints all findings in the tree ROOT as JSON; the planted
violations are tested that way, on a copy of the tree.
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import grimp

LONGEST_MODULE, LONGEST_TEMPLATE, LONGEST_FUNCTION = 400, 150, 30
HEAVY = ("flask", "sqlalchemy", "wtforms", "werkzeug", "jinja2", "app.platform")
FACE = {"engine", "events", "kinds", "models", "policies", "queries", "services"}
OPEN_FLOORS = {"kernel", "content", "platform"}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
RESTLESS_MODULES = {"time", "secrets", "uuid", "os", "socket"}
RESTLESS_CALLS = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|random\.(?!Random\b)\w+)\(")
PURE = re.compile(r"^app\.(kernel|content)(\.|$)|^app\.\w+\.(engine|kind|kinds|events)(\.|$)")
UNSAFE_MARKUP = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*="),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "a script without nonce or src": re.compile(r"<script(?![^>]*(nonce|src)=)"),
    "the safe filter": re.compile(r"\|\s*safe\b"),
    "an address elsewhere": re.compile(r"(src|href)=\"(https?:)?//"),
}


def modules(root: Path) -> list[Path]:
    """Return the program's modules."""
    return sorted((root / "app").rglob("*.py"))


def templates(root: Path) -> list[Path]:
    """Return the program's templates."""
    return sorted((root / "app").rglob("*.html"))


def trees(root: Path) -> Iterator[tuple[str, ast.Module]]:
    """Yield each module's path below *root* and its syntax tree."""
    for path in modules(root):
        yield str(path.relative_to(root)), ast.parse(path.read_text(encoding="utf-8"))


def dotted(root: Path, path: Path) -> str:
    """Return the import name of the module at *path*."""
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def without_docstring(root: Path) -> list[str]:
    """Every module and package says what it is for."""
    return [name for name, tree in trees(root) if not ast.get_docstring(tree)]


def packages_with_code(root: Path) -> list[str]:
    """Keep code out of ``__init__``: a docstring only; that of a kind may offer its KIND."""
    wrong = []
    for name, tree in trees(root):
        if name.endswith("/__init__.py") and len(tree.body) > 1 and "/kinds/" not in name:
            wrong.append(name)
    return wrong


def too_long(root: Path) -> list[str]:
    """No module over 400 lines, no template over 150."""
    limits = [(modules(root), LONGEST_MODULE), (templates(root), LONGEST_TEMPLATE)]
    wrong = []
    for paths, limit in limits:
        for path in paths:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > limit:
                wrong.append(f"{path.relative_to(root)}: {lines} lines")
    return wrong


def long_functions(root: Path) -> list[str]:
    """No function over 30 lines, its docstring not counted."""
    wrong = []
    for name, tree in trees(root):
        for node in ast.walk(tree):
            if isinstance(node, FUNCTIONS):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                if lines > LONGEST_FUNCTION:
                    wrong.append(f"{name}: {node.name} has {lines} lines")
    return wrong


def commits(root: Path) -> list[str]:
    """Only app/platform/database.py commits."""
    wrong = []
    for name, tree in trees(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name != "app/platform/database.py":
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if called == "commit":
                    wrong.append(f"{name}:{node.lineno}")
    return wrong


def hidden_imports(root: Path) -> list[str]:
    """No import stands inside a function."""
    wrong = set()
    for name, tree in trees(root):
        for function in ast.walk(tree):
            if isinstance(function, FUNCTIONS):
                inside = (n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom))
                wrong |= {f"{name}:{node.lineno}" for node in inside}
    return sorted(wrong)


def drawers(root: Path) -> list[str]:
    """Nothing is called utils, helpers, common or misc."""
    paths = (path.relative_to(root) for path in (root / "app").rglob("*"))
    return sorted(str(path) for path in paths if path.stem in DRAWERS)


def unsafe_templates(root: Path) -> list[str]:
    """Templates hold no inline style or script, no ``safe`` filter, no address of another host."""
    wrong = []
    for path in templates(root):
        text = path.read_text(encoding="utf-8")
        for what, pattern in UNSAFE_MARKUP.items():
            for hit in pattern.finditer(text):
                line = text.count("\n", 0, hit.start()) + 1
                wrong.append(f"{path.relative_to(root)}:{line}: {what}")
    return wrong


def restless_engines(root: Path) -> list[str]:
    """Engines are deterministic: no clock, no ambient chance, no surroundings."""
    wrong = []
    for path in modules(root):
        if "engine" not in path.relative_to(root).with_suffix("").parts:
            continue
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            wrong += [f"{path.relative_to(root)}: imports {n}" for n in names if n in RESTLESS_MODULES]
        wrong += [
            f"{path.relative_to(root)}: calls {hit.group(1)}" for hit in RESTLESS_CALLS.finditer(source)
        ]
    return wrong


def heavy_engines(root: Path) -> list[str]:
    """Engines, kinds, events, kernel and content run without web and database: each is imported to see."""
    names = [name for name in (dotted(root, path) for path in modules(root)) if PURE.match(name)]
    code = (
        "import importlib, json, sys\n"
        "wrong = []\n"
        "for name in json.loads(sys.argv[1]):\n"
        "    importlib.import_module(name)\n"
        f"    loaded = [heavy for heavy in {HEAVY!r} if sys.modules.pop(heavy, None)]\n"
        "    wrong += [f'{name} loads {heavy}' for heavy in loaded]\n"
        "print(json.dumps(wrong))"
    )
    words = [sys.executable, "-c", code, json.dumps(names)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=root, check=False)
    return list(json.loads(done.stdout)) if done.returncode == 0 else [done.stderr]


def graph_of(root: Path) -> grimp.ImportGraph:
    """Return who imports whom in the tree *root*, which must be first on the path."""
    if str(root) not in sys.path[:1]:
        sys.path.insert(0, str(root))
    return grimp.build_graph("app", cache_dir=None, exclude_type_checking_imports=True)


def beside_the_face(root: Path) -> list[str]:
    """Rooms meet only at their faces: services, queries, policies, models, events, engine, kinds."""
    graph = graph_of(root)
    wrong = []
    for importer in sorted(graph.modules - {"app.factory"}):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            home = importer.split(".")[1:2]
            target = imported.split(".")[1:]
            if target[:1] != home and target[:1] and target[0] not in OPEN_FLOORS and target[1:2] != []:
                wrong += [f"{importer} -> {imported}"] if target[1] not in FACE else []
    return wrong


def circles(root: Path) -> list[str]:
    """No module reaches itself through imports."""
    graph = graph_of(root)
    arrows = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    alive = set(arrows)
    while leaves := {name for name in alive if not arrows[name] & alive}:
        alive -= leaves
    while sources := {n for n in alive if not any(n in arrows[other] for other in alive)}:
        alive -= sources
    return sorted(alive)


RULES: dict[str, Callable[[Path], list[str]]] = {
    rule.__name__: rule
    for rule in (
        without_docstring,
        packages_with_code,
        too_long,
        long_functions,
        commits,
        hidden_imports,
        drawers,
        unsafe_templates,
        restless_engines,
        heavy_engines,
        beside_the_face,
        circles,
    )
}


if __name__ == "__main__":
    tree_root = Path(sys.argv[1]).resolve()
    sys.stdout.write(json.dumps({name: rule(tree_root) for name, rule in RULES.items()}))
