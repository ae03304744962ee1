"""Several rubrics as one, each counting by its weight (综合加权): one sheet, one seal, one score that says what each part gave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from pydantic import ValidationError

from casereview import words
from casereview.errors import CaseReviewError
from casereview.rubric.model import DEEPEST, Bonus, Item, Policies, Rubric, Section, System, Veto

T = TypeVar("T", Veto, Bonus)


class CannotCompose(CaseReviewError):
    """These rubrics do not go together; `reason` is a code of `[compose]`, `about` what it is about, `said` and `said_en` in words."""

    code = "cannot-compose"

    def __init__(self, reason: str = "few", about: str = "") -> None:
        said = words.render(f"compose.{reason}", "zh", about=about)
        super().__init__(
            reason=reason, about=about, said=said, said_en=words.render(f"compose.{reason}", "en", about=about)
        )


def composed(parts: Sequence[tuple[Rubric, Decimal]], *, code: str, title: str, version: str = "1") -> Rubric:
    """One rubric of several: each is a section that counts weight × earned ÷ carried, whatever its own full marks are.

    A part of which nothing applies leaves its weight out. Policies, grades and procedures are those of the first;
    vetoes and bonus items of all stand once. A veto, or a gate for the whole, of one part judges all of it.
    Raises CannotCompose.
    """
    rubrics = [rubric for rubric, _ in parts]
    if len(rubrics) < 2:
        raise CannotCompose(reason="few", about=title)
    first = rubrics[0]
    for rubric in rubrics[1:]:
        if rubric.policies.not_applicable != first.policies.not_applicable:
            raise CannotCompose(reason="policies", about=rubric.title)
    for rubric in rubrics:
        if max(depth for depth, _ in rubric.nodes) >= DEEPEST:
            raise CannotCompose(reason="deep", about=rubric.title)
    try:
        return Rubric(
            code=code,
            title=title,
            version=version,
            scope=tuple(dict.fromkeys(subject for rubric in rubrics for subject in rubric.scope)),
            procedures=first.procedures,
            full_marks=sum((weight for _, weight in parts), Decimal(0)),
            policies=Policies.model_validate(first.policies.model_dump()),
            grades=first.grades,
            sections=tuple(_part(rubric, weight) for rubric, weight in parts),
            vetoes=_once(veto for rubric in rubrics for veto in rubric.vetoes),
            bonus=_once(bonus for rubric in rubrics for bonus in rubric.bonus),
            source="；".join(f"{rubric.title} {rubric.version} {rubric.digest[:12]}" for rubric in rubrics),
        )
    except ValidationError as problem:
        raise CannotCompose(reason="clash", about=str(problem.errors()[0]["msg"])) from problem


def _part(rubric: Rubric, weight: Decimal) -> Section:
    return Section(
        id=f"{rubric.code}-ALL",
        title=rubric.title,
        points=rubric.full_marks,
        weight=weight,
        model=None if rubric.model == "deduct" else rubric.model,
        applies=rubric.applies,
        sections=tuple(_section(section, rubric.system) for section in rubric.sections),
    )


def _section(section: Section, system: System) -> Section:
    """With every item saying which system it belongs to: the whole belongs to none."""
    items = tuple(_item(item, system) for item in section.items)
    return section.model_copy(update={"items": items, "sections": tuple(_section(s, system) for s in section.sections)})


def _item(item: Item, system: System) -> Item:
    return item if item.system or system is System.GENERAL else item.model_copy(update={"system": system})


def _once(entries: Iterable[T]) -> tuple[T, ...]:
    """Each content once. Raises CannotCompose for two contents under one id."""
    found: dict[str, T] = {}
    for entry in entries:
        if found.setdefault(entry.id, entry) != entry:
            raise CannotCompose(reason="clash", about=entry.id)
    return tuple(found.values())
