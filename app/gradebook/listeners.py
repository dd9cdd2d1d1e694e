"""What the gradebook does when it hears of a result."""

from app.crm.events import ArchiveChecked
from app.gradebook.services import record, revise
from app.kernel.events import subscribe
from app.negotiation.events import RunAdjusted, RunDebriefed
from app.negotiation.models import GRADED
from app.projects.events import ResultReleased
from app.quizzes.events import AttemptRegraded, AttemptSubmitted


def on_attempt(event: AttemptSubmitted) -> None:
    """Write the result of an exam."""
    record(
        organisation_id=event.organisation_id,
        user_id=event.user_id,
        item=("exam", event.exam_id),
        score=event.score,
        maximum=event.maximum,
        source_id=event.attempt_id,
    )


def on_regrade(event: AttemptRegraded) -> None:
    """Let the best attempt count as it stands after a mark was given by hand, changed or taken back."""
    revise(
        organisation_id=event.organisation_id,
        user_id=event.user_id,
        item=("exam", event.exam_id),
        score=event.best_score,
        maximum=event.best_maximum,
        source_id=event.best_attempt_id,
    )


def on_run(event: RunDebriefed) -> None:
    """Write the result of a graded negotiation; practice runs are for the learner alone."""
    if event.mode != GRADED:
        return
    record(
        organisation_id=event.organisation_id,
        user_id=event.user_id,
        item=("scenario", event.case_id),
        score=event.score,
        maximum=event.maximum,
        source_id=event.run_id,
    )


def on_adjustment(event: RunAdjusted) -> None:
    """Let the best graded negotiation count as it stands after a teacher changed a mark."""
    if event.mode != GRADED:
        return
    revise(
        organisation_id=event.organisation_id,
        user_id=event.user_id,
        item=("scenario", event.case_id),
        score=event.best_score,
        maximum=event.maximum,
        source_id=event.best_run_id,
    )


def on_archive(event: ArchiveChecked) -> None:
    """Write the result of an archive check."""
    record(
        organisation_id=event.organisation_id,
        user_id=event.user_id,
        item=("crm", event.dossier_id),
        score=event.score,
        maximum=event.maximum,
        source_id=event.sandbox_id,
    )


def on_release(event: ResultReleased) -> None:
    """Write the released marks of a team task, one for each member."""
    for user_id, score, maximum in event.rows:
        record(
            organisation_id=event.organisation_id,
            user_id=user_id,
            item=("task", event.task_id),
            score=score,
            maximum=maximum,
            source_id=event.project_id,
        )


def connect() -> None:
    """Subscribe; called once, by the factory."""
    subscribe(AttemptSubmitted, on_attempt)
    subscribe(AttemptRegraded, on_regrade)
    subscribe(RunDebriefed, on_run)
    subscribe(RunAdjusted, on_adjustment)
    subscribe(ArchiveChecked, on_archive)
    subscribe(ResultReleased, on_release)
