"""Work out by stick and marks back: what goes into a package, what is looked at before it is believed, and the merge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.checks import actions as checks
from casereview.checks.model import JUDGED
from casereview.dossier import actions as dossiers
from casereview.errors import CaseReviewError, NotFound
from casereview.files import Files
from casereview.marking import actions as marking
from casereview.marking.model import MARK, REOPENED, SEALED, WITHDRAWN
from casereview.panel import adjudicate, campaigns, layers, package
from casereview.panel.cases import subject
from casereview.panel.keys import PublicKey, identities, own_key
from casereview.panel.model import DECIDED, KEY_CONFIRMED, Campaign
from casereview.panel.package import Header, Opened, PackageDamaged
from casereview.panel.vetting import OF_MARKS, OF_READERS, OF_TASK, fit_marks, fit_task
from casereview.progress import Progress, silent
from casereview.record import Author, Event
from casereview.units import actions as units

Trouble = tuple[str, dict[str, object]]


class NothingAssigned(CaseReviewError):
    """No dossier is assigned to this reader; `reader`."""

    code = "nothing-assigned"


class PackageForOther(CaseReviewError):
    """A task package for someone else; `file`, `for_whom`, `you`."""

    code = "package-for-other"
    exit_code: ClassVar[int] = 4


class OtherKey(CaseReviewError):
    """Signed with another key than the one confirmed for this person; `file`, `who`, `fingerprint`."""

    code = "other-key"


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What a package would do, or did.

    who, fingerprint  the signer; key_confirmed: whether this workspace has confirmed that key
    dossiers    that it speaks of; unknown: of them those that this workspace does not hold
    new, known  events; changed: new ones that replace something held here
    conflicting dossier/item where one reader says two things; decided: dossier/item already decided, to be looked at again
    late        new marks on sealed sheets: kept, and not counted until the sheet is reopened
    files       originals that it brings; new_files of them not held yet
    problems    (code, parameters) of `[record]`: forks, gaps
    refused     why nothing was taken from it: (code, parameters) for `words.render`
    """

    file: str
    kind: str = ""
    campaign: str = ""
    title: str = ""
    who: str = ""
    fingerprint: str = ""
    key_confirmed: bool = False
    for_whom: str = ""
    made_at: str = ""
    dossiers: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    new: int = 0
    known: int = 0
    changed: int = 0
    conflicting: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    late: int = 0
    files: int = 0
    new_files: int = 0
    problems: tuple[Trouble, ...] = field(default=())
    refused: Trouble | None = None


# Keys


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


# Out


def write_task_package(
    db: Database,
    by: Author,
    campaign_id: str,
    reader: str,
    path: Path,
    *,
    passphrase: str = "",
    recipients: Sequence[str] = (),
    progress: Progress = silent,
) -> Changes:
    """A reader's dossiers, the campaign with its rubrics, and the register; no mark of anybody else is in it.

    Raises NothingAssigned, NotFound.
    """
    found = campaigns.campaign(db, campaign_id)
    given = campaigns.assignment(db, found.id)
    idents = [dossier for dossier, names in (given.readers if given else {}).items() if reader in names]
    if not idents:
        raise NothingAssigned(reader=reader)
    exported = dossiers.export_dossiers(db, idents)
    header = Header("task", found.id, by.name, reader, by.at())
    about = {"title": found.title, "dossiers": idents}
    package.write(
        path,
        header,
        _task_events(db, found, exported.events, idents, reader),
        dict(exported.files),
        own_key(db, by.name),
        passphrase=passphrase,
        recipients=recipients,
        about=about,
        text=layers.pack(db, [sha256 for sha256, _ in exported.files]),
        progress=progress,
    )
    return NOTHING


def _task_events(
    db: Database, found: Campaign, of_dossiers: Iterable[Event], idents: Iterable[str], reader: str
) -> list[Event]:
    others = {member.name for member in found.members if not member.leader} - {reader}
    events = record.history(db, "campaign.*", found.id)
    events += [event for kind in ("unit.*", "person.*") for event in record.history(db, kind)]
    said = [
        *of_dossiers,
        *(event for ident in idents for k in OF_READERS for event in record.history(db, f"{k}*", ident)),
    ]
    events += [event for event in said if _may_see(event, reader, others)]
    return list({event.id: event for event in events}.values())


def _may_see(event: Event, reader: str, others: Collection[str]) -> bool:
    """Whether a reader's package may hold an event of a dossier: their own work, and what was there before the reading."""
    if event.kind == REOPENED:
        return bool(event.payload.get("reader") == reader)
    if event.kind.startswith(OF_READERS):
        return event.actor == reader
    if not event.kind.startswith(OF_TASK):
        return False
    return event.kind.startswith("dossier.") or event.actor not in others


def write_mark_package(
    db: Database,
    by: Author,
    campaign_id: str,
    path: Path,
    *,
    passphrase: str = "",
    recipients: Sequence[str] = (),
) -> Changes:
    """What the author marked and sealed in a campaign, and said of the verdicts on those dossiers: events only.

    Without passphrase and recipients it is sealed to the leader's key, which the campaign carries: only there does it open.
    """
    found = campaigns.campaign(db, campaign_id)
    if not passphrase and not recipients:
        recipients = [found.receive_key]
    events = _own_marks(db, found.id, by.name)
    header = Header("marks", found.id, by.name, "", by.at())
    about = {"title": found.title, "dossiers": sorted({event.subject for event in events})}
    package.write(
        path, header, events, {}, own_key(db, by.name), passphrase=passphrase, recipients=recipients, about=about
    )
    return NOTHING


