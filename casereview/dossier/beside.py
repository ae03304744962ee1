"""Registers of cases that lie beside dossiers in what was handed over, told from workbooks that belong to a dossier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from casereview.dossier.guard import Child
from casereview.dossier.readers import refusals, registers
from casereview.dossier.readers.registers import Register
from casereview.dossier.register import Case, match

_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".et", ".xml"}


class Besides:
    """Looks into workbooks with one guarded reader, which starts with the first workbook and must be closed."""

    def __init__(self) -> None:
        self._reader: Child | None = None

    def split(
        self, files: Sequence[Path], below: bool, is_archive: Callable[[Path], bool]
    ) -> tuple[tuple[Register, ...], list[Path]]:
        """(registers, the other files) of a folder that is a delivery: beside the registers lie folders only, archives
        only, or files that each are another row's case. Else () and all the files: it is a dossier.

        below: folders lie beside the files.
        """
        books = [file for file in files if file.suffix.lower() in _SUFFIXES]
        rest = [file for file in files if file not in books]
        if not books or (rest and len(rest) < 2 and not all(map(is_archive, rest))):
            return (), list(files)
        found = [self.register(file) for file in books]
        known = tuple(register for register in found if register is not None)
        if len(known) < len(books) or not (
            not rest or all(map(is_archive, rest)) or self._one_each(known, rest, below)
        ):
            return (), list(files)
        return known, rest

    @staticmethod
    def _one_each(known: Sequence[Register], rest: Sequence[Path], below: bool) -> bool:
        rows = [row for register in known for row in register.rows]
        return not below and len(match(rows, [Case(str(file), file.stem) for file in rest])) == len(rest)

    def register(self, path: Path) -> Register | None:
        """The register that a file is, None for anything else and for what breaks its reader: intake will say why."""
        if path.suffix.lower() not in _SUFFIXES:
            return None
        if self._reader is None:
            self._reader = Child()
        try:
            found: Register | None = self._reader.call(registers.look, str(path), path.name)
        except refusals.Refused:
            return None
        return found

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
