"""Bodies and persons: R-P01 to R-P09."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from casereview.checks.elsewhere import clashes
from casereview.checks.model import Evidence
from casereview.checks.rules import FAIL, MAJOR, MINOR, VETO, WARN, Answers, rule, say
from casereview.checks.values import Unread, as_day, is_weak
from casereview.checks.view import View
from casereview.dossier.model import Fact, FactState, Paper
from casereview.text import fold
from casereview.units.model import Certificate, Person, Profile

ACTS = ("F02", "F03", "F04", "F05")
# Where the people who handle the case are named; hearing and service papers name others too.
HANDLING = ("F02", "F03", "F04", "F05", "F06", "F08", "F14", "X-REPORT")
_NAME = r"[\u4e00-\u9fa5·]{2,6}?"


def name_of(fact: Fact) -> str:
    value = fact.value
    return fold(str(value.get("name", "") if isinstance(value, dict) else value))


def cert_of(fact: Fact) -> str:
    return fold(str(fact.value.get("cert_no") or "")) if isinstance(fact.value, dict) else ""


def handlers(v: View) -> dict[str, list[Fact]]:
    """The officers of the case by name, with every reading of them."""
    found: dict[str, list[Fact]] = {}
    for fact in v.facts("officer", *HANDLING):
        if name_of(fact) and not is_weak(fact):
            found.setdefault(name_of(fact), []).append(fact)
    return found


def persons_in(v: View, paper: Paper) -> set[str]:
    """Officers named in one paper: the union of facts, the recorder and certificate numbers without a name."""
    facts = v.in_paper("officer", paper)
    names = {name_of(fact) for fact in facts if name_of(fact)}
    recorder = re.search(rf"记录人(?:签名)?:?({_NAME})(?=[,、;。(]|执法|被|现场|当事|问|单位|$)", v.text(paper))
    return names | ({fold(recorder.group(1))} if recorder else set())


@rule("R-P01", VETO, "penalty:42.1;coercion:18;road_transport:59", single=FAIL)
def at_least_two_officers(v: View) -> Answers:
    lonely = False
    for paper in v.need(*ACTS):
        facts = v.in_paper("officer", paper)
        names = persons_in(v, paper)
        certificates = {cert_of(fact) for fact in facts if cert_of(fact)} | _numbers(v.text(paper))
        if max(len(names), len(certificates)) >= 2:
            continue
        lonely = True
        if len(names) == 1 and facts and v.typed(paper):
            yield say("single", *facts, paper=paper.title, name=names.pop())
        else:
            yield say("unknown", paper, reason="absent", what=["officer"], turn="read")
    if not lonely:
        yield say("ok", *(fact for facts in handlers(v).values() for fact in facts[:1]), count=len(handlers(v)))


@rule(
    "R-P02", VETO, "penalty:42.1,76.1;coercion:17.3;three_systems:",
    stranger=FAIL, expired=FAIL, other_number=(WARN, MINOR), no_number=(WARN, MINOR),
)  # fmt: skip
def officers_hold_valid_certificates(v: View) -> Answers:
    people = handlers(v)
    if not people:
        raise Unread("absent", "officer")
    if not isinstance(v.unit, Profile) or not v.unit.people:
        raise Unread("no-register", *people, seen=tuple(facts[0] for facts in people.values()))
    sound = True
    for name, facts in people.items():
        for said in _certificate(v, v.unit, name, facts):
            sound = False
            yield said
    if sound:
        yield say("ok", *(facts[0] for facts in people.values()), names="、".join(people))


def _certificate(v: View, unit: Profile, name: str, facts: list[Fact]) -> Answers:
    on = _acted_on(v, facts)
    numbers = {cert_of(fact) for fact in facts if cert_of(fact)}
    rows = [person for person in unit.people if fold(person.name) == name]
    held = [c for person in _holders(unit.people, rows, numbers) for c in person.certificates]
    matching = [c for c in held if fold(c.number) in numbers]
    if matching and any(_valid(c, on) for c in matching):
        return
    if matching:
        yield say("expired", *facts, name=name, number=matching[0].number, on=on, turn="register")
    elif any(_valid(c, on) for c in held):
        yield say("other_number" if numbers else "no_number", *facts, name=name, on=on, turn="register")
    elif unit.register_complete_on and on <= unit.register_complete_on:
        yield say("stranger", *facts, name=name, on=on, turn="register")
    else:
        yield say("unknown", *facts, reason="register-open", what=[name], on=on, turn="register")


def _holders(people: Iterable[Person], rows: list[Person], numbers: set[str]) -> list[Person]:
    return rows or [p for p in people if any(fold(c.number) in numbers for c in p.certificates)]


def _valid(certificate: Certificate, on: date) -> bool:
    starts, ends = certificate.valid_from, certificate.valid_to
    return (starts is None or starts <= on) and (ends is None or on <= ends)


def _acted_on(v: View, facts: list[Fact]) -> date:
    """The day of the act that a paper records: the start of a record, else the decision."""
    for fact in facts:
        paper = v.paper_of(fact)
        for name in ("inquiry.start", "scene.start") if paper else ():
            starts = [f for f in v.in_paper(name, paper) if not is_weak(f)] if paper else []
            if starts:
                return as_day(starts[0].value)
    return v.day("decision.made_on").value


# Between the label of a certificate and its number; the number of an identity card or a telephone follows other labels.
_GAP = r"(?:(?!身份|证件号|电话)[^0-9])"


def _numbers(text: str) -> set[str]:
    """Certificate numbers in the text itself: a second officer whose name was not read still counts."""
    found = re.findall(
        rf"执法证(?:件)?(?:编)?号(?:码)?{_GAP}{{0,14}}(\d{{5,14}})(?!\d)(?:{_GAP}{{1,8}}(\d{{5,14}})(?!\d))?", text
    )
    return {number for pair in found for number in pair if number}


Interval = tuple[datetime, datetime, Paper, set[str]]


@rule("R-P03", MAJOR, "penalty:40,46.2", two_places=FAIL, overlap=WARN, elsewhere=WARN)
def no_officer_is_at_two_places_at_once(v: View) -> Answers:
    intervals, timed = _intervals(v), v.need("F02", "F03", "F04")
    if len(intervals) < len(timed) and not clashes(v):
        raise Unread("absent", "inquiry.start", "scene.start", forms=("F02", "F03", "F04"))
    if len(timed) < 2 and v.case.elsewhere is None:
        yield say("na", reason="one-record")
        return
    allowed = v.figure_number("overlap_minutes")
    clash = False
    for i, (start, end, paper, names) in enumerate(intervals):
        for other_start, other_end, other, others in intervals[i + 1 :]:
            minutes = (min(end, other_end) - max(start, other_start)).total_seconds() / 60
            if minutes > 0 and names & others:
                clash = True
                shared = "、".join(sorted(names & others))
                apart = minutes > allowed and _apart(v, paper, other)
                yield say(
                    "two_places" if apart else "overlap", *(apart or (paper, other)), names=shared, minutes=int(minutes), allowed=allowed,
                    first=paper.title, second=other.title, turn="places",
                )  # fmt: skip
    for own, act, minutes in clashes(v):
        clash = True
        yield say(
            "elsewhere",
            *(paper for paper in v.papers if paper.id == own.paper),
            minutes=minutes,
            first=own.title,
            second=act.title,
            other=act.name,
            start=act.start,
            end=act.end,
            turn="places",
        )
    if not clash:
        yield say("ok", *(paper for _, _, paper, _ in intervals), count=len(intervals))


def _apart(v: View, first: Paper, second: Paper) -> tuple[Fact, ...]:
    """The places of two records, where a person has confirmed both and they are not the same; else nothing."""
    said = []
    for paper in (first, second):
        places = v.in_paper("inquiry.place" if paper.form == "F02" else "scene.place", paper)
        confirmed = [fact for fact in places if fact.state is not FactState.READ]
        if not confirmed:
            return ()
        said.append(confirmed[0])
    return () if fold(str(said[0].value)) == fold(str(said[1].value)) else tuple(said)


def _intervals(v: View) -> list[Interval]:
    found: list[Interval] = []
    for paper in v.of("F02", "F03", "F04"):
        prefix = "inquiry" if paper.form == "F02" else "scene"
        try:
            start, end = v.moment_in(f"{prefix}.start", paper), v.moment_in(f"{prefix}.end", paper)
        except Unread:
            continue
        found.append((start.value, end.value, paper, {name_of(f) for f in v.in_paper("officer", paper)}))
    return found


@rule("R-P04", MAJOR, "penalty:55.1,52.1;coercion:18;three_systems:", none=FAIL, preprinted=WARN)
def credentials_are_shown(v: View) -> Answers:
    papers = v.need("F02", "F04")
    # The label of a certificate's number is on the form whatever was shown.
    shown = r"(?:出示|亮(?:明|证)|执法证(?!件?编?号)|表明.{0,4}身份)"
    answered = v.find(rf"{shown}.{{0,220}}?(?:答:|当事人(?:确认|核对|表示))[^问。]{{1,30}}", *papers)
    if answered:
        yield say("ok", answered)
        return
    wording = v.find(shown, *papers)
    if wording:
        yield say("preprinted", wording, turn="answer")
        return
    if not all(v.typed(paper) for paper in papers):
        raise Unread("not-typed", *(paper.form for paper in papers))
    # A recording may show what the record does not say.
    yield say("none", *papers, sure=v.complete and not v.has("X-AV"), turn="av")


@rule("R-P05", MINOR, "penalty:43.2;three_systems:", none=FAIL, preprinted=WARN)
def recusal_is_told(v: View) -> Answers:
    papers = v.need("F02", "F12")
    answered = v.find(r"回避.{0,80}?答:(?:不|否|无|没|申请|要求|是|清楚|知道|明白)[^问]{0,20}", *papers)
    wording = answered or v.find(r"回避", *papers)
    if answered:
        yield say("ok", answered)
    elif wording:
        yield say("preprinted", wording, turn="answer")
    elif not all(v.typed(paper) for paper in papers):
        raise Unread("not-typed", *(paper.form for paper in papers))
    else:
        yield say("none", *papers, sure=v.complete)


@rule("R-P06", MAJOR, "penalty:64", chair=FAIL, same_name=WARN, member=WARN)
def hearing_chair_did_not_investigate(v: View) -> Answers:
    v.need("F12", "F13")
    chairs, people = [f for f in v.facts("hearing.chair") if not is_weak(f)], handlers(v)
    if not chairs or not people:
        raise Unread("absent", "officer" if chairs else "hearing.chair")
    same = [fact for fact in chairs if name_of(fact) in people]
    if not same:
        member = next((name for name in people if _sits(v, name)), "")
        if member:
            yield say("member", _sits(v, member), *people[member], member=member, turn="same-person")
        else:
            yield say("ok", *chairs, chair=str(chairs[0].value))
        return
    seen = (*same, *people[name_of(same[0])])
    name = "same_name" if _shares_a_name(v, name_of(same[0])) else "chair"
    yield say(name, *seen, chair=str(same[0].value), turn="same-person")


def _sits(v: View, name: str) -> Evidence | None:
    """Where a hearing's papers name somebody as its member or recorder."""
    return v.find(rf"(?:听证员|记录员|书记员|记录人)(?:签名)?:?[^。;:]{{0,12}}?{re.escape(name)}", *v.of("F12", "F13"))


