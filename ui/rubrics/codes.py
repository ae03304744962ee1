"""Codes of a rubric chosen by their names: outcomes of checks, papers, facts, flags. Nobody has to know a code by heart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from casereview import words
from casereview.rubric.lint import FLAGS, PROCEDURES
from casereview.text import fold
from ui.kit.ask import Ask, line
from ui.kit.layout import button, label, row
from ui.kit.pinyin import initials
from ui.kit.session import Session
from ui.kit.translate import tr

CODE = Qt.ItemDataRole.UserRole
Named = tuple[str, str]  # a code and what it is called


@cache
def named(kind: str, language: str) -> tuple[Named, ...]:
    """Every code of a kind with its name: outcomes forms facts flags procedures subjects values without."""
    return tuple(_KINDS[kind](language))


def _words(table: str, codes: Sequence[str], language: str) -> list[Named]:
    return [(code, words.render(f"{table}.{code}", language)) for code in codes]


def _outcomes(language: str) -> list[Named]:
    from casereview.checks import unit
    from casereview.checks.say import rules_table, title
    from casereview.units.catalogue import shipped

    # Only what fails or warns can propose anything.
    said = [words.render(f"check.verdict.{verdict}", language) for verdict in ("fail", "warn")]
    found = [
        (code, f"{rule['title']} · {verdict}")
        for rule in rules_table(language)
        for code, verdict, _ in rule["outcomes"]
        if verdict in said
    ]
    return found + [(code, title(rule, language)) for rule, code in unit.table(shipped())]


def _forms(language: str) -> list[Named]:
    from casereview.dossier.forms import shipped

    return [(form.code, words.render(f"form.{form.code}", language)) for form in shipped().form]


def _facts(language: str) -> list[Named]:
    from casereview.dossier.facts.typed import names

    return _words("fact", names(), language)


def _values(language: str) -> list[Named]:
    """ "domain=road" for every plain fact that takes one of a few words: a type of case."""
    from casereview.dossier.facts.typed import choices_of, names, parts_of

    found = []
    for name in names():
        for value in () if parts_of(name) else choices_of(name):
            table = "domain" if name == "domain" else "value"
            said = words.render(f"fact.{name}", language), words.render(f"{table}.{value}", language)
            found.append((f"{name}={value}", "\uff1a".join(said) if language == "zh" else ": ".join(said)))
    return found


_KINDS: dict[str, Callable[[str], list[Named]]] = {
    "outcomes": _outcomes,
    "forms": _forms,
    "facts": _facts,
    "values": _values,
    "flags": lambda language: _words("case_flag", sorted(FLAGS), language),
    "procedures": lambda language: _words("value", [c for c in ("general", "summary", "licence", "inspection") if c in PROCEDURES], language),
    "subjects": lambda language: _words("subject", ("dossier", "unit"), language),
    "without": lambda language: _words("grade_without", ("serious_finding", "veto"), language),
}  # fmt: skip


class Codes(QWidget):
    """What is chosen, by name, and a button to choose. changed: the codes as they are now."""

    changed = Signal(object)

    def __init__(self, session: Session, kind: str, chosen: Sequence[str], name: str) -> None:
        super().__init__()
        self._session, self._kind, self._name = session, kind, name
        self.chosen = list(chosen)
        self.said = label("", wrap=True)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.ask_button = button(self.tr("选择…"), self.ask)
        self.ask_button.setAccessibleName(name)
        line_ = row(self.said, self.ask_button)
        line_.setAlignment(self.ask_button, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line_)
        self._show()

    def _show(self) -> None:
        names = dict(named(self._kind, self._session.language))
        unknown = self.tr("{}（目录里没有）")
        codes = self._kind in ("outcomes", "forms")
        said = [
            (f"{code} {names[code]}" if codes else names[code]) if code in names else unknown.format(code)
            for code in self.chosen
        ]
        self.said.setText("\n".join(said) if codes else "、".join(said) or self.tr("（没有）"))
        if not said:
            self.said.setText(self.tr("（没有）"))
        self.said.setToolTip("\n".join(self.chosen))
        quiet: QLabel = self.said
        quiet.setEnabled(bool(said))

    def ask(self) -> None:
        """Open the list; what is ticked there takes the place of what was chosen."""
        PickCodes(self, self._name, named(self._kind, self._session.language), self.chosen, self.take).open()

    def take(self, chosen: Sequence[str]) -> None:
        if list(chosen) != self.chosen:
            self.chosen = list(chosen)
            self._show()
            self.changed.emit(list(chosen))


class PickCodes(Ask):
    """A list to tick, found by code, words or pinyin initials. What is chosen stands first, also what no catalogue has."""

    def __init__(
        self, parent: QWidget, title: str, known: Sequence[Named], chosen: Sequence[str], do: Callable[[list[str]], object]
    ) -> None:  # fmt: skip
        self.search = line("", tr("查找"), tr("代码、名称或拼音首字母"))
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        super().__init__(parent, title, self.search, self.list, ok=tr("确定"), do=lambda: do(self.ticked()))
        names = dict(known)
        unknown = [(code, self.tr("（目录里没有）")) for code in chosen if code not in names]
        first = [(code, names[code]) for code in chosen if code in names]
        for code, name in (*first, *unknown, *((c, n) for c, n in known if c not in chosen)):
            made = QListWidgetItem(f"{code}  {name}")
            made.setData(CODE, code)
            made.setFlags(made.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            made.setCheckState(Qt.CheckState.Checked if code in chosen else Qt.CheckState.Unchecked)
            self.list.addItem(made)
        self.search.textChanged.connect(self._narrow)
        self.resize(560, 480)
        self.search.setFocus()

    def ticked(self) -> list[str]:
        """The codes that are ticked, in the order of the list."""
        lines = (self.list.item(n) for n in range(self.list.count()))
        return [str(one.data(CODE)) for one in lines if one.checkState() is Qt.CheckState.Checked]

    def _narrow(self, typed: str) -> None:
        wanted = fold(typed)
        for n in range(self.list.count()):
            one = self.list.item(n)
            hit = wanted in fold(one.text()) or wanted in initials(fold(one.text()))
            one.setHidden(bool(wanted) and not hit)
