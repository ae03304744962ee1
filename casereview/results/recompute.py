"""One sheet reckoned again from a rubric's text and the findings: items, sections, score, grade. Half of the verifier.

Whole fractions and nothing but Python: it shares no code with the scorer.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

OUT = ("not_applicable", "inapplicable")

Values = dict[str, Any]
Wrong = tuple[str, dict[str, object]]


def number(value: object) -> Fraction:
    """A number as it stands in the file, exactly."""
    return Fraction(str(value))


def half_up(value: Fraction, places: int) -> Fraction:
    """The one rounding there is."""
    unit = Fraction(1, 10**places)
    steps, rest = divmod(value, unit)
    return (steps + (1 if rest * 2 >= unit else 0)) * unit


def shown(value: Fraction | None) -> str:
    """A number for a person."""
    if value is None:
        return "-"
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


def differs(code: str, stated: object, right: Fraction | None, **about: object) -> Iterator[Wrong]:
    """One problem if a stated number is not the right one."""
    if (None if stated is None else number(stated)) != right:
        yield code, {**about, "stated": "-" if stated is None else str(stated), "right": shown(right)}


def of_dossier(one: Values, rubric: Values) -> Iterator[Wrong]:
    """What does not follow in the sheet of a dossier."""
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
        found += differs("item-points", line["points"], number(items[ident]["points"]), **where)
        lost, wrong = _lost(items[ident], [lost for lost in one["lost"] if lost["item"] == ident], where)
        found += wrong
        earned[ident] = _earned(items[ident], line["state"], lost, rubric, models[ident])
        found += differs("item", line["earned"], earned[ident], **where)
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
        points = number(rule["points"]) * (1 if rule.get("once") else int(line["count"]))
        if rule.get("cap") is not None:
            points = min(points, number(rule["cap"]))
        wrong += differs("deduction", line["points"], points, **where, deduction=line["deduction"])
        found.append(points)
    return found, wrong


def _earned(item: Values, state: str, lost: list[Fraction], rubric: Values, model: str) -> Fraction:
    full = number(item["points"])
    if state in OUT:
        return full if _policies(rubric)["not_applicable"] == "full" else Fraction(0)
    if state == "open":
        return Fraction(0) if model == "additive" else full
    taken = {"levels": max(lost, default=Fraction(0)), "gate": full if any(lost) else Fraction(0)}.get(
        model, sum(lost, Fraction(0))
    )
    if item.get("cap") is not None:
        taken = min(taken, number(item["cap"]))
    return max(full - taken, number(item.get("floor") or 0))


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
        yield from differs("score", one["score"], None, **about)
        return
    most = _policies(rubric)["bonus_cap"]
    if number(one["bonus"]) > number(most):
        yield "bonus", {**about, "stated": one["bonus"], "right": str(most)}
    yield from _last_steps(one, rubric, exact, _serious(one, items), about)


def _exact(
    one: Values, rubric: Values, items: dict[str, Values], stated: dict[str, Values], earned: dict[str, Fraction]
) -> Fraction | None:
    """Items, sections, rescaling, bonus, limit, a gate of the whole and a void veto; None where nothing applied."""
    policies, full = _policies(rubric), number(rubric.get("full_marks", 100))
    if all(stated[i]["state"] in OUT for i in earned):
        return None
    counted = {i for i in earned if policies["not_applicable"] == "full" or stated[i]["state"] not in OUT}
    losing = {lost["item"] for lost in one["lost"] if lost["item"] in earned and number(lost["points"])}
    got, carried = _sum(rubric, counted, earned, losing)
    if not carried:
        return None
    exact, bonus = got * full / carried, number(one["bonus"])
    exact = exact + bonus if policies["bonus_above_full"] else min(exact + bonus, max(full, exact))
    shut = any(s.get("gate") == "whole" and losing & {i["id"] for i, _ in _with_models(s)} for s in _nodes(rubric))
    return Fraction(0) if shut or "void" in _effects(one, rubric) else exact


def _sum(above: Values, counted: set[str], earned: dict[str, Fraction], losing: set[str]) -> tuple[Fraction, Fraction]:
    """(earned, carried) of everything below: the items that count, and each section as it counts in the sum."""
    here = [item for item in above.get("items", []) if item["id"] in counted]
    got = sum((earned[item["id"]] for item in here), Fraction(0))
    carried = sum((number(item["points"]) for item in here), Fraction(0))
    for section in above.get("sections", []):
        part, of = _sum(section, counted, earned, losing)
        if section.get("cap") is not None:
            part = max(part, of - number(section["cap"]))
        if section.get("floor") is not None:
            part = max(part, min(of, number(section["floor"])))
        if section.get("gate") and losing & {item["id"] for item, _ in _with_models(section)}:
            part = Fraction(0)
        if section.get("weight") is not None:
            weight = number(section["weight"])
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
    score = half_up(exact, int(_policies(rubric)["places"]))
    yield from differs("exact", one["exact"], exact, **about)
    yield from differs("score", one["score"], score, **about)
    grade = _grade(rubric, score, _effects(one, rubric), serious)
    if one["grade"] != grade:
        yield "grade", {**about, "stated": one["grade"], "right": grade}


def of_unit(sheet: Values, rubric: Values, dossiers: list[Values], unit: str) -> Iterator[Wrong]:
    """The unit's own part and the mean of its dossiers, joined by their points."""
    about: dict[str, object] = {"dossier": unit, "rubric": rubric["title"]}
    items, stated, earned, wrong = _items(sheet, rubric, "unit", about)
    yield from wrong
    own = _exact(sheet, rubric, items, stated, earned)
    yield from differs("exact", sheet["own"], own, **about)
    weights = {subject: _carried(rubric, subject) for subject in ("unit", "dossier")}
    scored = [number(one["exact"]) for one in dossiers if one["exact"] is not None]
    parts = [] if own is None else [(own, weights["unit"])]
    parts += [(sum(scored, Fraction(0)) / len(scored), weights["dossier"])] if scored else []
    carried = sum((weight for _, weight in parts), Fraction(0))
    if not carried:
        yield from differs("score", sheet["score"], None, **about)
        return
    exact = sum((value * weight for value, weight in parts), Fraction(0)) / carried
    exact = Fraction(0) if "void" in _effects(sheet, rubric) else exact
    yield from _last_steps(sheet, rubric, exact, _serious(sheet, items), about)


