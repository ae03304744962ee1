"""Tailoring: a small file that changes points or applicability of one base for one case type, and refuses any other base."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from casereview.errors import CaseReviewError
from casereview.rubric.files import RubricUnreadable
from casereview.rubric.model import Applies, Frozen, Points, Rubric


class TailoringInvalid(CaseReviewError):
    """No tailoring file; `file`, `problems`."""

    code = "tailoring-invalid"


class WrongBase(CaseReviewError):
    """The tailoring is for another rubric; `file`, `wants`, `given` (digests, shortened)."""

    code = "tailoring-wrong-base"
    exit_code = 4  # of the command line: wrong base


class Change(Frozen):
    """What becomes of one item: other points, another condition, or out (`drop`)."""

    item: str
    points: Annotated[Points, Field(gt=0)] | None = None
    applies: Applies | None = None
    drop: bool = False


class Tailoring(Frozen):
    """A tailoring file. base: digest of the rubric it changes, whole or its first twelve letters or more.

    version and title are those of the tailored rubric; the points must add up to full marks again.
    """

    base: Annotated[str, Field(pattern=r"^[0-9a-f]{12,64}$")]
    version: str
    title: str = ""
    reason: str
    change: Annotated[tuple[Change, ...], Field(min_length=1)]


def load_tailoring(path: Path) -> Tailoring:
    """Raises RubricUnreadable, TailoringInvalid."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise RubricUnreadable(file=path.name) from problem
    try:
        return Tailoring.model_validate(tomllib.loads(text, parse_float=Decimal))
    except (tomllib.TOMLDecodeError, ValidationError) as problem:
        raise TailoringInvalid(file=path.name, problems=str(problem).splitlines()[0]) from problem


def tailored(base: Rubric, tailoring: Tailoring, name: str = "") -> Rubric:
    """The rubric that a tailoring makes of its base. `name` is the file's, for messages.

    Raises WrongBase; TailoringInvalid for an item that the base does not have, or points that no longer add up.
    """
    if not base.digest.startswith(tailoring.base):
        raise WrongBase(file=name, wants=tailoring.base[:12], given=base.digest[:12])
    changes = {change.item: change for change in tailoring.change}
    unknown = sorted(changes.keys() - {item.id for item in base.items})
    if unknown:
        raise TailoringInvalid(file=name, problems=", ".join(unknown))
    values = base.model_dump(mode="json", exclude_defaults=True)
    values |= {"version": tailoring.version, "title": tailoring.title or base.title}
    values["sections"] = [kept for section in values["sections"] if (kept := _section(section, changes)) is not None]
    try:
        return Rubric.model_validate(values)
    except ValidationError as problem:
        said = "; ".join(str(error["msg"]).removeprefix("Value error, ") for error in problem.errors())
        raise TailoringInvalid(file=name, problems=said) from problem


def _section(section: dict[str, Any], changes: Mapping[str, Change]) -> dict[str, Any] | None:
    """A section with what is left of it, None where that is nothing."""
    items = [_item(item, changes.get(item["id"])) for item in section.get("items", [])]
    kept = [item for item in items if item is not None]
    parts = [part for inner in section.get("sections", []) if (part := _section(inner, changes)) is not None]
    points = sum((Decimal(str(entry.get("weight") or entry["points"])) for entry in (*kept, *parts)), Decimal(0))
    made = {**section, "items": kept, "sections": parts, "points": str(points)}
    return made if kept or parts else None


def _item(item: dict[str, Any], change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return item
    if change.drop:
        return None
    new = dict(item)
    if change.points is not None:
        new |= {
            "points": str(change.points),
            "deductions": [_within(d, change.points) for d in item.get("deductions", [])],
        }
    if change.applies is not None:
        new["applies"] = change.applies.model_dump(mode="json", exclude_defaults=True)
    return new


def _within(deduction: dict[str, Any], points: Decimal) -> dict[str, Any]:
    """A deduction kept within its item's new points."""
    capped = {key: str(min(Decimal(deduction[key]), points)) for key in ("points", "cap") if deduction.get(key)}
    return {**deduction, **capped}
