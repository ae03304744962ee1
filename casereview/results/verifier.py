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
from typing import Any

FORMAT, VERSION = "casereview-results", 1
_OUT = ("not_applicable", "inapplicable")
_THREE = ("publicity", "recording", "legal_review")

Values = dict[str, Any]
Wrong = tuple[str, dict[str, object]]


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


def _number(value: object) -> Fraction:
    return Fraction(str(value))


def _half_up(value: Fraction, places: int) -> Fraction:
    unit = Fraction(1, 10**places)
    steps, rest = divmod(value, unit)
    return (steps + (1 if rest * 2 >= unit else 0)) * unit


def _shown(value: Fraction | None) -> str:
    if value is None:
        return "-"
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


def _differs(code: str, stated: object, right: Fraction | None, **about: object) -> Iterator[Wrong]:
    """One problem if a stated number is not the right one."""
    if (None if stated is None else _number(stated)) != right:
        yield code, {**about, "stated": "-" if stated is None else str(stated), "right": _shown(right)}


def _rubrics(said: Values) -> Iterator[Wrong]:
    for digest, content in said["rubrics"].items():
        if hashlib.sha256(content.encode()).hexdigest() != digest:
            yield "rubric", {"rubric": digest[:12]}


# One dossier


def _dossiers(said: Values) -> Iterator[Wrong]:
    rubrics = {digest: json.loads(content) for digest, content in said["rubrics"].items()}
    for one in said["dossiers"]:
        yield from _dossier(one, rubrics[one["rubric"]])


def _dossier(one: Values, rubric: Values) -> Iterator[Wrong]:
    about = {"dossier": one["case_no"] or one["dossier"][:12], "rubric": rubric["title"]}
    items, stated, earned, wrong = _items(one, rubric, "dossier", about)
    yield from wrong
    yield from _score(one, rubric, items, stated, earned, about)


def _items(
    one: Values, rubric: Values, subject: str, about: dict[str, object]
) -> tuple[dict[str, Values], dict[str, Values], dict[str, Fraction], list[Wrong]]:
    """(items of the rubric, stated lines, what each earned, what is wrong) of a sheet."""
    models = {item["id"]: model for item, model in _with_models(rubric)}
    items = {item["id"]: item for item, _ in _with_models(rubric) if item.get("subject", "dossier") == subject}
    stated = {line["item"]: line for line in one["items"]}
    found: list[Wrong] = [("item-missing", {**about, "item": name}) for name in sorted(set(items) ^ set(stated))]
    earned = {}
    for ident in (ident for ident in items if ident in stated):
        line, where = stated[ident], {**about, "item": f"{stated[ident]['position']} {ident}"}
        found += _differs("item-points", line["points"], _number(items[ident]["points"]), **where)
        lost, wrong = _lost(items[ident], [lost for lost in one["lost"] if lost["item"] == ident], where)
        found += wrong
        earned[ident] = _earned(items[ident], line["state"], lost, rubric, models[ident])
        found += _differs("item", line["earned"], earned[ident], **where)
    return items, stated, earned, found


def _nodes(above: Values) -> Iterator[Values]:
    for section in above.get("sections", []):
        yield section
        yield from _nodes(section)


def _with_models(above: Values, model: str = "deduct") -> Iterator[tuple[Values, str]]:
    """Every item in order with how it loses points: as it says by naming levels, as the nearest section says, or the rubric."""
    model = above.get("model") or model
    for item in above.get("items", []):
        yield item, "levels" if item.get("best") else model
    for section in above.get("sections", []):
        yield from _with_models(section, model)


def _lost(item: Values, lines: list[Values], where: dict[str, object]) -> tuple[list[Fraction], list[Wrong]]:
    rules = {rule["id"]: rule for rule in item.get("deductions", [])}
    found, wrong = [], list[Wrong]()
    for line in lines:
        rule = rules.get(line["deduction"])
        if rule is None:
            wrong.append(("deduction-unknown", {**where, "deduction": line["deduction"]}))
            continue
        points = _number(rule["points"]) * (1 if rule.get("once") else int(line["count"]))
        if rule.get("cap") is not None:
            points = min(points, _number(rule["cap"]))
        wrong += _differs("deduction", line["points"], points, **where, deduction=line["deduction"])
        found.append(points)
    return found, wrong


def _earned(item: Values, state: str, lost: list[Fraction], rubric: Values, model: str) -> Fraction:
    full = _number(item["points"])
    if state in _OUT:
        return full if _policies(rubric)["not_applicable"] == "full" else Fraction(0)
    if state == "open":
        return Fraction(0) if model == "additive" else full
    taken = {"levels": max(lost, default=Fraction(0)), "gate": full if any(lost) else Fraction(0)}.get(
        model, sum(lost, Fraction(0))
    )
    if item.get("cap") is not None:
        taken = min(taken, _number(item["cap"]))
    return max(full - taken, _number(item.get("floor") or 0))


def _policies(rubric: Values) -> Values:
    usual = {"not_applicable": "rescale", "places": 1, "bonus_cap": "5", "bonus_above_full": False}
    return {**usual, **rubric.get("policies", {})}


