"""评分: the items of a rubric that judge the unit itself, marked from its register, its figures and its documents."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSpinBox, QWidget

from casereview.checks import actions as checks
from casereview.checks.law import Packs
from casereview.marking import actions
from casereview.marking.model import Context, Line, Mark, MarkKind, MarkPayload, Seen, Sheet
from casereview.marking.suggest import Suggestion, suggestions
from casereview.panel.campaigns import rubric as frozen
from casereview.rubric.model import Deduction, Item, Rubric, Subject
from casereview.units.model import Profile
from ui.kit.ask import Ask, choice, fill, form, line, lines, tell, wrong
from ui.kit.layout import button, clear, column, label, row
from ui.kit.say import number
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.kit.translate import tr
from ui.marking import texts

_JUDGES = (MarkKind.DEDUCT, MarkKind.FULL, MarkKind.NOT_APPLICABLE)
_NOWHERE = Context()


class UnitScoring(QWidget):
    """One reader's sheet of one unit."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._profile: Profile | None = None
        self._packs: Packs | None = None
        self.rubric: Rubric | None = None
        self.sheet: Sheet | None = None
        self.marks: list[Mark] = []
        self.suggested: dict[str, list[Suggestion]] = {}
        self.rubrics = choice([], name=self.tr("评单位的标准"))
        self.rubrics.currentIndexChanged.connect(lambda _: self.reload())
        self.about = label("", "soft", wrap=True)
        self.seal_button = button(self.tr("封存"), self.seal, "main")
        self.table = self._table()
        self.table.selected.connect(self._show_item)
        self.title = label("", "heading", wrap=True)
        self.says = label("", "soft", wrap=True, select=True)
        self.hints = column(gap=1)
        self.own = column(gap=1)
        self.full_button = button(self.tr("满分"), self.mark_full)
        self.deduct_button = button(self.tr("扣分…"), self.ask_deduct)
        self.out_button = button(self.tr("不适用…"), self.ask_not_applicable)
        self.back_button = button(self.tr("撤回"), self.withdraw)
        self._lay_out()

    def _lay_out(self) -> None:
        detail = QFrame()
        detail.setObjectName("card")
        buttons = row(self.full_button, self.deduct_button, self.out_button, self.back_button, None)
        detail.setLayout(column(self.title, self.says, self.hints, self.own, buttons, gap=2, margin=3))
        head = row(self.rubrics, 1)
        head.addWidget(self.about, 1)
        head.addWidget(self.seal_button)
        box = column(head, gap=2, margin=2)
        box.addWidget(self.table, 1)
        box.addWidget(detail)
        self.setLayout(box)

    def _table(self) -> Table[Line]:
        def item(one: Line) -> Item:
            assert self.rubric is not None
            return self.rubric.item(one.item)

        def proposed(one: Line) -> str:
            found = [s for s in self.suggested.get(one.item, []) if s.count]
            return self.tr("建议扣分") if found else self.tr("指标达标") if self.suggested.get(one.item) else ""

        columns = (
            Column[Line](self.tr("条目"), lambda one: self._code(one.item), "code", 6),
            Column[Line](self.tr("内容"), lambda one: item(one).title, "title", tip=lambda one: item(one).requirement),
            Column[Line](self.tr("分值"), lambda one: number(one.points), "points", 6, number=True),
            Column[Line](self.tr("评分"), texts.result, "result", 10),
            Column[Line](self.tr("名册与指标"), proposed, "hint", 12),
        )
        return Table(self._session, self.tr("单位评分"), columns, ListSource(columns, []))

    def _code(self, ident: str) -> str:
        return self.rubric.position(ident) if self.rubric else ""

    # showing -------------------------------------------------------------------------------------------------------

    def show_profile(self, profile: Profile, packs: Packs) -> None:
        self._profile, self._packs = profile, packs
        campaign = self._session.campaign
        known = [frozen(campaign, digest) for digest in campaign.rubrics] if campaign is not None else []
        units = [rubric for rubric in known if Subject.UNIT in rubric.scope]
        fill(self.rubrics, [(f"{r.title}  {r.version}", r) for r in units], self.rubric)
        self.reload()

    def reload(self) -> None:
        """Sheet and suggestions anew."""
        campaign, profile, packs = self._session.campaign, self._profile, self._packs
        rubric, chosen = self.rubrics.currentData(), self.table.values()
        here = chosen[0].item if chosen else ""
        self.table.reload(ListSource(self.table.model.columns, []))  # its lines are of the rubric that was
        self.rubric = rubric if isinstance(rubric, Rubric) else None
        if self.rubric is None or campaign is None or profile is None or packs is None:
            self.sheet = None
            self.about.setText(self.tr("本批次没有采用评单位的标准。"))
            self._show_item()
            return
        db, reader, unit = self._session.db, self._session.author.name, profile.unit.id
        mine = actions.marks(db, campaign.id, unit, reader)
        self.marks = [mark for mark in mine if mark.said.rubric == self.rubric.digest]
        self.sheet = actions.sheet_of(db, self.rubric, campaign.id, unit, reader, _NOWHERE, subject=Subject.UNIT)
        today = self._session.today
        outcomes = checks.check_unit(profile, today=today, packs=packs)
        self.suggested = suggestions(
            self.rubric, profile, outcomes, today, catalogue=packs.figures, language=self._session.language
        )
        self.table.reload(ListSource(self.table.model.columns, self.sheet.lines))
        places = [n for n, one in enumerate(self.sheet.lines) if one.item == here]
        self.table.view.selectRow(places[0] if places else 0)
        self._show_state(self.sheet)

    def _show_state(self, sheet: Sheet) -> None:
        score = "—" if sheet.score is None else number(sheet.score)
        left = self.tr("还有 {} 条未评").format(len(sheet.open)) if sheet.open else self.tr("全部评完")
        state = self.tr("已封存") if sheet.sealed else left
        self.about.setText(self.tr("得分 {} / {} · {}").format(score, number(sheet.full), state))
        self.seal_button.setEnabled(not sheet.sealed)

    @property
    def item(self) -> Item | None:
        chosen = self.table.values()
        return self.rubric.item(chosen[0].item) if chosen and self.rubric is not None else None

    def _show_item(self) -> None:
        clear(self.hints)
        clear(self.own)
        item = self.item
        free = item is not None and self.sheet is not None and not self.sheet.sealed
        for one in (self.full_button, self.deduct_button, self.out_button, self.back_button):
            one.setEnabled(free)
        self.title.setText(f"{self._code(item.id)}  {item.title}" if item else "")
        self.says.setText("\n".join(filter(None, (item.requirement, item.basis))) if item else "")
        if item is None:
            return
        for suggestion in self.suggested.get(item.id, []):
            self.hints.addLayout(self._hint(item, suggestion, free))
        for mark in self._marks_at(item.id):
            assert self.rubric is not None
            seen = "；".join(one.text for one in mark.said.evidence if one.text)
            said = "　".join(filter(None, (texts.mark_text(self.rubric, mark), seen, mark.said.note)))
            self.own.addWidget(label(f"● {said}", wrap=True))

    def _hint(self, item: Item, one: Suggestion, free: bool) -> QHBoxLayout:
        deduction = next(d for d in item.deductions if d.id == one.deduction)
        if one.count:
            # A rule says that, a figure says by how many steps.
            times = "" if deduction.step is not None and one.outcome else f" ×{one.count}"
            said = self.tr("建议：{}{}　{}").format(deduction.text, times, one.seen.text)
        else:
            said = self.tr("达标：{}").format(one.seen.text)
        if one.progress:
            said += self.tr("（未到期，按进度）")
        text = label(said, "soft", wrap=True)
        made = row(gap=2)
        made.addWidget(text, 1)
        if one.count:
            take = button(self.tr("采用…"), lambda: self.ask_deduct(one))
            take.setEnabled(free)
            made.addWidget(take)
        return made

    def _marks_at(self, item: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.said.item == item and mark.said.kind in _JUDGES]

    # marking -------------------------------------------------------------------------------------------------------

    def say(self, kind: MarkKind, item: str, **more: object) -> bool:
        """Record a mark on the unit; the sheet is new when this returns."""
        campaign, rubric, profile = self._session.campaign, self.rubric, self._profile
        assert campaign is not None and rubric is not None and profile is not None
        base = {"campaign": campaign.id, "dossier": profile.unit.id, "rubric": rubric.digest, "kind": kind}
        said = MarkPayload.model_validate({**base, "item": item, **more})
        done = self._session.act(actions.set_mark, said, rubric=rubric)
        self.reload()
        return done is not None

    def mark_full(self) -> None:
        if self.item is not None:
            self.say(MarkKind.FULL, self.item.id)

    def ask_deduct(self, suggestion: Suggestion | None = None) -> None:
        """A suggestion is looked through first; a reader may change its count and its evidence."""
        if self.item is not None and self.item.deductions:
            Deduct(self, self.item, suggestion).open()

    def ask_not_applicable(self) -> None:
        if self.item is not None and self.rubric is not None:
            NotApplicable(self, self.item, self.rubric.policies.not_applicable_reasons).open()

    def withdraw(self) -> None:
        if self.item is not None and (ids := [mark.id for mark in self._marks_at(self.item.id)]):
            self._session.act(actions.withdraw, ids)
            self.reload()

    def seal(self) -> None:
        """Open items and deductions without evidence are named by the refusal."""
        campaign, rubric, profile = self._session.campaign, self.rubric, self._profile
        if campaign is not None and rubric is not None and profile is not None:
            self._session.act(actions.seal, rubric, campaign.id, profile.unit.id, _NOWHERE, subject=Subject.UNIT)
            self.reload()


