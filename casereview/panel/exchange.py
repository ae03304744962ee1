"""Packages come in: what is looked at before one is believed, whose key signed it, and the merge."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.errors import CaseReviewError
from casereview.files import Files
from casereview.marking import actions as marking
from casereview.panel import adjudicate, layers, package
from casereview.panel.keys import PublicKey, identities, own_key
from casereview.panel.model import DECIDED, KEY_CONFIRMED
from casereview.panel.package import Opened, PackageDamaged
from casereview.panel.reports import PackageReport, Trouble, holds, report_of
from casereview.panel.vetting import fit_marks, fit_task
from casereview.progress import Progress, silent
from casereview.record import Author


class PackageForOther(CaseReviewError):
    """A task package for someone else; `file`, `for_whom`, `you`."""

    code = "package-for-other"
    exit_code: ClassVar[int] = 4


class OtherKey(CaseReviewError):
    """Signed with another key than the one confirmed for this person; `file`, `who`, `fingerprint`."""

    code = "other-key"


def own_fingerprint(db: Database, name: str) -> str:
    """What a person reads aloud when the campaign starts; their keys are made if they have none."""
    return own_key(db, name).public.fingerprint


def confirm_key(db: Database, by: Author, name: str, fingerprint: str) -> Changes:
    """State that this fingerprint is that person's, as heard from them. Packages signed otherwise are refused from now on."""
    with record.writing(db):
        before = record.current(db, KEY_CONFIRMED, name)
        if [event.payload["fingerprint"] for event in before] == [fingerprint]:
            return NOTHING
        record.append(db, by, KEY_CONFIRMED, name, {"fingerprint": fingerprint}, [event.id for event in before])
    return Changes(campaigns=frozenset({"*"}))


def _confirmed(db: Database, signer: PublicKey, file: str) -> bool:
    said = {event.payload["fingerprint"] for event in record.current(db, KEY_CONFIRMED, signer.name)}
    if said and signer.fingerprint not in said:
        raise OtherKey(file=file, who=signer.name, fingerprint=signer.fingerprint)
    return bool(said)


def look_into(path: Path, db: Database, *, passphrase: str = "", you: str = "") -> PackageReport:
    """What a package is and would do; nothing is written. Raises whatever `merge` would refuse it for."""
    with _examined(path, db, passphrase, you, silent) as (found, confirmed):
        return report_of(path, db, found, confirmed)


def merge(
    db: Database,
    by: Author,
    paths: Iterable[Path],
    *,
    passphrase: str = "",
    executor: str = "process",
    progress: Progress = silent,
) -> tuple[Changes, list[PackageReport]]:
    """Take packages in: any order, any repetition, nothing lost. A bad one is set aside and the rest goes on.

    Each package is checked as a whole, then taken in one transaction. Raises the reason if all are refused.
    """
    changes, reports, reasons = NOTHING, list[PackageReport](), list[CaseReviewError]()
    every = list(paths)
    for done, path in enumerate(every, 1):
        try:
            with _examined(path, db, passphrase, by.name, progress) as (found, confirmed):
                report = report_of(path, db, found, confirmed)
                more, problems = _take(db, found, report, executor, progress)
            changes |= more
            reports.append(_with_problems(report, problems))
        except CaseReviewError as reason:
            reasons.append(reason)
            reports.append(PackageReport(path.name, refused=(f"error.{reason.code}", dict(reason.parameters))))
        progress(done, len(every), path.name)
    if reasons and len(reasons) == len(every):
        raise reasons[0]
    return changes, reports


@contextmanager
def _examined(
    path: Path, db: Database, passphrase: str, you: str, progress: Progress
) -> Generator[tuple[Opened, bool], None, None]:
    """The package, opened and found fit: every byte, the signature, the key, and what it brings."""
    outside = package.read_header(path)
    if outside.kind == "task" and you and outside.for_whom != you:
        raise PackageForOther(file=path.name, for_whom=outside.for_whom, you=you)
    with package.opened(path, passphrase=passphrase, identities=identities(db), progress=progress) as found:
        confirmed = _confirmed(db, found.signer, path.name)
        if found.header.kind == "marks":
            fit_marks(db, found, path.name)
        else:
            fit_task(found, path.name)
            try:
                layers.unpack(found.text, found.files)
            except ValueError as problem:
                raise PackageDamaged(file=path.name, part=layers.MEMBER) from problem
        yield found, confirmed


def _take(
    db: Database, found: Opened, report: PackageReport, executor: str, progress: Progress
) -> tuple[Changes, tuple[Trouble, ...]]:
    """Originals first (they harm nobody without the record), then all events at once, then what is derived of them."""
    held = Files.of(db)
    for sha256 in found.files:
        if not held.has(sha256):
            held.put(found.file(sha256), pending=True)
    hinting = checks.hinting_rules(db)
    merged = record.merge(db, found.events)
    checks.recount_where_changed(db, hinting)
    recognised: frozenset[str] = frozenset()
    if found.header.kind == "task":
        recognised = layers.put(db, layers.unpack(found.text, found.files))
        missing = [one for one in report.dossiers if merged.new or one in recognised or not holds(db, one)]
        dossiers.derive(db, missing, executor=executor, progress=progress)
    marking.restate(db, [one for one in report.dossiers if holds(db, one)])
    if merged.new:
        _restate_decided(db, report)
    changes = Changes(
        dossiers=frozenset(report.dossiers),
        marks=frozenset(report.dossiers),
        campaigns=frozenset({report.campaign}),
        units=frozenset({"*"}) if found.header.kind == "task" else frozenset(),
    )
    # A task is an extract of the leader's record and has gaps by its nature. A reader's marks have none, unless the
    # reader did other things between them, or left something out: that is said.
    problems = tuple(one for one in merged.problems if one[0] != "gap" or found.header.kind == "marks")
    return changes if merged.new or recognised else NOTHING, problems


def _restate_decided(db: Database, report: PackageReport) -> None:
    known = [dossier for dossier in report.dossiers if record.current(db, DECIDED, f"{report.campaign}/{dossier}/*")]
    if known:
        adjudicate.restate(db, report.campaign, known)


def _with_problems(report: PackageReport, problems: tuple[Trouble, ...]) -> PackageReport:
    return replace(report, problems=problems)
