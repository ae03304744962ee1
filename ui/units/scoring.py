"""评分: the items of a rubric that judge the unit itself, marked from its register, its figures and its documents."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QWidget

from casereview.checks import actions as checks
from casereview.checks.law import Packs
from casereview.marking import actions
from casereview.marking.model import Context, Line, Mark, MarkKind, MarkPayload, Sheet
from casereview.marking.suggest import Suggestion, suggestions
from casereview.panel import actions as panel
from casereview.panel.campaigns import rubric as frozen
from casereview.panel.model import VetoConfirmation
from casereview.rubric.model import Item, Rubric, Subject
from casereview.units.model import Profile
from ui.kit.ask import choice, fill
from ui.kit.layout import button, clear, column, label, row
from ui.kit.say import number
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.marking import texts
from ui.units.judging import Deduct, NotApplicable, PickBonus, PickVeto
from ui.units.material import MaterialDialog

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
        self.rubrics.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.rubrics.setMinimumContentsLength(14)
        self.rubrics.currentIndexChanged.connect(lambda _: self.reload())
        self.about = label("", "soft")
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
        self.veto_button = button(self.tr("一票否决…"), self.ask_veto)
        self.bonus_button = button(self.tr("加分…"), self.ask_bonus)
        self.material_button = button(self.tr("单位材料…"), self.show_material)
        self.beside = column(gap=1)
        self._lay_out()

    def _lay_out(self) -> None:
        detail = QFrame()
        detail.setObjectName("card")
        buttons = row(self.full_button, self.deduct_button, self.out_button, self.back_button, None)
        detail.setLayout(column(self.title, self.says, self.hints, self.own, buttons, gap=2, margin=3))
        head = row(self.rubrics, self.about, self.seal_button, gap=2)
        head.setStretchFactor(self.rubrics, 1)
        for one in (self.material_button, self.veto_button, self.bonus_button):
            self.table.chips.addWidget(one)
        self.table.setMinimumHeight(self.fontMetrics().height() * 14)
        box = column(head, self.beside, gap=2, margin=2)
        box.addWidget(self.table, 1)
        box.addWidget(detail)
        inside = QWidget()
        inside.setObjectName("clear")
        inside.setLayout(box)
        scroll = QScrollArea()  # large type on a low screen: the table keeps its rows, and one scrolls
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.setLayout(column(scroll))

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
            clear(self.beside)
            for one in (self.veto_button, self.bonus_button, self.seal_button):
                one.setEnabled(False)
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
        self.veto_button.setEnabled(not sheet.sealed and bool(self.rubric and self.rubric.vetoes))
        self.bonus_button.setEnabled(not sheet.sealed and bool(self.rubric and self.rubric.bonus))
        self._show_beside(sheet)

    def _show_beside(self, sheet: Sheet) -> None:
        """Vetoes and bonuses: what was said, by whom a veto is confirmed, and the way back."""
        clear(self.beside)
        campaign, rubric = self._session.campaign, self.rubric
        if campaign is None or rubric is None:
            return
        confirmed = panel.unit_confirmations(self._session.db, campaign.id, self.unit, rubric)
        for mark in [*self.marks, *self._vetoes_of_others(campaign.id, rubric)]:
            if mark.said.kind not in (MarkKind.VETO, MarkKind.BONUS):
                continue
            said, line = texts.mark_text(rubric, mark), row(gap=2)
            if mark.said.kind is MarkKind.VETO:
                people = confirmed.get(mark.said.item, frozenset())
                state = self.tr("已由 {} 确认").format("、".join(sorted(people))) if people else self.tr("尚未确认")
                said += f"　{self.tr('生效') if len(people) >= 2 else state}"
                if len(people) < 2 and self._session.author.name not in people:
                    line.addWidget(button(self.tr("确认否决"), partial(self.confirm, mark), "link"))
            if not sheet.sealed and mark.reader == self._session.author.name:
                line.addWidget(button(self.tr("撤回"), partial(self._take_back, [mark.id]), "link"))
            seen = "；".join(texts.seen_text(one) for one in mark.said.evidence)
            style = "failure" if mark.said.kind is MarkKind.VETO else ""
            line.insertWidget(0, label(f"● {said}　{seen}　{mark.said.note}".strip(), style, wrap=True), 1)
            self.beside.addLayout(line)

    def _vetoes_of_others(self, campaign: str, rubric: Rubric) -> list[Mark]:
        """What others propose and have sealed: before that nobody sees another's work."""
        db, me = self._session.db, self._session.author.name
        said = [mark for mark in actions.marks(db, campaign, self.unit) if mark.reader != me]
        return [
            mark
            for mark in said
            if (mark.said.kind, mark.said.rubric) == (MarkKind.VETO, rubric.digest)
            and actions.sealed(db, campaign, self.unit, mark.reader, rubric.digest)
        ]

    @property
    def session(self) -> Session:
        return self._session

    @property
    def unit(self) -> str:
        """The id of the unit that is marked; "" before one is chosen."""
        return self._profile.unit.id if self._profile is not None else ""

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
            seen = "；".join(filter(None, map(texts.seen_text, mark.said.evidence)))
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
            self._take_back(ids)

    def _take_back(self, ids: list[str]) -> None:
        self._session.act(actions.withdraw, ids)
        self.reload()

    def ask_veto(self) -> None:
        if self.rubric is not None and self.rubric.vetoes:
            PickVeto(self, self.rubric).open()

    def ask_bonus(self) -> None:
        if self.rubric is not None and self.rubric.bonus:
            PickBonus(self, self.rubric).open()

    def confirm(self, mark: Mark) -> None:
        """This person's confirmation of a veto; with the second person's it stands."""
        campaign, rubric = self._session.campaign, self.rubric
        assert campaign is not None and rubric is not None
        said = VetoConfirmation(campaign=campaign.id, dossier=self.unit, rubric=rubric.digest, veto=mark.said.item)
        self._session.act(panel.confirm_unit_veto, said)
        self.reload()

    def show_material(self) -> None:
        """The unit's own documents, to read them and to add some."""
        if self._profile is not None:
            MaterialDialog(self._session, self.unit, None, self).open()

    def seal(self) -> None:
        """Open items and deductions without evidence are named by the refusal."""
        campaign, rubric, profile = self._session.campaign, self.rubric, self._profile
        if campaign is not None and rubric is not None and profile is not None:
            self._session.act(actions.seal, rubric, campaign.id, profile.unit.id, _NOWHERE, subject=Subject.UNIT)
            self.reload()
