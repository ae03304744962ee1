"""Every value has its crop and its original words, on every page of every sample and of other provinces' papers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casereview.dossier.facts import read_facts
from casereview.dossier.facts.stream import fold_line
from casereview.dossier.model import Box, Fact, Member, Page, Run, TextSource
from casereview.dossier.papers import split
from casereview.text import squeeze
from tests.casereview.dossier.test_facts_elsewhere import CASES, members
from tests.casereview.dossier.test_facts_samples import SAMPLES, TYPED, _members
from tests.samples.elsewhere.paper import Elsewhere


def assert_cropped(facts: Sequence[Fact], held: Sequence[Member]) -> None:
    pages = [(member.sha256, page) for member in held for page in member.pages]
    for fact in facts:
        file, page = pages[fact.page - 1]
        assert (fact.place.file, fact.place.page) == (file, page.number), fact
        box = fact.place.box
        assert box is not None and box.x1 - box.x0 > 1 and box.y1 - box.y0 > 1, fact
        assert box.x0 > -1 and box.y0 > -1 and box.x1 < page.width + 1 and box.y1 < page.height + 1, fact
        assert fact.text.strip() and stands_under(box, fact.text, pages), fact


def stands_under(box: Box, text: str, pages: Sequence[tuple[str, Page]]) -> bool:
    """Whether the first letters of the words are those of a run that the box touches."""
    first = squeeze(text)[0]
    return any(
        first in run.text
        and run.box.x0 < box.x1
        and box.x0 < run.box.x1
        and run.box.y0 < box.y1
        and box.y0 < run.box.y1
        for _, page in pages
        for run in page.runs
    )


@pytest.mark.parametrize("name", [truth["path"] for truth in TYPED])
def test_every_value_of_a_sample_has_its_crop_and_its_words(name: str) -> None:
    held = _members(SAMPLES / "dossiers" / name)
    facts = read_facts(held, split(held))
    assert facts
    assert_cropped(facts, held)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_value_of_another_provinces_paper_has_its_crop(case: Elsewhere, kind: str, tmp_path: Path) -> None:
    held = members(case, tmp_path, kind)
    assert_cropped(read_facts(held, split(held)), held)


_WORDS = ["案由：", "当事人", "：", "何当真", "涉嫌超限运输案", "案号：晋交执罚〔2024〕021号", "2024年3月1日", "9时30分至10时15分", "执法时间",
          "现场情况", "　", "  ", "罚款", "3000元", "叁仟元整", "（印章）", "□", "☑", "。", "身份证件号", "14070219880612123X", "晋K·D1234",
          "执法人员", "周予安、吴思齐", "《公路法》第五十条第一款", "现场笔录"]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5), min_size=1, max_size=14), st.booleans())
@settings(max_examples=150, deadline=None)
def test_whatever_stands_on_a_page_a_value_is_cropped_from_it(lines: list[list[str]], edged: bool) -> None:
    runs = [a_line("".join(words), 40 + 24 * at, edged) for at, words in enumerate(lines)]
    page = Page(1, 595, 842, TextSource.TEXT, tuple(run for run in runs if run.text.strip()))
    held = (Member("f" * 64, "a.pdf", 1, "pdf", (page,)),)
    facts = read_facts(held, split(held))
    assert_cropped(facts, held)
    folded = squeeze("".join(fold_line(run.text) for run in page.runs))
    for fact in facts:
        assert squeeze(fold_line(fact.text)) in folded, fact


def a_line(text: str, top: float, edged: bool) -> Run:
    edges = tuple(40.0 + 4 * at for at in range(len(text) + 1)) if edged else ()
    return Run(text, Box(40, top, 40 + 4 * len(text), top + 12), edges)