class Deduct(Ask):
    def __init__(self, scoring: UnitScoring, item: Item, suggestion: Suggestion | None) -> None:
        self._scoring, self._item, self._suggestion = scoring, item, suggestion
        shown = [(f"{d.text}　{texts.costs(d)}", d) for d in item.deductions]
        chosen = next((d for d in item.deductions if suggestion and d.id == suggestion.deduction), item.deductions[0])
        self.deduction = choice(shown, chosen)
        self.deduction.setMinimumContentsLength(36)
        self.count = QSpinBox()
        self.count.setRange(1, 999)
        self.count.setValue(suggestion.count if suggestion else 1)
        hint = tr("材料名称和页码，或数据及其来源")
        self.evidence = lines(suggestion.seen.text if suggestion else "", hint=hint, rows=2)
        self.note = line()
        self.problem = wrong()
        fields = form(
            (tr("情形"), self.deduction),
            (tr("次数或档数"), self.count),
            (tr("证据"), self.evidence),
            (tr("备注"), self.note),
        )
        super().__init__(scoring, tr("扣分：{}").format(item.title), fields, self.problem, ok=tr("扣分"), do=self._save)

    def _save(self) -> bool:
        text = self.evidence.toPlainText().strip()
        if not text:
            return tell(self.problem, tr("请写明依据的材料或数据。"))
        deduction = self.deduction.currentData()
        assert isinstance(deduction, Deduction)
        same = self._suggestion is not None and self._suggestion.deduction == deduction.id
        outcome = self._suggestion.outcome if self._suggestion and same else ""
        return self._scoring.say(
            MarkKind.DEDUCT,
            self._item.id,
            deduction=deduction.id,
            count=1 if deduction.once else self.count.value(),
            evidence=(Seen(text=text),),
            note=self.note.text().strip(),
            outcome=outcome,
        )


class NotApplicable(Ask):
    def __init__(self, scoring: UnitScoring, item: Item, reasons: Sequence[str]) -> None:
        self._scoring, self._item = scoring, item
        self.reason = choice([(reason, reason) for reason in reasons])
        self.reason.setEditable(True)
        fields = form((tr("理由"), self.reason))
        super().__init__(scoring, tr("不适用：{}").format(item.title), fields, ok=tr("不适用"), do=self._save)

    def _save(self) -> bool:
        return self._scoring.say(MarkKind.NOT_APPLICABLE, self._item.id, reason=self.reason.currentText().strip())
