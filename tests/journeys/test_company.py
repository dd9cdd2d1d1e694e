"""The company: a new manager's day, their manager's one signature, the training admin's overview."""

from tests.journeys.traveller import Traveller


def test_new_manager_sees_today_and_the_next_gate(traveller: Traveller) -> None:
    traveller.sign_in("new KAM")
    traveller.go("/")
    assert traveller.page.locator(".first a.button-primary").count() == 1
    traveller.press("nav a[href='/track/']")
    said = traveller.text()
    assert "江临川 Jiang Linchuan" in said, "who signs"
    assert "2026" in said, "when it is due"
    traveller.press("main a[href^='/track/']")
    assert traveller.page.locator("main form").count() == 0, "nobody signs for themselves"


def test_manager_signs_once(traveller: Traveller) -> None:
    traveller.sign_in("manager")
    traveller.go("/")
    traveller.press(".first a.button-primary")
    items = traveller.page.locator("main fieldset")
    traveller.press("main form button[type=submit]")
    assert traveller.page.locator("main [role=alert]").count() == 1, "a checklist that is not filled in"
    for item in items.all():
        item.locator("label").first.click()
        traveller.choices += 1
    traveller.press("main form button[type=submit]")
    traveller.page.wait_for_url("**/track/people")
    said = traveller.page.locator(".toasts").inner_text()
    assert {"zh": "已签字。", "en": "Signed."}[traveller.language] in said


def test_training_admin_assigns_the_track(traveller: Traveller) -> None:
    """From the HR list with days of hire to a person on the track, and the report."""
    traveller.sign_in("training admin")
    traveller.go("/cohorts")
    traveller.press("main table a, main .list a, main li a")
    traveller.fill(
        "main [name=people]",
        "姓名\t邮箱\t工号\t入职日期\n顾新禾\tgu.xinhe@company.example\tBZ-074\t2026-11-20",
    )
    traveller.send("/roster")
    traveller.press("button[name=confirm]")
    assert "gu.xinhe@company.example" in traveller.text()
    traveller.press("nav a[href='/track/overview']")
    before = traveller.page.locator("main table tbody tr").count()
    person = traveller.page.locator("main [name=person] option", has_text="顾新禾").get_attribute("value")
    traveller.pick("main [name=person]", person or "")
    traveller.fill("main [name=hired_on]", "2026-11-20")
    traveller.press(
        "main form[action$='/track/overview'] button[type=submit], main form.form button[type=submit]"
    )
    assert traveller.page.locator("main table tbody tr").count() == before + 1
    traveller.press("nav a[href='/report/']")
    assert "顾新禾" in traveller.text()
