"""交换: task packages out, mark packages back. What a package would do is shown before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from casereview.errors import CaseReviewError
from casereview.panel import actions
from casereview.panel.package import SUFFIX
from casereview.panel.reports import PackageReport
from casereview.progress import Progress
from ui.kit.ask import Ask, line
from ui.kit.layout import button, card, clear, column, glyph, label, row, rule
from ui.kit.session import Session

LEAST = 8


class ExchangeTab(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.passphrase = line("", self.tr("口令"), self.tr("至少 {} 个字符，另行告知对方，不随U盘走").format(LEAST))
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.readers: QVBoxLayout = column(gap=2)
        self.key = label("", "small", wrap=True, select=True)
        show_key = button(self.tr("显示我的签名指纹"), self.show_key, "link")
        first = card(
            label(self.tr("口令"), "heading"),
            label(self.tr("评查包用口令加密，并带写包人的签名；改动一个字节都会被发现。"), "soft", wrap=True),
            self.passphrase,
            self.key,
            show_key,
        )
        out = card(
            label(self.tr("发出任务包"), "heading"),
            label(self.tr("每人一个文件：只有分给本人的案卷、评查标准和名册，没有别人的评分。"), "soft", wrap=True),
            self.readers,
        )
        mine = button(self.tr("写出我的评分包…"), self.ask_marks)
        self.merge_button = button(self.tr("选择收到的包…"), self.ask_merge, "main")
        back = card(
            label(self.tr("交回评分"), "heading"),
            label(self.tr("把本人的评分和封存写成一个小文件，交给组长。"), "soft", wrap=True),
            row(mine, None),
            rule(),
            label(self.tr("收下任务包或评分包"), "heading"),
            label(
                self.tr("先看清每个包会带来什么，再决定是否合并。重复合并、先后颠倒都不会丢分或重分。"),
                "soft",
                wrap=True,
            ),
            row(self.merge_button, None),
        )
        inside = QWidget()
        inside.setObjectName("clear")
        left, right = column(first, out, None, gap=4), column(back, None, gap=4)
        both = row(gap=4)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        inside.setLayout(column(both, None, margin=4))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        self.setLayout(column(scroll))

    def refresh(self) -> None:
        clear(self.readers)
        campaign, db = self._session.campaign, self._session.db
        assert campaign is not None
        self.key.clear()
        given = actions.assignment(db, campaign.id)
        counts = {m.name: 0 for m in campaign.members}
        for names in given.readers.values() if given else ():
            for reader in names:
                counts[reader] = counts.get(reader, 0) + 1
        if not any(counts.values()):
            self.readers.addWidget(label(self.tr("还没有分卷，没有任务可发。"), "soft"))
            return
        for reader, count in counts.items():
            write = button(self.tr("写任务包…"), partial(self.ask_task, reader))
            write.setEnabled(count > 0)
            write.setAccessibleName(self.tr("给 {} 写任务包").format(reader))
            self.readers.addLayout(row(label(reader), label(self.tr("{} 卷").format(count), "soft"), None, write))

    def show_key(self) -> None:
        """What one reads aloud, so that others can confirm it; the keys are made at the first look."""
        name = self._session.author.name
        fingerprint = actions.own_fingerprint(self._session.db, name)
        self.key.setText(self.tr("{} 的签名指纹：{}").format(name, fingerprint))

    # out -----------------------------------------------------------------------------------------------------------

    def _ready(self) -> bool:
        if len(self.passphrase.text()) >= LEAST:
            return True
        self.passphrase.setFocus()
        self.passphrase.setStyleSheet(f"border-color: {self._session.theme.red};")
        self.passphrase.setPlaceholderText(self.tr("请先填写口令，至少 {} 个字符").format(LEAST))
        return False

    def _ask_file(self, title: str, name: str) -> Path | None:
        start = str(self._session.workspace.exports / f"{name}{SUFFIX}")
        chosen, _ = QFileDialog.getSaveFileName(self, title, start, f"*{SUFFIX}")
        return Path(chosen) if chosen else None

    def ask_task(self, reader: str) -> None:
        campaign = self._session.campaign
        if campaign is None or not self._ready():
            return
        file = self._ask_file(self.tr("写任务包"), f"{campaign.title}-{reader}")
        if file is not None:
            job = self._session.job(
                self.tr("写任务包"),
                actions.write_task_package,
                campaign.id,
                reader,
                file,
                passphrase=self.passphrase.text(),
            )
            self._session.jobs.start(job)

    def ask_marks(self) -> None:
        campaign = self._session.campaign
        if campaign is None or not self._ready():
            return
        name = self._session.author.name
        file = self._ask_file(self.tr("写出我的评分包"), f"{campaign.title}-{name}")
        if file is not None:
            self._session.act(actions.write_mark_package, campaign.id, file, passphrase=self.passphrase.text())

    # in ------------------------------------------------------------------------------------------------------------

    def ask_merge(self) -> None:
        if not self._ready():
            return
        start = str(self._session.workspace.exports)
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("选择收到的包"), start, f"*{SUFFIX}")
        if names:
            self.look_into([Path(name) for name in names])

    def look_into(self, paths: Sequence[Path]) -> None:
        """Read every package on the working thread; nothing is written."""
        passphrase, you, workspace = self.passphrase.text(), self._session.author.name, self._session.workspace

        def work(progress: Progress) -> list[PackageReport]:
            db = workspace.connect()
            try:
                return [_looked(path, db, passphrase, you) for path in paths]
            finally:
                db.close()

        job = self._session.task(self.tr("查看评查包"), work)
        job.succeeded.connect(lambda reports: self.show_reports(paths, reports))
        self._session.jobs.start(job)

    def show_reports(self, paths: Sequence[Path], reports: Sequence[PackageReport]) -> None:
        good = [path for path, report in zip(paths, reports) if report.refused is None]
        self.report = Reports(self._session, self, reports, partial(self.merge, good) if good else None)
        self.report.open()

    def merge(self, paths: Sequence[Path]) -> None:
        job = self._session.job(self.tr("合并评查包"), actions.merge, list(paths), passphrase=self.passphrase.text())
        self._session.jobs.start(job)


def _looked(path: Path, db: object, passphrase: str, you: str) -> PackageReport:
    try:
        return actions.look_into(path, db, passphrase=passphrase, you=you)  # type: ignore[arg-type]
    except CaseReviewError as reason:
        return PackageReport(path.name, refused=(f"error.{reason.code}", dict(reason.parameters)))


class Reports(Ask):
    """What each package is and would do."""

    def __init__(self, session: Session, parent: QWidget, reports: Sequence[PackageReport], merge: object) -> None:
        self._session = session
        inside = QWidget()
        inside.setObjectName("clear")
        inside.setLayout(column(*[self._one(report) for report in reports], None, gap=3))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        super().__init__(parent, "", scroll, do=merge)  # type: ignore[arg-type]
        self.setWindowTitle(self.tr("合并之前：每个包会带来什么"))
        self.ok.setText(self.tr("合并"))
        self.ok.setEnabled(merge is not None)
        self.resize(self.fontMetrics().height() * 40, self.fontMetrics().height() * 28)

    def _one(self, report: PackageReport) -> QFrame:
        theme = self._session.theme
        if report.refused is not None:
            code, parameters = report.refused
            why = label(self._session.say(code, **parameters), "failure", wrap=True)
            return card(
                row(glyph("circle-x", theme.red), label(report.file, "heading"), None),
                label(self.tr("不能收下："), "soft"),
                why,
                gap=2,
            )
        kind = self.tr("任务包") if report.kind == "task" else self.tr("评分包")
        head = f"{kind} · {report.who} · {report.title}"
        box = card(
            row(glyph("package-open", theme.accent), label(head, "heading"), None),
            label(self.tr("文件 {}　写于 {}").format(report.file, report.made_at[:16].replace("T", " ")), "small"),
            *self._figures(report),
            gap=2,
        )
        self._warn(box, report)
        return box

    def _figures(self, report: PackageReport) -> list[QWidget]:
        pairs = (
            (self.tr("涉及案卷"), len(report.dossiers)),
            (self.tr("新记录"), report.new),
            (self.tr("已有记录"), report.known),
            (self.tr("其中替换本机的说法"), report.changed),
            (self.tr("新原件"), report.new_files),
        )
        return [label("　".join(f"{name} {count}" for name, count in pairs), "", wrap=True)]

    def _warn(self, box: QFrame, report: PackageReport) -> None:
        said = []
        if report.unknown:
            said.append(self.tr("有 {} 卷本机没有，评分先收着，案卷到了再显示。").format(len(report.unknown)))
        if report.conflicting:
            said.append(self.tr("有 {} 个条目同一人有两种说法，合并后请本人选定。").format(len(report.conflicting)))
        if report.decided:
            said.append(self.tr("有 {} 个条目已经定案，合并后会重新提请合议，原决定不变。").format(len(report.decided)))
        if report.late:
            said.append(self.tr("有 {} 条评分写在封存之后：保留，但在重新打开之前不计分。").format(report.late))
        said += [self._session.say(f"record.{code}", **parameters) for code, parameters in report.problems]
        layout = box.layout()
        assert isinstance(layout, QVBoxLayout)
        for text in said:
            warn = label(text, "warning", wrap=True)
            line_ = row(glyph("triangle-alert", self._session.theme.amber))
            line_.addWidget(warn, 1)
            layout.addLayout(line_)
        if not report.key_confirmed:
            self._unconfirmed(layout, report)

    def _unconfirmed(self, layout: QVBoxLayout, report: PackageReport) -> None:
        said = self.tr("{} 的签名还没有当面核对。指纹：{}").format(report.who, report.fingerprint)
        confirm = button(self.tr("已当面核对"), lambda: self._confirm(report, confirm))
        line_ = row(glyph("circle-help", self._session.theme.amber))
        line_.addWidget(label(said, "warning", wrap=True, select=True), 1)
        line_.addWidget(confirm)
        layout.addLayout(line_)

    def _confirm(self, report: PackageReport, confirm: QWidget) -> None:
        if self._session.act(actions.confirm_key, report.who, report.fingerprint) is not None:
            confirm.setEnabled(False)