def _score(
    one: Values,
    rubric: Values,
    items: dict[str, Values],
    stated: dict[str, Values],
    earned: dict[str, Fraction],
    about: dict[str, object],
) -> Iterator[Wrong]:
    exact = _exact(one, rubric, items, stated, earned)
    if exact is None:
        yield from _differs("score", one["score"], None, **about)
        return
    most = _policies(rubric)["bonus_cap"]
    if _number(one["bonus"]) > _number(most):
        yield "bonus", {**about, "stated": one["bonus"], "right": str(most)}
    yield from _last_steps(one, rubric, exact, _serious(one, items), about)


def _exact(
    one: Values, rubric: Values, items: dict[str, Values], stated: dict[str, Values], earned: dict[str, Fraction]
) -> Fraction | None:
    """Items, sections, rescaling, bonus, limit, a gate of the whole and a void veto; None where nothing applied."""
    policies, full = _policies(rubric), _number(rubric.get("full_marks", 100))
    if all(stated[i]["state"] in _OUT for i in earned):
        return None
    counted = {i for i in earned if policies["not_applicable"] == "full" or stated[i]["state"] not in _OUT}
    losing = {lost["item"] for lost in one["lost"] if lost["item"] in earned and _number(lost["points"])}
    got, carried = _sum(rubric, counted, earned, losing)
    if not carried:
        return None
    exact, bonus = got * full / carried, _number(one["bonus"])
    exact = exact + bonus if policies["bonus_above_full"] else min(exact + bonus, max(full, exact))
    shut = any(s.get("gate") == "whole" and losing & {i["id"] for i, _ in _with_models(s)} for s in _nodes(rubric))
    return Fraction(0) if shut or "void" in _effects(one, rubric) else exact


def _sum(above: Values, counted: set[str], earned: dict[str, Fraction], losing: set[str]) -> tuple[Fraction, Fraction]:
    """(earned, carried) of everything below: the items that count, and each section as it counts in the sum."""
    here = [item for item in above.get("items", []) if item["id"] in counted]
    got = sum((earned[item["id"]] for item in here), Fraction(0))
    carried = sum((_number(item["points"]) for item in here), Fraction(0))
    for section in above.get("sections", []):
        part, of = _sum(section, counted, earned, losing)
        if section.get("cap") is not None:
            part = max(part, of - _number(section["cap"]))
        if section.get("floor") is not None:
            part = max(part, min(of, _number(section["floor"])))
        if section.get("gate") and losing & {item["id"] for item, _ in _with_models(section)}:
            part = Fraction(0)
        if section.get("weight") is not None:
            weight = _number(section["weight"])
            part, of = (weight * part / of, weight) if of else (Fraction(0), Fraction(0))
        got, carried = got + part, carried + of
    return got, carried


def _effects(one: Values, rubric: Values) -> list[str]:
    effects = {veto["id"]: str(veto.get("effect", "fail")) for veto in rubric.get("vetoes", [])}
    return [effects[veto] for veto in one["vetoes"]]


def _last_steps(
    one: Values, rubric: Values, exact: Fraction, serious: bool, about: dict[str, object]
) -> Iterator[Wrong]:
    """Rounding and grade."""
    score = _half_up(exact, int(_policies(rubric)["places"]))
    yield from _differs("exact", one["exact"], exact, **about)
    yield from _differs("score", one["score"], score, **about)
    grade = _grade(rubric, score, _effects(one, rubric), serious)
    if one["grade"] != grade:
        yield "grade", {**about, "stated": one["grade"], "right": grade}


def _unit_sheet(sheet: Values, rubric: Values, dossiers: list[Values], unit: str) -> Iterator[Wrong]:
    """The unit's own part and the mean of its dossiers, joined by their points."""
    about: dict[str, object] = {"dossier": unit, "rubric": rubric["title"]}
    items, stated, earned, wrong = _items(sheet, rubric, "unit", about)
    yield from wrong
    own = _exact(sheet, rubric, items, stated, earned)
    yield from _differs("exact", sheet["own"], own, **about)
    weights = {subject: _carried(rubric, subject) for subject in ("unit", "dossier")}
    scored = [_number(one["exact"]) for one in dossiers if one["exact"] is not None]
    parts = [] if own is None else [(own, weights["unit"])]
    parts += [(sum(scored, Fraction(0)) / len(scored), weights["dossier"])] if scored else []
    carried = sum((weight for _, weight in parts), Fraction(0))
    if not carried:
        yield from _differs("score", sheet["score"], None, **about)
        return
    exact = sum((value * weight for value, weight in parts), Fraction(0)) / carried
    exact = Fraction(0) if "void" in _effects(sheet, rubric) else exact
    yield from _last_steps(sheet, rubric, exact, _serious(sheet, items), about)


def _carried(above: Values, subject: str) -> Fraction:
    """What the items of a subject carry in a sum."""
    own = [item for item in above.get("items", []) if item.get("subject", "dossier") == subject]
    total = sum((_number(item["points"]) for item in own), Fraction(0))
    for section in above.get("sections", []):
        part = _carried(section, subject)
        if section.get("weight") is not None:
            part = part * _number(section["weight"]) / _number(section["points"]) if part else part
        total += part
    return total


