"""What is wrong with a rubric, as codes of `[rubric_lint]` with the section, item and line they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from casereview import words

# Our code for pydantic's; what is not here is "other" with pydantic's own message.
_CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown-key",
    "greater_than": "too-small",
    "greater_than_equal": "too-small",
    "less_than_equal": "too-large",
    "decimal_parsing": "no-number",
    "decimal_type": "no-number",
    "decimal_max_places": "too-many-places",
    "decimal_max_digits": "too-large",
    "decimal_whole_digits": "too-large",
    "int_type": "no-number",
    "int_parsing": "no-number",
    "string_type": "no-text",
    "string_pattern_mismatch": "wrong-form",
    "bool_type": "no-yes-no",
    "bool_parsing": "no-yes-no",
    "literal_error": "not-allowed",
    "enum": "not-allowed",
    "tuple_type": "no-list",
    "too_short": "empty",
    "model_type": "no-table",
    "model_attributes_type": "no-table",
    "value_error": "other",
}
# What the models of `rubric.model` say themselves, with the numbers in it.
_OURS = (
    (re.compile(r"exactly one of once, each, step"), "one-kind"),
    (re.compile(r"section (?P<named>\S+): the items add up to (?P<total>\S+), not (?P<stated>\S+)"), "section-sum"),
    (re.compile(r"section (?P<named>\S+): no items"), "empty-section"),
    (re.compile(r"section (?P<named>\S+): more than (?P<most>\d+) levels"), "too-deep"),
    (re.compile(r"the sections add up to (?P<total>\S+), not (?P<stated>\S+)"), "full-sum"),
    (re.compile(r"repeated ids: (?P<ids>.+)"), "repeated-ids"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a rubric file. code of `[rubric_lint]`; line from 1, 0 where it has none; an error forbids use."""

    code: str
    parameters: dict[str, object] = field(default_factory=dict)
    severity: Literal["error", "warning"] = "error"
    line: int = 0

    def sentence(self, language: str = "zh") -> str:
        """Where, then what."""
        where = " ".join(str(self.parameters[key]) for key in ("section", "where") if self.parameters.get(key))
        said = words.render(f"rubric_lint.{self.code}", language, **{**self.parameters, "line": self.line})
        place = words.render("rubric_lint.line", language, line=self.line) if self.line else ""
        return f"{place}{where}{': ' if (place or where) and language == 'en' else ' ' if where else ''}{said}"


def findings_of(problem: ValidationError, text: str, content: dict[str, Any]) -> tuple[Finding, ...]:
    """pydantic's errors in our words. `text` is the file, to find the line; `content` what TOML made of it."""
    found = []
    for error in errors_of(problem):
        loc = [part for part in error["loc"] if not str(part).startswith("function-")]
        said, context = str(error["msg"]), error.get("ctx") or {}
        code = _CODES.get(error["type"], "other")
        parameters: dict[str, object] = {
            "where": _where(loc, content),
            "section": _section(loc, content),
            "key": str(loc[-1]) if loc else "",
            "value": str(error.get("input", ""))[:40],
            "limit": str(next(iter(context.values()), "")),
            "detail": said.removeprefix("Value error, "),
        }
        for pattern, ours in _OURS:
            if match := pattern.search(said):
                code = ours
                parameters |= match.groupdict()
        found.append(Finding(code, parameters, "error", line_of(text, loc)))
    return tuple(found)


def errors_of(problem: ValidationError) -> list[ErrorDetails]:
    """pydantic's errors, without "too short" of a list whose entries are there but wrong themselves."""
    every = problem.errors(include_url=False)
    return [
        error
        for error in every
        if error["type"] != "too_short"
        or not any(len(e["loc"]) > len(error["loc"]) and e["loc"][: len(error["loc"])] == error["loc"] for e in every)
    ]


def _where(loc: Sequence[int | str], content: dict[str, Any]) -> str:
    """The ids on the way: "GS-S1 GS-03 GS-03-2"; a number where there is no id."""
    names: list[str] = []
    at: Any = content
    for part in loc:
        try:
            at = at[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(part, int):
            names.append(str(at.get("id") or at.get("code") or part + 1) if isinstance(at, dict) else str(part + 1))
    return " ".join(names[-2:])


def _section(loc: Sequence[int | str], content: dict[str, Any]) -> str:
    """The title of the topmost section on the way, where what is wrong stands inside of one."""
    try:
        title = content["sections"][loc[1]]["title"] if len(loc) > 2 and loc[0] == "sections" else ""
    except (KeyError, IndexError, TypeError):
        return ""
    return f"“{title}”" if isinstance(title, str) and title else ""


def line_of(text: str, loc: Sequence[int | str]) -> int:
    """The line (from 1) of a path such as ("sections", 0, "items", 3, "points"); the nearest table where the key is missing."""
    lines = text.splitlines()
    start, end, prefix, found = 0, len(lines), "", 0
    for part in loc:
        if isinstance(part, str):
            prefix = f"{prefix}.{part}" if prefix else part
            at = next((n for n in range(start, end) if lines[n].split("=")[0].strip() == part), None)
            if at is not None:
                start = found = at
        else:
            heads = [n for n in range(start, end) if lines[n].strip() == f"[[{prefix}]]"]
            rows = heads or [n for n in range(start + 1, end) if lines[n].lstrip().startswith("{")]
            if part >= len(rows):
                break
            start = found = rows[part]
            end = _end(lines, start, prefix) if heads else start + 1
    return found + 1 if text and (found or loc) else 0


def _end(lines: list[str], start: int, prefix: str) -> int:
    """Where the table that begins at `start` ends: at the next header that is not below it."""
    for n in range(start + 1, len(lines)):
        head = lines[n].strip()
        if head.startswith("[") and head.endswith("]") and "=" not in head:
            name = head.strip("[]")
            if not name.startswith(f"{prefix}."):
                return n
    return len(lines)
