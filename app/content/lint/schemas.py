"""What each kind of document on the course side must look like.

Scenarios and dossiers belong to their rooms, which register checkers of their own; here they only have
to have an id.
"""

from app.content.shapes import (
    Anything,
    Day,
    Decimal,
    Either,
    Flag,
    Id,
    Keys,
    Many,
    Number,
    Shape,
    Sides,
    Table,
    Text,
    Word,
)
from app.content.vocabulary import ITEMS, LANGUAGES

PERCENT = Number(0, 100)
COUNT = Number(1, whole=True)
ANY = Anything()
SCHEMA: dict[str, Shape] = {"schema": Text()}
LEVELS = Word(("recall", "understand", "apply", "analyse"))
FACT_VALUE = Either((Sides(), Text(), Number()))
PROSE = Either((Sides(), Text()))

_DONE = Keys(
    may={
        "read_to_end": Flag(),
        "min_seconds": Number(0),
        "score": PERCENT,
        "attempts": Either((COUNT, Word(("unlimited",)))),
        "submitted": Flag(),
        "advance": Flag(),
    }
)
_ITEM = Keys(
    may={
        **dict.fromkeys((*ITEMS, "module"), Id()),
        "minutes": Number(1, 600),
        "title": Sides(),
        "done": _DONE,
        "required": Flag(),
        "count": COUNT,
        "note": Sides(),
    }
)
_CONDITION = Keys(
    may={
        "after": Id(),
        "rule": Word(("complete", "started")),
        "date": Text(),
        "score": Keys({"exam": Id(), "min": PERCENT}),
        "any": ANY,
        "all": ANY,
    }
)
_MODULE_IN_COURSE = Either(
    (
        Id(),
        Keys(
            {"id": Id(), "title": Sides()},
            {
                "folder": Text(),
                "status": Word(("published", "coming")),
                "summary": Sides(),
                "hours": Number(0),
                "weeks": Many(Number(1, 60), 2),
            },
        ),
    )
)
_GRADING = Keys(
    {
        "components": Many(
            Keys(
                {"id": Id(), "kind": Word(("task", "exam", "crm", "scenario", "process")), "weight": PERCENT},
                {"title": Sides()},
            ),
            1,
        )
    },
    {
        "task": Keys(
            may={
                **dict.fromkeys(("group", "individual", "teacher", "delegates"), PERCENT),
                "min_delegates": Number(0, whole=True),
            }
        ),
        "pass": Keys(may={"total": PERCENT, "final_min": PERCENT}),
        "scale": Many(Keys({"min": PERCENT, **dict.fromkeys(LANGUAGES, Text())}), 2),
        "late": Keys(
            may={
                "per": Word(("day", "hour")),
                "deduct": PERCENT,
                "floor": PERCENT,
                "grace_minutes": Number(0),
            }
        ),
    },
)
_NAMED = Sides({"id": Id(), "help": Sides()})
_NAMED_OR_TEXT = Either((_NAMED, Keys({"id": Id(), "text": Sides()}, {"help": Sides()})))

_OPTION = Sides({"id": Id(), "correct": Flag(), "why": Sides()})
_QUESTION: dict[str, Shape] = {"id": Id(), "type": Text(), "stem": Sides()}
_QUESTION_MAY: dict[str, Shape] = {
    "points": Number(0),
    "level": LEVELS,
    "objectives": Many(Text()),
    "source": ANY,
    "explain": Sides(),
    "pool": Word(("practice", "exam")),
    "figure": Text(),
    "difficulty": Number(0, 1),
    "module": Id(),
    "cluster": Id(),
}
_CHOICE = Keys(
    {**_QUESTION, "options": Many(_OPTION, 2)}, {**_QUESTION_MAY, "shuffle": Flag(), "partial": Flag()}
)
QUESTION_TYPES: dict[str, Shape] = {
    "single": _CHOICE,
    "multiple": _CHOICE,
    "true_false": Keys(
        {**_QUESTION, "answer": Flag()}, {**_QUESTION_MAY, "why": Sides(), "why_wrong": Sides()}
    ),
    "numeric": Keys(
        {**_QUESTION, "answer": Decimal()},
        {
            **_QUESTION_MAY,
            "tolerance": Decimal(),
            "tolerance_percent": Decimal(),
            "unit": Sides(),
            "accept_units": Many(Text()),
            "why": Sides(),
            "mistakes": Many(
                Keys({"value": Decimal()}, {"tolerance": Decimal(), "share": Number(0, 1), "why": Sides()})
            ),
        },
    ),
}

