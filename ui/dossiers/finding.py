"""One finding of the pre-check as a card: what, why, by which article, counted how, on which pages, and is it true."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QSizePolicy, QWidget

from casereview.checks import say
from casereview.checks.model import Judgement, Outcome, Precision, Says, Verdict
from ui.kit.layout import Part, button, column, glyph, label, row
from ui.kit.session import Session

ICONS = {
    Verdict.FAIL: ("circle-x", "red"),
    Verdict.WARN: ("triangle-alert", "amber"),
    Verdict.UNKNOWN: ("circle-help", "faint"),
    Verdict.PASS: ("circle-check", "accent"),
    Verdict.NOT_APPLICABLE: ("minus", "faint"),
}
KEYS = {Qt.Key.Key_Y: Says.ACCEPTED, Qt.Key.Key_N: Says.REJECTED}
_PAGES = 5


class Card(QFrame):
    """Takes the focus: Y and N say whether it is true, Enter turns to its first page, ↑ and ↓ go to its neighbours.

    go      (page, box, name)
    judged  (outcome meant, what is said, the note): pressing what was said already takes it back
    moved   -1 or 1
    """

    go = Signal(int, object, str)
    judged = Signal(str, object, str)
    moved = Signal(int)

    def __init__(self, session: Session, outcome: Outcome, said: Judgement | None, precision: Precision | None) -> None:
        super().__init__()
        self.outcome, self._session, self._said = outcome, session, said
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say.title(outcome.rule, session.language))
        self.buttons: dict[Says, QPushButton] = {}
        self.note = self._note_field()
        self.count = button("", self._show_days, "link")
        self.days = label("", "small", wrap=True)
        self.setLayout(column(*self._top(), *self._why(), *self._where(), *self._judging(precision), gap=1, margin=2))
        self._frame(False)

    # parts ---------------------------------------------------------------------------------------------------------

    def _top(self) -> list[Part]:
        session, outcome = self._session, self.outcome
        name, token = ICONS[outcome.verdict]
        verdict = session.say(f"check.verdict.{outcome.verdict.value}")
        title = label(f"{verdict}　{say.title(outcome.rule, session.language)}", "heading", wrap=True)
        title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        head = row(glyph(name, getattr(session.theme, token)))
        head.addWidget(title, 1)
        head.addWidget(label(outcome.rule, "small"))
        says = label(say.explanation(outcome, session.language), wrap=True, select=True)
        says.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return [head, says]

    def _why(self) -> list[Part]:
        session, outcome = self._session, self.outcome
        parts: list[Part] = []
        if outcome.would_turn and outcome.verdict is not Verdict.PASS:
            turn = say.turning(outcome, session.language)
            parts.append(label(self.tr("怎样才合格：{}").format(turn), "soft", wrap=True))
        if outcome.basis:
            parts.append(label(outcome.basis, "small", wrap=True))
        self.days.hide()
        if outcome.days:
            self._name_days()
            parts += [self.count, self.days]
        return parts

    def _where(self) -> list[Part]:
        parts: list[Part] = []
        places = {(e.title, e.page): e for e in reversed(self.outcome.evidence) if e.page}
        for each in list(reversed(places.values()))[:_PAGES]:
            text = self.tr("{} 第 {} 页").format(each.title, each.page).strip()
            place = each.place.box if each.place else None
            parts.append(button(text, partial(self.go.emit, each.page, place, self.outcome.rule), "link"))
        searched = say.searching(self.outcome, self._session.language)
        if searched:
            parts.append(label(searched, "small", wrap=True))
        return parts

    def _judging(self, precision: Precision | None) -> list[Part]:
        if self.outcome.verdict not in (Verdict.FAIL, Verdict.WARN):
            return []
        line = row()
        texts = {Says.ACCEPTED: self.tr("属实"), Says.REJECTED: self.tr("不属实")}
        for (key, says), text in zip(KEYS.items(), texts.values()):
            made = button(text, partial(self._judge, says), "chip")
            made.setCheckable(True)
            made.setChecked(self._said is not None and self._said.says is says)
            made.setToolTip(f"{text}  {chr(key)}")
            self.buttons[says] = made
            line.addWidget(made)
        known = label(self._known(precision), "small", wrap=True)
        known.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line.addWidget(known, 1)
        return [line, self.note]

    def _note_field(self) -> QLineEdit:
        """Why it is true or not: there once something was said of the verdict."""
        said, field = self._said, QLineEdit()
        field.setText(said.note if said is not None else "")
        field.setPlaceholderText(self.tr("说明理由（可不填，回车保存）"))
        field.setAccessibleName(self.tr("说明"))
        field.setVisible(said is not None and (said.says is not Says.UNCLEAR or bool(said.note)))
        # Kept after the key is over: what is kept makes the card anew, and the field with it.
        field.editingFinished.connect(lambda: QTimer.singleShot(0, self, self._noted))
        return field

    def _known(self, precision: Precision | None) -> str:
        """Who judged this verdict, and how often the rule was right."""
        said, parts = self._said, []
        if said is not None and said.says is not Says.UNCLEAR:
            parts.append(said.who)
        if precision is not None and precision.share is not None:
            text = self.tr("本规则核对 {} 次，属实 {} %（95% 区间 {}–{} %）")
            figures = (precision.share, precision.low, precision.high)
            parts.append(text.format(precision.judged, *[round(100 * figure) for figure in figures]))
        return " · ".join(parts)

    # days ----------------------------------------------------------------------------------------------------------

    def _name_days(self) -> None:
        counted = sum(day[1] for day in self.outcome.days)
        shown = (
            self.tr("收起逐日计数") if self.days.isVisibleTo(self) else self.tr("逐日计数：计入 {} 天").format(counted)
        )
        self.count.setText(shown)

    def _show_days(self) -> None:
        if not self.days.text():
            self.days.setText("\n".join(say.counting(self.outcome, self._session.language)))
        self.days.setVisible(not self.days.isVisibleTo(self))
        self._name_days()

    # acting --------------------------------------------------------------------------------------------------------

    def _judge(self, says: Says) -> None:
        again = self._said is not None and self._said.says is says
        self.judged.emit(self.outcome.meant, Says.UNCLEAR if again else says, self.note.text().strip())

    def _noted(self) -> None:
        note = self.note.text().strip()
        if self._said is not None and note != self._said.note:
            self.judged.emit(self.outcome.meant, self._said.says, note)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        pages = [e for e in self.outcome.evidence if e.page]
        if key in KEYS and self.buttons:
            self._judge(KEYS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and pages:
            place = pages[0].place
            self.go.emit(pages[0].page, place.box if place else None, self.outcome.rule)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._frame(True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._frame(False)
        super().focusOutEvent(event)

    def _frame(self, here: bool) -> None:
        """The card that keys speak of has its own frame."""
        color = self._session.theme.accent if here else self._session.theme.line
        self.setStyleSheet(f"#card {{ border-color: {color}; }}")

    def within(self, widget: QWidget | None) -> bool:
        """Whether the focus is on the card or on one of its buttons."""
        return widget is not None and (widget is self or self.isAncestorOf(widget))
