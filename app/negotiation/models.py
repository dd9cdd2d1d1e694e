"""What the database remembers of runs: what they are played in, their turns, guesses and marks.

A run pins the content it began with by hash; its turns and guesses are only ever added to.
"""

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base
from app.platform.triggers import append_only

JUDGE, PLAN, TALK, REVIEW, DONE = "judge", "plan", "talk", "review", "done"
PRACTICE, GRADED = "practice", "graded"
MAXIMUM = Fraction(100)


class Run(Base):
    """One talk of one person with one customer: (case, archetype, seed, acts) and where it stands.

    ``open_type`` says that the learner chose the archetype and sees its mask. ``state`` is the engine's
    snapshot after the last turn, so that a turn costs the same however long the talk is. A run that was
    branched from another one names it and the turn they have in common (``parent_id``, ``parent_turn``).
    """

    __tablename__ = "negotiation_runs"
    __table_args__ = (
        CheckConstraint("mode IN ('practice', 'graded')", name="known_mode"),
        CheckConstraint("stage IN ('judge', 'plan', 'talk', 'review', 'done')", name="known_stage"),
        # A mark is for a run that is done, and a run that is done has one.
        CheckConstraint("(stage = 'done') = (points IS NOT NULL)", name="marked_when_done"),
        CheckConstraint("points BETWEEN 0 AND 10000", name="points_in_range"),
        # Best results of many people at once; the same click on "start" is the same run.
        Index("ix_negotiation_runs_results", "organisation_id", "user_id", "case_id"),
        UniqueConstraint("organisation_id", "user_id", "client_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    case_id: Mapped[str]
    archetype_id: Mapped[str]
    case_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    archetype_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    lines_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    moves_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    seed: Mapped[int] = mapped_column(BigInteger)
    mode: Mapped[str]
    open_type: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[str] = mapped_column(default=JUDGE)
    turns: Mapped[int] = mapped_column(default=0)
    state: Mapped[dict[str, Any]]
    head: Mapped[str]
    plan: Mapped[dict[str, Any] | None]
    own_review: Mapped[dict[str, Any] | None]
    findings: Mapped[list[Any] | None]
    parts: Mapped[dict[str, Any] | None]
    points: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(default="")
    client_key: Mapped[str | None]
    notes: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("negotiation_runs.id"), index=True)
    parent_turn: Mapped[int | None]
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("negotiation_assignments.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    debriefed_at: Mapped[datetime | None]

    @property
    def score(self) -> Fraction | None:
        """Return the mark, exactly, out of 100; points are kept in hundredths."""
        return Fraction(self.points, 100) if self.points is not None else None


class RunTurn(Base):
    """One turn: what the learner did and what the customer answered (as keys), chained by hash."""

    __tablename__ = "negotiation_turns"
    __table_args__ = (
        UniqueConstraint("run_id", "number"),
        # A turn sent twice is one turn.
        UniqueConstraint("run_id", "client_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("negotiation_runs.id"))
    number: Mapped[int]
    act: Mapped[str]
    slots: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(default="")
    cell: Mapped[str]
    cue: Mapped[str] = mapped_column(default="")
    reply_keys: Mapped[list[Any]]
    reply_slots: Mapped[list[Any]]
    revealed: Mapped[list[Any]]
    objection: Mapped[str] = mapped_column(default="")
    meters: Mapped[dict[str, Any]]
    outcome: Mapped[str] = mapped_column(default="")
    snapshot_hash: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]
    client_key: Mapped[str]
    said_at: Mapped[datetime]


class RunGuess(Base):
    """What the learner took the customer for at a turn (0: before the first word), and how surely.

    *percent* is the probability of the likeliest type, *spread* the probabilities of all that were given
    any, in per cent; *switched* says that the learner changed to the back-up with it.
    """

    __tablename__ = "negotiation_guesses"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_in_range"),
        Index("ix_negotiation_guesses_run_id", "run_id", "turn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("negotiation_runs.id"))
    turn: Mapped[int]
    archetype: Mapped[str]
    percent: Mapped[int]
    spread: Mapped[dict[str, Any]] = mapped_column(default=dict)
    cues: Mapped[list[Any]]
    switched: Mapped[bool] = mapped_column(default=False)
    guessed_at: Mapped[datetime]


class Assignment(Base):
    """A case a teacher sets a class: with which customer, in which mode, how often, from when until when.

    Without ``archetype_id`` the customer is drawn; ``shown`` says that the learner is told the type.
    With ``seed`` everybody meets the same customer, without it each learner another one.
    """

    __tablename__ = "negotiation_assignments"
    __table_args__ = (
        CheckConstraint("mode IN ('practice', 'graded')", name="known_mode"),
        CheckConstraint("attempts BETWEEN 1 AND 20", name="attempts_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    case_id: Mapped[str]
    archetype_id: Mapped[str | None]
    shown: Mapped[bool] = mapped_column(default=False)
    mode: Mapped[str]
    seed: Mapped[int | None] = mapped_column(BigInteger)
    attempts: Mapped[int]
    opens_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    set_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime]


class RunComment(Base):
    """What a teacher wrote to one turn of a finished run (turn 0: to the whole)."""

    __tablename__ = "negotiation_comments"
    __table_args__ = (Index("ix_negotiation_comments_run_id", "run_id", "turn"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("negotiation_runs.id"))
    turn: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str]
    written_at: Mapped[datetime]


class RunAdjustment(Base):
    """A mark a teacher changed by hand, from what to what and why; points are in hundredths."""

    __tablename__ = "negotiation_adjustments"
    __table_args__ = (
        CheckConstraint("points BETWEEN 0 AND 10000", name="points_in_range"),
        Index("ix_negotiation_adjustments_run_id", "run_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("negotiation_runs.id"))
    before: Mapped[int]
    points: Mapped[int]
    reason: Mapped[str]
    adjusted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    adjusted_at: Mapped[datetime]


append_only(RunTurn)
append_only(RunComment)
append_only(RunAdjustment)
append_only(RunGuess)
