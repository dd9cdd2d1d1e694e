"""The figures of module 2 compute what their lessons print."""

import pytest

from app.courses.engine.figures import account_zones, man_matrix, market_layers, prospect_funnel


def test_market_layers_are_the_lessons_figures() -> None:
    assert market_layers.worth(1) == pytest.approx(52.8)
    assert [round(market_layers.worth(layer[0])) for layer in market_layers.LAYERS] == [2218, 1795, 686, 475]


def test_all_eight_combinations_stand_once() -> None:
    names = [step[0] for step in man_matrix.STEPS]
    assert len(set(names)) == 8
    assert {name.lower() for name in names} == {"man"}
    assert [man_matrix.met(name) for name in names] == [3, 2, 2, 2, 1, 1, 1, 0]


def test_the_zone_holds_three_of_five() -> None:
    found = {row[1]: account_zones.inside(*row[2:]) for row in account_zones.CUSTOMERS}
    assert found == {"Suifeng": False, "Yunhe": True, "Heting": True, "Lingnan": True, "Xigu": False}
    assert [round(account_zones.net(*row[2:]), 1) for row in account_zones.CUSTOMERS] == [
        9.0,
        50.4,
        38.0,
        31.2,
        2.4,
    ]
    assert not account_zones.inside(300, 0.2, 0.11)


def test_the_funnel_walks_back_from_twelve_contracts() -> None:
    assert prospect_funnel.needed(12) == pytest.approx([500, 125, 75, 37.5, 12])
    assert prospect_funnel.needed(12, (0.40, 0.60, 0.50, 0.32))[0] == pytest.approx(312.5)
