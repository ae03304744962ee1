"""One filing form in any layout: widths of columns, heights and spacing of lines, order of rows as the seed says."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from tests.samples.draw_pdf import _register

FACTS = {
    "case_no": "晋榆交执罚〔2024〕第00021号",
    "cause": "晋中市榆次区虚构长途客运有限责任公司未取得道路运输经营许可擅自从事道路旅客运输经营案",
    "accepted_on": "2024-03-01",
    "filed_on": "2024-03-02",
    "party.name": "晋中市榆次区虚构长途客运有限责任公司",
    "party.address": "山西省晋中市榆次区虚拟街道示例大街与测试路交叉口东南角测试大厦B座1207室",
    "party.phone": "13935412345",
    "party.uscc": "91140702MA0JX2CX0E",
    "party.legal_rep": "欧阳长河",
}
_WIDTH = 470.0


def draw(path: Path, seed: int) -> Path:
    _register()
    chance = random.Random(seed)
    size = chance.choice([9, 10, 10.5, 12])
    body = ParagraphStyle(
        "b", fontName="sample-song", fontSize=size, leading=size * chance.choice([1.2, 1.5, 1.8, 2.2]), wordWrap="CJK",
        alignment=chance.choice([0, 1]),
    )  # fmt: skip
    title = ParagraphStyle("t", parent=body, fontSize=18, leading=27, alignment=1)
    head = [Paragraph("立案登记表", title), Paragraph("案号：" + FACTS["case_no"], body), Spacer(1, 8)]
    page = SimpleDocTemplate(str(path), leftMargin=62, rightMargin=62, invariant=1)
    page.build([*head, _table(chance, body)])
    return path


def _table(chance: random.Random, body: ParagraphStyle) -> Table:
    label = ParagraphStyle("l", parent=body, alignment=1)
    gap = chance.choice(["", "\u3000", "\u00a0" * 4])

    def row(*cells: str) -> list[Any]:
        words = [word[0] + gap + word[1] if len(word) == 2 else word for word in cells]
        drawn = [Paragraph(word, label if at % 2 == 0 else body) for at, word in enumerate(words)]
        return drawn + [""] * (4 - len(drawn))

    pairs = [
        row("受案时间", "2024年3月1日", "法定代表人", FACTS["party.legal_rep"]),
        row("名称", FACTS["party.name"], "联系电话", FACTS["party.phone"]),
        row("地址", FACTS["party.address"], "统一社会信用代码", FACTS["party.uscc"]),
    ]
    chance.shuffle(pairs)
    below = [row("案件基本情况", "2024年2月28日，执法人员检查时发现上述情形。"),
             row("负责人审批意见", "同意立案。<br/>签名：\u3000\u3000\u3000\u3000\u30002024年3月2日")]  # fmt: skip
    rows = [row("案由", FACTS["cause"]), *pairs, *below]
    widths = [chance.uniform(45, 80), chance.uniform(90, 190), chance.uniform(45, 80)]
    look: list[tuple[Any, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    look += [("SPAN", (1, at), (3, at)) for at in (0, 4, 5)]
    look.append(("VALIGN", (0, 0), (-1, -1), chance.choice(["MIDDLE", "TOP"])))
    for side, sizes in (("LEFT", (2, 4, 6)), ("RIGHT", (2, 4, 6)), ("TOP", (1, 3, 8)), ("BOTTOM", (2, 3, 8))):
        look.append((f"{side}PADDING", (0, 0), (-1, -1), chance.choice(sizes)))
    return Table(rows, colWidths=[*widths, _WIDTH - sum(widths)], style=look)
