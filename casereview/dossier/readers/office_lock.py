"""Office files locked with a password: agile encryption of [MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15, AES in CBC mode."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casereview.dossier.readers import refusals
from casereview.dossier.readers.safe import BROKEN, xml
from casereview.dossier.readers.word_package import attribute, child

MAX_SPINS = 10_000_000  # the specification's own limit; Word writes 100,000
_SEGMENT = 4096
_INPUT, _VALUE, _KEY = (
    bytes.fromhex("fea7d2763b4b9e79"),
    bytes.fromhex("d7aa0f6d3061344e"),
    bytes.fromhex("146e0be7abacd0d6"),
)
_HASHES = {"SHA1", "SHA256", "SHA384", "SHA512"}


@dataclass(frozen=True, slots=True)
class _Lock:
    """One `keyData` or `encryptedKey` element."""

    salt: bytes
    hash: str
    key_bytes: int
    block: int

    def digest(self, *parts: bytes) -> bytes:
        return hashlib.new(self.hash, b"".join(parts)).digest()


def unlocked(path: Path, name: str, password: str | None) -> bytes:
    """The package inside. Raises PasswordNeeded, PasswordWrong, PasswordUnsupported, Damaged."""
    import olefile

    if password is None:
        raise refusals.PasswordNeeded(file=name)
    try:
        with olefile.OleFileIO(str(path)) as opened:
            information = opened.openstream("EncryptionInfo").read()
            package = opened.openstream("EncryptedPackage").read()
    except BROKEN:
        raise refusals.Damaged(file=name) from None
    if information[:4] != b"\x04\x00\x04\x00":  # older "standard" encryption of Office 2007
        raise refusals.PasswordUnsupported(file=name, format="Office 2007")
    try:
        return _open(xml(information[8:], name), package, password, name)
    except (KeyError, ValueError, TypeError, AttributeError, binascii.Error):
        raise refusals.Damaged(file=name) from None


def _open(root: Any, package: bytes, password: str, name: str) -> bytes:
    data = child(root, "keydata")
    own = child(root, "keyencryptors", "keyencryptor", "encryptedkey")
    if data is None or own is None or attribute(data, "cipherAlgorithm") != "AES":
        raise refusals.PasswordUnsupported(file=name, format="Office")
    lock, outer = _lock(own), _lock(data)
    spins = int(attribute(own, "spinCount"))
    if spins > MAX_SPINS:
        raise refusals.Damaged(file=name)
    spun = lock.digest(lock.salt, password.encode("utf-16-le"))
    for turn in range(spins):
        spun = lock.digest(turn.to_bytes(4, "little"), spun)

    def under(purpose: bytes, field: str) -> bytes:
        key = lock.digest(spun, purpose).ljust(lock.key_bytes, b"\x36")[: lock.key_bytes]
        return _decrypt(key, lock.salt, base64.b64decode(attribute(own, field)))

    size = hashlib.new(lock.hash).digest_size
    verifier = under(_INPUT, "encryptedVerifierHashInput")[: len(lock.salt)]
    if lock.digest(verifier) != under(_VALUE, "encryptedVerifierHashValue")[:size]:
        raise refusals.PasswordWrong(file=name)
    key = under(_KEY, "encryptedKeyValue")[: outer.key_bytes]
    return _package(package, key, outer)


def _lock(element: Any) -> _Lock:
    name = attribute(element, "hashAlgorithm")
    if name not in _HASHES:
        raise ValueError(name)
    return _Lock(
        base64.b64decode(attribute(element, "saltValue")),
        name.lower(),
        int(attribute(element, "keyBits")) // 8,
        int(attribute(element, "blockSize")),
    )


def _package(package: bytes, key: bytes, lock: _Lock) -> bytes:
    size = int.from_bytes(package[:8], "little")
    body = package[8:]
    parts = []
    for number, start in enumerate(range(0, len(body), _SEGMENT)):
        vector = lock.digest(lock.salt, number.to_bytes(4, "little"))[: lock.block].ljust(lock.block, b"\x36")
        parts.append(_decrypt(key, vector, body[start : start + _SEGMENT]))
    return b"".join(parts)[:size]


def _decrypt(key: bytes, vector: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector[:16])).decryptor()
    return decryptor.update(data[: len(data) // 16 * 16]) + decryptor.finalize()
