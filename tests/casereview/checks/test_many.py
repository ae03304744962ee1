"""A check of many dossiers reports each, stops between two of them, keeps what was finished, and can be taken up again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.dossier.actions import Filter
from casereview.progress import Cancelled
from casereview.record import Author
from casereview.workspace import Workspace
from tests.casereview.checks.many import multiply

BY, TODAY, COUNT = Author("甲"), date(2026, 6, 1), 120
TEXT = (
    "询问笔录\n案号：晋榆交执罚〔2024〕001号\n时间：2024年7月8日10时05分至10时50分\n地点：某队\n询问人：甲一 执法证号：14070001\n"
    "记录人：乙二 执法证号：14070002\n被询问人：丙三\n问：请说明。\n答：好。\n"
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    page = tmp_path / "询问笔录.txt"
    page.write_text(TEXT, "utf-8")
    with Workspace.create(tmp_path / "a.casereview") as workspace, closing(workspace.connect()) as opened:
        dossiers.take_in(opened, BY, [page], executor="thread")
        multiply(opened, dossiers.dossiers(opened)[0].id, COUNT)
        yield opened


def checked(db: Database) -> set[str]:
    return {dossier.id for dossier in dossiers.dossiers(db, limit=-1) if checks.outcomes(db, dossier.id)}


def test_each_dossier_is_reported_once_with_its_name(db: Database) -> None:
    seen: list[tuple[int, int, str]] = []
    changes = checks.check(db, BY, today=TODAY, progress=lambda done, total, note="": seen.append((done, total, note)))
    assert [(done, total) for done, total, _ in seen] == [(n, COUNT) for n in range(1, COUNT + 1)]
    assert len({note for _, _, note in seen}) == len(changes.dossiers) == len(checked(db)) == COUNT
    assert dossiers.count(db, Filter()) == COUNT


def test_stopped_the_finished_ones_stay_whole_and_the_rest_is_untouched(db: Database) -> None:
    def stop(done: int, total: int, note: str = "") -> None:
        if done == 50:
            raise Cancelled

    with pytest.raises(Cancelled):
        checks.check(db, BY, today=TODAY, progress=stop)
    finished = checked(db)
    assert len(finished) == 50
    rules = {len({outcome.rule for outcome in checks.outcomes(db, ident)}) for ident in finished}
    assert len(rules) == 1 and rules.pop() >= 120
    assert db.conn.execute("SELECT count(*) FROM dossier WHERE state = 'checked'").fetchone()[0] == 50
    rest = [dossier.id for dossier in dossiers.dossiers(db, limit=-1) if dossier.id not in finished]
    checks.check(db, BY, rest, today=TODAY)
    assert len(checked(db)) == COUNT
