"""Collective discussion: R-D01, R-D02, R-D16."""

from __future__ import annotations

from decimal import Decimal

from casereview.checks.hearing import HEAVY, hearing_due
from casereview.checks.rules import FAIL, MAJOR, MINOR, VETO, WARN, Answers, rule, say
from casereview.checks.values import Seen, Unread
from casereview.checks.view import View


def marked_major(v: View) -> tuple[Seen, ...]:
    """Where the unit itself calls the case complex or major: only that makes the discussion mandatory (57条2款)."""
    found = v.find(
        r"(?:属于|系|为|案情|情节)(?:情节)?(?:复杂|重大)|重大(?:复杂)?(?:案件|违法行为)|提(?:请|交)集体讨论",
        *v.of("X-REPORT", "F01", "X-PAPPR"),
    )
    amount, limit = v.maybe_money("decision.amount", "F15"), v.figure("unit_discussion_amount")
    if amount and limit.value and limit.confirmed and amount.value >= Decimal(limit.value):
        return (amount,)
    return (found,) if found else ()


def _indicators(v: View) -> tuple[Seen, ...]:
    heavy = v.find(HEAVY, *v.of("F11", "F15")) or v.find(r"减轻(?:行政)?处罚", *v.of("F15"))
    if heavy:
        return (heavy,)
    if v.has("F13"):
        return tuple(v.of("F13"))
    try:
        due = hearing_due(v)
    except Unread:
        return ()
    return due.seen if due.due else ()


@rule("R-D01", VETO, "penalty:57.2", none=FAIL, indicated=WARN)
def major_cases_are_discussed(v: View) -> Answers:
    v.only("general")
    if v.has("X-DISC"):
        yield say("ok", v.of("X-DISC")[0])
        return
    marked, hints = marked_major(v), _indicators(v)
    if marked and v.missing("X-DISC"):
        yield say("none", *marked, turn="paper")
    elif hints:
        yield say("indicated", *hints, turn="major")
    else:
        raise Unread("trigger", "major")


@rule(
    "R-D02",
    MAJOR,
    "penalty:57.2,65",
    after_decision=(FAIL, VETO),
    hearing_after=FAIL,
    statement_after=WARN,
    voluntary=WARN,
)
def discussion_comes_before_the_decision(v: View) -> Answers:
    v.only("general")
    if not v.has("X-DISC") and not v.facts("discussion.held_on"):
        yield say("na", reason="no-discussion")
        return
    held, made = v.last_day("discussion.held_on"), v.day("decision.made_on", "F15")
    hearing, statement = v.maybe_day("hearing.held_on"), v.maybe_day("statement.received_on")
    if held.value > made.value:
        yield say("after_decision" if marked_major(v) else "voluntary", held, made, held=held, made=made)
    elif hearing and hearing.value > held.value:
        yield say("hearing_after", held, hearing, held=held, hearing=hearing)
    elif statement and statement.value > held.value:
        yield say("statement_after", held, statement, held=held, statement=statement)
    else:
        yield say("ok", held, made, held=held, made=made)


_ELEMENTS = {
    "time": r"(?:讨论)?时间:?.{0,4}\d", "participants": r"(?:出席|参加|参会)人员?", "opinions": r"讨论(?:记录|内容)|发言|意见",
    "conclusion": r"结论(?:性)?意见|讨论(?:结果|决定)|一致(?:同意|认为)",
}  # fmt: skip


@rule("R-D16", MINOR, "practice:", incomplete=FAIL, roles=WARN)
def discussion_record_is_complete(v: View) -> Answers:
    sound = True
    for paper in v.need("X-DISC"):
        lacking = [name for name, pattern in _ELEMENTS.items() if v.element(pattern, paper) is None]
        roles = [name for name in ("主持人", "记录人") if v.element(name, paper) is None]
        if lacking:
            sound = False
            yield say("incomplete", paper, sure=v.complete, elements=lacking)
        elif roles:
            sound = False
            yield say("roles", paper, lacking="、".join(roles))
    if sound:
        yield say("ok", *v.of("X-DISC"))
