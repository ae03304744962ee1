"""The small questions of the marking screen: the reason of not applicable, a veto, a bonus, a remark, sealing, the arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from casereview.marking.model import Seen, Sheet
from casereview.rubric.model import Bonus, Rubric, Veto
from ui.kit.layout import button, column, glyph, label, row
from ui.kit.session import Session
from ui.marking import texts
from ui.marking.desk import Desk


class Ask(QDialog):
    """A dialog with a heading and 确定 / 取消. Opens without blocking."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.ok = button(self.tr("确定"), self._done, "main")
        self.ok.setDefault(True)
        self._buttons = row(None, button(self.tr("取消"), self.reject), self.ok)
        self.setMinimumWidth(480)

    def _done(self) -> None:
        self.accept()


class Reason(Ask):
    """Why an item does not apply: from the rubric's list, with a note if wanted."""

    given = Signal(str, str)

    def __init__(self, rubric: Rubric, title: str, parent: QWidget) -> None:
        super().__init__(self.tr("不适用的理由"), parent)
        self.list = QListWidget()
        self.list.addItems(list(rubric.policies.not_applicable_reasons) or [self.tr("本案没有该情形")])
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(lambda _: self._done())
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("补充说明"))
        self.setLayout(column(label(title, "heading", wrap=True), self.list, self.note, self._buttons, gap=3, margin=4))
        self.list.setFocus()

    def _done(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.given.emit(item.text(), self.note.text().strip())
            self.accept()


class FullSection(Ask):
    """Which open items of a section get full marks: all of them, unless some are taken out of the list."""

    given = Signal(list)

    def __init__(self, rubric: Rubric, items: Sequence[str], parent: QWidget) -> None:
        super().__init__(self.tr("本部分记满分"), parent)
        self.list = QListWidget()
        for item in items:
            line = QListWidgetItem(f"{rubric.position(item)}  {rubric.item(item).title}")
            line.setData(Qt.ItemDataRole.UserRole, item)
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            line.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(line)
        self.list.setCurrentRow(0)
        says = label(self.tr("这些条目看过、没有问题，记满分。空格去掉其中一条，Enter 确认。"), "soft", wrap=True)
        self.setLayout(column(says, self.list, self._buttons, gap=3, margin=4))
        self.resize(560, 420)
        self.list.setFocus()

    def _done(self) -> None:
        lines = [self.list.item(number) for number in range(self.list.count())]
        taken = [line for line in lines if line.checkState() == Qt.CheckState.Checked]
        self.given.emit([line.data(Qt.ItemDataRole.UserRole) for line in taken])
        self.accept()


class Note(Ask):
    """A strong point (亮点) or a flag for the leader, in the reader's words."""

    given = Signal(str)

    def __init__(self, title: str, seen: Seen, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("写一句话"))
        self.setLayout(column(label(texts.seen_text(seen), "soft"), self.note, self._buttons, gap=3, margin=4))
        self.note.setFocus()

    def _done(self) -> None:
        self.given.emit(self.note.text().strip())
        self.accept()


class PickVeto(Ask):
    """Propose a veto: it stands only when a second person confirms it."""

    given = Signal(object, str)

    def __init__(self, rubric: Rubric, seen: Seen, parent: QWidget) -> None:
        super().__init__(self.tr("一票否决"), parent)
        self._vetoes: tuple[Veto, ...] = rubric.vetoes
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.addItems([f"{veto.title}\n{veto.basis}" for veto in self._vetoes])
        self.list.setCurrentRow(0)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("事实和理由"))
        self.ok.setEnabled(bool(self._vetoes))
        says = label(self.tr("否决由您提出，须第二人确认后才生效。{}").format(texts.seen_text(seen)), "soft", wrap=True)
        self.setLayout(column(says, self.list, self.note, self._buttons, gap=3, margin=4))
        self.resize(620, 460)
        self.list.setFocus()

    def _done(self) -> None:
        if self.list.currentRow() >= 0:
            self.given.emit(self._vetoes[self.list.currentRow()], self.note.text().strip())
            self.accept()


class PickBonus(Ask):
    given = Signal(object, object, str)

    def __init__(self, rubric: Rubric, parent: QWidget) -> None:
        super().__init__(self.tr("加分"), parent)
        self._bonus: tuple[Bonus, ...] = rubric.bonus
        self.which = QComboBox()
        self.which.addItems([f"{bonus.title}（{texts.points(bonus.points)}）" for bonus in self._bonus])
        self.which.currentIndexChanged.connect(self._limit)
        self.points = QDoubleSpinBox()
        self.points.setDecimals(1)
        self.points.setSingleStep(0.5)
        self.proof = label("", "soft", wrap=True)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("凭什么加分"))
        self.ok.setEnabled(bool(self._bonus))
        amount = row(label(self.tr("加几分")), self.points, None)
        self.setLayout(column(self.which, self.proof, amount, self.note, self._buttons, gap=3, margin=4))
        self._limit()

    def _limit(self) -> None:
        if self._bonus:
            bonus = self._bonus[max(self.which.currentIndex(), 0)]
            self.points.setRange(0, float(bonus.points))
            self.points.setValue(float(bonus.points))
            self.proof.setText(self.tr("证明：{}").format(bonus.proof or "—"))

    def _done(self) -> None:
        bonus = self._bonus[self.which.currentIndex()]
        self.given.emit(bonus, Decimal(str(round(self.points.value(), 1))), self.note.text().strip())
        self.accept()


