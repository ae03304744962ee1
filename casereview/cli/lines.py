"""Values of the domain as plain lines: names for codes, dashes for what is not there, in the language asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from casereview.cli.base import Call

if TYPE_CHECKING:
    from sqlite_utils import Database

    from casereview.dossier.model import Dossier, Fact, Paper
    from casereview.marking.model import Sheet
    from casereview.panel.model import Decision
    from casereview.rubric.model import Rubric

GAP = "  "


def dash(value: object) -> str:
    return "-" if value is None or value == "" else str(value)


def minute(moment: str) -> str:
    """A moment to the minute."""
    return moment[:16].replace("T", " ")


def row(*cells: object) -> str:
    return GAP.join(dash(cell) for cell in cells)


def listed(call: Call, values: Iterable[object]) -> str:
    return ("、" if call.language == "zh" else ", ").join(str(value) for value in values)


def pages(call: Call, numbers: Sequence[int]) -> str:
    """第 3-5 页; pages that lie apart are all named."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return call.word("cli.pages", pages=",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs) or "-")


def named(call: Call, table: str, code: object) -> str:
    """A code by its word; a value that is no code as it is, nothing as a dash."""
    text = str(code).lower() if isinstance(code, bool) else dash(code)
    said = call.word(f"{table}.{text}")
    return text if said == f"{table}.{text}" else said


def fact_value(call: Call, fact: Fact) -> str:
    """The value in words: codes by their names, the parts of a value one after the other."""
    if isinstance(fact.value, Mapping):
        return " ".join(named(call, "value", part) for part in fact.value.values() if part not in (None, ""))
    return named(call, "domain" if fact.name == "domain" else "value", fact.value)


def fact(call: Call, found: Fact) -> str:
    place = call.word("cli.page", page=found.page) if found.page else "-"
    state = "" if found.state.value == "read" else call.word(f"fact_state.{found.state.value}")
    return (
        f"{named(call, 'fact', found.name)}: {fact_value(call, found)}  ({listed(call, filter(None, [place, state]))})"
    )


def paper(call: Call, found: Paper) -> str:
    return row(found.form, found.title or named(call, "form", found.form), pages(call, found.pages))


def dossier(call: Call, found: Dossier, units: Mapping[str, str]) -> str:
    checked = "cli.unchecked" if found.fails is None else "cli.checked"
    said = call.word(checked, fails=found.fails, warns=found.warns, unknowns=found.unknowns)
    score = (found.score, named(call, "grade", found.grade)) if found.score else ()
    about = (found.case_no, found.cause or found.name, call.word("cli.page-count", pages=found.pages))
    return row(
        found.id[:12], units.get(found.unit, found.unit), *about, call.word(f"state.{found.state}"), said, *score
    )


def unit_names(db: Database) -> dict[str, str]:
    """Units of the register by id."""
    from casereview.units import actions

    return {unit.id: unit.name for unit in actions.units(db)}


def dossier_names(db: Database) -> dict[str, str]:
    """What people call a dossier: its case number, else its name."""
    from casereview.dossier import actions

    return {one.id: one.case_no or one.name for one in actions.dossiers(db, limit=-1)}


def place_of(rubric: Rubric, ident: str) -> str:
    """Code and title of an item, a veto or a bonus."""
    for one in rubric.items:
        if one.id == ident:
            return f"{rubric.position(ident)} {one.title}"
    titles = {veto.id: veto.title for veto in rubric.vetoes} | {bonus.id: bonus.title for bonus in rubric.bonus}
    return f"{ident} {titles[ident]}" if ident in titles else ident


def lost(rubric: Rubric, item: str, pairs: Iterable[tuple[str, int]]) -> str:
    """Deductions by their text, with how often."""
    texts = {d.id: d.named for one in rubric.items if one.id == item for d in one.deductions}
    return ";".join(f"{texts.get(name, name)}×{count}" for name, count in pairs)


def sheet(call: Call, found: Sheet, rubric: Rubric, *, whole: bool = True) -> list[str]:
    """The score on one line, then a line for each item and the arithmetic."""
    done = len(found.lines) - len(found.open)
    first = call.word(
        "cli.sheet", score=dash(found.score), full=found.full, grade=named(call, "grade", found.graded),
        done=done, all=len(found.lines), sealed=call.word("cli.sealed" if found.sealed else "cli.not-sealed"),
    )  # fmt: skip
    if not whole:
        return [first]
    lines = [first]
    for line in found.lines:
        why = lost(rubric, line.item, [(name, count) for name, count, _ in line.lost])
        state = "" if line.state == "marked" else call.word(f"line_state.{line.state}")
        earned = f"{line.earned}/{line.points}"
        lines.append("  " + GAP.join(filter(None, [place_of(rubric, line.item), earned, state, why])))
    lines += [f"  {call.word('cli.veto', title=place_of(rubric, veto))}" for veto in found.vetoes]
    lines += [f"  {call.word('cli.veto-proposed', title=place_of(rubric, veto))}" for veto in found.proposed]
    return [*lines, *(f"  = {step_in_words(call, step, rubric)}" for step in found.trace)]


def step_in_words(call: Call, step: Any, rubric: Rubric) -> str:
    shown = dict(step.parameters)
    if "grade" in shown:
        shown["grade"] = next((g.title for g in rubric.grades if g.code == shown["grade"]), shown["grade"])
    if "effect" in shown:
        effect, _, grade = str(shown["effect"]).partition(":")
        shown["effect"] = call.word(f"effect.{effect}", grade=named(call, "grade", grade))
    value = float(step.value)
    return f"{call.word('trace.' + step.code, **shown)}  {value:.4f}".rstrip("0").rstrip(".")


def decision(call: Call, said: Decision, rubric: Rubric) -> str:
    what = call.word(f"decision_kind.{said.kind}")
    if said.kind == "bonus":
        what = f"{what} {said.points}"
    return f"{place_of(rubric, said.item)}: {what}{' ' + lost(rubric, said.item, said.lost) if said.lost else ''}"
