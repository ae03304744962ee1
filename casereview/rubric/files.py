"""Rubric files (TOML): read with the place of every mistake, written back in one layout, named by the digest of what they say."""

from __future__ import annotations

import json
import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from casereview import record
from casereview.errors import CaseReviewError
from casereview.rubric.model import Rubric
from casereview.rubric.problems import Finding, findings_of
from casereview.rubric.wide import repair, wide_characters

SHIPPED = Path(__file__).resolve().parents[2] / "rubrics" / "review"
TEMPLATES = SHIPPED.parent / "templates"  # to begin a rubric of one's own from


class RubricUnreadable(CaseReviewError):
    """The file cannot be opened or is not UTF-8 text; `file`."""

    code = "rubric-unreadable"


class RubricWide(CaseReviewError):
    """Full-width characters outside of texts; `file`, `line`, `column`, `found`, `repair`: the line as it should be."""

    code = "rubric-wide"


class RubricSyntax(CaseReviewError):
    """No TOML; `file`, `line`, `column`, `text` of the line."""

    code = "rubric-syntax"


class RubricInvalid(CaseReviewError):
    """TOML, but no rubric; `file`, `count`, `problems` in Chinese and `problems_en`; `findings` holds each."""

    code = "rubric-invalid"

    def __init__(self, **parameters: object) -> None:
        super().__init__(**parameters)
        self.findings: tuple[Finding, ...] = ()


def load(path: Path) -> Rubric:
    """Read a rubric file. Raises RubricUnreadable, RubricWide, RubricSyntax, RubricInvalid."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise RubricUnreadable(file=path.name) from problem
    return parse(text, path.name)


def parse(text: str, name: str) -> Rubric:
    """The rubric that a text says; `name` is the file's, for messages. Raises RubricWide, RubricSyntax, RubricInvalid."""
    if found := wide_characters(text):
        first = found[0]
        fixed = repair(text).splitlines()[first.line - 1].strip()
        raise RubricWide(file=name, line=first.line, column=first.column, found=first.found, repair=fixed)
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        raise _syntax(problem, text, name) from problem
    try:
        return Rubric.model_validate(content)
    except ValidationError as problem:
        findings = findings_of(problem, text, content)
        error = RubricInvalid(
            file=name,
            count=len(findings),
            problems=_sentences(findings, "zh"),
            problems_en=_sentences(findings, "en"),
        )
        error.findings = findings
        raise error from problem


def _sentences(findings: tuple[Finding, ...], language: str) -> str:
    shown = [finding.sentence(language) for finding in findings[:5]]
    return (";" if language == "zh" else "; ").join(shown)


def _syntax(problem: tomllib.TOMLDecodeError, text: str, name: str) -> RubricSyntax:
    lines = text.splitlines()
    place = re.search(r"line (\d+), column (\d+)", str(problem))
    line, column = (int(place[1]), int(place[2])) if place else (len(lines), 1)
    shown = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return RubricSyntax(file=name, line=line, column=column, text=shown)


def content(rubric: Rubric) -> dict[str, Any]:
    """What a rubric says, in plain values and without defaults: a field added later changes no digest."""
    return rubric.model_dump(mode="json", exclude_defaults=True)


def digest(rubric: Rubric) -> str:
    """The name of a version; see `Rubric.digest`."""
    return rubric.digest


def to_json(rubric: Rubric) -> str:
    """The frozen content of a campaign: canonical JSON, whose SHA-256 is the digest."""
    return record.canonical(content(rubric))


def from_json(text: str) -> Rubric:
    """The rubric of `to_json`. Raises RubricInvalid."""
    try:
        return Rubric.model_validate_json(text)
    except ValidationError as problem:
        findings = findings_of(problem, "", json.loads(text) if text.startswith("{") else {})
        raise RubricInvalid(
            file="JSON",
            count=len(findings),
            problems=_sentences(findings, "zh"),
            problems_en=_sentences(findings, "en"),
        ) from problem


def shipped() -> list[Rubric]:
    """The rubrics that come with the program, by code."""
    return list(_shipped())


def templates() -> list[Rubric]:
    """Rubrics to begin one's own from, by code: judged by levels, lawful and proper (合法性、规范性), weighted."""
    return sorted((load(path) for path in TEMPLATES.glob("*.toml")), key=lambda rubric: rubric.code)


@cache
def _shipped() -> tuple[Rubric, ...]:
    return tuple(sorted((load(path) for path in SHIPPED.glob("*.toml")), key=lambda rubric: rubric.code))


def dump(rubric: Rubric) -> str:
    """The file of a rubric in the layout of the shipped ones: one deduction a line. `parse` gives the same rubric."""
    values = content(rubric)
    # The effect is always written out: nobody should have to know what it is by default.
    vetoes = [{**entry, "effect": veto.effect} for veto, entry in zip(rubric.vetoes, values.get("vetoes", []))]
    return dump_values({**values, "vetoes": vetoes})


def dump_values(values: dict[str, Any]) -> str:
    """The same for values that need not be a rubric yet; they must have sections."""
    tables = ("policies", "grades", "sections", "vetoes", "bonus", "applies")
    parts = [_keys({key: value for key, value in values.items() if key not in tables})]
    if "applies" in values:
        parts.append(f"applies = {_inline(values['applies'])}")
    if "policies" in values:
        parts.append("\n[policies]\n" + _keys(values["policies"]))
    for name in ("grades", "bonus", "vetoes"):
        parts += [f"\n[[{name}]]\n" + _keys(entry) for entry in values.get(name, [])]
    for section in values["sections"]:
        parts += _section(section, "sections")
    return "\n".join(parts) + "\n"


def _section(section: dict[str, Any], name: str) -> list[str]:
    """A section with its own items first, as TOML wants it, then the sections in it."""
    own = {key: value for key, value in section.items() if key not in ("items", "sections")}
    parts = [f"\n[[{name}]]\n" + _keys(own)]
    parts += [f"\n[[{name}.items]]\n" + _item(item) for item in section.get("items", [])]
    for inner in section.get("sections", []):
        parts += _section(inner, f"{name}.sections")
    return parts


def _item(item: dict[str, Any]) -> str:
    rest = _keys({key: value for key, value in item.items() if key not in ("deductions", "applies")})
    if "applies" in item:
        rest += f"\napplies = {_inline(item['applies'])}"
    if not item.get("deductions"):
        return rest
    rows = "".join(f"    {_inline(deduction)},\n" for deduction in item["deductions"])
    return f"{rest}\ndeductions = [\n{rows}]"


def _keys(values: dict[str, Any]) -> str:
    return "\n".join(f"{key} = {_value(value, key)}" for key, value in values.items())


def _inline(values: dict[str, Any]) -> str:
    return "{ " + ", ".join(f"{_key(key)} = {_value(value, key)}" for key, value in values.items()) + " }"


def _key(key: str) -> str:
    """A key as TOML takes it: one with dots stands in quotes."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


_NUMBERS = {
    "points",
    "cap",
    "floor",
    "weight",
    "quota",
    "full_marks",
    "at_least",
    "bonus_cap",
    "target",
    "size",
    "places",
}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def _value(value: Any, key: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _inline(value)
    if isinstance(value, list):
        return "[" + ", ".join(_value(entry, "") for entry in value) + "]"
    if isinstance(value, int) or (key in _NUMBERS and _NUMBER.fullmatch(str(value))):
        return str(value)
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
