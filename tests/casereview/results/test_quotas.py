from __future__ import annotations

from decimal import Decimal

from casereview.results.quotas import quotas
from casereview.words import LANGUAGES
from tests.casereview.marking.builders import a_mark, a_rubric, an_item
from tests.casereview.results.builders import a_result, results_of

GRADES = [
    {"code": "excellent", "title": "优秀", "at_least": "90", "quota": "25"},
    {"code": "pass", "title": "合格", "at_least": "60", "quota": "80"},
    {"code": "fail", "title": "不合格", "at_least": "0"},
]
RUBRIC = a_rubric(an_item("A", "100", {"id": "A-1", "text": "缺", "category": "filing", "severity": "minor", "points": "1", "each": "处"}), grades=GRADES)  # fmt: skip


def test_a_quota_is_shown_beside_the_grades_and_changes_none() -> None:
    lost = (0, 2, 5, 8, 20, 30)
    rows = [a_result(str(n), RUBRIC, [a_mark(RUBRIC, "A", "A-1" if n else "", count=n or 1)]) for n in lost]
    results = results_of(rows, RUBRIC)
    best, good = quotas(results)
    assert (best.grade, best.share, best.scored, best.most, best.held, best.over) == ("优秀", Decimal(25), 6, 1, 4, 3)
    assert (good.most, good.held, good.over) == (4, 2, 0)
    assert (results.grades["excellent"], results.grades["pass"]) == (4, 2), "nobody lost a grade"
    assert "超过名额 3 卷" in best.sentence() and "没有改动任何等次" in best.sentence()
    for language in LANGUAGES:
        assert "{" not in best.sentence(language) + good.sentence(language)


def test_without_a_quota_or_a_score_nothing_is_said() -> None:
    plain = a_rubric(an_item("A", "100"))
    assert quotas(results_of([a_result("1", plain, [a_mark(plain, "A")])], plain)) == []
    assert quotas(results_of([], RUBRIC)) == []
