"""An entry of the ledger: what was found, what is done about it, by whom and until when, and the next step."""

from __future__ import annotations

import uuid
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from casereview.ledger import actions
from casereview.ledger.model import Entry, LedgerState, Measure
from ui.kit.ask import Ask, DayField, choice, form, line, lines, tell, wrong
from ui.kit.layout import button, card, column, glyph, label, row
from ui.kit.say import unit_names, word
from ui.kit.session import Session

SEVERITIES = ("veto", "major", "minor")


class EntryDialog(Ask):
    """asked_dossier: one of its dossiers was clicked."""

    asked_dossier = Signal(str)

    def __init__(self, session: Session, parent: QWidget, entry: Entry) -> None:
        self._session, self.entry = session, entry
        is_new = not any(one.id == entry.id for one in actions.entries(session.db))
        self._new = is_new
        self.unit = choice([*((n, i) for i, n in unit_names(session).items())], entry.unit)
        self.text = lines(entry.problem, rows=2)
        self.severity = choice([(word(session, "severity_of", s), s) for s in SEVERITIES], entry.severity)
        self.measure_kind = choice([(word(session, "measure", m), m) for m in Measure], entry.measure_kind)
        self.measure = lines(entry.measure, rows=2)
        self.responsible = line(entry.responsible)
        self.deadline = DayField(entry.deadline)
        self.notice_no = line(entry.notice_no)
        self.proof = lines("\n".join(entry.proof), rows=2)
        self.follow_up = lines(entry.follow_up, rows=2)
        self.note, self.on = line(), DayField(session.today)
        self.problem = wrong()
        inside = QWidget()
        inside.setObjectName("clear")
        super().__init__(parent, "", self._scroll(inside), self.problem, do=self._save)
        inside.setLayout(column(*([] if is_new else [self._about()]), self._fields(), *self._below(), None, gap=4))
        self.setWindowTitle(self.tr("新增台账条目") if is_new else self.tr("整改台账条目"))
        self.ok.setText(self.tr("保存"))
        self.resize(self.fontMetrics().height() * 40, self.fontMetrics().height() * 34)

    def _scroll(self, inside: QWidget) -> QScrollArea:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        return scroll

    # parts ---------------------------------------------------------------------------------------------------------

    def _about(self) -> QFrame:
        entry, session = self.entry, self._session
        names = unit_names(session)
        head = label(entry.problem, "big", wrap=True)
        facts = [
            names.get(entry.unit, entry.unit),
            word(session, "severity_of", entry.severity),
            word(session, "ledger_origin", entry.origin),
        ]
        parts: list[QWidget] = [head, label(" · ".join(filter(None, facts)), "soft")]
        if entry.basis:
            parts.append(label(self.tr("依据：{}").format(entry.basis), "soft", wrap=True))
        box = card(*parts, gap=1)
        links = row(gap=1)
        for ident, number in list(zip(entry.dossiers, entry.case_numbers or entry.dossiers))[:6]:
            links.addWidget(button(number or ident[:12], partial(self._go, ident), "link"))
        if len(entry.dossiers) > 6:
            links.addWidget(label(self.tr("……共 {} 卷").format(len(entry.dossiers)), "small"))
        links.addStretch(1)
        layout = box.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(links)
        return box

    def _go(self, ident: str) -> None:
        self.reject()
        self.asked_dossier.emit(ident)

    def _fields(self) -> QWidget:
        holder = QWidget()
        pairs: list[tuple[str, QWidget]] = []
        if self._new:
            pairs += [(self.tr("单位"), self.unit), (self.tr("问题"), self.text), (self.tr("程度"), self.severity)]
        pairs += [
            (self.tr("措施类别"), self.measure_kind),
            (self.tr("整改措施"), self.measure),
            (self.tr("责任人"), self.responsible),
            (self.tr("整改时限"), self.deadline),
            (self.tr("整改通知书文号"), self.notice_no),
            (self.tr("佐证（每行一件）"), self.proof),
            (self.tr("回头看"), self.follow_up),
        ]
        holder.setLayout(form(*pairs))
        return holder

    def _below(self) -> list[QWidget]:
        if self._new:
            return []
        entry, session = self.entry, self._session
        state = word(session, "ledger_state", entry.state)
        steps = row(gap=2)
        for step in actions.steps(entry):
            name = self.tr("改为“{}”").format(word(session, "ledger_state", step))
            steps.addWidget(button(name, partial(self.advance, step)))
        steps.addStretch(1)
        boxes = [label(self.tr("现在：{}").format(state), "heading")]
        holder = card(*boxes, gap=2)
        late = self._late()
        layout = holder.layout()
        assert isinstance(layout, QVBoxLayout)
        if late is not None:
            layout.addWidget(late)
        self.note.setPlaceholderText(self.tr("佐证或理由：报请核验写佐证，退回写理由"))
        layout.addLayout(form((self.tr("说明"), self.note), (self.tr("日期"), self.on)))
        layout.addLayout(steps)
        return [holder, self._history()]

    def _late(self) -> QWidget | None:
        if not actions.overdue(self.entry, self._session.today):
            return None
        holder = QWidget()
        text = self.tr("逾期：时限 {} 已过").format(self.entry.deadline)
        icon = glyph("triangle-alert", self._session.theme.red)
        holder.setLayout(row(icon, label(text, "failure"), None))
        return holder

    def _history(self) -> QFrame:
        rows: list[QLabel] = []
        before: Entry | None = None
        for at, by, one in actions.history(self._session.db, self.entry.id):
            state = word(self._session, "ledger_state", one.state)
            said = state if before is None or before.state != one.state else self.tr("修改内容")
            note = one.verified if one.state in (LedgerState.CLOSED, LedgerState.RETURNED) else ""
            text = f"{at[:16].replace('T', ' ')}　{by}　{said}" + (f"　{note}" if note else "")
            rows.append(label(text, "soft", wrap=True))
            before = one
        return card(label(self.tr("经过"), "heading"), *rows, gap=1)

    # acting --------------------------------------------------------------------------------------------------------

    def value(self) -> Entry:
        """The entry as the fields say it; its state is as before."""
        update: dict[str, object] = {
            "measure_kind": Measure(self.measure_kind.currentData()),
            "measure": self.measure.toPlainText().strip(),
            "responsible": self.responsible.text().strip(),
            "deadline": self.deadline.text(),
            "notice_no": self.notice_no.text().strip(),
            "proof": tuple(filter(None, (p.strip() for p in self.proof.toPlainText().split("\n")))),
            "follow_up": self.follow_up.toPlainText().strip(),
        }
        if self._new:
            update |= {
                "unit": self.unit.currentData() or "",
                "problem": self.text.toPlainText().strip(),
                "severity": self.severity.currentData(),
            }
        return self.entry.model_copy(update=update)

    def _save(self) -> bool:
        said = self.value()
        if not said.problem:
            return tell(self.problem, self.tr("请写明问题。"))
        if self.deadline.wrong:
            return tell(self.problem, self.tr("日期请写成 2024-11-04 这样。"))
        return self._session.act(actions.set_entry, said) is not None

    def advance(self, state: LedgerState) -> None:
        """Save what was typed, then take the step."""
        if self.deadline.wrong or self.on.value() is None:
            tell(self.problem, self.tr("日期请写成 2024-11-04 这样。"))
            return
        if not self._save():
            return
        done = self._session.act(
            actions.advance, self.entry.id, state, note=self.note.text().strip(), on=self.on.value()
        )
        if done is not None:
            self.accept()
        else:
            tell(self.problem, self.tr("这一步还不能走，原因见窗口上方。"))


def new_entry(campaign: str) -> Entry:
    """An empty entry by hand, with an id of its own."""
    return Entry(id=uuid.uuid4().hex, campaign=campaign, unit="", problem="", origin="list")
