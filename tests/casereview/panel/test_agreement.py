from __future__ import annotations

import random
from pathlib import Path

from sqlite_utils import Database

from casereview.panel import actions
from casereview.panel.agreement import Agreement
from casereview.panel.model import Member
from tests.casereview.panel.review import LEADER, A, B, C, a_campaign, a_review, clocked, read


def reviewed(db: Database, folder: Path, count: int, severe: int = 0, seed: int = 1) -> Agreement:
    """Three readers, each finding what is there but for an odd slip; the third takes `severe` points more every time."""
    people = (Member(name=LEADER, leader=True), *(Member(name=name) for name in (A, B, C)))
    made, drawn = a_review(db, folder, a_campaign(*people, readers=3), count=count)
    lots = random.Random(seed)
    for dossier in drawn:
        true = lots.randint(0, 3)
        for name in (A, B, C):
            found = max(true + lots.choice((0, 0, 0, 0, -1, 1)), 0)
            more = severe if name == C else 0
            read(
                db,
                clocked(name),
                made,
                dossier,
                [("A", "A-1", found)] * bool(found) + [("B", "B-2", more)] * bool(more),
            )
    leader = clocked(LEADER)
    actions.settle_agreed(db, leader, made.id)
    for one in actions.disputes(db, made.id):
        actions.decide(db, leader, actions.adopt(db, one, A, "合议"))
    return actions.agreement(db, made.id)


def test_few_data_give_no_number(db: Database, tmp_path: Path) -> None:
    found = reviewed(db, tmp_path / "in", 1)
    assert found.dossiers == 2 and found.judged == 6
    assert (found.exact, found.alpha, found.alpha_range) == (None, None, None)
    assert all(pair.difference is None for pair in found.pairs)
    assert all(reader.deviation is None and reader.range is None for reader in found.readers)
    assert all(item.alpha is None and item.exact is None for item in found.items)


def test_a_severe_reader_is_found_among_three_and_noise_is_not_taken_for_one(db: Database, tmp_path: Path) -> None:
    found = reviewed(db, tmp_path / "in", 6, severe=6)
    by_name = {reader.reader: reader for reader in found.readers}
    assert by_name[C].dossiers == 12
    stern = by_name[C]
    assert stern.range is not None and stern.range[1] < -3
    assert stern.overturned >= 12 and stern.decided == 36
    for name in (A, B):
        calm = by_name[name]
        assert calm.range is not None and calm.range[0] <= 0 <= calm.range[1]
    assert by_name[A].overturned == 0
    apart = {frozenset(pair.readers): pair.difference or 0 for pair in found.pairs}
    assert apart[frozenset((A, B))] < min(apart[frozenset((A, C))], apart[frozenset((B, C))])
    items = {item.item: item for item in found.items}
    assert items["B"].exact == 0.0 and items["C"].exact == 1.0
    assert items["C"].alpha is None  # nothing varies: there is no coefficient
    assert found.alpha is not None and found.alpha_range is not None
    assert found.alpha_range[0] <= found.alpha <= found.alpha_range[1]
    assert found == actions.agreement(db, actions.campaign(db).id)
