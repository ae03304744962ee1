"""What one version of a rubric changes against another, as a table."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from casereview.rubric import actions
from casereview.rubric.compare import Difference
from casereview.rubric.model import Rubric
from ui.kit.layout import column, label
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource


class Differences(QWidget):
    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self.about = label("", "soft", wrap=True)
        self.table = self._table(session, name)
        body = column(self.about, gap=2, margin=3)
        body.addWidget(self.table, 1)
        self.setLayout(body)

    def _table(self, session: Session, name: str) -> Table[Difference]:
        def kind(one: Difference) -> str:
            return {"added": self.tr("＋ 新增"), "removed": self.tr("－ 删去"), "changed": self.tr("～ 改动")}[one.kind]

        language = session.language
        what = {"rubric": self.tr("标准"), "grade": self.tr("等次")}

        def entry(one: Difference) -> str:
            name = what.get(one.id.partition(":")[0], one.id)
            return f"{name}  {one.title}" if one.id != "rubric" else name

        columns = (
            Column[Difference](self.tr("变化"), kind, "kind", 9),
            Column[Difference](self.tr("条目"), entry, "id", 26, tip=entry),
            Column[Difference](self.tr("内容"), lambda d: d.key_said(language), "key", 12),
            Column[Difference](
                self.tr("原来"), lambda d: d.said(d.old, language), "old", 22, tip=lambda d: d.said(d.old, language)
            ),
            Column[Difference](
                self.tr("现在"), lambda d: d.said(d.new, language), "new", tip=lambda d: d.said(d.new, language)
            ),
        )
        return Table(session, name, columns, ListSource(columns, []))

    def show_versions(self, old: Rubric | None, new: Rubric | None) -> None:
        """None: there is nothing to compare with, or no rubric yet."""
        if old is None or new is None:
            no = self.tr("没有别的标准可比。") if old is None else self.tr("改正错误之后才能比较。")
            self.about.setText(no)
            self.table.reload(ListSource(self.table.model.columns, []))
            return
        found = actions.difference(old, new)
        same = old.code == new.code
        note = self.tr("同一标准的两个版本，{} 处不同。") if same else self.tr("这是两套不同的标准，{} 处不同。")
        self.about.setText(note.format(len(found)))
        self.table.reload(ListSource(self.table.model.columns, found))
