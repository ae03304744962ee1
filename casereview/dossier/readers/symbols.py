"""Ticks and boxes as Word files hide them: symbol fonts, overstruck fields, form fields, content controls."""

from __future__ import annotations

import re

BOX, TICKED, CROSSED, CHECK, CROSS = "□", "☑", "☒", "√", "×"

# Code points of the symbol fonts' own tables (low byte), from the published character charts of the fonts.
_FONTS: dict[str, dict[int, str]] = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: BOX, 0x71: BOX, 0x72: BOX, 0xA8: BOX, 0xFB: CROSS, 0xFC: CHECK, 0xFD: CROSSED,
        0xFE: TICKED, 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xD8: "▶", 0xE0: "→", 0x76: "◆", 0x75: "◆",
    },
    "wingdings 2": {
        0x4F: CROSS, 0x50: CHECK, 0x51: CROSSED, 0x52: TICKED, 0x53: CROSSED, 0x54: CROSSED, 0xA3: BOX, 0x30: BOX, 0x98: "●",
    },
    "webdings": {0x61: CHECK, 0x63: BOX, 0x72: CROSS, 0x67: "■"},
    "symbol": {0xB7: "•", 0xD6: CHECK, 0xB4: CROSS, 0xA8: "♦", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤"},
}  # fmt: skip
_UNKNOWN = "\ufffd"
_OVERSTRUCK = re.compile(r"^\s*eq\s*\\o\s*(?:\\a[crl])?\s*[(（](.*)[)）]\s*$", re.IGNORECASE | re.DOTALL)


def is_symbol_font(font: str) -> bool:
    return font.lower() in _FONTS


def symbol(font: str, code: int) -> str:
    """One character of a symbol font; the replacement character where its table has none."""
    return _FONTS.get(font.lower(), {}).get(code & 0xFF, _UNKNOWN)


def in_font(text: str, font: str) -> str:
    """Text typed in a symbol font ("þ" in Wingdings is a ticked box); characters outside its range stay."""
    return "".join(symbol(font, ord(c)) if c != " " and (ord(c) < 0x100 or _is_private(c)) else c for c in text)


def strays(text: str) -> str:
    """Symbol characters that lost their font (U+F0xx) are taken for Wingdings, Word's own."""
    if not any(map(_is_private, text)):
        return text
    return "".join(symbol("wingdings", ord(c)) if _is_private(c) else c for c in text)


def _is_private(character: str) -> bool:
    return 0xF020 <= ord(character) <= 0xF0FF


def overstruck(instruction: str) -> str | None:
    r"""What a field like `eq \o\ac(□,√)` shows, or None if it is another field."""
    found = _OVERSTRUCK.match(instruction)
    if not found:
        return None
    parts = [part.strip() for part in re.split(r"[,，;；]", found.group(1))]
    boxed = any(part in ("□", "☐", "口", "〇", "○") for part in parts)
    if boxed and any(part in ("√", "✓", "✔", "v", "V") for part in parts):
        return TICKED
    if boxed and any(part in ("×", "✗", "x", "X") for part in parts):
        return CROSSED
    return "".join(parts)
