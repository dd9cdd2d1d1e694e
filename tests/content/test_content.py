"""The content that ships: clean, and quickly checked."""

import re
import sys
import time
from datetime import date
from pathlib import Path

from app.content.lint.checkers import none
from app.content.lint.run import lint
from app.content.markdown.render import Html
from app.content.markdown.render import render as render_page
from app.content.reader import read_tree
from app.content.report import render
from app.operations.services.checks import register_checks
from tests.content.synthetic import write

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)


def test_all_courses_and_scenarios_are_clean() -> None:
    register_checks()
    report = lint(ROOT, today=TODAY)
    assert report.findings == [], "\n" + render(report)
    assert {"course", "module", "lesson"} <= report.documents.keys()


def test_a_thousand_questions_and_150_lessons_are_checked_in_two_seconds(tmp_path: Path) -> None:
    write(tmp_path)
    report = lint(tmp_path, today=TODAY, rooms=none())
    times = []
    for _ in range(3):
        start = time.process_time()
        lint(tmp_path, today=TODAY, rooms=none())
        times.append(time.process_time() - start)
    assert report.findings == [], render(report)
    assert (report.documents["question"], report.documents["lesson"]) == (1000, 150)
    assert min(times) <= 2.0 or sys.gettrace() is not None  # measuring coverage takes time of its own


def test_every_lesson_renders_without_leftovers() -> None:
    tree = read_tree(ROOT)
    lessons = tree.of("lesson")
    for lesson in lessons:
        headings = {}
        for side, body in lesson.doc["body"].items():
            page = render_page(body, language=side, resolve=lambda scheme, target: f"/{scheme}/{target}")
            html = "".join(part.text for part in page.parts if isinstance(part, Html))
            assert not re.search(r"\{\{|\}\}|:::|\]\(|\*\*|[\ue010\ue011]", html), (lesson.id, side)
            assert html.count("<div") == html.count("</div>")
            headings[side] = [heading.level for heading in page.headings]
        assert headings["zh"] == headings["en"]
    assert len(lessons) >= 8
