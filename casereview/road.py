"""The whole road on the sample dossiers, as a review walks it: the main job of `casereview demo`.

A leader and two readers work in three real workspaces; packages travel between them as files. Nothing is prepared:
every mark is made by the actions that window and command line use. The two readers follow the program's hints, the
second one not all of them, so that the panel has something to settle.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from casereview import record, words
from casereview.checks import actions as checks
from casereview.checks import calendar, say
from casereview.checks.calendar import NoCalendar
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Dossier
from casereview.errors import CaseReviewError
from casereview.exemplars import actions as exemplars
from casereview.exemplars.actions import AttackFound
from casereview.exemplars.model import Card
from casereview.ledger import actions as ledger
from casereview.marking import actions as marking
from casereview.marking.context import applies, context_of
from casereview.marking.hints import Hint, draft, hints
from casereview.marking.model import Context, MarkKind, MarkPayload
from casereview.notices import actions as notices
from casereview.notices.actions import NothingToPrint
from casereview.panel import actions as panel
from casereview.panel.model import Campaign, Dispute, Member, Stage, VetoConfirmation
from casereview.panel.package import SUFFIX
from casereview.record import Author
from casereview.results import actions as results
from casereview.results import verifier
from casereview.results.model import DossierResult, Results
from casereview.rubric import files as rubrics
from casereview.rubric.model import Item, Rubric
from casereview.units import actions as units
from casereview.workspace import Workspace

Say = Callable[[str], object]
SAMPLES = words.RESOURCES / "samples"
LEADER, TRAINER, READERS = "示例组长", "示例教员", ("示例评查员甲", "示例评查员乙")
SEED = "示例种子20241118"
_PASSPHRASE = "示例口令"
_WORKDAYS = 15  # the usual time for rectification


_MARK = ".casereview-demo"
_UNIT = "示例单位"  # of dossiers whose folder names none: without a unit nothing can be drawn
_QUOTA = 10  # of each unit and procedure
_TRIES = 3  # dossiers that are tried for a card of the library


class DemoFolderTaken(CaseReviewError):
    """The folder holds something that no demo made; `folder`."""

    code = "demo-folder-taken"


class NothingToReview(CaseReviewError):
    """No dossier of the samples has a page with text; `folder`."""

    code = "nothing-to-review"


def walk(
    folder: Path,
    today: date,
    say: Say = lambda line: None,
    samples: Path = SAMPLES,
    language: str = "zh",
) -> dict[str, Any]:
    """Walk the road into `folder`, made anew; gives where everything lies.

    samples  a folder of dossiers as `intake` takes it; one with `dossiers` and `register.xlsx` in it as the shipped one
    Raises DemoFolderTaken, NothingToReview.
    """
    _clear(folder)
    place = folder / "评查示范.casereview"
    made: dict[str, Any] = {"folder": str(folder), "workspace": str(place)}

    def step(code: str) -> None:
        say(words.render(f"road.{code}", language))

    with Workspace.create(place) as workspace, closing(workspace.connect()) as db:
        leader = Author(LEADER)
        step("intake")
        made["intake"], readable = take_in(db, leader, today, samples)
        step("check")
        checks.check(db, leader, today=today)
        step("draw")
        campaign, packages = set_up(db, leader, folder, readable)
        step("marking")
        returned = [read_alone(folder, today, name, packages[name]) for name in packages]
        step("panel")
        made["panel"] = sit(db, leader, campaign, returned)
        step("results")
        frozen = freeze(db, leader, campaign, folder, made)
        step("exemplars")
        made["exemplars"] = build_library(db, leader, frozen, folder / "案例库")
        step("notices")
        made["notices"], made["unprinted"] = print_out(db, leader, today, frozen, folder, language)
        panel.set_stage(db, leader, campaign.id, Stage.RECTIFICATION)
        made["digest"] = record.state_digest(db)
        made["problems"] = [words.render(f"record.{code}", language, **about) for code, about in workspace.verify()]
    return made


def _clear(folder: Path) -> None:
    """Take away what an earlier demo made here, and nothing else."""
    ours = {"交换", "案例库", "通报", "评查结果.json", "screens", _MARK}
    if folder.exists() and any(folder.iterdir()):
        strange = [one for one in folder.iterdir() if one.name not in ours and one.suffix != ".casereview"]
        if strange or not (folder / _MARK).exists():
            raise DemoFolderTaken(folder=str(folder))
        for one in folder.iterdir():
            if one.is_dir():
                shutil.rmtree(one, onerror=_unlock)
            elif one.name != _MARK:
                one.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).write_text("made by `casereview demo`; may be removed\n", "utf-8")


def _unlock(remove: Callable[..., object], path: str, why: object) -> None:
    """Originals are read-only; Windows removes no such file."""
    os.chmod(path, stat.S_IWRITE)
    remove(path)


def take_in(db: Database, by: Author, today: date, samples: Path = SAMPLES) -> tuple[dict[str, Any], list[str]]:
    """The register of units if there is one, and every dossier; with them the ids of those that hold text.

    Nobody looks at pictures here: a dossier without any text is taken in and checked, and not marked.
    """
    if (samples / "register.xlsx").is_file():
        units.import_table(db, by, samples / "register.xlsx")
    for unit in units.units(db):
        units.confirm_register(db, by, unit.id, today)
    inside = samples / "dossiers"
    _, report = dossiers.take_in(db, by, [inside if inside.is_dir() else samples])
    homeless = [one.id for one in dossiers.dossiers(db, limit=-1) if not one.unit]
    if homeless:
        dossiers.set_unit(db, by, homeless, _UNIT)
    readable = [one.id for one in report.dossiers if one.unread_pages < one.pages]
    if not readable:
        raise NothingToReview(folder=str(samples))
    said = {
        "taken": len(report.taken),
        "set_aside": len(report.set_aside),
        "unread": len(report.dossiers) - len(readable),
        "without_unit": len(homeless),
    }
    return said, readable


def set_up(db: Database, leader: Author, folder: Path, pool: Iterable[str]) -> tuple[Campaign, dict[str, Path]]:
    """A campaign on the shipped rubrics, the draw, the assignment and a task package for each reader."""
    people = (Member(name=LEADER, leader=True), *(Member(name=name) for name in READERS))
    campaign = panel.frozen_campaign(
        "2024年度交通运输行政执法案卷评查（示例）", 2024, rubrics.shipped(), people, readers=2, tolerance=Decimal(0)
    )
    panel.new_campaign(db, leader, campaign)
    panel.set_stage(db, leader, campaign.id, Stage.DRAW)
    panel.draw(db, leader, campaign.id, SEED, _QUOTA, pool=pool)
    panel.assign(db, leader, campaign.id)
    panel.set_stage(db, leader, campaign.id, Stage.MARKING)
    (folder / "交换").mkdir(exist_ok=True)
    packages = {name: folder / "交换" / f"任务包-{name}{SUFFIX}" for name in READERS}
    for name, path in packages.items():
        panel.write_task_package(db, leader, campaign.id, name, path, passphrase=_PASSPHRASE)
    return campaign, packages


def read_alone(folder: Path, today: date, reader: str, package: Path) -> Path:
    """One reader on their own laptop: take the task package in, mark, seal, write the mark package."""
    by = Author(reader)
    with Workspace.create(folder / f"{reader}.casereview") as own, closing(own.connect()) as db:
        panel.merge(db, by, [package], passphrase=_PASSPHRASE)
        checks.check(db, by, today=today)
        campaign = panel.campaign(db)
        given = panel.assignment(db, campaign.id)
        for dossier, readers in sorted(given.readers.items()) if given else []:
            if reader in readers:
                # One commit a dossier: nobody waits for a screen here.
                with record.writing(db):
                    mark_one(db, by, campaign, dossier, skips=reader == READERS[1])
        back = folder / "交换" / f"评分包-{reader}{SUFFIX}"
        panel.write_mark_package(db, by, campaign.id, back)  # to the leader's key
    return back


def mark_one(db: Database, by: Author, campaign: Campaign, dossier: str, *, skips: bool) -> None:
    """Mark one dossier with the rubric of its procedure, as a reader does who looks at every hint, and seal it."""
    found = dossiers.get(db, dossier)
    reading = dossiers.reading(db, dossier)
    context = context_of(reading, complete=found.complete)
    rubric = panel.rubrics_of(campaign, found.procedure)[0]
    proposed = hints(rubric, checks.outcomes(db, dossier))
    for position, item in enumerate(rubric.items):
        given = [] if skips and position % 4 == 3 else proposed.get(item.id, [])
        _mark_item(db, by, campaign, found, rubric, item, given, context)
    for veto in rubric.vetoes:
        for hint in proposed.get(veto.id, [])[:1]:
            marking.set_mark(db, by, draft(hint, rubric, campaign.id, dossier), rubric=rubric)
    sheet = marking.sheet_of(db, rubric, campaign.id, dossier, by.name, context)
    for name in sheet.open:
        marking.set_mark(db, by, _plain(campaign, found, rubric, name, MarkKind.NOT_APPLICABLE, "案卷中无此情形"))
    marking.seal(db, by, rubric, campaign.id, dossier, context)


def _mark_item(
    db: Database,
    by: Author,
    campaign: Campaign,
    dossier: Dossier,
    rubric: Rubric,
    item: Item,
    found: Iterable[Hint],
    context: Context,
) -> None:
    """What failed and is proved is deducted; else an item that surely applies earns full marks."""
    certain = {hint.deduction: hint for hint in found if hint.certain and hint.evidence}
    for hint in certain.values():
        said = draft(hint, rubric, campaign.id, dossier.id)
        marking.set_mark(db, by, said.model_copy(update={"note": _note(hint)}), rubric=rubric)
    if not certain and applies(item.applies, context):
        marking.set_mark(db, by, _plain(campaign, dossier, rubric, item.id, MarkKind.FULL))


def _note(hint: Hint) -> str:
    return say.explanation(hint.outcome)


def _plain(
    campaign: Campaign, dossier: Dossier, rubric: Rubric, item: str, kind: MarkKind, reason: str = ""
) -> MarkPayload:
    return MarkPayload(
        campaign=campaign.id, dossier=dossier.id, rubric=rubric.digest, kind=kind, item=item, reason=reason
    )


def sit(db: Database, leader: Author, campaign: Campaign, returned: list[Path]) -> dict[str, Any]:
    """The panel: merge in both orders, so each package twice; settle what agrees, decide what differs, confirm vetoes by two people."""
    panel.set_stage(db, leader, campaign.id, Stage.PANEL)
    digests = set()
    for order in (returned, returned[::-1]):
        panel.merge(db, leader, order)
        digests.add(_marks_digest(db))
    panel.settle_agreed(db, leader, campaign.id)
    open_questions = panel.disputes(db, campaign.id)
    for dispute in open_questions:
        _settle(db, leader, campaign, dispute)
    agreement = panel.agreement(db, campaign.id)
    return {
        "disputes": len(open_questions), "left": len(panel.disputes(db, campaign.id)),
        "one_digest": len(digests) == 1, "agreement": agreement,
    }  # fmt: skip


def _marks_digest(db: Database) -> str:
    """The record of the readers alone: the leader's own acts go on between two merges."""
    return record.digest_of(sorted(e.id for e in record.history(db, "mark.*") + record.history(db, "sheet.*")))


