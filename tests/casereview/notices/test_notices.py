"""Each notice is composed, written and opened again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from casereview.documents import docx as docx_writer
from casereview.documents import pdf
from casereview.documents.model import BarChart, Document, Heading, Profile, Signature, Table, Title, texts
from casereview.dossier.model import Dossier, DossierId
from casereview.ledger.model import LedgerState
from casereview.notices import actions, proof, say
from casereview.notices.actions import Sources
from casereview.notices.say import Issue
from casereview.panel.model import Campaign, Draw
from casereview.results.model import Results
from casereview.rubric import files
from tests.casereview.documents.builders import pages_of
from tests.casereview.notices.builders import CAUSES, DIGEST, RUBRIC, UNITS, a_dossier, a_review, an_entry, lost_of

ISSUE = Issue(date(2024, 11, 4), number="晋交〔2024〕13号", deadline=date(2024, 11, 25))
FOR: dict[str, dict[str, Any]] = {
    "opinion": {"unit": "qixian"},
    "rectification": {"unit": "qixian"},
    "score_sheet": {"dossier": "d10"},
}


def a_campaign() -> Campaign:
    return Campaign(
        id="c1",
        title="2024年度交通运输行政执法案卷评查",
        year=2024,
        main={"general": DIGEST},
        rubrics={DIGEST: files.to_json(RUBRIC)},
    )


def sources(results: Results | None = None, **changes: object) -> Sources:
    ids = tuple(f"d{n:02d}" for n in range(12))
    draw = Draw(
        campaign="c1", seed="314159", pool=ids, pool_digest="ab12" * 16, quota={}, strata={"d09": "yuci/general"}, drawn=ids[:10]
    )  # fmt: skip
    dossiers = {
        ident: Dossier(
            DossierId(ident), "yuci", f"案卷{n}", "v", True, "", 20, case_no=f"晋交执罚〔2024〕{n + 1}号", cause=CAUSES[n % 4],
            party="张三丰" if n % 2 else "晋中顺达运输有限公司", procedure="general", filed_on="2024-05-06",
        )
        for n, ident in enumerate(ids[:9])
    }  # fmt: skip
    values = {
        "campaign": a_campaign(), "results": results or a_review(), "entries": (an_entry(1),), "draw": draw,
        "dossiers": dossiers, "names": UNITS,
    }  # fmt: skip
    return Sources(**{**values, **changes})  # type: ignore[arg-type]


def composed(kind: str, results: Results | None = None, **changes: object) -> Document:
    return actions.compose(kind, sources(results, **changes), ISSUE, **FOR.get(kind, {}))


def text_of(document: Document) -> str:
    return "\n".join(texts(document))


def tables_of(document: Document) -> Iterator[Table]:
    return (block for block in document.blocks if isinstance(block, Table))


def letters(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


@pytest.mark.parametrize("kind", actions.KINDS)
def test_every_notice_opens_as_pdf_and_docx_with_all_its_words(kind: str) -> None:
    document = composed(kind)
    drawn = replace(document, blocks=tuple(block for block in document.blocks if not isinstance(block, BarChart)))
    printed = letters("".join(pages_of(pdf.write(document))))
    word = docx.Document(BytesIO(docx_writer.write(document)))
    typed = letters("".join(part.text or "" for part in word.element.body.iter(qn("w:t"))))
    for text in texts(drawn):
        assert letters(text) in typed
    for text in (
        one for block in drawn.blocks if isinstance(block, Heading | Title | Signature) for one in parts(block)
    ):
        assert letters(text) in printed


def parts(block: Heading | Title | Signature) -> tuple[str, ...]:
    return (block.issuer, block.date) if isinstance(block, Signature) else (block.text,)


@pytest.mark.parametrize("kind", actions.KINDS)
def test_every_notice_passes_the_checks_before_printing(kind: str) -> None:
    results = None if kind in actions.WITHOUT_RESULTS else a_review()
    assert proof.read(composed(kind), ISSUE, results, today=date(2024, 11, 4)) == []


@pytest.mark.parametrize("kind", actions.KINDS)
def test_no_notice_names_a_reader_or_shows_a_number_of_a_person(kind: str) -> None:
    text = text_of(composed(kind))
    for secret in ("评查员甲", "评查员乙", "13835412345", "张三丰", "晋中顺达"):
        assert secret not in text


def test_the_circular_says_the_figures_of_the_results() -> None:
    results = a_review()
    text = text_of(composed("circular"))
    assert (
        f"平均得分{results.mean}分，中位数{results.median}分，最高{results.highest}分，最低{results.lowest}分" in text
    )
    assert "优秀7卷（占58.3%）、良好3卷（占25.0%）、合格1卷（占8.3%）、不合格1卷（占8.3%）" in text
    assert "覆盖4个单位，共抽取案卷12卷，其中普通程序12卷，实际评分12卷" in text


def test_the_circular_counts_a_problem_over_its_dossiers() -> None:
    results = a_review()
    text = text_of(composed("circular"))
    for problem in results.problems:
        share = (Decimal(len(problem.dossiers)) * 100 / 12).quantize(Decimal("0.1"))
        assert f"“{say.problem(results, problem)}”涉及{len(problem.dossiers)}卷，占{share}%" in text


def test_the_circular_gives_the_reason_of_a_failed_dossier_in_the_rubrics_words() -> None:
    veto = next(veto for veto in RUBRIC.vetoes if veto.id == "PT-V02")
    assert f"否决事项为：{veto.title}" in text_of(composed("circular"))
    assert veto.title in text_of(composed("rectification", entries=()))


def test_a_circular_without_excellent_failed_or_faulty_dossiers_still_stands() -> None:
    results = a_review(dossiers=(), problems=(), grades={}, reviewed=0, scored=0, mean=None, units=())
    text = text_of(composed("circular", results, entries=()))
    assert "没有案卷达到优秀等次" in text
    assert "没有不合格案卷" in text
    assert "未发现需要扣分的问题" in text
    assert "None" not in text


def test_sections_are_numbered_without_a_gap() -> None:
    results = a_review(dossiers=tuple(a_dossier(n, strengths=()) for n in range(12)))
    text = text_of(composed("circular", results))
    assert re.findall(r"(?m)^([一二三四五六])、", text) == list("一二三四五")


def test_the_annex_list_is_what_is_attached() -> None:
    assert proof.read(composed("circular", entries=()), ISSUE) == []
    assert "4.整改清单" not in text_of(composed("circular", entries=()))


def test_the_score_sheet_stands_upright_with_the_nine_columns_and_a_repeated_head() -> None:
    document = composed("score_sheet")
    assert document.profile is Profile.FORM
    assert not document.landscape
    sheet = next(table for table in tables_of(document) if len(table.columns) == 9)
    assert [column.title for column in sheet.columns] == [
        "序号", "评查项目", "标准分", "适用否", "扣分（处数×分值）", "得分", "扣分原因（文书、页码、摘录）", "依据", "整改建议",
    ]  # fmt: skip
    word = docx.Document(BytesIO(docx_writer.write(document)))
    width, height = word.sections[0].page_width, word.sections[0].page_height
    assert width and height and width < height
    found = next(table for table in word.tables if len(table.columns) == 9)
    assert "tblHeader" in found.rows[0]._tr.xml


def test_the_score_sheet_has_every_item_with_its_loss_evidence_and_advice() -> None:
    one = a_dossier(10)
    text = text_of(composed("score_sheet"))
    for item in one.items:
        assert item.title in text
    for lost in one.lost:
        assert lost.text in text
        assert lost.basis in text
    assert "2×2＝4" in text
    assert "1**********" in text
    assert str(one.score) in text


def test_an_item_that_does_not_apply_says_so_and_counts_in_no_section() -> None:
    one = a_dossier(0)
    items = tuple(i.model_copy(update={"state": "not_applicable"}) if i.item == "PT-4" else i for i in one.items)
    results = a_review(dossiers=(a_dossier(0, items=items),))
    text = text_of(actions.compose("score_sheet", sources(results), ISSUE))
    assert "三、权利保障（标准分0，得分0）" in text
    assert "不适用" in text


def test_score_sheets_of_a_unit_each_begin_a_page() -> None:
    document = actions.compose("score_sheet", sources(), ISSUE, unit="榆次区交通运输局")
    pages = pages_of(pdf.write(document))
    begun = [page for page in pages if "批次" in page]
    assert len(begun) == 3
    assert all("行政处罚案卷（普通程序）评查表" in page for page in begun)


def test_the_order_lists_the_ledgers_entries_of_the_unit_alone() -> None:
    entries = (an_entry(1), an_entry(2, unit="yuci", problem="别的单位的问题"))
    text = text_of(composed("rectification", entries=entries))
    assert "告知书未告知陈述申辩期限" in text
    assert "别的单位的问题" not in text
    assert "2024年11月25日" in text


def test_without_a_ledger_the_order_lists_the_results_problems_with_this_units_case_numbers() -> None:
    text = text_of(composed("rectification", entries=()))
    table = next(t for t in tables_of(composed("rectification", entries=())) if t.columns[0].title == "序号")
    numbers = {n for row in table.rows for n in str(row[1]).split("\n")}
    assert numbers == {"晋交执罚〔2024〕107号", "晋交执罚〔2024〕108号", "晋交执罚〔2024〕109号"}
    assert "不得追溯补造、涂改、倒签" in text


def test_a_notice_to_one_unit_asks_for_the_unit() -> None:
    with pytest.raises(actions.NeedsUnit):
        actions.compose("opinion", sources(), ISSUE)


def test_the_commendation_lists_excellent_dossiers_without_a_veto_best_first() -> None:
    table = next(iter(tables_of(composed("commendation"))))
    scores = [Decimal(str(row[4])) for row in table.rows]
    assert len(scores) == 7
    assert scores == sorted(scores, reverse=True)


def test_nothing_is_praised_where_nothing_is_excellent() -> None:
    results = a_review(dossiers=tuple(a_dossier(n, grade="good") for n in range(12)))
    with pytest.raises(actions.NothingToPrint):
        composed("commendation", results)


def test_the_draw_list_can_be_drawn_again_and_shows_a_dossier_that_is_not_here() -> None:
    text = text_of(composed("draw_list"))
    assert "种子：314159" in text
    assert "12卷" in text
    assert "d09" in text
    assert "某公司" in text


def test_the_follow_up_counts_states_and_what_is_overdue_on_its_day() -> None:
    entries = (
        an_entry(1, state=LedgerState.CLOSED),
        an_entry(2, deadline="2024-11-01", follow_up="抽查3卷，未再发生"),
        an_entry(3, unit="yuci", state=LedgerState.WORKING),
    )
    document = composed("follow_up", entries=entries)
    text = text_of(document)
    assert "共列入问题3项，已销号1项，整改完成率33.3%；未完成2项，其中逾期1项" in text
    assert "抽查3卷，未再发生" in text
    rows = {str(row[1]): row[2:] for row in next(tables_of(document)).rows}
    assert rows["祁县交通运输综合行政执法大队"] == ("2", "1", "0", "0", "1", "0", "1", "50.0%")
    assert rows["榆次区交通运输局"] == ("1", "0", "0", "1", "0", "0", "0", "0.0%")


def test_the_launch_notice_prints_the_items_of_the_frozen_rubrics() -> None:
    text = text_of(composed("launch"))
    for item in RUBRIC.items:
        assert item.title.replace(",", "，") in text.replace(",", "，")


def test_edited_wording_is_what_is_printed() -> None:
    document = actions.compose("circular", sources(), ISSUE, texts={"lead.text": "{body}改过的导语。"})
    assert "晋中市交通运输局改过的导语。" in text_of(document)


def test_lost_points_without_evidence_are_named_and_do_not_stop_the_printing() -> None:
    results = a_review(dossiers=(a_dossier(0, lost=(lost_of("a", 1, evidence=""),)),))
    found = [problem for problem in proof.read(composed("circular"), ISSUE, results) if problem.code == "no-evidence"]
    assert len(found) == 1
    assert not found[0].grave


def test_a_dossier_without_a_case_number_can_still_be_found() -> None:
    results = a_review(dossiers=(a_dossier(7, case_no="", cause=""), *a_review().dossiers[8:]))
    for kind in ("circular", "score_sheet", "opinion"):
        text = text_of(actions.compose(kind, sources(results), ISSUE, unit="qixian" if kind != "circular" else ""))
        assert "案卷d07（案号未识别）" in text
        assert "“”" not in text


def test_a_short_deduction_is_named_with_its_item() -> None:
    results = a_review()
    short = results.problems[0].model_copy(update={"text": "不一致", "item": "PT-6"})
    text = text_of(composed("circular", results.model_copy(update={"problems": (short,)})))
    assert "“决定书事实、依据、裁量说理：不一致”" in text
