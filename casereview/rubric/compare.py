"""What one version of a rubric changes against another, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casereview.rubric.model import Rubric


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. kind: "added" "removed" "changed"; id: of section, item, deduction, veto, grade or "rubric"; key: "" for a whole entry."""

    kind: str
    id: str
    key: str = ""
    old: str = ""
    new: str = ""


def compare(old: Rubric, new: Rubric) -> list[Difference]:
    """Every entry that came, went or changed, in the order of the new rubric and then of the old."""
    before, after = _entries(old), _entries(new)
    found: list[Difference] = []
    for ident, values in after.items():
        if ident not in before:
            found.append(Difference("added", ident, new=str(values.get("title") or values.get("text") or "")))
            continue
        for key in sorted(values.keys() | before[ident].keys()):
            was, now = before[ident].get(key), values.get(key)
            if was != now:
                found.append(Difference("changed", ident, key, _shown(was), _shown(now)))
    gone = [ident for ident in before if ident not in after]
    return found + [
        Difference("removed", i, old=str(before[i].get("title") or before[i].get("text") or "")) for i in gone
    ]


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _entries(rubric: Rubric) -> dict[str, dict[str, Any]]:
    """Every entry by id with its own values, the entries below it left out."""
    values = rubric.model_dump(mode="json", exclude_defaults=True)
    below = ("sections", "grades", "vetoes", "bonus", "policies")
    entries: dict[str, dict[str, Any]] = {"rubric": {key: v for key, v in values.items() if key not in below}}
    entries["policies"] = values.get("policies", {})
    for grade in values.get("grades", []):
        entries[f"grade:{grade['code']}"] = grade
    for section in values["sections"]:
        entries[section["id"]] = {key: v for key, v in section.items() if key != "items"}
        for item in section["items"]:
            entries[item["id"]] = {key: v for key, v in item.items() if key != "deductions"}
            entries |= {deduction["id"]: deduction for deduction in item.get("deductions", [])}
    for entry in (*values.get("vetoes", []), *values.get("bonus", [])):
        entries[entry["id"]] = entry
    return entries
