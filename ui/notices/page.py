"""通报: which notices there are, what each needs, the page as it will print, and out as DOCX, PDF or XLSX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from casereview.changes import Changes
from casereview.notices import actions
from casereview.panel import actions as panel
from casereview.progress import Progress
from casereview.results import actions as results
from casereview.results.model import Results
from ui.kit.ask import DayField, choice, fill, form, line
from ui.kit.icons import icon
from ui.kit.layout import Empty, button, column, row
from ui.kit.page import Page
from ui.kit.say import word
from ui.kit.session import Session
from ui.notices.preview import Preview, Shown, Wanted
from ui.notices.wording import WordingEditor

KIND = Qt.ItemDataRole.UserRole


class NoticesPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._texts: dict[str, dict[str, Any]] = {}
        self._results: Results | None = None
        self.kinds = QListWidget()
        self.kinds.setObjectName("flat")
        self.kinds.setAccessibleName(self.tr("通报种类"))
        self.kinds.setIconSize(QSize(16, 16))
        self.kinds.currentItemChanged.connect(lambda *_: self._chosen())
        self.issued = DayField(session.today)
        self.number = line("", "", self.tr("如：晋交评〔2024〕3号；留空则空出"))
        self.deadline = DayField()
        self.unit = choice([], name=self.tr("单位"))
        self.dossier = choice([], name=self.tr("案卷"))
        self.draft = QCheckBox(self.tr("有严重问题也导出（作草稿）"))
        self.wording = WordingEditor()
        self.wording.changed.connect(self._edited)
        self.preview = Preview(session)
        self.preview.shown.connect(self._shown)
        for changed in (self.issued.textChanged, self.number.textChanged, self.deadline.textChanged):
            changed.connect(lambda _: self._want())
        self.unit.currentIndexChanged.connect(lambda _: self._unit_chosen())
        self.dossier.currentIndexChanged.connect(lambda _: self._want())
        self.stack = QStackedWidget()
        text = self.tr("评查通知、抽卷清单、个案评查表、整改通知书和通报都从评查批次和冻结的结果生成，数字不用再抄。")
        go = button(self.tr("新建评查批次"), lambda: self.asked.emit("panel", "new"), "main")
        self.stack.addWidget(Empty(session.theme, "file-text", self.tr("还没有评查批次"), text, go))
        self.stack.addWidget(self._whole())
        self.setLayout(column(self.stack))
        self.command(self.tr("导出当前通报…"), lambda: self.ask_export(".docx"))
        self.command(self.tr("全部单位一次生成…"), self.ask_all)

    def _whole(self) -> QSplitter:
        left = QWidget()
        self.fields = form(
            (self.tr("成文日期"), self.issued),
            (self.tr("发文字号"), self.number),
            (self.tr("整改时限"), self.deadline),
            (self.tr("单位"), self.unit),
            (self.tr("案卷"), self.dossier),
        )
        details = QWidget()
        details.setLayout(column(self.fields, self.draft, None, gap=3, margin=3))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        details.setObjectName("clear")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(details)
        self.tabs.addTab(scroll, self.tr("要素"))
        self.tabs.addTab(self.wording, self.tr("文字"))
        self.buttons = {
            suffix: button(text, partial(self.ask_export, suffix), style)
            for suffix, text, style in (
                (".docx", self.tr("导出 DOCX…"), "main"),
                (".pdf", self.tr("导出 PDF…"), ""),
                (".xlsx", self.tr("导出 XLSX…"), ""),
            )
        }
        self.all_button = button(self.tr("全部单位一次生成…"), self.ask_all)
        self.all_button.setToolTip(self.tr("每个单位的反馈书、整改通知书和个案评查表，DOCX 与 PDF 各一份"))
        body = column(gap=2)
        body.setContentsMargins(12, 12, 4, 12)
        body.addWidget(self.kinds, 3)
        body.addWidget(self.tabs, 2)
        body.addLayout(row(*self.buttons.values(), None))
        body.addLayout(row(self.all_button, None))
        left.setLayout(body)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.preview)
        split.setSizes([420, 840])
        split.setChildrenCollapsible(False)
        return split

    # showing -------------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        campaign = self.session.campaign
        self.stack.setCurrentIndex(0 if campaign is None else 1)
        if campaign is None:
            return
        if not (changes.campaigns or changes.results or changes.ledger or changes.notices or changes.units):
            return
        self._results = results.latest(self.session.db, campaign.id)
        self._drawn = panel.drawn(self.session.db, campaign.id) is not None
        units = [(u.name, u.unit) for u in self._results.units] if self._results else []
        fill(self.unit, units, self.unit.currentData())
        self._fill_dossiers()
        here = self.kind or actions.KINDS[0]
        self.kinds.blockSignals(True)
        self.kinds.clear()
        for kind in actions.KINDS:
            self._add_kind(kind)
        self.kinds.blockSignals(False)
        self.kinds.setCurrentRow(actions.KINDS.index(here))
        self.kinds.setMaximumHeight(self.kinds.sizeHintForRow(0) * self.kinds.count() + 4)
        self.all_button.setEnabled(self._results is not None)

    def _add_kind(self, kind: str) -> None:
        needs = self._needs(kind)
        theme = self.session.theme
        entry = QListWidgetItem(f"{word(self.session, 'notice_kind', kind)}　{needs or self.tr('可以生成')}")
        entry.setIcon(icon("clock" if needs else "circle-check", theme.faint if needs else theme.accent))
        entry.setData(KIND, kind)
        self.kinds.addItem(entry)

    def _needs(self, kind: str) -> str:
        """What must happen first, "" if nothing."""
        if kind == "draw_list" and not self._drawn:
            return self.tr("先抽卷")
        if kind not in actions.WITHOUT_RESULTS and self._results is None:
            return self.tr("先冻结结果")
        return ""

    @property
    def kind(self) -> str:
        entry = self.kinds.currentItem()
        return str(entry.data(KIND)) if entry is not None else ""

    def _chosen(self) -> None:
        kind = self.kind
        if not kind:
            return
        of_unit = kind in (*actions.FOR_ONE_UNIT, "score_sheet")
        self.fields.setRowVisible(self.unit, of_unit)
        self.fields.setRowVisible(self.dossier, kind == "score_sheet")
        self.fields.setRowVisible(self.deadline, kind in ("rectification", "circular", "opinion", "launch"))
        self.fields.setRowVisible(self.number, kind not in ("score_sheet", "tables", "draw_list"))
        self.buttons[".xlsx"].setVisible(kind in ("circular", "tables"))
        self.wording.show_wording(actions.wording(kind), self._texts.get(kind, {}))
        self._want(now=True)

    def _unit_chosen(self) -> None:
        self._fill_dossiers()
        self._want()

    def _fill_dossiers(self) -> None:
        here, unit = self.dossier.currentData(), self.unit.currentData()
        found = [d for d in self._results.dossiers if d.main and d.unit == unit] if self._results else []
        options = [(self.tr("本单位全部案卷"), ""), *((d.case_no or d.dossier[:12], d.dossier) for d in found)]
        fill(self.dossier, options, here)

    def _edited(self) -> None:
        self._texts[self.kind] = self.wording.value()
        self._want()

    def _named(self, kind: str, unit: str) -> dict[str, Any]:
        """What `prepare` and `produce` are given."""
        of_unit = kind in (*actions.FOR_ONE_UNIT, "score_sheet")
        return {
            "issued": self.issued.value() or self.session.today,
            "number": self.number.text().strip(),
            "deadline": self.deadline.value(),
            "unit": unit if of_unit else "",
            "dossier": (self.dossier.currentData() or "") if kind == "score_sheet" else "",
            "today": self.session.today,
            "texts": self._texts.get(kind) or None,
        }

    def _want(self, *, now: bool = False) -> None:
        campaign = self.session.campaign
        if campaign is not None and self.kind and self.isVisible():
            named = self._named(self.kind, self.unit.currentData() or "")
            self.preview.want(Wanted(self.kind, campaign.id, named), now=now)

    def wake(self) -> None:
        super().wake()
        self._want(now=True)

    def _shown(self, made: Shown) -> None:
        for each in self.buttons.values():
            each.setEnabled(made.why is None)

    # out -----------------------------------------------------------------------------------------------------------

    def ask_export(self, suffix: str) -> None:
        if not self.kind:
            return
        title = word(self.session, "notice_kind", self.kind)
        start = str(self.session.workspace.exports / f"{title}{suffix}")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("导出"), start, f"*{suffix}")
        if name:
            self.export(Path(name).with_suffix(suffix))

    def export(self, file: Path) -> None:
        named = self._named(self.kind, self.unit.currentData() or "")
        self._produce(self.tr("导出"), [(self.kind, file, named)])

    def ask_all(self) -> None:
        start = str(self.session.workspace.exports)
        name = QFileDialog.getExistingDirectory(self, self.tr("放在哪个文件夹"), start)
        if name:
            self.export_all(Path(name))

    def export_all(self, folder: Path) -> None:
        """Every unit's papers in a folder of its own."""
        if self._results is None:
            return
        wanted = []
        for unit in self._results.units:
            for kind in ("opinion", "rectification", "score_sheet"):
                title = word(self.session, "notice_kind", kind)
                named = self._named(kind, unit.unit) | {"dossier": ""}
                wanted += [(kind, folder / unit.name / f"{title}{suffix}", named) for suffix in (".docx", ".pdf")]
        self._produce(self.tr("全部单位一次生成"), wanted)

    def _produce(self, title: str, wanted: Sequence[tuple[str, Path, dict[str, Any]]]) -> None:
        campaign = self.session.campaign
        if campaign is None:
            return
        job = self.session.task(title, self._writing(campaign.id, wanted, self.draft.isChecked()))
        self.session.jobs.start(job)

    def _writing(
        self, campaign: str, wanted: Sequence[tuple[str, Path, dict[str, Any]]], draft: bool
    ) -> Callable[[Progress], list[Path]]:
        workspace = self.session.workspace

        def work(progress: Progress) -> list[Path]:
            db, written = workspace.connect(), []
            try:
                for done, (kind, file, named) in enumerate(wanted, 1):
                    written.append(actions.produce(db, kind, campaign, file, draft=draft, **named))
                    progress(done, len(wanted), file.name)
            finally:
                db.close()
            return written

        return work

    def place(self) -> object:
        return self.kind

    def arrive(self, argument: object) -> None:
        """A kind of notice."""
        if argument in actions.KINDS:
            self.kinds.setCurrentRow(actions.KINDS.index(str(argument)))
