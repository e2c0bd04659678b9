"""Reads the map from a font's codes to Unicode (ISO 32000-1, 9.10.3)."""

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from pikepdf import Stream

_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9a-fA-F\s]*)>|(\[)|(\])|/([^\s<>\[\]/()%]+)")

#: What a glyph's name stands for counts as a character that is not known here.
_OF_A_NAME = b"fffd"

#: Of a range, so many codes are read.
_MOST = 0x10000


class UnicodeMap(Struct, frozen=True, kw_only=True):
    """What the codes of a font stand for.

    Attributes:
        texts: by code.
        is_whole: it is not built upon another map.
    """

    texts: Mapping[int, str]
    is_whole: bool


def read_unicode_map(table: Any) -> UnicodeMap | None:
    """Reads a map; None when there is none, or it is one of those with a name.

    Raises:
        pikepdf.PdfError: it cannot be unpacked.
    """
    if not isinstance(table, Stream):
        return None
    content, found = table.read_bytes(), dict[int, str]()
    for kind, block in _BLOCK.findall(content):
        groups = _groups(block)
        if kind == b"char":
            found |= {
                _code(code): _text(to)
                for code, to in zip(groups[::2], groups[1::2], strict=False)
                if isinstance(code, bytes) and isinstance(to, bytes)
            }
        else:
            for first, last, to in zip(groups[::3], groups[1::3], groups[2::3], strict=False):
                if isinstance(first, bytes) and isinstance(last, bytes):
                    _add_range(found, _code(first), _code(last), to)
    return UnicodeMap(texts=found, is_whole=b"usecmap" not in content)


def _groups(block: bytes) -> list[bytes | list[bytes]]:
    """Hexadecimal strings of a block, and arrays of them; names of glyphs stand for such."""
    found: list[bytes | list[bytes]] = []
    inner: list[bytes] | None = None
    for digits, opens, closes, glyph in _TOKEN.findall(block):
        if opens:
            inner = []
            found.append(inner)
        elif closes:
            inner = None
        else:
            text = _OF_A_NAME if glyph else bytes(digits)
            if inner is None:
                found.append(text)
            else:
                inner.append(text)
    return found


def _add_range(found: dict[int, str], first: int, last: int, targets: bytes | list[bytes]) -> None:
    if isinstance(targets, list):
        found |= {first + step: _text(to) for step, to in enumerate(targets[: last - first + 1])}
        return
    start = _text(targets)
    for step in range(min(last - first + 1, _MOST)):
        end = ord(start[-1]) + step if start else 0
        found[first + step] = start[:-1] + chr(min(end, 0x10FFFF)) if start else ""


def _code(digits: bytes) -> int:
    plain = b"".join(digits.split())
    return int(plain, 16) if plain else 0


def _text(digits: bytes) -> str:
    plain = b"".join(digits.split()).decode()
    even = plain + "0" * (len(plain) % 2)
    data = bytes.fromhex(even)
    if len(data) == 1:
        return chr(data[0])
    return data[: len(data) // 2 * 2].decode("utf-16-be", "replace")