def _own_marks(db: Database, campaign: str, name: str) -> list[Event]:
    every = [event for kind in OF_MARKS for event in record.history(db, kind) if event.actor == name]
    ours = {event.id for event in every if event.payload.get("campaign") == campaign}
    read = {event.subject for event in every if event.id in ours}
    return [
        event
        for event in every
        if event.id in ours
        or (event.kind == WITHDRAWN and ours & set(event.replaces))
        or (event.kind == JUDGED and event.subject in read)
    ]


# In


def look_into(path: Path, db: Database, *, passphrase: str = "", you: str = "") -> PackageReport:
    """What a package is and would do; nothing is written. Raises whatever `merge` would refuse it for."""
    with _examined(path, db, passphrase, you, silent) as (found, confirmed):
        return _report(path, db, found, confirmed)


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
                report = _report(path, db, found, confirmed)
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


def _report(path: Path, db: Database, found: Opened, confirmed: bool) -> PackageReport:
    new = [event for event in found.events if record.get(db, event.id) is None]
    named = {str(one) for one in found.about.get("dossiers", ())} | {
        event.subject for event in found.events if event.kind in OF_MARKS
    }
    held = Files.of(db)
    return PackageReport(
        file=path.name,
        kind=found.header.kind,
        campaign=found.header.campaign,
        title=str(found.about.get("title", "")),
        who=found.signer.name,
        fingerprint=found.signer.fingerprint,
        key_confirmed=confirmed,
        for_whom=found.header.for_whom,
        made_at=found.header.made_at,
        dossiers=tuple(sorted(named)),
        unknown=_unknown(db, named) if found.header.kind == "marks" else (),
        new=len(new),
        known=len(found.events) - len(new),
        changed=sum(any(record.get(db, old) for old in event.replaces) for event in new),
        conflicting=_conflicting(db, new),
        decided=_touching_decisions(db, new),
        late=_late(db, new, found.events),
        files=len(found.files),
        new_files=sum(not held.has(sha256) for sha256 in found.files),
    )


def _unknown(db: Database, named: Collection[str]) -> tuple[str, ...]:
    """Dossiers that this workspace does not hold; a unit's own items are marked under the unit."""
    known = {unit.id for unit in units.units(db)}
    return tuple(sorted(one for one in named if one not in known and not _holds(db, one)))


def _holds(db: Database, dossier: str) -> bool:
    try:
        dossiers.get(db, dossier)
    except NotFound:
        return False
    return True


def _about(event: Event) -> tuple[str, ...]:
    said = event.payload
    return (event.actor, said["campaign"], said["dossier"], said["rubric"], said["item"], said.get("deduction", ""))


def _conflicting(db: Database, new: Sequence[Event]) -> tuple[str, ...]:
    """Items on which a reader already says something else here, that the new mark does not replace."""
    replaced = {old for event in new for old in event.replaces}
    fresh = [event for event in new if event.kind == MARK and event.id not in replaced]
    here: dict[tuple[str, ...], list[Event]] = {}
    for dossier in {event.subject for event in fresh}:
        for held in record.current(db, MARK, dossier):
            if held.id not in replaced:
                here.setdefault(_about(held), []).append(held)
    return tuple(
        sorted(
            {
                f"{event.subject}/{event.payload['item']}"
                for event in fresh
                if any(held.payload != event.payload for held in here.get(_about(event), ()))
            }
        )
    )


def _touching_decisions(db: Database, new: Sequence[Event]) -> tuple[str, ...]:
    touched = {(e.payload["campaign"], e.subject, e.payload["item"]) for e in new if e.kind == MARK}
    return tuple(
        sorted(
            f"{dossier}/{item}"
            for c, dossier, item in touched
            if record.current(db, DECIDED, subject(c, dossier, item))
        )
    )


def _late(db: Database, new: Sequence[Event], every: Sequence[Event]) -> int:
    """New marks of a reader whose sheet is sealed here, and that no seal of the package saw."""
    seen = {ident for event in every if event.kind == SEALED for ident in event.payload["marks"]}
    fresh = Counter(
        (event.payload["campaign"], event.subject, event.actor, event.payload["rubric"])
        for event in new
        if event.kind == MARK and event.id not in seen
    )
    return sum(count for sheet, count in fresh.items() if marking.sealed(db, *sheet))


def _take(
    db: Database, found: Opened, report: PackageReport, executor: str, progress: Progress
) -> tuple[Changes, tuple[Trouble, ...]]:
    """Originals first (they harm nobody without the record), then all events at once, then what is derived of them."""
    held = Files.of(db)
    for sha256 in found.files:
        if not held.has(sha256):
            held.put(found.file(sha256))
    hinting = checks.hinting_rules(db)
    merged = record.merge(db, found.events)
    checks.recount_where_changed(db, hinting)
    if found.header.kind == "task":
        layers.put(db, layers.unpack(found.text, found.files))
        missing = [one for one in report.dossiers if merged.new or not _holds(db, one)]
        dossiers.derive(db, missing, executor=executor, progress=progress)
    marking.restate(db, [one for one in report.dossiers if _holds(db, one)])
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
    return changes if merged.new else NOTHING, problems


def _restate_decided(db: Database, report: PackageReport) -> None:
    known = [dossier for dossier in report.dossiers if record.current(db, DECIDED, f"{report.campaign}/{dossier}/*")]
    if known:
        adjudicate.restate(db, report.campaign, known)


def _with_problems(report: PackageReport, problems: tuple[Trouble, ...]) -> PackageReport:
    return replace(report, problems=problems)
