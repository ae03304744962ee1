"""Recomputes a frozen result file from its own rubric and findings. Shares no code with the scorer, and needs nothing but Python.

It follows the printed rules (points, levels, caps and floors, gates, weights, rescaling, bonus, limit, one rounding half
up, vetoes, grades; means of the printed scores; ranks 1, 2, 2, 4) in whole fractions, and names the first thing that does not follow from the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from casereview.results.recompute import OUT, Values, Wrong, differs, half_up, number, of_dossier, of_unit

FORMAT, VERSION = "casereview-results", 1
_THREE = ("publicity", "recording", "legal_review")


def verify_file(path: Path) -> list[Wrong]:
    """What is wrong with an exported file, as codes of `[verifier]` with parameters; nothing if everything follows."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return [("unreadable", {"file": path.name})]
    return verify_text(text, path.name)


def verify_text(text: str, name: str = "-") -> list[Wrong]:
    """The same for the text of a file."""
    try:
        whole = json.loads(text)
        if whole["format"] != FORMAT or whole["version"] != VERSION:
            raise ValueError("format")
        said = whole["results"]
        wrong: list[Wrong] = [] if _sha256(said) == whole["digest"] else [("digest", {"file": name})]
        return [*wrong, *_rubrics(said), *_dossiers(said), *_overall(said), *_units(said), *_problems(said)]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, ZeroDivisionError) as problem:
        return [("unreadable", {"file": f"{name} ({type(problem).__name__}: {problem})"})]


def _sha256(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _rubrics(said: Values) -> Iterator[Wrong]:
    for digest, content in said["rubrics"].items():
        if hashlib.sha256(content.encode()).hexdigest() != digest:
            yield "rubric", {"rubric": digest[:12]}


# One dossier


def _dossiers(said: Values) -> Iterator[Wrong]:
    rubrics = {digest: json.loads(content) for digest, content in said["rubrics"].items()}
    for one in said["dossiers"]:
        yield from of_dossier(one, rubrics[one["rubric"]])


# Many dossiers


def _mean(scores: list[Fraction]) -> Fraction | None:
    return half_up(sum(scores, Fraction(0)) / len(scores), 2) if scores else None


def _scores(dossiers: list[Values]) -> list[Fraction]:
    return sorted(number(one["score"]) for one in dossiers if one["score"] is not None)


def _common(stated: Values, dossiers: list[Values], where: dict[str, object]) -> Iterator[Wrong]:
    """What the whole and a unit have in common."""
    scores = _scores(dossiers)
    for name, right in (
        ("scored", Fraction(len(scores))),
        ("mean", _mean(scores)),
        ("highest", scores[-1] if scores else None),
        ("lowest", scores[0] if scores else None),
    ):
        yield from differs("figure", stated[name], right, **where, figure=name)
    counts: dict[str, int] = {}
    for one in dossiers:
        if one["score"] is not None:
            counts[one["grade"] or "ungraded"] = counts.get(one["grade"] or "ungraded", 0) + 1
    for grade in sorted(set(counts) | set(stated["grades"])):
        right = Fraction(counts.get(grade, 0))
        yield from differs("figure", stated["grades"].get(grade, 0), right, **where, figure=grade)


def _overall(said: Values) -> Iterator[Wrong]:
    main = [one for one in said["dossiers"] if one["main"]]
    where: dict[str, object] = {"unit": said["title"]}
    yield from _common(said, main, where)
    yield from differs("figure", said["reviewed"], Fraction(len(main)), **where, figure="reviewed")
    scores = _scores(main)
    middle = len(scores) // 2
    right = (
        _mean(scores[middle : middle + 1] if len(scores) % 2 else scores[middle - 1 : middle + 1]) if scores else None
    )
    yield from differs("figure", said["median"], right, **where, figure="median")
    yield from _systems(said["systems"], said["dossiers"], where)


def _units(said: Values) -> Iterator[Wrong]:
    by_unit: dict[str, list[Values]] = {}
    for one in said["dossiers"]:
        by_unit.setdefault(one["unit"], []).append(one)
    stated = {unit["unit"]: unit for unit in said["units"]}
    for unit in stated:
        if stated[unit].get("sheets"):
            by_unit.setdefault(unit, [])
    for missing in sorted(set(by_unit) ^ set(stated)):
        yield "unit-missing", {"unit": missing or "-"}
    rubrics = {digest: json.loads(content) for digest, content in said["rubrics"].items()}
    main = {unit: [one for one in some if one["main"]] for unit, some in by_unit.items()}
    means = {unit: _mean(_scores(some)) for unit, some in main.items() if len(_scores(some)) >= 3}
    for unit in (unit for unit in by_unit if unit in stated):
        where: dict[str, object] = {"unit": stated[unit]["name"]}
        yield from _common(stated[unit], main[unit], where)
        yield from differs("figure", stated[unit]["dossiers"], Fraction(len(main[unit])), **where, figure="dossiers")
        vetoed = sum(1 for one in main[unit] if one["vetoes"])
        yield from differs("figure", stated[unit]["vetoed"], Fraction(vetoed), **where, figure="vetoed")
        own = means.get(unit)
        better = (
            None
            if own is None
            else Fraction(1 + sum(1 for value in means.values() if value is not None and value > own))
        )
        yield from differs("rank", stated[unit]["rank"], better, **where)
        yield from _systems(stated[unit]["systems"], by_unit[unit], where)
        for sheet in stated[unit].get("sheets", ()):
            under = [one for one in by_unit[unit] if one["rubric"] == sheet["rubric"]]
            yield from of_unit(sheet, rubrics[sheet["rubric"]], under, str(stated[unit]["name"]))


def _systems(stated: Values, dossiers: list[Values], where: dict[str, object]) -> Iterator[Wrong]:
    for system in _THREE:
        lines = [
            (one["main"], number(line["points"]), number(line["earned"]))
            for one in dossiers
            for line in one["items"]
            if line["system"] == system and line["state"] not in OUT
        ]
        beside = [line for line in lines if not line[0]]
        carried = sum((points for _, points, _ in beside or lines), Fraction(0))
        earned = sum((got for _, _, got in beside or lines), Fraction(0))
        right = half_up(earned * 100 / carried, 1) if carried else None
        yield from differs("figure", stated.get(system), right, **where, figure=system)


def _problems(said: Values) -> Iterator[Wrong]:
    """How many dossiers each problem touches (k of n)."""
    graded = {
        (d["dossier"], lost["outcome"]) for d in said["dossiers"] if d["main"] for lost in d["lost"] if lost["outcome"]
    }
    found: dict[tuple[str, str, str], list[tuple[str, Values]]] = {}
    for one in said["dossiers"]:
        for lost in one["lost"]:
            if one["main"] or (one["dossier"], lost["outcome"]) not in graded:
                found.setdefault((one["rubric"], lost["item"], lost["deduction"]), []).append((one["dossier"], lost))
    stated = {(p["rubric"], p["item"], p["deduction"]): p for p in said["problems"]}
    for key in sorted(set(found) | set(stated)):
        where: dict[str, object] = {"item": key[1], "deduction": key[2]}
        touched = {dossier for dossier, _ in found.get(key, [])}
        line = stated.get(key, {"dossiers": [], "occurrences": 0, "points": 0})
        yield from differs("problem", len(line["dossiers"]), Fraction(len(touched)), **where)
        times = sum(int(lost["count"]) for _, lost in found.get(key, []))
        yield from differs("problem", line["occurrences"], Fraction(times), **where)
        points = sum((number(lost["points"]) for _, lost in found.get(key, [])), Fraction(0))
        yield from differs("problem", line["points"], points, **where)
