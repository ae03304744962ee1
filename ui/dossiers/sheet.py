"""将要录入: the dry run before an intake, a row a dossier; names at once, then what a look into the files tells."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from casereview.dossier import actions
from casereview.dossier.actions import Planned
from casereview.progress import Cancelled
from casereview.units import actions as units
from ui.dossiers.intake import start_intake
from ui.kit.jobs import Job
from ui.kit.layout import button, column, label, row, scaled
from ui.kit.say import dossiers_named
from ui.kit.session import Session
from ui.kit.statusbar import problem_text

if TYPE_CHECKING:
    from sqlite_utils import Database

_VERSION = 5  # the column that asks whether it is a new version
_LOOK_EVERY = 200  # milliseconds between two looks at how far the look is


class Sheet(QDialog):
    """Nothing is copied before 录入, which need not wait for the look. started: the job of the intake."""

    started = Signal(object)

    def __init__(self, session: Session, paths: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("将要录入"))
        self._session, self._paths = session, list(paths)
        self.planned: Sequence[Planned] = ()
        self._stop = threading.Event()
        self._far: tuple[int, int] = (0, 0)
        self.table = self._table()
        self.says = label(self.tr("正在查看文件夹…"), "soft")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("加密文件的密码；只用来打开，不保存"))
        self.password.installEventFilter(self)
        self.locked = label("", "warning")
        self.lock = QFrame()
        self.lock.setLayout(row(self.locked, self.password, button(self.tr("用密码查看"), self._look_again)))
        self.lock.hide()
        self.unit = QComboBox()
        self.unit.setAccessibleName(self.tr("单位"))
        self.unit.addItem(self.tr("由文件夹名推断"), "")
        for unit in units.units(session.db):
            self.unit.addItem(unit.name, unit.id)
        self.complete = QCheckBox(self.tr("案卷完整：缺少的文书可以判为不合格"))
        self.ocr = QCheckBox(self.tr("录入后识别扫描页"))
        self.ocr.setVisible(actions.can_recognise())
        self.go = button(self.tr("录入"), self._take, "main")
        self.go.setEnabled(False)
        self.go.setDefault(True)
        self._lay_out(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._say_far)
        self.finished.connect(lambda _: self._leave())
        session.reads.ask(self, "intake names", self._names, self._named)

    def _lay_out(self, parent: QWidget) -> None:
        self.setLayout(
            column(
                label(self.tr("一个文件夹或一个文件是一卷。录入只复制，不改动原文件。"), "soft", wrap=True),
                self.table,
                self.says,
                self.lock,
                row(label(self.tr("单位")), self.unit, 2, self.complete, self.ocr, None),
                row(None, button(self.tr("取消"), self.reject), self.go),
                gap=3,
                margin=4,
            )
        )
        room = parent.window().size()
        self.resize(min(scaled(1040), room.width() * 9 // 10), min(scaled(560), room.height() * 9 // 10))

    def _table(self) -> QTableWidget:
        made = QTableWidget(0, 7)
        heads = (
            self.tr("案卷"), self.tr("案号"), self.tr("单位"), self.tr("文件"), self.tr("页数"), self.tr("版本"), self.tr("情况"),
        )  # fmt: skip
        made.setHorizontalHeaderLabels(heads)
        made.setAccessibleName(self.tr("将要录入"))
        header = made.horizontalHeader()
        for place in range(len(heads)):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(6, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        made.setColumnWidth(0, scaled(220))
        made.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        made.verticalHeader().hide()
        made.setShowGrid(False)
        made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        made.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        return made

    # looking -------------------------------------------------------------------------------------------------------

    def _names(self, _: Database) -> list[Planned] | None:
        try:
            return actions.plan(self._paths)
        except FileNotFoundError:  # a stick was pulled out meanwhile
            return None

    def _named(self, planned: list[Planned] | None) -> None:
        self._show(planned or ())
        if not planned:
            self.says.setText(self.tr("没有找到可以录入的文件。"))
            return
        self._look(None)

    def _look(self, password: str | None) -> None:
        """Beside the window; what is shown stays until the answer is there."""
        self._far = (0, len(self.planned))
        self._timer.start()
        self._session.reads.ask(self, "intake look", partial(self._seen, password), self._looked)

    def _seen(self, password: str | None, db: Database) -> list[Planned] | None:
        def far(done: int, total: int, note: str = "") -> None:
            self._far = (done, total)
            if self._stop.is_set():
                raise Cancelled

        try:
            return actions.plan(self._paths, db=db, password=password, progress=far)
        except (Cancelled, FileNotFoundError):
            return None

    def _looked(self, planned: list[Planned] | None) -> None:
        self._timer.stop()
        if planned is not None:
            self._show(planned)
            self._sum_up()

    def _look_again(self) -> None:
        if self.password.text():
            self._look(self.password.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter behind the password looks with it; it must not take in yet."""
        pressed = event if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) else None
        if pressed is not None and pressed.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._look_again()
            return True
        return super().eventFilter(watched, event)

    def _say_far(self) -> None:
        self.says.setText(self.tr("正在查看文件：{} / {} 卷。不必等待，随时可以录入。").format(*self._far))

    def _sum_up(self) -> None:
        pages = sum(one.pages or 0 for one in self.planned)
        known = sum(bool(one.known) for one in self.planned)
        newer = sum(bool(one.newer_of) for one in self.planned)
        parts = [self.tr("共 {} 卷，已数出 {} 页。").format(len(self.planned), pages)]
        if known:
            parts.append(self.tr("{} 卷已在工作区中，不会重复录入。").format(known))
        if newer:
            parts.append(self.tr("{} 卷像是已有案卷的新版本，请勾选确认。").format(newer))
        self.says.setText("".join(parts))

    def _leave(self) -> None:
        self._stop.set()
        self._timer.stop()

    # showing -------------------------------------------------------------------------------------------------------

    def _show(self, planned: Sequence[Planned]) -> None:
        ticked = self._versions()
        self.planned = planned
        older = dossiers_named(self._session, [one.newer_of for one in planned if one.newer_of])
        self.table.setRowCount(len(planned))
        for number, one in enumerate(planned):
            there = older.get(one.newer_of)
            texts = (one.name, one.case_no, one.unit, str(one.files), _pages(one), "", self._state(one))
            for place, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if one.known:
                    item.setForeground(QBrush(self._session.theme.color("faint")))
                elif place == 6 and text:
                    item.setForeground(QBrush(self._session.theme.color("amber")))
                self.table.setItem(number, place, item)
            if there is not None:
                self._ask_version(number, there.case_no or there.name, one.name in ticked)
        self.go.setText(self.tr("录入 {} 卷").format(len(planned)))
        self.go.setEnabled(bool(planned))
        locked = sum(len(one.locked) for one in planned)
        self.lock.setVisible(bool(locked))
        self.locked.setText(self.tr("{} 个文件加密").format(locked))

    def _ask_version(self, number: int, older: str, ticked: bool) -> None:
        item = QTableWidgetItem(self.tr("作为新版本"))
        item.setToolTip(self.tr("作为“{}”的新版本录入，评查记录留在原案卷上").format(older))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.table.setItem(number, _VERSION, item)

    def _state(self, one: Planned) -> str:
        said = [self.tr("已录入，不会重复")] if one.known else []
        said += [f"{problem.file}：{problem_text(problem, self._session)}" for problem in one.problems]
        return "\n".join(said)

    def _versions(self) -> dict[str, str]:
        """Name -> the dossier whose new version it is, of the rows that a person ticked."""
        found: dict[str, str] = {}
        for number, one in enumerate(self.planned):
            item: QTableWidgetItem | None = self.table.item(number, _VERSION)
            if one.newer_of and item is not None and item.checkState() == Qt.CheckState.Checked:
                found[one.name] = one.newer_of
        return found

    def _take(self) -> None:
        versions = self._versions()
        self.accept()
        job: Job = start_intake(
            self._session,
            self._paths,
            self.unit.currentData(),
            self.complete.isChecked(),
            password=self.password.text() or None,
            ocr=self.ocr.isVisibleTo(self) and self.ocr.isChecked(),
            versions=versions,
        )
        self.started.emit(job)


def _pages(one: Planned) -> str:
    """ "12", "12+" where a file's pages are known only when it is read, "" before the look."""
    if one.pages is None:
        return ""
    if one.uncounted:
        return f"{one.pages}+" if one.pages else "—"
    return str(one.pages)
