"""Fills the rooms of one organisation of the town, through the services of each room."""

import io
from datetime import timedelta
from fractions import Fraction
from secrets import token_hex

from app.accounts.models import User
from app.courses import services as courses
from app.courses.engine.reading import Note
from app.crm import queries as crm
from app.crm.services import checking, filing, sandboxes
from app.crm.services.filing import Entry
from app.gradebook import services as gradebook
from app.kernel.actor import Actor
from app.library import queries as library_queries
from app.library import services as library
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.review import OwnReview
from app.negotiation.services import marking as debriefs
from app.negotiation.services import runs as talks
from app.negotiation.services import teaching
from app.negotiation.services.runs import Intent, Judgement, Saying
from app.onboarding import services as onboarding
from app.organisations import services as organisations
from app.organisations.models import Cohort
from app.platform import files
from app.platform.clock import now
from app.platform.database import commit, db
from app.projects.engine import gates
from app.projects.queries import inside as queries
from app.projects.services import formation, moderation, setup, stage, teamwork
from app.projects.services import marking as marking_sheets
from app.projects.services.teamwork import Work
from app.quizzes.services import marking, papers, practice, regrades
from app.quizzes.services import rooms as exam_rooms
from app.rubrics import services as rubrics
from app.rubrics.services import Entry as Points
from tests.permissions.town import FIRST_DAY, House, publish_everything, settle_all
from tests.projects import inputs
from tests.projects.world import World

EXAM, LESSON, DOSSIER, TASK, CASE = "m1-check", "what-is-a-key-account", "l1-card", "t1", "office-first-call"
ODD_MARK = Fraction(739, 10)


def build() -> list[House]:
    """Publish the content and fill all four organisations."""
    release_id = publish_everything()
    houses = list(settle_all(release_id))
    for house in houses:
        fill(house, release_id)
    return houses


def fill(house: House, release_id: int) -> None:
    """Fill every room of *house*."""
    study(house, release_id)
    archive(house)
    negotiate(house)
    draft = library.begin_draft(actor=house.actor("author"), kind="lesson", object_id=LESSON)
    house.things["draft_id"] = draft.id
    if house.kind == "college":
        team_work(house, release_id)
    else:
        track(house, release_id)
    commit()


def study(house: House, release_id: int) -> None:
    """Read a lesson, have one attempt open and one marked, and give one mark that nobody else has."""
    actor = house.actor("learner")
    note = Note(visit=f"{house.mark}visit", seconds=30, anchor="", percent=40, at_end=False)
    courses.record_position(actor=actor, lesson_id=LESSON, note=note)
    house.things["note_id"] = courses.add_note(actor=actor, lesson_id=LESSON, text=f"{house.mark} note").id
    done = papers.start(actor=actor, exam_id=EXAM, release_id=release_id)
    marking.submit(actor=actor, attempt_id=done.id)
    running = papers.start(actor=actor, exam_id=EXAM, release_id=release_id)
    house.things |= {"quizzes.result:attempt_id": done.id, "attempt_id": running.id}
    hold(house, actor, release_id)
    gradebook.record(
        organisation_id=house.id,
        user_id=actor.user_id,
        item=("exam", EXAM),
        score=ODD_MARK if house.mark in {"Quokkaria", "Narwhalia"} else Fraction(55),
        maximum=Fraction(100),
        source_id=done.id,
    )
    house.things |= {"item_kind": "exam", "item_id": EXAM}


def hold(house: House, learner: Actor, release_id: int) -> None:
    """Open an exam for the class, write down one regrade that concerns nobody, and practise once."""
    teacher = house.actor("instructor")
    sitting = exam_rooms.open_sitting(
        actor=teacher,
        cohort_id=int(str(house.things["cohort_id"])),
        exam_id=EXAM,
        opens_at=now(),
        closes_at=now() + timedelta(hours=1),
        passcode=True,
    )
    plan = regrades.plan(exam_id=EXAM, question_id="m1-ka-002", policy="drop")
    row, _lines = regrades.apply(actor=teacher, plan=plan, reason=f"{house.mark} reason", attempt_ids=[])
    blob = library_queries.document(release_id, "question", "m1-ka-001")
    review = practice.answer(actor=learner, blob=blob, value={"pick": "c"})
    house.things |= {"sitting_id": sitting.id, "regrade_id": row.id, "review_id": review.id}


def archive(house: House) -> None:
    """Keep an account and a person in one closed sandbox and in one that is open."""
    actor = house.actor("learner")
    for closing in (True, False):
        box = sandboxes.start(actor=actor, dossier_id=DOSSIER)
        entry = Entry("", 0, "name", f"{house.mark} customer")
        account = filing.create_account(actor=actor, sandbox_id=box.id, entry=entry)
        entry = Entry("", 0, "name", f"{house.mark} buyer")
        filing.add_contact(actor=actor, sandbox_id=box.id, account_id=account.id, entry=entry)
        checking.check(actor=actor, sandbox_id=box.id)
        if closing:
            sandboxes.finish(actor=actor, sandbox_id=box.id)
            house.things["crm.model:sandbox_id"] = box.id
        house.things["sandbox_id"] = box.id
    house.things["number"] = 1
    box = crm.own_sandbox(actor, int(str(house.things["sandbox_id"])))
    assert crm.accounts_in(box)


