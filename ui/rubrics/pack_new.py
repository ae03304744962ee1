"""A data pack of one's own: the text of one like it under another name, for a province or a city."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QWidget

from casereview import words
from casereview.checks import actions
from casereview.checks.shelf import Shelved
from casereview.errors import CaseReviewError
from ui.kit.ask import Ask, form, line, tell, wrong
from ui.kit.layout import label
from ui.kit.session import Session
from ui.kit.translate import tr
from ui.rubrics.pack_commands import PackEdit

# Kinds of which a workspace may have more: the others have fixed names that the rules ask for.
MORE = ("regions", "discretion", "leniency", "legal_review")


class NewPack(Ask):
    """Saves the text that stands in the window under a new name; the name is what regions and units go by."""

    def __init__(self, session: Session, parent: QWidget, like: Shelved, text: str) -> None:
        self._session, self._like, self._text = session, like, text
        self.name = line("", tr("代号"), tr("如 henan、taiyuan"))
        self.problem = wrong()
        about = tr(
            "以“{}”现在的文本为底稿，另存为一个新的数据包。地区规定里写明用哪个裁量、清单、目录；单位名册里写明属于哪个地区。"
        )
        super().__init__(
            parent, tr("另存为新的数据包"), label(about.format(like.title or like.name), wrap=True),
            form((tr("代号"), self.name)), self.problem, ok=tr("保存"), do=self._save,
        )  # fmt: skip

    def _save(self) -> bool:
        session, kind, name = self._session, self._like.kind, self.name.text().strip()
        if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
            return tell(self.problem, tr("代号只能用字母、数字、横线和下划线。"))
        if any((one.kind, one.name) == (kind, name) for one in actions.shelf(session.db)):
            return tell(self.problem, tr("已经有这个代号的数据包。"))
        try:
            actions.look_at_pack(session.db, kind, name, self._text)
        except CaseReviewError as error:
            return tell(self.problem, words.explain(error, session.language))
        session.undo.push(PackEdit(session, tr("新增“{}”").format(name), kind, name, self._text))
        return True
