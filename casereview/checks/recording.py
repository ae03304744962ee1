"""Recording of the whole process: R-V01 to R-V05."""

from __future__ import annotations

from datetime import datetime

from casereview.checks.publicity import unit_count
from casereview.checks.rules import FAIL, MAJOR, MINOR, WARN, Answers, rule, say
from casereview.checks.values import Known, Unread, as_day, as_moment, is_weak
from casereview.checks.view import View
from casereview.dossier.model import Paper


def recordings(v: View) -> list[tuple[Known[datetime], Known[datetime]]]:
    """Start and end of every recording that a list in the dossier dates to the minute."""
    found = []
    for paper in v.of("X-AV"):
        starts = [fact for fact in v.in_paper("av.start", paper) if not is_weak(fact) and len(str(fact.value)) > 10]
        ends = [fact for fact in v.in_paper("av.end", paper) if not is_weak(fact) and len(str(fact.value)) > 10]
        found += [(Known(as_moment(s.value), (s,)), Known(as_moment(e.value), (e,))) for s, e in zip(starts, ends)]
    return found


def _acts(v: View) -> list[tuple[Paper, Known[datetime], Known[datetime]]]:
    """Records of acts with start and end to the minute."""
    found = []
    for paper in v.of("F02", "F03", "F04"):
        prefix = "inquiry" if paper.form == "F02" else "scene"
        try:
            found.append((paper, v.moment_in(f"{prefix}.start", paper), v.moment_in(f"{prefix}.end", paper)))
        except Unread:
            continue
    return found


@rule("R-V01", MAJOR, "three_systems:;penalty:47", none=FAIL, gap=WARN)
def measures_are_recorded_throughout(v: View) -> Answers:
    if not v.has("F08") and not v.facts("measure.start_on"):
        v.need("F08")
    tapes = recordings(v)
    if not v.has("X-AV"):
        without = v.find(r"(?:未|没有)(?:进行)?(?:音像|录音录像|全程)记录", *v.of("F04", "F08"))
        if without is None:
            raise v.lacks("X-AV")
        yield say("none", without)
        return
    if not tapes:
        raise Unread("absent", "av.start", "av.end")
    scene = next(((paper, s, e) for paper, s, e in _acts(v) if paper.form == "F04"), None)
    if scene is None:
        raise Unread("absent", "scene.start", "scene.end")
    paper, start, end = scene
    minutes = _uncovered(start.value, end.value, [(s.value, e.value) for s, e in tapes])
    tolerance = v.figure_number("av_tolerance_minutes")
    seen = (start, end, *(part for tape in tapes for part in tape))
    yield say("ok" if minutes <= tolerance else "gap", *seen, minutes=minutes, limit=tolerance, paper=paper.title)


