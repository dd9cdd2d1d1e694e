"""Starting an attempt, and the paper it is about: always the pinned versions, never the newest ones."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from hmac import compare_digest
from typing import Any

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from app.kernel.messages import N_
from app.library import queries as library
from app.organisations import queries as organisations
from app.platform.clock import now
from app.platform.database import db
from app.quizzes.engine.draw import Bank, Cell, Planned, TooFewQuestionsError, plan
from app.quizzes.engine.timing import Allowance, deadline
from app.quizzes.models import Attempt, AttemptItem, Sitting
from app.quizzes.queries import attempts as queries
from app.quizzes.services import expiry
from app.quizzes.services.sheets import kind_of

Doc = Mapping[str, Any]
LETTERS = "ABCDEFGH"
NOT_OPEN = N_("This exam is not open for your class now. Your teacher opens it at the time agreed.")
WRONG_PASSCODE = N_("That is not the passcode of this sitting. Look at the board, or ask the invigilator.")


def release_of(*, actor: Actor) -> int:
    """Return the release the actor's class works on, or the newest; NotFoundError before any is published."""
    enrolment = organisations.enrolment_of(actor)
    if enrolment is not None:
        return enrolment.cohort.release_id
    newest = library.current_release()
    if newest is None:
        raise NotFoundError(N_("No course is published yet. Ask your training admin to load the content."))
    return newest.id


def one_session(exam: Doc) -> bool:
    """Return whether an exam may be answered in one browser only (summative ones, unless they say no)."""
    said = (exam.get("integrity") or {}).get("one_session")
    return exam.get("kind") == "summative" if said is None else said is True


def start(
    *, actor: Actor, exam_id: str, release_id: int, seed: str = "", passcode: str = "", session_key: str = ""
) -> Attempt:
    """Return the actor's open attempt at the exam, or a new one on *release_id*.

    A summative exam needs an open sitting of the actor's class, and its *passcode* if it has one.
    ConflictError when all allowed attempts are used. *seed* fixes the draw (tests, demo data);
    *session_key* names the browser that begins.
    """
    running = queries.open_attempt(actor, exam_id)
    if running is not None:
        if expiry.is_over(running):
            expiry.close(attempt=running)
        return running
    exam = library.document(release_id, "exam", exam_id)
    sitting = _sitting(actor, exam.doc, passcode)
    before = queries.attempts_at(actor, exam_id)
    allowed = exam.doc.get("attempts", "unlimited")
    if allowed != "unlimited" and len(before) >= int(allowed):
        raise ConflictError(N_("You have used all %(count)s attempts at this exam."), count=allowed)
    attempt = Attempt(
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        exam_id=exam_id,
        exam_hash=exam.hash,
        release_id=release_id,
        seed=seed or secrets.token_hex(8),
        started_at=now(),
        sitting_id=sitting.id if sitting else None,
        session_key=session_key,
        allowance={},
        form=_form(actor, exam.doc, [one.form for one in before]),
    )
    _limit(attempt, actor, exam.doc, sitting)
    attempt.items = _items(exam.doc, release_id, attempt)
    db.session.add(attempt)
    db.session.flush()
    expiry.watch(attempt=attempt)
    return attempt


def size(*, exam: Doc, release_id: int) -> int:
    """Return how many questions a paper of *exam* has; a case counts all of its questions."""
    count = len(exam.get("questions", []))
    cases = {i: blob.doc for i, blob in library.documents(release_id, "cluster").items()}
    for row in exam.get("draw", []):
        cell = Cell.read(row, exam)
        sizes = (
            [len(cases[ident]["questions"]) for ident in Bank({}, cases).members(cell)]
            if cell.cluster
            else [1]
        )
        count += cell.pick * max(sizes, default=0)
    return count


def open_sitting(*, actor: Actor, exam: Doc) -> Sitting | None:
    """Return the sitting of *exam* that is open for the actor's class now."""
    enrolment = organisations.enrolment_of(actor)
    if enrolment is None:
        return None
    return queries.sitting_open_for(actor, enrolment.cohort_id, str(exam["id"]), now())


def _sitting(actor: Actor, exam: Doc, passcode: str) -> Sitting | None:
    """Return the open sitting the actor may begin in; summative exams cannot begin without one."""
    if exam.get("kind") != "summative":
        return None
    sitting = open_sitting(actor=actor, exam=exam)
    if sitting is None:
        raise NotAllowedError(NOT_OPEN)
    if sitting.passcode and not compare_digest(
        sitting.passcode.casefold().encode(), passcode.strip().casefold().encode()
    ):
        raise InvalidError(WRONG_PASSCODE)
    return sitting


def _form(actor: Actor, exam: Doc, before: list[str]) -> str:
    """Return the parallel form: people take turns, and a second try is another paper."""
    count = int(exam.get("forms", 1))
    if count < 2:
        return ""
    if before:
        return LETTERS[(LETTERS.index(before[0]) + 1) % count] if before[0] else LETTERS[0]
    return LETTERS[queries.attempt_count(actor.organisation_id, str(exam["id"])) % count]


def _limit(attempt: Attempt, actor: Actor, exam: Doc, sitting: Sitting | None) -> None:
    """Write down the deadline and what it is made of."""
    if not exam.get("minutes"):
        return
    special = queries.accommodation_of(actor.organisation_id, actor.user_id)
    allowance = Allowance(Fraction(str(exam["minutes"])))
    if special is not None:
        allowance = replace(allowance, factor=Fraction(special.factor), extra=special.minutes)
    closes = sitting.closes_at if sitting else None
    attempt.deadline_at, capped = deadline(attempt.started_at, allowance, closes)
    attempt.allowance = replace(allowance, capped=capped).told()


def _items(exam: Doc, release_id: int, attempt: Attempt) -> list[AttemptItem]:
    questions = library.documents(release_id, "question")
    cases = library.documents(release_id, "cluster")
    bank = Bank(
        {ident: blob.doc for ident, blob in questions.items()},
        {ident: blob.doc for ident, blob in cases.items()},
    )

    def movable(question: Doc) -> list[str]:
        return kind_of(question).option_ids(question)

    form = LETTERS.index(attempt.form) if attempt.form else None
    try:
        places = plan(exam, bank, attempt.seed, movable, form)
    except TooFewQuestionsError as error:
        message = N_(
            "This exam cannot be drawn: the bank has too few questions for %(cell)s. Tell your teacher."
        )
        raise ConflictError(message, cell=str(error)) from error
    return [
        _item(
            n,
            place,
            questions[place.question].hash,
            cases[place.cluster].hash if place.cluster in cases else None,
        )
        for n, place in enumerate(places, 1)
    ]


def _item(position: int, place: Planned, question_hash: str, cluster_hash: str | None) -> AttemptItem:
    return AttemptItem(
        position=position,
        question_id=place.question,
        question_hash=question_hash,
        cluster_hash=cluster_hash,
        option_order=list(place.option_order),
        points=place.points,
        seq=0,
    )
