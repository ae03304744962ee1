"""A document with every kind of block, and what tests look at in the files made of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdfium2

from casereview.documents.model import (
    Addressee,
    AnnexList,
    AnnexPage,
    BarChart,
    Cell,
    Column,
    Document,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    Profile,
    Signature,
    Table,
    Title,
)

LONG = (
    "根据《中华人民共和国行政处罚法》第六十三条等规定，市局于2024年10月8日至10月25日组织开展了案卷评查。"
    "本次共评查4个单位12卷，平均得分86.5分，其中优秀3卷（占25.0%）、良好5卷、合格3卷、不合格1卷；评查员李𬭎、欧阳䶮参加——"
    "“一案双评”，分歧由评查组合议。"
)


def a_table(count: int = 3, **changes: Any) -> Table:
    columns = (Column("序号", 1), Column("案号", 4), Column("问题", 6, "left"))
    cells = tuple((str(n), f"晋交执罚〔2024〕{n}号", LONG[: 20 + n % 30]) for n in range(1, count + 1))
    return Table(**{"columns": columns, "rows": cells, "caption": "表1 问题", "note": "注：A&B<C>", **changes})


def a_notice(**changes: Any) -> Document:
    blocks = (
        Masthead("晋中市交通运输局文件", "晋交〔2024〕13号"),
        Title("晋中市交通运输局|关于2024年度|交通运输行政执法|案卷评查情况的|通报"),
        Addressee("各县（区、市）交通运输局："),
        Paragraph(LONG * 4),
        Heading(1, "一、基本情况"),
        Heading(2, "（一）范围"),
        Paragraph(LONG, lead="1.对象。"),
        BarChart("图1 平均得分", ("榆次区", "太谷区"), (92.5, 71.0), ("92.5分", "71.0分"), 100),
        a_table(),
        Table((Column("", 1), Column("", 2)), ((Cell("签名", label=True), ""), (Cell("合并", span=2),)), high=8),
        AnnexList(("成绩汇总表", "问题分布表")),
        Signature("晋中市交通运输局", "2024年11月4日"),
        AnnexPage("附件1", "成绩汇总表", landscape=True),
        a_table(60),
        AnnexPage("附件2", "问题分布表"),
        a_table(2),
        Imprint("抄送：省交通运输厅。", "晋中市交通运输局办公室", "2024年11月4日印发"),
    )
    values: dict[str, Any] = {
        "profile": Profile.OFFICIAL,
        "title": "通报",
        "blocks": blocks,
        "author": "晋中市交通运输局",
    }
    return Document(**{**values, **changes})


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    opened = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        return [page.get_textpage().get_text_bounded() for page in opened]
    finally:
        opened.close()
