"""Interview and on-site records: R-E01, R-E02, R-E04."""

from __future__ import annotations

from casereview.checks.model import Evidence
from casereview.checks.rules import FAIL, MAJOR, WARN, Answers, rule, say
from casereview.checks.values import Unread, is_weak
from casereview.checks.view import View
from casereview.dossier.model import Paper
from casereview.text import fold

# Who was asked, besides the name.
_IDENTITY = {"身份证件号": "身份证|证件.{0,6}号", "联系方式": "电话|住址|地址"}
_LONG_MINUTES, _SHORT_MINUTES, _MANY_ANSWERS = 240, 5, 15


@rule("R-E01", MAJOR, "penalty:55.2", backwards=FAIL, incomplete=FAIL, odd=WARN, identity=WARN)
def interview_record_is_complete(v: View) -> Answers:
    sound = True
    for paper in v.need("F02"):
        for said in _interview(v, paper):
            sound = False
            yield said
    if sound:
        yield say("ok", *v.of("F02"), count=len(v.of("F02")))


def _interview(v: View, paper: Paper) -> Answers:
    elements = {"地点": "地点", "询问人": "询问人", "记录人": "记录人", "被询问人": "被询问人"}
    lacking = [name for name, pattern in elements.items() if v.element(pattern, paper) is None]
    if lacking:
        yield say("incomplete", paper, sure=v.complete, lacking="、".join(lacking), paper=paper.title)
    lesser = [name for name, pattern in _IDENTITY.items() if v.element(pattern, paper) is None]
    if lesser:
        yield say("identity", paper, lacking="、".join(lesser), paper=paper.title)
    start, end = v.moment_in("inquiry.start", paper), v.moment_in("inquiry.end", paper)
    minutes = (end.value - start.value).total_seconds() / 60
    answers = v.text(paper).count("答:")
    if minutes < 0 and start.value.date() == end.value.date():
        # Past midnight the form repeats the day only by mistake: a person looks when it may be so.
        name = "odd" if start.value.hour >= 20 and end.value.hour < 6 else "backwards"
    elif minutes <= 0 or minutes > _LONG_MINUTES or (minutes < _SHORT_MINUTES and answers > _MANY_ANSWERS):
        name = "odd"
    else:
        return
    yield say(name, start, end, start=start, end=end, minutes=int(minutes), answers=answers, paper=paper.title)


# A name right after the label, as far as the next label or mark; signatures have a label of their own.
_ASKED = (
    r"被询问人:[\u4e00-\u9fa5·]{2,6}?(?=性别|民族|与|年龄|身份|证件|联系|电话|单位|工作|职业|职务|住址|[、,;。(]|$)"
)


def _name(found: Evidence) -> str:
    return found.text.partition(":")[2]


@rule("R-E02", MAJOR, "procedure:", several=FAIL)
def one_person_per_interview_record(v: View) -> Answers:
    crowded, read = False, False
    for paper in v.need("F02"):
        facts = [fact for fact in v.in_paper("inquiry.interviewee", paper) if not is_weak(fact)]
        others = [
            found for found in v.find_all(_ASKED, paper) if _name(found) not in {fold(str(f.value)) for f in facts}
        ]
        names = {fold(str(fact.value)) for fact in facts} | {_name(found) for found in others}
        read = read or bool(names)
        if len(names) > 1:
            crowded = True
            yield say("several", *facts, *others, names="、".join(sorted(names)), paper=paper.title)
    if not read:
        raise Unread("absent", "inquiry.interviewee")
    if not crowded:
        yield say("ok", *v.facts("inquiry.interviewee"))


@rule("R-E04", MAJOR, "penalty:55.2;coercion:18", backwards=FAIL, incomplete=FAIL, plate=WARN, cited=WARN)
def scene_record_is_complete(v: View) -> Answers:
    # A case may do without such a record; one that the dossier's own papers rely on has to be in it.
    cited = v.find(r"(?:现场|勘验|检查)(?:检查)?笔录", *v.of("F15", "X-REPORT"))
    if cited and v.missing("F03", "F04"):
        yield say("cited", cited, turn="paper")
        return
    sound = True
    for paper in v.need("F03", "F04"):
        place = "勘验场所|勘验地点" if paper.form == "F03" else "执法地点|检查地点|地点"
        if v.element(place, paper) is None:
            sound = False
            yield say("incomplete", paper, sure=v.complete, lacking="地点", paper=paper.title)
        start, end = v.moment_in("scene.start", paper), v.moment_in("scene.end", paper)
        if end.value < start.value and end.value.date() == start.value.date():
            sound = False
            yield say("backwards", start, end, start=start, end=end, paper=paper.title)
    plates = {fold(str(fact.value)).replace("·", "") for fact in v.facts("vehicle_plate") if not is_weak(fact)}
    if len(plates) > 1:
        sound = False
        yield say("plate", *v.facts("vehicle_plate"), plates="、".join(sorted(plates)).upper())
    if sound:
        yield say("ok", *v.of("F03", "F04"), count=len(v.of("F03", "F04")))
