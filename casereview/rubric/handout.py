"""A rubric as the table that offices keep, for Excel and Word, in the layout that `tables.read_table` takes back."""

from __future__ import annotations

from decimal import Decimal

from casereview import words
from casereview.documents.model import Column, Document, Paragraph, Profile, Table, Title
from casereview.documents.xlsx import Field, Sheet, write
from casereview.rubric.clauses import notation
from casereview.rubric.heads import COLUMNS
from casereview.rubric.model import Rubric

_WIDTHS = {
    "section": 16.0,
    "id": 9.0,
    "title": 18.0,
    "requirement": 40.0,
    "basis": 30.0,
    "points": 7.0,
    "rules": 48.0,
    "note": 24.0,
    "where": 20.0,
}
_HEADS = tuple(COLUMNS[key][0] for key in _WIDTHS)
VETO = "一票否决"


def write_table(rubric: Rubric) -> bytes:
    """The workbook: items by section, then the vetoes; below them the grades in words."""
    heads = tuple(Field(head, width) for head, width in zip(_HEADS, _WIDTHS.values(), strict=True))
    rows = [(*row[:5], float(row[5]) if row[5] else "", *row[6:]) for row in rows_of(rubric)]
    return write([Sheet(rubric.code, heads, rows, title=rubric.title, note=grades_said(rubric))])


def write_word(rubric: Rubric) -> bytes:
    """The same table as a Word file on lying A4."""
    from casereview.documents.docx import write as write_docx

    return write_docx(document_of(rubric))


def document_of(rubric: Rubric) -> Document:
    columns = tuple(
        Column(head, width, "center" if key in ("id", "points") else "left")
        for (key, width), head in zip(_WIDTHS.items(), _HEADS, strict=True)
    )
    blocks = (Title(rubric.title), Table(columns, tuple(rows_of(rubric)), size=8.0))
    said = grades_said(rubric)
    after = (Paragraph(said, indent=False),) if said else ()
    stamp = f"{rubric.code} {rubric.version} {rubric.digest[:16]}"
    return Document(Profile.FORM, rubric.title, (*blocks, *after), landscape=True, stamp=stamp)


def rows_of(rubric: Rubric) -> list[tuple[str, ...]]:
    """Texts by column. A section stands on its first item; what a column cannot say (steps, outcomes) is not in the table."""
    rows: list[tuple[str, ...]] = [
        (
            f"{section.title}({section.points})" if number == 0 else "",
            item.id,
            item.title,
            item.requirement,
            item.basis,
            str(item.points),
            ";\n".join(notation(deduction) for deduction in item.deductions),
            item.applies.note,
            " ".join((*item.documents, item.where)).strip(),
        )
        for section in rubric.sections
        for number, item in enumerate(section.items)
    ]
    for number, veto in enumerate(rubric.vetoes):
        rows.append((VETO if number == 0 else "", veto.id, veto.title, veto.note, veto.basis, "", "", "", ""))
    return rows


def grades_said(rubric: Rubric) -> str:
    """注：90分以上为优秀，80分以上为良好… in the words that `read_table` understands; "" where no grade has a floor."""
    lowest = Decimal(0)
    ladder = [grade for grade in rubric.grades if grade.at_least > lowest]
    if not ladder:
        return ""
    said = "，".join(
        words.render("rubric_handout.grade", points=str(grade.at_least), grade=grade.title) for grade in ladder
    )
    return words.render("rubric_handout.grades", said=said, points=str(ladder[-1].at_least))
