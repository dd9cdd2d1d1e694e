"""The figures of module 5 compute what their lessons print."""

from itertools import pairwise

import pytest

from app.courses.engine.figures import award_timeline, price_waterfall, rebate_ladder


def test_the_calendar_ends_on_day_twenty_seven_and_begins_on_day_one() -> None:
    days = award_timeline.schedule()
    assert days[0] == (1, 2)
    assert days[-1] == (22, 27)
    assert all(first == last + 1 for (_, last), (first, _) in pairwise(days))


def test_pocket_price() -> None:
    assert price_waterfall.invoice() == 88
    assert price_waterfall.pocket() == pytest.approx(76.8)


def test_the_cliff_of_the_whole_amount() -> None:
    amounts = (1960, 2000, 2400)
    assert [rebate_ladder.whole(x) for x in amounts] == pytest.approx([58.8, 80, 96])
    assert [rebate_ladder.stepped(x) for x in amounts] == pytest.approx([58.8, 60, 76])
