"""The picture inside an electronic seal (GB/T 38540, GM/T 0031): ASN.1 that holds a PNG, a JPEG or a small OFD.

Only the picture is taken out, by its own marks; certificate and signature are not looked at, so nothing is verified.
"""

from __future__ import annotations

import io

from casereview.dossier.readers import refusals
from casereview.dossier.readers.ofd_package import Package, open_package

_MOST = 20 << 20
_MARKS = ((b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"), (b"\xff\xd8\xff", b"\xff\xd9"), (b"GIF8", b"\x00;"))


def picture(value: bytes) -> bytes:
    """The first picture in it, b"" if there is none."""
    for begin, end in _MARKS:
        start = value[:_MOST].find(begin)
        stop = value[:_MOST].rfind(end)
        if 0 <= start < stop:
            return value[start : stop + len(end)]
    return b""


def package(value: bytes) -> Package | None:
    """The small OFD in it, None if there is none that can be read. Close its container after use."""
    start = value[:_MOST].find(b"PK\x03\x04")
    stop = value[:_MOST].rfind(b"PK\x05\x06")
    if not 0 <= start < stop:
        return None
    try:
        return open_package(io.BytesIO(value[start : stop + 22]), "seal")
    except refusals.Refused:
        return None
