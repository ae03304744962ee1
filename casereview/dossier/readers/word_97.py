"""Binary Word documents (.doc, and .wps of the same build): converted to DOCX, then read as any DOCX.

The converter is young, so what it made is held against the piece table, which knows the text and little else. Where
they disagree much, a LibreOffice found on the machine may try; failing that, the text alone is shown, and said so.
"""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from casereview.dossier.readers import piece_table, refusals, soffice, word, word_package
from casereview.dossier.readers.blocks import Content
from casereview.dossier.readers.piece_table import Stories
from casereview.dossier.readers.safe import BROKEN, Container, scratch_prefix, xml
from casereview.dossier.readers.word_package import local

KEPT = 0.9  # of the text's pairs of characters: below this a conversion has lost something
_MOST_SHOWN = 1.5  # times the text: a conversion that says far more than the document invents


@dataclass(frozen=True, slots=True)
class Old:
    """`unlocked`: the DOCX made from a document under a password, which the workspace keeps to read it again; else b""."""

    content: Content
    unlocked: bytes = b""


def read(path: Path, name: str, password: str | None) -> Old:
    """Raises PasswordNeeded, PasswordWrong, OldWord (before Word 97), Damaged."""
    try:
        older = piece_table.is_older(path)
    except BROKEN:
        raise refusals.Damaged(file=name) from None
    if older:
        raise refusals.OldWord(file=name)
    with tempfile.TemporaryDirectory(prefix=scratch_prefix()) as scratch:
        folder = Path(scratch)
        if is_locked(path):
            made = _converted(path, folder, name, password)
            if made is None:
                raise refusals.PasswordUnsupported(file=name, format="DOC")
            return Old(word.read(word_package.from_zip(made, name)), made.read_bytes())
        return Old(_open(path, folder, name))


def is_locked(path: Path) -> bool:
    """Bit fEncrypted of the document's header block, [MS-DOC] 2.5.1."""
    import olefile

    with olefile.OleFileIO(str(path)) as opened, opened.openstream("WordDocument") as stream:
        header = stream.read(12)
    return len(header) == 12 and bool(header[11] & 0x01)


def _open(path: Path, folder: Path, name: str) -> Content:
    try:
        stories: Stories | None = piece_table.read(path, name)
    except refusals.Damaged:
        stories = None
    notes: tuple[tuple[str, dict[str, object]], ...] = (("macros-not-run", {}),) if stories and stories.macros else ()
    made = _converted(path, folder, name, None)
    if made is not None and _agrees(made, stories, name):
        found = _content(made, name)
        if found is not None:
            return replace(found, notes=(*found.notes, *notes))
    if stories is None or not (stories.main + stories.others).strip():
        raise refusals.Damaged(file=name)  # no program is started over bytes that break the format
    other = soffice.to_docx(path, folder)
    if other is not None and _agrees(other, stories, name):
        found = _content(other, name)
        if found is not None:
            return replace(found, notes=(*found.notes, *notes, ("doc-by-libreoffice", {})))
    return Content(tuple(piece_table.blocks(stories)), (*notes, ("doc-text-only", {})))


def _converted(path: Path, folder: Path, name: str, password: str | None) -> Path | None:
    """What the converter makes of it, or None. Raises the refusals of a lock."""
    import doc2docx
    from doc2docx.errors import EncryptedDocumentError

    target = folder / "converted.docx"
    try:
        doc2docx.convert(path, target, password=password)
    except EncryptedDocumentError as problem:
        if password is None:
            raise refusals.PasswordNeeded(file=name) from None
        if "unsupported" in str(problem).lower():
            raise refusals.PasswordUnsupported(file=name, format="DOC") from None
        raise refusals.PasswordWrong(file=name) from None
    except MemoryError:
        raise
    except Exception:  # a young library over any bytes: whatever it raises, there is a second way
        logging.getLogger(__name__).info("converting %s", name, exc_info=True)
        return None
    return target if target.is_file() else None


def _content(made: Path, name: str) -> Content | None:
    try:
        return word.read(word_package.from_zip(made, name))
    except refusals.Refused:
        return None


def _agrees(made: Path, stories: Stories | None, name: str) -> bool:
    """Whether a conversion holds the document's text; without a piece table there is nothing to hold it against."""
    if stories is None:
        return True
    try:
        text = _text_of(made, name)
    except refusals.Refused:
        return False
    original = stories.main + stories.others
    if piece_table.share_kept(stories.main, text) < KEPT:
        return False
    return len("".join(text.split())) <= _MOST_SHOWN * len("".join(original.split())) + 200


def _text_of(made: Path, name: str) -> str:
    """All text that the package holds, deleted text too: the piece table does not know what was deleted."""
    container = Container(made, name)
    try:
        parts = [part for part in container.names() if part.startswith("word/") and part.endswith(".xml")]
        skipped = ("styles", "numbering", "settings", "fonttable", "comments", "theme")
        roots = [xml(container.read(part), name) for part in parts if not part.lower()[5:].startswith(skipped)]
    finally:
        container.close()
    found: list[str] = []
    for root in roots:
        for element in root.iter():
            kind = local(element)
            if kind in ("t", "deltext"):
                found.append(element.text or "")
            elif kind == "nobreakhyphen":
                found.append("-")
    return "".join(found)
