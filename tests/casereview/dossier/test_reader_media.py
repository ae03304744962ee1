"""Recordings: kept, named and measured by their headers; nothing in them is decoded."""

from __future__ import annotations

import struct
import wave
from pathlib import Path

from casereview.dossier.readers import media, read_file


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(data), kind) + data


def mp4(seconds: int, version: int = 0, brand: bytes = b"mp42") -> bytes:
    layout = ">B3xIIII" if version == 0 else ">B3xQQIQ"
    header = struct.pack(layout, version, 0, 0, 600, 600 * seconds) + bytes(80)
    big = struct.pack(">I4sQ", 1, b"mdat", 16 + 40) + bytes(40)
    return _box(b"ftyp", brand + bytes(8)) + big + _box(b"moov", _box(b"free", b"") + _box(b"mvhd", header))


def _said(path: Path) -> tuple[str, dict[str, object]]:
    member = read_file(path, path.name)
    assert member.attachment and member.pages == () and member.size == path.stat().st_size and len(member.sha256) == 64
    (note,) = member.notes
    return note.code, note.parameters


def test_the_length_of_a_film_is_read_from_its_header(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(mp4(3723))
    assert _said(path) == ("recording-length", {"format": "MP4", "length": "1:02:03"})
    path.write_bytes(mp4(65, version=1, brand=b"qt  "))
    assert _said(path) == ("recording-length", {"format": "MOV", "length": "1:05"})


def test_the_length_of_a_wave_file_is_its_bytes_by_its_rate(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16_000 * 7))
    assert _said(path) == ("recording-length", {"format": "WAV", "length": "0:07"})


def test_the_length_of_an_avi_is_its_frames_by_their_time(tmp_path: Path) -> None:
    path = tmp_path / "a.avi"
    head = b"hdrlavih" + struct.pack("<IIIIII", 56, 40_000, 0, 0, 0, 250) + bytes(40)
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + 8 + len(head)) + b"AVI LIST" + struct.pack("<I", len(head)) + head)
    assert _said(path) == ("recording-length", {"format": "AVI", "length": "0:10"})


def test_what_does_not_say_its_length_is_kept_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    whole = mp4(10)
    broken = [
        whole[:40],
        whole[:-90],
        whole.replace(struct.pack(">I", 600), bytes(4), 1),
        b"\x00\x00\x00\x08ftypmp42" + bytes(20),
    ]
    for data in (*broken, b"ID3\x03" + bytes(40), b"OggS" + bytes(40), b"\x1aE\xdf\xa3" + bytes(40)):
        path.write_bytes(data)
        assert _said(path)[0] == "recording-kept"


def test_boxes_that_point_at_themselves_end(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(_box(b"ftyp", b"mp42") + struct.pack(">I4s", 4, b"moov") * 50)
    assert media.length(path) is None
