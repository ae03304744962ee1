"""Packs entry by entry: every shipped entry can be changed, added and taken away in the text, and nothing else moves."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import packs
from casereview.checks import actions, entries, inforce, law
from casereview.checks.shelf import CannotConfirm
from casereview.errors import CaseReviewError
from casereview.packs import PackKeyMissing, PackValueWrong
from casereview.record import Author
from casereview.workspace import Workspace

BY = Author("甲", lambda: datetime(2026, 6, 1, 9).astimezone())
WITH_ENTRIES = [
    (kind, name) for kind in ("discretion", "law", "legal_review", "leniency", "regions") for name in packs.names(kind)
]


def text_of(kind: str, name: str) -> str:
    return (packs.SHIPPED / kind / f"{name}.toml").read_text("utf-8")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Workspace.create(tmp_path / "a.casereview") as workspace, closing(workspace.connect()) as opened:
        yield opened


def comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


@pytest.mark.parametrize(("kind", "name"), WITH_ENTRIES)
def test_any_entry_can_be_changed_and_taken_away_and_the_rest_stays(kind: str, name: str) -> None:
    text = text_of(kind, name)
    found = entries.entries(kind, name, text)
    assert found and all(one.title for one in found)
    # The first, the last and some between: each edit reads the whole text again.
    for one in found[:: max(1, len(found) // 5)] + found[-1:]:
        same = entries.changed(text, one.path, one.values)
        assert tomllib.loads(same) == tomllib.loads(text) and comments(same) == comments(text)
        without = entries.removed(text, one.path)
        left = [other.values for other in entries.entries(kind, name, without)]
        assert left == [other.values for other in found if other.path != one.path]
        assert comments(without) == comments(text)
        key = str(one.path[1]) if one.kind.keyed else ""
        back = entries.added(without, one.kind.table, one.values, key)
        assert one.values in [other.values for other in entries.entries(kind, name, back)]
        law_model = law.model_of(kind, name)
        assert law_model is not None and packs.parse(back, "x", law_model)


def test_every_entry_of_a_table_can_go_and_the_first_can_come_again() -> None:
    text = text_of("discretion", "shanxi")
    first = entries.entries("discretion", "shanxi", text)[0]
    while held := entries.entries("discretion", "shanxi", text)[:3]:
        text = entries.removed(text, held[-1].path)
        if len(tomllib.loads(text)["bands"]) > 3:  # the rest at once: the walk above has seen the middle
            text = text[: text.index("[[bands]]")] + "".join(
                f"[[bands]]{part}" for part in text[text.index("[[bands]]") :].split("[[bands]]")[1:4]
            )
    assert tomllib.loads(text)["bands"] == []
    assert entries.entries("discretion", "shanxi", entries.added(text, "bands", first.values))[0].values == first.values


def test_who_compared_an_entry_and_when_is_kept_with_it(db: Database) -> None:
    [one] = [e for e in actions.pack_entries(db, "regions", "shanxi-jinzhong") if e.path[-1] == "hearing_person"]
    assert one.confirmed is False and one.confirmed_by == ""
    actions.set_entry(
        db, BY, "regions", "shanxi-jinzhong", one.path, {"value": "6000", "source": "本省办法", "confirmed": True}
    )
    [one] = [e for e in actions.pack_entries(db, "regions", "shanxi-jinzhong") if e.path[-1] == "hearing_person"]
    assert (one.confirmed, one.confirmed_by) == (True, "甲 2026-06-01")
    figure = inforce.in_force(db, "shanxi-jinzhong").region.figures["hearing_person"]
    assert (figure.value, figure.confirmed_by, figure.confirmed_on) == ("6000", "甲", date(2026, 6, 1))
    actions.set_entry(db, BY, "regions", "shanxi-jinzhong", one.path, {**one.values, "confirmed": False})
    [one] = [e for e in actions.pack_entries(db, "regions", "shanxi-jinzhong") if e.path[-1] == "hearing_person"]
    assert (one.confirmed, one.confirmed_by) == (False, "")


def test_a_confirmed_placeholder_names_its_person(db: Database) -> None:
    path = ("bands", 0)
    actions.confirm_in_pack(db, BY, "discretion", "shanxi", path, "省厅文件")
    first = actions.pack_entries(db, "discretion", "shanxi")[0]
    assert (first.source, first.confirmed, first.confirmed_by) == ("省厅文件", True, "甲 2026-06-01")


def test_the_day_an_entry_holds_can_be_edited_and_bounds_the_check(db: Database) -> None:
    first = actions.pack_entries(db, "discretion", "shanxi")[0]
    actions.set_entry(db, BY, "discretion", "shanxi", first.path, {**first.values, "to": date(2024, 12, 31)})
    pack = inforce.in_force(db, "shanxi-jinzhong").discretion
    assert pack is not None and pack.bands[0].covers(date(2024, 12, 31)) and not pack.bands[0].covers(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"to": date(2020, 1, 1)}, "止日早于起日"),
        ({"max": "1"}, "上限低于下限"),
        ({"min": "十元"}, "的“下限（元）”不能是“十元”：应为数字"),
        ({"band": None}, "缺少“档次”"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_entry_is_refused_by_its_name_in_words(db: Database, change: dict[str, object], said: str) -> None:
    first = actions.pack_entries(db, "discretion", "shanxi")[0]
    values = {key: value for key, value in {**first.values, **change}.items() if value is not None}
    text = actions.entry_text(db, BY, "discretion", "shanxi", first.path, values)
    with pytest.raises(CaseReviewError) as told:
        actions.look_at_pack(db, "discretion", "shanxi", text)
    sentence = entries.explain(told.value, "discretion", "shanxi", text)
    assert said in sentence and first.title in sentence
    assert first.title in entries.explain(told.value, "discretion", "shanxi", text, "en")
    with pytest.raises(CaseReviewError):
        actions.set_entry(db, BY, "discretion", "shanxi", first.path, values)
    assert actions.edited_packs(db) == {}


def test_what_a_rule_asks_for_by_name_cannot_be_taken_away(db: Database) -> None:
    with pytest.raises(PackKeyMissing):
        actions.drop_entry(db, BY, "law", "limits", ("limits", "decision"))
    with pytest.raises(PackKeyMissing):
        actions.drop_entry(db, BY, "law", "laws", ("laws", "penalty"))
    actions.drop_entry(db, BY, "law", "fines", ("fines", 0))
    assert len(inforce.in_force(db).fines) == len(law.shipped().fines) - 1


def test_a_local_act_is_added_and_known_by_its_name(db: Database) -> None:
    values = {
        "title": "某省公路条例",
        "names": ["某省公路条例"],
        "rank": "local",
        "versions": [{"from": date(2020, 1, 1), "articles": 60}],
    }
    actions.add_entry(db, BY, "law", "laws", "laws", values, "some_highway")
    assert inforce.in_force(db).law_named("《某省公路条例》") == "some_highway"
    assert inforce.in_force(db).laws["some_highway"].last_article(date(2024, 1, 1)) == 60
    for key in ("some_highway", "带 空格", "penalty"):
        with pytest.raises(CannotConfirm):
            actions.add_entry(db, BY, "law", "laws", "laws", values, key)
    with pytest.raises(PackValueWrong):
        actions.add_entry(db, BY, "law", "laws", "laws", {**values, "rank": "x"}, "other")
