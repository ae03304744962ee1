"""What the command line says when something cannot be done: one line or one document, and the right exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casereview.cli import main
from casereview.cli.base import Commands
from tests.casereview.cli.conftest import say

WRONG = [
    "list --bogus",
    "list --limit many",
    "nonsense",
    "show",
    "show a b",
    "read not-there",
    "ledger list --state closedd",
    "ledger add --deadline 2024-13-01",
    "campaign new x --year 2024 --tolerance much",
    "mark a --item 1-1 --box 1,2,3",
    "decide a --item 1-1",
    "--lang fr list",
]


@pytest.mark.parametrize("line", WRONG)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_use_is_one_sentence_and_exit_code_2(line: str, language: str) -> None:
    before = [] if "--lang" in line else ["--lang", language]
    plain = say(*before, *line.split())
    assert plain.exit_code == 2
    assert plain.stdout == ""
    assert len(plain.stderr.strip().splitlines()) == 1
    if before:
        assert plain.stderr.startswith(
            "命令用法不对" if language == "zh" else ("Wrong use", "The command makes no sense")
        )
    assert not any(mark in plain.stderr for mark in ("{", "None", "Error:", "cli."))
    document = say(*before, *line.split(), "--json")
    assert document.exit_code == 2
    assert document.stderr == ""
    assert json.loads(document.stdout)["error"]["code"] == "wrong-use"


def test_no_workspace_is_refused_with_exit_code_3_in_both_languages(tmp_path: Path) -> None:
    for language, word in (("zh", "工作区"), ("en", "workspace")):
        found = say("--lang", language, "-w", tmp_path / "nix", "list")
        assert (found.exit_code, found.stdout) == (3, "")
        assert word in found.stderr and len(found.stderr.strip().splitlines()) == 1


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    found = say("rubric", "export", "PT", "-o", tmp_path / "no" / "folder" / "x.toml")
    assert found.exit_code == 3
    assert "x.toml" in found.stderr and "Traceback" not in found.stderr


def test_a_damaged_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "review.db").write_bytes(b"nothing of a database" * 300)
    found = say("-w", tmp_path, "list", "--json")
    assert found.exit_code == 3
    assert json.loads(found.stdout)["error"]["message"]


def test_a_tailoring_for_another_base_is_exit_code_4(tmp_path: Path) -> None:
    tailoring = f'base = "{"0" * 64}"\nversion = "x"\nreason = "试用"\n[[change]]\nitem = "PT-01"\ndrop = true\n'
    (tmp_path / "t.toml").write_text(tailoring, "utf-8")
    found = say("rubric", "tailor", "PT", tmp_path / "t.toml", "-o", tmp_path / "out.toml")
    assert found.exit_code == 4
    assert not (tmp_path / "out.toml").exists()


def test_a_file_that_is_no_dossier_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    for line in (["read"], ["check", "--file"]):
        found = say(*line, tmp_path / "empty.pdf")
        assert found.exit_code == 3
        assert "empty.pdf" in found.stdout
        document = json.loads(say(*line, tmp_path / "empty.pdf", "--json").stdout)
        assert document["problems"][0]["reason"] and document["problems"][0]["remedy"]


def test_a_pack_is_recognised_by_its_content_and_a_mistake_is_named(tmp_path: Path) -> None:
    year = Path("rubrics/packs/calendar/2026.toml").read_text("utf-8").replace("2026", "2031")
    (tmp_path / "holidays.toml").write_text(year, "utf-8")
    found = json.loads(say("pack", "import", tmp_path / "holidays.toml", "--dry-run", "--json").stdout)
    assert (found["kind"], found["name"], found["used"]) == ("calendar", "2031", False)
    (tmp_path / "wrong.toml").write_text('year = "next"\n', "utf-8")
    assert say("pack", "import", tmp_path / "wrong.toml", "--dry-run").exit_code == 3
    (tmp_path / "strange.toml").write_text("yeer = 2031\n", "utf-8")
    assert "strange.toml" in say("pack", "import", tmp_path / "strange.toml", "--dry-run").stderr


def test_a_bug_of_ours_is_not_dressed_up_as_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(main, Commands)

    def broken(*args: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("casereview.rubric.files.shipped", broken)
    with pytest.raises(KeyError):
        say("rubric", "list")


def test_lists_that_look_alike_are_told_apart_by_what_they_hold(tmp_path: Path) -> None:
    for kind in ("leniency", "legal_review"):
        file = tmp_path / "shanxi.toml"
        file.write_text(Path(f"rubrics/packs/{kind}/shanxi.toml").read_text("utf-8"), "utf-8")
        found = json.loads(say("pack", "import", file, "--dry-run", "--json").stdout)
        assert (found["kind"], found["name"]) == (kind, "shanxi")


def test_packs_are_listed_with_hash_and_state_and_shown_by_entry(tmp_path: Path) -> None:
    rows = {f"{r['kind']}/{r['name']}": r for r in json.loads(say("pack", "list", "--json").stdout)["packs"]}
    assert rows["discretion/shanxi"]["open"] > 100 and len(rows["law/fines"]["digest"]) == 64
    entries = json.loads(say("pack", "show", "law", "fines", "--entries", "--json").stdout)
    assert entries[0]["path"] == ["fines", 0] and entries[0]["confirmed"] is True and entries[0]["source"]
    assert "to be compared" in say("--lang", "en", "pack", "list", "discretion").stdout
    table = json.loads(say("pack", "table", "--json").stdout)
    assert {row["section"] for row in table} >= {"laws", "fines", "discretion", "leniency", "legal_review"}


def test_only_the_leader_takes_newer_packs_and_the_act_is_listed(tmp_path: Path) -> None:
    place = tmp_path / "a.casereview"
    given = ("-w", place, "--as", "组长")
    assert say(*given, "init", place).exit_code == 0
    assert (
        say(*given, "campaign", "new", "年度评查", "--year", "2026", "--member", "组长", "--member", "甲").exit_code
        == 0
    )
    edited = tmp_path / "fines.toml"
    edited.write_text(Path("rubrics/packs/law/fines.toml").read_text("utf-8").replace('"50000"', '"60000"', 1), "utf-8")
    assert say(*given, "pack", "import", edited, "--kind", "law", "--name", "fines").exit_code == 0
    seen = json.loads(say(*given, "pack", "versions", "--json").stdout)
    assert [row["pack"] for row in seen["packs"]] == ["law/fines"] and seen["taken"] == []
    assert "组长" in say("-w", place, "--as", "甲", "pack", "take", "--reason", "更正").stderr
    assert "理由" in say(*given, "pack", "take", "--reason", " ").stderr
    assert say(*given, "pack", "take", "--reason", "更正幅度").exit_code == 0
    seen = json.loads(say(*given, "pack", "versions", "--json").stdout)
    assert seen["packs"] == [] and [row["reason"] for row in seen["taken"]] == ["更正幅度"]
