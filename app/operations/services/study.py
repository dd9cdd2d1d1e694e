"""The demo's learners at work: lessons read, checks taken, talks held, archives filed."""

import itertools
from collections.abc import Mapping
from typing import Any

from app.courses import services as courses
from app.crm import queries as crm_queries
from app.crm.engine import robots
from app.crm.engine.fields import find
from app.crm.services import checking, filing, sandboxes
from app.kernel.actor import Actor
from app.library import queries as library
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.review import OwnReview
from app.negotiation.models import GRADED
from app.negotiation.services import marking as debriefs
from app.negotiation.services import runs as negotiation
from app.operations.services.people import Cast
from app.quizzes.services import marking, papers
from app.quizzes.services.sheets import sheets

EXAM, CASE, DOSSIER, MODULE = "m1-check", "office-first-call", "l1-card", "m1"


def load_progress(cast: Cast, plan: Mapping[str, Any]) -> None:
    """Have every learner of *plan* do what it says they have done."""
    for key, row in plan["progress"].items():
        organisation = "company" if cast.enrolments[key].hired_on else "college"
        actor, release_id = cast.actor(key, organisation), cast.cohorts_of(key).release_id
        _read(actor, release_id, row["lessons"])
        for wrong in row.get("wrong", ()):
            _take_check(actor, release_id, wrong)
        if "talk" in row:
            _talk(actor, plan["talks"][row["talk"]], seed=len(key) * 101)
        if "archive" in row:
            _archive(actor, whole=row["archive"] == "all")


def _read(actor: Actor, release_id: int, count: int) -> None:
    items = library.document(release_id, "module", MODULE).doc["items"]
    lessons = [item["lesson"] for item in items if "lesson" in item]
    for lesson_id in lessons[:count]:
        courses.complete(actor=actor, lesson_id=lesson_id)


def _take_check(actor: Actor, release_id: int, wrong: int) -> None:
    """Answer the module check with the first *wrong* questions left blank."""
    attempt = papers.start(actor=actor, exam_id=EXAM, release_id=release_id, seed=f"demo-{wrong}")
    paper = sheets(attempt=attempt)
    values = {sheet.item.position: sheet.kind.right(sheet.question) for sheet in paper[wrong:]}
    marking.save(actor=actor, attempt_id=attempt.id, values=values)
    marking.submit(actor=actor, attempt_id=attempt.id)


def _act(step: str | Mapping[str, str]) -> tuple[str, Slots]:
    if isinstance(step, str):
        return step, Slots(topic="fleet")
    act, slot = next(iter(step.items()))
    return act, Slots(advance=slot) if act == "ask_advance" else Slots(topic=slot)


def _talk(actor: Actor, script: Mapping[str, Any], seed: int) -> None:
    run = negotiation.start(actor=actor, case_id=CASE, mode=GRADED, archetype="opinionated", seed=seed)
    first = negotiation.Judgement(**{**script["judge"], "cues": tuple(script["judge"]["cues"])})
    negotiation.judge(actor=actor, run_id=run.id, judgement=first)
    intent = negotiation.Intent(counter=tuple(script["counter"]), trigger=tuple(script["trigger"]))
    negotiation.plan(actor=actor, run_id=run.id, intent=intent)
    for number, step in enumerate(script["acts"], 1):
        act, slots = _act(step)
        saying = negotiation.Saying(act, slots, number, f"demo-{run.id}-{number}")
        if negotiation.say(actor=actor, run_id=run.id, saying=saying).outcome:
            break
    negotiation.finish(actor=actor, run_id=run.id)
    debriefs.review(actor=actor, run_id=run.id, own=OwnReview(turn=0, better="", words=""))


def _archive(actor: Actor, *, whole: bool) -> None:
    """File the model archive, or the first half of each record without looking at everything."""
    sandbox = sandboxes.start(actor=actor, dossier_id=DOSSIER)
    account = 0
    for record in robots.perfect(crm_queries.dossier_of(sandbox), "zh"):
        name = record.filings["name"]
        entry = filing.Entry("", 0, "name", name.raw, name.doc, name.quote)
        if record.entity == "account":
            number = filing.create_account(actor=actor, sandbox_id=sandbox.id, entry=entry).id
            account = number
        else:
            number = filing.add_contact(
                actor=actor, sandbox_id=sandbox.id, account_id=account, entry=entry
            ).id
        fields = [key for key in record.filings if key != "name" and find(record.entity, key)]
        for key in fields if whole else itertools.islice(fields, len(fields) // 2):
            one = record.filings[key]
            entry = filing.Entry(record.entity, number, key, one.raw, one.doc, one.quote, one.status)
            filing.file_value(actor=actor, sandbox_id=sandbox.id, entry=entry)
    checking.check(actor=actor, sandbox_id=sandbox.id)
