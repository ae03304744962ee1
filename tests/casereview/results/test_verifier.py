from __future__ import annotations

import ast
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casereview import words
from casereview.marking.model import Mark, MarkKind
from casereview.record import digest_of
from casereview.results import recompute, verifier
from casereview.results.export import export_text
from casereview.results.model import Results
from casereview.rubric.compose import composed
from casereview.rubric.files import templates
from casereview.rubric.model import Rubric
from tests.casereview.marking.builders import a_deduction, a_mark, a_rubric, an_item, by_code
from tests.casereview.results.builders import a_result, results_of

VETO = {"id": "V", "title": "伪造", "effect": "void"}
CAP = {"id": "W", "title": "降等", "effect": "cap:good"}


def rubrics() -> list[Rubric]:
    items = [
        an_item("A", "30", a_deduction("A-1", "2.5", each="处", cap="7"), a_deduction("A-2", "30", severity="major")),
        an_item(
            "B", "30", a_deduction("B-1", "1", step={"measure": "m", "target": "1", "size": "1"}), system="recording"
        ),
        an_item("C", "40", a_deduction("C-1", "12"), system="publicity"),
    ]
    more: dict[str, Any] = {
        "vetoes": [VETO, CAP],
        "bonus": [{"id": "J", "title": "典型", "points": "3", "proof": "文件"}],
    }
    made = [a_rubric(*items, title=f"{model}/{policy}", model=model, policies={"not_applicable": policy}, **more)
            for model in ("deduct", "levels", "gate", "additive") for policy in ("full", "rescale")]  # fmt: skip
    parts = [(by_code("JY"), Decimal(70)), (by_code("FS"), Decimal(20)), (made[2], Decimal("10.5"))]
    whole = composed([(with_policy(part), weight) for part, weight in parts], code="ZH", title="综合")
    return [*made, by_code("JY"), *templates(), whole]


def with_policy(rubric: Rubric) -> Rubric:
    return rubric.model_copy(update={"policies": by_code("JY").policies})


RUBRICS = rubrics()


@st.composite
def reviews(draw: st.DrawFn) -> tuple[Results, list[Rubric]]:
    rows, used = [], []
    for number in range(draw(st.integers(1, 9))):
        rubric = draw(st.sampled_from(RUBRICS))
        marks: list[Mark] = []
        for item in rubric.items:
            say = draw(st.sampled_from(["full", "lost", "lost", "away"]))
            if say == "away":
                marks.append(a_mark(rubric, item.id, kind=MarkKind.NOT_APPLICABLE, reason="无"))
            elif say == "full" or not item.deductions:
                marks.append(a_mark(rubric, item.id))
            else:
                for rule in draw(st.sets(st.sampled_from(item.deductions), min_size=1, max_size=3)):
                    marks.append(a_mark(rubric, item.id, rule.id, count=1 if rule.once else draw(st.integers(1, 6))))
        bonus = draw(st.booleans())
        if rubric.bonus and bonus:
            marks.append(a_mark(rubric, rubric.bonus[0].id, kind=MarkKind.BONUS))
        vetoes = (
            draw(st.sets(st.sampled_from([veto.id for veto in rubric.vetoes]), max_size=1)) if rubric.vetoes else ()
        )
        unit = draw(st.sampled_from(["祁县", "太谷"]))
        rows.append(a_result(str(number), rubric, marks, unit, vetoes=list(vetoes), main=draw(st.booleans())))
        used.append(rubric)
    return results_of(rows, *used), used


@given(reviews())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_what_the_scorer_says_the_verifier_finds_too(review: tuple[Results, list[Rubric]]) -> None:
    assert verifier.verify_text(export_text(review[0])) == []


def a_review() -> dict[str, Any]:
    rubric = RUBRICS[1]
    rows = []
    for number in range(8):
        marks = [
            a_mark(rubric, "A", "A-1", count=1 + number % 3),
            a_mark(rubric, "B", "B-1", count=number + 1),
            a_mark(rubric, "C") if number % 2 else a_mark(rubric, "C", kind=MarkKind.NOT_APPLICABLE, reason="无"),
        ]
        rows.append(a_result(str(number), rubric, marks, "祁县" if number < 5 else "太谷"))
    whole: dict[str, Any] = json.loads(export_text(results_of(rows, rubric)))
    return whole