def _carried(above: Values, subject: str) -> Fraction:
    """What the items of a subject carry in a sum."""
    own = [item for item in above.get("items", []) if item.get("subject", "dossier") == subject]
    total = sum((number(item["points"]) for item in own), Fraction(0))
    for section in above.get("sections", []):
        part = _carried(section, subject)
        if section.get("weight") is not None:
            part = part * number(section["weight"]) / number(section["points"]) if part else part
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
    return any((lost["item"], lost["deduction"]) in grave and number(lost["points"]) for lost in one["lost"])


def _grade(rubric: Values, score: Fraction, vetoes: list[str], serious: bool) -> str:
    ladder = sorted(rubric.get("grades", []), key=lambda grade: -number(grade["at_least"]))
    if not ladder:
        return ""
    if "void" in vetoes or "fail" in vetoes:
        return "fail"
    codes = [grade["code"] for grade in ladder]
    caps = [codes.index(v[4:]) if v[4:] in codes else len(codes) - 1 for v in vetoes if v.startswith("cap:")]
    for grade in ladder[max(caps, default=0) :]:
        barred = set(grade.get("without", []))
        if (
            score < number(grade["at_least"])
            or ("serious_finding" in barred and serious)
            or ("veto" in barred and vetoes)
        ):
            continue
        return str(grade["code"])
    return str(codes[-1])
