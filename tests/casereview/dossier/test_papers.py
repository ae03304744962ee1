"""Where papers begin and what they are: titles, the catalogue, file names; what nothing claims stays by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from casereview import words
from casereview.dossier import catalogue, forms, readers, titles
from casereview.dossier.facts import pack as fact_packs
from casereview.dossier.facts import read_facts
from casereview.dossier.model import Box, Member, Page, Run, TextSource
from casereview.dossier.pageview import page_views
from casereview.dossier.papers import split
from tests.casereview.dossier.drawn import Item, Title, docx_of, members, pdf_of

FILED: list[Item] = [
    Title("立 案 登 记 表"),
    "案号：晋交执罚〔2024〕021号",
    "案由：何当真涉嫌超限运输案",
    "案件来源：检查",
    "立案依据：无",
]
INTERVIEW: list[Item] = [
    Title("询问笔录"),
    "时间：2024年3月13日10时05分至10时48分",
    "被询问人：何当真",
    "问：是否属实？",
    "答：属实。",
]
INTERVIEW_2: list[Item] = ["问：还有补充吗？", "答：没有。", "被询问人签名：何当真", "第2页，共2页"]
NOTICE: list[Item] = [
    Title("违法行为通知书"),
    "何当真：",
    "本机关拟作出罚款1000元的处罚决定，你可以陈述申辩。",
    "2024年4月1日",
]
PACK = forms.shipped()


def forms_of(held: tuple[Member, ...]) -> list[tuple[str, tuple[int, ...], str]]:
    return [(paper.form, paper.pages, paper.way) for paper in split(held)]


def test_papers_of_a_bound_file_begin_at_their_titles(tmp_path: Path) -> None:
    held = members(tmp_path, "pdf", FILED, INTERVIEW, INTERVIEW_2, NOTICE)
    assert forms_of(held) == [("F01", (1,), "title"), ("F02", (2, 3), "title"), ("F11", (4,), "title")]
    assert all(paper.confidence > 0.8 for paper in split(held))


def test_a_title_on_every_page_of_a_record_does_not_cut_it(tmp_path: Path) -> None:
    again: list[Item] = [Title("询问笔录"), "问：还有补充吗？", "答：没有。", "第2页，共2页"]
    held = members(tmp_path, "pdf", [*INTERVIEW, "第1页，共2页"], again, INTERVIEW)
    assert [pages for _, pages, _ in forms_of(held)] == [(1, 2), (3,)]


def test_the_number_of_a_page_in_the_volume_joins_nothing(tmp_path: Path) -> None:
    held = members(tmp_path, "pdf", [*NOTICE, "第11页"], ["行车示意图", "第12页"], [*NOTICE, "第13页"])
    assert [form for form, _, _ in forms_of(held)] == ["F11", "X-OTHER", "F11"]


def test_every_page_belongs_to_exactly_one_paper(tmp_path: Path) -> None:
    held = members(tmp_path, "docx", FILED, INTERVIEW, NOTICE) + members(tmp_path, "pdf", INTERVIEW_2, NOTICE)
    papers = split(held)
    pages = [number for paper in papers for number in paper.pages]
    assert pages == list(range(1, len(page_views(held)) + 1))
    assert [paper.id for paper in papers] == [f"p{n:02}" for n in range(1, len(papers) + 1)]


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("立 案 登 记 表", "F01"),
        ("晋中市交通运输局行政处罚决定书", "F15"),
        ("行政处罚决定书（副本）", "F15"),
        ("行政（当场）处罚决定书", "F14"),
        ("送达信息确认书", "X-ADDR"),
        ("视听资料说明书", "X-AV"),
        ("陈述申辩笔录", "X-STATE"),
        ("案件调查报告", "X-REPORT"),
        ("行政处罚事先告知书", "F11"),
        ("居民身份证复印件", "X-ID"),
        ("解除行政强制措施决定书", "F10"),
    ],
)
def test_titles_in_their_variants(line: str, form: str) -> None:
    titled = titles.title_of(line, PACK)
    assert titled and titled.form.code == form


def test_one_wrong_letter_is_forgiven_and_doubted() -> None:
    titled = titles.title_of("违法行为通加书", PACK)
    assert titled and titled.form.code == "F11" and titled.exact < 0.9


@pytest.mark.parametrize(
    "line", ["现场笔录、询问笔录各一份", "依据行政处罚决定书履行", "3 询问笔录 1份", "立案", "的", ""]
)
def test_a_mention_is_no_title(line: str) -> None:
    assert titles.title_of(line, PACK) is None


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_titles_in_a_list_of_evidence_start_no_paper(tmp_path: Path, kind: str) -> None:
    report: list[Item] = [
        Title("案件调查报告"),
        "案由：何当真涉嫌超限运输案",
        [["序号", "证据名称", "数量"], ["1", "现场笔录", "1"], ["2", "询问笔录", "1"], ["3", "送达回证", "1"]],
        "调查结论和处理意见：《行政处罚决定书》送达后结案。",
    ]
    assert [form for form, _, _ in forms_of(members(tmp_path, kind, report))] == ["X-REPORT"]


def test_a_title_over_two_lines_is_one_title(tmp_path: Path) -> None:
    sheet: list[Item] = [Title("重大行政执法决定"), Title("法制审核表"), "审核意见：审核通过。", "2024年4月1日"]
    assert [form for form, _, _ in forms_of(members(tmp_path, "pdf", sheet))] == ["X-LEGAL"]


def test_a_page_that_nothing_claims_is_not_put_under_the_paper_before(tmp_path: Path) -> None:
    map_page: list[Item] = [Title("行车示意图"), "甲地", "乙地"]
    papers = split(members(tmp_path, "pdf", NOTICE, map_page, INTERVIEW))
    assert [paper.form for paper in papers] == ["F11", "X-OTHER", "F02"]
    assert papers[1].way == "rest" and papers[1].confidence < 0.5 and papers[1].title == "行车示意图"


def test_a_heading_that_ends_with_a_title_is_believed_with_its_anchors_only(tmp_path: Path) -> None:
    report: list[Item] = [
        Title("关于何当真超限运输案的调查终结报告"),
        "案由：何当真超限运输案",
        "调查经过：略。",
        "处理意见：罚款。",
    ]
    note: list[Item] = [Title("关于行政处罚决定书的说明"), "本页说明打印情况。"]
    papers = split(members(tmp_path, "pdf", report, note))
    assert [(paper.form, paper.confidence < 0.8) for paper in papers] == [("X-REPORT", True), ("X-OTHER", True)]


def test_photographs_are_known_by_their_captions(tmp_path: Path) -> None:
    photos: list[Item] = ["照片一：车辆外廓", "拍摄时间：2024年3月11日9时20分", "拍摄人：周予安"]
    assert [paper.form for paper in split(members(tmp_path, "pdf", NOTICE, photos))] == ["F11", "X-PHOTO"]


def test_an_empty_back_stays_with_its_front_and_a_picture_does_not() -> None:
    line = Run("询问笔录", Box(260, 70, 340, 90))
    more = Run("被询问人：何当真", Box(90, 110, 220, 122))
    front = Page(1, 595, 842, TextSource.TEXT, (line, more))
    empty = Page(2, 595, 842, TextSource.TEXT)
    picture = Page(3, 595, 842, TextSource.NONE)
    papers = split((Member("a" * 64, "x.pdf", 1, "pdf", (front, empty, picture)),))
    assert [(paper.form, paper.pages) for paper in papers] == [("F02", (1, 2)), ("X-OTHER", (3,))]


def test_a_scan_without_text_is_unknown_and_its_file_name_helps() -> None:
    picture = Page(1, 595, 842, TextSource.NONE)
    named = Member("a" * 64, "03询问笔录-何当真.jpg", 1, "image", (picture,))
    plain = Member("b" * 64, "IMG_0001.jpg", 1, "image", (picture,))
    assert forms_of((named, plain)) == [("F02", (1,), "file-name"), ("X-OTHER", (2,), "rest")]


def test_pictures_of_one_paper_by_name_are_one_paper() -> None:
    picture = Page(1, 595, 842, TextSource.NONE)
    held = tuple(Member(c * 64, f"询问笔录{n}.jpg", 1, "image", (picture,)) for n, c in enumerate("abc", 1))
    assert forms_of(held) == [("F02", (1, 2, 3), "file-name")]


def test_the_title_on_the_page_outranks_the_name_of_the_file(tmp_path: Path) -> None:
    file = docx_of(tmp_path / "05送达回证.docx", NOTICE)
    assert forms_of((readers.read_file(file, file.name),)) == [("F11", (1,), "title")]


CATALOGUE: list[Item] = [
    Title("卷 内 目 录"),
    [
        ["序号", "材料名称", "文号", "页码", "备注"],
        ["1", "立案登记表", "晋交执罚〔2024〕021号", "1", ""],
        ["2", "询问笔录", "", "2-3", ""],
        ["3", "车辆行驶证复印件", "", "4", ""],
        ["4", "违法行为通知书", "晋交执罚〔2024〕021号", "5", ""],
    ],
]


def test_the_catalogue_names_what_has_no_title(tmp_path: Path) -> None:
    copy: list[Item] = ["号牌号码 晋K·T0001", "所有人 何当真"]
    held = members(tmp_path, "pdf", CATALOGUE, FILED, INTERVIEW, INTERVIEW_2, copy, NOTICE)
    assert forms_of(held) == [
        ("X-CATALOG", (1,), "title"),
        ("F01", (2,), "title"),
        ("F02", (3, 4), "title"),
        ("X-ID", (5,), "catalogue"),
        ("F11", (6,), "title"),
    ]


def test_the_rows_of_a_catalogue_are_facts(tmp_path: Path) -> None:
    held = members(tmp_path, "pdf", CATALOGUE, FILED)
    rows = [fact for fact in read_facts(held, split(held)) if fact.name == "catalogue.row"]
    assert [(row.value["title"], row.value["first"], row.page) for row in rows][:2] == [
        ("立案登记表", 1, 1),
        ("询问笔录", 2, 1),
    ]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_rows_of_a_catalogue(tmp_path: Path, kind: str) -> None:
    rows = catalogue.entries(page_views(members(tmp_path, kind, CATALOGUE)), PACK)
    assert [(row.title, row.form, row.first, row.last) for row in rows] == [
        ("立案登记表", "F01", 1, 1),
        ("询问笔录", "F02", 2, 3),
        ("车辆行驶证复印件", "X-ID", 4, 4),
        ("违法行为通知书", "F11", 5, 5),
    ]


def test_a_reading_is_the_same_each_time(tmp_path: Path) -> None:
    file = pdf_of(tmp_path / "a.pdf", FILED, INTERVIEW, INTERVIEW_2, NOTICE)
    held = (readers.read_file(file, file.name),)
    assert split(held) == split(tuple(replace(member) for member in held))


def test_the_packs_agree_with_each_other_and_with_the_words() -> None:
    packs = fact_packs.shipped()
    names = set(packs.catalogue.by_name)
    codes = {form.code for form in PACK.form}
    said_by = [(rule.fact, rule.to) for rule in packs.fields.field] + [
        (rule.fact, rule.to) for rule in packs.prose.prose
    ]
    assert {name for pair in said_by for name in pair} | {rule.fact for rule in packs.fields.foot} <= names | {""}
    for where in (packs.fields.field, packs.prose.prose, packs.fields.foot, packs.fields.officer):
        assert {form for rule in where for form in rule.forms} <= codes | {"*", "party"}
    assert {home for kind in packs.catalogue.fact for home in kind.home} <= codes
    assert len(packs.catalogue.fact) == len(names)
    for language in words.LANGUAGES:
        said = words.catalogue(language)
        assert {f"fact.{name}" for name in names} <= set(said)
        assert {f"form.{code}" for code in codes} | {f"stage.{form.stage}" for form in PACK.form} <= set(said)


DECISION = [
    "当事人：何当真",
    "违法事实及证据：当事人超限运输。",
    "决定给予罚款1000元的行政处罚。",
    "如不服，可以申请行政复议或者提起行政诉讼。",
    "2024年4月1日",
]


def as_recognised(held: tuple[Member, ...]) -> tuple[Member, ...]:
    """The same pages as a recogniser would hand them over."""
    return tuple(
        replace(member, pages=tuple(replace(page, source=TextSource.OCR) for page in member.pages)) for member in held
    )


@pytest.mark.parametrize(
    ("head", "form"),
    [
        ("行政处罚决定书　　　　案号：晋交执罚〔2024〕021号", "F15"),
        ("晋中市交通运输局　　　　行政处罚决定书", "F15"),
        ("立 案 登 记 表　　　　　第1页 共1页", "F01"),
        ("送 达 回 证　　　　　　（第二联）", "F23"),
    ],
)
def test_a_title_in_a_column_beside_a_number_is_a_title(tmp_path: Path, head: str, form: str) -> None:
    sheet: list[Item] = [head, *DECISION, "案件来源：检查", "受送达人：何当真"]
    assert [form for form, _, _ in forms_of(members(tmp_path, "pdf", sheet))] == [form]


@pytest.mark.parametrize("head", ["3　　行政处罚决定书　　晋交执罚〔2024〕021号　　5", "行政处罚决定书　　询问笔录"])
def test_a_title_in_a_row_of_a_list_is_none(tmp_path: Path, head: str) -> None:
    assert [form for form, _, _ in forms_of(members(tmp_path, "pdf", [head, *DECISION]))] == ["X-OTHER"]


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("行致处罚决定书", "F15"),
        ("行致处罚块定书", "F15"),
        ("行 政 外 罚 决 足 书", "F15"),
        ("违去行为通如书", "F11"),
        ("立安登纪表", "F01"),
        ("案件凋查报舌", "X-REPORT"),
    ],
)
def test_two_damaged_letters_of_a_title_are_forgiven_on_a_recognised_page(
    tmp_path: Path, title: str, form: str
) -> None:
    sheet: list[Item] = [
        Title(title),
        *DECISION,
        "案件来源：检查　立案依据：无",
        "本机关拟作出处罚，可以要求听证。",
        "调查经过 处理意见",
    ]
    papers = split(as_recognised(members(tmp_path, "pdf", sheet)))
    assert [paper.form for paper in papers] == [form] and papers[0].confidence < 0.9


@pytest.mark.parametrize("title", ["行政复议决定书", "行政裁决决定书", "行攻处罚块足书"])
def test_another_word_or_three_damaged_letters_are_no_title(tmp_path: Path, title: str) -> None:
    papers = split(as_recognised(members(tmp_path, "pdf", [Title(title), *DECISION])))
    assert [paper.form for paper in papers] == ["X-OTHER"]


def test_two_letters_are_not_forgiven_where_the_text_is_the_files_own(tmp_path: Path) -> None:
    assert [form for form, _, _ in forms_of(members(tmp_path, "pdf", [Title("行致处罚块定书"), *DECISION]))] == [
        "X-OTHER"
    ]


def test_a_table_that_runs_over_the_page_of_a_word_file_keeps_its_paper_whole(tmp_path: Path) -> None:
    rows = [["承办部门", "意 见"], *([f"事项{n}", "同意\n签名：　　　日期：\n\n\n\n"] for n in range(40))]
    file = docx_of(tmp_path / "呈批.docx", [Title("立案呈批表"), "案件来源：检查", rows])
    held = (readers.read_file(file, file.name),)
    assert len(held[0].pages) > 1 and not any("立案" in page.text for page in held[0].pages[1:])
    assert [(form, len(pages)) for form, pages, _ in forms_of(held)] == [("F01", len(held[0].pages))]


def test_the_contents_of_a_book_are_no_catalogue_of_a_dossier(tmp_path: Path) -> None:
    book: list[Item] = [Title("目　录"), "关于作战的原则……………… 1", "对问题的意见……………… 3"]
    listed: list[Item] = [
        Title("目　录"),
        [["序号", "文书名称", "页码"], ["1", "立案登记表", "1"], ["2", "询问笔录", "2-3"]],
    ]
    assert [form for form, _, _ in forms_of(members(tmp_path, "pdf", book))] == ["X-OTHER"]
    assert [form for form, _, _ in forms_of(members(tmp_path, "pdf", listed))] == ["X-CATALOG"]
