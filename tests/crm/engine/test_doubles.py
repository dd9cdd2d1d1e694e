"""The same customer twice: told by the parts of a name, never by how alike two names look."""

from datetime import date
from itertools import product

import pytest

from app.crm.engine.archive import Filing, Record
from app.crm.engine.doubles import PERHAPS, SAME, Party, compare, doubles, party
from app.crm.engine.fields import find
from app.crm.engine.normalise.organisations import organisation
from app.crm.engine.normalise.reading import Context, read

CONTEXT = Context(date(2026, 3, 2), "0575")


def firm(number: int, name: str, phone: str = "", uscc: str = "") -> Party:
    return Party(number, organisation(name), phone, uscc)


def verdict(one: str, other: str, *phones: str) -> str:
    first, second = (*phones, "", "")[:2]
    found = compare(firm(1, one, first), firm(2, other, second))
    return found.verdict if found else ""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("云栖", "云栖股份", SAME),
        ("云栖", "云龙", ""),
        ("杭州云栖饲料有限公司", "杭州云栖饲料股份有限公司", SAME),
        ("杭州云栖饲料有限公司", "杭州市云栖饲料有限责任公司", SAME),
        ("杭州雲棲飼料有限公司", "杭州云栖饲料有限公司", SAME),
        ("杭州云栖饲料有限公司", "云栖饲料", PERHAPS),
        ("上海云栖饲料有限公司", "昆明云栖饲料有限公司", ""),
        ("杭州云栖饲料有限公司", "杭州云栖广告有限公司", ""),
        ("杭州云栖饲料有限公司", "杭州云栖饲料有限公司绍兴分公司", ""),
        ("Yunqi Feed Co., Ltd", "Yunqi Feed Limited", SAME),
    ],
)
def test_names_alone(one: str, other: str, expected: str) -> None:
    assert verdict(one, other) == verdict(other, one) == expected


def test_a_number_settles_what_names_leave_open() -> None:
    number = "+8657588000126"
    assert verdict("杭州云栖饲料有限公司", "云栖饲料", number, number) == SAME
    assert verdict("云栖饲料", "云溪饲料", number, number) == PERHAPS
    assert verdict("云栖饲料", "云溪饲料", number, "+8657588000127") == ""
    assert verdict("云栖饲料", "远帆牧业", number, number) == ""


def test_credit_codes_go_before_everything() -> None:
    one = firm(1, "云栖饲料", uscc="913300007109252XXL")
    assert compare(one, firm(2, "远帆牧业", uscc="913300007109252XXL")) is not None
    assert compare(one, firm(2, "云栖饲料", uscc="91330000710925244K")) is None


def test_every_verdict_says_why() -> None:
    names = ("云栖", "云栖股份", "杭州云栖饲料有限公司", "杭州云栖饲料股份有限公司", "云栖饲料")
    for one, other in product(names, repeat=2):
        found = compare(firm(1, one), firm(2, other))
        assert found is None or found.reasons


def test_a_list_gives_each_pair_once_certain_ones_first() -> None:
    names = ("云栖饲料", "杭州云栖饲料有限公司", "远帆牧业", "杭州云栖饲料股份有限公司", "云龙饲料")
    found = doubles([firm(number, name) for number, name in enumerate(names)])
    assert [(pair.first, pair.second, pair.verdict) for pair in found] == [
        (1, 3, SAME),
        (0, 1, PERHAPS),
        (0, 3, PERHAPS),
    ]


def test_a_switchboard_shared_by_a_whole_tower_compares_nobody_with_everybody() -> None:
    tower = [firm(number, f"甲{number}乙{number}丙{number}贸易", "+8657588000126") for number in range(200)]
    assert doubles(tower) == []


def test_parties_come_from_records_as_filed() -> None:
    texts = {"name": "杭州云栖饲料有限公司", "phone": "0575-88000126转8016"}
    filings = {}
    for key, text in texts.items():
        field = find("account", key)
        assert field is not None
        filings[key] = Filing(key, text, read(field, text, CONTEXT))
    found = party(Record(7, "account", filings))
    assert found is not None
    assert (found.id, found.name["brand"], found.phone) == (7, "云栖", "+8657588000126")
    assert party(Record(8, "account", {})) is None
