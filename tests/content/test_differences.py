"""The difference between two texts, word by word and character by character."""

from hypothesis import given
from hypothesis import strategies as st

from app.content.differences import Line, compare


def shown(line: Line) -> str:
    marks = {"same": "{}", "gone": "[-{}]", "new": "[+{}]"}
    return "".join(marks[part.what].format(part.text) for part in line.parts)


def test_only_what_changed_and_its_neighbours_are_shown() -> None:
    before = "\n".join(["一", "二", "三", "先问价格再谈", "五", "六"])
    after = before.replace("价格", "需要")
    lines = compare(before, after)
    assert [shown(line) for line in lines] == ["三", "先问[-价格][+需要]再谈", "五"]
    assert [line.gap for line in lines] == [2, 0, 0]


def test_english_differs_by_words() -> None:
    (line,) = compare("Ask about money first.", "Ask about needs first.")
    assert shown(line) == "Ask about [-money][+needs] first."


def test_lines_that_have_nothing_in_common_are_not_woven_together() -> None:
    assert [shown(line) for line in compare("abc def", "甲乙丙")] == ["[-abc def]", "[+甲乙丙]"]
    assert [shown(line) for line in compare("a", "a\nb")] == ["a", "[+b]"]
    assert [shown(line) for line in compare("a\nb", "b")] == ["[-a]", "b"]


@given(st.text("ab\n 甲乙", max_size=30), st.text("ab\n 甲乙", max_size=30))
def test_both_texts_can_be_read_out_of_the_difference(before: str, after: str) -> None:
    lines = compare(before, after)
    gone = "".join(part.text for line in lines for part in line.parts if part.what == "gone")
    new = "".join(part.text for line in lines for part in line.parts if part.what == "new")
    assert (not lines) == (before == after) or not (gone + new).strip()
    for line in lines:
        if line.changed:
            old = "".join(part.text for part in line.parts if part.what != "new")
            assert old in before or not old
