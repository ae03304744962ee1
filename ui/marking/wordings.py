"""The field for a note: official, own and the panel's wordings to choose from, by words or pinyin initials while one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from casereview.marking import comments
from casereview.marking.comments import Comment, Shelf
from casereview.panel import actions as panel
from ui.kit.layout import scaled
from ui.kit.pinyin import initials
from ui.kit.session import Session
from ui.kit.translate import tr

_ABOUT = Qt.ItemDataRole.UserRole


def matching(wordings: Sequence[Comment], typed: str) -> list[Comment]:
    """Wordings that hold what is typed, or whose pinyin initials do; all of them for nothing."""
    wanted = typed.strip().lower()
    return [one for one in wordings if wanted in one.text.lower() or wanted in initials(one.text)]


class Wordings(QComboBox):
    """Editable; the popup while typing is filtered by words and initials. Each wording names its shelf at its right."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._item = ""
        self.every: list[Comment] = []
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.view().setItemDelegate(Shelved(self))
        self.view().setMinimumWidth(scaled(360))
        self._found = QStandardItemModel(self)
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompleter(completer)
        if (popup := completer.popup()) is not None:
            popup.setItemDelegate(Shelved(self))
            popup.setMinimumWidth(scaled(360))
        if (field := self.lineEdit()) is not None:
            field.textEdited.connect(self._typed)

    def show_item(self, item: str) -> None:
        """The wordings on an item; what one has typed stays."""
        self._item, said = item, self.currentText()
        self.every = comments.offered(self._session.db, self._session.author.name, item)
        self.clear()
        for number, one in enumerate(self.every):
            self.addItem(one.text)
            self.setItemData(number, about(one), _ABOUT)
        self.setCurrentIndex(-1)
        self.setEditText(said)
        self._offer(self.every)

    def offered(self) -> list[str]:
        """What the popup holds now."""
        return [self._found.item(number).text() for number in range(self._found.rowCount())]

    @property
    def leads(self) -> bool:
        """Whether this person may put wordings on the official shelf."""
        campaign = self._session.campaign
        return campaign is not None and panel.leads(self._session.db, self._session.author.name, campaign.id)

    def keep(self) -> None:
        """Put what stands here on the panel's shelf."""
        self._session.act(comments.keep, self._item, self.currentText())
        self.show_item(self._item)

    def make_official(self) -> None:
        """Put what stands here on the official shelf."""
        if (campaign := self._session.campaign) is not None:
            self._session.act(panel.make_official, campaign.id, self._item, self.currentText())
            self.show_item(self._item)

    def _typed(self, text: str) -> None:
        self._offer(matching(self.every, text))

    def _offer(self, found: Sequence[Comment]) -> None:
        self._found.clear()
        for one in found:
            row = QStandardItem(one.text)
            row.setData(about(one), _ABOUT)
            self._found.appendRow(row)


def about(one: Comment) -> str:
    """The shelf of a wording, and how often one has used it."""
    name = {Shelf.OFFICIAL: tr("通用"), Shelf.OWN: tr("我的"), Shelf.PANEL: tr("评查组")}[one.shelf]
    return f"{name} · {tr('用过 {} 次').format(one.uses)}" if one.uses else name


class Shelved(QStyledItemDelegate):
    """The wording, and at the right, fainter, where it comes from."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        said = str(index.data(_ABOUT) or "")
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        room = whole.rect.width() - whole.fontMetrics.horizontalAdvance(said) - 28
        whole.text = whole.fontMetrics.elidedText(whole.text, Qt.TextElideMode.ElideRight, room)
        style = whole.widget.style() if whole.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, whole.widget)
        painter.save()
        painter.setPen(whole.palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(
            whole.rect.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said
        )
        painter.restore()
