"""How the window looks: a frozen value, kept as TOML in the user's settings folder. Nothing here changes a score."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

RECENT = 6


@dataclass(frozen=True, slots=True)
class Settings:
    """reader: the name marks are made under · scale: percent, 90–200 · panes: sizes of named splitters · hidden: columns by table."""

    reader: str = ""
    language: str = "zh"
    dark: bool = False
    scale: int = 100
    recent: tuple[str, ...] = ()
    panes: dict[str, list[int]] = dataclasses.field(default_factory=dict)
    hidden: dict[str, list[str]] = dataclasses.field(default_factory=dict)


def default_file() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("casereview", appauthor=False)) / "window.toml"


def load(file: Path) -> Settings:
    """Settings of the file; defaults where it is absent, damaged, or does not know a name."""
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return Settings()
    defaults = Settings()
    kept: dict[str, Any] = {}
    for field in dataclasses.fields(Settings):
        value, default = values.get(field.name), getattr(defaults, field.name)
        if isinstance(default, tuple) and isinstance(value, list):
            kept[field.name] = tuple(str(item) for item in value)
        elif value is not None and type(value) is type(default):
            kept[field.name] = value
    return Settings(**kept)


def save(settings: Settings, file: Path) -> None:
    import tomlkit

    file.parent.mkdir(parents=True, exist_ok=True)
    values = {k: list(v) if isinstance(v, tuple) else v for k, v in dataclasses.asdict(settings).items()}
    part = file.with_suffix(".part")
    part.write_text(tomlkit.dumps(values), "utf-8")
    os.replace(part, file)


class Preferences(QObject):
    """The settings in force. `file` None keeps them in memory (tests, screenshots)."""

    changed = Signal()

    def __init__(self, file: Path | None = None, values: Settings | None = None) -> None:
        super().__init__()
        self._file = file
        self.values = values or (load(file) if file else Settings())

    @property
    def folder(self) -> Path | None:
        """The user's settings folder, None where nothing is kept."""
        return self._file.parent if self._file else None

    def set(self, **changes: Any) -> None:
        """Change, keep, and tell the window."""
        if self.keep(**changes):
            self.changed.emit()

    def keep(self, **changes: Any) -> bool:
        """Change and keep without telling: for sizes and recent folders. Gives whether anything differed."""
        after = dataclasses.replace(self.values, **changes)
        if after == self.values:
            return False
        self.values = after
        if self._file is not None:
            save(after, self._file)
        return True

    def opened(self, folder: Path) -> None:
        """Put a workspace on top of the recent ones."""
        others = [name for name in self.values.recent if name != str(folder)]
        self.keep(recent=(str(folder), *others)[:RECENT])