def _shares_a_name(v: View, name: str) -> bool:
    """Whether two people may stand behind one name: the register knows several, or the papers are of several bodies."""
    people = v.unit.people if isinstance(v.unit, Profile) else ()
    bodies = {fold(str(fact.value)) for fact in v.facts("enforcement_body", "F12", "F13", "F15") if not is_weak(fact)}
    return sum(fold(person.name) == name for person in people) > 1 or len(bodies) != 1


@rule("R-P07", MAJOR, "three_systems:;penalty:58", handler=FAIL, voluntary=WARN)
def reviewer_did_not_handle_the_case(v: View) -> Answers:
    from casereview.checks.review import review_duty

    if not v.has("X-LEGAL") and not v.facts("legal_review.reviewer"):
        v.missing("X-LEGAL")
        yield say("na", reason="no-review")
        return
    reviewers, people = _reviewers(v), handlers(v)
    if not people:
        raise Unread("absent", "officer")
    both = sorted(reviewers.keys() & people.keys())
    if not both:
        yield say("ok", *reviewers.values(), reviewer="、".join(reviewers))
        return
    name = "handler" if review_duty(v).statutory else "voluntary"
    seen = (fact for who in both for fact in (reviewers[who], *people[who]))
    yield say(name, *seen, reviewer="、".join(both), turn="same-person")


