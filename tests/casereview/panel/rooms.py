"""A leader's workspace with a review under way, and the folders of the readers, for tests of what goes between them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from casereview import record
from casereview.panel import actions, sending
from casereview.panel.keys import own_key
from casereview.panel.model import Member
from casereview.record import Event
from tests.casereview.panel.review import LEADER, A, B, a_campaign, a_review, clocked, opened


class Room:
    """A leader's workspace with a review under way, and the folders of the readers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.leader = folder / "leader.casereview"
        with opened(self.leader) as db:
            people = (Member(name=LEADER, leader=True), Member(name=A), Member(name=B))
            self.campaign, self.drawn = a_review(db, folder / "in", a_campaign(*people), count=1)
            self.key = own_key(db, LEADER).public.receive

    def at(self, reader: str) -> Path:
        return self.folder / f"{reader}.casereview"

    def task(self, reader: str) -> Path:
        """Hand a reader their package, encrypted to the reader's key."""
        with opened(self.at(reader)) as db:
            to = own_key(db, reader).public.receive
        out = self.folder / f"{reader}.task.casepkg"
        with opened(self.leader) as db:
            sending.write_task_package(db, clocked(LEADER), self.campaign.id, reader, out, recipients=[to])
        return out

    def begin(self, reader: str) -> None:
        file = self.task(reader)
        with opened(self.at(reader)) as db:
            actions.merge(db, clocked(reader), [file], executor="thread")

    def marks(self, reader: str, name: str = "", folder: Path | None = None) -> Path:
        """What a reader sends back, encrypted to the leader's key."""
        out = self.folder / f"{name or reader}.marks.casepkg"
        with opened(folder or self.at(reader)) as db:
            sending.write_mark_package(db, clocked(reader), self.campaign.id, out, recipients=[self.key])
        return out


def an_event(
    kind: str, actor: str, subject: str, payload: Mapping[str, object], replaces: tuple[str, ...] = ()
) -> Event:
    content = {
        "chain": "x",
        "seq": 1,
        "prev": "",
        "actor": actor,
        "at": "2024",
        "kind": kind,
        "subject": subject,
        "payload": payload,
        "replaces": list(replaces),
    }
    return Event(record.digest_of(content), **{**content, "replaces": replaces})  # type: ignore[arg-type]
