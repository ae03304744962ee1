from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from pyrage import encrypt, x25519
from sqlite_utils import Database

from casereview import record
from casereview.errors import CaseReviewError
from casereview.panel import package
from casereview.panel.keys import Key, KeysUnreadable, own_key
from casereview.panel.package import Header, NotAPackage, PackageDamaged, PackageForged, PackageLocked, PackageTooNew
from casereview.record import Author, Event, canonical

HEADER = Header("task", "2024", "评查员甲", "评查员乙", "2024-11-04T09:00:00+08:00")


@pytest.fixture
def key(db: Database) -> Key:
    return own_key(db, "评查员甲")


@pytest.fixture
def reader() -> x25519.Identity:
    return x25519.Identity.generate()


@pytest.fixture
def events(db: Database, author: Author) -> list[Event]:
    return [record.append(db, author, "campaign.set", "2024", {"n": n}) for n in range(3)]


@pytest.fixture
def original(tmp_path: Path) -> dict[str, Path]:
    file = tmp_path / "卷.pdf"
    file.write_bytes(os.urandom(3000))
    return {hashlib.sha256(file.read_bytes()).hexdigest(): file}


def test_what_was_packed_comes_out_again_by_key_and_by_passphrase(
    tmp_path: Path, key: Key, events: list[Event], original: dict[str, Path], reader: x25519.Identity
) -> None:
    to = [str(reader.to_public())]
    file = package.write(
        tmp_path / "任务.casepkg", HEADER, events, original, key, passphrase="三项制度", recipients=to, about={"n": 1}
    )
    assert package.read_header(file).for_whom == "评查员乙"
    for way in ({"passphrase": "三项制度"}, {"identities": [str(reader)]}):
        with package.opened(file, **way) as found:
            assert list(found.events) == events
            assert found.signer == key.public and found.about == {"n": 1}
            assert [found.file(sha256) for sha256 in found.files] == [p.read_bytes() for p in original.values()]
    with pytest.raises(PackageLocked), package.opened(file, passphrase="别的"):
        pass
    assert not list(tmp_path.glob("*.part"))
    assert b"campaign.set" not in file.read_bytes()


def test_other_peoples_keys_do_not_open_it(
    tmp_path: Path, key: Key, events: list[Event], reader: x25519.Identity
) -> None:
    file = package.write(tmp_path / "a", HEADER, events, {}, key, recipients=[str(reader.to_public())])
    with pytest.raises(PackageLocked), package.opened(file, identities=[str(x25519.Identity.generate())]):
        pass


def test_any_flipped_byte_and_any_missing_end_are_found(
    tmp_path: Path, key: Key, events: list[Event], original: dict[str, Path], reader: x25519.Identity
) -> None:
    file = package.write(tmp_path / "a", HEADER, events, original, key, recipients=[str(reader.to_public())])
    sound = file.read_bytes()
    bad = [sound[:cut] for cut in (0, 5, len(package.MAGIC), 60, 300, len(sound) // 2, len(sound) - 1)]
    bad += [
        sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :] for at in range(0, len(sound), max(len(sound) // 97, 1))
    ]
    bad.append(sound + b"x")
    for data in bad:
        file.write_bytes(data)
        with pytest.raises(CaseReviewError), package.opened(file, identities=[str(reader)]):
            pass


def test_a_newer_format_and_another_file_are_refused_by_name(tmp_path: Path) -> None:
    other = tmp_path / "照片.jpg"
    other.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(NotAPackage):
        package.read_header(other)
    newer = tmp_path / "新.casepkg"
    newer.write_bytes(package.MAGIC + json.dumps({"version": 2, "shape": "new"}).encode() + b"\n")
    with pytest.raises(PackageTooNew):
        package.read_header(newer)


def hand_made(file: Path, reader: x25519.Identity, key: Key, parts: dict[str, bytes], **changes: object) -> Path:
    """A package as an attacker with a valid key of their own would build it."""
    packed = io.BytesIO()
    listed = {n: {"sha256": hashlib.sha256(d).hexdigest(), "size": len(d)} for n, d in parts.items()}
    said = {
        "header": json.loads(HEADER.line()),
        "signer": key.public.as_json(),
        "members": listed,
        "about": {},
        **changes,
    }
    manifest = canonical(said).encode()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_DEFLATED if len(data) > 10_000 else zipfile.ZIP_STORED)
        archive.writestr("manifest.json", manifest)
        archive.writestr("signature.json", canonical({"ed25519": key.sign(manifest)}))
    file.write_bytes(package.MAGIC + HEADER.line() + encrypt(packed.getvalue(), [reader.to_public()]))
    return file


def test_a_hostile_zip_is_refused_before_anything_is_used(
    tmp_path: Path, key: Key, reader: x25519.Identity, events: list[Event]
) -> None:
    lines = "".join(event.as_json() + "\n" for event in events).encode()
    content = b"original"
    sha256 = hashlib.sha256(content).hexdigest()
    sound = {"events.jsonl": lines, f"files/{sha256}": content}
    with package.opened(hand_made(tmp_path / "ok", reader, key, sound), identities=[str(reader)]) as found:
        assert len(found.events) == 3
    zeros = bytes(5_000_000)
    edited = lines.replace(b'"n":1', b'"n":7')
    for members, changes in (
        ({**sound, "../../evil": b"x"}, {}),
        ({**sound, "files/../evil": b"x"}, {}),
        ({**sound, f"files/{'0' * 64}": b"not what its name says"}, {}),
        ({**sound, f"files/{hashlib.sha256(zeros).hexdigest()}": zeros}, {}),  # unfolds a thousandfold
        ({f"files/{sha256}": content}, {}),
        ({**sound, "events.jsonl": edited}, {}),
        ({**sound, "events.jsonl": b"\xff\xfe"}, {}),
        (sound, {"members": {}}),
        (sound, {"header": {**json.loads(HEADER.line()), "campaign": "2023"}}),
        (sound, {"about": 3}),
    ):
        file = hand_made(tmp_path / "bad", reader, key, members, **changes)
        with pytest.raises(PackageDamaged), package.opened(file, identities=[str(reader)]):
            pass


def test_a_signature_by_someone_else_is_a_forgery(
    tmp_path: Path, db: Database, key: Key, reader: x25519.Identity, events: list[Event]
) -> None:
    lines = {"events.jsonl": b""}
    other = own_key(db, "评查员丙")
    for signer in (other.public.as_json(), {**other.public.as_json(), "name": "评查员甲"}):
        file = hand_made(tmp_path / "bad", reader, key, lines, signer=signer)
        with pytest.raises(PackageForged), package.opened(file, identities=[str(reader)]):
            pass


def test_keys_stay_the_same_and_are_readable_by_their_owner_alone(db: Database, tmp_path: Path, key: Key) -> None:
    assert own_key(db, "评查员甲") == key
    assert own_key(db, "评查员乙").public.fingerprint != key.public.fingerprint
    file = next(tmp_path.rglob("keys.json"))
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert key.private not in repr(key)
    file.write_text("{")
    with pytest.raises(KeysUnreadable):
        own_key(db, "评查员甲")
