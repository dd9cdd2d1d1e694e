"""What something new begins as in the browser: every part there, nothing said yet."""

from typing import Any

_OPTIONS = [{"id": name, "zh": "", "en": "", "why": {"zh": "", "en": ""}} for name in "abcd"]
BLANKS: dict[str, dict[str, Any]] = {
    "lesson": {
        "id": "",
        "title": {"zh": "", "en": ""},
        "minutes": 15,
        "objectives": [],
        "body": {"zh": "", "en": ""},
    },
    "question": {
        "id": "",
        "type": "single",
        "level": "understand",
        "pool": "practice",
        "points": 1,
        "objectives": [],
        "stem": {"zh": "", "en": ""},
        "options": [{**_OPTIONS[0], "correct": True}, *_OPTIONS[1:]],
    },
    "exam": {
        "id": "",
        "title": {"zh": "", "en": ""},
        "kind": "check",
        "attempts": "unlimited",
        "pass": 80,
        "questions": [],
    },
    "checklist": {
        "id": "",
        "title": {"zh": "", "en": ""},
        "intro": {"zh": "", "en": ""},
        "items": [{"id": "first", "zh": "", "en": ""}],
    },
}
