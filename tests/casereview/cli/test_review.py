"""Decisions, vetoes, objections and corrections by command, and what a rebuild leaves of them."""

from __future__ import annotations

from casereview.panel.model import Stage
from tests.casereview.cli.conftest import Demo, answer, say
from tests.casereview.cli.test_every_command import CASE, VETOED


def test_a_dossier_is_named_by_a_piece_of_its_id_or_by_its_case_number(demo: Demo) -> None:
    whole = next(one["id"] for one in answer("-w", demo.workspace, "list") if one["case_no"] == CASE)
    for name in (whole, whole[:8], CASE, CASE.replace("〔", "[").replace("〕", "]")):
        assert answer("-w", demo.workspace, "show", name)["dossier"]["id"] == whole
    campaign = answer("-w", demo.workspace, "campaign", "list")[0]["id"]
    assert answer("-w", demo.workspace, "-c", campaign[:6], "campaign", "status")["campaign"] == campaign


def test_a_veto_stands_only_with_the_second_person(own: Demo) -> None:
    before = answer("-w", own.workspace, "sheet", VETOED, "--final")["vetoes"]
    assert before
    say("-w", own.workspace, "--as", "王五", "decide", VETOED, "--item", before[0], "--full", "--reason", "不予否决")
    assert answer("-w", own.workspace, "sheet", VETOED, "--final")["vetoes"] == []
    confirm = ("decide", VETOED, "--item", before[0], "--veto", "--reason", "查证属实")
    assert answer("-w", own.workspace, "--as", "王五", *confirm)["stands"] is False
    assert say("-w", own.workspace, "--as", "王五", *confirm).exit_code == 3
    assert answer("-w", own.workspace, "--as", "李四", *confirm)["stands"] is True
    assert answer("-w", own.workspace, "sheet", VETOED, "--final")["vetoes"] == before


def test_an_objection_is_raised_once_and_answered_by_somebody_else(own: Demo) -> None:
    given = ("-w", own.workspace, "--as", "榆次区")
    ident = answer(*given, "objection", "raise", CASE, "--item", "1-2", "--reason", "不同意")["objection"]
    assert say(*given, "objection", "raise", CASE, "--item", "1-2", "--reason", "再次").exit_code == 3
    answering = ("objection", "answer", ident[:10], "--maintain", "--reason", "维持原意见")
    assert say("-w", own.workspace, "--as", "示例评查员甲", *answering).exit_code == 3
    assert answer("-w", own.workspace, "--as", "示例组长", *answering)["outcome"] == "maintained"
    listed = say("-w", own.workspace, "objection", "list")
    assert "维持" in listed.stdout
    assert answer("-w", own.workspace, "objection", "list", "--open")["objections"] == []


def test_corrections_papers_verdicts_and_scores_outlive_a_rebuild(own: Demo) -> None:
    given = ("-w", own.workspace, "--as", "示例组长")
    assert answer(*given, "fact", "set", CASE, "filed_on", "2024-03-05")[0]["state"] == "corrected"
    answer(*given, "paper", CASE, "3", "--form", "F03", "--title", "检查笔录")
    answer(*given, "check", CASE)
    before = {one["id"]: one for one in answer(*given, "list")}
    said = answer(*given, "verify", "--rebuild")
    assert said["clean"] and said["rebuilt"]
    after = {one["id"]: one for one in answer(*given, "list")}
    for ident, one in before.items():
        for column in ("state", "score", "grade", "fails", "warns", "case_no", "filed_on"):
            assert after[ident][column] == one[column], (column, one["name"])
    shown = answer(*given, "show", CASE)
    assert "2024-03-05" in [fact["value"] for fact in shown["facts"] if fact["name"] == "filed_on"]
    assert "检查笔录" in [paper["title"] for paper in shown["papers"]]


def test_packages_are_registered_unread_and_opened_together(own: Demo) -> None:
    given = ("-w", own.workspace, "--as", "示例组长")
    assert say(*given, "package", "unseal", *own.packages).exit_code == 3
    assert len(answer(*given, "package", "receive", *own.packages)["received"]) == 2
    assert answer(*given, "package", "receive", *own.packages)["received"] == []
    opening = answer(*given, "package", "unseal", *own.packages)["opening"]
    assert len(opening["opened"]) == 2 and opening["missing"] == []
    assert len(answer(*given, "package", "receipts")["openings"]) == 1


def test_every_stage_of_the_model_can_be_named() -> None:
    from casereview.cli.outputs import STATES
    from casereview.cli.panel import STAGES
    from casereview.ledger.model import LedgerState

    assert tuple(Stage) == STAGES
    assert tuple(LedgerState) == STATES
