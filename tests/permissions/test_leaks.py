"""Four organisations full of marked names, titles, notes, files and marks: none shows on another's pages."""

import pytest

from tests.permissions import walking
from tests.permissions.conftest import Town
from tests.permissions.town import MARKS, ROLES, House

PEOPLE = [(kind, role) for kind in MARKS for role in ROLES if (kind, role) != ("company", "delegate")]
ODD_MARK = "73.9"
MAILED = ("/invitation/", "/password/reset/")
SHOWN = {
    "college": (
        *("learner", "class", "team 1", "remark", "note", "customer", "buyer", "guest", "Organisation"),
        *("-report.md", ".example/archive"),
    ),
    "company": ("learner", "class", "customer", "buyer", "guest", "Organisation"),
}


def everything(town: Town, house: House, role: str) -> dict[str, walking.Page]:
    """Return every page that somebody of *house* can reach, also by trying the ids of all organisations.

    Mailed links are left out: whoever holds one is meant to be greeted by name. (The drawings in lessons hold
    every number, so the odd mark is not looked for there.)
    """
    client = town.forgetful(house, role)
    starts = [path for path in walking.addresses(client, *town.houses) if not path.startswith(MAILED)]
    return walking.walk(client, ["/", *starts])


@pytest.mark.parametrize(("kind", "role"), PEOPLE)
def test_no_page_shows_anything_of_another_organisation(town: Town, kind: str, role: str) -> None:
    house = town.house(kind, 1)
    strange = [mark for marks in MARKS.values() for mark in marks if mark != house.mark]
    pages = everything(town, house, role)
    leaks = {
        path: mark
        for path, page in pages.items()
        for mark in [*strange, *map(str.lower, strange), ODD_MARK]
        if mark in page.text and not (mark == ODD_MARK and path.startswith("/learn/"))
    }
    assert leaks == {}
    assert len(pages) > 20
    assert any(house.mark in page.text for page in pages.values())


@pytest.mark.parametrize("kind", MARKS)
def test_the_marks_do_show_where_they_belong(town: Town, kind: str) -> None:
    house = town.house(kind)
    text = "".join(
        page.text for role in house.roles for page in everything(town, house, role).values()
    ).lower()
    due = [ODD_MARK, *(f"{house.mark}{'' if end[0] in '-.' else ' '}{end}".lower() for end in SHOWN[kind])]
    assert [words for words in due if words not in text] == []
