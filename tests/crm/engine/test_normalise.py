"""What people type is read as what they mean, or refused with a reason; never guessed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.crm.engine.fields import Field, catalogue, find
from app.crm.engine.normalise import dates, money, numerals, persons, phones, uscc, words
from app.crm.engine.normalise.organisations import organisation
from app.crm.engine.normalise.percent import percent
from app.crm.engine.normalise.plain import plain
from app.crm.engine.normalise.reading import LONGEST, Context, read
from app.crm.engine.normalise.shown import shown
from app.crm.engine.normalise.unreadable import UnreadableError

ORACLES = json.loads((Path(__file__).with_name("normaliser.json")).read_text(encoding="utf-8"))["cases"]
FRIDAY = date(2026, 10, 9)


def reading(kind: str, text: str, context: list[str]) -> Any:
    """Read *text* with the reader of *kind*; None when it refuses."""
    readers: dict[str, Any] = {
        "money": lambda: money.money(text),
        "date": lambda: list(dates.read_date(text, date.fromisoformat(context[0]))),
        "phone": lambda: phones.phone(text, *context),
        "percent": lambda: percent(text),
        "person": lambda: list(persons.person(text)),
    }
    try:
        return readers[kind]()
    except UnreadableError as error:
        return None if error.message and str(error) else "a refusal without a reason"


@pytest.mark.parametrize(("kind", "text", "context", "expected"), ORACLES, ids=lambda x: str(x)[:24])
def test_oracle(kind: str, text: str, context: list[str], expected: object) -> None:
    assert reading(kind, text, context) == expected


def test_all_oracles_are_here() -> None:
    assert len(ORACLES) == 87


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("60来万", 600_000, 700_000),
        ("600,000-odd yuan", 600_000, 700_000),
        ("about 4.8 million", 4_800_000, 4_800_000),
        ("十多万", 100_000, 200_000),
        ("一千三百多万", 13_000_000, 14_000_000),
        ("3万多", 30_000, 40_000),
        ("三到五百万", 3_000_000, 5_000_000),
        ("不到60万", 0, 600_000),
        ("up to 500,000 yuan", 0, 500_000),
        ("十万零五百", 100_500, 100_500),
        ("两万两千两百", 22_200, 22_200),
        ("约人民币300万", 3_000_000, 3_000_000),
        ("每年60万元", 600_000, 600_000),
        ("三点二亿", 320_000_000, 320_000_000),
    ],
)
def test_money_in_other_words(text: str, low: int, high: int) -> None:
    value = money.money(text)
    assert (value["lo"], value["hi"]) == (str(low), str(high))


@pytest.mark.parametrize(
    "text",
    [
        "几百万",
        "三五百万",
        "1.2.3万",
        "500-300万",
        "-5万",
        "1,20万",
        "3亿万",
        "元",
        "百百",
        "每月5万",
        "三点",
        "两千万半",
        "半",
        "十亿亿",
        "万亿万",
        "3万50000",
        "3万0.5",
        "1.5万3",
        "3万零",
    ],
)
def test_money_that_is_not_clear_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        money.money(text)


def test_units_are_turned_into_the_unit_of_the_field() -> None:
    assert money.quantity("480万张", "page")["lo"] == "4800000"
    assert money.quantity("2.4吨", "kg") == money.quantity("4800斤", "kg")
    assert money.quantity("about 4.8 million pages a year", "page")["approx"]
    with pytest.raises(UnreadableError, match="another unit"):
        money.quantity("63台", "page")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下周二上午九点半", ("2026-10-13", "day")),
        ("10月13日（周二）", ("2026-10-13", "day")),
        ("Tuesday 13 October, 9:30", ("2026-10-13", "day")),
        ("next Tuesday at 9:30", ("2026-10-13", "day")),
        ("October 13, 2026", ("2026-10-13", "day")),
        ("end of March", ("2026-03-31", "span")),
        ("明年三月底", ("2027-03-31", "span")),
        ("年底", ("2026-12-31", "span")),
        ("13号", ("2026-10-13", "day")),
        ("2027", ("2027", "year")),
        ("2027-03", ("2027-03", "month")),
        ("26年", ("2026", "year")),
        ("Q1 2027", ("2027-Q1", "quarter")),
        ("tomorrow", ("2026-10-10", "day")),
        ("year-end", ("2026-12-31", "span")),
        ("March 2027", ("2027-03", "month")),
    ],
)
def test_dates_in_other_words(text: str, expected: tuple[str, str]) -> None:
    assert dates.read_date(text, FRIDAY) == expected


@pytest.mark.parametrize(
    "text",
    ["10月13日（周三）", "2月29日", "11月上旬", "10.13", "1/2", "春节后", "6", "26", "月", "31 February"],
)
def test_dates_that_are_not_clear_are_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        dates.read_date(text, FRIDAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月12日", "--03-12"),
        ("3.12", "--03-12"),
        ("12 March", "--03-12"),
        ("1975年3月12日", "1975-03-12"),
        ("2月29日", "--02-29"),
    ],
)
def test_birthdays_need_no_year(text: str, expected: str) -> None:
    assert dates.read_birthday(text, FRIDAY) == expected


def test_a_birthday_needs_a_day() -> None:
    with pytest.raises(UnreadableError):
        dates.read_birthday("1975年3月", FRIDAY)


@pytest.mark.parametrize(
    ("text", "brand", "form"),
    [
        ("鉴水职业技术学院", "鉴水", "学院"),
        ("鑒水職業技術學院", "鉴水", "学院"),
        ("绍兴市鉴水学院", "鉴水", "学院"),
        ("捷彩图文有限公司", "捷彩", "有限公司"),
        ("Moheng Office Systems Co., Ltd.", "moheng", "co., ltd"),
        ("中国", "中国", ""),
    ],
)
def test_organisations_are_split(text: str, brand: str, form: str) -> None:
    found = organisation(text)
    assert (found["brand"], found["form"]) == (brand, form)


@pytest.mark.parametrize("text", ["12345", "…"])
def test_a_name_has_letters(text: str) -> None:
    with pytest.raises(UnreadableError):
        organisation(text)
    with pytest.raises(UnreadableError):
        persons.person(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("老钟", "钟"),
        ("沈副院长", "沈"),
        ("Mr Zhong", "zhong"),
        ("柳静姝 科长", "柳静姝"),
        ("Vice-President Shen", "shen"),
    ],
)
def test_titles_are_taken_off(text: str, bare: str) -> None:
    assert persons.person(text)[0] == bare
    assert persons.only_surname(bare) == (len(bare) == 1 or bare in {"zhong", "shen"})


def test_credit_codes_are_checked() -> None:
    good = "99999999MA00000000"[:17]
    good += uscc.check_character(good)
    assert uscc.uscc(f" {good.lower()} ") == good
    for bad in (good[:-1], good[:-1] + ("0" if good[-1] != "0" else "1"), "I" + good[1:]):
        with pytest.raises(UnreadableError):
            uscc.uscc(bad)


def test_words_and_addresses() -> None:
    assert words.word_set("爱钓鱼、喝茶") == ["fishing", "tea"] == words.word_set("tea and fishing")
    assert words.web("https://www.Jianshui.example/") == "jianshui.example"
    assert words.email("A.B@Jianshui.EXAMPLE") == "a.b@jianshui.example"
    for reader, text in (
        (words.web, "no"),
        (words.email, "a@b"),
        (words.address, "路"),
        (words.words, "——"),
        (words.word_set, "，"),
    ):
        with pytest.raises(UnreadableError):
            reader(text)


def test_plain_text_is_half_width_simplified_and_single_spaced() -> None:
    assert plain("０５７５－　鑒 水 “a”") == '0575- 鉴水 "a"'


def test_place_finds_the_last_digit_that_counts() -> None:
    assert [numerals.place(numerals.number(t)) for t in ("300", "350", "1.5", "0")] == [
        100,
        10,
        numerals.number("0.1"),
        1,
    ]


@pytest.mark.parametrize("field", catalogue().values(), ids=lambda f: f.id)
def test_every_field_refuses_nothing_and_too_much(field: Field) -> None:
    for text in ("", "  ", "字" * (LONGEST + 1)):
        with pytest.raises(UnreadableError):
            read(field, text, Context(FRIDAY))


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("account.spend", "300多万", "CNY 3,000,000–4,000,000 ≈"),
        ("account.spend", "500万以上", "CNY ≥ 5,000,000 ≈"),
        ("account.spend", "不到60万", "CNY ≤ 600,000 ≈"),
        ("contact.authority", "50万以内", "CNY 500,000 ≈"),
        ("account.volume", "480万张", "4,800,000"),
        ("account.next_on", "下周二", "2026-10-13"),
        ("account.next_on", "月底", "2026-10-31 ≈"),
        ("account.name", "鉴水职业技术学院", "鉴水 | 职业技术 | 学院"),
        ("account.rival_share", "三成五", "35 %"),
        ("account.grade", "A 级", "A"),
        ("contact.role", "决定者", "Decider"),
        ("contact.hobbies", "喝茶", ""),
        ("account.direction", "统一管理", ""),
        ("contact.tel", "88000126转8016", "+8657588000126;ext=8016"),
    ],
)
def test_a_reading_is_shown_back(field: str, text: str, expected: str) -> None:
    known = find(*field.split("."))
    assert known is not None
    assert shown(known, read(known, text, Context(FRIDAY, "0575")), "en") == expected


def test_nothing_is_shown_for_nothing() -> None:
    known = find("account", "name")
    assert known is not None
    assert shown(known, None, "zh") == ""


@settings(max_examples=400, deadline=None)
@given(st.integers(min_value=0, max_value=10**12 - 1), st.sampled_from(["low", "up"]))
def test_every_whole_number_written_out_is_read_back(value: int, mode: str) -> None:
    """cn2an writes 三百二十万 or 叁佰贰拾万; our reader is a second opinion and must agree."""
    assert numerals.number(plain(cn2an.an2cn(str(value), mode))) == value


@settings(max_examples=300, deadline=None)
@given(
    st.integers(min_value=1, max_value=99_999),
    st.sampled_from([("万", 10**4), ("亿", 10**8), ("百万", 10**6), ("k", 10**3)]),
)
def test_every_number_with_a_unit_is_read_back(value: int, unit: tuple[str, int]) -> None:
    word, size = unit
    assert numerals.number(f"{value}{word}") == value * size
    assert numerals.number(f"{value}.5{word}") == value * size + size // 2


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="三百万亿零〇十千两半多约到-~.,3050个点成wK元 ", max_size=8))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    for reader in (money.money, percent, lambda t: money.quantity(t, "page")):
        try:
            found = reader(text)
        except UnreadableError as error:
            found = str(error)
        assert found


@pytest.mark.parametrize(
    ("text", "quantity"), [("480万张左右", ("4800000", "4800000")), ("500张以上", ("500", None))]
)
def test_quantities_may_be_vague(text: str, quantity: tuple[str, str | None]) -> None:
    value = money.quantity(text, "page")
    assert (value["lo"], value["hi"]) == quantity
    assert value["approx"]


def test_a_share_needs_its_sign_and_a_phone_its_digits() -> None:
    with pytest.raises(UnreadableError):
        percent("35")
    for text in ("+", "+1", "12", "1" * 40):
        with pytest.raises(UnreadableError):
            phones.phone(text)


def test_a_choice_is_known_by_id_and_by_both_names() -> None:
    known = find("account", "grade")
    assert known is not None
    assert {read(known, text, Context(FRIDAY))["value"] for text in ("a", "A 级", "a级", "A")} == {"a"}
    with pytest.raises(UnreadableError):
        read(known, "D", Context(FRIDAY))
