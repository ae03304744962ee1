"""Edited packs: an office confirms its threshold and brings next year's calendar."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from casereview import packs, record
from casereview.checks import actions, inforce
from casereview.errors import NotFound
from casereview.packs import PackValueWrong
from casereview.record import Author
from casereview.workspace import Workspace

BY = Author("甲", lambda: datetime(2026, 6, 1, 9).astimezone())
REGION = (packs.SHIPPED / "regions" / "shanxi-jinzhong.toml").read_text("utf-8")
YEAR = 'year = 2027\nsource = "本单位录入"\noff = ["2027-01-01/2027-01-03"]\nwork = []\nholidays = ["2027-01-01"]\n'


def test_a_confirmed_threshold_and_a_new_year_are_in_force(tmp_path: Path) -> None:
    told = REGION.replace('value = "5000"\n', 'value = "6000"\nconfirmed = true\n')
    with Workspace.create(tmp_path / "a.casereview") as workspace, closing(workspace.connect()) as db:
        assert not inforce.in_force(db, "shanxi-jinzhong").region.figures["hearing_person"].confirmed
        actions.set_pack(db, BY, "regions", "shanxi-jinzhong", told)
        actions.set_pack(db, BY, "calendar", "2027", YEAR)
        now = inforce.in_force(db, "shanxi-jinzhong")
        assert (now.region.figures["hearing_person"].value, now.region.figures["hearing_person"].confirmed) == (
            "6000",
            True,
        )
        assert now.calendar.add_workdays(date(2026, 12, 31), 1) == date(2027, 1, 4)
        actions.set_pack(db, BY, "regions", "shanxi-jinzhong", REGION)
        assert not inforce.in_force(db, "shanxi-jinzhong").region.figures["hearing_person"].confirmed


def test_a_wrong_pack_is_refused_and_nothing_is_recorded(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "a.casereview") as workspace, closing(workspace.connect()) as db:
        with pytest.raises(PackValueWrong):
            actions.set_pack(db, BY, "calendar", "2027", YEAR.replace("2027\n", '"x"\n', 1))
        with pytest.raises(NotFound):
            actions.set_pack(db, BY, "surnames", "all", "")
        assert actions.edited_packs(db) == {}


def test_two_edits_side_by_side_are_a_conflict_for_a_person(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "a.casereview") as workspace, closing(workspace.connect()) as db:
        actions.set_pack(db, BY, "calendar", "2027", YEAR)
        record.append(db, Author("乙"), inforce.PACK, "calendar/2027", {"text": YEAR + "# 另一份"})
        with pytest.raises(inforce.PackConflict):
            inforce.in_force(db)
        [disputed] = [one for one in actions.shelf(db) if one.disputed]
        assert (disputed.name, disputed.by) == ("2027", "乙、甲")
        assert 2027 not in actions.packs_in_force(db).calendar.years
        assert actions.outcomes(db, "d") == []  # what was found before can still be looked at
        actions.set_pack(db, BY, "calendar", "2027", YEAR)
        assert 2027 in inforce.in_force(db).calendar.years and not any(one.disputed for one in actions.shelf(db))
