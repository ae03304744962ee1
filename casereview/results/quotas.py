"""Quotas of grades (等次名额) beside what was graded: shown, never applied. No dossier's grade changes by them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casereview import words
from casereview.results.model import Results
from casereview.rubric.files import from_json
from casereview.rubric.model import Rubric


@dataclass(frozen=True, slots=True)
class Quota:
    """A grade with a quota. share: in percent of the scored dossiers; most: whole dossiers that it comes to; held: those graded so."""

    rubric: str
    grade: str
    share: Decimal
    scored: int
    most: int
    held: int

    @property
    def over(self) -> int:
        """Dossiers beyond the quota."""
        return max(self.held - self.most, 0)

    def sentence(self, language: str = "zh") -> str:
        code = "over" if self.over else "within"
        about = {"grade": self.grade, "share": str(self.share), "scored": self.scored, "most": self.most}
        return words.render(f"quota.{code}", language, rubric=self.rubric, held=self.held, over=self.over, **about)


def quotas(results: Results) -> list[Quota]:
    """Every quota that a main rubric of these results states, by rubric and grade."""
    return [quota for digest, text in results.rubrics.items() for quota in _of(results, digest, text)]


def _of(results: Results, digest: str, text: str) -> Iterator[Quota]:
    if '"quota"' not in text or not any("quota" in grade for grade in json.loads(text).get("grades", [])):
        return
    rubric: Rubric = from_json(text)
    grades = [one.grade for one in results.dossiers if one.main and one.rubric == digest and one.score is not None]
    for grade in rubric.grades:
        if grade.quota is not None and grades:
            most = int(len(grades) * grade.quota / 100)
            yield Quota(rubric.title, grade.title, grade.quota, len(grades), most, grades.count(grade.code))
