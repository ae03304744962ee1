from __future__ import annotations

from pathlib import Path

import pytest

from casereview import record
from casereview.marking import actions as marking
from casereview.panel import actions
from casereview.panel.package import PackageLocked
from casereview.panel.receipts import SwappedPackage
from casereview.panel.vetting import UnfitPackage, WrongCampaign
from tests.casereview.panel.review import LEADER, A, B, a_campaign, clocked, opened, read
from tests.casereview.panel.rooms import Room


def back(room: Room, reader: str, count: int) -> Path:
    """A reader's marks, sealed to the key that the campaign carries."""
    room.begin(reader)
    out = room.folder / f"{reader}.casepkg"
    with opened(room.at(reader)) as db:
        for dossier in room.drawn:
            read(db, clocked(reader), room.campaign, dossier, [("A", "A-1", count)])
        actions.write_mark_package(db, clocked(reader), room.campaign.id, out)
    return out


def test_nothing_can_be_read_before_the_opening_and_all_is_opened_at_once(tmp_path: Path) -> None:
    room = Room(tmp_path)
    files = [back(room, A, 1), back(room, B, 2)]
    with opened(room.at(B)) as db, pytest.raises(PackageLocked):
        actions.look_into(files[0], db)  # sealed to the leader: not even another reader of the panel opens it
    with opened(room.leader) as db:
        leader = clocked(LEADER)
        _, taken = actions.receive(db, leader, room.campaign.id, files)
        assert [one.who for one in taken] == [A, B]
        assert not actions.receive(db, leader, room.campaign.id, files)[0]
        assert marking.marks(db, room.campaign.id, room.drawn[0]) == []
        _, opening, reports = actions.unseal(db, leader, room.campaign.id, files[:1])
        assert (opening.missing, opening.opened, reports[0].who) == ((B,), (taken[0],), A)
        _, opening, _ = actions.unseal(db, leader, room.campaign.id, files)
        assert (opening.missing, opening.refused) == ((), {})
        assert {mark.reader for mark in marking.marks(db, room.campaign.id, room.drawn[0])} == {A, B}
        assert [len(one.opened) for _, _, one in actions.openings(db, room.campaign.id)] == [1, 2]


def test_a_swapped_package_is_named_and_none_is_opened(tmp_path: Path) -> None:
    room = Room(tmp_path)
    files = [back(room, A, 1), back(room, B, 2)]
    with opened(room.leader) as db:
        actions.receive(db, clocked(LEADER), room.campaign.id, files)
    with opened(room.at(B)) as db:  # made anew after it was handed in
        actions.write_mark_package(db, clocked(B, 9), room.campaign.id, files[1])
    with opened(room.leader) as db:
        digest = record.state_digest(db)
        with pytest.raises(SwappedPackage) as refused:
            actions.unseal(db, clocked(LEADER), room.campaign.id, files)
        assert refused.value.parameters["who"] == B
        assert record.state_digest(db) == digest


def test_only_marks_of_this_campaign_are_registered(tmp_path: Path) -> None:
    room = Room(tmp_path)
    file = back(room, A, 1)
    with opened(room.leader) as db:
        with pytest.raises(UnfitPackage):
            actions.receive(db, clocked(LEADER), room.campaign.id, [room.folder / f"{A}.task.casepkg"])
        other = a_campaign().model_copy(update={"id": "2023-other", "title": "去年"})
        actions.new_campaign(db, clocked(LEADER), other)
        with pytest.raises(WrongCampaign):
            actions.receive(db, clocked(LEADER), other.id, [file])
