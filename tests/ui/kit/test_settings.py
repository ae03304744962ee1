from __future__ import annotations

from pathlib import Path

from ui.kit.settings import Preferences, Settings, load, save


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    kept = Settings("评查员甲", "en", True, 125, ("/a", "/b"), {"marking": [200, 600, 400]}, {"dossiers": ["页数"]})
    save(kept, tmp_path / "deep" / "window.toml")
    assert load(tmp_path / "deep" / "window.toml") == kept


def test_a_damaged_file_and_wrong_types_give_defaults(tmp_path: Path) -> None:
    file = tmp_path / "window.toml"
    file.write_text("not = [toml", "utf-8")
    assert load(file) == Settings()
    file.write_text('scale = "big"\nlanguage = "en"\nunknown = 1\n', "utf-8")
    assert load(file) == Settings(language="en")


def test_the_workspace_opened_last_stands_first_and_once(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "window.toml")
    for name in ("甲", "乙", "甲"):
        preferences.opened(tmp_path / name)
    assert [Path(p).name for p in load(tmp_path / "window.toml").recent] == ["甲", "乙"]
