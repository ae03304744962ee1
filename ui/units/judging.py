"""What one asks when a unit is marked: a deduction, not applicable, a veto, a bonus; each with a figure, words or a page as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QVBoxLayout, QWidget

from casereview.marking.model import MarkKind, Seen
from casereview.marking.suggest import Suggestion
from casereview.rubric.model import Bonus, Deduction, Item, Rubric, Veto
from ui.kit.ask import Ask, choice, form, line, lines, roomy, tell, wrong
from ui.kit.layout import button, clear, column, label, row
from ui.kit.translate import tr
from ui.marking import texts
from ui.units.material import MaterialDialog

if TYPE_CHECKING:
    from ui.units.scoring import UnitScoring


class Evidence(QWidget):
    """Words about a document or a figure, and places boxed in the unit's own documents."""

    def __init__(self, scoring: UnitScoring, text: str = "") -> None:
        super().__init__()
        self._scoring = scoring
        self.places: list[Seen] = []
        self.words = lines(text, hint=tr("材料名称和页码，或数据及其来源"), rows=2)
        self._shown: QVBoxLayout = column(gap=1)
        self.pick = button(tr("在单位材料中框选…"), self.ask_place, "link")
        self.setLayout(column(self.words, self._shown, row(self.pick, None), gap=1))

    def ask_place(self) -> None:
        MaterialDialog(self._scoring.session, self._scoring.unit, self.add_place, self).open()

    def add_place(self, seen: Seen) -> None:
        self.places.append(seen)
        self._show()

    def _show(self) -> None:
        clear(self._shown)
        for seen in self.places:
            words = " ".join(seen.text.split())
            said = label(texts.seen_text(seen) + (f"　“{words[:40]}”" if words else ""), "soft", wrap=True)
            off = button(tr("去掉"), partial(self._drop, seen), "link")
            line_ = row(off, gap=2)
            line_.insertWidget(0, said, 1)
            self._shown.addLayout(line_)

    def _drop(self, seen: Seen) -> None:
        self.places.remove(seen)
        self._show()

    def value(self) -> tuple[Seen, ...]:
        """Words first, then places; empty where nothing was given."""
        text = self.words.toPlainText().strip()
        return (*((Seen(text=text),) if text else ()), *self.places)


class Deduct(Ask):
    def __init__(self, scoring: UnitScoring, item: Item, suggestion: Suggestion | None) -> None:
        self._scoring, self._item, self._suggestion = scoring, item, suggestion
        shown = [(f"{d.text}　{texts.costs(d)}", d) for d in item.deductions]
        chosen = next((d for d in item.deductions if suggestion and d.id == suggestion.deduction), item.deductions[0])
        self.deduction = choice(shown, chosen)
        self.deduction.setMinimumContentsLength(36)
        self.count = QSpinBox()
        self.count.setRange(1, 999)
        self.count.setValue(suggestion.count if suggestion else 1)
        self.evidence = Evidence(scoring, suggestion.seen.text if suggestion else "")
        self.note = line()
        self.problem = wrong()
        fields = form(
            (tr("情形"), self.deduction),
            (tr("次数或档数"), self.count),
            (tr("证据"), self.evidence),
            (tr("备注"), self.note),
        )
        super().__init__(scoring, tr("扣分：{}").format(item.title), fields, self.problem, ok=tr("扣分"), do=self._save)

    def _save(self) -> bool:
        evidence = self.evidence.value()
        if not evidence:
            return tell(self.problem, tr("请写明依据的材料或数据。"))
        deduction = self.deduction.currentData()
        assert isinstance(deduction, Deduction)
        same = self._suggestion is not None and self._suggestion.deduction == deduction.id
        outcome = self._suggestion.outcome if self._suggestion and same else ""
        return self._scoring.say(
            MarkKind.DEDUCT,
            self._item.id,
            deduction=deduction.id,
            count=1 if deduction.once else self.count.value(),
            evidence=evidence,
            note=self.note.text().strip(),
            outcome=outcome,
        )


class NotApplicable(Ask):
    def __init__(self, scoring: UnitScoring, item: Item, reasons: Sequence[str]) -> None:
        self._scoring, self._item = scoring, item
        self.reason = choice([(reason, reason) for reason in reasons])
        self.reason.setEditable(True)
        fields = form((tr("理由"), self.reason))
        super().__init__(scoring, tr("不适用：{}").format(item.title), fields, ok=tr("不适用"), do=self._save)

    def _save(self) -> bool:
        return self._scoring.say(MarkKind.NOT_APPLICABLE, self._item.id, reason=self.reason.currentText().strip())


class PickVeto(Ask):
    """Propose a veto against the unit: it stands when two people have confirmed it."""

    def __init__(self, scoring: UnitScoring, rubric: Rubric) -> None:
        self._scoring = scoring
        self.veto = choice([(f"{one.title}　{one.basis}", one) for one in rubric.vetoes], name=tr("否决项"))
        self.veto.setMinimumContentsLength(36)
        self.evidence = Evidence(scoring)
        self.note = line()
        self.problem = wrong()
        fields = form((tr("否决项"), self.veto), (tr("证据"), self.evidence), (tr("事实和理由"), self.note))
        says = label(tr("由您提出，须两人确认后才生效；提出的人也算一人，要另行确认。"), "soft", wrap=True)
        super().__init__(scoring, tr("一票否决"), says, fields, self.problem, ok=tr("提出否决"), do=self._save)

    def _save(self) -> bool:
        veto, evidence = self.veto.currentData(), self.evidence.value()
        assert isinstance(veto, Veto)
        if not evidence:
            return tell(self.problem, tr("请写明依据的材料或数据。"))
        return self._scoring.say(MarkKind.VETO, veto.id, evidence=evidence, note=self.note.text().strip())


class PickBonus(Ask):
    def __init__(self, scoring: UnitScoring, rubric: Rubric) -> None:
        self._scoring = scoring
        shown = [(f"{one.title}（{texts.points(one.points)}）", one) for one in rubric.bonus]
        self.bonus = choice(shown, name=tr("加分项"))
        self.bonus.setMinimumContentsLength(36)
        self.points = roomy(QDoubleSpinBox())
        self.points.setDecimals(1)
        self.points.setSingleStep(0.5)
        self.evidence = Evidence(scoring)
        self.note = line()
        self.problem = wrong()
        self.bonus.currentIndexChanged.connect(self._limit)
        fields = form(
            (tr("加分项"), self.bonus),
            (tr("加几分"), self.points),
            (tr("证据"), self.evidence),
            (tr("备注"), self.note),
        )
        super().__init__(scoring, tr("加分"), fields, self.problem, ok=tr("加分"), do=self._save)
        self._limit()

    def _limit(self) -> None:
        bonus = self.bonus.currentData()
        assert isinstance(bonus, Bonus)
        self.points.setRange(0, float(bonus.points))
        self.points.setValue(float(bonus.points))
        self.evidence.words.setPlaceholderText(tr("证明：{}").format(bonus.proof or "—"))

    def _save(self) -> bool:
        bonus, evidence = self.bonus.currentData(), self.evidence.value()
        assert isinstance(bonus, Bonus)
        if not evidence:
            return tell(self.problem, tr("请写明依据的材料或数据。"))
        points = Decimal(str(round(self.points.value(), 1)))
        return self._scoring.say(
            MarkKind.BONUS, bonus.id, points=points, evidence=evidence, note=self.note.text().strip()
        )