def _uncovered(start: datetime, end: datetime, tapes: list[tuple[datetime, datetime]]) -> int:
    """The longest stretch of an act, in minutes, that no recording covers."""
    at, longest = start, 0.0
    for first, last in sorted(tapes):
        if first > at:
            longest = max(longest, (min(first, end) - at).total_seconds())
        at = max(at, last)
    longest = max(longest, (end - at).total_seconds())
    return int(max(longest, 0) // 60)


@rule("R-V02", MINOR, "three_systems:", required_missing=FAIL, suggested=WARN)
def disputed_acts_are_recorded(v: View) -> Answers:
    acts = [paper for paper in v.papers if paper.form in ("F13", "F08", "F20", "F02", "F03", "F04")]
    acts += [
        p
        for f in v.facts("service")
        if any(m in str(f.value.get("method")) for m in ("留置", "公告")) and (p := v.paper_of(f))
    ]
    if not acts:
        yield say("na", reason="no-such-act")
        return
    catalogue = v.figure("av_required_forms")
    if v.has("X-AV"):
        yield say("ok", *v.of("X-AV"))
        return
    if not catalogue.value:
        raise Unread("no-region", "av_required_forms")
    required = [paper for paper in acts if paper.form in catalogue.value.split()]
    if not required:
        yield say("na", reason="not-in-catalogue")
    elif v.missing("X-AV"):
        yield say("required_missing" if catalogue.confirmed else "suggested", *required, turn="av")


@rule("R-V03", MINOR, "penalty:47", apart=WARN, short=WARN)
def recordings_fit_the_records(v: View) -> Answers:
    tapes, acts = recordings(v), _acts(v)
    if not tapes:
        raise Unread("absent", "av.start", "av.end")
    if not acts:
        raise Unread("absent", "inquiry.start", "scene.start")
    tolerance, sound, compared = v.figure_number("av_tolerance_minutes"), True, 0
    for start, end in tapes:
        same_day = [act for act in acts if act[1].value.date() == start.value.date()]
        for said in _compared(start, end, same_day, tolerance):
            compared += 1
            if said.name != "ok":
                sound = False
                yield said
    if not compared:
        sound = False
        start, end = tapes[0]
        yield say("apart", start, end, acts[0][1], start=start, end=end, paper=acts[0][0].title, minutes="")
    if sound:
        yield say("ok", *(part for tape in tapes for part in tape), count=len(tapes), limit=tolerance)


def _compared(
    start: Known[datetime],
    end: Known[datetime],
    acts: list[tuple[Paper, Known[datetime], Known[datetime]]],
    tolerance: int,
) -> Answers:
    """A recording against the act of its day that it overlaps most."""
    if not acts:
        return
    paper, begun, done = max(acts, key=lambda act: min(act[2].value, end.value) - max(act[1].value, start.value))
    overlap = (min(done.value, end.value) - max(begun.value, start.value)).total_seconds()
    late = max((start.value - begun.value).total_seconds(), (done.value - end.value).total_seconds()) / 60
    name = "apart" if overlap <= 0 else "short" if late > tolerance else "ok"
    yield say(
        name,
        start,
        end,
        begun,
        done,
        start=start,
        end=end,
        paper=paper.title,
        minutes=int(max(late, 0)),
        limit=tolerance,
    )


@rule("R-V04", MINOR, "gd_recording:23", late=FAIL, slow=WARN)
def recordings_are_stored_in_time(v: View) -> Answers:
    papers = v.of("X-AV")
    if not papers:
        raise v.lacks("X-AV")
    limit, figure, sound, read = v.figure_number("av_store_workdays"), v.figure("av_store_workdays"), True, False
    for paper in papers:
        ends = [f for f in (*v.in_paper("av.end", paper), *v.in_paper("av.made_on", paper)) if not is_weak(f)]
        stores = [f for f in v.in_paper("av.stored_at", paper) if not is_weak(f)]
        for end, stored in zip(ends, stores):
            read = True
            used = v.packs.calendar.workdays_between(as_day(end.value), as_day(stored.value))
            if used > limit:
                sound = False
                name = "late" if figure.confirmed else "slow"
                yield say(
                    name,
                    end,
                    stored,
                    turn="region",
                    days=v.packs.calendar.count(as_day(end.value), as_day(stored.value)),
                    ended=as_day(end.value),
                    stored=as_day(stored.value),
                    used=used,
                    limit=limit,
                )
    if not read:
        raise Unread("absent", "av.stored_at")
    if sound:
        yield say("ok", *papers, limit=limit)


@rule("R-V05", MINOR, "gd_recording:25", short=FAIL, other_short=WARN)
def recordings_are_kept_long_enough(v: View) -> Answers:
    kept = unit_count(v, "av_evidence_retention_months")
    dossier = unit_count(v, "dossier_retention_months")
    if kept < dossier:
        yield say("short", kept=kept, least=dossier)
        return
    other = unit_count(v, "av_other_retention_months")
    yield say(
        "other_short" if other < 6 else "ok", kept=other if other < 6 else kept, least=6 if other < 6 else dossier
    )
