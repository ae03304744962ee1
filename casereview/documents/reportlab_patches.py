"""What reportlab gets wrong for Chinese, put right in one place. Each repair has a test.

1. Its ToUnicode map writes code points beyond U+FFFF as five hexadecimal digits, so that 李𬭎 is
   extracted as something else. Ours writes UTF-16BE, at most 100 entries a block (Adobe
   Technical Note 5014), and skips codes that nothing uses.
2. A canvas begins every page with Helvetica, which is not embedded: `canvas_of` begins with ours.

Its line breaking does not know the Chinese rules either; `typeset.py` breaks lines itself.
"""

from __future__ import annotations

from functools import cache
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_BLOCK = 100


def to_unicode_map(name: str, subset: list[int]) -> str:
    """The CMap from a subset's codes to text. `subset[code]` is a code point, 0 or 32 where the code is padding."""
    used = [(code, point) for code, point in enumerate(subset) if point]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        f"<< /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(used), _BLOCK):
        block = used[start : start + _BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


@cache
def apply() -> None:
    """Puts reportlab right, once for the process."""
    from reportlab.pdfbase import ttfonts

    ttfonts.makeToUnicodeCMap = to_unicode_map


def canvas_of(target: IO[bytes] | Any, size: tuple[float, float], font: str) -> Canvas:
    """A canvas whose pages begin with an embedded font. `font` is registered already."""
    from reportlab.pdfgen.canvas import Canvas

    apply()
    return Canvas(target, pagesize=size, initialFontName=font, pageCompression=1)
