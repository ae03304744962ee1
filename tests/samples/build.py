"""Writes the sample dossiers: `python -m tests.samples.build OUT` makes OUT/dossiers, OUT/truth and OUT/register.xlsx.

Everything follows from the cases with fixed seeds and times: built twice, the files are the same. Nothing here uses a reader of the
program: the samples are another hand's work.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter

from tests.samples import damage, draw_docx, draw_pdf
from tests.samples.blocks import Sheet
from tests.samples.case import Case
from tests.samples.cases_a import CASES as CASES_A
from tests.samples.cases_b import CASES as CASES_B
from tests.samples.forms_volume import catalogue, cover, remarks, sheet
from tests.samples.register import register, workbook
from tests.samples.truth import truth

CASES = tuple(sorted(CASES_A + CASES_B, key=lambda case: case.name))
Drawn = list[tuple[Sheet, bytes, int]]  # paper, PDF, pages
Members = list[tuple[str, bytes]]


def _drawn(case: Case) -> Drawn:
    """All papers as PDFs; a complete volume gets its cover, catalogue and remarks sheet around them."""
    drawn: Drawn = []
    number = 1
    for paper in case.papers:
        one = sheet(case, paper)
        pdf = draw_pdf.draw(one, number, case.style.seal)
        drawn.append((one, pdf, draw_pdf.pages(pdf)))
        number += drawn[-1][2]
    return _volume(case, drawn) if case.complete else drawn


def _volume(case: Case, drawn: Drawn) -> Drawn:
    rows, first = [], 1
    for one, _, count in drawn:
        rows.append((one, first, first + count - 1))
        first += count
    around = [
        (one, draw_pdf.draw(one, 0, case.style.seal))
        for one in (cover(case), catalogue(case, rows), remarks(case, first - 1))
    ]
    front, listed, back = [(one, pdf, draw_pdf.pages(pdf)) for one, pdf in around]
    return [front, listed, *drawn, back]


def _bind(pdfs: Sequence[bytes]) -> bytes:
    writer = PdfWriter()
    for pdf in pdfs:
        writer.append(PdfReader(io.BytesIO(pdf)), import_outline=False)
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    writer.metadata = {"/Producer": "Case system 3.2", "/CreationDate": "D:20250102080000+08'00'"}
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _file_name(place: int, one: Sheet, suffix: str) -> str:
    return f"{place:02d}{one.title.replace('（', '(').replace('）', ')')}.{suffix}"


def _papers(drawn: Drawn, files: Sequence[str], counted: bool = True) -> list[dict[str, Any]]:
    """The papers for the truth: pages count over the dossier, or are None where the file has none of its own."""
    rows, first = [], 1
    for (one, _, count), file in zip(drawn, files):
        pages = list(range(first, first + count)) if counted else None
        rows.append({"form": one.form, "title": one.title, "file": file, "day": one.day, "pages": pages})
        first += count
    return rows


def _bound(case: Case, drawn: Drawn) -> tuple[Members, list[dict[str, Any]]]:
    name = f"{case.name}.pdf"
    return [(name, _bind([pdf for _, pdf, _ in drawn]))], _papers(drawn, [name] * len(drawn))


def _scan(case: Case, drawn: Drawn) -> tuple[Members, list[dict[str, Any]]]:
    name = f"{case.name}.pdf"
    return [(name, damage.scanned(_bind([pdf for _, pdf, _ in drawn]), seed=4))], _papers(drawn, [name] * len(drawn))


def _photos(case: Case, drawn: Drawn) -> tuple[Members, list[dict[str, Any]]]:
    shots = damage.photographed(_bind([pdf for _, pdf, _ in drawn]), seed=12)
    members = [(f"{case.name}/IMG_{n:03d}.jpg", shot) for n, shot in enumerate(shots, 1)]
    firsts, first = [], 0
    for _, _, count in drawn:
        firsts.append(members[first][0].rpartition("/")[2])
        first += count
    return members, _papers(drawn, firsts)


def _pdfs(case: Case, drawn: Drawn) -> tuple[Members, list[dict[str, Any]]]:
    names = [_file_name(n, one, "pdf") for n, (one, _, _) in enumerate(drawn, 1)]
    members = [(f"{case.name}/{name}", pdf) for name, (_, pdf, _) in zip(names, drawn)]
    if case.attachments:
        ledger = workbook(
            {
                "案件台账": [
                    ("案号", "当事人", "案由", "罚款金额"),
                    (case.number, case.party.name, case.cause.act, case.amount),
                ]
            }
        )
        members.append((f"{case.name}/90案件台账.xlsx", ledger))
        members.append((f"{case.name}/91执法记录仪截图.pdf", damage.spoilt_pdf(drawn[0][1])))
    return members, _papers(drawn, names)


def _docx(case: Case, drawn: Drawn) -> tuple[Members, list[dict[str, Any]]]:
    names = [_file_name(n, one, "docx") for n, (one, _, _) in enumerate(drawn, 1)]
    members = [(f"{case.name}/{name}", draw_docx.draw([one])) for name, (one, _, _) in zip(names, drawn)]
    return members, _papers(drawn, names, counted=False)


def _one_docx(case: Case, drawn: Drawn) -> tuple[Members, list[dict[str, Any]]]:
    name = f"{case.name}.docx"
    return [(name, draw_docx.draw([one for one, _, _ in drawn]))], _papers(drawn, [name] * len(drawn), counted=False)


def _zip(case: Case, drawn: Drawn) -> tuple[Members, list[dict[str, Any]]]:
    """Word for most forms, PDF for the two that bear a seal; packed by Chinese Windows."""
    inside: Members = []
    for place, (one, pdf, _) in enumerate(drawn, 1):
        as_pdf = one.form in ("F11", "F15")
        inside.append(
            (
                f"{case.name}/{_file_name(place, one, 'pdf' if as_pdf else 'docx')}",
                pdf if as_pdf else draw_docx.draw([one]),
            )
        )
    names = [name.rpartition("/")[2] for name, _ in inside]
    return [(f"{case.name}.zip", damage.windows_zip(inside))], _papers(drawn, names, counted=False)


_MAKERS: dict[str, Callable[[Case, Drawn], tuple[Members, list[dict[str, Any]]]]] = {
    "bound": _bound, "scan": _scan, "photos": _photos, "pdfs": _pdfs, "docx": _docx, "onedocx": _one_docx, "zip": _zip,
}  # fmt: skip


def members(case: Case) -> tuple[Members, dict[str, Any]]:
    """The files of one dossier, named county/dossier/file below the folder of all dossiers, and its truth.

    Every dossier has a folder of its own, even where it is a single file: a folder that holds files is one dossier.
    """
    files, papers = _MAKERS[case.form](case, _drawn(case))
    home = f"{case.office.key}/{case.name}"
    return [(f"{home}/{name.rpartition('/')[2]}", data) for name, data in files], truth(case, home, papers)


def altered(
    key: str, *, days: Mapping[str, str] | None = None, words: Mapping[str, str] | None = None, **fields: Any
) -> Case:
    """The case whose name begins with `key`, with other days (ISO), words or fields: for defects and cures of one's own.

    What `planted`, `also` and `complete` say stays as it is unless given. Raises StopIteration for an unknown key.
    """
    case = next(case for case in CASES if case.name.startswith(key))
    dated = {name: date.fromisoformat(day) for name, day in (days or {}).items()}
    return replace(case, days=case.days | dated, words=case.words | dict(words or {}), **fields)


def write(case: Case, folder: Path) -> Path:
    """Write one dossier under `folder`/dossiers and its truth under `folder`/truth; gives the dossier's folder."""
    files, said = members(case)
    for name, data in files:
        path = folder / "dossiers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "truth" / f"{case.name}.json").write_text(text + "\n", encoding="utf-8")
    return folder / "dossiers" / str(said["path"])


def build(folder: Path, names: Sequence[str] = ()) -> None:
    """Write all dossiers (or those whose names begin so), their truths and the register under `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        if not names or case.name.startswith(tuple(names)):
            write(case, folder)
    (folder / "register.xlsx").write_bytes(register())


if __name__ == "__main__":
    build(Path(sys.argv[1]), sys.argv[2:])