def altered(change: Callable[[dict[str, Any]], None], *, sign: bool = True) -> list[str]:
    """Codes found after a change by somebody who also makes the digest anew."""
    whole = a_review()
    change(whole["results"])
    if sign:
        whole["digest"] = digest_of(whole["results"])
    return [code for code, _ in verifier.verify_text(json.dumps(whole, ensure_ascii=False))]


def test_half_a_point_is_reported_at_the_exact_item() -> None:
    whole = a_review()
    line = whole["results"]["dossiers"][3]["items"][1]
    line["earned"] = str(float(line["earned"]) + 0.5)
    whole["digest"] = digest_of(whole["results"])
    found = verifier.verify_text(json.dumps(whole, ensure_ascii=False))
    code, about = found[0]
    assert (code, about["item"], about["stated"], about["right"]) == ("item", "1-2 B", line["earned"], "26")
    assert about["dossier"] == "晋交执罚〔2024〕3号"
    sentence = words.render(f"verifier.{code}", **about)
    assert "1-2 B" in sentence and "{" not in sentence


def put(*path: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(said: dict[str, Any]) -> None:
        for step in path[:-1]:
            said = said[step]
        said[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (put("dossiers", 0, "score", value="99.9"), "score"),
        (put("dossiers", 0, "grade", value="fail"), "grade"),
        (put("dossiers", 0, "exact", value="1/3"), "exact"),
        (put("dossiers", 0, "lost", 0, "points", value="0.5"), "deduction"),
        (put("dossiers", 0, "lost", 0, "count", value=9), "deduction"),
        (put("dossiers", 0, "lost", 0, "deduction", value="A-9"), "deduction-unknown"),
        (put("dossiers", 0, "items", 0, "points", value="31"), "item-points"),
        (put("dossiers", 0, "items", 0, "state", value="not_applicable"), "item"),
        (put("dossiers", 0, "bonus", value="6"), "bonus"),
        (put("dossiers", 0, "vetoes", value=["V"]), "score"),
        (put("mean", value="77.77"), "figure"),
        (put("median", value="77.77"), "figure"),
        (put("scored", value=7), "figure"),
        (put("grades", "good", value=99), "figure"),
        (put("systems", "recording", value="12.3"), "figure"),
        (put("units", 0, "mean", value="1.00"), "figure"),
        (put("units", 0, "vetoed", value=3), "figure"),
        (put("units", 0, "rank", value=2), "rank"),
        (put("units", 1, "unit", value="平遥"), "unit-missing"),
        (put("problems", 0, "dossiers", value=["0"]), "problem"),
        (put("problems", 0, "occurrences", value=1), "problem"),
        (put("problems", value=[]), "problem"),
        (lambda said: said["dossiers"][0]["items"].pop(), "item-missing"),
        (
            lambda said: said["rubrics"].update({k: v.replace('"30"', '"31"') for k, v in said["rubrics"].items()}),
            "rubric",
        ),
        (lambda said: said.pop("units"), "unreadable"),
    ],
)
def test_every_figure_that_does_not_follow_is_named(change: Callable[[dict[str, Any]], None], code: str) -> None:
    assert altered(lambda said: None) == []
    assert code in altered(change)


def test_one_changed_character_breaks_the_digest(tmp_path: Path) -> None:
    assert altered(put("title", value="别的"), sign=False) == ["digest"]
    file = tmp_path / "结果.json"
    file.write_text("{", "utf-8")
    assert [code for code, _ in verifier.verify_file(file)] == ["unreadable"]


def test_the_verifier_shares_no_code_with_anything() -> None:
    ours = {}
    for half in (verifier, recompute):
        tree = ast.parse(Path(str(half.__file__)).read_text("utf-8"))
        named = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        named |= {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
        ours[half.__name__] = [name for name in named if name.startswith("casereview")]
    assert ours == {verifier.__name__: [recompute.__name__], recompute.__name__: []}