def _reviewers(v: View) -> dict[str, Fact]:
    """Everyone named as reviewer, with where they stand. Raises Unread when nobody was read."""
    found = {fold(str(fact.value)): fact for fact in v.facts("legal_review.reviewer") if not is_weak(fact)}
    if not found:
        raise Unread("absent", "legal_review.reviewer")
    return found


@rule("R-P08", MAJOR, "penalty:58.2", unqualified=FAIL)
def first_reviewers_are_qualified(v: View) -> Answers:
    if not v.has("X-LEGAL") and not v.facts("legal_review.reviewer"):
        v.missing("X-LEGAL")
        yield say("na", reason="no-review")
        return
    reviewer = v.word("legal_review.reviewer")
    if not isinstance(v.unit, Profile):
        raise Unread("no-register", reviewer.value)
    rows = [p for p in v.unit.people if fold(p.name) == reviewer.value]
    if not rows or any(p.reviewer_since is None and not p.qualification for p in rows):
        raise Unread("register-open", reviewer.value)
    since, turning = rows[0].reviewer_since, v.packs.limits.turning.legal_review_qualification
    sound = any(p.qualification or (p.reviewer_since and p.reviewer_since < turning) for p in rows)
    yield say(
        "ok" if sound else "unqualified", reviewer, reviewer=reviewer, since=since, turn="" if sound else "register"
    )


@rule("R-P09", MAJOR, "penalty:17,19,20,59.2", different=FAIL, differs=WARN)
def issuer_is_the_same_body(v: View) -> Answers:
    facts = [
        f for f in v.facts("enforcement_body", "F01", "F08", "F11", "F14", "F15", "F16", "F19", "F20") if not is_weak(f)
    ]
    if not facts:
        raise Unread("absent", "enforcement_body")
    bodies = {re.sub(r"行政执法专用章.*|[(].*[)]", "", fold(str(fact.value))) for fact in facts}
    if len(bodies) == 1:
        yield say("ok", *facts, body=bodies.pop())
        return
    confirmed = all(fact.state is not FactState.READ for fact in facts)
    yield say("different" if confirmed else "differs", *facts, bodies="、".join(sorted(bodies)))
