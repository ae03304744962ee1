"""open and demo: the only two commands that may open a window."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from casereview.cli.base import DONE, Call, command


@command("open")
@click.argument("workspace", required=False, type=click.Path(path_type=Path))
def open_window(call: Call, workspace: Path | None = None) -> int:
    """打开窗口。"""
    from ui.app import main as window

    return window(workspace or call.workspace)


@command("demo")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--window/--no-window", default=None, help="完成后打开窗口;默认有显示器时打开")
def demo(call: Call, folder: Path, window: bool | None) -> int:
    """用示例案卷走完整条路:识别、预审、双评、合议、结果、案例、通报、台账。"""
    from casereview import road

    made = road.walk(folder, date.today(), lambda line: None if call.json else click.echo(line))
    shown = has_display() if window is None else window
    if not shown:
        made["screens"] = [str(path) for path in _screens(Path(str(made["workspace"])), folder / "screens")]
    call.say(made, road.summary(made))
    sys.stdout.flush()
    if shown:
        from ui.app import main as open_it

        return open_it(Path(str(made["workspace"])))
    return DONE


def _screens(workspace: Path, folder: Path) -> list[Path]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.tour import save_screens

    return save_screens(workspace, folder)


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS, with X11 or Wayland elsewhere."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
