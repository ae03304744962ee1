"""The circular with 150 score sheets as PDF: at most 1.5 × bare reportlab drawing the same text."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pytest

from casereview.documents import fonts, pdf
from casereview.documents.fonts import Face
from casereview.documents.model import Document, PageBreak, Table, texts
from casereview.notices import actions
from casereview.notices.actions import Sources
from casereview.notices.say import Issue
from casereview.panel.model import Campaign
from tests.casereview.notices.builders import CASES, a_dossier, a_review

pytestmark = pytest.mark.benchmark
SHEETS = 150


def the_documents() -> list[Document]:
    dossiers = tuple(
        a_dossier(n % len(CASES), dossier=f"x{n}", case_no=f"晋交执罚〔2024〕{n}号") for n in range(SHEETS)
    )
    campaign = Campaign(id="c1", title="评查", year=2024, main={}, rubrics={})
    issue = Issue(date(2024, 11, 4))
    sheets = Sources(campaign, a_review(dossiers=dossiers))
    return [
        actions.compose("circular", Sources(campaign, a_review()), issue),
        actions.compose("score_sheet", sheets, issue),
    ]


def bare(document: Document) -> None:
    """The same words by reportlab's own paragraphs and tables."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import PageBreak as NewPage
    from reportlab.platypus import Paragraph, SimpleDocTemplate
    from reportlab.platypus import Table as Rows

    style = ParagraphStyle("plain", fontName=fonts.register(Face.SONG), fontSize=8.5, leading=12, wordWrap="CJK")
    story: list[Any] = []
    for block in document.blocks:
        if isinstance(block, PageBreak):
            story.append(NewPage())
        elif isinstance(block, Table):
            rows = [tuple(column.title for column in block.columns), *block.rows]
            cells = [[Paragraph(_plain(cell), style) for cell in row] for row in rows]
            width = len(block.columns)
            filled = [[*row, *[""] * (width - len(row))] for row in cells]
            total = sum(column.width for column in block.columns)
            widths = [column.width / total * 450 for column in block.columns]
            story.append(Rows(filled, colWidths=widths, repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        else:
            single = Document(document.profile, "", (block,))
            story += [Paragraph(escape(text), style) for text in texts(single)]
    SimpleDocTemplate(BytesIO()).build(story)


def _plain(cell: Any) -> str:
    return escape(cell if isinstance(cell, str) else cell.text).replace("\n", "<br/>")


def seconds(write: Callable[[Document], object], documents: list[Document]) -> float:
    start = time.process_time()
    for document in documents:
        write(document)
    return time.process_time() - start


def test_the_circular_with_150_score_sheets_costs_at_most_half_more_than_bare_reportlab() -> None:
    documents = the_documents()
    pdf.write(documents[0])  # fonts are read once
    assert seconds(pdf.write, documents) <= 1.5 * seconds(bare, documents)