class Seal(Ask):
    """What stands in the way of a seal, each a link; or the last question before it."""

    go = Signal(str)
    confirmed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(self.tr("封存评查表"), parent)
        open_items = [*desk.sheet.open]
        bare = [m.said.item for m in desk.marks if m.said.kind == "deduct" and not m.said.evidence]
        rows = [self._link(desk, item, self.tr("未评")) for item in open_items if desk.line(item).state == "open"]
        rows += [
            self._link(desk, item, self.tr("有两个结论")) for item in open_items if desk.line(item).state != "open"
        ]
        rows += [self._link(desk, item, self.tr("扣分没有证据")) for item in dict.fromkeys(bare)]
        unseen = len(desk.pages) - len(desk.seen)
        self.ok.setText(self.tr("封存"))
        self.ok.setEnabled(not rows)
        score = f"{texts.points(desk.sheet.score)}　{texts.grade_text(desk.session, desk.rubric, desk.sheet)}"
        said = (
            self.tr("还有 {} 处要处理：").format(len(rows))
            if rows
            else self.tr("得分 {}。封存后不能再改。").format(score)
        )
        body = column(*rows[:12], gap=1)
        if len(rows) > 12:
            body.addWidget(label(self.tr("……另有 {} 处").format(len(rows) - 12), "small"))
        if unseen > 0:
            warn = label(self.tr("有 {} 页没有翻阅过。").format(unseen), "warning")
            body.addLayout(row(glyph("triangle-alert", desk.session.theme.amber), warn, None))
        if flags := [mark for mark in desk.marks if mark.said.kind == "flag"]:
            body.addWidget(
                label(self.tr("请组长看的有 {} 处，随评分包交给组长。").format(len(flags)), "soft", wrap=True)
            )
        for text in desk.contradictions()[:6]:
            body.addWidget(label(text, "warning", wrap=True))
        self.setLayout(column(label(said, "heading", wrap=True), body, self._buttons, gap=3, margin=4))

    def _link(self, desk: Desk, item: str, why: str) -> QWidget:
        text = f"{desk.rubric.position(item)}  {desk.rubric.item(item).title}　— {why}"
        return button(text, partial(self._leave, item), "link")

    def _leave(self, item: str) -> None:
        self.reject()
        self.go.emit(item)

    def _done(self) -> None:
        self.confirmed.emit()
        self.accept()


class Trace(QDialog):
    """Why this score: the arithmetic, step by step, as the verifier repeats it."""

    def __init__(self, session: Session, sheet: Sheet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("这个分数是怎样算出来的"))
        self.table = QTableWidget(len(sheet.trace), 2)
        self.table.setHorizontalHeaderLabels([self.tr("步骤"), self.tr("累计")])
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for number, step in enumerate(sheet.trace):
            parameters = _in_words(session, step.parameters)
            said = QTableWidgetItem(session.say(f"trace.{step.code}", **parameters))
            value = QTableWidgetItem(fraction(step.value))
            value.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(number, 0, said)
            self.table.setItem(number, 1, value)
        close = button(self.tr("关闭"), self.accept, "main")
        self.setLayout(column(self.table, row(None, close), gap=3, margin=4))
        self.resize(720, 560)


def _in_words(session: Session, parameters: dict[str, object]) -> dict[str, object]:
    """Codes among a step's parameters in the user's language."""
    said = dict(parameters)
    for name in ("grade", "effect", "state"):
        if isinstance(said.get(name), str):
            code = f"{name}.{said[name]}"
            word = session.say(code)
            said[name] = said[name] if word == code else word
    return said


def fraction(value: Fraction) -> str:
    """1747/20 -> 87.35; what has no short decimal keeps its fraction."""
    for places in range(5):
        if (value * 10**places).denominator == 1:
            return f"{float(value):.{places}f}"
    return f"{float(value):.4f}…  ({value.numerator}/{value.denominator})"


def first_seen(seen: Sequence[Seen]) -> Seen | None:
    """The first evidence that is a place on a page."""
    return next((each for each in seen if each.kind == "place" and each.dossier_page), None)
