"""The table of all rules as a page of the help, made of the registry: what each asks, by which article, what it may say, what proves it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from casereview import words
from casereview.checks import say


def markdown(language: str, shown: Mapping[str, Collection[str]], tests: Mapping[str, str]) -> str:
    """Rule, title, article, outcomes and tests, in groups; then the rules on units, and those that are left to a person.

    shown  for an outcome where it is proved: "row" (a rule on a sound dossier with one thing changed), "file" (files that were
           taken in). An outcome that nothing shows has no mark.
    tests  for an outcome the name of files that give it: a rule names one that it passes, one with a fault, one it does not know
    """
    rows = say.rules_table(language)
    judged, left = [row for row in rows if "needs" not in row], [row for row in rows if "needs" in row]
    units = say.unit_rules_table(language)
    parts = [f"# {_word('title', language)}", *(_word(part, language) for part in ("about", "marks", "tests-about"))]
    for group in dict.fromkeys(row["rule"][2] for row in (*judged, *units)):
        parts.append(f"## {_word(f'group.{group}', language)}")
        parts.append(_table([row for row in (*judged, *units) if row["rule"][2] == group], language, shown, tests))
    parts.append(f"## {_word('person', language)}")
    parts.append("\n".join(f"- **{row['rule']}** {row['title']} — {row['needs']}" for row in left))
    return "\n\n".join(parts) + "\n"


def _table(
    rows: list[dict[str, Any]], language: str, shown: Mapping[str, Collection[str]], tests: Mapping[str, str]
) -> str:
    head = [_word(name, language) for name in ("rule", "asks", "basis", "outcomes", "tests")]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in rows:
        outcomes = "<br>".join(_outcome(outcome, language, shown) for outcome in row["outcomes"])
        proofs = "<br>".join(_proofs(row, language, tests))
        lines.append(f"| {row['rule']} | {row['title']} | {row['basis']} | {outcomes} | {proofs} |")
    return "\n".join(lines)


def _outcome(outcome: tuple[str, str, str], language: str, shown: Mapping[str, Collection[str]]) -> str:
    code, verdict, severity = outcome
    marks = "".join(_word(f"mark.{way}", language) for way in ("row", "file") if way in shown.get(code, ()))
    said = _word("outcome", language, code=code.partition(".")[2], verdict=verdict, severity=severity)
    return f"{said} {marks}".rstrip()


def _proofs(row: dict[str, Any], language: str, tests: Mapping[str, str]) -> list[str]:
    """For each verdict of a rule the first of its outcomes, the worst before the others, that files show."""
    found: dict[str, str] = {}
    for code, verdict, _ in row["outcomes"]:
        if code in tests:
            found.setdefault(verdict, tests[code])
    return [_word("proof", language, verdict=verdict, file=name) for verdict, name in found.items()]


def _word(name: str, language: str, **parameters: object) -> str:
    return words.render(f"check.table.{name}", language, **parameters)
