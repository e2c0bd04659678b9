"""Characters of a font's codes, so that a violation can name the text it is about."""

import re
from collections.abc import Mapping

from pikepdf import Object

_SINGLE = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_WORD = re.compile(rb"<([0-9a-fA-F]*)>")


def characters(font: Object) -> Mapping[int, str]:
    """Characters by code, as the font's Unicode map tells them (ISO 32000-1, 9.10.3)."""
    table = font.get("/ToUnicode")
    if table is None:
        return {}
    text, found = table.read_bytes(), {}
    for block in _SINGLE.findall(text):
        words = _WORD.findall(block)
        for code, character in zip(words[::2], words[1::2], strict=False):
            found[int(code, 16)] = _text(character)
    for block in _RANGE.findall(text):
        for line in block.splitlines():
            words = _WORD.findall(line)
            if len(words) >= 3:
                first, last = int(words[0], 16), int(words[1], 16)
                targets = words[2:] if b"[" in line else _following(words[2], last - first + 1)
                found.update(zip(range(first, last + 1), map(_text, targets), strict=False))
    return found


def _following(first: bytes, count: int) -> list[bytes]:
    width = len(first)
    return [f"{int(first, 16) + step:0{width}x}".encode() for step in range(min(count, 0x10000))]


def _text(word: bytes) -> str:
    return bytes.fromhex(word.decode()).decode("utf-16-be", "replace")
