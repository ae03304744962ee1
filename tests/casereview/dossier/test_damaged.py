"""The whole corpus of damaged and hostile files, taken in at once: nothing crashes, hangs, swells, escapes or is lost.

CASEREVIEW_HOSTILE=all adds the classes that keep a reader busy up to its limit.
"""

from __future__ import annotations

import gc
import glob
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from casereview import words
from casereview.dossier import actions, archives, runners, sources, taking
from casereview.dossier.guard import Limits
from casereview.dossier.model import Problem
from casereview.dossier.render import PageUnshown, Renderer
from casereview.dossier.sources import Source
from casereview.dossier.taking import IntakeReport
from casereview.record import Author
from casereview.workspace import Workspace
from tests.casereview.dossier.damaged import CLASSES, names, writes

ALL = os.environ.get("CASEREVIEW_HOSTILE") == "all"
SECONDS = 60.0 if ALL else 3.0
MEMORY_MB = 1536  # above idle: what a reader is allowed


@dataclass
class Memory:
    """The highest resident memory of this process and of its readers, in MB, watched twenty times a second."""

    readers: int = 0
    own: int = 0
    idle: int = 0
    _end: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Memory:
        self.idle = _status(os.getpid(), "VmRSS")
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.wait(0.05):
            self.own = max(self.own, _status(os.getpid(), "VmRSS"))
            for task in glob.glob(f"/proc/{os.getpid()}/task/*/children"):
                for child in _read(task).split():
                    self.readers = max(self.readers, _status(int(child), "VmHWM"))


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def _status(pid: int, name: str) -> int:
    lines = [line.split() for line in _read(f"/proc/{pid}/status").splitlines()]
    return next((int(line[1]) >> 10 for line in lines if line[0] == f"{name}:"), 0)


@dataclass(frozen=True)
class Outcome:
    """What came of the corpus. counts: files a class; before and after: everything on disk outside the workspace."""

    folder: Path
    counts: dict[str, int]
    found: dict[Path, list[Source]]
    report: IntakeReport
    memory: Memory
    seconds: dict[Path, float]
    before: set[Path]
    after: set[Path]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    base = tmp_path_factory.mktemp("corpus")
    (base / "in").mkdir()
    (base / "scratch").mkdir()
    chosen = [kind for kind in CLASSES if ALL or not kind.slow]
    written = {kind.name: kind.write(base / "in") for kind in chosen}
    (base / "in" / "names").mkdir()
    written["names-on-disk"] = list(names.write(base / "in" / "names"))
    counts = {name: len(paths) for name, paths in written.items()}
    paths = [path for paths in written.values() for path in paths]
    with pytest.MonkeyPatch.context() as patch, Memory() as memory:
        patch.setattr(tempfile, "tempdir", str(base / "scratch"))
        patch.setenv("TMPDIR", str(base / "scratch"))
        for name, value in writes.in_children(base / "site", base, base / "writes.log").items():
            patch.setenv(name, value)
        writes.install(str(base), str(base / "writes.log"))
        if not ALL:
            patch.setattr(archives, "MAX_ENTRIES", 5_000)  # writing 20,000 files takes its time
        patch.setattr(runners, "_LIMITS", Limits(seconds=SECONDS, memory_mb=MEMORY_MB))
        before = _everything(base)
        with Workspace.create(base / "w.casereview") as workspace, closing(workspace.connect()) as db:
            found, seconds = {}, {}
            for path in paths:
                start = time.thread_time()
                found[path] = sources.gather(path)
                seconds[path] = time.thread_time() - start
            report = taking.take_in(
                db, Author("甲"), [source for each in found.values() for source in each], unit="", complete=False,
                executor="process", workers=2, ocr=False, password=None, progress=lambda done, total, note="": None,
            )[1]  # fmt: skip
        yield Outcome(base, counts, found, report, memory, seconds, before, _everything(base))


def _everything(base: Path) -> set[Path]:
    """All that lies around, but for the workspace and what is unpacked under the scratch folder for the time being."""
    return {
        path
        for path in base.rglob("*")
        if not {"w.casereview", "scratch", "__pycache__"} & set(path.relative_to(base).parts)
    }