def _settle(db: Database, leader: Author, campaign: Campaign, dispute: Dispute) -> None:
    rubric = rubrics.from_json(campaign.rubrics[dispute.rubric])
    if any(veto.id == dispute.item for veto in rubric.vetoes):
        said = VetoConfirmation(
            campaign=campaign.id, dossier=dispute.dossier, rubric=dispute.rubric, veto=dispute.item, reason="查证属实"
        )
        for by in (leader, replace(leader, name=READERS[0])):
            panel.confirm_veto(db, by, said)
        return
    # The panel looks at the evidence: the reader who has some is followed.
    reader = min(dispute.earned, key=lambda name: (dispute.earned[name], name))
    panel.decide(db, leader, panel.adopt(db, dispute, reader, "证据页清楚，采纳该意见"))


def freeze(db: Database, leader: Author, campaign: Campaign, folder: Path, made: dict[str, Any]) -> Results:
    """Freeze the figures, hand them out as a file and have them computed again by other code."""
    panel.set_stage(db, leader, campaign.id, Stage.GRADING)
    _, frozen = results.freeze(db, leader, campaign.id)
    file = folder / "评查结果.json"
    results.export_frozen(db, campaign.id, file)
    made["results"] = {
        "file": str(file),
        "mean": None if frozen.mean is None else str(frozen.mean),
        "grades": frozen.grades,
        "verified": verifier.verify_file(file) == [],
    }
    return frozen


