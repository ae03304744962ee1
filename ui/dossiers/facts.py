"""要素: each fact with the crop of the page it was read from; a person accepts it or puts it right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QInputDialog, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from casereview.dossier import actions
from casereview.dossier.model import Box, Fact, FactState, Reading
from casereview.files import Files
from ui.kit.layout import button, column, label, row
from ui.kit.pictures import PageRef, page_refs
from ui.kit.say import word
from ui.kit.session import Session
from ui.kit.translate import tr


def fact_title(session: Session, name: str) -> str:
    """The name of a fact in words; the code itself where it has none."""
    return word(session, "fact", name)


def fact_text(session: Session, fact: Fact) -> str:
    """The value in words: codes by their names, the parts of a value one after the other."""
    if isinstance(fact.value, dict):
        parts = [
            str(part).lower() if isinstance(part, bool) else str(part) for part in fact.value.values() if part != ""
        ]
        return "　".join(word(session, "value", part) for part in parts if part != "None")
    return word(session, "domain" if fact.name == "domain" else "value", str(fact.value))


class Crop(QWidget):
    """The piece of the page a fact was read from."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._ref: PageRef | None = None
        self._box: Box | None = None
        self.setFixedHeight(88)
        session.pictures.ready.connect(self._ready)

    def show_place(self, ref: PageRef | None, box: Box | None) -> None:
        self._ref, self._box = ref, box
        self.update()

    def _ready(self, ref: PageRef) -> None:
        if ref == self._ref:
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 88)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._session.theme.color("desk"))
        image = self._session.pictures.get(self._ref, 2.0) if self._ref else None
        if image is None or self._ref is None or self._box is None:
            painter.setPen(self._session.theme.color("faint"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("没有原文位置"))
        else:
            scale = image.width() / self._ref.width
            box = self._box
            zoom = min(self.height() / (box.y1 - box.y0 + 16), self.width() / (box.x1 - box.x0 + 40), 2.0)
            wide, high = self.width() / zoom, self.height() / zoom
            left = (box.x0 + box.x1) / 2 - wide / 2
            top = (box.y0 + box.y1) / 2 - high / 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), image, QRectF(left * scale, top * scale, wide * scale, high * scale))
            painter.setPen(self._session.theme.color("accent"))
            painter.drawRect(
                QRectF(
                    (box.x0 - left) * zoom, (box.y0 - top) * zoom, (box.x1 - box.x0) * zoom, (box.y1 - box.y0) * zoom
                )
            )
        painter.end()


class Facts(QWidget):
    """go: (page, box, name)"""

    go = Signal(int, object, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._dossier = ""
        self._facts: list[Fact] = []
        self._refs: list[PageRef] = []
        self.list = QListWidget()
        self.list.setObjectName("flat")
        self.list.setAlternatingRowColors(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show)
        self.crop = Crop(session)
        self.where = label("", "small", wrap=True)
        self.where.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.accept = button(self.tr("属实"), self._accept, "main")
        self.correct = button(self.tr("更正…"), self._correct)
        self.setLayout(column(self.list, self.crop, row(self.where, self.correct, self.accept), gap=2, margin=2))

    def show_reading(self, dossier: str, reading: Reading) -> None:
        kept = self.list.currentRow() if dossier == self._dossier else 0
        self._dossier = dossier
        self._facts = list(reading.facts)
        self._refs = page_refs(Files.of(self._session.db), reading)
        titles = {paper.id: paper.title for paper in reading.papers}
        self._papers = titles
        self.list.blockSignals(True)
        self.list.clear()
        for fact in self._facts:
            state = {FactState.CONFIRMED: "✓ ", FactState.CORRECTED: "✎ "}.get(fact.state, "")
            title = fact_title(self._session, fact.name)
            item = QListWidgetItem(f"{state}{title}　{fact_text(self._session, fact)}")
            item.setToolTip(f"{title}\n{fact_text(self._session, fact)}\n{titles.get(fact.paper, '')}")
            self.list.addItem(item)
        self.list.setCurrentRow(min(kept, len(self._facts) - 1))
        self.list.blockSignals(False)
        self._show(self.list.currentRow(), turn=False)

    def _show(self, number: int, turn: bool = True) -> None:
        there = 0 <= number < len(self._facts)
        self.accept.setEnabled(there)
        self.correct.setEnabled(there)
        if not there:
            self.crop.show_place(None, None)
            self.where.setText(self.tr("没有读到要素"))
            return
        fact = self._facts[number]
        ref = self._refs[fact.page - 1] if 0 < fact.page <= len(self._refs) else None
        self.crop.show_place(ref, fact.place.box)
        paper = self._papers.get(fact.paper, "")
        states = {
            FactState.READ: self.tr("程序读出，把握 {} %").format(round(fact.confidence * 100)),
            FactState.CONFIRMED: self.tr("已核实"),
            FactState.CORRECTED: self.tr("已更正"),
        }
        if fact.from_ledger:
            self.where.setText(self.tr("来自台账，案卷中没有读到：{}").format(fact.text))
        elif fact.page:
            self.where.setText(self.tr("{} 第 {} 页 · {}").format(paper, fact.page, states[fact.state]))
        else:
            self.where.setText(self.tr("来自台账 · {}").format(states[fact.state]))
        self.accept.setEnabled(fact.state is FactState.READ)
        if turn and fact.page:
            self.go.emit(fact.page, fact.place.box, fact_title(self._session, fact.name))

    def _accept(self) -> None:
        fact = self._facts[self.list.currentRow()]
        self._session.act(actions.confirm_fact, self._dossier, fact)

    def _correct(self) -> None:
        fact = self._facts[self.list.currentRow()]
        title = fact_title(self._session, fact.name)
        keys = list(fact.value) if isinstance(fact.value, dict) else [""]
        value = dict(fact.value) if isinstance(fact.value, dict) else fact.value
        for key in keys:
            now = str(value[key] if key else value)
            said, ok = QInputDialog.getText(self, self.tr("更正要素"), f"{title} {key}".strip(), text=now)
            if not ok:
                return
            value = {**value, key: said.strip()} if key else said.strip()
        self._session.act(
            actions.correct_fact, self._dossier, fact.name, value, place=fact.place, paper=fact.paper, page=fact.page
        )
