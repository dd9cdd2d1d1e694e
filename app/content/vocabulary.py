"""The words of the content format: kinds of documents, callouts, figures, link targets."""

from app.kernel.text import Bilingual

LANGUAGES = ("zh", "en")

KINDS = (
    "course", "objectives", "glossary", "facts", "module", "lesson", "question", "exam", "task", "rubric",
    "checklist", "track", "moves", "archetype", "lines", "case", "dossier",
)  # fmt: skip

CALLOUT_NAMES = {
    "case": Bilingual("案例", "Case"),
    "seed": Bilingual("出处", "From the source"),
    "note": Bilingual("说明", "Note"),
    "warning": Bilingual("当心", "Careful"),
    "try": Bilingual("动手试试", "Try it"),
}
CALLOUTS = tuple(CALLOUT_NAMES)

# Drawn by the server (app.courses); a lesson names them with {{figure:…}}.
FIGURES = (
    "pareto", "six-criteria", "department", "reporting-line", "self-radar", "duties-cycle", "four-elements",
    "trust-triangle",
)  # fmt: skip

# What stands behind “{{word:…}}” in a lesson.
INSERTS = ("q", "fact", "figure")

# Link scheme in Markdown, or key of a module's item -> kind of the document it names.
TARGETS = {
    "lesson": "lesson", "exam": "exam", "scenario": "case", "crm": "dossier", "task": "task",
    "checklist": "checklist", "module": "module",
}  # fmt: skip
LINKS = (*TARGETS, "glossary")
ITEMS = ("lesson", "exam", "scenario", "crm", "task", "checklist")
