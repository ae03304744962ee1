"""The table of all rules as a page of the help, made of the registry: what each asks, by which article, what it may say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from casereview import words
from casereview.checks import say


def markdown(language: str, shown: Mapping[str, Collection[str]]) -> str:
    """Rule, title, article and outcomes, in groups.

    `shown` names for an outcome where it is proved: "row" (a rule on a sound dossier with one thing changed),
    "file" (a defect in files that were taken in). An outcome that nothing shows has no mark.
    """
    rows = say.rules_table(language)
    judged, left = [row for row in rows if "needs" not in row], [row for row in rows if "needs" in row]
    parts = [f"# {_word('title', language)}", _word("about", language), _word("marks", language)]
    for group in dict.fromkeys(row["rule"][2] for row in judged):
        parts.append(f"## {_word(f'group.{group}', language)}")
        parts.append(_table([row for row in judged if row["rule"][2] == group], language, shown))
    parts.append(f"## {_word('person', language)}")
    parts.append("\n".join(f"- **{row['rule']}** {row['title']} — {row['needs']}" for row in left))
    return "\n\n".join(parts) + "\n"


def _table(rows: list[dict[str, Any]], language: str, shown: Mapping[str, Collection[str]]) -> str:
    head = [_word(name, language) for name in ("rule", "asks", "basis", "outcomes")]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in rows:
        outcomes = "<br>".join(_outcome(outcome, language, shown) for outcome in row["outcomes"])
        lines.append(f"| {row['rule']} | {row['title']} | {row['basis']} | {outcomes} |")
    return "\n".join(lines)


def _outcome(outcome: tuple[str, str, str], language: str, shown: Mapping[str, Collection[str]]) -> str:
    code, verdict, severity = outcome
    marks = "".join(_word(f"mark.{way}", language) for way in ("row", "file") if way in shown.get(code, ()))
    said = _word("outcome", language, code=code.partition(".")[2], verdict=verdict, severity=severity)
    return f"{said} {marks}".rstrip()


def _word(name: str, language: str, **parameters: object) -> str:
    return words.render(f"check.table.{name}", language, **parameters)
