"""The file that goes by stick: an outer header, then one age file holding a zip. Everything is checked before anything is used.

Layout: a magic line, one line of JSON (the header), an age file for a key made for this package alone. That key reaches
the receiver inside the header, itself an age file under the passphrase (so that a gigabyte of dossiers streams),
or the age file names the receivers' own keys. The zip holds manifest.json (hashes and sizes of all members, and the
header once more), signature.json (Ed25519 over the manifest), events.jsonl, in a task package files/<SHA-256> and,
where pages were recognised, text.jsonl.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, Literal

from casereview.errors import CaseReviewError
from casereview.panel.keys import Key, PublicKey
from casereview.progress import Progress, silent
from casereview.record import DamagedEvent, Event, canonical

SUFFIX = ".casepkg"
MAGIC = b"CASEREVIEW-PACKAGE\n"
VERSION = 1
MOST_MEMBERS = 200_000
MOST_BYTES = 32 << 30
MOST_OF_EVENTS = 1 << 30
MOST_OF_MANIFEST = 64 << 20
_LONGEST_HEADER = 64 << 10
_BLOCK = 1 << 20
_FIXED = ("manifest.json", "signature.json", "events.jsonl")


class NotAPackage(CaseReviewError):
    """The file is no package; `file`."""

    code = "not-a-package"


class PackageTooNew(CaseReviewError):
    """Made by a newer program; `file`, `needs`: the version of the format."""

    code = "package-too-new"


class PackageLocked(CaseReviewError):
    """Wrong passphrase, or made for other people's keys; `file`, `for_whom`."""

    code = "package-locked"


class PackageDamaged(CaseReviewError):
    """Altered or cut short; `file`, `part`: the member that shows it."""

    code = "package-damaged"


class PackageForged(CaseReviewError):
    """The signature is not that of the person named; `file`, `who`."""

    code = "package-forged"


@dataclass(frozen=True, slots=True)
class Header:
    """What anyone can read on the outside. for_whom: a name, or "" for whoever leads the campaign."""

    kind: Literal["task", "marks"]
    campaign: str
    by: str
    for_whom: str
    made_at: str
    version: int = VERSION
    wrapped: str = ""  # the package's key under the passphrase, base64

    def line(self) -> bytes:
        return canonical(asdict(self)).encode() + b"\n"


