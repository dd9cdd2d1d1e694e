"""From the team mark to each member's mark, with its explanation."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.kernel.text import Bilingual
from app.rubrics.engine import composite, individual
from app.rubrics.engine.explain import Step, step


@dataclass(frozen=True, slots=True)
class Share:
    """What the contribution answers say about one member."""

    share: Fraction
    steps: tuple[Step, ...]
    answered: bool


def member_results(
    inputs: Mapping[str, Any], team: Mapping[str, Any], mark: Fraction
) -> list[dict[str, Any]]:
    """Return one row per member: published mark, exact value, factor, own work and the explanation."""
    ids = [member["id"] for member in team["members"]]
    ratings = _ratings(team, ids)
    weights = inputs["individual"]
    policy = individual.Policy(weights["team"], weights["own"], weights["penalty"])
    return [
        _member(team, position, mark, _share(ratings, position, bool(team["asked"])), policy)
        for position in range(len(ids))
    ]


def _ratings(team: Mapping[str, Any], ids: list[Any]) -> list[list[Fraction] | None]:
    given: Mapping[str, Mapping[str, int]] = team["ratings"]
    rows: list[list[Fraction] | None] = []
    for rater in ids:
        row = given.get(str(rater))
        rows.append(None if row is None else [Fraction(row.get(str(member), 0)) for member in ids])
    return rows


def _share(ratings: list[list[Fraction] | None], position: int, asked: bool) -> Share:
    value = individual.contribution(ratings, position)
    steps = []
    for rater, row in enumerate(ratings):
        if rater == position or row is None:
            continue
        others = [points for j, points in enumerate(row) if j != rater]
        level = sum(others, Fraction(0)) / len(others)
        if level:
            share = row[position] / level
            steps.append(step("member.contribution_share", points=row[position], level=level, share=share))
    # Whoever is alone or was never asked is not punished for silence.
    return Share(value, tuple(steps), not asked or len(ratings) < 2 or ratings[position] is not None)


def _member(
    team: Mapping[str, Any], position: int, mark: Fraction, share: Share, policy: individual.Policy
) -> dict[str, Any]:
    member = team["members"][position]
    packages = tuple(each for each in member["packages"] if each["mark"] is not None)
    own = individual.own_work([(Fraction(each["mark"]), int(each["weight"])) for each in packages])
    case = Case(mark, own, share, policy, packages, bool(team["asked"]))
    exact = case.exact()
    return {
        "id": member["id"],
        "mark": str(composite.published(exact)),
        "exact": str(exact),
        "factor": str(individual.factor(share.share)),
        "own": None if own is None else str(own),
        "steps": _explain(case).doc(),
    }


@dataclass(frozen=True, slots=True)
class Case:
    """One member's mark in the making; *mark* is the published team mark, *own* that of the packages."""

    mark: Fraction
    own: Fraction | None
    share: Share
    policy: individual.Policy
    packages: tuple[Mapping[str, Any], ...]
    asked: bool

    @property
    def factor(self) -> Fraction:
        """Return the contribution factor, 0.5 to 1.2."""
        return individual.factor(self.share.share)

    def before(self) -> Fraction:
        """Return the sum before cap and penalty."""
        return individual.before_limits(self.mark, self.own, self.share.share, self.policy)

    def exact(self) -> Fraction:
        """Return the member's exact mark."""
        return individual.task_mark(
            self.mark, self.own, share=self.share.share, answered=self.share.answered, policy=self.policy
        )


def _explain(case: Case) -> Step:
    published = str(composite.published(case.exact()))
    parts = _parts(case)
    if case.own is None and case.factor == 1 and case.share.answered:
        return step("member.team_alone", *parts, mark=published)
    values: dict[str, str | Fraction] = {
        "team": str(composite.published(case.mark)),
        "factor": case.factor,
        "exact": case.before(),
        "mark": published,
    }
    less = "" if case.share.answered else "_less"
    if less:
        values["penalty"] = str(case.policy.silence_penalty)
    if case.own is None:
        return step(f"member.team{less or '_only'}", *parts, **values)
    values |= {
        "team_share": f"{case.policy.team_weight}%",
        "own_share": f"{case.policy.own_weight}%",
        "own": case.own,
    }
    return step(f"member.mark{less}", *parts, **values)


def _parts(case: Case) -> list[Step]:
    parts = [*_contribution(case), *_own_work(case)]
    if case.before() > composite.TOP:
        parts.append(step("member.capped"))
    if not case.share.answered:
        parts.append(step("member.penalty", penalty=case.policy.silence_penalty))
    return parts


def _contribution(case: Case) -> list[Step]:
    share = case.share
    if share.steps:
        values = {"factor": case.factor, "share": share.share}
        return [step("member.contribution", *share.steps, count=len(share.steps), **values)]
    return [step("member.no_contribution")] if case.asked else []


def _own_work(case: Case) -> list[Step]:
    if case.own is None:
        return []
    each = [
        step(
            "member.package",
            package=Bilingual.read(row["title"]),
            mark=str(row["mark"]),
            weight=int(row["weight"]),
        )
        for row in case.packages
    ]
    return [step("member.own_work", *each, mark=case.own)]
