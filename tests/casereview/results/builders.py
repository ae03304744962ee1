"""Results of made-up dossiers, scored by the real scorer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from casereview.dossier.model import Dossier, DossierId, Reading
from casereview.marking.model import Context, Mark
from casereview.marking.sheet import score
from casereview.results.build import dossier_result
from casereview.results.figures import compute
from casereview.results.model import DossierResult, Results
from casereview.rubric.files import to_json
from casereview.rubric.model import Rubric

NOTHING = Reading((), (), ())


def a_dossier(ident: str, unit: str = "祁县", **more: object) -> Dossier:
    values = {"case_no": f"晋交执罚〔2024〕{ident}号", "cause": "超限运输", "party": "王伟", "procedure": "general"}
    return Dossier(DossierId(ident), unit, ident, ident, True, "2024-11-04T09:00:00+08:00", 12, **{**values, **more})  # type: ignore[arg-type]


def a_result(
    ident: str,
    rubric: Rubric,
    marks: Sequence[Mark],
    unit: str = "祁县",
    *,
    vetoes: Sequence[str] = (),
    main: bool = True,
    context: Context | None = None,
    **more: object,
) -> DossierResult:
    sheet = score(rubric, marks, context or Context(), confirmed_vetoes=frozenset(vetoes), dossier=ident)
    return dossier_result(a_dossier(ident, unit, **more), NOTHING, rubric, sheet, marks, main=main)


def results_of(rows: Sequence[DossierResult], *rubrics: Rubric) -> Results:
    frozen = {rubric.digest: to_json(rubric) for rubric in rubrics}
    return compute("c", "2024年度评查", 2024, "2024-11-20T10:00:00+08:00", rows, {"祁县": "祁县交通运输局"}, frozen)


def scored(ident: str, unit: str, value: str, grade: str = "good") -> DossierResult:
    """A result of which only the score matters."""
    return DossierResult(
        dossier=ident, unit=unit, case_no=ident, cause="", party_masked="", procedure="general", rubric="r",
        rubric_title="", score=Decimal(value), exact=None, grade=grade,
    )  # fmt: skip
