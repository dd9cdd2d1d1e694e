"""The assignment is the best one there is; the last pair belongs together."""

from fractions import Fraction
from itertools import permutations
from random import Random

import pytest

from app.crm.engine.align import assign, pairs


def best_by_force(table: list[list[Fraction]]) -> Fraction:
    """Try every assignment of a small table."""
    rows, columns = len(table), len(table[0])
    if rows > columns:
        return best_by_force([list(column) for column in zip(*table, strict=True)])
    return max(
        sum((table[i][j] for i, j in enumerate(order)), Fraction(0))
        for order in permutations(range(columns), rows)
    )


@pytest.mark.parametrize("seed", range(300))
def test_assignment_equals_brute_force(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a test needs no secret
    rows, columns = random.randint(1, 5), random.randint(1, 5)
    table = [[Fraction(random.randint(0, 12), 12) for _ in range(columns)] for _ in range(rows)]
    found = assign(table)
    assert len(found) == min(rows, columns)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    assert sum((table[i][j] for i, j in found), Fraction(0)) == best_by_force(table)


def test_nothing_is_assigned_to_nothing() -> None:
    assert assign([]) == assign([[], []]) == pairs([]) == pairs([[]]) == []


def test_weak_pairs_are_let_go_but_the_last_pair_stays_together() -> None:
    weak, strong = Fraction(1, 10), Fraction(9, 10)
    assert pairs([[strong, weak], [weak, weak]]) == [(0, 0), (1, 1)]
    assert pairs([[weak, weak], [weak, weak]]) == []
    assert pairs([[Fraction(2, 5)]]) == [(0, 0)]


def test_a_record_that_need_not_be_there_is_no_last_pair() -> None:
    weak, strong = Fraction(0), Fraction(1)
    assert pairs([[strong, weak], [weak, weak]], needed=1) == [(0, 0)]
    assert pairs([[weak], [strong]], needed=1) == [(1, 0)]
