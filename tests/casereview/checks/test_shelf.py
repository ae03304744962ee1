"""Packs as a person looks at them: every placeholder can be confirmed, and nothing else of the text changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import packs
from casereview.checks import actions, inforce, law, shelf
from casereview.errors import CaseReviewError
from casereview.packs import PackKeyMissing, PackNotToml, PackValueWrong
from casereview.panel import actions as panel
from casereview.panel.campaigns import pack_hashes
from casereview.record import Author
from casereview.workspace import Workspace

BY = Author("甲", lambda: datetime(2026, 6, 1, 9).astimezone())
YEAR = 'year = 2027\nsource = "本单位录入"\noff = ["2027-01-01/2027-01-03"]\nwork = []\nholidays = ["2027-01-01"]\n'
EDITABLE = [(kind, name) for kind in ("calendar", "checks", "discretion", "figures", "law", "legal_review", "leniency", "regions") for name in packs.names(kind)]  # fmt: skip


def text_of(kind: str, name: str) -> str:
    return (packs.SHIPPED / kind / f"{name}.toml").read_text("utf-8")


# Of a pack with many that are written alike, some.
OPEN = [
    (kind, name, p)
    for kind, name in EDITABLE
    for every in [shelf.placeholders(kind, name, text_of(kind, name))]
    for p in every[:: max(1, len(every) // 8)]
]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Workspace.create(tmp_path / "a.casereview") as workspace, closing(workspace.connect()) as opened:
        yield opened


def test_every_pack_stands_on_the_shelf_with_its_hash(db: Database) -> None:
    found = actions.shelf(db)
    assert {f"{one.kind}/{one.name}": one.digest for one in found} == pack_hashes()
    assert {(one.kind, one.name) for one in found if one.editable} == set(EDITABLE)
    assert not any(one.edited for one in found)
    region = next(one for one in found if one.name == "shanxi-jinzhong")
    assert region.title == "山西省晋中市" and "figures.hearing_person" in [one.where for one in region.open]


@pytest.mark.parametrize("row", OPEN, ids=[f"{kind}-{name}-{p.where}" for kind, name, p in OPEN])
def test_every_shipped_placeholder_can_be_confirmed_and_nothing_else_changes(
    row: tuple[str, str, shelf.Placeholder],
) -> None:
    kind, name, placeholder = row
    before = text_of(kind, name)
    after = shelf.confirmed(kind, name, before, placeholder.path, "省政府令第1号\n“第三条”")
    left = [p.where for p in shelf.placeholders(kind, name, after)]
    assert left == [p.where for p in shelf.placeholders(kind, name, before) if p.where != placeholder.where]
    assert "省政府令第1号" in after
    assert {line for line in before.splitlines() if line.startswith("#")} <= set(after.splitlines())


def test_a_confirmed_value_is_in_force_with_its_source(db: Database) -> None:
    path = ("figures", "hearing_person")
    actions.confirm_in_pack(db, BY, "regions", "shanxi-jinzhong", path, "本省规定", "6000")
    held = inforce.in_force(db, "shanxi-jinzhong").region.figures["hearing_person"]
    assert (held.value, held.source, held.confirmed) == ("6000", "本省规定", True)
    [one] = [one for one in actions.shelf(db) if one.edited]
    assert (one.name, one.by, "figures.hearing_person" in [p.where for p in one.open]) == (
        "shanxi-jinzhong",
        "甲",
        False,
    )
    with pytest.raises(shelf.CannotConfirm):
        actions.confirm_in_pack(db, BY, "regions", "shanxi-jinzhong", ("figures", "nowhere"), "本省规定")


def test_what_is_written_in_one_line_is_left_to_a_person() -> None:
    text = text_of("regions", "national")
    inline = text.split("[figures.")[0] + 'figures = { hearing_person = { value = "5000", source = "占位" } }\n'
    with pytest.raises(shelf.CannotConfirm):
        shelf.confirmed("regions", "national", inline, ("figures", "hearing_person"), "本省规定")


def test_the_shipped_pack_comes_back_and_an_added_one_goes(db: Database) -> None:
    actions.set_pack(db, BY, "calendar", "2027", YEAR)
    actions.set_pack(db, BY, "calendar", "2026", text_of("calendar", "2026").replace('"2026-01-04", ', ""))
    assert {(one.name, one.edited) for one in actions.shelf(db) if one.kind == "calendar" and one.edited} == {
        ("2026", True),
        ("2027", True),
    }
    assert actions.restore_pack(db, BY, "calendar", "2026") and actions.restore_pack(db, BY, "calendar", "2027")
    assert not actions.restore_pack(db, BY, "calendar", "2027")
    assert {f"{one.kind}/{one.name}": one.digest for one in actions.shelf(db)} == pack_hashes()
    assert inforce.in_force(db) == law.shipped()


def test_a_campaign_freezes_the_hashes_of_edited_packs(db: Database) -> None:
    actions.set_pack(db, BY, "calendar", "2027", YEAR)
    actions.confirm_in_pack(db, BY, "law", "laws", ("laws", "procedure"), "交通运输部公报")
    frozen = panel.packs_in_force(db)
    shipped = pack_hashes()
    assert frozen.keys() - shipped.keys() == {"calendar/2027"}
    assert {name for name in shipped if frozen[name] != shipped[name]} == {"law/laws"}
    assert frozen["law/laws"] == next(one.digest for one in actions.shelf(db) if one.name == "laws")


@pytest.mark.parametrize(
    ("kind", "name", "text", "error"),
    [
        ("calendar", "2027", YEAR + "x = [", PackNotToml),
        ("calendar", "2027", YEAR.replace("01-03", "01-35"), PackValueWrong),
        ("calendar", "2027", YEAR.replace('"2027-01-01"]', '"2026-01-01"]'), PackValueWrong),
        ("calendar", "2028", YEAR, PackValueWrong),
        ("law", "laws", "[laws]\n", PackKeyMissing),
        ("law", "limits", text_of("law", "limits").replace("[limits.decision]", "[limits.decisions]"), PackKeyMissing),
        ("regions", "here", text_of("regions", "national").replace('discretion = ""', 'discretion = "gone"'), PackValueWrong),
    ],
)  # fmt: skip
def test_a_pack_that_would_stop_a_check_is_refused(
    db: Database, kind: str, name: str, text: str, error: type[CaseReviewError]
) -> None:
    with pytest.raises(error):
        actions.look_at_pack(db, kind, name, text)
    with pytest.raises(error):
        actions.set_pack(db, BY, kind, name, text)
    assert actions.edited_packs(db) == {}


def test_an_article_of_an_unconfirmed_act_is_marked() -> None:
    shipped = law.shipped()
    assert (
        shipped.cite("penalty:61.1;procedure:90")
        == "《中华人民共和国行政处罚法》第六十一条第一款；《交通运输行政执法程序规定》第九十条（待核）"
    )
    text = shelf.confirmed("law", "laws", text_of("law", "laws"), ("laws", "procedure"), "交通运输部公报")
    assert law.with_edited({"law/laws": text}).cite("procedure:90") == "《交通运输行政执法程序规定》第九十条"