def _serious(one: Values, items: dict[str, Values]) -> bool:
    """Whether a grave deduction stands, as the rubric ranks it (not as the file says)."""
    grave = {
        (item["id"], rule["id"])
        for item in items.values()
        for rule in item.get("deductions", [])
        if rule["severity"] == "major"
    }
    return any((lost["item"], lost["deduction"]) in grave and _number(lost["points"]) for lost in one["lost"])


def _grade(rubric: Values, score: Fraction, vetoes: list[str], serious: bool) -> str:
    ladder = sorted(rubric.get("grades", []), key=lambda grade: -_number(grade["at_least"]))
    if not ladder:
        return ""
    if "void" in vetoes or "fail" in vetoes:
        return "fail"
    codes = [grade["code"] for grade in ladder]
    caps = [codes.index(v[4:]) if v[4:] in codes else len(codes) - 1 for v in vetoes if v.startswith("cap:")]
    for grade in ladder[max(caps, default=0) :]:
        barred = set(grade.get("without", []))
        if (
            score < _number(grade["at_least"])
            or ("serious_finding" in barred and serious)
            or ("veto" in barred and vetoes)
        ):
            continue
        return str(grade["code"])
    return str(codes[-1])


# Many dossiers


def _mean(scores: list[Fraction]) -> Fraction | None:
    return _half_up(sum(scores, Fraction(0)) / len(scores), 2) if scores else None


def _scores(dossiers: list[Values]) -> list[Fraction]:
    return sorted(_number(one["score"]) for one in dossiers if one["score"] is not None)


def _common(stated: Values, dossiers: list[Values], where: dict[str, object]) -> Iterator[Wrong]:
    """What the whole and a unit have in common."""
    scores = _scores(dossiers)
    for name, right in (
        ("scored", Fraction(len(scores))),
        ("mean", _mean(scores)),
        ("highest", scores[-1] if scores else None),
        ("lowest", scores[0] if scores else None),
    ):
        yield from _differs("figure", stated[name], right, **where, figure=name)
    counts: dict[str, int] = {}
    for one in dossiers:
        if one["score"] is not None:
            counts[one["grade"] or "ungraded"] = counts.get(one["grade"] or "ungraded", 0) + 1
    for grade in sorted(set(counts) | set(stated["grades"])):
        right = Fraction(counts.get(grade, 0))
        yield from _differs("figure", stated["grades"].get(grade, 0), right, **where, figure=grade)


def _overall(said: Values) -> Iterator[Wrong]:
    main = [one for one in said["dossiers"] if one["main"]]
    where: dict[str, object] = {"unit": said["title"]}
    yield from _common(said, main, where)
    yield from _differs("figure", said["reviewed"], Fraction(len(main)), **where, figure="reviewed")
    scores = _scores(main)
    middle = len(scores) // 2
    right = (
        _mean(scores[middle : middle + 1] if len(scores) % 2 else scores[middle - 1 : middle + 1]) if scores else None
    )
    yield from _differs("figure", said["median"], right, **where, figure="median")
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
        yield from _differs("figure", stated[unit]["dossiers"], Fraction(len(main[unit])), **where, figure="dossiers")
        vetoed = sum(1 for one in main[unit] if one["vetoes"])
        yield from _differs("figure", stated[unit]["vetoed"], Fraction(vetoed), **where, figure="vetoed")
        own = means.get(unit)
        better = (
            None
            if own is None
            else Fraction(1 + sum(1 for value in means.values() if value is not None and value > own))
        )
        yield from _differs("rank", stated[unit]["rank"], better, **where)
        yield from _systems(stated[unit]["systems"], by_unit[unit], where)
        for sheet in stated[unit].get("sheets", ()):
            under = [one for one in by_unit[unit] if one["rubric"] == sheet["rubric"]]
            yield from _unit_sheet(sheet, rubrics[sheet["rubric"]], under, str(stated[unit]["name"]))


def _systems(stated: Values, dossiers: list[Values], where: dict[str, object]) -> Iterator[Wrong]:
    for system in _THREE:
        lines = [
            (one["main"], _number(line["points"]), _number(line["earned"]))
            for one in dossiers
            for line in one["items"]
            if line["system"] == system and line["state"] not in _OUT
        ]
        beside = [line for line in lines if not line[0]]
        carried = sum((points for _, points, _ in beside or lines), Fraction(0))
        earned = sum((got for _, _, got in beside or lines), Fraction(0))
        right = _half_up(earned * 100 / carried, 1) if carried else None
        yield from _differs("figure", stated.get(system), right, **where, figure=system)


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
        yield from _differs("problem", len(line["dossiers"]), Fraction(len(touched)), **where)
        times = sum(int(lost["count"]) for _, lost in found.get(key, []))
        yield from _differs("problem", line["occurrences"], Fraction(times), **where)
        points = sum((_number(lost["points"]) for _, lost in found.get(key, [])), Fraction(0))
        yield from _differs("problem", line["points"], points, **where)
