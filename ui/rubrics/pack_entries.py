"""条目: a data pack entry by entry, with source and state; changed, added, taken away. The table exports as a lawyer's list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QMessageBox, QWidget

from casereview.checks import actions, entries
from casereview.checks.entries import Entry
from casereview.checks.law import article_in_words
from casereview.checks.shelf import CannotConfirm, Shelved
from ui.kit.layout import button, column, label, row
from ui.kit.say import word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.rubrics.entry_dialog import EntryDialog
from ui.rubrics.pack_commands import PackEdit


class PackEntries(QWidget):
    """find: called with the path of an entry, to show it in the text."""

    def __init__(self, session: Session, find: Callable[[tuple[str | int, ...]], None]) -> None:
        super().__init__()
        self._session, self._find = session, find
        self._pack: Shelved | None = None
        self._locked = False
        self._laws: dict[str, str] = {}
        self.table = self._table()
        self.table.opened.connect(lambda _: self.change())
        self.table.selected.connect(self._look)
        self.only_open = QCheckBox(self.tr("只看待核"))
        self.only_open.toggled.connect(self.refill)
        self.edit = button(self.tr("修改…"), self.change)
        self.add = button(self.tr("新增…"), self.ask_new)
        self.drop = button(self.tr("删除"), self.ask_drop)
        self.where = button(self.tr("在文本中查看"), self._show_in_text, "link")
        self.note = label("", "soft", wrap=True)
        box = column(gap=2, margin=3)
        box.addWidget(self.table, 1)
        box.addWidget(self.note)
        box.addLayout(row(self.edit, self.add, self.drop, self.only_open, None, self.where))
        self.setLayout(box)

    def _table(self) -> Table[Entry]:
        amber = self._session.theme.amber

        def color(one: Entry) -> str | None:
            return amber if one.confirmed is False else None

        columns = (
            Column[Entry](self.tr("内容"), self.title_of, "title", 34, tip=self.title_of),
            Column[Entry](self.tr("数值"), self.value_of, "value", 18, tip=self.value_of),
            Column[Entry](self.tr("状态"), self.state_of, "state", 8, color=color),
            Column[Entry](self.tr("条文"), self.place_of, "place", 28, tip=self.place_of),
            Column[Entry](self.tr("适用期间"), self.span_of, "span", 20, tip=self.span_of),
            Column[Entry](self.tr("出处"), lambda e: e.source, "source", 36, tip=lambda e: e.source),
            Column[Entry](self.tr("核对人和日期"), lambda e: e.confirmed_by, "by", 18),
        )
        return Table(self._session, self.tr("数据包的条目"), columns, ListSource(columns, []))

    # shown ---------------------------------------------------------------------------------------------------------

    def show_pack(self, pack: Shelved, *, locked: bool) -> None:
        """locked: its text is being typed, so that the entries are not those that would be saved."""
        self._pack, self._locked = pack, locked
        laws = actions.packs_in_force(self._session.db).laws
        self._laws = {key: act.title.removeprefix("中华人民共和国") for key, act in laws.items()}
        self.refill()

    def lock(self, locked: bool) -> None:
        if locked != self._locked:
            self._locked = locked
            self._look()

    def refill(self) -> None:
        if self._pack is None:
            return
        rows = actions.pack_entries(self._session.db, self._pack.kind, self._pack.name)
        shown = [one for one in rows if one.confirmed is False] if self.only_open.isChecked() else rows
        self.table.reload(ListSource(self.table.model.columns, shown))
        self._look()

    def _look(self) -> None:
        one = self.chosen
        can = self._pack is not None and self._pack.editable and not self._locked
        self.edit.setEnabled(can and one is not None)
        self.drop.setEnabled(can and one is not None)
        self.add.setEnabled(can)
        self.where.setEnabled(one is not None)
        said = self._about(one) if one is not None else ""
        if self._locked:
            said = self.tr("文本里有没有保存的修改，请先保存或放弃，再逐条修改。")
        self.note.setText(said)
        self.note.setVisible(bool(said))

    def _about(self, one: Entry) -> str:
        """The chosen entry in full: what the columns have no room for."""
        parts = [self.title_of(one), str(one.values.get("circumstance") or ""), self.place_of(one), one.source]
        if one.confirmed_by:
            parts.append(self.tr("{} 核对").format(one.confirmed_by))
        return " · ".join(dict.fromkeys(part for part in parts if part))

    @property
    def chosen(self) -> Entry | None:
        return next(iter(self.table.values()), None)

    def choose(self, path: tuple[str | int, ...]) -> None:
        """Select an entry by where it stands."""
        for number in range(self.table.model.rowCount()):
            held = self.table.model.item(number)
            if held is not None and held.path == path:
                self.table.view.selectRow(number)
                self.table.view.scrollTo(self.table.model.index(number, 0))

    def title_of(self, one: Entry) -> str:
        """By its own title, or by the word for its key."""
        key = str(one.path[-1])
        if one.title != key:
            return one.title
        for table in ("region_figure", "check.legal.limits", "check.legal.amounts"):
            if (said := word(self._session, table, key)) != key:
                return said
        return key

    def value_of(self, one: Entry) -> str:
        """What the entry sets, in short."""
        said: Any = one.values
        if "min" in said:
            most = said.get("grave_max") or said.get("max")
            return " ".join(part for part in (str(said.get("band", "")), f"{said['min']}–{most}") if part)
        if "count" in said:
            return f"{said['count']} {word(self._session, 'pack_value', str(said.get('unit', '')))}"
        if "old" in said:
            return f"{said['old']} → {said.get('new') or self.tr('已删除')}"
        if "list" in said:
            return word(self._session, "pack_value", str(said["list"]))
        if "paragraphs" in said or "items" in said:
            return self.tr("{} 款 {} 项").format(said.get("paragraphs", 1), said.get("items", 0))
        if "person" in said or "organisation" in said:
            return f"{said.get('person', '—')} / {said.get('organisation', '—')}"
        if "versions" in said:
            return self.tr("{} 个版本").format(len(said["versions"]))
        plain = next((said[key] for key in ("value", "days", "target", "due") if said.get(key) not in (None, "")), None)
        if plain is None and "articles" in said:
            return "、".join(str(number) for number in said["articles"])
        return "—" if plain is None else str(plain)

    def place_of(self, one: Entry) -> str:
        """The article that it is for."""
        said = one.values
        act = self._laws.get(str(said.get("law", "")), str(said.get("law", "")))
        number = said.get("article") or said.get("old")
        if isinstance(number, int):
            return act + article_in_words(number, said.get("paragraph"), said.get("item"))
        return str(number or act)

    def span_of(self, one: Entry) -> str:
        said = one.values
        versions = said.get("versions") or [said]
        start, to = versions[-1].get("from") or said.get("since"), versions[-1].get("to")
        return f"{start}–{to or ''}" if isinstance(start, date) else ""

    def state_of(self, one: Entry) -> str:
        if one.confirmed is None:
            return ""
        return self.tr("已核") if one.confirmed else self.tr("⚠ 待核")

    # edits ---------------------------------------------------------------------------------------------------------

    def change(self) -> None:
        one, pack = self.chosen, self._pack
        if one is not None and pack is not None and self.edit.isEnabled():
            EntryDialog(self._session, self, pack, one.kind, one, self._laws).open()

    def ask_new(self) -> None:
        """A new entry: like the chosen one, of its table."""
        pack = self._pack
        if pack is None:
            return
        kinds, like = entries.kinds(pack.kind, pack.name), self.chosen
        kind = like.kind if like else kinds[0]
        EntryDialog(self._session, self, pack, kind, None, self._laws, like).open()

    def ask_drop(self) -> None:
        one, pack = self.chosen, self._pack
        if one is None or pack is None:
            return
        text = self.tr("要从“{}”里删除“{}”吗？可以撤销。").format(pack.title or pack.name, self.title_of(one))
        if QMessageBox.question(self, self.tr("删除条目"), text) == QMessageBox.StandardButton.Yes:
            self.remove(one)

    def remove(self, one: Entry) -> None:
        assert self._pack is not None
        pack, held = self._pack, actions.pack_text(self._session.db, self._pack.kind, self._pack.name)
        try:
            text = entries.removed(held, one.path)
        except CannotConfirm as error:
            self._session.failed.emit(error)
            return
        name = self.tr("删除“{}”").format(self.title_of(one))
        self._session.undo.push(PackEdit(self._session, name, pack.kind, pack.name, text))

    def _show_in_text(self) -> None:
        one = self.chosen
        if one is not None:
            partial(self._find, one.path)()
