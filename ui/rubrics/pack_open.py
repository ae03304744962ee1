"""待本地核对: what in a data pack nobody has compared with its source, as cards; the first ones of many."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from casereview.checks.shelf import Placeholder, Shelved
from ui.kit.layout import button, clear, column, label, row
from ui.kit.say import word
from ui.kit.session import Session

MOST = 24  # cards at a time: the table of entries shows them all


class PackOpen(QScrollArea):
    """ask, find: called with a placeholder to confirm it, or to show it in the text."""

    def __init__(
        self, session: Session, ask: Callable[[Placeholder], None], find: Callable[[Placeholder], None]
    ) -> None:
        super().__init__()
        self._session, self._ask, self._find = session, ask, find
        self._box = column(gap=2, margin=3)
        inside = QWidget()
        inside.setObjectName("clear")
        inside.setLayout(column(self._box, None, gap=0))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)

    def show_pack(self, pack: Shelved) -> None:
        clear(self._box)
        text = self.tr(
            "这些内容是占位、凭记忆或参照外地的，规则据此最多提示。对照文本核对以后写明出处，规则才据以判定。"
        )
        self._box.addWidget(label(text if pack.open else self.tr("没有待核对的内容。"), "soft", wrap=True))
        for placeholder in pack.open[:MOST]:
            self._box.addWidget(self._card(pack, placeholder))
        if len(pack.open) > MOST:
            more = self.tr("还有 {} 项，见“条目”（勾选“只看待核”）。").format(len(pack.open) - MOST)
            self._box.addWidget(label(more, "soft", wrap=True))

    def _card(self, pack: Shelved, placeholder: Placeholder) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        value = placeholder.value
        shown = self.tr("（空）") if value == "" else value or ""
        title = label(f"{self.title_of(placeholder)}　{shown}".strip(), "heading", wrap=True)
        box = column(title, gap=1, margin=2)
        box.addWidget(
            label(" · ".join(part for part in (placeholder.source, placeholder.where) if part), "small", wrap=True)
        )
        line_ = row(gap=2)
        if pack.editable:
            line_.addWidget(button(self.tr("核对确认…"), partial(self._ask, placeholder)))
            line_.addWidget(button(self.tr("在文本中查看"), partial(self._find, placeholder), "link"))
        line_.addStretch(1)
        box.addLayout(line_)
        frame.setLayout(box)
        return frame

    def title_of(self, placeholder: Placeholder) -> str:
        """What it is called: by the word for it, by its own title, else by where it stands."""
        key = str(placeholder.path[-1]) if placeholder.path else ""
        return placeholder.title or word(self._session, "region_figure", key) or key
