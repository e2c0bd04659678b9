"""Reads XML parts of a workbook piece by piece, so that size costs time but no memory.

Names come without their prefix: writers choose different ones. A part with a document type is
refused, since no spreadsheet program writes one and entities can be made to explode.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import IO
from xml.parsers import expat

_CHUNK_BYTES = 1 << 16
#: Most elements of a part; a sheet of a million formatted empty rows stays below.
MOST_ELEMENTS = 6_000_000

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

Path = tuple[str, ...]
Attributes = Mapping[str, str]
#: Called with the path of an element, from the root on, and its attributes.
Start = Callable[[list[str], dict[str, str]], None]
#: Called with the path of an element and the text directly within it, once it ends.
End = Callable[[list[str], str], None]


def parse(stream: IO[bytes], start: Start, end: End) -> None:
    """Walks through a part.

    Args:
        stream: its content.
        start: called where an element begins.
        end: called where it ends.

    Raises:
        ExpatError: it is not well-formed.
        ValueError: it has a document type, or too many elements.
    """
    path: list[str] = []
    texts: list[str] = []
    local: dict[str, str] = {}
    count = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            raise ValueError(f"a part has more than {MOST_ELEMENTS} elements")
        if (short := local.get(name)) is None:
            short = local[name] = name.rpartition(":")[2]
        path.append(short)
        texts.clear()
        start(path, attributes)

    def finish(_: str) -> None:
        end(path, "".join(texts))
        texts.clear()
        path.pop()

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.CharacterDataHandler = texts.append
    parser.StartDoctypeDeclHandler = _refuse_doctype
    while chunk := stream.read(_CHUNK_BYTES):
        parser.Parse(chunk)
    parser.Parse(b"", True)


def read_elements(stream: IO[bytes]) -> Iterator[tuple[Path, Attributes]]:
    """The path and the attributes of each element of a small part."""
    found: list[tuple[Path, Attributes]] = []
    parse(stream, lambda path, attributes: found.append((tuple(path), attributes)), lambda *_: None)
    return iter(found)


def numeral(text: str) -> int:
    """A count or an index as XML writes it: nothing but ASCII digits.

    Raises:
        ValueError: it is something else.
    """
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f'"{text}" is no count')
    return int(text)


def is_true(value: str | None) -> bool:
    """A truth value as XML writes it."""
    return value in {"1", "true", "on"}


def unescaped(text: str) -> str:
    """`text` with what XML cannot hold, written as ``_x000D_`` (ECMA-376-1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a part has a document type")
