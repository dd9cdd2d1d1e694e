"""A large synthetic tree: for measuring the linter, and for tests that need many objects."""

from pathlib import Path

from tests.content.planting import SPECIMEN

OPTIONS = "abcd"
PARAGRAPH_ZH = "客户把需要说出来之前\uff0c我们先问清楚他现在怎么做\u3001哪里不顺\u3002" * 4
PARAGRAPH_EN = (
    "Before a customer says what is needed, we ask how things are done today and where it hurts. " * 4
)


def write(root: Path, *, questions: int = 1000, lessons: int = 150) -> None:
    """Write a course of this size below *root*; it lints clean."""
    course = root / "courses" / "large"
    folder = course / "01-first"
    folder.mkdir(parents=True)
    (course / "bank").mkdir()
    for name in ("objectives", "glossary", "facts"):
        text = (SPECIMEN / "courses/demo" / f"{name}.yaml").read_text(encoding="utf-8")
        (course / f"{name}.yaml").write_text(text.replace("demo", "large"), encoding="utf-8")
    names = [f"lesson-{n}" for n in range(lessons)]
    items = "".join(f"  - {{lesson: {name}, done: {{read_to_end: true}}}}\n" for name in names)
    head = "id: m1\ntitle: {zh: 第一模块, en: Module one}\nitems:\n"
    (folder / "module.yaml").write_text(head + items, encoding="utf-8")
    for number, name in enumerate(names):
        for side in ("zh", "en"):
            path = folder / f"{number:03}-{name}.{side}.md"
            path.write_text(_lesson(name, number, side), encoding="utf-8")
    for first in range(0, questions, 100):
        bank = f"b{first // 100}"
        body = "".join(_question(f"{bank}-{n}", n) for n in range(first, min(questions, first + 100)))
        (course / "bank" / f"{bank}.yaml").write_text(
            f"bank: large.{bank}\nquestions:\n{body}", encoding="utf-8"
        )


def _lesson(name: str, number: int, side: str) -> str:
    paragraph, word, item = (PARAGRAPH_ZH, "第", "要点") if side == "zh" else (PARAGRAPH_EN, "Part", "Point")
    parts = [f"---\nid: {name}\ntitle: {word} {number}\nminutes: 15\nobjectives: [m1.o1]\n---\n"]
    for section in range(5):
        listed = "".join(f"- {item} {n}\n" for n in range(4))
        parts.append(f"## {word} {section}\n\n{paragraph} {{{{fact:share}}}}\n\n{listed}")
        parts.append(f"| {item} | {word} |\n| --- | --- |\n| {number} | {section} |\n\n{paragraph}\n")
        parts.append(f"::: note\n{paragraph}\n:::\n")
    return "\n".join(parts)


def _question(name: str, number: int) -> str:
    lines = [f"  - id: {name}", "    type: single", "    level: apply", "    objectives: [m1.o1]"]
    lines.append(f"    stem: {{zh: 第 {number} 题问的是什么, en: What does question {number} ask}}")
    lines.append("    options:")
    for option in OPTIONS:
        right = "correct: true, " if OPTIONS.index(option) == number % 4 else ""
        said = f"zh: 选项{option}说的是第 {number} 件事, en: Option {option} speaks of matter {number}"
        why = f"why: {{zh: 因为第 {number} 件事如此, en: Because matter {number} is so}}"
        lines.append(f"      - {{id: {option}, {right}{said}, {why}}}")
    return "\n".join(lines) + "\n"
