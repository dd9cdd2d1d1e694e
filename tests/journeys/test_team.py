"""Marking in the college: the delegate of a team, and the teacher from the roster to the gradebook."""

from tests.journeys.preparing import mark_everything_else
from tests.journeys.traveller import Traveller

ROSTER = "姓名,邮箱,学号\n" + "\n".join(f"新生 {n},fresh{n}@college.example,2607{n:02}" for n in range(40))


def test_delegate_marks_another_team(traveller: Traveller) -> None:
    """The own team stands aside and says why; another team is marked criterion by criterion."""
    traveller.sign_in("delegate")
    traveller.go("/")
    traveller.press(".first a.button-primary")
    traveller.page.wait_for_url("**/marking")
    own = traveller.page.locator(
        "main .card", has_text={"zh": "回避", "en": "Stand aside"}[traveller.language]
    )
    assert own.count() == 1
    assert own.locator("a.button").count() == 0
    assert len(own.inner_text()) > 30, "it says why"
    traveller.press("main a.button-primary")
    fill_in_the_sheet(traveller)
    traveller.press("form.sheet button[name=submit]")
    traveller.page.locator("form.sheet").wait_for(state="detached")
    assert {"zh": "已提交", "en": "Handed in"}[traveller.language] in traveller.text()


def fill_in_the_sheet(traveller: Traveller) -> None:
    """Choose the first level of every criterion, and write one remark."""
    for criterion in traveller.page.locator("fieldset.criterion").all():
        criterion.locator("label.check").first.click()
        traveller.choices += 1
    traveller.page.locator("fieldset.criterion textarea").first.fill("Clear, and well sourced.")


def test_instructor_imports_a_roster(traveller: Traveller) -> None:
    """A dry run first: nobody is enrolled before it is confirmed."""
    traveller.sign_in("instructor")
    traveller.go("/cohorts")
    traveller.press("main table a, main .list a, main li a")
    before = traveller.page.locator("main table tbody tr").count()
    traveller.fill("main [name=people]", ROSTER + "\nno address here")
    traveller.send("/roster")
    assert "no address here" in traveller.page.input_value("main [name=people]")
    assert traveller.page.locator("button[name=confirm]").count() == 0
    traveller.fill("main [name=people]", ROSTER)
    traveller.send("/roster")
    assert "fresh39@college.example" in traveller.text()
    traveller.press("button[name=confirm]")
    assert traveller.page.locator("main table tbody tr").count() == before + 40


def test_instructor_opens_a_task_for_a_new_class(traveller: Traveller) -> None:
    """A new class, its people, teams dealt, shares set (they add up by themselves), published."""
    traveller.sign_in("instructor")
    traveller.go("/cohorts")
    traveller.fill("main [name=title_zh]", "新班")
    traveller.fill("main [name=title_en]", "New class")
    traveller.fill("main [name=starts_on]", "2026-12-01")
    traveller.press("main form[action$='/cohorts'] button[type=submit]")
    traveller.fill("main [name=people]", ROSTER.replace("fresh", "other"))
    traveller.send("/roster")
    traveller.press("button[name=confirm]")
    traveller.press("nav a[href='/projects/']")
    traveller.press("main a[href='/projects/new']")
    traveller.fill("main [name=teacher_share]", "160")
    traveller.press("main form button[type=submit]")
    assert traveller.page.input_value("main [name=teacher_share]") == "160", "what was typed is kept"
    assert traveller.page.locator("main .field-error").count() >= 1
    traveller.fill("main [name=teacher_share]", "70")
    traveller.press("main form button[type=submit]")
    traveller.fill("main [name=count]", "8")
    traveller.send("/deal")
    traveller.send("/move", "[name=target]")
    assert traveller.page.locator("main [name=count]").count() == 0, "the task is no draft any more"


def test_instructor_marks_releases_and_reads_the_gradebook(traveller: Traveller) -> None:
    """Everybody has marked; marking is closed, results computed, looked at and released."""
    mark_everything_else(traveller.site)
    traveller.sign_in("instructor")
    traveller.go("/projects/1/manage")
    traveller.send("/move", "[name=target][value=moderating]")
    traveller.send("/compute")
    assert traveller.page.locator("details.origin").count() >= 3, "each mark says how it came about"
    traveller.send("/release")
    traveller.page.wait_for_url("**/result")
    traveller.press("nav a[href='/gradebook/']")
    traveller.press("main a[href='/gradebook/cohorts/1']")
    marks = traveller.page.locator("main table tbody td a")
    assert marks.count() >= 12
    traveller.press(marks)
    assert "/gradebook/history/" in traveller.page.url
