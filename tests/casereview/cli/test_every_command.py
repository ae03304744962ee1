"""Every command in both forms on a real review: it does its work, speaks in sentences, and its JSON is one document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from casereview.cli import main
from tests.casereview.cli.conftest import Demo, answer, say

CASE = "晋榆交执罚〔2024〕017号"  # 02: a few faults
VETOED = "晋祁交执罚〔2024〕012号"  # 05: vetoed
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What no sentence of ours holds: places that were not filled, Python's own ways of writing, codes of tables.
BROKEN = re.compile(r"\{|\bNone\b|\bTrue\b|\bFalse\b|Decimal\(|<\w+\.|\b(cli|error|stage|grade|trace|state)\.[a-z]")

# Command -> (arguments, exit code). The places are filled by `_filled`; commands of WRITES get a review of their own.
READS: dict[str, tuple[str, int]] = {
    "read": ("{folder}", 0),
    "list": ("", 0),
    "ocr": ("{case}", 0),
    "show": ("{case}", 0),
    "timeline": ("{case}", 0),
    "search": ("决定书", 0),
    "unit list": ("", 0),
    "unit show": ("祁县", 0),
    "pack list": ("", 0),
    "pack show": ("regions national", 0),
    "pack table": ("-o {out}/legal.md", 0),
    "pack versions": ("", 0),
    "rubric list": ("", 0),
    "rubric show": ("PT", 0),
    "rubric lint": ("--examples", 0),
    "rubric export": ("PT -o {out}/pt.toml", 0),
    "rubric compose": ("PT=60 FS=40 --code ZH --title 综合评查表 -o {out}/zh.toml", 0),
    "rubric diff": ("PT {rubric}", 0),
    "rubric lab": ("PT {rubric}", 0),
    "rubric import": ("{table} -o {out}/table.toml", 0),
    "rubric tailor": ("PT {tailoring} -o {out}/tailored.toml", 0),
    "sheet": ("{case} --final", 0),
    "campaign list": ("", 0),
    "campaign status": ("", 0),
    "campaign verify-draw": ("", 0),
    "package receipts": ("", 0),
    "disputes": ("", 0),
    "objection list": ("", 0),
    "results show": ("", 0),
    "results export": ("-o {out}/results.json", 0),
    "verify-results": ("{results}", 0),
    "exemplar list": ("", 0),
    "exemplar export": ("-o {out}/library", 0),
    "redact": ("{folder} -o {out}/redacted.pdf", 0),
    "attack": ("{file} --like {file}", 1),
    "notice write": ("circular -o {out}/circular.docx", 0),
    "notice gauge": ("{circular}", 0),
    "ledger list": ("", 0),
    "ledger export": ("-o {out}/ledger.xlsx", 0),
    "verify": ("", 0),
    "backup": ("{out}/review.backup", 0),
}
WRITES: dict[str, tuple[str, int]] = {
    "init": ("{out}/new", 0),
    "intake": ("{folder}", 0),
    "paper": ("{case} 3 --form F03", 0),
    "fact set": ("{case} filed_on 2024-03-05", 0),
    "check": ("{case}", 1),
    "unit add": ("示例县交通运输局", 0),
    "unit import": ("{register}", 0),
    "pack import": ("{calendar}", 0),
    "pack take": ("--reason 更正", 3),  # only the leader decides
    "rubric publish": ("{new_rubric}", 0),
    "mark": ("{case} --item 1-1", 0),
    "seal": ("{case}", 3),
    "campaign new": ("复查 --year 2020 --member 甲 --member 乙", 0),
    "campaign draw": ("--seed 八 --quota 祁县=1 --quota 2 --reason 重抽", 0),
    "campaign assign": ("", 0),
    "campaign stage": ("objection", 0),
    "campaign close": ("", 0),
    "package task": ("示例评查员甲 -o {out}/task.casepkg --passphrase-file {passphrase}", 0),
    "package marks": ("-o {out}/marks.casepkg --passphrase-file {passphrase}", 0),
    "package receive": ("{packages}", 0),
    "package unseal": ("{packages} --passphrase-file {passphrase}", 3),
    "merge": ("{packages} --passphrase-file {passphrase}", 0),
    "decide": ("{case} --item 1-2 --full --reason 复核", 0),
    "objection raise": ("{case} --item 1-2 --reason 不同意", 0),
    "objection answer": ("nobody --maintain --reason 维持", 3),
    "results freeze": ("", 0),
    "exemplar add": ("{case} --title 无证货运", 0),
    "exemplar release": ("{card}", 0),
    "ledger add": ("--deadline 2030-12-31", 0),
    "ledger import": ("{ledger}", 0),
    "ledger close": ("{entry} --state working", 0),
    "ledger follow-up": ("{entry} 未反弹", 0),
    "restore": ("{backup} {out}/restored", 0),
}
ELSEWHERE = {"open", "demo"}  # the window has its own tests, the whole walk has tests/casereview/test_road.py


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from _commands(found, (*path, name))
        else:
            yield " ".join((*path, name))


def test_every_command_stands_in_the_tables_below_and_none_that_is_gone() -> None:
    assert set(_commands(main)) == READS.keys() | WRITES.keys() | ELSEWHERE


def test_every_command_and_option_says_what_it_is_for() -> None:
    for path in _commands(main):
        found: click.Command = main
        for name in path.split():
            assert isinstance(found, click.Group)
            command = found.get_command(click.Context(found), name)
            assert command is not None
            found = command
        assert CHINESE.search(found.help or ""), path
        silent = [p.name for p in found.params if isinstance(p, click.Option) and not p.help]
        assert not silent, (path, silent)


@pytest.fixture(scope="session")
def things(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Files that commands are given."""
    import xlsxwriter

    from casereview.rubric import files

    place = tmp_path_factory.mktemp("things")
    rubric = next(one for one in files.shipped() if one.code == "PT")
    (place / "pt.toml").write_text(files.dump(rubric), "utf-8")
    newer = files.dump(rubric).replace(f'version = "{rubric.version}"', 'version = "2099.1"', 1)
    (place / "newer.toml").write_text(newer, "utf-8")
    moved = rubric.sections[0].items[0]
    change = f'base = "{rubric.digest}"\nversion = "2024.1-x"\nreason = "试用"\n[[change]]\nitem = "{moved.id}"\n'
    (place / "tailoring.toml").write_text(change + 'applies = { flags = ["hearing"] }\n', "utf-8")
    year = (Path("rubrics/packs/calendar/2026.toml")).read_text("utf-8").replace("2026", "2031")
    (place / "calendar.toml").write_text(year, "utf-8")
    (place / "passphrase.txt").write_text("示例口令\n", "utf-8")
    with xlsxwriter.Workbook(place / "table.xlsx") as book:
        sheet = book.add_worksheet("评查表")
        for number, row in enumerate(
            [("评查项目", "分值", "扣分标准"), ("立案", 40, "缺少立案表扣10分"), ("决定", 60, "每处错误扣5分")]
        ):
            sheet.write_row(number, 0, row)
    notices = demo.folder / "通报"
    say("-w", demo.workspace, "backup", place / "review.backup")
    return {
        "folder": str(next((demo.samples / "dossiers" / "榆次区").iterdir())),
        "file": str(sorted(next((demo.samples / "dossiers" / "榆次区").iterdir()).rglob("*.*"))[0]),
        "register": str(demo.samples / "register.xlsx"), "case": CASE, "rubric": str(place / "pt.toml"),
        "new_rubric": str(place / "newer.toml"), "tailoring": str(place / "tailoring.toml"),
        "calendar": str(place / "calendar.toml"), "passphrase": str(place / "passphrase.txt"),
        "table": str(place / "table.xlsx"), "results": str(demo.folder / "评查结果.json"),
        "circular": str(notices / "评查情况通报.docx"), "ledger": str(notices / "整改台账.xlsx"),
        "backup": str(place / "review.backup"), "packages": "\0".join(map(str, demo.packages)),
        "card": answer("-w", demo.workspace, "exemplar", "list")[0]["id"][:12],
        "entry": answer("-w", demo.workspace, "ledger", "list")[0]["id"][:12],
    }  # fmt: skip


