"""What one version of a rubric changes against another, entry by entry and key by key, and how it is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casereview import words
from casereview.rubric.model import Rubric

# Keys whose values are codes, with the table of words that says them.
_TABLES = {
    "model": "scoring_model",
    "system": "system",
    "subject": "subject",
    "scope": "subject",
    "category": "category",
    "severity": "severity_of",
    "policies.not_applicable": "policy",
    "policies.rounding": "rounding",
    "procedures": "value",
    "applies.procedure": "value",
    "applies.flags": "case_flag",
    "applies.forms": "form",
    "applies.facts": "fact",
    "documents": "form",
    "step.measure": "measure",
    "step.towards": "step_side",
    "gate": "section_gate",
    "effect": "veto_effect",
    "without": "grade_without",
    "code": "grade",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. kind: "added" "removed" "changed"; id: of section, item, deduction, veto, "grade:…" or "rubric".

    key  "" for a whole entry, "applies.flags" for one below it; old and new as a file says them, entries of lists by 、
    title  what the entry is called now, or was
    """

    kind: str
    id: str
    key: str = ""
    old: str = ""
    new: str = ""
    title: str = ""

    def key_said(self, language: str = "zh") -> str:
        """What changed, in words."""
        return words.render(f"rubric_key.{self.key}", language) if self.key else ""

    def said(self, value: str, language: str = "zh") -> str:
        """The old or new value with its codes in words."""
        if value in ("True", "False"):
            return words.render(f"yes_no.{value.lower()}", language)
        table = _TABLES.get(self.key)
        if not value or table is None or (self.key == "code" and not self.id.startswith("grade:")):
            return value
        return ("、" if language == "zh" else ", ").join(said(table, part, language) for part in value.split("、"))


def said(table: str, code: str, language: str = "zh") -> str:
    """A code by its word; "cap:good" by that of "cap" with the grade in it; what has no word as it is."""
    name, colon, grade = code.partition(":")
    found = words.render(f"{table}.{name}", language, grade=words.render(f"grade.{grade}", language) if colon else "")
    return code if found == f"{table}.{name}" else found


def compare(old: Rubric, new: Rubric) -> list[Difference]:
    """Every entry that came, went or changed, in the order of the new rubric and then of the old."""
    before, after = _entries(old), _entries(new)
    found: list[Difference] = []
    for ident, values in after.items():
        if ident not in before:
            found.append(Difference("added", ident, new=_title(values), title=_title(values)))
            continue
        for key in sorted(values.keys() | before[ident].keys()):
            was, now = before[ident].get(key), values.get(key)
            if was != now:
                found.append(Difference("changed", ident, key, _shown(was), _shown(now), _title(values)))
    gone = [ident for ident in before if ident not in after]
    return found + [Difference("removed", i, old=_title(before[i]), title=_title(before[i])) for i in gone]


def _title(values: dict[str, Any]) -> str:
    return str(values.get("title") or values.get("text") or values.get("level") or "")


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(_shown, value))
    return "" if value is None else str(value)


def _flat(values: dict[str, Any], head: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if value in (None, "", [], {}):
            continue
        if isinstance(value, dict) and key != "values":
            yield from _flat(value, f"{head}{key}.")
        elif isinstance(value, dict):
            yield f"{head}{key}", [f"{name}={_shown(said)}" for name, said in value.items()]
        else:
            yield f"{head}{key}", value


def _entries(rubric: Rubric) -> dict[str, dict[str, Any]]:
    """Every entry by id with its own values, those of the entries below it left out; `under`: the section it stands in."""
    values = rubric.model_dump(mode="json")  # with defaults: what changes from or to one is said as well
    below = ("sections", "grades", "vetoes", "bonus")
    entries = {"rubric": dict(_flat({key: v for key, v in values.items() if key not in below}))}
    for grade in values.get("grades", []):
        entries[f"grade:{grade['code']}"] = dict(_flat(grade))
    for section in values["sections"]:
        _below(section, "", entries)
    for entry in (*values.get("vetoes", []), *values.get("bonus", [])):
        entries[entry["id"]] = dict(_flat(entry))
    return entries


def _below(section: dict[str, Any], under: str, entries: dict[str, dict[str, Any]]) -> None:
    own = {key: value for key, value in section.items() if key not in ("items", "sections")}
    entries[section["id"]] = dict(_flat(own)) | ({"under": under} if under else {})
    for item in section.get("items", []):
        own = {key: value for key, value in item.items() if key != "deductions"}
        entries[item["id"]] = dict(_flat(own)) | {"under": section["title"]}
        for deduction in item.get("deductions", []):
            entries[deduction["id"]] = dict(_flat(deduction))
    for part in section.get("sections", []):
        _below(part, section["title"], entries)
