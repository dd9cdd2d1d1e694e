"""KM5: facts that go stale, and what must never stand in content: real people's data, foreign addresses."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from app.content.lint.plots import BANK, CASE, EN, FACTS, PAPER, ZH
from app.content.lint.rule import Planted, Remark, rule
from app.content.lint.world import Said, World, below
from app.content.tree import Document

_PHONE = re.compile(
    r"(?<![\d.])(?:\+?86[- ]?)?"
    r"(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8}|400[- ]?\d{3}[- ]?\d{4})(?!\d)"
)
_EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_PERSON = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_CARD = re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{3})?(?!\d)")
_URL = re.compile(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s)\"']*|\bwww\.[\w.-]+\.[a-z]{2,}", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"(?:\u8d26\u53f7|\u5f00\u6237|\u5fae\u4fe1\u53f7?|QQ|account no\.?)\s*[:\uff1a]?\s*(?:\d[ -]?){7,23}\d",
    re.IGNORECASE,
)
_INVENTED = (".example", ".test", ".invalid", "example.com", "example.org", "example.net")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _hits(
    document: Document, world: World, pattern: re.Pattern[str]
) -> Iterator[tuple[Said, re.Match[str], int]]:
    """Yield each hit in the texts of *document* with the number of its line in the text."""
    for said in world.suspects(document):
        for match in pattern.finditer(said.text):
            yield said, match, said.text.count("\n", 0, match.start()) + 1


def _remark(said: Said, match: re.Match[str], line: int, message: str, hint: str) -> Remark:
    column = match.start() - (said.text.rfind("\n", 0, match.start()) + 1) + 1
    return Remark((*said.path, line, column), message, hint)


@rule(
    "KM501",
    zh="事实需要复核",
    en="Fact is due for review",
    kinds=("facts",),
    warning=True,
    planted=Planted(FACTS, 'review_by: "2099-11-01"', 'review_by: "2026-11-02"'),
)
def stale(facts: Document, world: World) -> Iterable[Remark]:
    """Find facts whose day of review has passed."""
    for path, fact in below(facts, "facts"):
        due = _day(fact.get("review_by"))
        if due is not None and due < world.today:
            message = f"“{fact.get('id')}” was to be reviewed by {due.isoformat()}."
            yield Remark(
                (*path, "review_by"), message, "Look it up again; then set verified_on and review_by."
            )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


@rule(
    "KM502",
    zh="出现电话号码",
    en="Telephone number",
    kinds=(
        "course", "objectives", "glossary", "facts", "module", "lesson", "question", "exam", "task", "rubric",
        "checklist", "track", "moves", "archetype", "lines",
    ),
    planted=Planted(EN, "- Look at profit", "- Call 139 5711 2233"),
)  # fmt: skip
def phones(document: Document, world: World) -> Iterable[Remark]:
    """Find telephone numbers; only cases and dossiers may print (invented) ones."""
    for said, match, line in _hits(document, world, _PHONE):
        message = f"“{match[0]}” looks like a telephone number."
        yield _remark(said, match, line, message, "Take it out; content never holds real people's data.")


@rule(
    "KM503",
    zh="出现电子邮箱",
    en="E-mail address",
    planted=Planted(PAPER, "Mr Tao, owner.", "Mr Tao, owner, tao@shop.cn."),
)
def addresses(document: Document, world: World) -> Iterable[Remark]:
    """Find e-mail addresses outside the names reserved for examples."""
    for said, match, line in _hits(document, world, _EMAIL):
        if not match[1].lower().endswith(_INVENTED):
            message = f"“{match[0]}” could be somebody's e-mail address."
            yield _remark(said, match, line, message, "Use a name that ends in .example.")


@rule(
    "KM504",
    zh="出现身份证号",
    en="Identity number",
    planted=Planted(PAPER, "Mr Tao, owner.", "Mr Tao, 110101199003074610."),
)
def identity_numbers(document: Document, world: World) -> Iterable[Remark]:
    """Find identity numbers whose check digit is right (GB 11643): they may be somebody's."""
    for said, match, line in _hits(document, world, _PERSON):
        digits = match[0].upper()
        total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
        if "10X98765432"[total % 11] == digits[-1]:
            message = f"“{digits[:6]}…” is a valid identity number."
            yield _remark(said, match, line, message, "Invent one with a wrong check digit, or leave it out.")


@rule(
    "KM505",
    zh="引用了外部网址",
    en="Address of another site",
    planted=Planted(ZH, "先试三个月。", "先看 https://cdn.example.com/a.js 再说。", at="店主说"),
)
def web_addresses(document: Document, world: World) -> Iterable[Remark]:
    """Find addresses of other sites: pages must work without the internet. A ``source:`` may name one."""
    for said, match, line in _hits(document, world, _URL):
        host = re.sub(r"^(?:https?:)?/*", "", match[0]).split("/")[0].lower()
        invented_card = host.endswith(".example") and document.kind in ("dossier", "case")
        if "source" not in said.path and not invented_card:
            message = f"“{match[0]}” is the address of another site."
            yield _remark(said, match, line, message, "Say what stands there; name the origin in “source”.")


@rule(
    "KM506",
    zh="复核日早于核实日",
    en="Review before verification",
    kinds=("facts",),
    planted=Planted(FACTS, 'verified_on: "2026-11-01"', 'verified_on: "2099-12-01"', at="    review_by"),
)
def order_of_days(facts: Document, world: World) -> Iterable[Remark]:
    """Expect that a fact is verified no later than today and reviewed later than verified."""
    for path, fact in below(facts, "facts"):
        verified, due = _day(fact.get("verified_on")), _day(fact.get("review_by"))
        if verified and due and due <= verified:
            yield Remark((*path, "review_by"), "The review is due before the fact was verified.", "Move it.")
        elif verified and verified > world.today + timedelta(days=1):
            yield Remark((*path, "verified_on"), "The fact was verified in the future.", "Correct the day.")


@rule(
    "KM507",
    zh="出现银行卡号",
    en="Bank card number",
    planted=Planted(CASE, "zh: 初次拜访", "zh: '初次拜访 6222 0212 3456 7890'"),
)
def card_numbers(document: Document, world: World) -> Iterable[Remark]:
    """Find long digit groups in the form of a bank card."""
    for said, match, line in _hits(document, world, _CARD):
        message = f"“{match[0][:4]}…” looks like the number of a bank card."
        yield _remark(said, match, line, message, "Take it out.")


@rule(
    "KM509",
    zh="出现账号",
    en="Account number",
    planted=Planted(PAPER, "Mr Tao, owner.", "Mr Tao, account no. 3301 0401 6001."),
)
def account_numbers(document: Document, world: World) -> Iterable[Remark]:
    """Find numbers that the words before them call an account (of a company, or of a messenger)."""
    for said, match, line in _hits(document, world, _ACCOUNT):
        message = f"“{match[0][:12]}…” looks like the number of an account."
        yield _remark(said, match, line, message, "Take it out.")


@rule(
    "KM508",
    zh="没有来源的数字",
    en="Source is empty",
    kinds=("question",),
    warning=True,
    planted=Planted(BANK, "source: {unit: demo-01}", "source: {}"),
)
def sources(question: Document, world: World) -> Iterable[Remark]:
    """Expect that a source, where it is given, says something."""
    del world
    if "source" in question.doc and not question.doc["source"]:
        yield Remark(("source",), "The source is empty.", "Name the unit, or leave the key out.")
