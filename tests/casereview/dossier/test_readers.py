"""What a file is and what becomes of each kind."""

from __future__ import annotations

import base64
import hashlib
import os
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from PIL import Image

from casereview.dossier.model import TextSource
from casereview.dossier.readers import images, office_lock, read_file, refusals
from tests.casereview.dossier.builders import para, pdf_of, picture, raw_docx, zip_of


def wrote(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    pdf = pdf_of(tmp_path, "a", "字")
    assert read_file(pdf, "照片.jpg").kind == "pdf"
    png = tmp_path / "b"
    picture().save(png, "PNG")
    assert read_file(png, "扫描.pdf").kind == "image"
    assert read_file(raw_docx(tmp_path, para("字")), "a.doc").kind == "docx"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", b"", refusals.Empty),
        ("a.pdf", b"%PDF-1.7\nnothing", refusals.Damaged),
        ("a.docx", b"PK\x03\x04broken", refusals.Damaged),
        ("a.jpg", b"\xff\xd8\xff\xe0broken", refusals.Damaged),
        ("a.rtf", b"{\\rtf1 }", refusals.Damaged),
        ("a.html", b"<!DOCTYPE html><html></html>", refusals.Damaged),
        ("a.rar", b"Rar!\x1a\x07\x00", refusals.Archive),
        ("a.bin", bytes(range(1, 200)), refusals.UnknownKind),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), refusals.Damaged),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_real_kind(
    tmp_path: Path, name: str, data: bytes, kind: type[refusals.Refused]
) -> None:
    with pytest.raises(kind) as problem:
        read_file(wrote(tmp_path, name, data), name)
    assert problem.value.parameters["file"] == name


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>')
    with pytest.raises(refusals.HostileMarkup):
        read_file(path, "a.xlsx")


def test_text_is_read_in_the_encodings_of_chinese_windows(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        path = wrote(tmp_path, f"{encoding}.txt", "第一行\r\n第二行 李𬭎".encode(encoding))
        member = read_file(path, path.name)
        assert member.pages[0].text == "第一行\n第二行 李𬭎"
        assert member.view and member.pages[0].source is TextSource.TEXT


def test_exif_turns_a_photograph_and_dpi_sizes_a_scan(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "a.jpg"
    picture(800, 600).save(path, exif=exif)
    (page,) = read_file(path, "a.jpg").pages
    assert (page.width, page.height) == (600 * 72 / 200, 800 * 72 / 200)
    assert page.source is TextSource.NONE
    picture(1240, 1754).save(path, dpi=(150, 150))
    (page,) = read_file(path, "a.jpg").pages
    assert (page.width, page.height) == pytest.approx((595.2, 841.9), abs=0.1)
    picture(1240, 1754).save(path, dpi=(72, 72))
    (page,) = read_file(path, "a.jpg").pages
    assert page.width == pytest.approx(1240 * 72 / 200)


def test_a_tiff_has_as_many_pages_as_frames(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    picture(mode="1").save(
        path, save_all=True, append_images=[picture(mode="1"), picture(mode="1")], compression="group4"
    )
    member = read_file(path, "a.tif")
    assert [page.number for page in member.pages] == [1, 2, 3]
    assert member.notes[0].parameters["pages"] == "1-3"


@pytest.mark.parametrize("kind", ["BMP", "WEBP", "GIF", "PNG", "TIFF", "JPEG"])
def test_pictures_of_every_usual_kind_are_pages_and_can_be_drawn(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "扫描"
    picture().save(path, kind)
    (page,) = read_file(path, "扫描.jpg").pages
    assert page.source is TextSource.NONE
    with images.opened(path, "扫描") as image:
        assert image.convert("L").getpixel((50, 50)) < 20 and image.convert("L").getpixel((350, 250)) > 235


def test_a_picture_cut_short_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.effect_noise((600, 600), 80).save(path)
    path.write_bytes(path.read_bytes()[:4000])
    with pytest.raises(refusals.Damaged):
        read_file(path, "a.jpg")


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_held(tmp_path: Path) -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    lines = zlib.compress(bytes(1 << 20), 9)
    path = wrote(
        tmp_path, "a.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    )
    with pytest.raises(refusals.PictureTooLarge):
        read_file(path, "a.png")


def _locked(inner: bytes, password: str) -> tuple[bytes, bytes]:
    """EncryptionInfo and EncryptedPackage as Word writes them: AES-256, SHA-512, few spins ([MS-OFFCRYPTO] 2.3.4.10 ff.)."""

    def sha(*parts: bytes) -> bytes:
        return hashlib.sha512(b"".join(parts)).digest()

    def aes(key: bytes, vector: bytes, data: bytes) -> bytes:
        encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
        return encryptor.update(data + bytes(-len(data) % 16)) + encryptor.finalize()

    salt, data_salt, key, verifier, spins = (*(os.urandom(n) for n in (16, 16, 32, 16)), 1000)
    spun = sha(salt, password.encode("utf-16-le"))
    for turn in range(spins):
        spun = sha(turn.to_bytes(4, "little"), spun)
    fields = {
        "encryptedVerifierHashInput": aes(sha(spun, bytes.fromhex("fea7d2763b4b9e79"))[:32], salt, verifier),
        "encryptedVerifierHashValue": aes(sha(spun, bytes.fromhex("d7aa0f6d3061344e"))[:32], salt, sha(verifier)),
        "encryptedKeyValue": aes(sha(spun, bytes.fromhex("146e0be7abacd0d6"))[:32], salt, key),
    }
    package = len(inner).to_bytes(8, "little")
    for number, start in enumerate(range(0, len(inner), 4096)):
        package += aes(key, sha(data_salt, number.to_bytes(4, "little"))[:16], inner[start : start + 4096])
    common = 'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
    said = " ".join(f'{name}="{base64.b64encode(value).decode()}"' for name, value in fields.items())
    xml = (
        '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" '
        'xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
        f'<keyData {common} saltValue="{base64.b64encode(data_salt).decode()}"/><keyEncryptors><keyEncryptor '
        f'uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="{spins}" {common} '
        f'saltValue="{base64.b64encode(salt).decode()}" {said}/></keyEncryptor></keyEncryptors></encryption>'
    )
    return b"\x04\x00\x04\x00\x40\x00\x00\x00" + xml.encode(), package


def test_agile_encryption_opens_with_its_password_only() -> None:
    from casereview.dossier.readers.safe import xml

    inner = os.urandom(10_000)
    information, package = _locked(inner, "开门123")
    root = xml(information[8:], "a.docx")
    assert office_lock._open(root, package, "开门123", "a.docx") == inner
    with pytest.raises(refusals.PasswordWrong):
        office_lock._open(root, package, "关门", "a.docx")


def test_a_zip_that_reaches_a_reader_lies_too_deep(tmp_path: Path) -> None:
    with pytest.raises(refusals.Archive):
        read_file(zip_of(tmp_path / "a.zip", {"a.txt": b"a"}), "a.zip")