def write(
    path: Path,
    header: Header,
    events: Iterable[Event],
    files: Mapping[str, Path],
    key: Key,
    *,
    passphrase: str = "",
    recipients: Sequence[str] = (),
    about: Mapping[str, Any] | None = None,
    text: bytes = b"",
    progress: Progress = silent,
) -> Path:
    """Write a package; whole or not at all. files: SHA-256 -> where it lies; text: recognised pages. At least a passphrase or one recipient."""
    from pyrage import encrypt_io, x25519
    from pyrage import passphrase as locked

    if not passphrase and not recipients:
        raise ValueError("a package needs a passphrase or a recipient")
    once = x25519.Identity.generate()
    if passphrase:
        wrapped = base64.b64encode(locked.encrypt(str(once).encode(), passphrase)).decode()
        header = replace(header, wrapped=wrapped)
    to = [x25519.Recipient.from_str(one) for one in recipients] + ([once.to_public()] if passphrase else [])
    part = path.with_name(f"{path.name}.part")
    try:
        with tempfile.TemporaryFile() as clear, part.open("wb") as target:
            _zip(clear, header, events, files, key, about or {}, text, progress)
            clear.seek(0)
            target.write(MAGIC + header.line())
            encrypt_io(clear, target, to)
            target.flush()
            os.fsync(target.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path


def _zip(
    clear: IO[bytes],
    header: Header,
    events: Iterable[Event],
    files: Mapping[str, Path],
    key: Key,
    about: Mapping[str, Any],
    text: bytes,
    progress: Progress,
) -> None:
    members: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(clear, "w", zipfile.ZIP_STORED) as archive:
        lines = "".join(event.as_json() + "\n" for event in events).encode()
        for name, data in (("events.jsonl", lines), ("text.jsonl", text)):
            if data or name == "events.jsonl":
                archive.writestr(name, data, zipfile.ZIP_DEFLATED)
                members[name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for done, (sha256, place) in enumerate(sorted(files.items()), 1):
            archive.write(place, f"files/{sha256}")
            members[f"files/{sha256}"] = {"sha256": sha256, "size": place.stat().st_size}
            progress(done, len(files), sha256[:12])
        manifest = canonical(
            {"header": asdict(header), "signer": key.public.as_json(), "members": members, "about": about}
        ).encode()
        archive.writestr("manifest.json", manifest, zipfile.ZIP_DEFLATED)
        archive.writestr("signature.json", canonical({"ed25519": key.sign(manifest)}))


def read_header(path: Path) -> Header:
    """The outside of a package, without any key. Raises NotAPackage, PackageTooNew."""
    with path.open("rb") as stream:
        return _header(stream, path.name)


def _header(stream: IO[bytes], name: str) -> Header:
    if stream.read(len(MAGIC)) != MAGIC:
        raise NotAPackage(file=name)
    try:
        said = json.loads(stream.readline(_LONGEST_HEADER))
        if int(said["version"]) > VERSION:
            raise PackageTooNew(file=name, needs=said["version"])
        header = Header(**said)
    except (ValueError, KeyError, TypeError) as problem:
        raise PackageDamaged(file=name, part="header") from problem
    if header.kind not in ("task", "marks"):
        raise PackageDamaged(file=name, part="header")
    return header


@dataclass(frozen=True, slots=True)
class Opened:
    """A package of which every byte was checked: header, signature, members, events."""

    header: Header
    signer: PublicKey
    about: dict[str, Any]
    events: tuple[Event, ...]
    files: tuple[str, ...]
    _archive: zipfile.ZipFile

    def file(self, sha256: str) -> bytes:
        """An original of the package; its hash was checked at opening."""
        return self._archive.read(f"files/{sha256}")

    @property
    def text(self) -> bytes:
        """The recognised pages; empty if there are none."""
        return self._archive.read("text.jsonl") if "text.jsonl" in self._archive.namelist() else b""


@contextmanager
def opened(
    path: Path, *, passphrase: str = "", identities: Sequence[str] = (), progress: Progress = silent
) -> Generator[Opened, None, None]:
    """Open and check a package. Raises NotAPackage, PackageTooNew, PackageLocked, PackageDamaged, PackageForged."""
    with path.open("rb") as stream, tempfile.TemporaryFile() as clear:
        header = _header(stream, path.name)
        _decrypt(stream, clear, header, passphrase, identities, path.name)
        try:
            archive = zipfile.ZipFile(clear)
        except (zipfile.BadZipFile, ValueError, OSError) as problem:
            raise PackageDamaged(file=path.name, part="zip") from problem
        with archive:
            yield _checked(archive, header, path.name, progress)


def _decrypt(
    stream: IO[bytes], clear: IO[bytes], header: Header, passphrase: str, identities: Sequence[str], name: str
) -> None:
    from pyrage import DecryptError, IdentityError, decrypt_io, x25519
    from pyrage import passphrase as locked

    keys = [x25519.Identity.from_str(one) for one in identities]
    if passphrase and header.wrapped:
        try:
            once = locked.decrypt(base64.b64decode(header.wrapped, validate=True), passphrase).decode()
            keys.append(x25519.Identity.from_str(once))
        except (
            DecryptError,
            IdentityError,
            ValueError,
        ) as problem:  # wrong passphrase and an altered lock cannot be told apart
            raise PackageLocked(file=name, for_whom=header.for_whom or "-") from problem
    body = stream.tell()
    try:
        decrypt_io(stream, clear, keys)
    except (DecryptError, OSError, ValueError) as problem:
        # age says by its words whether no key fits or the content was altered; the first block tells it surely.
        stream.seek(body)
        cut = stream.read(21) != b"age-encryption.org/v1"
        if not cut and "No matching keys" in str(problem):
            raise PackageLocked(file=name, for_whom=header.for_whom or "-") from problem
        raise PackageDamaged(file=name, part="age") from problem
    clear.seek(0)


def _checked(archive: zipfile.ZipFile, header: Header, name: str, progress: Progress) -> Opened:
    try:
        _limits(archive)
        manifest = archive.read("manifest.json")
        said = json.loads(manifest)
        signature = json.loads(archive.read("signature.json"))["ed25519"]
        signer = PublicKey(**said["signer"])
        members = {str(member): (str(m["sha256"]), int(m["size"])) for member, m in said["members"].items()}
        outside, about = Header(**said["header"]), dict(said["about"])
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile, RuntimeError, EOFError) as problem:
        raise PackageDamaged(file=name, part="manifest.json") from problem
    if not signer.holds(str(signature), manifest) or signer.name != header.by:
        raise PackageForged(file=name, who=header.by)
    if outside != header:
        raise PackageDamaged(file=name, part="header")
    if set(members) != set(archive.namelist()) - {"manifest.json", "signature.json"}:
        raise PackageDamaged(file=name, part="manifest.json")
    for done, (member, (sha256, size)) in enumerate(sorted(members.items()), 1):
        _sound(archive, member, sha256, size, name)
        progress(done, len(members), member[-12:])
    files = tuple(sorted(member.removeprefix("files/") for member in members if member.startswith("files/")))
    return Opened(header, signer, about, _events(archive, name), files, archive)


def _limits(archive: zipfile.ZipFile) -> None:
    """Raises ValueError for a zip that no package is: strange, repeated or blown-up members."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_MEMBERS or len(set(names)) != len(names) or not set(_FIXED) <= set(names):
        raise ValueError("members")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise ValueError("size")
    most = {
        "manifest.json": MOST_OF_MANIFEST,
        "signature.json": _LONGEST_HEADER,
        "events.jsonl": MOST_OF_EVENTS,
        "text.jsonl": MOST_OF_EVENTS,
    }
    for entry in entries:
        original = entry.filename.removeprefix("files/")
        if entry.filename in most:
            sound = entry.file_size <= most[entry.filename]
        else:  # originals are stored as they are: nothing in them can unfold
            sound = entry.filename != original and len(original) == 64 and set(original) <= set("0123456789abcdef")
            sound = sound and entry.compress_type == zipfile.ZIP_STORED and entry.file_size == entry.compress_size
        if not sound:
            raise ValueError(entry.filename)


def _sound(archive: zipfile.ZipFile, member: str, sha256: str, size: int, name: str) -> None:
    digest, length = hashlib.sha256(), 0
    try:
        with archive.open(member) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                length += len(block)
    except (zipfile.BadZipFile, EOFError, OSError) as problem:
        raise PackageDamaged(file=name, part=member) from problem
    if digest.hexdigest() != sha256 or length != size or (member.startswith("files/") and member[6:] != sha256):
        raise PackageDamaged(file=name, part=member)


def _events(archive: zipfile.ZipFile, name: str) -> tuple[Event, ...]:
    try:
        with archive.open("events.jsonl") as lines:
            return tuple(Event.from_json(line.decode()) for line in lines)
    except (DamagedEvent, ValueError) as problem:
        raise PackageDamaged(file=name, part="events.jsonl") from problem
