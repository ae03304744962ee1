"""A locked file asks for its password, and the command line takes it from a file; nobody keeps it."""

from __future__ import annotations

from pathlib import Path

from casereview.workspace import Workspace
from tests.casereview.cli.conftest import answer, say
from tests.casereview.dossier.builders import pdf_of


def test_read_and_intake_open_a_locked_file_with_the_word_in_a_file(tmp_path: Path) -> None:
    locked, word, wrong = (
        pdf_of(tmp_path, "锁", "行政处罚决定书", password="sesame-Q7"),
        tmp_path / "密码",
        tmp_path / "错",
    )
    word.write_text("sesame-Q7\n", "utf-8")
    wrong.write_text("xyz", "utf-8")
    asked = say("read", locked, "--json")
    assert asked.exit_code == 3 and '"password-needed"' in asked.stdout
    assert '"password-wrong"' in say("read", locked, "--json", "--password-file", wrong).stdout
    assert answer("read", locked, "--password-file", word)["papers"][0]["title"] == "行政处罚决定书"
    Workspace.create(tmp_path / "w.casereview").close()
    first = say("-w", tmp_path / "w.casereview", "intake", locked, "--json")
    assert first.exit_code == 1
    done = answer("-w", tmp_path / "w.casereview", "intake", locked, "--password-file", word)
    assert len(done["taken"]) == 1 and done["set_aside"] == []
    held = [path for path in (tmp_path / "w.casereview").rglob("*") if path.is_file()]
    assert len(held) > 3 and not any(b"sesame" in path.read_bytes() for path in held if path.suffix != ".lock")


def test_an_empty_word_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "leer").write_text("\n")
    found = say("read", pdf_of(tmp_path, "a", "字"), "--password-file", tmp_path / "leer")
    assert found.exit_code == 2 and "leer" in found.stderr


def test_a_dry_run_with_a_workspace_tells_pages_locks_and_what_is_here_already(tmp_path: Path) -> None:
    here, locked = (
        pdf_of(tmp_path, "有", "行政处罚决定书", "第二页"),
        pdf_of(tmp_path, "锁", "字", password="sesame-Q7"),
    )
    w = tmp_path / "w.casereview"
    Workspace.create(w).close()
    (ident,) = answer("-w", w, "intake", here)["taken"]
    told = say("-w", w, "intake", here, locked, "--dry-run")
    assert told.exit_code == 1
    first, known, *rest = told.stdout.splitlines()
    assert "2 页" in first and ident[:12] in known and "密码" in rest[-1]
    assert answer("-w", w, "intake", here, "--dry-run")[0]["known"] == ident
    assert say("-w", tmp_path / "nix", "intake", here, "--dry-run").exit_code == 3


def test_a_way_of_reading_that_there_is_not_is_wrong_use(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w.casereview").close()
    for language, word in (("zh", "执行方式"), ("en", "way of reading")):
        said = say(
            "--lang",
            language,
            "-w",
            tmp_path / "w.casereview",
            "intake",
            pdf_of(tmp_path, "a", "字"),
            "--executor",
            "x",
        )
        assert said.exit_code == 2 and said.stdout == "" and word in said.stderr
