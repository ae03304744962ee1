"""Notices out of a real workspace: campaign and frozen results are events, the file is opened again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdf
import pytest
from sqlite_utils import Database

from casereview import record, words
from casereview.checks import actions as checks
from casereview.documents import gauge
from casereview.documents.model import AnnexPage, Table, texts
from casereview.dossier import actions as dossiers
from casereview.ledger import actions as ledger
from casereview.notices import actions
from casereview.panel.model import CAMPAIGN, DRAWN, Campaign, Draw
from casereview.record import Author
from casereview.results.model import FROZEN, Results
from casereview.rubric import files
from casereview.words import RESOURCES
from tests.casereview.notices.builders import DIGEST, RUBRIC, a_review
from tests.casereview.notices.test_notices import ISSUE, a_campaign

DAY, LIMIT = date(2024, 11, 4), date(2024, 11, 25)


@pytest.fixture
def campaign(db: Database, author: Author) -> Campaign:
    rubrics = {DIGEST: files.to_json(RUBRIC)}
    made = Campaign(id="c1", title="2024年度评查", year=2024, main={"general": DIGEST}, rubrics=rubrics)
    record.append(db, author, CAMPAIGN, made.id, made)
    return made


def freeze(db: Database, author: Author, results: Results) -> None:
    record.append(db, author, FROZEN, "c1", {"results": results, "digest": "d"})


def test_a_score_sheet_comes_out_of_the_workspace_by_case_number(
    db: Database, author: Author, campaign: Campaign, tmp_path: Path
) -> None:
    freeze(db, author, a_review())
    out = tmp_path / "出" / "评查表.pdf"
    actions.produce(db, "score_sheet", "c1", out, issued=DAY, dossier="晋交执罚〔2024〕111号")
    text = pypdf.PdfReader(out).pages[0].extract_text()
    assert "平遥县交通运输局" in text
    assert "晋交执罚〔2024〕111号" in text


def test_the_launch_notice_needs_no_results(db: Database, campaign: Campaign, tmp_path: Path) -> None:
    out = actions.produce(db, "launch", "", tmp_path / "通知.docx", issued=DAY, deadline=LIMIT)
    assert out.read_bytes().startswith(b"PK")


def test_tables_are_written_as_a_workbook(db: Database, author: Author, campaign: Campaign, tmp_path: Path) -> None:
    freeze(db, author, a_review())
    out = actions.produce(db, "tables", "c1", tmp_path / "统计表.xlsx", issued=DAY)
    assert out.read_bytes().startswith(b"PK")


def test_figures_that_do_not_add_up_are_not_printed_but_as_a_draft(
    db: Database, author: Author, campaign: Campaign, tmp_path: Path
) -> None:
    freeze(db, author, a_review(scored=11))
    out = tmp_path / "评查表.pdf"
    with pytest.raises(actions.NotFitToPrint) as caught:
        actions.produce(db, "score_sheet", "c1", out, issued=DAY)
    assert "各等次合计 12 卷" in words.explain(caught.value)
    assert not out.exists()
    assert actions.produce(db, "score_sheet", "c1", out, issued=DAY, draft=True).exists()


def test_what_is_not_there_yet_is_said(db: Database, campaign: Campaign, tmp_path: Path) -> None:
    for kind, problem in (("score_sheet", actions.NoResults), ("draw_list", actions.NoDraw)):
        with pytest.raises(problem) as caught:
            actions.produce(db, kind, "c1", tmp_path / "x.pdf", issued=DAY)
        assert "2024年度评查" in words.explain(caught.value)
    with pytest.raises(actions.UnknownNotice):
        actions.produce(db, "letter", "c1", tmp_path / "x.pdf", issued=DAY)


def test_a_format_that_cannot_be_written_is_refused(
    db: Database, author: Author, campaign: Campaign, tmp_path: Path
) -> None:
    freeze(db, author, a_review())
    for name in ("x.xlsx", "x.odt", "x"):
        with pytest.raises(actions.NoSuchFormat):
            actions.produce(db, "score_sheet", "c1", tmp_path / name, issued=DAY)


def test_an_empty_draw_prints(db: Database, author: Author, campaign: Campaign, tmp_path: Path) -> None:
    draw = Draw(campaign="c1", seed="7", pool=(), pool_digest="0" * 64, quota={}, strata={}, drawn=())
    record.append(db, author, DRAWN, "c1", draw)
    assert actions.produce(db, "draw_list", "c1", tmp_path / "清单.pdf", issued=DAY).exists()


def test_a_notice_is_prepared_with_its_problems_for_a_preview(db: Database, author: Author, campaign: Campaign) -> None:
    freeze(db, author, a_review())
    seen = actions.prepare(db, "commendation", "c1", issued=DAY, today=date(2024, 11, 1))
    assert [problem.code for problem in seen.problems] == ["number-empty", "issued-future"]
    assert seen.document.author == "晋中市交通运输局"


def test_the_ledgers_entries_reach_the_circular_and_the_order(
    db: Database, author: Author, campaign: Campaign, tmp_path: Path
) -> None:
    freeze(db, author, a_review())
    ledger.from_results(db, author, a_review(), deadline=LIMIT)
    seen = actions.prepare(db, "circular", "c1", issued=DAY, number="晋交〔2024〕13号", deadline=LIMIT)
    assert seen.problems == ()
    assert sum(isinstance(block, AnnexPage) for block in seen.document.blocks) == 4
    order = actions.prepare(db, "rectification", "c1", issued=DAY, unit="祁县交通运输综合行政执法大队", deadline=LIMIT)
    text = "\n".join(texts(order.document))
    assert "执法人员无执法资格或少于两人" in text
    assert "否决" in text
    out = actions.produce(db, "circular", "c1", tmp_path / "通报.docx", issued=DAY, deadline=LIMIT)
    assert gauge.gauge(out) == []


def test_the_score_sheet_of_a_dossier_at_hand_shows_its_time_and_its_systems(db: Database, author: Author) -> None:
    file = next((RESOURCES / "samples").rglob("07*.pdf"))
    dossiers.take_in(db, author, [file], executor="thread")
    ident = str(dossiers.dossiers(db)[0].id)
    checks.check(db, author, today=date(2026, 6, 1))
    review = a_review()
    first, second = [one for one in review.dossiers if one.main][:2]
    review = review.model_copy(update={"dossiers": (first.model_copy(update={"dossier": ident}), second)})
    sources = actions.Sources(a_campaign(), review, courses=actions._courses(db, list(review.dossiers)))
    moments = checks.course(dossiers.reading(db, ident), checks.outcomes(db, ident)).dated
    sheets = [
        [
            block
            for block in actions.compose("score_sheet", sources, ISSUE, dossier=one).blocks
            if isinstance(block, Table)
        ]
        for one in (ident, second.dossier)
    ]
    captions = [[table.caption for table in tables if table.caption] for tables in sheets]
    # The other dossier came as results alone.
    assert captions == [["办案时间轴（只列各文书一致或经人确认的日期）", "三项制度对照"], []]
    time = next(table for table in sheets[0] if table.caption.startswith("办案时间轴"))
    assert len(time.rows) == len(moments) >= 8
    assert any("2024年11月19日" in str(row) for row in time.rows)
