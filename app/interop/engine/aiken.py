"""Aiken: the plainest format, single choice only. Reading."""

import re

from app.interop.engine.exchange import Reading, choice, unpack

_OPTION = re.compile(r"\s*([A-Z])[.)]\s+(.*)")
_KEY = re.compile(r"\s*ANSWER:\s*([A-Z])\s*\Z", re.IGNORECASE)


def read(text: str) -> Reading:
    """Return the questions of an Aiken file; a line that fits nowhere is named."""
    reading = Reading()
    stem: list[str] = []
    options: list[tuple[str, str]] = []
    start = 1
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        option, key = _OPTION.match(line), _KEY.match(line)
        if key:
            _close(reading, start, stem, options, key[1].upper())
            stem, options = [], []
        elif option:
            options.append((option[1], option[2].strip()))
        elif line.strip():
            if options:
                reading.refuse(start, " ".join(stem), "no line “ANSWER: …” after the options")
                stem, options = [], []
            if not stem:
                start = number
            stem.append(line.strip())
    if stem or options:
        reading.refuse(start, " ".join(stem), "no line “ANSWER: …” at the end")
    return reading


def _close(reading: Reading, line: int, stem: list[str], options: list[tuple[str, str]], key: str) -> None:
    words = " ".join(stem)
    if not words or len(options) < 2:
        reading.refuse(line, words, "a question needs a text and at least two options")
    elif key not in {letter for letter, _ in options}:
        reading.refuse(line, words, f"the answer {key} is not among the options")
    else:
        rows = [(unpack(text), letter == key, None) for letter, text in options]
        question = {"id": f"imported-{len(reading.questions) + 1}", "type": "single", "stem": unpack(words)}
        reading.questions.append((line, choice(question, rows)))
