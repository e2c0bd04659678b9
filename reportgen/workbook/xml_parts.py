"""Reads XML parts of a workbook piece by piece, so that size costs time but no memory.

Names come without their prefix: writers choose different ones. A part with a document type is
refused, since no spreadsheet program writes one and entities can be made to explode. What a file
may unpack to depends on its own size, whatever it declares: content that somebody wrote does not
become a hundred times smaller, but a few bytes can unpack to gigabytes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import IO, NamedTuple
from xml.parsers import expat

_CHUNK_BYTES = 1 << 16
#: Most bytes that a workbook may unpack to: so many at least, per byte of the file, and in all.
_BYTES, _BYTES_PER_BYTE, _ALL_BYTES = 10_000_000, 60, 250_000_000
#: Most elements likewise. A million formatted empty rows take two bytes or more each.
_ELEMENTS, _ELEMENTS_PER_BYTE, _ALL_ELEMENTS = 500_000, 0.6, 10_000_000
#: Most bytes of a tag or a comment, which the parser holds as a whole, and of a text.
_PIECE_BYTES = 1_000_000
#: Elements within each other, and different names of elements and attributes.
_DEPTH, _NAMES = 100, 10_000

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

Attributes = Mapping[str, str]
#: Called with the path of an element, from the root on, and its attributes.
Start = Callable[[list[str], dict[str, str]], None]
#: Called with the path of an element and the text directly within it, once it ends.
End = Callable[[list[str], str], None]


class Shortcut(NamedTuple):
    """Whole elements that are read without the parser, which is several times faster.

    Attributes:
        parent: path of the element that they stand in, but for the root.
        pattern: what one looks like.
        take: reads it; False when it is to be parsed all the same.
    """

    parent: list[str]
    pattern: re.Pattern[bytes]
    take: Callable[[re.Match[bytes]], bool]


class Idle(NamedTuple):
    """Whole elements that hold nothing and are passed over; `signs` stand in each of them."""

    pattern: re.Pattern[bytes]
    signs: tuple[bytes, ...]


class TooMuchError(Exception):
    """A workbook unpacks to more than its size can account for."""


class Budget:
    """What may still be read of a workbook.

    Args:
        size: of the file, in bytes.
    """

    def __init__(self, size: int) -> None:
        self._bytes = min(_BYTES + _BYTES_PER_BYTE * size, _ALL_BYTES)
        self._elements = min(_ELEMENTS + _ELEMENTS_PER_BYTE * size, _ALL_ELEMENTS)

    def spend(self, chunk: bytes) -> None:
        """Counts what was unpacked.

        Raises:
            TooMuchError: it is more than a workbook of this size has.
        """
        self._bytes -= len(chunk)
        self._elements -= chunk.count(b"<") - chunk.count(b"</")
        if self._bytes < 0 or self._elements < 0:
            raise TooMuchError


class _LocalNames(dict[str, str]):
    """Names without their prefix, by the names with it."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


def parse(
    stream: IO[bytes],
    budget: Budget,
    start: Start,
    end: End | None = None,
    idle: Idle | None = None,
    shortcut: Shortcut | None = None,
) -> None:
    """Walks through a part.

    Args:
        stream: its content.
        budget: of the workbook.
        start: called where an element begins.
        end: called where it ends.
        idle: whole elements that may be passed over unread, which is several times faster.
        shortcut: elements that need no parser.

    Raises:
        ExpatError: it is not well-formed.
        TooMuchError: it has more than the budget allows.
        ValueError: it has a document type, or is made otherwise than any workbook.
    """
    path: list[str] = []
    texts: list[str] = []
    local, names = _LocalNames(), dict[str, str]()

    def begin(name: str, attributes: dict[str, str]) -> None:
        path.append(local[name])
        if len(path) > _DEPTH:
            raise ValueError(f"more than {_DEPTH} elements of a part are within each other")
        if texts:
            texts.clear()
        start(path, attributes)

    def finish(_: str) -> None:
        if end is not None:
            end(path, "".join(texts) if texts else "")
        if texts:
            texts.clear()
        path.pop()

    parser = expat.ParserCreate(intern=names)
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.CharacterDataHandler = texts.append
    parser.StartDoctypeDeclHandler = _refuse_doctype
    count = 0

    def feed(piece: bytes) -> None:
        nonlocal count
        parser.Parse(piece)
        count += len(piece)
        # A tag that has not ended is read anew with each piece.
        if max(count - parser.CurrentByteIndex, sum(map(len, texts))) > _PIECE_BYTES:
            raise ValueError(f"a part has a tag or a text of more than {_PIECE_BYTES} bytes")
        if len(names) > _NAMES:
            raise ValueError(f"a part has more than {_NAMES} names of elements and attributes")

    def place() -> list[str] | None:
        # None within a tag that has only begun.
        return path if parser.CurrentByteIndex == count else None

    last = b""
    while chunk := stream.read(_CHUNK_BYTES):
        budget.spend(chunk)
        if b"<!" in last + chunk:
            idle = shortcut = None  # within a comment or a literal text, elements are none
        last = chunk[-1:]
        if idle and any(sign in chunk for sign in idle.signs):
            chunk = idle.pattern.sub(b"", chunk)
        for piece in _pieces(chunk, shortcut, place):
            feed(piece)
    parser.Parse(b"", True)


def _pieces(
    chunk: bytes, shortcut: Shortcut | None, path: Callable[[], list[str] | None]
) -> Iterator[bytes]:
    """What of a chunk is to be parsed; `path` says where the parser stands by then."""
    if shortcut is None:
        yield chunk
        return

    def is_inside() -> bool:
        here = path()
        return here is not None and here[1:] == shortcut.parent

    begin, inside = 0, is_inside()
    for match in shortcut.pattern.finditer(chunk):
        start, end = match.span()
        if start > begin:
            yield chunk[begin:start]
            inside = is_inside()
        begin = end if inside and shortcut.take(match) else start
    yield chunk[begin:]


def numeral(text: str) -> int:
    """A count or an index as XML writes it: nothing but ASCII digits.

    Raises:
        ValueError: it is something else, or larger than any count of a workbook.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise ValueError(f'"{text[:40]}" is no count')
    return int(text)


def is_true(value: str | None) -> bool:
    """A truth value as XML writes it."""
    return value in {"1", "true", "on"}


def unescaped(text: str) -> str:
    """`text` with what XML cannot hold, written as ``_x000D_`` (ECMA-376-1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a part has a document type")
