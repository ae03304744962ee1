"""Why a file is not read: one class a problem. Each has its reason and its remedy in the words of this room.

All carry `file`, the name the file came under. `[reading]` holds the reason, `[remedy]` what to do, `[error]` both.
"""

from __future__ import annotations

from casereview.errors import CaseReviewError


class Refused(CaseReviewError):
    """Base of all of them: the file is set aside and the rest of the batch goes on."""

    code = "file-refused"


class Damaged(Refused):
    """The bytes break the rules of their format, are cut short, or are empty where content is a must."""

    code = "file-damaged"


class Empty(Refused):
    """A file of no bytes."""

    code = "file-empty"


class Missing(Refused):
    """The file is not where it was a moment ago, or not in the workspace."""

    code = "file-gone"


class PasswordNeeded(Refused):
    """Locked, and no password was given."""

    code = "password-needed"


class PasswordWrong(Refused):
    """Locked, and the password that was given does not open it."""

    code = "password-wrong"


class PasswordUnsupported(Refused):
    """Locked in a manner that we cannot open even with the password; `format`."""

    code = "password-unsupported"


class OldWord(Refused):
    """A Word document written before Word 97."""

    code = "format-doc"


class Wps(Refused):
    """A document of an early WPS Writer in a format of its own."""

    code = "format-wps"


class Ofd(Refused):
    """GB/T 33190 fixed layout in which no page can be found: encrypted, or written against the standard."""

    code = "format-ofd"


class OtherOffice(Refused):
    """Slides, OpenDocument …: `format` names it."""

    code = "format-office"


class Archive(Refused):
    """An archive that we do not open: RAR, 7z, or a ZIP in a ZIP in a ZIP; `format`."""

    code = "format-archive"


class UnknownKind(Refused):
    """Nothing we know by its content."""

    code = "format-unknown"


class TooManyPages(Refused):
    """More pages than a dossier can have: `pages`, `limit`."""

    code = "too-many-pages"


class TooLarge(Refused):
    """Larger unpacked than its kind may be: `limit` in MB."""

    code = "too-large"


class TooManyFiles(Refused):
    """An archive with more files than a delivery can have: `limit`."""

    code = "too-many-files"


class Unreadable(Refused):
    """The system does not let us read it: rights, a bad sector, something that is no file."""

    code = "file-unreadable"


class HostileMarkup(Refused):
    """XML with a document type: entities could fetch or explode, so nothing of it is read."""

    code = "hostile-markup"


class PictureTooLarge(Refused):
    """More pixels than can be held: `pixels`, `limit`, both in millions."""

    code = "picture-too-large"


class TooSlow(Refused):
    """The reader was stopped after `seconds`."""

    code = "reader-too-slow"


class TooMuchMemory(Refused):
    """The reader was stopped at `limit` MB."""

    code = "reader-too-much-memory"


class ReaderDied(Refused):
    """The reader process broke down over this file."""

    code = "reader-died"


class NoOcr(CaseReviewError):
    """Recognition was asked for and the optional part is not installed."""

    code = "ocr-missing"