def test_the_corpus_is_large_and_of_many_kinds(outcome: Outcome) -> None:
    assert len(outcome.counts) >= 25 and sum(outcome.counts.values()) >= 300
    assert all(outcome.counts.values())


def test_every_file_is_read_or_set_aside(outcome: Outcome) -> None:
    taken = {dossier.name for dossier in outcome.report.dossiers}
    said = {problem.file for problem in outcome.report.set_aside}

    def is_accounted_for(source: Source) -> bool:
        return bool(source.problems) or source.name in taken or all(entry.name in said for entry in source.entries)

    lost = [path for path, found in outcome.found.items() for source in found if not is_accounted_for(source)]
    assert lost == []
    silent = [
        path for path, found in outcome.found.items() if not any(s.entries or s.problems or s.ignored for s in found)
    ]
    assert silent == []


def test_the_program_is_well_after_it_and_the_workspace_sound(outcome: Outcome) -> None:
    with Workspace.open(outcome.folder / "w.casereview") as workspace, closing(workspace.connect()) as db:
        assert workspace.verify() == []
        assert actions.count(db) == len({*outcome.report.taken, *outcome.report.known}) > 200
        for dossier in actions.dossiers(db, limit=1000):
            reading = actions.reading(db, dossier.id)
            assert len(reading.pages) == dossier.pages


def sentences(problem: Problem) -> Iterator[str]:
    for language in words.LANGUAGES:
        for part in ("reason", "remedy"):
            yield words.render(f"reading.{problem.code}.{part}", language, **problem.parameters)


def test_each_is_said_in_whole_sentences_of_both_languages(outcome: Outcome) -> None:
    problems = [*outcome.report.set_aside, *outcome.report.notes]
    assert len({problem.code for problem in problems}) > 15
    bad = [
        (problem.file, sentence)
        for problem in problems
        for sentence in sentences(problem)
        if "{" in sentence or "}" in sentence or sentence.startswith("reading.") or problem.code in sentence
    ]
    assert bad == []


def test_names_are_shown_without_signs_that_rule_the_screen(outcome: Outcome) -> None:
    shown = [problem.file for problem in outcome.report.set_aside] + [
        dossier.name for dossier in outcome.report.dossiers
    ]
    assert [
        name for name in shown if any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 or c == "\u202e" for c in name)
    ] == []


def test_nothing_is_written_outside_of_the_workspace(outcome: Outcome) -> None:
    assert outcome.after == outcome.before
    heard = (outcome.folder / "writes.log").read_text("utf-8").splitlines()
    assert heard.count("hears") > 3  # this process and its readers
    assert [line for line in heard if line != "hears"] == []
    assert [
        place for place in ("/", "/tmp", os.getcwd(), str(outcome.folder.parent)) if list(Path(place).glob("*pwned*"))
    ] == []


def test_what_was_unpacked_goes(outcome: Outcome) -> None:
    outcome.found.clear()  # the sources keep it
    gc.collect()
    assert list((outcome.folder / "scratch").iterdir()) == []


def test_unpacking_takes_seconds_of_the_processor(outcome: Outcome) -> None:
    assert max(outcome.seconds.values()) < 30


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_stays_within_what_is_allowed(outcome: Outcome) -> None:
    assert 0 < outcome.memory.readers < MEMORY_MB + 64  # an idle reader has about 40
    assert outcome.memory.own - outcome.memory.idle < 512


def test_their_pages_are_drawn_or_refused(outcome: Outcome) -> None:
    """One page of every dossier that was read; cyclic forms and endless patterns keep PDFium busy only up to the limit."""
    renderer = Renderer(seconds=20.0 if ALL else 2.0)
    drawn = refused = 0
    with (
        closing(renderer),
        Workspace.open(outcome.folder / "w.casereview") as workspace,
        closing(workspace.connect()) as db,
    ):
        for dossier in actions.dossiers(db, limit=1000):
            if not dossier.pages:
                continue
            reading = actions.reading(db, dossier.id, with_runs=False)
            try:
                picture = renderer.picture(*actions.file_to_show(db, reading, 1), scale=0.2)
            except PageUnshown:
                refused += 1
            else:
                drawn += 1
                assert len(picture.data) == picture.stride * picture.height
    assert drawn > 150 and refused < drawn
