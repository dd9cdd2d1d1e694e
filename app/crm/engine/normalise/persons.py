"""Names of people: title and remarks taken off, and whether only a surname is left."""

import re
from functools import lru_cache

from app.crm.engine.normalise.plain import plain
from app.crm.engine.normalise.unreadable import UnreadableError
from app.kernel.messages import N_

COMPOUND = frozenset(
    (
        *("欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容"),
        *("令狐", "长孙", "宇文", "夏侯", "轩辕", "独孤", "南宫", "端木", "百里", "西门"),
    )
)
_TITLES = re.compile(
    r"(董事长|总经理|副总经理|总监|副院长|副校长|院长|校长|书记|副处长|处长|科长|主任|经理|部长|厂长|老师|工程师|"
    r"教授|先生|女士|小姐|同志|师傅|主管|采购|老板|董|总|处|工)$"
)
_LATIN_TITLES = re.compile(
    r"^(mr|mrs|ms|miss|dr|prof|professor|director|manager|president|vice-president|chief|engineer)\.? ",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def person(text: str) -> tuple[str, bool]:
    """Return the bare name and whether it is one character only (a surname: 李总 → 李, True)."""
    body = re.sub(r"\(.*?\)|\[.*?\]", "", plain(text)).strip(" ,.")
    if re.search(r"[\u3400-\u9fff]", body):
        body = body.replace(" ", "")
        bare = _TITLES.sub("", body)
        bare = bare or body
        bare = re.sub(r"^[老小](?=.$)", "", bare)
    else:
        bare = _LATIN_TITLES.sub("", body).casefold()
    if not re.search(r"[^\W\d_]", bare):
        raise UnreadableError(N_("“%(text)s” holds no name."), text=text)
    return bare, len(bare) == 1


def surname(name: str) -> str:
    """Return the family name of a bare name (Chinese order; the whole if it is one word)."""
    if re.search(r"[\u3400-\u9fff]", name):
        return name[:2] if name[:2] in COMPOUND else name[:1]
    return name.split(maxsplit=1)[0] if name else ""


def only_surname(name: str) -> bool:
    """Tell whether a bare name is a family name and nothing more."""
    if re.search(r"[\u3400-\u9fff]", name):
        return len(name) == 1 or name in COMPOUND
    return " " not in name
