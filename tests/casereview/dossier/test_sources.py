from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path
from typing import IO, Any

import pytest

from casereview.dossier import archives
from casereview.dossier.sources import Source, case_number_in, gather
from tests.casereview.dossier.builders import pdf_of, zip_of
from tests.casereview.dossier.damaged.classes import Entry, raw_zip


def names(source: Source) -> list[str]:
    return [entry.name for entry in source.entries]


def test_a_folder_with_files_is_one_dossier_with_all_below_it(tmp_path: Path) -> None:
    folder = tmp_path / "祁县交通运输局" / "001-张某"
    for name in (
        "10结案.txt",
        "2询问.txt",
        "证据/照片10.jpg",
        "证据/照片2.jpg",
        "Thumbs.db",
        "~$2询问.docx",
        ".x",
        "desktop.ini",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (found,) = gather(tmp_path)
    assert (found.name, found.unit, found.ignored) == ("001-张某", "祁县交通运输局", 4)
    assert names(found) == ["2询问.txt", "10结案.txt", "证据/照片2.jpg", "证据/照片10.jpg"]


def test_a_folder_of_folders_is_many_and_units_come_from_their_names(tmp_path: Path) -> None:
    for unit in ("祁县", "平遥县交通运输局"):
        for case in ("案卷2", "案卷10"):
            pdf_of(tmp_path / "2024年" / unit / "普通程序" / case, "a", "字")
    found = gather(tmp_path)
    assert [(s.unit, s.name) for s in found] == [
        ("平遥县交通运输局", "案卷2"), ("平遥县交通运输局", "案卷10"), ("祁县", "案卷2"), ("祁县", "案卷10"),
    ]  # fmt: skip


def test_a_single_file_is_a_dossier(tmp_path: Path) -> None:
    (found,) = gather(pdf_of(tmp_path, "晋交执罚〔2024〕001号", "字"))
    assert names(found) == ["晋交执罚〔2024〕001号.pdf"]
    assert case_number_in(found.name) == "晋交执罚〔2024〕001号"


def test_nothing_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        gather(tmp_path / "no")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_an_archive_has_its_chinese_names_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    path = zip_of(tmp_path / "a.zip", {"立案登记表.txt": b"1", "证据/照片.txt": b"2"}, encoding)
    with zipfile.ZipFile(path) as archive:
        flagged = {bool(info.flag_bits & 0x800) for info in archive.infolist()}
    assert flagged == {encoding == "utf-8"}
    (found,) = gather(path)
    assert found.name == "a"
    assert sorted(names(found)) == ["立案登记表.txt", "证据/照片.txt"]
    assert {entry.path.read_bytes() for entry in found.entries} == {b"1", b"2"}


def test_an_archive_of_several_folders_is_several_dossiers(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "祁县交通运输局.zip", {"案卷1/a.txt": b"1", "案卷2/a.txt": b"2", "案卷2/b.txt": b"3"})
    assert [(s.unit, s.name, len(s.entries)) for s in gather(path)] == [
        ("祁县交通运输局", "案卷1", 1),
        ("祁县交通运输局", "案卷2", 2),
    ]


def test_an_archive_inside_a_dossier_is_opened_in_place_and_only_so_deep(tmp_path: Path) -> None:
    data = b"x"
    name = "字.txt"
    for level in range(5):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr(name, data)
        data, name = inner.getvalue(), f"{level}.zip"
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "卷.txt").write_bytes(b"x")
    (tmp_path / "d" / name).write_bytes(data)
    (found,) = gather(tmp_path / "d")
    assert names(found) == ["4.zip/3.zip/2.zip/1.zip", "卷.txt"]


def evil(path: Path, *infos: zipfile.ZipInfo) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("好.txt", "x")
        for info in infos:
            archive.writestr(info, "/etc/passwd")
    return path


