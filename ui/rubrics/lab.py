"""试算: two versions over what was really marked — who changes grade and why, what never fires, what fires together."""

from __future__ import annotations

from contextlib import closing

from PySide6.QtWidgets import QCheckBox, QTabWidget, QWidget

from casereview.progress import Progress
from casereview.results import actions
from casereview.results.laboratory import Laboratory, Outcome, Pair, Silent
from casereview.rubric.model import Rubric
from ui.kit.layout import button, column, label, row
from ui.kit.say import dossiers_named, number, word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource


class Lab(QWidget):
    """Reckons only when asked; another version on show empties it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._old: Rubric | None = None
        self._new: Rubric | None = None
        self._names: dict[str, str] = {}
        self.found: Laboratory | None = None
        self.run_button = button(self.tr("试算"), self.run)
        self.all = QCheckBox(self.tr("算上以前的批次"))
        self.about = label("", "soft", wrap=True)
        self.outcomes = self._outcome_table()
        self.silent = self._silent_table()
        self.pairs = self._pair_table()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for table in (self.outcomes, self.silent, self.pairs):
            holder = QWidget()
            holder.setLayout(column(table, margin=1))
            self.tabs.addTab(holder, "")
        head = row(self.run_button, self.all, 2)
        head.addWidget(self.about, 1)
        body = column(head, gap=1, margin=2)
        body.addWidget(self.tabs, 1)
        self.setLayout(body)
        self._show(None)

    def _outcome_table(self) -> Table[Outcome]:
        def grade(code: str) -> str:
            return word(self._session, "grade", code or "ungraded")

        def why(one: Outcome) -> str:
            return "；".join(reason.sentence(self._session.language) for reason in one.reasons)

        columns = (
            Column[Outcome](self.tr("案卷"), lambda o: self._names.get(o.dossier, o.dossier[:12]), "name", 26),
            Column[Outcome](self.tr("原得分"), lambda o: number(o.old), "old", 7, number=True),
            Column[Outcome](self.tr("新得分"), lambda o: number(o.new), "new", 7, number=True),
            Column[Outcome](self.tr("原等次"), lambda o: grade(o.old_grade), "old_grade", 8),
            Column[Outcome](self.tr("新等次"), lambda o: grade(o.new_grade), "new_grade", 8),
            Column[Outcome](self.tr("依据谁的评分"), lambda o: o.by or self.tr("评查组"), "by", 12),
            Column[Outcome](self.tr("为什么"), why, "why", tip=why),
        )
        return Table(self._session, self.tr("试算结果"), columns, ListSource(columns, []))

    def _silent_table(self) -> Table[Silent]:
        columns = (
            Column[Silent](self.tr("编号"), lambda s: s.item, "item", 12),
            Column[Silent](self.tr("条目"), lambda s: s.title, "title"),
            Column[Silent](self.tr("评过几卷"), lambda s: s.judged, "judged", 10, number=True),
        )
        return Table(self._session, self.tr("从不扣分的条目"), columns, ListSource(columns, []))

    def _pair_table(self) -> Table[Pair]:
        def text(ident: str) -> str:
            every = {d.id: d.named for item in (self._new.items if self._new else ()) for d in item.deductions}
            return f"{ident}  {every.get(ident, '')}"

        columns = (
            Column[Pair](self.tr("扣分情形"), lambda p: text(p.one), "one", 40, tip=lambda p: text(p.one)),
            Column[Pair](self.tr("同时出现的"), lambda p: text(p.other), "other", tip=lambda p: text(p.other)),
            Column[Pair](self.tr("同卷"), lambda p: p.both, "both", 7, number=True),
            Column[Pair](self.tr("重合 %"), lambda p: p.share, "share", 8, number=True),
        )
        return Table(self._session, self.tr("一起出现的扣分"), columns, ListSource(columns, []))

    def show_versions(self, old: Rubric | None, new: Rubric | None) -> None:
        before = (self._old, self._new)
        self._old, self._new = old, new
        self.run_button.setEnabled(old is not None and new is not None)
        if before != (old, new):
            self._show(None)

    def run(self) -> None:
        """Off the window's thread: a big review takes a while."""
        old, new, workspace = self._old, self._new, self._session.workspace
        if old is None or new is None:
            return
        campaign = self._session.campaign
        where = None if self.all.isChecked() or campaign is None else campaign.id

        def work(progress: Progress) -> Laboratory:
            with closing(workspace.connect()) as db:
                return actions.laboratory(db, where, old, new)

        job = self._session.task(self.tr("试算"), work)
        job.succeeded.connect(lambda found: self._show(found) if (self._old, self._new) == (old, new) else None)
        self._session.jobs.start(job)

    def _show(self, found: Laboratory | None) -> None:
        self.found = found
        outcomes = found.outcomes if found else ()
        known = dossiers_named(self._session, (one.dossier for one in outcomes))
        self._names = {ident: one.case_no or one.name for ident, one in known.items()}
        changed = [one for one in outcomes if one.changed or one.lost or one.open]
        changed.sort(key=lambda one: not one.regraded)
        self.outcomes.reload(ListSource(self.outcomes.model.columns, changed))
        self.silent.reload(ListSource(self.silent.model.columns, found.silent if found and outcomes else ()))
        self.pairs.reload(ListSource(self.pairs.model.columns, found.together if found else ()))
        titles = (self.tr("有变化的案卷（{}）"), self.tr("从不扣分（{}）"), self.tr("一起出现（{}）"))
        counts = (len(changed), len(found.silent) if found and outcomes else 0, len(found.together) if found else 0)
        for number_, (title, count) in enumerate(zip(titles, counts, strict=True)):
            self.tabs.setTabText(number_, title.format(count))
        self.about.setText(self._said(found))

    def _said(self, found: Laboratory | None) -> str:
        if found is None:
            return self.tr("按已封存的评分重算两个版本，什么也不写入。")
        if not found.outcomes:
            return self.tr("没有用原版本封存过的案卷，无从试算。")
        regraded = sum(one.regraded for one in found.outcomes)
        return self.tr("共 {} 卷，{} 卷得分有变化，{} 卷等次有变化。").format(
            len(found.outcomes), len(found.changed), regraded
        )
