"""Rubrics of a workspace: the shipped ones and those that somebody published in it. A published version never changes."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.errors import CaseReviewError
from casereview.record import Author
from casereview.rubric.compare import Difference, compare
from casereview.rubric.files import content, dump, load, shipped
from casereview.rubric.lint import check
from casereview.rubric.model import Rubric
from casereview.rubric.problems import Finding

PUBLISHED = "rubric.published"  # subject: the code; payload: digest and content


class UnknownRubric(CaseReviewError):
    """No rubric of that code, title or digest; `name`."""

    code = "unknown-rubric"


class VersionTaken(CaseReviewError):
    """Another content stands under this code and version; `title`, `version`."""

    code = "version-taken"


class NotSound(CaseReviewError):
    """The check of a rubric found errors; `title`, `count`, `first` and `first_en`; `findings` holds each."""

    code = "rubric-not-sound"

    def __init__(self, **parameters: object) -> None:
        super().__init__(**parameters)
        self.findings: tuple[Finding, ...] = ()


def publish(db: Database, by: Author, path: Path) -> tuple[Changes, Rubric]:
    """Take a rubric file into the workspace. Raises what `load` raises, NotSound, VersionTaken.

    The same content again changes nothing; another content needs another version.
    """
    rubric = load(path)
    errors = tuple(finding for finding in check(rubric) if finding.severity == "error")
    if errors:
        problem = NotSound(
            title=rubric.title, count=len(errors), first=errors[0].sentence("zh"), first_en=errors[0].sentence("en")
        )
        problem.findings = errors
        raise problem
    with record.writing(db):
        for known in rubrics(db):
            if known.digest == rubric.digest:
                return NOTHING, known
            if (known.code, known.version) == (rubric.code, rubric.version):
                raise VersionTaken(title=known.title, version=known.version)
        record.append(db, by, PUBLISHED, rubric.code, {"digest": rubric.digest, "content": content(rubric)})
    return Changes(rubrics=frozenset({rubric.digest})), rubric


def rubrics(db: Database) -> list[Rubric]:
    """Shipped and published rubrics by code and version, each content once."""
    published = [Rubric.model_validate(event.payload["content"]) for event in record.current(db, PUBLISHED)]
    each = {rubric.digest: rubric for rubric in (*published, *shipped())}
    return sorted(each.values(), key=lambda rubric: (rubric.code, rubric.version, rubric.digest))


def rubric(db: Database, name: str) -> Rubric:
    """By digest (or the first eight letters of it and more), by title, or by code: then the newest version. Raises UnknownRubric."""
    known = rubrics(db)
    for found in known:
        if name == found.digest or (len(name) >= 8 and found.digest.startswith(name)):
            return found
    named = [found for found in known if name in (found.code, found.title)]
    if not named:
        raise UnknownRubric(name=name)
    return named[-1]


def export(rubric: Rubric, path: Path) -> Path:
    """Write a rubric as a file that `publish` takes back."""
    path.write_text(dump(rubric), "utf-8")
    return path


def difference(old: Rubric, new: Rubric) -> list[Difference]:
    """What a new version changes."""
    return compare(old, new)