def test_entries_that_climb_or_link_out_are_refused_by_name(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    odd = [zipfile.ZipInfo(name) for name in ("../../up.txt", "/abs.txt", "C:\\win.txt", "a\\..\\..\\b.txt")]
    (found,) = gather(evil(tmp_path / "e.zip", link, *odd))
    assert names(found) == ["好.txt"]
    assert {problem.code for problem in found.problems} == {"name-refused", "link-refused"}
    assert sorted(problem.file for problem in found.problems) == [
        "e.zip/../../up.txt", "e.zip//abs.txt", "e.zip/C:/win.txt", "e.zip/a/../../b.txt", "e.zip/link.txt",
    ]  # fmt: skip
    assert not (tmp_path.parent / "up.txt").exists()


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "a.txt").write_text("x")
    os.symlink("/etc/hostname", folder / "b.txt")
    (found,) = gather(folder)
    assert names(found) == ["a.txt"] and found.problems[0].code == "link-refused"


def test_a_bomb_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("big.bin", "w", force_zip64=True) as out,
    ):
        for _ in range(120):
            out.write(bytes(1 << 20))
    (found,) = gather(path)
    assert found.entries == ()
    assert [(p.file, p.code) for p in found.problems] == [("bomb.zip", "too-large")]


def test_entries_that_lie_over_each_other_are_refused_by_name(tmp_path: Path) -> None:
    """The header and the data of one stand inside the data of another, which tells both truly."""
    inner = raw_zip([Entry("内.txt".encode(), b"inside", flags=0x800)])
    stored = inner[: inner.index(b"PK\1\2")]
    outer = Entry("外.txt".encode(), stored, flags=0x800)
    at = 30 + len(outer.name)
    entries = [outer, Entry("内.txt".encode(), b"inside", flags=0x800, offset=at), Entry(b"good.txt", b"good")]
    (tmp_path / "e.zip").write_bytes(raw_zip(entries))
    # Each by itself is sound; some versions of Python see that they overlap, others open both.
    (found,) = gather(tmp_path / "e.zip")
    assert names(found) == ["good.txt"]
    assert [(p.file, p.code) for p in found.problems] == [
        ("e.zip/外.txt", "entries-overlap"), ("e.zip/内.txt", "entries-overlap"),
    ]  # fmt: skip


@pytest.mark.parametrize("archive", ["stored", "deflated", "streamed", "prefixed"])
def test_sound_archives_have_no_entries_that_overlap(tmp_path: Path, archive: str) -> None:
    path = tmp_path / "a.zip"
    with path.open("wb") as out:
        out.write(b"MZ" * 50 if archive == "prefixed" else b"")
        sink = Unseekable(out) if archive == "streamed" else out
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED if archive == "stored" else zipfile.ZIP_DEFLATED) as made:
            made.mkdir("空")
            for number in range(5):
                made.writestr(f"{number}.txt", b"" if number == 2 else b"text" * number)
    with zipfile.ZipFile(path) as opened:
        assert archives._shared(opened.infolist()) == frozenset()


class Unseekable(io.RawIOBase):
    """A pipe: sizes stand behind the data."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out = out

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self.out.write(data)


def test_a_damaged_entry_costs_itself_only(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"好.txt": b"good", "坏.txt": os.urandom(5000)})
    data = bytearray(path.read_bytes())
    at = data.index("坏.txt".encode()) + 200
    data[at : at + 50] = bytes(50)
    path.write_bytes(bytes(data))
    (found,) = gather(path)
    assert names(found) == ["好.txt"]
    assert [(p.file, p.code) for p in found.problems] == [("a.zip/坏.txt", "file-damaged")]


def test_what_a_killed_program_left_unpacked_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess
    import sys
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", "pass"]) as ended:
        ended.wait()
    left, used = tmp_path / f"casereview-unpacked-{ended.pid}-x", tmp_path / f"casereview-unpacked-{os.getpid()}-x"
    for folder in (left, used):
        folder.mkdir()
    path = zip_of(tmp_path / "a.zip", {"a.txt": b"1"})
    found = gather(path)
    assert not left.exists() and used.exists()
    assert found[0].entries[0].path.exists()
    place = found[0].entries[0].path
    del found
    assert not place.exists()
