"""Whether an item applies: yes, no, or unknown. Only what is settled says no; unknown leaves the item to the reader."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from casereview.dossier.model import Reading
from casereview.marking.model import Context
from casereview.rubric.model import Applies

# Flags that forms or facts of the dossier settle. A trailing dot means every fact of that family.
_YES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "scene": (("F03", "F04"), ("scene.",)),
    "inquiry": (("F02",), ("inquiry.",)),
    "has_measure": (("F08",), ("measure.",)),
    "av": (("X-AV",), ("av.",)),
    "published": (("X-PUB",), ("published.",)),
    "hearing": (("F13",), ("hearing.held_on",)),
    "statement": (("X-STATE",), ("statement.",)),
    "closed": (("F24",), ("closed_on",)),
    "paid": (("X-RECEIPT",), ("paid_on",)),
    "overdue": (("F17", "F19", "F20", "X-COURT", "X-DELAY"), ("deferral.", "demand.", "court.")),
    "offsite": (("X-MONREV",), ()),
}
# Of these, absence in a complete dossier is a no. It is none for the others: a missing record of an inquiry
# may be the very fault, and a missing closing report does not mean that the case is open.
_NO = ("has_measure", "av", "published", "hearing", "offsite")
_DIRECT = ("direct", "直接送达", "直接", "当场")


def context_of(reading: Reading, *, complete: bool = False) -> Context:
    """What a reading settles about the case; `complete` as the dossier is stated to be."""
    forms = frozenset(paper.form for paper in reading.papers)
    facts = frozenset(fact.name for fact in reading.facts if not fact.from_ledger)
    flags = {name: True for name, (papers, names) in _YES.items() if forms & set(papers) or _any(names, facts)}
    if complete:
        flags |= {name: False for name in _NO if name not in flags}
    flags |= _stated(reading)
    if flags.get("hearing"):
        # 行政处罚法58条1款(二): a case that went through a hearing must be reviewed; a hearing after the review, again.
        flags |= {"legal_review_due": True}
    if flags.get("has_measure"):
        flags |= {"other_decision": True}
    return Context(_one(reading, "procedure"), forms, facts, flags, complete, _values(reading))


def _any(names: Iterable[str], facts: Collection[str]) -> bool:
    return any(fact == name or (name.endswith(".") and fact.startswith(name)) for name in names for fact in facts)


def _one(reading: Reading, name: str) -> str | None:
    """The value on which every reading of a fact agrees, else None."""
    values = {str(fact.value) for fact in reading.facts_named(name)}
    return values.pop() if len(values) == 1 else None


def _values(reading: Reading) -> dict[str, str]:
    """What plain facts say where every reading agrees."""
    said: dict[str, set[str]] = {}
    for fact in reading.facts:
        if not fact.from_ledger and not isinstance(fact.value, dict):
            said.setdefault(fact.name, set()).add(str(fact.value))
    return {name: values.pop() for name, values in said.items() if len(values) == 1}


def _stated(reading: Reading) -> dict[str, bool]:
    """Flags that facts state by their value."""
    flags: dict[str, bool] = {}
    measure = _one(reading, "has_measure")
    if measure in ("True", "true", "False", "false"):
        flags["has_measure"] = measure.lower() == "true"
    ways = {
        str(fact.value.get("method", "")) for fact in reading.facts_named("service") if isinstance(fact.value, dict)
    }
    if any(way and way not in _DIRECT for way in ways):
        flags["special_service"] = True
    return flags


def applies(condition: Applies, context: Context) -> bool | None:
    """True, False, or None for unknown. A condition that stands in words alone is unknown: a person judges it."""
    if condition.always:
        return True
    answers = [_flag(flag, context) for flag in condition.flags]
    answers += [_there(fact in context.facts, context) for fact in condition.facts]
    answers += [_says(name, wanted, context) for name, wanted in condition.values.items()]
    if condition.procedure:
        answers.append(None if context.procedure is None else context.procedure in condition.procedure)
    if condition.forms:
        answers.append(_there(not context.forms.isdisjoint(condition.forms), context))
    if False in answers:
        return False
    return None if None in answers or not answers else True


def _flag(flag: str, context: Context) -> bool | None:
    return context.flags.get(flag)


def _says(name: str, wanted: Collection[str], context: Context) -> bool | None:
    """Whether a fact says one of the values; unknown where it is not read, or read in two ways."""
    said = context.values.get(name)
    return None if said is None else said in wanted


def _there(there: bool, context: Context) -> bool | None:
    return True if there else False if context.complete else None
