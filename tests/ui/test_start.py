"""What the window loads at start: a bare window and a workspace are up before anything heavy is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from casereview.workspace import Workspace

HEAVY = ("docx", "reportlab", "pypdfium2", "pypdf", "xlsxwriter", "nltk", "pyrage", "lxml", "PIL", "fontTools")
PROGRAM = """
import sys
from pathlib import Path
from ui.app import Look, application
from ui.kit.settings import Preferences
from ui.main_window import MainWindow
app = application()
preferences = Preferences()
look = Look(app, preferences)
window = MainWindow(preferences)
window.show()
assert window.open_workspace(Path(sys.argv[1]))
window.go("dossiers")
app.processEvents()
print("loaded", *sorted(sys.modules))
window.close()
"""


def test_nothing_heavy_is_imported_before_it_is_used(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "空.casereview") as made:
        folder = made.folder
    here = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)], cwd=here, capture_output=True, text=True, timeout=120
    )
    line = next((line for line in done.stdout.splitlines() if line.startswith("loaded ")), "")
    assert line, done.stderr
    loaded = {name.split(".")[0] for name in line.split()[1:]}
    assert not loaded & set(HEAVY)
