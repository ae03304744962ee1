"""Recognition of noisy scans: the share of wrong characters in the order of reading, and what a page costs.

Counted: insertions, deletions and replacements that lead from what is read to what the paper says, over the characters of
the paper. Before counting, both are in compatibility form (NFKC: full and half width are one) and without white space;
everything else counts: marks, the strokes in empty cells, the blanks ruled to be written on, letters of a seal.
"""

from __future__ import annotations

import resource
import time
import unicodedata
from pathlib import Path

import pytest

from casereview.dossier import readers, recognise
from casereview.dossier.model import Page, TextSource
from casereview.dossier.readers import ocr
from casereview.progress import silent
from tests.samples import scans

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not ocr.available(), reason="the extra casereview[ocr] is not installed here"),
]
MOST_WRONG = 0.03  # of all characters
MOST_WRONG_OF_ONE = 0.06  # of any one paper
CPU_SECONDS = 16.0  # a page, with its share of loading the engine


def distance(one: str, other: str) -> int:
    """The least number of insertions, deletions and replacements (Levenshtein)."""
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, letter in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (sign != letter))
    return row[-1]


def plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if not sign.isspace())


def test_a_distance_counts_what_must_be_changed() -> None:
    assert (
        distance("二〇二四年", "二二四年"),
        distance("强制", "制"),
        distance("", "字"),
        distance("甲乙", "乙甲"),
    ) == (1, 1, 1, 2)


def test_noisy_scans_are_read_with_fewer_than_three_wrong_characters_in_a_hundred(tmp_path: Path) -> None:
    papers = [scans.noisy(*one) for one in scans.NOISY]
    assert len(papers) >= 6 and {paper.dpi for paper in papers} == {150, 200}
    file = tmp_path / "扫描.pdf"
    file.write_bytes(scans.bound(papers))
    blank = readers.read_file(file, file.name).pages
    assert {page.source for page in blank} == {TextSource.NONE}
    sheets = [recognise.Sheet("a" * 64, file.name, str(file), "pdf", page) for page in blank]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    read = dict(_pages(sheets))
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    wrong = letters = 0
    number = 0
    for paper in papers:
        mine = [read[number + step] for step in range(1, len(paper.pages) + 1)]
        number += len(paper.pages)
        said, truth = plain("\n".join(page.text for page in mine)), plain(paper.truth)
        errors = distance(said, truth)
        print(f"{paper.name}: {len(truth)} characters, {100 * errors / len(truth):.2f} % wrong")
        assert errors <= MOST_WRONG_OF_ONE * len(truth), paper.name
        wrong, letters = wrong + errors, letters + len(truth)
    print(f"all: {letters} characters, {100 * wrong / letters:.2f} % wrong")
    print(f"a page: {wall / number:.1f} s, {cpu / number:.1f} CPU-s; peak {after.ru_maxrss >> 10} MB")
    assert wrong <= MOST_WRONG * letters
    assert cpu <= CPU_SECONDS * number


def _pages(sheets: list[recognise.Sheet]) -> list[tuple[int, Page]]:
    found = []
    for sheet, page in recognise.queue(sheets, 1, silent, ocr.page, recognise.LIMITS):
        assert isinstance(page, Page), page
        found.append((sheet.page.number, page))
    return found
