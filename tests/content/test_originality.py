"""Our words are our own: no run of twenty Chinese characters in common with the source documents.

The documents are not part of the product; where they do not lie beside it there is nothing to compare.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT.parent / "shared" / "seeds"
RUN = 20
OTHER = re.compile(r"[^\u4e00-\u9fff]")
# Lists whose members are terms: whoever names them all in order writes the same characters.
LISTS = (
    "心理素质自学能力语言表达能力沟通能力团队合作能力工作协调能力时间管理能力",
    "家法律顾问财务专家高级培训师技术工程师大客户开发经理市场调查分析员客户服务专员",
    "总经理或技术总监审批采购部门实现采购向财务部申请付款品管部",
    "发起者使用者影响者决定者购买者批准者控制者",
    "采购员采购经理采购总监财务总监销售经理配送经理总经理董事长",
    "发展历史经营目标发展方向产品定位销售状况",
    "的名称产品结构负责人技术负责人采购负责人",
    "服务区域消费能力发展潜力经销观念经营方向经营政策企业规模经营特点",
)


def chinese(text: str) -> str:
    """Return only the Chinese characters of *text*."""
    return OTHER.sub("", text)


def runs(text: str) -> Iterator[str]:
    """Give every run of the length compared."""
    body = chinese(text)
    return (body[start : start + RUN] for start in range(len(body) - RUN + 1))


def test_runs_ignore_everything_but_chinese_characters() -> None:
    assert list(runs("大客户，" * 7)) == list(runs("大客户 A" * 7))
    assert len(list(runs("大" * 21))) == 2
    assert not list(runs("大" * 19))


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents do not lie beside the repository")
def test_no_sentence_is_taken_from_the_source_documents() -> None:
    known = {run for file in SOURCES.glob("*.txt") for run in runs(file.read_text(encoding="utf-8"))}
    assert len(known) > 10_000
    known -= {run for names in LISTS for run in runs(names)}
    shared = {
        f"{file.relative_to(ROOT)}: {run}"
        for folder in ("courses", "scenarios")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".md", ".yaml"}
        for run in runs(file.read_text(encoding="utf-8"))
        if run in known
    }
    assert not shared
