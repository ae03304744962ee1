"""Amounts, parties, numbers and order of the decision: R-D05, R-D08, R-D09, R-D12, R-D15."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from casereview.checks.elsewhere import same_number
from casereview.checks.rules import FAIL, MAJOR, MINOR, WARN, Answers, rule, say
from casereview.checks.values import Known, Unread, as_money, is_weak
from casereview.checks.view import View
from casereview.text import fold

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10x98765432"
_USCC_SIGNS = "0123456789abcdefghjklmnpqrtuwxy"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@rule("R-D05", MAJOR, "penalty:59.1;fine_collection:7", words=FAIL, papers=FAIL, receipts=WARN)
def amounts_agree(v: View) -> Answers:
    amounts = [fact for fact in v.facts("decision.amount") if not is_weak(fact)]
    if not amounts:
        raise Unread("absent", "decision.amount")
    sound = True
    for fact in (f for f in v.facts("decision.amount_cn") if not is_weak(f)):
        digits = [other for other in amounts if other.paper == fact.paper]
        if digits and all(as_money(other.value) != as_money(fact.value) for other in digits):
            sound = False
            yield say("words", fact, *digits, words=as_money(fact.value), digits=as_money(digits[0].value))
    closing = [fact for fact in v.facts("closing.amount") if not is_weak(fact)]
    by_form = {v.form_of(fact): fact for fact in (*amounts, *closing)}
    values = {as_money(fact.value) for fact in (*amounts, *closing)}
    if len(values) > 1 and "F15" in by_form and len(by_form) > 1:
        sound = False
        yield say("papers", *by_form.values(), amounts=sorted(values))
    paid = [as_money(fact.value) for fact in v.facts("paid_amount") if not is_weak(fact)]
    if sound and paid and sum(paid) != next(iter(values)) and not v.facts("late_fee.amount") and not v.has("F17"):
        sound = False
        yield say("receipts", *v.facts("paid_amount"), *amounts[:1], paid=sum(paid), decided=next(iter(values)))
    if sound:
        yield say("ok", *amounts, amount=as_money(amounts[0].value))


@rule("R-D08", MAJOR, "penalty:59.1", differs=FAIL, ocr_differs=WARN)
def party_has_one_name(v: View) -> Answers:
    facts = [fact for fact in v.facts("party.name") if not is_weak(fact)]
    if not facts:
        raise Unread("absent", "party.name")
    names = {fold(str(fact.value)) for fact in facts}
    if len(names) == 1:
        yield say("ok", *facts, name=str(facts[0].value), count=len(facts))
        return
    if v.find(r"(?:名称|企业).{0,4}变更(?:登记|为|核准)|曾用名|更名", *v.papers):
        raise Unread("name-change", "party.name")
    sure = {fold(str(fact.value)) for fact in facts if v.sure(fact)}
    one_each = {fold(str(fact.value)): fact for fact in facts}
    name = "differs" if len(sure) > 1 else "ocr_differs"
    shown = [f for f in one_each.values() if name == "ocr_differs" or v.sure(f)]
    yield say(name, *shown, names="、".join(sorted(str(fact.value) for fact in shown)))


@rule("R-D09", MINOR, "id_standard:", wrong=FAIL, differ=WARN)
def numbers_of_the_party_are_right(v: View) -> Answers:
    facts = [f for name in ("party.id_no", "party.uscc") for f in v.facts(name)]
    legible = [f for f in facts if re.fullmatch(r"\d{17}[\dx]|[0-9a-hj-npqrtuwxy]{18}", fold(str(f.value)))]
    readable = [fact for fact in legible if not is_weak(fact)]
    if not readable:
        raise Unread("absent", "party.id_no", "party.uscc")
    wrong = [fact for fact in readable if not _checks(fold(str(fact.value)), fact.name)]
    for fact in {fold(str(f.value)): f for f in wrong}.values():
        yield say("wrong", fact, number=str(fact.value), what=[fact.name])
    differ = [
        n for n in ("party.id_no", "party.uscc") if len({fold(str(f.value)) for f in readable if f.name == n}) > 1
    ]
    if differ:
        yield say("differ", *(fact for fact in readable if fact.name in differ), what=differ)
    doubtful = [f for f in legible if is_weak(f) and not _checks(fold(str(f.value)), f.name)]
    if doubtful and not wrong and not differ:
        # Misread or miswritten: a person looks before anybody says that the numbers are right.
        raise Unread("weak", doubtful[0].name)
    if not wrong and not differ:
        yield say("ok", *readable)


def _checks(number: str, name: str) -> bool:
    if name == "party.id_no" or re.fullmatch(r"[1-9]\d{5}(?:19|20)\d{9}[\dx]", number):
        # A sole trader's paper may give the person's number where the code of a firm belongs.
        return _ID_CHECKS[sum(int(d) * w for d, w in zip(number[:17], _ID_WEIGHTS)) % 11] == number[17]
    total = sum(_USCC_SIGNS.index(sign) * weight for sign, weight in zip(number[:17], _USCC_WEIGHTS))
    return _USCC_SIGNS[-total % 31] == number[17]


@rule("R-D12", MAJOR, "penalty:57,58,62", before_approval=FAIL, disorder=WARN)
def decision_follows_report_and_approval(v: View) -> Answers:
    v.only("general")
    made = v.day("decision.made_on", "F15")
    approved, report = v.maybe_day("leader_approved_on"), v.maybe_day("report_on")
    if approved is None and report is None:
        raise Unread("absent", "report_on", "leader_approved_on")
    if approved and made.value < approved.value:
        yield say("before_approval", made, approved, made=made, approved=approved)
    elif pair := _inverted(report, approved, made):
        yield say("disorder", *pair, what=[day.facts[0].name for day in pair], first=pair[0], second=pair[1])
    else:
        yield say("ok", report, approved, made, made=made)


def _inverted(*days: Known[date] | None) -> tuple[Known[date], Known[date]] | None:
    known = [day for day in days if day]
    return next(((a, b) for a, b in pairwise(known) if a.value > b.value), None)


@rule("R-D15", MINOR, "practice:", core_differs=FAIL, repeated=FAIL, year=WARN, brackets=WARN)
def case_number_is_sound(v: View) -> Answers:
    facts = [fact for fact in (*v.facts("decision.no"), *v.facts("case_no")) if not is_weak(fact)]
    if not facts:
        raise Unread("absent", "case_no")
    made, filed = v.maybe_day("decision.made_on", "F15", "F14"), v.maybe_day("filed_on")
    years = {day.value.year for day in (made, filed) if day}
    read = [(fact, number) for fact in facts if (number := case_core(str(fact.value)))]
    if not read:
        raise Unread("unclear", "case_no")
    sound = True
    for fact, (year, _) in {fold(str(f.value)): (f, n) for f, n in read}.values():
        if years and year not in years:
            sound = False
            yield say("year", fact, number=str(fact.value), years=sorted(years))
        elif not re.search(r"〔\d{4}〕", str(fact.value)):
            sound = False
            yield say("brackets", fact, number=str(fact.value))
    cores = {number for _, number in read}
    if len(cores) > 1 and v.packs.region.one_number_per_case == "yes":
        sound = False
        yield say(
            "core_differs", *(fact for fact, _ in read), numbers="、".join(sorted({str(f.value) for f, _ in read}))
        )
    for other in same_number(v):
        sound = False
        yield say("repeated", facts[0], number=str(facts[0].value), other=other.name)
    if sound:
        yield say("ok", *(fact for fact, _ in read[:1]), number=str(read[0][0].value))


def case_core(text: str) -> tuple[int, str] | None:
    """Year and sequence: numbers are compared by these, since each kind of paper may bear its own word."""
    found = re.search(r"((?:19|20)\d{2})\D{0,2}?第?([a-z]{0,4}\d{1,8})", fold(text))
    return (int(found.group(1)), found.group(2).lstrip("0")) if found else None