def build_library(db: Database, leader: Author, frozen: Results, folder: Path) -> dict[str, Any]:
    """The best dossier and an instructive one, anonymised by a trainer and released by the leader.

    A dossier in which the attack still finds something is no card: the next one is tried.
    """
    scored = sorted((d for d in frozen.dossiers if d.main and d.score is not None), key=lambda d: d.score or 0)
    best = [one for one in reversed(scored) if one.grade in ("excellent", "good")]
    worst = [one for one in scored if one.lost or one.vetoes]
    made: list[Card] = []
    refused = 0
    for kind, chosen in (("good", best), ("bad", worst)):
        for result in [one for one in chosen if one.dossier not in {card.source for card in made}][:_TRIES]:
            try:
                made.append(_card(db, leader, result, kind))
                break
            except AttackFound:
                refused += 1
    written = exemplars.export_html(db, None, folder)
    return {"cards": len(made), "refused": refused, "index": str(written[0])}


def _card(db: Database, leader: Author, result: DossierResult, kind: str) -> Card:
    title = result.cause or f"{words.render(f'notice_procedure.{result.procedure}')}案卷"
    points = "；".join(lost.text for lost in result.lost) or words.render("road.nothing-lost")
    tags = [
        words.render(f"notice_procedure.{result.procedure}"),
        *dict.fromkeys(words.render(f"category.{lost.category}") for lost in result.lost),
    ]
    _, card = exemplars.make(
        db, replace(leader, name=TRAINER), result.dossier, title=f"{title}（{words.render(f'exemplar.{kind}')}）",
        kind=kind, points=points, tags=tags, summary=f"{result.rubric_title}：{result.score} 分。",
    )  # fmt: skip
    exemplars.release(db, leader, card.id)
    return card


