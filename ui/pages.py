"""The screens of the window, in the order of the road. A new screen is one line here and one folder beside."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from ui.kit.page import Page
from ui.kit.session import Session
from ui.kit.translate import source


class Screen(NamedTuple):
    """name: for `Page.asked` · title: Chinese source · icon: file in resources/icons · factory: "module:class", loaded on first visit."""

    name: str
    title: str
    icon: str
    factory: str

    def make(self, session: Session) -> Page:
        module, name = self.factory.split(":")
        page = getattr(import_module(module), name)(session)
        assert isinstance(page, Page)
        return page


SCREENS = (
    Screen("overview", source("总览"), "layout-dashboard", "ui.overview.page:OverviewPage"),
    Screen("dossiers", source("案卷"), "folder-open", "ui.dossiers.page:DossiersPage"),
    Screen("marking", source("评查"), "list-checks", "ui.marking.page:MarkingPage"),
    Screen("panel", source("合议"), "users", "ui.panel.page:PanelPage"),
    Screen("results", source("结果"), "chart-column", "ui.results.page:ResultsPage"),
    Screen("exemplars", source("案例库"), "library", "ui.exemplars.page:ExemplarsPage"),
    Screen("notices", source("通报"), "file-text", "ui.notices.page:NoticesPage"),
    Screen("ledger", source("台账"), "clipboard-list", "ui.ledger.page:LedgerPage"),
    Screen("units", source("单位名册"), "building-2", "ui.units.page:UnitsPage"),
    Screen("rubrics", source("标准"), "scale", "ui.rubrics.page:RubricsPage"),
)


def screen(name: str) -> Screen:
    """Raises KeyError for a name that is no screen."""
    for candidate in SCREENS:
        if candidate.name == name:
            return candidate
    raise KeyError(name)
