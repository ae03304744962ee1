"""What is left to a person stands among the verdicts with the pages to look at, and never as a failure."""

from __future__ import annotations

import pytest

from casereview.checks import engine, say
from casereview.checks.model import Verdict
from tests.casereview.checks.builders import SOUND, SUMMARY, judged, of

PAGES = {form: number for number, form in enumerate(SOUND, 1)}


def test_every_item_for_a_person_is_shown_with_its_pages() -> None:
    found = judged({"X-DISC": {}, "F06": {}})
    for ident in engine.FOR_A_PERSON:
        [outcome] = of(ident, found)
        assert (outcome.verdict, outcome.outcome) == (Verdict.UNKNOWN, f"{ident}.person")
        assert outcome.evidence and all(piece.page for piece in outcome.evidence)
        assert say.turning(outcome) == "由人看过所列页面后判断，程序不下结论。"


@pytest.mark.parametrize(
    ("ident", "forms"), [("R-D04", ("F15",)), ("R-E03", ("F04", "F02")), ("R-E13", ("F04", "F02", "X-ID", "X-PHOTO", "X-REPORT", "X-AV"))]
)  # fmt: skip
def test_the_pages_are_those_of_the_papers_it_is_about(ident: str, forms: tuple[str, ...]) -> None:
    [outcome] = of(ident, judged())
    assert [piece.page for piece in outcome.evidence] == [PAGES[form] for form in forms]


def test_what_the_dossier_does_not_hold_does_not_apply_and_says_what_was_searched() -> None:
    for ident in ("R-E07", "R-P10"):
        [outcome] = of(ident, judged(base=SUMMARY))
        assert (outcome.verdict, outcome.code) == (Verdict.NOT_APPLICABLE, "na.no-such-paper")
        assert say.searching(outcome) == "查找范围：全卷第 1 页。"


def test_all_rules_answer_in_their_order() -> None:
    rules = [outcome.rule for outcome in judged()]
    assert rules == sorted(rules)
    assert set(rules) == {rule.id for rule in engine.REGISTRY} | set(engine.FOR_A_PERSON)
