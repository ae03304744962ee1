from __future__ import annotations

import pytest

from casereview.dossier.model import Member, Page, Paper, Reading, TextSource
from casereview.marking.evidence import in_words, ranges
from casereview.marking.model import Context, Seen
from casereview.marking.sheet import score
from casereview.results.build import dossier_result, masked
from tests.casereview.marking.builders import a_deduction, a_mark, a_rubric, an_item
from tests.casereview.results.builders import a_dossier

FILE = "a" * 64
PAGES = tuple(Page(number, 595, 842, TextSource.TEXT) for number in range(1, 6))
READING = Reading(
    (Member(FILE, "卷.pdf", 1, "pdf", PAGES),),
    (
        Paper("p01", "F16", "行政处罚决定书", FILE, (1, 2), (1, 2), 1, "title"),
        Paper("p02", "F18", "送达回证", FILE, (3,), (3,), 1, "title"),
    ),
    (),
)


def test_evidence_is_said_by_paper_and_page() -> None:
    seen = [Seen(file=FILE, page=2), Seen(dossier_page=3), Seen(dossier_page=3), Seen(file="b" * 64, page=1)]
    assert in_words(seen, READING) == "行政处罚决定书 第2页；送达回证 第3页"
    assert in_words([Seen(dossier_page=5)], READING) == "第5页"


def test_what_was_not_found_says_where_it_was_looked_for() -> None:
    seen = Seen(kind="not_found", papers=("p01", "p02"), pages=(1, 2, 3, 5), terms=("法制审核",))
    assert in_words([seen], READING) == "未见（已查行政处罚决定书、送达回证，第1-3、5页，检索“法制审核”）"


def test_pages_are_said_as_ranges() -> None:
    assert ranges([3, 1, 2, 7, 9, 10]) == "1-3、7、9-10"


@pytest.mark.parametrize(
    ("party", "shown"),
    [
        ("王伟", "王某"),
        ("欧阳建国", "欧某某"),
        ("祁县宏达运输有限公司", "某有限公司"),
        ("太谷顺通汽车修理厂", "某厂"),
        ("李娜(个体工商户)", "李某"),
        ("", ""),
    ],
)
def test_a_party_is_never_named(party: str, shown: str) -> None:
    assert masked(party) == shown


def test_a_lost_point_carries_text_basis_evidence_note_and_the_proposing_check() -> None:
    rubric = a_rubric(
        an_item("A", "40", a_deduction("A-1", "5", each="处"), basis="行政处罚法第61条", system="recording"),
        an_item("B", "60"),
    )
    marks = [
        a_mark(rubric, "A", "A-1", count=2, note="送达晚于7日", outcome="R-S01.late", evidence=(Seen(dossier_page=3),)),
        a_mark(rubric, "B"),
    ]
    sheet = score(rubric, marks, Context(), dossier="d1")
    found = dossier_result(a_dossier("d1"), READING, rubric, sheet, marks, readers={"甲": "90.0"})
    (lost,) = found.lost
    assert (lost.basis, lost.evidence, lost.note) == ("行政处罚法第61条", "送达回证 第3页", "送达晚于7日")
    assert (lost.outcome, lost.system, lost.count, str(lost.points)) == ("R-S01.late", "recording", 2, "10")
    assert found.exact == "90/1" and found.party_masked == "王某" and found.readers == {"甲": "90.0"}
