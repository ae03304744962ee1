"""open and demo: the only two commands that may open a window."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

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
@click.option("--window/--no-window", default=None, help="完成后打开窗口；默认有显示器时打开")
def demo(call: Call, folder: Path, window: bool | None) -> int:
    """用示例案卷走完整条路：识别、预审、双评、合议、结果、案例、通报、台账。"""
    from casereview import road

    made = road.walk(
        folder, date.today(), lambda line: None if call.json else click.echo(line), language=call.language
    )  # fmt: skip
    shown = has_display() if window is None else window
    if not shown:
        made["screens"] = [str(path) for path in _screens(Path(str(made["workspace"])), folder / "screens")]
    call.say(made, summary(call, made))
    sys.stdout.flush()
    if shown:
        from ui.app import main as open_it

        return open_it(Path(str(made["workspace"])))
    return DONE


def summary(call: Call, made: Mapping[str, Any]) -> list[str]:
    """What was done and where the results lie, for people."""

    def say(code: str, **parameters: object) -> str:
        return call.word(f"road.{code}", **parameters)

    found, sat, outcome, cards = made["intake"], made["panel"], made["results"], made["exemplars"]
    lines = [say("taken", **found), say("sat", **sat), say("scored", mean=outcome["mean"] or "-")]
    lines += [say("unread", **found)] if found["unread"] else []
    lines += [say("without-unit", **found)] if found["without_unit"] else []
    lines += [say("refused", **cards)] if cards["refused"] else []
    lines += [*made["unprinted"], *made["problems"], ""]
    lines += [
        say("workspace", path=made["workspace"]),
        say("figures" if outcome["verified"] else "figures-wrong", path=outcome["file"]),
        say("library", path=cards["index"], count=cards["cards"]),
        say("printed", path=Path(made["notices"][0]).parent, count=len(made["notices"])),
    ]
    if made.get("screens"):
        lines.append(say("screens", path=Path(made["screens"][0]).parent, count=len(made["screens"])))
    return [*lines, say("next", path=made["workspace"])]


def _screens(workspace: Path, folder: Path) -> list[Path]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from ui.tour import save_screens
    except ImportError:
        return []  # a machine without the libraries of a window has everything else

    return save_screens(workspace, folder)


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS, with X11 or Wayland elsewhere."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
