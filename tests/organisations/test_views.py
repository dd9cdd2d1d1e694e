"""People and classes on the page; what one organisation must never see of another."""

import io

from flask.testing import FlaskClient
from openpyxl import Workbook

from app.accounts import queries as accounts
from app.organisations import queries, services
from app.organisations.policies import Role
from app.platform.database import commit, db
from tests import factories


def test_invited_person_is_listed_and_gets_one_mail(client: FlaskClient) -> None:
    home = factories.organisation()
    admin = factories.person(Role.ADMIN, organisation=home)
    factories.sign_in(client, admin)
    form = {"name": "New Person", "email": "New@Test.example", "role": "learner"}
    assert client.post("/people", data=form).status_code == 302
    assert "New Person" in client.get("/people").text
    assert "/invitation/" in client.get("/outbox").text
    again = client.post("/people", data=form)
    assert again.status_code == 422
    assert "already has this role" in again.text


def test_instructor_cannot_make_an_admin(client: FlaskClient) -> None:
    home = factories.organisation()
    factories.sign_in(client, factories.person(Role.INSTRUCTOR, organisation=home))
    page = client.post("/people", data={"name": "X", "email": "x@test.example", "role": "admin"})
    assert page.status_code == 422
    assert accounts.by_email("x@test.example") is None


def test_roster_is_checked_first_and_changes_nothing_until_confirmed(client: FlaskClient) -> None:
    home = factories.organisation()
    teacher = factories.person(Role.INSTRUCTOR, organisation=home)
    cohort = factories.cohort(home)
    factories.sign_in(client, teacher)
    url = f"/cohorts/{cohort.id}/roster"
    bad = client.post(url, data={"people": "Ann,ann@test.example\nBob", "confirm": "1"})
    assert bad.status_code == 422
    assert "There is no e-mail address in this row." in bad.text
    assert "Bob</textarea>" in bad.text
    dry = client.post(url, data={"people": "Ann,ann@test.example"})
    assert dry.status_code == 200
    assert queries.roster(cohort.id) == []
    done = client.post(url, data={"people": "Ann,ann@test.example", "confirm": "1"})
    assert done.status_code == 302
    db.session.expire_all()
    assert [row.user.name for row in queries.roster(cohort.id)] == ["Ann"]


def test_sheet_is_read_and_a_fake_one_is_refused(client: FlaskClient) -> None:
    home = factories.organisation()
    factories.sign_in(client, factories.person(Role.INSTRUCTOR, organisation=home))
    cohort = factories.cohort(home)
    book, file = Workbook(), io.BytesIO()
    sheet = book.create_sheet(index=0)
    book.active = 0
    sheet.append(["姓名", "邮箱"])
    sheet.append(["林悦", "lin@test.example"])
    book.save(file)
    file.seek(0)
    page = client.post(f"/cohorts/{cohort.id}/roster", data={"sheet": (file, "class.xlsx")})
    assert page.status_code == 200
    assert "林悦" in page.text
    fake = client.post(
        f"/cohorts/{cohort.id}/roster", data={"sheet": (io.BytesIO(b"no sheet"), "class.xlsx")}
    )
    assert fake.status_code == 422
    assert "not an XLSX sheet" in fake.text


def test_other_organisations_classes_and_mail_do_not_exist(client: FlaskClient) -> None:
    here, there = factories.organisation(), factories.organisation()
    stranger = factories.person(Role.ADMIN, organisation=there)
    cohort = factories.cohort(here)
    factories.sign_in(client, stranger)
    assert client.get(f"/cohorts/{cohort.id}").status_code == 404
    assert client.post(f"/cohorts/{cohort.id}/roster", data={"people": "A,a@test.example"}).status_code == 404


def test_reset_mail_of_somebody_who_also_belongs_elsewhere_is_not_shown(client: FlaskClient) -> None:
    here, there = factories.organisation(), factories.organisation()
    shared = factories.person(Role.LEARNER, organisation=here, name="Shared")
    services.add_member(organisation_id=there.id, user=shared, role=Role.MANAGER)
    admin = factories.person(Role.ADMIN, organisation=here)
    client.post("/password/forgotten", data={"email": shared.email})
    factories.sign_in(client, admin)
    assert "/password/reset/" not in client.get("/outbox").text


def test_switching_acts_in_the_other_organisation_and_refuses_strangers(client: FlaskClient) -> None:
    here, there, far = (factories.organisation() for _ in range(3))
    person = factories.person(Role.LEARNER, organisation=here)
    services.add_member(organisation_id=there.id, user=person, role=Role.ADMIN)
    commit()
    factories.sign_in(client, person)
    assert client.get("/people").status_code == 403
    assert client.post("/organisation", data={"organisation": there.id}).status_code == 302
    assert client.get("/people").status_code == 200
    assert client.post("/organisation", data={"organisation": far.id}).status_code == 404


def test_pages_send_as_many_statements_for_thirty_people_as_for_three(
    client: FlaskClient, statements: list[str]
) -> None:
    home = factories.organisation()
    admin = factories.person(Role.ADMIN, organisation=home)
    counts = []
    for size in (3, 27):
        people = [factories.person(Role.LEARNER, organisation=home) for _ in range(size)]
        cohort = factories.cohort(home, *people)
        factories.sign_in(client, admin)
        for url in ("/people", "/cohorts", f"/cohorts/{cohort.id}", "/outbox"):
            statements.clear()
            assert client.get(url).status_code == 200
            counts.append(len(statements))
    assert counts[:4] == counts[4:]
