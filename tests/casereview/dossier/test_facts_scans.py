"""Recognised pages: lines from the top, no places of characters, a doubt on each; read field by field all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from casereview.dossier.facts import pack, read_facts
from casereview.dossier.model import Box, Fact, Member, Page, Run, TextSource
from casereview.dossier.papers import split
from tests.casereview.dossier.drawn import Item, Title, members, values

_NAMES = pack.shipped().catalogue.by_name
FILED: list[Item] = [
    Title("立案登记表"),
    "案号：晋交执罚〔2024〕021号",
    [
        ["案由", "何当真涉嫌违法超限运输案", None, None, None, None],
        ["个人", "姓名", "何当真", "性别", "男", "/"],
        [
            "个人",
            "住址",
            "山西省晋中市榆次区虚构街道东街五十二号",
            "身份证\n件号",
            "140702\n19900307\n0016",
            "联系\n电话",
        ],
        ["负责人审批意见", "同意立案。\n郑重山 2024年3月12日", None, None, None, None],
    ],
]


def scanned(member: Member, score: float = 0.93) -> Member:
    """As a recogniser gives it: pieces between wide white space, from the top down and from the left."""
    return replace(member, pages=tuple(_scanned(page, score) for page in member.pages))


def _scanned(page: Page, score: float) -> Page:
    pieces = [piece for run in page.runs for piece in _pieces(run, score)]
    pieces.sort(key=lambda piece: (round((piece.box.y0 + piece.box.y1) / 14), piece.box.x0))
    return replace(page, source=TextSource.OCR, runs=tuple(pieces))


def _pieces(run: Run, score: float) -> Iterator[Run]:
    for match in re.finditer(r"\S+", run.text):
        yield Run(match[0], run.part(*match.span()), (), score)


def _facts(tmp_path: Path, score: float = 0.93) -> tuple[Fact, ...]:
    held = tuple(scanned(member, score) for member in members(tmp_path, "pdf", FILED))
    return read_facts(held, split(held))


def test_a_field_of_several_lines_is_read_whole_from_a_scan(tmp_path: Path) -> None:
    facts = _facts(tmp_path)
    assert values(facts, "party.name") == ["何当真"]
    assert values(facts, "party.address") == ["山西省晋中市榆次区虚构街道东街五十二号"]
    assert values(facts, "party.id_no") == ["140702199003070016"]
    assert values(facts, "filed_on") == ["2024-03-12"]
    assert values(facts, "cause") == ["何当真涉嫌违法超限运输案"]


def test_the_doubt_of_the_recogniser_is_the_doubt_of_the_fact(tmp_path: Path) -> None:
    sure, doubtful = _facts(tmp_path, 0.99), _facts(tmp_path, 0.55)
    for name in ("case_no", "party.name", "filed_on"):
        one = next(fact for fact in sure if fact.name == name)
        other = next(fact for fact in doubtful if fact.name == name)
        assert one.value == other.value and other.confidence <= 0.55 < 0.8 < one.confidence


def test_the_doubt_of_a_letter_is_that_of_its_fact_and_of_no_other(tmp_path: Path) -> None:
    [member] = (scanned(member, 0.99) for member in members(tmp_path, "pdf", FILED))
    page = member.pages[0]
    runs = tuple(replace(run, doubts=((1, 0.4),)) if run.text == "何当真" else run for run in page.runs)
    held = (replace(member, pages=(replace(page, runs=runs),)),)
    facts = {fact.name: fact.confidence for fact in read_facts(held, split(held))}
    assert facts["party.name"] <= 0.4 < 0.8 < min(facts["case_no"], facts["filed_on"], facts["party.address"])


def test_a_scan_that_nobody_has_read_gives_no_facts(tmp_path: Path) -> None:
    held = members(tmp_path, "pdf", FILED)
    blank = tuple(replace(m, pages=tuple(replace(p, source=TextSource.NONE, runs=()) for p in m.pages)) for m in held)
    papers = split(blank)
    assert [paper.form for paper in papers] == ["X-OTHER"]
    assert read_facts(blank, papers) == ()


_WORDS = st.sampled_from(
    ["案号：", "当事人", "姓名", "立案登记表", "送达回证", "送达日期", "送达方式", "送达人", "2024年3月1日", "至", "执法证号：", "（", "《法》第三条",
     "第", "元", "叁仟元整", "¥", "□", "√", "罚款", "问：", "答：", "晋K", "1404", "负责人审批意见", "\\", "/", "　", " ", "\t", "年月日", "ａ１", "𠮷"]
)  # fmt: skip
_TEXTS = st.lists(_WORDS, min_size=1, max_size=6).map("".join)
_RUNS = st.builds(
    lambda text, x, y, edged, cell: Run(
        text,
        Box(x, y, x + 10.0 * len(text), y + 11),
        tuple(x + 10.0 * i for i in range(len(text) + 1)) if edged else (),
        0.9,
        "",
        cell,
    ),
    _TEXTS,
    st.floats(0, 500),
    st.floats(0, 800),
    st.booleans(),
    st.none() | st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(0, 3)),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(_RUNS, max_size=14), min_size=1, max_size=3),
    st.sampled_from(list(TextSource)),
    st.sampled_from(["image", "pdf", "docx"]),
)
def test_no_page_whatever_stands_on_it_stops_the_reading(
    sheets: list[list[Run]], source: TextSource, kind: str
) -> None:
    pages = tuple(Page(n, 595, 842, source, tuple(runs)) for n, runs in enumerate(sheets, 1))
    held = (Member("a" * 64, "立案登记表.x", 1, kind, pages),)
    papers = split(held)
    assert [number for paper in papers for number in paper.pages] == list(range(1, len(pages) + 1))
    for fact in read_facts(held, papers):
        assert fact.value not in ("", None) and fact.text.strip() and 0 < fact.confidence <= 1
        assert fact.place.file == held[0].sha256 and 1 <= fact.page <= len(pages)
        assert fact.name in _NAMES
