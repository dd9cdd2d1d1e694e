"""What a teacher decides about marks before a release, and what students ask to have looked at again."""

from datetime import timedelta

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, GoneError, InvalidError, NotAllowedError, NotFoundError
from app.kernel.messages import N_
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db
from app.projects import policies
from app.projects.engine import gates
from app.projects.models.outcome import Appeal, AppealEvent, ModerationDecision
from app.projects.models.project import PROJECT, Project
from app.projects.queries import appeals as appeal_queries
from app.projects.queries import outcomes

NOT_OPEN = N_(
    "Marks can be left out only while they are being checked, after marking and before the release."
)
REASON = N_("Say why in a sentence. The reason is kept and shown with the result.")
VERDICT = N_("Choose whether the sheet is left out or taken in again.")
NO_SHEET = N_("This delegate has handed in no sheet for that team.")
TOO_LATE = N_("An appeal can be made for %(days)s days after the release; that time is over.")
NOT_RELEASED = N_("There is no released mark of yours here yet.")
WORDS = N_("Say in at least %(least)s characters what should be looked at again, and why.")
TWICE = N_("You have asked about this part before. Each part can be asked about once.")
COMPONENT = N_("Choose which part of the mark you mean.")
OTHER_MARKER = N_("You gave this mark yourself. Leave the appeal to a colleague who did not.")
DECIDED = N_("This appeal has been decided already.")
NOT_TAKEN = N_("Take the appeal up first, so that everybody sees who looks at it.")
NO_NEW_RESULT = N_(
    "Correct the marks and release the new result first; then this appeal can be closed as changed."
)
DAYS = 7
LEAST = 20
COMPONENTS = ("teacher", "students", "own", "contribution")


def decide(
    *, actor: Actor, project: Project, pair: tuple[int, int], verdict: str, reason: str
) -> ModerationDecision:
    """Leave one delegate's sheet (*pair* = delegate's team, marked team) out of the result, or take it in."""
    _decidable(actor, project, pair, verdict)
    if not reason.strip():
        raise InvalidError(REASON)
    row = ModerationDecision(
        project_id=project.id,
        side_id=pair[0],
        team_id=pair[1],
        verdict=verdict,
        reason=reason.strip(),
        by_id=actor.user_id,
        at=now(),
    )
    db.session.add(row)
    db.session.flush()
    after = {"side": pair[0], "team": pair[1], "verdict": verdict}
    audit.record(
        actor,
        action="moderated",
        object_kind=PROJECT,
        object_id=project.id,
        after=after,
        reason=reason.strip(),
    )
    return row


def _decidable(actor: Actor, project: Project, pair: tuple[int, int], verdict: str) -> None:
    if not policies.may_manage(actor):
        raise NotAllowedError
    if project.state != gates.MODERATING:
        raise GoneError(NOT_OPEN)
    if verdict not in {"void", "restore"}:
        raise InvalidError(VERDICT)
    if pair not in outcomes.delegate_pairs(project.id):
        raise InvalidError(NO_SHEET)


def appeal(*, actor: Actor, project: Project, component: str, text: str) -> Appeal:
    """Ask to have one part of the own released mark looked at again; within a week, once for each part."""
    mark = appeal_queries.released_mark(project.id, actor.user_id)
    if mark is None:
        raise InvalidError(NOT_RELEASED)
    if now() > mark.released_at + timedelta(days=DAYS):
        raise GoneError(TOO_LATE, days=DAYS)
    if component not in COMPONENTS:
        raise InvalidError(COMPONENT)
    if len(text.strip()) < LEAST:
        raise InvalidError(WORDS, least=LEAST)
    if any(row.component == component for row in appeal_queries.own(project.id, actor.user_id)):
        raise ConflictError(TWICE)
    row = Appeal(
        organisation_id=actor.organisation_id,
        project_id=project.id,
        release_id=mark.release_id,
        team_id=mark.team_id,
        user_id=actor.user_id,
        component=component,
        text=text.strip(),
        at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def take(*, actor: Actor, project: Project, appeal_id: int) -> AppealEvent:
    """Take an appeal up; not whoever gave the mark, where the school has another marker."""
    row = _appeal(actor, project, appeal_id)
    if _is_original_marker(actor, project, row) and _others_could(actor):
        raise NotAllowedError(OTHER_MARKER)
    return _event(actor, row, "taken", "")


def settle(*, actor: Actor, project: Project, appeal_id: int, verdict: str, text: str) -> AppealEvent:
    """Decide an appeal: the mark stands (*upheld*), or a new result was released (*changed*)."""
    row = _appeal(actor, project, appeal_id)
    taken = [event for event in appeal_queries.events([row.id]) if event.kind == "taken"]
    if not taken:
        raise InvalidError(NOT_TAKEN)
    if verdict not in {"upheld", "changed"}:
        raise InvalidError(VERDICT)
    if not text.strip():
        raise InvalidError(REASON)
    if verdict == "upheld":
        return _event(actor, row, verdict, text.strip())
    newest = appeal_queries.released_mark(project.id, row.user_id)
    if newest is None or newest.release_id <= row.release_id:
        raise InvalidError(NO_NEW_RESULT)
    return _event(actor, row, verdict, text.strip(), newest.result_version_id)


def _appeal(actor: Actor, project: Project, appeal_id: int) -> Appeal:
    if not policies.may_manage(actor):
        raise NotAllowedError
    row = next((each for each in appeal_queries.of(project.id) if each.id == appeal_id), None)
    if row is None:
        raise NotFoundError
    if any(event.kind in {"upheld", "changed"} for event in appeal_queries.events([row.id])):
        raise ConflictError(DECIDED)
    return row


def _is_original_marker(actor: Actor, project: Project, row: Appeal) -> bool:
    if row.component == "teacher":
        return actor.user_id in outcomes.teachers_of(project.id, row.team_id)
    if row.component == "own":
        return actor.user_id in outcomes.package_markers(row.team_id, row.user_id)
    return False


def _others_could(actor: Actor) -> bool:
    """Return whether somebody else of the organisation may mark."""
    return bool(appeal_queries.markers(actor.organisation_id) - {actor.user_id})


def _event(actor: Actor, row: Appeal, kind: str, text: str, version: int | None = None) -> AppealEvent:
    event = AppealEvent(
        appeal_id=row.id, kind=kind, text=text, result_version_id=version, by_id=actor.user_id, at=now()
    )
    db.session.add(event)
    db.session.flush()
    audit.record(actor, action=f"appeal {kind}", object_kind="appeal", object_id=row.id, reason=text)
    return event
