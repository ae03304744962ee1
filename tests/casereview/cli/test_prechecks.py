"""What `check` prints: every verdict when asked for, where was searched, and a rule that is mostly wrong as a hint."""

from __future__ import annotations

from contextlib import closing

from casereview import packs
from casereview.checks import actions as checks
from casereview.checks.engine import FOR_A_PERSON, REGISTRY
from casereview.record import Author
from casereview.words import RESOURCES
from casereview.workspace import Workspace
from tests.casereview.cli.conftest import Demo, answer, say
from tests.casereview.cli.test_every_command import CASE

FILE = next((RESOURCES / "samples").rglob("07*.pdf"))


def test_all_verdicts_are_listed_with_what_would_turn_them_and_where_was_searched() -> None:
    told = say("check", "--file", FILE, "--all").stdout
    for ident in (*(rule.id for rule in REGISTRY), *FOR_A_PERSON):
        assert f" {ident} " in told, ident
    assert "由人看过所列页面后判断" in told and "查找范围：全卷第 1—" in told
    short = say("check", "--file", FILE).stdout
    assert len(short.splitlines()) < len(told.splitlines()) / 3 and "查找范围" not in short


def test_a_finding_names_the_pages_that_were_searched() -> None:
    findings = answer("check", "--file", FILE)["findings"]
    absent = next(one for one in findings if one["verdict"] == "unknown" and one["searched"])
    assert absent["searched"][0]["first"] == 1 and absent["searched_in"].startswith("查找范围：")
    assert all(one["would_turn"] and one["basis"] for one in findings)
    # What is left to a person comes with the pages to look at.
    assert [one["evidence"][0]["page"] > 0 for one in findings if one["check"] == "R-D04"] == [True]


def test_a_rule_that_people_mostly_reject_is_printed_as_a_hint(own: Demo) -> None:
    before = answer("-w", own.workspace, "check", CASE)["findings"]
    failed = next(one for one in before if one["verdict"] == "fail")
    text = (packs.SHIPPED / "checks" / "precision.toml").read_text("utf-8").replace("minimum = 10", "minimum = 1")
    with Workspace.open(own.workspace) as workspace, closing(workspace.connect()) as db:
        checks.set_pack(db, Author("示例组长"), "checks", "precision", text)
        checks.judge(db, Author("示例组长"), failed["dossier"], failed["outcome"], "rejected", "两人都在场")
    after = answer("-w", own.workspace, "check", CASE)["findings"]
    hinted = next(one for one in after if one["check"] == failed["check"] and one["outcome"] == failed["outcome"])
    assert hinted["verdict"] == "warn" and "经人核对 1 次，属实 0 次" in hinted["explanation"]
