"""启封: mark packages are registered by their hash as they arrive, unread, and opened all at once. A swapped one is named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field
from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.errors import CaseReviewError
from casereview.files import sha256_of
from casereview.panel import campaigns, exchange, package
from casereview.panel.reports import PackageReport
from casereview.panel.vetting import UnfitPackage, WrongCampaign
from casereview.progress import Progress, silent
from casereview.record import Author
from casereview.rubric.model import Frozen

RECEIVED = "package.received"  # subject: the campaign; one a file
OPENED = "package.opened"  # subject: the campaign; one an opening


class SwappedPackage(CaseReviewError):
    """Not the file that was registered when it arrived; `file`, `who`."""

    code = "swapped-package"


class Receipt(Frozen):
    """A package as it arrived (收件登记). who: as its outside says; the signature is checked at the opening."""

    campaign: str
    file: str
    sha256: str
    size: int
    who: str
    made_at: str


class Opening(Frozen):
    """An opening (启封记录). missing: readers of the assignment of whom nothing was opened by now; refused: files and why, as codes."""

    campaign: str
    opened: tuple[Receipt, ...]
    missing: tuple[str, ...] = ()
    refused: dict[str, str] = Field(default_factory=dict)


def receive(db: Database, by: Author, campaign_id: str, paths: Iterable[Path]) -> tuple[Changes, list[Receipt]]:
    """Register mark packages without opening them; the same file again changes nothing.

    Raises NotAPackage, PackageTooNew, PackageDamaged, UnfitPackage (a task package), WrongCampaign.
    """
    found = campaigns.campaign(db, campaign_id)
    new: list[Receipt] = []
    with record.writing(db):
        known = {one.sha256 for one in receipts(db, found.id)}
        for path in paths:
            header = package.read_header(path)
            if header.kind != "marks":
                raise UnfitPackage(file=path.name, who=header.by, kind=header.kind)
            if header.campaign != found.id:
                raise WrongCampaign(file=path.name, campaign=header.campaign)
            receipt = Receipt(
                campaign=found.id,
                file=path.name,
                sha256=sha256_of(path),
                size=path.stat().st_size,
                who=header.by,
                made_at=header.made_at,
            )
            if receipt.sha256 not in known:
                record.append(db, by, RECEIVED, found.id, receipt)
                known.add(receipt.sha256)
                new.append(receipt)
    return Changes(campaigns=frozenset({found.id})) if new else NOTHING, new


def receipts(db: Database, campaign_id: str) -> list[Receipt]:
    """What has arrived, in the order of its coming."""
    found = campaigns.campaign(db, campaign_id)
    return [Receipt.model_validate(event.payload) for event in record.current(db, RECEIVED, found.id)]


def openings(db: Database, campaign_id: str) -> list[tuple[str, str, Opening]]:
    """(at, by, opening) of every opening."""
    found = campaigns.campaign(db, campaign_id)
    return [(e.at, e.actor, Opening.model_validate(e.payload)) for e in record.current(db, OPENED, found.id)]


def unseal(
    db: Database,
    by: Author,
    campaign_id: str,
    paths: Iterable[Path],
    *,
    passphrase: str = "",
    progress: Progress = silent,
) -> tuple[Changes, Opening, list[PackageReport]]:
    """Open registered packages together and record it. None is opened if one is not what was registered.

    Raises SwappedPackage, and the reason if all are refused.
    """
    found = campaigns.campaign(db, campaign_id)
    known = {one.sha256: one for one in receipts(db, found.id)}
    every = {path: known.get(sha256_of(path)) for path in paths}
    for path, receipt in every.items():
        if receipt is None:
            raise SwappedPackage(file=path.name, who=package.read_header(path).by)
    changes, reports = exchange.merge(db, by, list(every), passphrase=passphrase, progress=progress)
    opened = tuple(receipt for receipt, report in zip(every.values(), reports) if receipt and not report.refused)
    refused = {report.file: report.refused[0] for report in reports if report.refused}
    done = {one.who for one in opened} | {r.who for _, _, before in openings(db, found.id) for r in before.opened}
    given = campaigns.assignment(db, found.id)
    readers = {name for names in given.readers.values() for name in names} if given else set()
    opening = Opening(campaign=found.id, opened=opened, missing=tuple(sorted(readers - done)), refused=refused)
    record.append(db, by, OPENED, found.id, opening)
    return changes | Changes(campaigns=frozenset({found.id})), opening, reports
