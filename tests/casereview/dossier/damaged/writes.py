"""Every write of a Python process that goes to another place than one folder, as the interpreter's own audit tells it.

SQLite and native libraries are not heard: they are given no paths but those that this process has made.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_ACTS = {
    "os.mkdir", "os.rename", "os.link", "os.symlink", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.utime",
    "shutil.copyfile", "shutil.move", "shutil.copytree", "shutil.rmtree",
}  # fmt: skip
_HARMLESS = ("/dev/", "/proc/")


def install(allowed: str, log: str) -> None:
    """From now on, until the process ends or `CASEREVIEW_ALLOWED` is unset: a line a write, and one for the process."""
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, b"hears\n")

    def hear(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            paths = args[:1] if isinstance(args[2], int) and args[2] & _WRITES else ()
        else:
            below = (
                event.startswith("os.") and args and isinstance(args[-1], int) and args[-1] >= 0
            )  # of an open folder
            paths = args[:2] if event in _ACTS and not below else ()
        if paths and os.environ.get("CASEREVIEW_ALLOWED") == allowed:
            for path in paths:
                if isinstance(path, (str, bytes, os.PathLike)) and _is_outside(path, allowed):
                    os.write(handle, f"{event} {path!r}\n".encode("utf-8", "backslashreplace"))

    sys.addaudithook(hear)


def _is_outside(path: str | bytes | os.PathLike[str], allowed: str) -> bool:
    place = os.path.abspath(os.fsdecode(path))
    return not place.startswith((allowed, *_HARMLESS)) and "__pycache__" not in place


def in_children(folder: Path, allowed: Path, log: Path) -> dict[str, str]:
    """What a process started from here must find in its environment, to be heard from its first moment."""
    folder.mkdir()
    start = f"import runpy\nrunpy.run_path({__file__!r})['install']({str(allowed)!r}, {str(log)!r})\n"
    (folder / "sitecustomize.py").write_text(start, "utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(folder), os.getcwd()]), "CASEREVIEW_ALLOWED": str(allowed)}