def negotiate(house: House) -> None:
    """Hold one talk and be debriefed, and have another one under way."""
    actor = house.actor("learner")
    for ending in (True, False):
        run = talks.start(actor=actor, case_id=CASE, archetype="opinionated", seed=7)
        talks.judge(actor=actor, run_id=run.id, judgement=Judgement("opinionated", 70))
        talks.plan(actor=actor, run_id=run.id, intent=Intent(words=f"{house.mark} plan"))
        for number, act in enumerate(("open_purpose", "smalltalk", "smalltalk"), 1):
            saying = Saying(act, Slots(), number, token_hex(8), f"{house.mark} words")
            talks.say(actor=actor, run_id=run.id, saying=saying)
        house.things["run_id"] = run.id
        if ending:
            talks.finish(actor=actor, run_id=run.id)
            own = OwnReview(0, "", f"{house.mark} review")
            debriefs.review(actor=actor, run_id=run.id, own=own, found=())
            for page in ("debrief", "compare", "integrity", "comment", "adjust"):
                house.things[f"negotiation.{page}:run_id"] = run.id
    wish = teaching.Wish(case_id=CASE, archetype_id="doubtful", attempts=20)
    cohort_id = int(str(house.things["cohort_id"]))
    row = teaching.assign(actor=house.actor("instructor"), cohort_id=cohort_id, wish=wish)
    house.things["negotiation.begin:assignment_id"] = row.id


def team_work(house: House, release_id: int) -> None:
    """Bring one task of the class to the marking, and one of an earlier class to released marks."""
    earlier = organisations.create_cohort(
        organisation_id=house.id,
        title_zh=f"{house.mark} 往届",
        title_en=f"{house.mark} earlier class",
        release_id=release_id,
        starts_on=FIRST_DAY,
    )
    commit()
    past = _seat_teams(house, earlier)
    _hand_in(house, past)
    past.reach(gates.RELEASED)
    now = _seat_teams(house, house.cohort)
    submission_id = _hand_in(house, now)
    now.reach(gates.REPORTING)
    now.mark(now.actor(1), 0, 77, submit=False)
    _remark(now, f"{house.mark} remark")
    appeal = moderation.appeal(
        actor=house.actor("learner"),
        project=past.project,
        component="own",
        text=f"{house.mark} appeal: please look at my part of the archive again.",
    )
    snippet = rubrics.keep_snippet(actor=house.actor("instructor"), text=f"{house.mark} kept", shared=True)
    code = stage.open_session(actor=now.boss, project=now.project).code
    stage.turn(
        actor=now.boss,
        project=now.project,
        team_id=now.team_ids[0],
        state="presenting",
        expected="waiting",
    )
    house.things |= {
        "appeal_id": appeal.id,
        "projects.answer_appeal:project_id": past.project_id,
        "projects.join_team:team_id": _sign_up(house),
        "snippet_id": snippet.id,
        "code": code,
        "project_id": now.project_id,
        "team_id": now.team_ids[0],
        "submission_id": submission_id,
        "projects.result:project_id": past.project_id,
    }


def _sign_up(house: House) -> int:
    """Let the class choose teams for its next task, and return the one to choose."""
    actor = house.actor("instructor")
    project = setup.create_project(actor=actor, cohort=house.cohort, task_id="t2")
    formation.open_signup(actor=actor, project=project, names=[f"{house.mark} free"], is_open=True)
    commit()
    return queries.teams([project.id])[0].id


def _remark(world: World, text: str) -> None:
    """Write a remark onto the delegate's sheet about the first team."""
    words = Points(next(iter(inputs.spread(1))), 1, text, 1, world.key())
    marking_sheets.score(
        actor=world.actor(1), project=world.project, team_id=world.team_ids[0], entries=[words]
    )
    commit()


def _seat_teams(house: House, cohort: Cohort) -> World:
    """Return a draft project of a class with three teams: the learner's, the delegate's and one more."""
    boss = house.actor("instructor")
    project = setup.create_project(
        actor=boss, cohort=cohort, task_id=TASK, options=setup.Options(ask_contribution=True)
    )
    mates = house.mates
    seats = ([*mates[:2], house.people["learner"]], [house.people["delegate"], *mates[2:4]], mates[4:])
    teams = [
        setup.add_team(actor=boss, project=project, name=f"{house.mark} team {n}", user_ids=people).id
        for n, people in enumerate(seats, 1)
    ]
    commit()
    learners = [db.session.get_one(User, n) for people in seats for n in people]
    first_key = project.id * 1000  # the same people mark in both classes, and a key names one deed of theirs
    return World(house.organisation, house.user("instructor"), cohort, learners, project.id, teams, first_key)


def _hand_in(house: House, world: World) -> int:
    """Hand in a file and a link for the first team and return the number of the file's version."""
    world.reach(gates.EXECUTING)
    paper = files.keep(io.BytesIO(b"# Report\n\n" + house.mark.encode()), f"{house.mark}-report.md")
    actor, team = house.actor("learner"), world.team(0)
    work = Work("screening-report", world.key(), file=paper, note=f"{house.mark} note")
    row = teamwork.hand_in(actor=actor, team=team, work=work)
    link = Work("four-tier-archive", world.key(), url=f"https://{house.mark.lower()}.example/archive")
    teamwork.hand_in(actor=actor, team=team, work=link)
    commit()
    return row.id


def track(house: House, release_id: int) -> None:
    """Put the learner on the track; the first stage waits for its things and the manager."""
    row = onboarding.assign(
        actor=house.actor("admin"),
        user_id=house.people["learner"],
        track_id="kam-90",
        release_id=release_id,
        hired_on=FIRST_DAY,
        manager_id=house.people["manager"],
    )
    house.things |= {"assignment_id": row.id, "stage_id": "d7"}
