"""A LibreOffice that is found on the machine, as a last converter. Never required, never fetched.

It runs without a window, without macros, in a profile of its own that is thrown away, and not for long.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from casereview.dossier.processes import end

SECONDS = 25  # well below what a guarded reader may take for a file: it must end by itself, not be left behind
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def found() -> str:
    """The program, "" if there is none."""
    known = shutil.which("soffice") or shutil.which("libreoffice")
    return known or next((place for place in _PLACES if Path(place).is_file()), "")


def to_docx(path: Path, folder: Path) -> Path | None:
    """The document as DOCX in that folder, or None where there is no LibreOffice or it does not manage."""
    program = found()
    if not program:
        return None
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    source = folder / "source.doc"
    shutil.copyfile(path, source)
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    _run(command)
    made = folder / "source.docx"
    return made if made.is_file() and made.stat().st_size else None


def _run(command: list[str]) -> None:
    """Wait, and end it with all it started when the time is up."""
    quiet = subprocess.DEVNULL
    try:
        # In the reader's own group, so that it ends with a reader that is ended.
        running = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    except OSError:
        return
    try:
        running.wait(SECONDS)
    except subprocess.TimeoutExpired:
        end(running)
    except BaseException:
        end(running)
        raise