def print_out(
    db: Database, leader: Author, today: date, frozen: Results, folder: Path, language: str = "zh"
) -> tuple[list[str], list[str]]:
    """Ledger entries, every notice as DOCX and PDF, the tables as XLSX; and why a notice was not printed, in words."""
    deadline = _deadline(today)
    ledger.from_results(db, leader, frozen, deadline=deadline)
    out = folder / "通报"
    out.mkdir(exist_ok=True)
    written = [ledger.export_table(db, out / "整改台账.xlsx", frozen.campaign)]
    refused: list[str] = []

    def produce(kind: str, name: str, *suffixes: str, **about: Any) -> None:
        try:
            for suffix in suffixes:
                path = out / f"{name}{suffix}"
                notices.produce(db, kind, frozen.campaign, path, issued=today, deadline=deadline, **about)
                written.append(path)
        except NothingToPrint:
            pass  # no excellent dossier, no praise
        except CaseReviewError as problem:
            refused.append(f"{name}: {words.explain(problem, language)}")

    produce("launch", "评查通知", ".docx", ".pdf")
    produce("draw_list", "抽卷清单", ".pdf")
    produce("circular", "评查情况通报", ".docx", ".pdf")
    produce("commendation", "优秀案卷通报", ".docx", ".pdf")
    produce("tables", "统计表", ".xlsx")
    for unit in frozen.units:
        if ledger.entries(db, campaign=frozen.campaign, unit=unit.unit):
            produce("rectification", f"整改通知书-{_file_name(unit.name)}", ".docx", ".pdf", unit=unit.unit)
    for place, result in enumerate((d for d in frozen.dossiers if d.main), 1):
        produce("score_sheet", f"个案评查表-{place:02d}", ".pdf", dossier=result.dossier)
    return [str(path) for path in written], refused


def _file_name(text: str) -> str:
    """Without what Windows allows in no name."""
    return "".join("_" if sign in '\\/:*?"<>|' else sign for sign in text)


def _deadline(today: date) -> date:
    """Fifteen working days on; three weeks where the year's calendar is not published yet."""
    try:
        return calendar.shipped().add_workdays(today, _WORKDAYS)
    except NoCalendar:
        return today + timedelta(days=21)
