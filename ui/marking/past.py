"""我的评分历史: all that one ever said of an item, and a way back to any of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from casereview.marking.model import Past
from casereview.rubric.model import Rubric
from ui.kit.ask import Ask
from ui.kit.layout import label
from ui.kit.translate import tr
from ui.marking import texts


class PastDialog(Ask):
    """One line a mark, newest first. restore: called with the mark that shall stand again."""

    def __init__(
        self, rubric: Rubric, title: str, found: Sequence[Past], restore: Callable[[Past], object], parent: QWidget
    ) -> None:
        self._found, self._restore = list(found), restore
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setAccessibleName(tr("评分历史"))
        for one in self._found:
            self.list.addItem(QListWidgetItem(said(rubric, one)))
        self.list.currentRowChanged.connect(self._chosen)
        self.list.itemDoubleClicked.connect(lambda _: self.agree())
        says = label(
            tr("只列您自己的评分。恢复就是把当时说的再说一遍，现在的结论让位，也可以撤销。"), "soft", wrap=True
        )
        super().__init__(
            parent,
            tr("评分历史"),
            label(title, "heading", wrap=True),
            says,
            self.list,
            ok=tr("恢复这一条"),
            do=self._do_it,
        )
        self.ok.setEnabled(False)
        self.resize(600, 420)
        gone = next((number for number, one in enumerate(self._found) if not one.stands), -1)
        self.list.setCurrentRow(gone)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, number: int) -> None:
        self.ok.setEnabled(0 <= number < len(self._found) and not self._found[number].stands)

    def _do_it(self) -> bool:
        number = self.list.currentRow()
        if not self.ok.isEnabled():
            return False
        self._restore(self._found[number])
        return True


def said(rubric: Rubric, one: Past) -> str:
    """When it was said, what, with its note; whether it stands."""
    mark = one.mark
    when = mark.at[:16].replace("T", " ")
    state = tr("现行") if one.stands else tr("已于 {} 撤回或改判").format(one.ended[:16].replace("T", " "))
    words = texts.mark_text(rubric, mark) + (f"　{mark.said.note}" if mark.said.note else "")
    where = "、".join(texts.seen_text(seen) for seen in mark.said.evidence[:4])
    return f"{when}　{words}\n{state}" + (f" · {where}" if where else "")
