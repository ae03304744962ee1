"""Sound files under names that no one should bear, written to the disk as they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

# As bytes: some of them are no text in any encoding.
NAMES = (
    b"\xff\xfe\x80.txt", "证据照片.txt".encode("gbk"), b"\xc3\x28.txt", b"a" * 251 + b".txt", "卷".encode() * 83 + b".txt",
    b"a\nb\tc.txt", b"\x1b[31mred.txt", "决定\u202etxt.exe".encode(), "\U0001f4c4.txt".encode(), b"-rf.txt", b"CON", b"nul.txt",
    b"a. .txt. ", b" ", b"a...txt", b"{file} {0}.txt", b"%s%n.txt", b"';DROP TABLE page;--.txt", b"$(touch pwned).txt",
    "e\u0301.txt".encode(), "\u00e9.txt".encode(), b"con.txt.pdf", b"*?.txt", b"a\\b.txt", b"C:a.txt",
)  # fmt: skip


def write(folder: Path) -> Iterator[Path]:
    """Each in a folder of its own. What this file system cannot hold is left out."""
    for number, name in enumerate(NAMES):
        below = os.fsencode(folder / f"{number:02d}")
        os.mkdir(below)
        try:
            with open(os.path.join(below, name), "wb") as stream:
                stream.write(f"文书 {number}".encode())
        except OSError:
            os.rmdir(below)
            continue
        yield Path(os.fsdecode(below))
