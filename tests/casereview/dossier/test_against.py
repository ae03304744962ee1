"""The dossier's own catalogue against what is bound."""

from __future__ import annotations

from pathlib import Path

from casereview import words
from casereview.dossier import actions, pages
from casereview.dossier.page_finding import PageFinding
from tests.casereview.dossier.builders import pdf_of

HEAD = "卷内目录\n序号    材料名称    页码"
FILED = "立案登记表\n案由：超限运输\n受案时间 2024年3月1日"
ASKED = "询问笔录\n询问时间 2024年3月2日\n问：姓名？"
NOTICE = "违法行为通知书\n当事人：张某\n拟作出处罚"
DECIDED = "行政处罚决定书\n当事人：张某\n经查，当事人超限运输"


def found(tmp_path: Path, rows: str, *papers: str) -> dict[str, PageFinding]:
    reading = actions.read(pdf_of(tmp_path, "卷", f"{HEAD}\n{rows}", *papers))
    made = {one.code: one for one in pages.findings(reading, [])}
    for one in made.values():
        for language in words.LANGUAGES:
            sentence = words.render(f"page_finding.{one.code}", language, **one.parameters)
            assert "{" not in sentence and not sentence.startswith("page_finding")
            assert not words.render(f"page_finding_name.{one.code}", language).startswith("page_finding")
    return made


def test_a_dossier_as_its_catalogue_says_has_nothing_to_say(tmp_path: Path) -> None:
    rows = "1    立案登记表    1\n2    询问笔录    2\n3    违法行为通知书    3\n4    行政处罚决定书    4"
    assert found(tmp_path, rows, FILED, ASKED, NOTICE, DECIDED) == {}


def test_a_paper_that_is_listed_and_not_there_and_one_that_is_there_and_not_listed(tmp_path: Path) -> None:
    rows = "1    立案登记表    1\n2    询问笔录    2\n3    行政处罚决定书    3\n4    结案报告    4"
    made = found(tmp_path, rows, FILED, ASKED, DECIDED, NOTICE)
    assert set(made) == {"catalogue-missing"}, "the notice stands on a page that a row holds"
    assert made["catalogue-missing"].parameters["titles"] == "《结案报告》"
    made = found(tmp_path, "1    立案登记表    1\n2    询问笔录    2", FILED, ASKED, NOTICE)
    assert set(made) == {"catalogue-unlisted"}
    assert made["catalogue-unlisted"].pages == (4,)


def test_papers_out_of_order_are_named_with_their_pages(tmp_path: Path) -> None:
    rows = "1    立案登记表    1\n2    询问笔录    2\n3    违法行为通知书    3\n4    行政处罚决定书    4"
    made = found(tmp_path, rows, FILED, NOTICE, ASKED, DECIDED)
    assert made["catalogue-order"].parameters["count"] == 1
    assert made["catalogue-order"].pages in ((3,), (4,))
    assert "catalogue-page" in made


def test_a_paper_on_another_page_than_listed(tmp_path: Path) -> None:
    rows = "1    立案登记表    1\n2    询问笔录    2\n3    行政处罚决定书    3"
    made = found(tmp_path, rows, FILED, ASKED, "询问笔录\n第2页 共2页\n答：没有。", DECIDED)
    assert set(made) == {"catalogue-page"}
    assert (made["catalogue-page"].parameters["listed"], made["catalogue-page"].pages) == (3, (5,))
