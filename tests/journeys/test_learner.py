"""A learner: from the mailed link to a debrief that teaches."""

from tests.journeys.preparing import invite
from tests.journeys.traveller import Traveller


def test_learner_from_invitation_to_debrief(traveller: Traveller) -> None:
    link = invite(traveller.site, "newcomer")
    traveller.go(link)
    traveller.fill("main [name=password]", "a sentence of my own")
    enter(traveller)
    begin_the_course(traveller)
    answer_inline_check(traveller)
    talk_three_times(traveller)
    be_debriefed(traveller)
    assert traveller.presses <= 12, "links and buttons from the mailed link to the debrief"


def enter(traveller: Traveller) -> None:
    """Choose the language in the invitation and come in."""
    language = traveller.page.locator("main [name=language]").first
    if language.evaluate("e => e.tagName") == "SELECT":
        traveller.pick("main [name=language]", traveller.language)
    else:
        traveller.choose(f"main [name=language][value={traveller.language}]")
    traveller.press("main form button[type=submit]")
    traveller.page.wait_for_url(f"{traveller.site.url}/")


def begin_the_course(traveller: Traveller) -> None:
    """Follow the one thing to do next: lesson 1.1."""
    traveller.press(".first a.button-primary")
    traveller.page.wait_for_url("**/learn/lesson/what-is-a-key-account*")


def answer_inline_check(traveller: Traveller) -> None:
    """Answer the question inside the lesson and read why."""
    box = traveller.page.locator("[data-check]").first
    traveller.choose("[data-check] input[type=radio]")
    traveller.press(box.locator("button[type=submit]"))
    traveller.page.locator("[data-check] [role=status]").first.wait_for()


def talk_three_times(traveller: Traveller) -> None:
    """Go from the lesson to the customer who always knows better; judge, plan, and say three things."""
    traveller.press("main a[href='/negotiation/cases/office-first-call']")
    traveller.pick("main [name=archetype]", "opinionated")
    traveller.send("/negotiation/cases/office-first-call")
    traveller.choose("main [name=archetype][value=opinionated]")
    traveller.send("/judge")
    traveller.choose("main [name=backup]")
    traveller.choose("main [name=trigger]")
    traveller.send("/plan")
    for number, act in enumerate(("open_purpose", "smalltalk", "smalltalk"), 1):
        traveller.choose(f"main [name=act][value={act}]")
        traveller.send("/say")
        traveller.page.locator(f"#say [name=number][value='{number + 1}']").wait_for(state="attached")


def be_debriefed(traveller: Traveller) -> None:
    """Take leave, say what one makes of it, and have the mask lifted."""
    traveller.send("/finish")
    traveller.page.locator("form[action$='/review']").wait_for()
    traveller.send("/review")
    traveller.page.wait_for_url("**/debrief")
    assert traveller.page.locator(".neg-unmask").count() == 1
