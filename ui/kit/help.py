"""帮助: the pages of `resources/help` in the window's language, by chapters, with a field that finds words in all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QSplitter, QTextBrowser, QWidget

from casereview.words import RESOURCES
from ui.kit.layout import button, column, row, scaled

FOLDER = RESOURCES / "help"
ORDER = ("dossiers", "rules", "legal")  # pages that are not named here follow by name


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the second level with what stands below it; the first of a page also bears the page's opening."""

    page: str
    title: str
    text: str  # Markdown


@cache
def chapters(language: str) -> tuple[Chapter, ...]:
    """Every page in this language, cut where its headings of the second level stand: a table of hundreds of rows opens at once."""
    files = {file.name.split(".")[0]: file for file in FOLDER.glob(f"*.{language}.md")}
    names = [name for name in ORDER if name in files] + sorted(files.keys() - set(ORDER))
    return tuple(chapter for name in names for chapter in _cut(name, files[name]))


def _cut(name: str, file: Path) -> list[Chapter]:
    opening, *parts = re.split(r"(?m)^## ", file.read_text("utf-8"))
    head = re.search(r"(?m)^# (.+)$", opening)
    title = head.group(1).strip() if head else name
    made = [Chapter(title, title, opening)]
    return made + [Chapter(title, part.split("\n", 1)[0].strip(), f"## {part}") for part in parts]


def html(text: str) -> str:
    """A chapter as Qt's text browser shows it. Qt's own reading of Markdown loses what follows a line break in a cell."""
    from markdown_it import MarkdownIt

    made: str = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    return made.replace(
        "<table>", '<table border="1" cellspacing="0" cellpadding="5" style="border-collapse: collapse">'
    )


class Help(QDialog):
    """Chapters left, text right. Stands beside the window and does not block it."""

    def __init__(self, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("帮助"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._every = chapters(language)
        self._shown: list[Chapter] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("在帮助中查找，如 送达、R-S01"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._narrow)
        self.field.returnPressed.connect(self.find_next)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("章节"))
        self.list.currentRowChanged.connect(self._show)
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("帮助"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([scaled(220), scaled(760)])
        whole = column(self.field, split, row(None, button(self.tr("关闭"), self.accept, "main")), gap=3, margin=4)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.resize(scaled(1020), scaled(660))
        self._narrow("")

    def _narrow(self, typed: str) -> None:
        wanted = typed.strip().lower()
        self._shown = [one for one in self._every if wanted in one.text.lower()]
        self.list.clear()
        for one in self._shown:
            self.list.addItem(one.title if one.title == one.page else f"    {one.title}")
            self.list.item(self.list.count() - 1).setToolTip(f"{one.page}　{one.title}")
        self.list.setCurrentRow(0)
        if not self._shown:
            self.text.setPlainText(self.tr("没有找到。"))

    def _show(self, number: int) -> None:
        if not 0 <= number < len(self._shown):
            return
        self.text.setHtml(html(self._shown[number].text))
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
        if self.field.text().strip():
            self.find_next()

    def find_next(self) -> None:
        """To the next place of what is typed, round the end of the chapter."""
        wanted = self.field.text().strip()
        if wanted and not self.text.find(wanted):
            self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
            self.text.find(wanted)

    def _follow(self, link: QUrl) -> None:
        """Links lead from page to page of the help; nothing of the help lies outside."""
        name = link.fileName().split(".")[0]
        for number, one in enumerate(self._shown):
            if one.page == one.title and any(file.startswith(f"{name}.") for file in _files_of(one)):
                self.list.setCurrentRow(number)


def _files_of(chapter: Chapter) -> list[str]:
    return [file.name for file in FOLDER.glob("*.md") if f"# {chapter.title}" in file.read_text("utf-8")[:200]]
