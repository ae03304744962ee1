"""The window: header, navigation, the screens, the status line. It routes and explains; every rule is elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame, QMainWindow, QSizePolicy, QStackedWidget, QToolButton, QWidget

from casereview import disk
from casereview.errors import CaseReviewError
from casereview.record import Author
from casereview.workspace import SUFFIX, Workspace
from ui.header import Header
from ui.kit.icons import icon
from ui.kit.layout import column, row, scaled
from ui.kit.page import Page
from ui.kit.palette import Entry, Finder, Palette, matches
from ui.kit.problems import Banner, Report
from ui.kit.session import Session
from ui.kit.settings import Preferences
from ui.kit.shortcuts import Group, Shortcuts, of_actions
from ui.kit.statusbar import StatusBar
from ui.kit.theme import theme
from ui.kit.translate import tr
from ui.pages import SCREENS, screen
from ui.start import Start


def _now() -> datetime:
    return datetime.now().astimezone()


class MainWindow(QMainWindow):
    """`session` is None while no workspace is open. Language, light and size build the inside anew; the place is kept."""

    closing = Signal()

    def __init__(self, preferences: Preferences, clock: Callable[[], datetime] = _now) -> None:
        super().__init__()
        self.preferences = preferences
        self.session: Session | None = None
        self.pages: dict[str, Page] = {}
        self._clock = clock
        self._name = "overview"
        self._window_actions = self._make_actions()
        self.resize(1280, 800)
        self.setMinimumSize(960, 600)
        self.setAcceptDrops(True)
        self.build()

    # inside --------------------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Make everything anew in the language, light and size in force; one stays where one was."""
        here = self.pages.get(self._name)
        place = here.place() if here else None
        self.pages = {}
        self.stack = QStackedWidget()
        self.stack.setObjectName("screen")
        self.banner = Banner(theme(self.preferences.values.dark), self.preferences.values.language)
        for action, (title, _, _) in zip(self._window_actions, self._commands()):
            action.setText(title)
        if self.session is None:
            self._build_start()
            return
        self.header = Header(self.session)
        self.header.search.connect(self.open_palette)
        self.header.new_workspace.connect(self.ask_new)
        self.header.open_workspace.connect(self.ask_open)
        self.header.close_workspace.connect(self.close_workspace)
        middle = row(self._navigation(), column(self.banner, self.stack, gap=0), gap=0)
        inside = QWidget()
        inside.setObjectName("screen")
        inside.setLayout(column(self.header, middle, StatusBar(self.session), gap=0))
        self.setCentralWidget(inside)
        self.setWindowTitle(f"{self.session.workspace.folder.name.removesuffix(SUFFIX)} - {self.tr('案卷评查')}")
        self.go(self._name, place)

    def _build_start(self) -> None:
        start = Start(self.preferences)
        start.make.connect(self.ask_new)
        start.choose.connect(self.ask_open)
        start.samples.connect(self.ask_samples)
        start.recent.connect(lambda name: self.open_workspace(Path(name)))
        inside = QWidget()
        inside.setObjectName("screen")
        inside.setLayout(column(self.banner, start, gap=0))
        self.setCentralWidget(inside)
        self.setWindowTitle(self.tr("案卷评查"))

    def _navigation(self) -> QFrame:
        colors = theme(self.preferences.values.dark)
        frame = QFrame()
        frame.setObjectName("navigation")
        frame.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.buttons: dict[str, QToolButton] = {}
        for number, each in enumerate(SCREENS, 1):
            made = QToolButton()
            made.setObjectName("navigate")
            made.setText(tr(each.title))
            made.setToolTip(f"{tr(each.title)}  Alt+{number % 10}")
            made.setIcon(icon(each.icon, colors.soft, colors.accent, scaled(22)))
            made.setIconSize(QSize(scaled(22), scaled(22)))
            # Large words below icons would not fit the height of a small screen ten times.
            large = self.preferences.values.scale > 115
            beside, under = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonTextUnderIcon
            made.setToolButtonStyle(beside if large else under)
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            least = scaled(72) if self.preferences.values.language == "zh" else scaled(88)
            # Beside its icon the word needs its own room, and more when it is bold because chosen.
            word = made.fontMetrics().horizontalAdvance(made.text()) * 6 // 5
            made.setMinimumWidth(max(least, scaled(22) + word + scaled(28)) if large else least)
            made.clicked.connect(lambda _=False, name=each.name: self.go(name))
            self.buttons[each.name] = made
        frame.setLayout(column(*self.buttons.values(), None, gap=1, margin=2))
        return frame

    def go(self, name: str, argument: object = None) -> None:
        """Bring a screen to the front, with an argument if one was sent there."""
        if self.session is None:
            return
        page = self.pages.get(name) or self._make_page(name)
        self._name = name
        self.buttons[name].setChecked(True)
        self.stack.setCurrentWidget(page)
        page.wake()
        if argument is not None:
            page.arrive(argument)
        if not page.isAncestorOf(self.focusWidget() or self):
            page.setFocus()

    def _make_page(self, name: str) -> Page:
        assert self.session is not None
        page = screen(name).make(self.session)
        page.asked.connect(self.go)
        self.pages[name] = page
        self.stack.addWidget(page)
        return page

    @property
    def page(self) -> Page | None:
        return self.pages.get(self._name)

    # actions -------------------------------------------------------------------------------------------------------

    def _commands(self) -> list[tuple[str, str, Callable[[], object]]]:
        places: list[tuple[str, str, Callable[[], object]]] = [
            (tr(each.title), f"Alt+{number % 10}", partial(self.go, each.name))
            for number, each in enumerate(SCREENS, 1)
        ]
        return [
            (self.tr("搜索与命令"), "Ctrl+K", self.open_palette),
            (self.tr("全部快捷键"), "F1", self.show_shortcuts),
            (self.tr("帮助：用法、规则一览、法律数据"), "Shift+F1", self.show_help),
            (self.tr("新建工作区…"), "Ctrl+Shift+N", self.ask_new),
            (self.tr("打开工作区…"), "Ctrl+O", self.ask_open),
            (self.tr("备份工作区…"), "", self.ask_backup),
            (self.tr("切换深色与浅色"), "", lambda: self.preferences.set(dark=not self.preferences.values.dark)),
            (self.tr("切换界面语言"), "", self._switch_language),
            (self.tr("放大字号"), "Ctrl+Alt+=", lambda: self._scale(10)),
            (self.tr("缩小字号"), "Ctrl+Alt+-", lambda: self._scale(-10)),
            (self.tr("全屏"), "F11", self._full_screen),
            *places,
        ]

    def _make_actions(self) -> list[QAction]:
        made = []
        for title, keys, do in self._commands():
            action = QAction(title, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _=False, do=do: do())
            self.addAction(action)
            made.append(action)
        self.preferences.changed.connect(lambda: QTimer.singleShot(0, self.build))
        return made

    def _switch_language(self) -> None:
        self.preferences.set(language="en" if self.preferences.values.language == "zh" else "zh")

    def _scale(self, by: int) -> None:
        self.preferences.set(scale=min(max(self.preferences.values.scale + by, 90), 200))

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def open_palette(self) -> None:
        palette = Palette(theme(self.preferences.values.dark), [self._find_commands, *self._find_dossiers()], self)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.show()

    def _find_commands(self, query: str) -> list[Entry]:
        own = list(self.page.actions()) if self.page else []
        return [
            Entry(a.text(), a.trigger, a.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
            for a in [*own, *self._window_actions]
            if a.isEnabled() and a.text() and matches(query, a.text())
        ]

    def _find_dossiers(self) -> list[Finder]:
        if self.session is None:
            return []
        from ui.dossiers.find import finder, text_finder

        session, go = self.session, partial(self.go, "dossiers")
        return [finder(session, go), text_finder(session, go)]

    def show_shortcuts(self) -> None:
        groups: list[Group] = []
        if self.page is not None:
            groups += self.page.shortcut_groups()
            groups.append((tr(screen(self._name).title), of_actions(self.page.actions())))
        groups.append((self.tr("全局"), of_actions(self._window_actions)))
        Shortcuts(groups, self).exec()

    def show_help(self) -> None:
        from ui.kit.help import Help

        Help(self.preferences.values.language, self).show()

    # workspaces ----------------------------------------------------------------------------------------------------

    def open_workspace(self, folder: Path) -> bool:
        """Open, or say why not."""
        try:
            workspace = Workspace.open(folder)
        except CaseReviewError as error:
            self.banner.tell(error)
            return False
        self._sit_down(workspace)
        return True

    def _sit_down(self, workspace: Workspace) -> None:
        self.close_workspace()
        self.session = Session(workspace, Author(self.preferences.values.reader, self._clock), self.preferences)
        self.session.failed.connect(self._tell)
        self.preferences.opened(workspace.folder.resolve())
        self._name = "overview"
        self.build()
        if not self.session.author.name:
            self.session.become(self._proposed_name())

    def _proposed_name(self) -> str:
        campaign = self.session.campaign if self.session else None
        leaders = [member.name for member in campaign.members if member.leader] if campaign else []
        return leaders[0] if leaders else self.tr("评查员")

    def caught(self, error: BaseException) -> None:
        """What nobody caught: a disk that is full or gone is told like any problem, the rest is our bug."""
        if (problem := disk.told(error)) is not None:
            self.banner.tell(problem)
        else:
            Report(theme(self.preferences.values.dark), error, self).exec()

    def _tell(self, error: Exception) -> None:
        self.banner.tell(error)

    def close_workspace(self) -> None:
        if self.session is None:
            return
        session, self.session = self.session, None
        self.build()
        session.close()
        session.workspace.close()
        session.deleteLater()

    def ask_new(self) -> None:
        start = str(Path.home() / (self.tr("案卷评查") + SUFFIX))
        name, _ = QFileDialog.getSaveFileName(self, self.tr("新建工作区"), start, f"*{SUFFIX}")
        if name:
            self.new_workspace(Path(name))

    def new_workspace(self, folder: Path) -> bool:
        """Make and open; the suffix is added where it is missing."""
        if folder.suffix != SUFFIX:
            folder = folder.with_name(folder.name + SUFFIX)
        try:
            workspace = Workspace.create(folder)
        except CaseReviewError as error:
            self.banner.tell(error)
            return False
        self._sit_down(workspace)
        return True

    def ask_open(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("打开工作区（以 .casereview 结尾的文件夹）"))
        if name:
            self.open_workspace(Path(name))

    def ask_samples(self) -> None:
        start = str(Path.home() / (self.tr("示例评查") + SUFFIX))
        name, _ = QFileDialog.getSaveFileName(self, self.tr("把示例放在哪里"), start, f"*{SUFFIX}")
        if name:
            self.open_samples(Path(name))

    def open_samples(self, folder: Path) -> None:
        """A new workspace with the sample dossiers taken in."""
        from casereview.units import actions as units
        from casereview.words import RESOURCES
        from ui.dossiers.intake import start_intake

        if self.new_workspace(folder) and self.session is not None:
            self.session.act(units.import_table, RESOURCES / "samples" / "register.xlsx")
            start_intake(self.session, sorted((RESOURCES / "samples" / "dossiers").iterdir()))
            self.go("dossiers")

    def ask_backup(self) -> None:
        if self.session is None:
            return
        start = str(self.session.workspace.exports / f"{self._clock():%Y%m%d-%H%M}.backup")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("备份工作区"), start)
        if name:
            workspace = self.session.workspace
            self.session.jobs.start(self.session.task(self.tr("备份"), lambda progress: workspace.backup(Path(name))))

    # the end -------------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        self.close_workspace()
        event.accept()
