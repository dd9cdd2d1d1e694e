"""Comparator credits of the design's §4.5, each with its flaw named."""

from datetime import date
from fractions import Fraction

import pytest

from app.crm.engine.compare import compare, key_points
from app.crm.engine.fields import Field
from app.crm.engine.normalise.reading import Context, read
from app.kernel.text import Bilingual

CONTEXT = Context(date(2026, 10, 9), "0575")
GRADES = tuple((key, Bilingual(key, key)) for key in "abc")


def field(kind: str, unit: str = "") -> Field:
    """Return a field of one type, as the catalogue would hold it."""
    return Field("account", "x", "basic", kind, Bilingual("某", "x"), (), unit, options=GRADES)


@pytest.mark.parametrize(
    ("kind", "truth", "filed", "share", "flaw"),
    [
        ("organisation", "云栖饲料有限公司", "雲棲飼料有限公司", "1", ""),
        ("organisation", "云栖饲料有限公司", "云栖饲料股份有限公司", "1/2", "form"),
        ("organisation", "鉴水职业技术学院", "鉴水学院", "1/2", "short"),
        ("organisation", "杭州云栖饲料有限公司", "云栖饲料有限公司", "1", ""),
        ("organisation", "新农股份", "新龙股份", "0", "wrong"),
        ("organisation", "云栖饲料有限公司", "云栖图文有限公司", "0", "wrong"),
        ("person", "柳静姝", "柳静姝", "1", ""),
        ("person", "柳静姝", "柳科长", "1/2", "surname"),
        ("person", "Liu Jingshu", "Ms Liu", "1/2", "surname"),
        ("person", "Liu Jingshu", "Jingshu Liu", "1", ""),
        ("person", "欧阳文", "欧阳总", "1/2", "surname"),
        ("person", "柳静姝", "刘静姝", "0", "wrong"),
        ("phone", "0575-88000126转8016", "(0575)88000126-8016", "1", ""),
        ("phone", "0575-88000126转8016", "0575-88000126", "1/2", "extension"),
        ("phone", "0575-88000126", "0575-88000127", "0", "wrong"),
        ("money", "300多万", "350万", "1", ""),
        ("money", "300万", "200-400万", "1/2", "coarse"),
        ("money", "350万", "350", "0", "unit"),
        ("money", "350万", "35万", "0", "unit"),
        ("money", "350万", "360万", "0", "wrong"),
        ("money", "350万", "350万美元", "0", "currency"),
        ("money", "500万以上", "500万以上", "1", ""),
        ("money", "500万以上", "800万", "1", ""),
        ("money", "500万", "100万以上", "1/2", "coarse"),
        ("limit", "50万以内", "50万", "1", ""),
        ("limit", "50万以内", "30万", "0", "wrong"),
        ("date", "2026-10-13", "2026年10月", "1/2", "coarse"),
        ("date", "2026-10-13", "2026", "1/2", "coarse"),
        ("date", "2026年10月", "2026-10-13", "0", "wrong"),
        ("date", "月底", "10月30日", "1", ""),
        ("birthday", "3月12日", "3月12日", "1", ""),
        ("birthday", "1975年3月12日", "3月12日", "1/2", "coarse"),
        ("birthday", "3月12日", "1975年3月12日", "1/2", "wrong"),
        ("birthday", "3月12日", "3月13日", "0", "wrong"),
        ("ordinal", "a", "a", "1", ""),
        ("ordinal", "a", "b", "1/2", "near"),
        ("ordinal", "a", "c", "0", "wrong"),
        ("set", "钓鱼、喝茶", "tea", "2/3", "part"),
        ("set", "钓鱼", "fishing", "1", ""),
        ("set", "钓鱼", "书法", "0", "wrong"),
        ("address", "绍兴市越城区菱歌路 66 号", "绍兴市越城区菱歌路66号", "1", ""),
        ("address", "绍兴市越城区菱歌路 66 号", "越城区菱歌路66号", "1/2", "near"),
        ("address", "绍兴市越城区菱歌路 66 号", "绍兴市越城区菱歌路68号", "0", "digits"),
        ("text", "科长", "会计", "0", "wrong"),
        ("email", "a.b@x.example", "A.B@X.example", "1", ""),
        ("email", "a.b@x.example", "ab@x.example", "0", "wrong"),
    ],
)
def test_credit(kind: str, truth: str, filed: str, share: str, flaw: str) -> None:
    known = field(kind)
    found = compare(known, read(known, truth, CONTEXT), read(known, filed, CONTEXT))
    assert (found.share, found.flaw) == (Fraction(share), flaw)


def test_a_tolerance_widens_the_truth() -> None:
    known = field("quantity", "page")
    truth, filed = (read(known, text, CONTEXT) for text in ("480万张", "470万张"))
    assert compare(known, truth, filed).share == 0
    assert compare(known, truth, filed, Fraction(5, 100)).share == 1


def test_key_points_are_covered_by_any_wording_and_voided_by_what_nobody_said() -> None:
    points = (("试点", "pilot"), ("按张计费", "per page"))
    assert key_points(points, (), {"value": "先做试点"}).share == Fraction(1, 2)
    assert key_points(points, (), {"value": "a pilot, then per page"}).share == 1
    assert key_points(points, (), {"value": "再说"}).flaw == "wrong"
    assert key_points(points, ("打折",), {"value": "试点，按张计费，打 折"}).flaw == "must_not"