def _run(review: Demo, things: dict[str, str], path: str, line: str, out: Path, *flags: str) -> Result:
    filled = [part.format_map({**things, "out": str(out)}).split("\0") for part in line.split()]
    given = [word for words in filled for word in words]
    return say("-w", review.workspace, "--as", "示例教员二", *flags, *path.split(), *given)


def _speaks(found: Result, path: str) -> None:
    said = found.stdout + found.stderr
    if path not in ("pack show",):  # the pack's own text, braces and all
        assert not BROKEN.search(said), BROKEN.search(said)
    assert "Traceback" not in said


@pytest.mark.parametrize("path", READS)
def test_a_command_that_looks_works_in_both_forms(
    path: str, demo: Demo, things: dict[str, str], tmp_path: Path
) -> None:
    line, code = READS[path]
    for language in ("zh", "en"):
        plain = _run(demo, things, path, line, tmp_path, "--lang", language)
        assert (plain.exit_code, plain.stderr) == (code, ""), plain.output
        assert plain.stdout.strip()
        _speaks(plain, path)
    document = _run(demo, things, path, f"{line} --json", tmp_path)
    assert (document.exit_code, document.stderr) == (code, "")
    assert json.loads(document.stdout) is not None


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("form", ["", "--json"])
def test_a_command_that_writes_works_in_both_forms(
    path: str, form: str, own: Demo, things: dict[str, str], tmp_path: Path
) -> None:
    line, code = WRITES[path]
    (tmp_path / "out").mkdir()
    found = _run(own, things, path, f"{line} {form}", tmp_path / "out")
    assert found.exit_code == code, found.output
    if form:
        assert found.stderr == ""
        document = json.loads(found.stdout)
        assert set(document) == {"error"} if code == 3 else document is not None
    else:
        _speaks(found, path)
        assert len((found.stderr if code == 3 else found.stdout).strip().splitlines()) >= 1
        assert bool(found.stderr) == (code == 3)


@pytest.mark.parametrize("kind", ["unit", "item", "system", "type", "dossier"])
def test_results_are_shown_in_words_by_every_kind(kind: str, demo: Demo) -> None:
    found = say("-w", demo.workspace, "results", "show", "--by", kind)
    assert found.exit_code == 0
    assert CHINESE.search(found.stdout) and not BROKEN.search(found.stdout)
