"""Works in a workspace until it is killed, saying each thing once it is acknowledged: `python -m tests.kill.worker WHAT FOLDER SEED`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from sqlite_utils import Database

from casereview import record
from casereview.dossier import actions as dossiers
from casereview.marking import actions as marking
from casereview.marking.model import MarkKind, MarkPayload
from casereview.record import Author
from casereview.workspace import Workspace


def intake(db: Database, folder: Path, seed: str) -> Iterator[str]:
    """One new two-page dossier after another; acknowledged by its id."""
    for number in count():
        file = folder / f"{seed}-{number}.pdf"
        canvas = Canvas(str(file), invariant=True)
        for page in range(2):
            canvas.drawString(72, 700, f"case {seed} {number} page {page}")
            canvas.showPage()
        canvas.save()
        _, report = dossiers.take_in(db, Author("甲"), [file], unit="u", executor="thread")
        yield report.taken[0]


def batch(db: Database, folder: Path, seed: str) -> Iterator[str]:
    """150 dossiers at once by two guarded readers, again and again; acknowledged by the id of each."""
    for number in count():
        delivery = folder / f"{seed}-{number}"
        for case in range(150):
            place = delivery / f"{case:03d}"
            place.mkdir(parents=True)
            for name in ("one", "two"):
                (place / f"{name}.txt").write_text(f"case {seed} {number} {case} {name}")
        known: set[str] = set()

        def tell(done: int, total: int, note: str = "", known: set[str] = known) -> None:
            if done > len(known):
                ids = {dossier.id for dossier in dossiers.dossiers(db, limit=100_000)}
                for one in sorted(ids - known):
                    print(one, flush=True)
                known |= ids

        dossiers.take_in(db, Author("甲"), [delivery], unit="u", workers=2, progress=tell)
        yield "-"


def rebuild(db: Database, folder: Path, seed: str) -> Iterator[str]:
    """A few dossiers read anew again and again; the state digest is what has to last."""
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"case {number} one\n")
        dossiers.take_in(db, Author("甲"), [folder / f"{number}.txt"], unit="u", executor="thread")
    while True:
        yield record.state_digest(db)
        dossiers.rebuild(db, executor="thread")


def mark(db: Database, folder: Path, seed: str) -> Iterator[str]:
    """Marks on one dossier; acknowledged by the event's id."""
    for number in count():
        said = MarkPayload(
            campaign="c", dossier="d" * 64, rubric="r", kind=MarkKind.FULL, item=f"{seed}-{number}", note="完整"
        )
        _, made = marking.set_mark(db, Author("甲"), said)
        yield made.id


def merge(db: Database, folder: Path, seed: str) -> Iterator[str]:
    """Records of another workspace in batches; a batch is acknowledged by its last event's id."""
    with Workspace.create(folder / f"other-{seed}") as other, closing(other.connect()) as theirs:
        for start in count():
            with record.writing(theirs):
                batch = [record.append(theirs, Author("乙"), "mark.set", "d", {"n": start, "m": m}) for m in range(200)]
            record.merge(db, batch)
            yield batch[-1].id


def main(what: str, folder: Path, seed: str) -> None:
    work = {"intake": intake, "batch": batch, "rebuild": rebuild, "mark": mark, "merge": merge}[what]
    with Workspace.open(folder / "w.casereview") as workspace, closing(workspace.connect()) as db:
        for done in work(db, folder, seed):
            print(done, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
