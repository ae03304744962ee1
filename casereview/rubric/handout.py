"""A rubric as the table that offices keep, for Excel and Word, in the layout that `tables.read_table` takes back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from casereview import words
from casereview.documents.model import Column, Document, Paragraph, Profile, Table, Title
from casereview.documents.xlsx import Field, Sheet, write
from casereview.rubric.clauses import notation
from casereview.rubric.heads import COLUMNS
from casereview.rubric.model import Item, Rubric, Section

_WIDTHS = {
    "section": 16.0,
    "part": 14.0,
    "id": 9.0,
    "title": 18.0,
    "requirement": 40.0,
    "basis": 30.0,
    "points": 7.0,
    "rules": 48.0,
    "note": 24.0,
    "where": 20.0,
}
_HEADS = {key: COLUMNS[{"part": "second"}.get(key, key)][0] for key in _WIDTHS}
VETO = "一票否决"


def write_table(rubric: Rubric) -> bytes:
    """The workbook: items by section, then the vetoes; below them the grades in words."""
    keys = _keys(rubric)
    heads = tuple(Field(_HEADS[key], _WIDTHS[key]) for key in keys)
    at = keys.index("points")
    rows = [(*row[:at], float(row[at]) if row[at] else "", *row[at + 1 :]) for row in rows_of(rubric)]
    return write([Sheet(rubric.code, heads, rows, title=rubric.title, note=grades_said(rubric))])


def _keys(rubric: Rubric) -> tuple[str, ...]:
    """The columns: one for sections of sections only where there are any."""
    nested = any(section.sections for section in rubric.sections)
    return tuple(key for key in _WIDTHS if key != "part" or nested)


def write_word(rubric: Rubric) -> bytes:
    """The same table as a Word file on lying A4."""
    from casereview.documents.docx import write as write_docx

    return write_docx(document_of(rubric))


def document_of(rubric: Rubric) -> Document:
    columns = tuple(
        Column(_HEADS[key], _WIDTHS[key], "center" if key in ("id", "points") else "left") for key in _keys(rubric)
    )
    blocks = (Title(rubric.title), Table(columns, tuple(rows_of(rubric)), size=8.0))
    said = grades_said(rubric)
    after = (Paragraph(said, indent=False),) if said else ()
    stamp = f"{rubric.code} {rubric.version} {rubric.digest[:16]}"
    return Document(Profile.FORM, rubric.title, (*blocks, *after), landscape=True, stamp=stamp)


def rows_of(rubric: Rubric) -> list[tuple[str, ...]]:
    """Texts by column. A section stands on its first item; what a column cannot say (steps, outcomes) is not in the table."""
    keys = _keys(rubric)
    found: list[dict[str, str]] = []
    for section in rubric.sections:
        number = len(found)
        for part, item in _with_parts(section, ()):
            found.append({"part": part, **_item(item)})
        found[number]["section"] = _heading(section)
        for n in range(len(found) - 1, number, -1):
            if found[n]["part"] == found[n - 1]["part"]:
                found[n]["part"] = ""
    for number, veto in enumerate(rubric.vetoes):
        about = {"id": veto.id, "title": veto.title, "requirement": veto.note, "basis": veto.basis}
        found.append({"section": VETO if number == 0 else "", **about})
    return [tuple(row.get(key, "") for key in keys) for row in found]


def _with_parts(section: Section, names: tuple[str, ...]) -> Iterator[tuple[str, Item]]:
    """Every item with the sections it stands in below the topmost, as one text."""
    yield from ((" / ".join(names), item) for item in section.items)
    for part in section.sections:
        yield from _with_parts(part, (*names, _heading(part)))


def _heading(section: Section) -> str:
    """规范性(120,权重50): name, points, and how it counts where that is not the sum."""
    said = [str(section.points)]
    said += [f"权重{section.weight}"] if section.weight is not None else []
    said += [f"最多扣{section.cap}"] if section.cap is not None else []
    said += [f"最低得{section.floor}"] if section.floor is not None else []
    said += [{"whole": "一项不通过总分为0", "section": "一项不通过不得分"}[section.gate]] if section.gate else []
    said += [words.render(f"scoring_model.{section.model}")] if section.model else []
    return f"{section.title}({','.join(said)})"


def _item(item: Item) -> dict[str, str]:
    return {
        "id": item.id,
        "title": item.title,
        "requirement": item.requirement,
        "basis": item.basis,
        "points": str(item.points),
        "rules": _levels(item) if item.best else ";\n".join(notation(one) for one in item.deductions),
        "note": item.applies.note,
        "where": " ".join((*item.documents, item.where)).strip(),
    }


def _levels(item: Item) -> str:
    """优得10分; 良得8分:基本齐全."""
    said = [f"{item.best}得{item.points}分"]
    said += [
        f"{one.level}得{item.points - one.points}分" + (f":{one.text}" if one.text else "") for one in item.deductions
    ]
    return ";\n".join(said)


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
