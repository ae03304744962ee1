"""数据包: law, calendars, local figures and the rest, as this workspace uses them: looked at, edited, confirmed, restored."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHeaderView,
    QMessageBox,
    QPlainTextEdit,
    QSplitter,
    QTabWidget,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from casereview import words
from casereview.changes import Changes
from casereview.checks import actions, entries
from casereview.checks.shelf import Placeholder, Shelved, line_of, place_of
from casereview.errors import CaseReviewError
from ui.kit.layout import button, column, label, row, scaled
from ui.kit.page import Page
from ui.kit.say import word
from ui.kit.session import Session
from ui.rubrics.confirm import ConfirmDialog
from ui.rubrics.pack_commands import PackEdit, undoable
from ui.rubrics.pack_entries import PackEntries
from ui.rubrics.pack_new import MORE, NewPack
from ui.rubrics.pack_open import PackOpen
from ui.rubrics.pack_version import PackVersion
from ui.rubrics.precision import RulePrecision

VALUE = Qt.ItemDataRole.UserRole
_TYPING = 250  # ms of rest before a text is looked at


class PacksDialog(QDialog):
    """The packs by kind on the left; on the right the text of one, looked at while it is typed, and what is to be confirmed."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self.setWindowTitle(self.tr("数据包"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._shelf: dict[str, Shelved] = {}
        self._drafts: dict[str, str] = {}  # kind/name -> text that is typed and not saved
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(scaled(12))
        self.tree.setColumnCount(2)
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setAccessibleName(self.tr("数据包"))
        self.tree.currentItemChanged.connect(lambda *_: self._show())
        self.title, self.about = label("", "big", wrap=True), label("", "soft", wrap=True, select=True)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("数据包的内容"))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._typed)
        self.verdict = label("", "soft", wrap=True)
        self.there = button(self.tr("到出错处"), self._go_there, "link")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_TYPING)
        self._rest.timeout.connect(self.look)
        self.save = button(self.tr("保存"), self._save, "main")
        self.drop = button(self.tr("放弃修改"), self._drop)
        self.restore = button(self.tr("恢复随附版本"), self._restore)
        self.bring = button(self.tr("导入 TOML…"), self.ask_import)
        self.more = button(self.tr("另存为新的数据包…"), self.ask_new)
        self.entries = PackEntries(session, self.show_place)
        self.waiting = PackOpen(session, self.ask_confirm, self._find)
        self.version = PackVersion(session)
        self.register = button(self.tr("执法人员证件和法制审核人员取自单位名册 ›"), self._to_units, "link")
        self.undo = button(self.tr("撤销"), self._undo)
        session.undo.indexChanged.connect(self._look_undo)
        self.setLayout(column(self._split(), gap=0))
        room = self.screen().availableGeometry()
        self.resize(min(scaled(1280), room.width()), min(scaled(700), room.height() - scaled(32)))
        session.changed.connect(self._changed)
        self._fill()

    # parts ---------------------------------------------------------------------------------------------------------

    def _split(self) -> QSplitter:
        left, right = QWidget(), QWidget()
        left_box = column(gap=2, margin=3)
        left_box.addWidget(self.tree, 1)
        left_box.addLayout(row(self.bring, None))
        left.setLayout(left_box)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        page = self.text_page = QWidget()
        body = column(gap=2, margin=3)
        body.addWidget(self.text, 1)
        said = row()
        said.addWidget(self.verdict, 1)
        said.addWidget(self.there)
        body.addLayout(said)
        body.addLayout(row(self.restore, self.more, None, self.drop, self.save))
        page.setLayout(body)
        self.tabs.addTab(self.entries, self.tr("条目"))
        self.tabs.addTab(page, self.tr("文本"))
        self.tabs.addTab(self.waiting, self.tr("待本地核对"))
        self.rules = RulePrecision(self._session)
        self.tabs.addTab(self.rules, self.tr("各规则的准确程度"))
        top = column(self.title, self.about, self.version, row(self.register, None), gap=1, margin=3)
        right_box = column(top, gap=0)
        right_box.addWidget(self.tabs, 1)
        right_box.addLayout(column(row(self.undo, None, button(self.tr("关闭"), self.close)), margin=3))
        right.setLayout(right_box)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([scaled(330), scaled(950)])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        return split

    # the shelf -----------------------------------------------------------------------------------------------------

    def _changed(self, changes: Changes) -> None:
        if "*" in changes.dossiers:
            self._fill()

    def _fill(self) -> None:
        """The packs anew; the one that was chosen stays chosen."""
        here = self.chosen
        key = f"{here.kind}/{here.name}" if here else "regions/shanxi-jinzhong"
        self._shelf = {f"{one.kind}/{one.name}": one for one in actions.shelf(self._session.db)}
        self.tree.blockSignals(True)
        self.tree.clear()
        tops: dict[str, QTreeWidgetItem] = {}
        for name, one in self._shelf.items():
            top = tops.get(one.kind)
            if top is None:
                top = tops[one.kind] = QTreeWidgetItem([word(self._session, "pack_kind", one.kind)])
                top.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.tree.addTopLevelItem(top)
                top.setExpanded(True)
            entry = QTreeWidgetItem([self.name_of(one), self._marks(one)])
            entry.setData(0, VALUE, name)
            entry.setToolTip(0, self.name_of(one))
            entry.setForeground(1, self._session.theme.color("amber"))
            top.addChild(entry)
        self.tree.blockSignals(False)
        self.choose(key if key in self._shelf else next(iter(self._shelf)))
        self._show()

    def choose(self, key: str) -> None:
        """Bring a pack to the front: kind/name."""
        for top in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(top)
            for place in range(group.childCount() if group else 0):
                entry = group.child(place) if group else None
                if entry is not None and entry.data(0, VALUE) == key:
                    self.tree.setCurrentItem(entry)

    @property
    def chosen(self) -> Shelved | None:
        entry = self.tree.currentItem()
        return self._shelf.get(str(entry.data(0, VALUE))) if entry is not None else None

    def name_of(self, one: Shelved) -> str:
        if one.kind == "calendar":
            return self._session.say("pack.year", year=one.name)
        return word(self._session, "pack", f"{one.kind}/{one.name}") if not one.title else one.title

    def _marks(self, one: Shelved) -> str:
        if f"{one.kind}/{one.name}" in self._drafts:
            return self.tr("未保存")
        if one.disputed:
            return self.tr("修改不一致")
        marks = [self.tr("已修改")] if one.edited else []
        marks += [self.tr("待核 {}").format(len(one.open))] if one.open else []
        return " · ".join(marks)

    def _show(self) -> None:
        one = self.chosen
        if one is None:
            return
        key = f"{one.kind}/{one.name}"
        self.title.setText(self.name_of(one))
        parts = [one.source] if one.source else []
        made = [self.tr("{} · 摘要 {}").format(key, one.digest[:12])]
        if one.edited:
            made.append(self.tr("{} 于 {} 修改").format(one.by, one.at[:16].replace("T", " ")))
        parts.append(" · ".join(made))
        if one.disputed:
            parts.append(
                self.tr("⚠ 几个人的修改不一致，都没有生效；这里是最近的一份。保存确定的一份，或恢复随附版本。")
            )
        self.about.setText("\n".join(parts))
        self.about.setToolTip(one.digest)
        self.text.blockSignals(True)
        held = actions.pack_text(self._session.db, one.kind, one.name)
        self.text.setPlainText(self._drafts.get(key, held))
        self.text.blockSignals(False)
        self.text.setReadOnly(not one.editable)
        self.restore.setEnabled(one.edited)
        self.restore.setText(self.tr("恢复随附版本") if one.shipped else self.tr("移除这个数据包"))
        self.version.show_pack(one)
        self.register.setVisible(one.kind in ("regions", "legal_review"))
        self.more.setVisible(one.kind in MORE)
        self.waiting.show_pack(one)
        self.tabs.setTabText(self.tabs.indexOf(self.waiting), self.tr("待本地核对（{}）").format(len(one.open)))
        has = bool(entries.kinds(one.kind, one.name))
        self.tabs.setTabVisible(self.tabs.indexOf(self.entries), has)
        if has:
            self.entries.show_pack(one, locked=key in self._drafts)
        self.tabs.setTabVisible(self.tabs.indexOf(self.rules), one.kind == "checks")
        self._look_undo()
        if one.kind == "checks":
            self.rules.show_rules()
        self.look()

    # the text ------------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        one = self.chosen
        if one is None:
            return
        key, held = f"{one.kind}/{one.name}", actions.pack_text(self._session.db, one.kind, one.name)
        if self.text.toPlainText() == held:
            self._drafts.pop(key, None)
        else:
            self._drafts[key] = self.text.toPlainText()
        entry = self.tree.currentItem()
        if entry is not None:
            entry.setText(1, self._marks(one))
        self.save.setEnabled(False)  # until it has been looked at
        self.drop.setEnabled(key in self._drafts)
        self.entries.lock(key in self._drafts)
        self._rest.start()

    def look(self) -> bool:
        """Whether the text could be used; says so, or what is wrong and where."""
        one = self.chosen
        if one is None:
            return False
        draft = f"{one.kind}/{one.name}" in self._drafts
        self.drop.setEnabled(draft)
        self.text.setExtraSelections([])
        self.there.hide()
        if not one.editable:
            self.save.setEnabled(False)
            why = word(self._session, "pack_fixed", one.kind)
            self._say(word(self._session, "pack_fixed", "other") if why == one.kind else why, "soft")
            return False
        try:
            actions.look_at_pack(self._session.db, one.kind, one.name, self.text.toPlainText())
        except CaseReviewError as error:
            self.save.setEnabled(False)
            self._say(f"⚠ {words.explain(error, self._session.language)}", "failure")
            self._point_at(error)
            return False
        self.save.setEnabled(draft or one.disputed)
        said = self.tr("✓ 内容有效，可以保存；案卷重新预审以后按新的内容判断。") if draft else self.tr("✓ 内容有效")
        self._say(said, "soft")
        return True

    def _say(self, text: str, style: str) -> None:
        self.verdict.setText(text)
        self.verdict.setObjectName(style)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def _point_at(self, error: CaseReviewError) -> None:
        """A band on the line that the error speaks of, where it can be told."""
        number = place_of(self.text.toPlainText(), error)
        block = self.text.document().findBlockByNumber(number) if number is not None else None
        if block is None or not block.isValid():
            return
        band = QTextEdit.ExtraSelection()
        band.cursor = QTextCursor(block)
        band.format.setBackground(QColor(self._session.theme.red_soft))
        band.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        self.text.setExtraSelections([band])
        self.there.show()

    def _go_there(self) -> None:
        for band in self.text.extraSelections():
            self._go(band.cursor)

    def _go(self, cursor: QTextCursor) -> None:
        self.text.setTextCursor(cursor)
        self.text.centerCursor()
        self.text.setFocus()

    def _save(self) -> None:
        one = self.chosen
        if one is None or not self.look():
            return
        key, text = f"{one.kind}/{one.name}", self.text.toPlainText()
        draft = self._drafts.pop(key, None)
        self._push(self.tr("修改“{}”").format(self.name_of(one)), one, text)
        if actions.pack_text(self._session.db, one.kind, one.name) != text and draft is not None:
            self._drafts[key] = draft  # it was refused
            self._show()

    def _drop(self) -> None:
        one = self.chosen
        if one is not None:
            self._drafts.pop(f"{one.kind}/{one.name}", None)
            self._fill()

    def _restore(self) -> None:
        one = self.chosen
        if one is not None:
            self._drafts.pop(f"{one.kind}/{one.name}", None)
            self._push(self.tr("恢复“{}”").format(self.name_of(one)), one, None)

    def _push(self, name: str, one: Shelved, text: str | None) -> None:
        self._session.undo.push(PackEdit(self._session, name, one.kind, one.name, text))

    def _undo(self) -> None:
        if undoable(self._session):
            self._session.undo.undo()

    def _look_undo(self) -> None:
        can = undoable(self._session)
        self.undo.setEnabled(can)
        self.undo.setToolTip(self._session.undo.undoText() if can else "")

    def _to_units(self) -> None:
        """The register, where certificates and reviewers are kept; a page, so that this window goes."""
        if isinstance(self._page, Page) and self.close():
            self._page.asked.emit("units", None)

    def ask_new(self) -> None:
        one = self.chosen
        if one is not None and one.kind in MORE:
            NewPack(self._session, self, one, self.text.toPlainText()).open()

    def ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("导入 TOML"), str(Path.home()), "TOML (*.toml)")
        if name:
            self.import_text(Path(name).read_text("utf-8-sig"), Path(name).stem)

    def import_text(self, text: str, name: str) -> None:
        """A text as a pack of the chosen kind: an edit of the one that is chosen, or, for a calendar, of the year it is for."""
        one = self.chosen
        if one is None or not one.editable:
            return
        if one.kind != "calendar" or f"calendar/{name}" in self._shelf:
            self.choose(f"calendar/{name}" if one.kind == "calendar" else f"{one.kind}/{one.name}")
            self.text.setPlainText(text)
            return
        try:
            actions.look_at_pack(self._session.db, "calendar", name, text)
        except CaseReviewError as error:
            self._say(f"⚠ {words.explain(error, self._session.language)}", "failure")
            return
        self._session.act(actions.set_pack, "calendar", name, text)
        self.choose(f"calendar/{name}")

    # what is to be confirmed ---------------------------------------------------------------------------------------

    def title_of(self, placeholder: Placeholder) -> str:
        return self.waiting.title_of(placeholder)

    def _find(self, placeholder: Placeholder) -> None:
        self.show_place(placeholder.path)

    def show_place(self, path: tuple[str | int, ...]) -> None:
        """Show what stands at a path in the text."""
        self.tabs.setCurrentWidget(self.text_page)
        number = line_of(self.text.toPlainText(), path)
        if number is not None:
            self._go(QTextCursor(self.text.document().findBlockByNumber(number)))

    def ask_confirm(self, placeholder: Placeholder) -> None:
        one = self.chosen
        if one is None:
            return
        if f"{one.kind}/{one.name}" in self._drafts:
            self.tabs.setCurrentWidget(self.text_page)
            self._say(self.tr("⚠ 这个数据包有没有保存的修改，请先保存或放弃。"), "failure")
            return
        ConfirmDialog(self._session, self, one, placeholder, self.title_of(placeholder)).open()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._drafts:
            text = self.tr("有 {} 个数据包的修改没有保存。要放弃这些修改吗？").format(len(self._drafts))
            if QMessageBox.question(self, self.tr("数据包"), text) != QMessageBox.StandardButton.Yes:
                event.ignore()
                return
        self._rest.stop()  # the workspace may be closed next
        super().closeEvent(event)
