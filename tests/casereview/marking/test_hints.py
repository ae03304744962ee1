from __future__ import annotations

from casereview.checks.model import Evidence, Outcome, Severity, Verdict
from casereview.dossier.model import Box, Place
from casereview.marking.hints import alike, draft, hints
from casereview.marking.model import MarkKind
from tests.casereview.marking.builders import a_deduction, a_rubric, an_item

RUBRIC = a_rubric(
    an_item("A", "60", a_deduction("A-1", "2", outcomes=["R-S01.late"])),
    an_item("B", "40", a_deduction("B-1", "2", outcomes=["R-S01.late", "R-S07.none"])),
    vetoes=[{"id": "V", "title": "无送达", "outcomes": ["R-S01.none"]}],
)


def an_outcome(name: str, verdict: Verdict = Verdict.FAIL, **parameters: object) -> Outcome:
    place = Place("f" * 64, 3, Box(1, 2, 3, 4))
    seen = (Evidence("p03", "送达回证", 12, place, "2024年5月6日"), Evidence("p04", "决定书", 0))
    return Outcome(name[:5], name, verdict, Severity.MAJOR, "处罚法61条", name, parameters, seen)


def test_a_failure_proposes_every_deduction_that_names_it() -> None:
    found = hints(RUBRIC, [an_outcome("R-S01.late")])
    assert {item: [h.deduction for h in group] for item, group in found.items()} == {"A": ["A-1"], "B": ["B-1"]}
    assert found["A"][0].certain


def test_what_passed_or_is_unknown_proposes_nothing() -> None:
    quiet = [an_outcome("R-S01.late", verdict) for verdict in (Verdict.PASS, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE)]
    assert hints(RUBRIC, quiet) == {}


def test_an_unsure_outcome_proposes_what_it_would_be_but_no_veto() -> None:
    late = an_outcome("R-S01.unsure", Verdict.WARN, then="R-S01.late")
    none = an_outcome("R-S01.unsure", Verdict.WARN, then="R-S01.none")
    found = hints(RUBRIC, [late, none])
    assert found.keys() == {"A", "B"}
    assert not found["A"][0].certain


def test_a_veto_is_proposed_only_by_the_failure_it_names() -> None:
    found = hints(RUBRIC, [an_outcome("R-S01.none")])
    assert [(h.kind, h.item) for h in found["V"]] == [(MarkKind.VETO, "V")]
    assert "V" not in hints(RUBRIC, [an_outcome("R-S01.late")])


def test_the_mark_of_a_hint_carries_the_place_and_the_outcome() -> None:
    said = draft(hints(RUBRIC, [an_outcome("R-S01.late")])["A"][0], RUBRIC, "c", "d")
    assert (said.item, said.deduction, said.outcome, said.rubric) == ("A", "A-1", "R-S01.late", RUBRIC.digest)
    (seen,) = said.evidence
    assert (seen.file, seen.page, seen.box, seen.dossier_page) == ("f" * 64, 3, (1, 2, 3, 4), 12)


def test_dossiers_with_the_same_finding_are_found_with_their_own_evidence() -> None:
    outcomes = {"d1": [an_outcome("R-S01.late")], "d2": [an_outcome("R-S07.none")], "d3": [an_outcome("R-S01.late")]}
    assert [dossier for dossier, _ in alike(RUBRIC, "A-1", outcomes)] == ["d1", "d3"]
