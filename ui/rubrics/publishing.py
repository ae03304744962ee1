"""Before a version is published: what it would have changed in what was already marked by the one it comes from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from casereview.results.laboratory import Laboratory, Outcome
from ui.kit.ask import Ask
from ui.kit.layout import label
from ui.kit.say import dossiers_named, number, word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource


class Preview(Ask):
    """Dossiers whose score or grade would change, by how much, and why; published all the same, or not."""

    def __init__(
        self, session: Session, found: Laboratory, changes: int, parent: QWidget, publish: Callable[[], object]
    ) -> None:
        changed = sorted(found.changed, key=lambda one: not one.regraded)
        known = dossiers_named(session, (one.dossier for one in changed))
        names = {ident: one.case_no or one.name for ident, one in known.items()}

        def grade(code: str) -> str:
            return word(session, "grade", code or "ungraded")

        def why(one: Outcome) -> str:
            return "；".join(reason.sentence(session.language) for reason in one.reasons)

        super().__init__(parent, "", ok="", do=publish)
        self.setWindowTitle(self.tr("发布前的影响"))
        self.ok.setText(self.tr("发布"))
        regraded = sum(one.regraded for one in found.outcomes)
        said = self.tr("与原版有 {} 处不同。用原版封存过的 {} 卷里，{} 卷得分会有变化，{} 卷等次会有变化。").format(
            changes, len(found.outcomes), len(found.changed), regraded
        )
        note = self.tr("已经封存的评查表不会改变：它们仍按原版计分。")
        columns = (
            Column[Outcome](self.tr("案卷"), lambda o: names.get(o.dossier, o.dossier[:12]), "name", 22),
            Column[Outcome](self.tr("原得分"), lambda o: number(o.old), "old", 7, number=True),
            Column[Outcome](self.tr("新得分"), lambda o: number(o.new), "new", 7, number=True),
            Column[Outcome](self.tr("原等次"), lambda o: grade(o.old_grade), "old_grade", 8),
            Column[Outcome](self.tr("新等次"), lambda o: grade(o.new_grade), "new_grade", 8),
            Column[Outcome](self.tr("为什么"), why, "why", tip=why),
        )
        self.table = Table(session, self.tr("会有变化的案卷"), columns, ListSource(columns, changed))
        box = self.layout()
        assert box is not None
        for at, part in enumerate((label(said, wrap=True), label(note, "soft", wrap=True), self.table)):
            box.insertWidget(at, part)  # type: ignore[attr-defined]
        self.resize(900, 460)