_LABEL = Sides({"note": Sides()})
_FIGURE: dict[str, Shape] = {"id": Id(), "title": Sides(), "shape": Text()}
_FIGURE_MAY: dict[str, Shape] = {"caption": Sides()}
FIGURE_SHAPES: dict[str, Shape] = {
    **dict.fromkeys(("steps", "cycle"), Keys({**_FIGURE, "items": Many(_LABEL, 2)}, _FIGURE_MAY)),
    "layers": Keys(
        {**_FIGURE, "items": Many(Sides({"note": Sides(), "value": Either((Number(), Text(), Sides()))}), 2)},
        _FIGURE_MAY,
    ),
    "matrix": Keys(
        {
            **_FIGURE,
            "columns": Many(_LABEL, 2),
            "rows": Many(_LABEL, 2),
            "cells": Many(Many(Sides({"note": Sides()}), 2), 2),
        },
        _FIGURE_MAY,
    ),
    "bars": Keys(
        {**_FIGURE, "items": Many(Sides({"note": Sides(), "value": Number(0)}), 2)},
        {**_FIGURE_MAY, "unit": Sides()},
    ),
    "map": Keys(
        {
            **_FIGURE,
            "items": Many(Sides({"id": Id(), "note": Sides(), "at": Many(Number(1, 5, whole=True), 2)}), 2),
        },
        {**_FIGURE_MAY, "links": Many(Many(Either((Id(), Sides())), 2))},
    ),
}

SCHEMAS: dict[str, Shape] = {
    "guide": Keys(
        {"id": Id(), "title": Table(Text()), "module": Id()}, {"body": Table(Text()), "minutes": Number(1)}
    ),
    "figure": Keys({**_FIGURE, "shape": Word(tuple(FIGURE_SHAPES))}, open=True),
    "cluster": Keys(
        {"id": Id(), "title": Sides(), "case": Sides(), "questions": Many(Text(), 1)},
        {
            "module": Id(),
            "pool": Word(("practice", "exam")),
            "source": ANY,
            "level": LEVELS,
            "objectives": Many(Text()),
        },
    ),
    "course": Keys(
        {
            "id": Id(),
            "title": Sides(),
            "languages": Many(Word(LANGUAGES), 1),
            "modules": Many(_MODULE_IN_COURSE),
        },
        {
            **SCHEMA,
            "summary": Sides(),
            "about": Sides(),
            "hours": Number(1),
            "calendar": Keys({"unit": Word(("week", "day")), "length": COUNT}),
            "grading": _GRADING,
        },
    ),
    "objectives": Keys(
        {"objectives": Many(Sides({"id": Id(), "module": Id()}), 1)},
        {**SCHEMA, "course": Id(), "transversal": Many(Sides({"id": Id()}))},
    ),
    "glossary": Keys(
        {"terms": Many(Sides({"id": Id(), "def": Sides(), "means": Sides(), "also": ANY}))},
        {**SCHEMA, "course": Id()},
    ),
    "facts": Keys(
        {
            "facts": Many(
                Keys(
                    {
                        "id": Id(),
                        "value": FACT_VALUE,
                        "source": PROSE,
                        "verified_on": Day(),
                        "review_by": Day(),
                    },
                    {
                        "about": Sides(),
                        "note": Sides(),
                        "unit": Sides(),
                        "checked": Word(("primary", "secondary", "course-source")),
                    },
                )
            )
        },
        {**SCHEMA, "course": Id()},
    ),
    "module": Keys(
        {"id": Id(), "title": Sides(), "items": Many(_ITEM, 1)},
        {
            **SCHEMA,
            "summary": Sides(),
            "unlock": Either((_CONDITION, Text())),
            "hours": Number(0),
            "weeks": Many(Number(1), 2),
        },
    ),
    "lesson": Keys(
        {"id": Id(), "title": Table(Text()), "minutes": Number(1, 240), "objectives": Many(Text(), 1)},
        {"module": ANY, "body": Table(Text())},
    ),
    "exam": Keys(
        {"id": Id(), "title": Sides(), "kind": Word(("check", "summative", "diagnostic"))},
        {
            **SCHEMA,
            "module": Id(),
            "intro": Sides(),
            "attempts": Either((COUNT, Word(("unlimited",)))),
            "pass": PERCENT,
            "minutes": Number(1, 600),
            "questions": Many(Id(), 1),
            "draw": Many(ANY, 1),
            "shuffle": Keys(may={"questions": Flag(), "options": Flag()}),
            "navigation": Word(("free", "sequential")),
            "review": ANY,
            "window": ANY,
            "forms": COUNT,
            "integrity": ANY,
            "time": ANY,
        },
    ),
    "task": Keys({"id": Id(), "title": Sides()}, open=True),
    "rubric": Keys(
        {"id": Id(), "title": Sides(), "criteria": Many(Keys({"id": Id()}, open=True), 1)}, open=True
    ),
    "checklist": Keys(
        {"id": Id(), "title": Sides(), "items": Many(_NAMED_OR_TEXT, 1)},
        {**SCHEMA, "intro": Sides(), "scale": Table(Sides())},
    ),
    "track": Keys(
        {"id": Id(), "title": Sides(), "stages": Many(Keys({"id": Id(), "due": Text()}, open=True), 1)},
        open=True,
    ),
    "lines": Keys({}, open=True),
    **dict.fromkeys(("moves", "archetype", "case", "dossier"), Keys({"id": Id()}, open=True)),
}
