"""The words of the content format: kinds of documents, callouts, figures, link targets."""

from app.kernel.text import Bilingual

LANGUAGES = ("zh", "en")

KIND_NAMES = {
    "course": Bilingual("课程", "Course"),
    "objectives": Bilingual("学习目标", "Objectives"),
    "glossary": Bilingual("词汇表", "Glossary"),
    "facts": Bilingual("事实表", "Facts"),
    "module": Bilingual("模块", "Module"),
    "lesson": Bilingual("课", "Lesson"),
    "guide": Bilingual("教师指南", "Teaching guide"),
    "question": Bilingual("题目", "Question"),
    "cluster": Bilingual("案例题组", "Case cluster"),
    "exam": Bilingual("测验", "Exam"),
    "task": Bilingual("团队任务", "Team task"),
    "rubric": Bilingual("评分标准", "Rubric"),
    "checklist": Bilingual("检核表", "Checklist"),
    "figure": Bilingual("插图", "Figure"),
    "track": Bilingual("培养路径", "Track"),
    "moves": Bilingual("谈判动作", "Moves"),
    "archetype": Bilingual("客户类型", "Archetype"),
    "lines": Bilingual("客户台词", "Customer's lines"),
    "case": Bilingual("谈判案例", "Negotiation case"),
    "dossier": Bilingual("建档资料", "Dossier"),
}
KINDS = tuple(KIND_NAMES)

CALLOUT_NAMES = {
    "case": Bilingual("案例", "Case"),
    "seed": Bilingual("出处", "From the source"),
    "note": Bilingual("说明", "Note"),
    "warning": Bilingual("当心", "Careful"),
    "try": Bilingual("动手试试", "Try it"),
}
CALLOUTS = tuple(CALLOUT_NAMES)
TABLE_NAME = Bilingual("表格", "Table")

# Drawn by the server (app.courses); a lesson names them with {{figure:…}}.
FIGURES = (
    "pareto", "six-criteria", "department", "reporting-line", "self-radar", "duties-cycle", "four-elements",
    "trust-triangle",
    "market-layers", "man-matrix", "value-kinds", "account-zones", "four-tiers", "prospect-funnel",
    "buying-roles", "relation-stages", "contact-shapes", "archetype-grid", "spin-ladder",
    "tender-timeline", "scoring-table", "go-no-go",
    "pull-supply", "after-sales", "ageing-table", "collection-ladder", "complaint-loop",
    "award-timeline", "price-waterfall", "rebate-ladder", "signing-phases",
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
