"""Other processes of this machine: whether they run, what they hold of memory, what they started, and their end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path


def below(pid: int) -> list[int]:
    """The processes that a process started, and those that they started; none where that cannot be told."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        started = _children(waiting.pop())
        found += started
        waiting += started
    return found


def _children(pid: int) -> list[int]:
    if sys.platform == "win32":
        return []
    if sys.platform != "linux":
        return _told_by_ps(pid)
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(word) for word in children.read_text().split()]
    return found


def _told_by_ps(pid: int) -> list[int]:
    try:
        told = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    pairs = (line.split() for line in told.splitlines())
    return [int(own) for own, above in pairs if int(above) == pid]


def end(running: subprocess.Popen[bytes]) -> None:
    """It and all below it. They are halted first, so that none can start another while it is looked for."""
    if sys.platform == "win32":
        running.kill()
        running.wait()
        return
    halted = [running.pid]
    _send(running.pid, signal.SIGSTOP)
    while new := [pid for pid in below(running.pid) if pid not in halted]:
        for pid in new:
            _send(pid, signal.SIGSTOP)
        halted += new
    for pid in reversed(halted):
        _send(pid, signal.SIGKILL)
    running.wait()


def _send(pid: int, what: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, what)


def is_running(pid: int) -> bool:
    """Whether a process of that number lives; taken for alive where it cannot be told."""
    if sys.platform == "win32":
        return _resident_windows(pid) > 0
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def resident_mb(pid: int) -> int:
    """Resident memory of a process in MB; 0 where it cannot be told."""
    if sys.platform == "win32":
        return _resident_windows(pid)
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


def _resident_windows(pid: int) -> int:  # pragma: no cover - Windows only
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [("cb", wintypes.DWORD), ("faults", wintypes.DWORD)] + [
            (name, ctypes.c_size_t)
            for name in ("peak", "resident", "peak_paged", "paged", "peak_other", "other", "file", "peak_file")
        ]

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(0x1000, False, pid)
    if not handle:
        return 0
    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    found = kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.cb)
    kernel.CloseHandle(handle)
    return int(counters.resident) >> 20 if found else 0
