"""Where faults are planted: the files of the specimen, and longer texts that some plants need."""

COURSE = "courses/demo/course.yaml"
OBJECTIVES = "courses/demo/objectives.yaml"
GLOSSARY = "courses/demo/glossary.yaml"
FACTS = "courses/demo/facts.yaml"
MODULE = "courses/demo/01-first/module.yaml"
ZH = "courses/demo/01-first/10-start.zh.md"
EN = "courses/demo/01-first/10-start.en.md"
PICTURE = "courses/demo/01-first/img/shop.svg"
BANK = "courses/demo/bank/m1.yaml"
EXAM = "courses/demo/exams/m1-check.yaml"
TASK = "courses/demo/tasks/t1/task.yaml"
RUBRIC = "courses/demo/rubrics/t1.yaml"
SEEDS = "courses/demo/seeds.yaml"
LOCK = "courses/ids.lock"
CHECKLIST = "courses/demo/checklists/week1.yaml"
TRACK = "courses/starting/track.yaml"
CASE = "scenarios/cases/first-call/case.yaml"
LINES = "scenarios/archetypes/calm/lines.yaml"
ARCHETYPE = "scenarios/archetypes/calm/archetype.yaml"
DOSSIER = "scenarios/dossiers/card/exercise.yaml"
PAPER = "scenarios/dossiers/card/documents/card.en.md"
SECOND_BANK = "courses/demo/bank/m2.yaml"
NUMBERS = "零一二三四五六七八九十"


def bank(*, keys: str, long_key: bool = False) -> str:
    """Return a bank of single-choice questions whose right options are *keys* (“aab…”), one each."""
    lines = ["bank: demo.m2", "questions:"]
    for number, key in enumerate(keys, 1):
        lines += [f"  - id: m2-{number}", "    type: single", "    objectives: [m1.o1]"]
        lines += [
            f"    stem: {{zh: 第{NUMBERS[number]}间店铺, en: Shop {NUMBERS[number]!r}}}",
            "    options:",
        ]
        for option in "abc":
            right = "correct: true, " if option == key else ""
            tail = "，这一句特别长" if right and long_key else ""
            end = ", which is a much longer sentence" if right and long_key else ""
            said = f"zh: 选{option}项{tail}, en: 'Option {option}{end}'"
            lines.append(
                f"      - {{id: {option}, {right}{said}, why: {{zh: 因为{option}, en: Because {option}}}}}"
            )
    return "\n".join(lines).replace("'零", "").replace("'", '"') + "\n"


def statements(answers: str) -> str:
    """Return a bank of statements whose answers are *answers* (“ttf…”), one each."""
    lines = ["bank: demo.m2", "questions:"]
    for number, answer in enumerate(answers, 1):
        word = "true" if answer == "t" else "false"
        lines += [f"  - id: m2-{number}", "    type: true_false", "    objectives: [m1.o1]"]
        lines += [f"    stem: {{zh: 第{NUMBERS[number]}句话, en: Statement {number}}}", f"    answer: {word}"]
        lines.append("    why: {zh: 书上这样说。, en: The book says so.}")
    return "\n".join(lines) + "\n"


def lesson(*, name: str, side: str) -> str:
    """Return one side of a further lesson called *name*."""
    title, text = ("又一课", "就这些。") if side == "zh" else ("One more", "That is all.")
    return f"---\nid: {name}\ntitle: {title}\nminutes: 5\nobjectives: [m1.o1]\n---\n\n{text}\n"
