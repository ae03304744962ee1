"""The whole road on the sample dossiers, as a review walks it: the main job of `casereview demo`.

A leader and two readers work in three real workspaces; packages travel between them as files. Nothing is prepared:
every mark is made by the actions that window and command line use. The two readers follow the program's hints, the
second one not all of them, so that the panel has something to settle.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
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
from casereview.ledger import actions as ledger
from casereview.marking import actions as marking
from casereview.marking.context import context_of
from casereview.marking.hints import Hint, draft, hints
from casereview.marking.model import MarkKind, MarkPayload
from casereview.notices import actions as notices
from casereview.panel import actions as panel
from casereview.panel.model import Campaign, Dispute, Member, Stage, VetoConfirmation
from casereview.record import Author
from casereview.results import actions as results
from casereview.results import verifier
from casereview.results.model import Results
from casereview.rubric import files as rubrics
from casereview.rubric.model import Item, Rubric
from casereview.units import actions as units
from casereview.workspace import Workspace

Say = Callable[[str], object]
SAMPLES = words.RESOURCES / "samples"
LEADER, READERS = "示例组长", ("示例评查员甲", "示例评查员乙")
SEED = "示例种子20241118"
_PASSPHRASE = "示例口令"
_WORKDAYS = 15  # the usual time for rectification


class DemoFolderTaken(CaseReviewError):
    """The folder holds something that no demo made; `folder`."""

    code = "demo-folder-taken"


def walk(folder: Path, today: date, say: Say = lambda line: None, samples: Path = SAMPLES) -> dict[str, Any]:
    """Walk the road into `folder`, made anew; gives where everything lies. Raises DemoFolderTaken."""
    _clear(folder)
    place = folder / "评查示范.casereview"
    made: dict[str, Any] = {"folder": str(folder), "workspace": str(place)}
    with Workspace.create(place) as workspace, closing(workspace.connect()) as db:
        leader = Author(LEADER)
        say("① 识别:录入单位名册和示例案卷")
        made["intake"] = take_in(db, leader, today, samples)
        say("② 预审:逐条核对规则")
        checks.check(db, leader, today=today)
        say("③ 抽卷、分卷、制作任务包")
        campaign, packages = set_up(db, leader, folder)
        say("④ 评分:两名评查员在各自的工作区评分、封存、交回评分包")
        returned = [read_alone(folder, today, name, packages[name]) for name in READERS]
        say("⑤ 合议:并入评分包(任意先后、重复并入结果相同),处理分歧,确认否决")
        made["panel"] = sit(db, leader, campaign, returned)
        say("⑥ 结果:定级并冻结")
        frozen = freeze(db, leader, campaign, folder, made)
        say("⑦ 案例库:脱敏、检验、由第二人发布、导出网页")
        made["exemplars"] = build_library(db, leader, frozen, folder / "案例库")
        say("⑧ 台账和通报")
        made["notices"] = print_out(db, leader, today, frozen, folder)
        panel.set_stage(db, leader, campaign.id, Stage.RECTIFICATION)
        made["digest"] = record.state_digest(db)
        made["problems"] = workspace.verify()
    return made


def _clear(folder: Path) -> None:
    mark = folder / ".casereview-demo"
    if folder.exists() and any(folder.iterdir()):
        if not mark.exists():
            raise DemoFolderTaken(folder=str(folder))
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text("made by `casereview demo`; may be removed\n", "utf-8")


def take_in(db: Database, by: Author, today: date, samples: Path = SAMPLES) -> dict[str, Any]:
    """The register of units and every sample dossier, those stated complete as such."""
    units.import_table(db, by, samples / "register.xlsx")
    for unit in units.units(db):
        units.confirm_register(db, by, unit.id, today)
    _, report = dossiers.take_in(db, by, [samples / "dossiers"])
    return {"taken": len(report.taken), "set_aside": len(report.set_aside)}


def set_up(db: Database, leader: Author, folder: Path) -> tuple[Campaign, dict[str, Path]]:
    """A campaign on the shipped rubrics, the draw, the assignment and a task package for each reader."""
    people = (Member(name=LEADER, leader=True), *(Member(name=name) for name in READERS))
    campaign = panel.frozen_campaign(
        "2024年度交通运输行政执法案卷评查(示例)", 2024, rubrics.shipped(), people, readers=2, tolerance=Decimal(0)
    )
    panel.new_campaign(db, leader, campaign)
    panel.set_stage(db, leader, campaign.id, Stage.DRAW)
    _, drawn = panel.draw(db, leader, campaign.id, SEED, 10)
    assert panel.verify_draw(drawn)
    panel.assign(db, leader, campaign.id)
    panel.set_stage(db, leader, campaign.id, Stage.MARKING)
    (folder / "交换").mkdir(exist_ok=True)
    packages = {name: folder / "交换" / f"任务包-{name}.crtask" for name in READERS}
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
        back = folder / "交换" / f"评分包-{reader}.crmarks"
        panel.write_mark_package(db, by, campaign.id, back, passphrase=_PASSPHRASE)
    return back


def mark_one(db: Database, by: Author, campaign: Campaign, dossier: str, *, skips: bool) -> None:
    """Mark one dossier with the rubric of its procedure, as a reader does who looks at every hint, and seal it."""
    found = dossiers.get(db, dossier)
    reading = dossiers.reading(db, dossier)
    context = context_of(reading, complete=found.complete)
    rubric = panel.rubrics_of(campaign, found.procedure)[0]
    proposed = hints(rubric, checks.outcomes(db, dossier))
    for position, item in enumerate(rubric.items):
        _mark_item(
            db, by, campaign, found, rubric, item, [] if skips and position % 4 == 3 else proposed.get(item.id, [])
        )
    for veto in rubric.vetoes:
        for hint in proposed.get(veto.id, [])[:1]:
            marking.set_mark(db, by, draft(hint, rubric, campaign.id, dossier), rubric=rubric)
    sheet = marking.sheet_of(db, rubric, campaign.id, dossier, by.name, context)
    for name in sheet.open:
        marking.set_mark(db, by, _plain(campaign, found, rubric, name, MarkKind.NOT_APPLICABLE, "案卷中无此情形"))
    marking.seal(db, by, rubric, campaign.id, dossier, context)


def _mark_item(
    db: Database, by: Author, campaign: Campaign, dossier: Dossier, rubric: Rubric, item: Item, found: Iterable[Hint]
) -> None:
    certain = {hint.deduction: hint for hint in found if hint.certain and hint.evidence}
    for hint in certain.values():
        said = draft(hint, rubric, campaign.id, dossier.id)
        marking.set_mark(db, by, said.model_copy(update={"note": _note(hint)}), rubric=rubric)
    if not certain and item.applies.always:
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
        panel.merge(db, leader, order, passphrase=_PASSPHRASE)
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
    rubric = next(r for r in panel.rubrics_of(campaign, None) + _all(campaign) if r.digest == dispute.rubric)
    if any(veto.id == dispute.item for veto in rubric.vetoes):
        said = VetoConfirmation(
            campaign=campaign.id, dossier=dispute.dossier, rubric=dispute.rubric, veto=dispute.item, reason="查证属实"
        )
        for by in (leader, replace(leader, name=READERS[0])):
            panel.confirm_veto(db, by, said)
        return
    # The panel looks at the evidence: the reader who has some is followed.
    reader = min(dispute.earned, key=lambda name: (dispute.earned[name], name))
    panel.decide(db, leader, panel.adopt(db, dispute, reader, "证据页清楚,采纳该意见"))


def _all(campaign: Campaign) -> list[Rubric]:
    return [rubrics.from_json(text) for text in campaign.rubrics.values()]


def freeze(db: Database, leader: Author, campaign: Campaign, folder: Path, made: dict[str, Any]) -> Results:
    panel.set_stage(db, leader, campaign.id, Stage.GRADING)
    _, frozen = results.freeze(db, leader, campaign.id)
    file = folder / "评查结果.json"
    results.export_frozen(db, campaign.id, file)
    made["results"] = {
        "file": str(file),
        "mean": str(frozen.mean),
        "grades": frozen.grades,
        "verified": verifier.verify_file(file) == [],
    }
    return frozen


def build_library(db: Database, leader: Author, frozen: Results, folder: Path) -> dict[str, Any]:
    """The best dossier and an instructive one, anonymised by a trainer and released by the leader."""
    trainer = replace(leader, name="示例教员")
    scored = sorted((d for d in frozen.dossiers if d.main and d.score is not None), key=lambda d: d.score or 0)
    chosen = [(scored[-1], "good"), (scored[0], "bad")][: len(scored)]
    for result, kind in chosen:
        points = ";".join(lost.text for lost in result.lost) or "程序完整,文书规范,证据与事实相互印证。"
        tags = [result.procedure, *sorted({lost.category for lost in result.lost})]
        title = f"{result.cause or result.case_no}({'优秀范例' if kind == 'good' else '问题案例'})"
        _, card = exemplars.make(
            db, trainer, result.dossier, title=title, kind=kind, points=points, tags=tags,
            summary=f"{result.rubric_title}:{result.score} 分。",
        )  # fmt: skip
        exemplars.release(db, leader, card.id)
    written = exemplars.export_html(db, None, folder)
    return {"cards": len(chosen), "index": str(written[0])}


def print_out(db: Database, leader: Author, today: date, frozen: Results, folder: Path) -> list[str]:
    """Ledger entries, and every notice as DOCX and PDF, the tables as XLSX."""
    deadline = _deadline(today)
    ledger.from_results(db, leader, frozen, deadline=deadline)
    out = folder / "通报"
    out.mkdir(exist_ok=True)
    written = [out / "整改台账.xlsx"]
    ledger.export_table(db, written[0], frozen.campaign)

    def produce(kind: str, name: str, *suffixes: str, **about: Any) -> None:
        for suffix in suffixes:
            written.append(
                notices.produce(
                    db, kind, frozen.campaign, out / f"{name}{suffix}", issued=today, deadline=deadline, **about
                )
            )  # fmt: skip

    produce("circular", "评查情况通报", ".docx", ".pdf")
    produce("commendation", "优秀案卷通报", ".docx", ".pdf")
    produce("tables", "统计表", ".xlsx")
    for unit in frozen.units:
        if ledger.entries(db, campaign=frozen.campaign, unit=unit.unit):
            produce("rectification", f"整改通知书-{unit.name}", ".docx", ".pdf", unit=unit.unit)
    for place, result in enumerate((d for d in frozen.dossiers if d.main), 1):
        produce("score_sheet", f"个案评查表-{place:02d}", ".pdf", dossier=result.dossier)
    return [str(path) for path in written]


def _deadline(today: date) -> date:
    """Fifteen working days on; three weeks where the year's calendar is not published yet."""
    try:
        return calendar.shipped().add_workdays(today, _WORKDAYS)
    except NoCalendar:
        return today + timedelta(days=21)


def summary(made: Mapping[str, Any]) -> list[str]:
    """Where the results lie, for people."""
    lines = [
        f"录入 {made['intake']['taken']} 卷,搁置 {made['intake']['set_aside']} 个文件;"
        f"分歧 {made['panel']['disputes']} 项,未决 {made['panel']['left']} 项;平均 {made['results']['mean']} 分",
        f"工作区    {made['workspace']}",
        f"评查结果  {made['results']['file']}(独立复算{'一致' if made['results']['verified'] else '不一致'})",
        f"案例库    {made['exemplars']['index']}",
        f"通报台账  {Path(made['notices'][0]).parent}({len(made['notices'])} 份)",
    ]
    if made.get("screens"):
        lines.append(f"界面截图  {Path(made['screens'][0]).parent}({len(made['screens'])} 张)")
    return lines
