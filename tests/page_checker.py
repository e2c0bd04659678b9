"""Reads a finished PDF and says what is wrong with the places of its texts.

It knows the margins and columns of a layout, and nothing of how a report is made: what it finds
wrong, a reader sees. Texts that are only read aloud are left out of account.
"""

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

import pypdfium2
from msgspec import Struct
from msgspec.structs import replace
from pypdfium2 import raw

from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.load import Layout
from tests.document.pdf import as_printed, opened

#: No text is smaller, in points.
SMALLEST = 8.0
#: How far ink may reach beyond a box, the tail of a "j" for example: in points, and as a part of
#: the size.
OVERHANG, OVERHANG_OF_SIZE = 0.6, 0.06
#: Texts lie on one another when they share more, in both directions.
SHARED = 0.5
#: Between two columns of running text, and before the items of a list, in points.
GUTTER, INDENT = 24.0, 13.0
#: Where the text at the side of tables begins at the earliest, as a part of the width.
SIDE = 0.76

#: What divides a word at the end of a line, or has no ink.
_UNSEEN = re.compile(r"[\s\-\u00ad\u2060\ufffe\x02]+")

Box = tuple[float, float, float, float]


class Line(Struct, frozen=True, kw_only=True):
    """Text side by side on a page; places are measured from the trimmed page's lower left.

    Blanks are left out. `start` is where its first letter is set, `left` where that has ink.
    """

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float
    start: float
    baseline: float
    size: float

    @property
    def overhang(self) -> float:
        """How far its ink may reach beyond a box."""
        return max(OVERHANG, OVERHANG_OF_SIZE * self.size)

    def lies_on(self, other: "Line") -> bool:
        """Whether the ink of both shares a place."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > SHARED
            and min(self.top, other.top) - max(self.bottom, other.bottom) > SHARED
        )

    def __str__(self) -> str:
        return f"page {self.page + 1} at ({self.left:.0f}, {self.bottom:.0f}): {self.text!r}"


class Frame(Struct, frozen=True, kw_only=True):
    """Where texts may stand, in points from the lower left of a page.

    `letters` is the ornament of the title's band, which other text may lie on.
    """

    left: float
    bottom: float
    right: float
    top: float
    foot: float
    paper: float
    letters: str = ""

    @classmethod
    def of(cls, layout: Layout, letters: str = "") -> "Frame":
        """The frame of a layout's pages."""
        page = layout.look.page
        return cls(
            left=page.left * POINTS_PER_MM,
            bottom=page.bottom * POINTS_PER_MM,
            right=(page.width - page.right) * POINTS_PER_MM,
            top=(page.height - page.top) * POINTS_PER_MM,
            foot=page.foot * POINTS_PER_MM,
            paper=page.height * POINTS_PER_MM,
            letters=letters,
        )

    def is_foot(self, line: Line) -> bool:
        """Whether it is part of the running foot."""
        return line.baseline <= self.foot + 0.1

    def is_ornament(self, line: Line) -> bool:
        """Whether it is the ornament of the first page's band."""
        middle = (self.left + self.right) / 2
        return line.page == 0 and line.text == _squashed(self.letters) and line.right > middle


def faults(pdf: bytes, frame: Frame, expected: Iterable[str] = ()) -> list[str]:
    """What is wrong with the texts of a file; nothing when all is well.

    Args:
        pdf: a report of any edition with one page a side.
        frame: where texts may stand.
        expected: texts that must be seen, whatever lines they are broken into.
    """
    lines = list(lines_of(pdf))
    return [*wrong_places(lines, frame), *missing(lines, frame, expected)]


def wrong_places(lines: Sequence[Line], frame: Frame) -> Iterator[str]:
    """What leaves its margins or column, is too small, or lies on another text."""
    for page in sorted({line.page for line in lines}):
        here = [line for line in lines if line.page == page and not frame.is_ornament(line)]
        for line in here:
            if line.size < SMALLEST - 0.01:
                yield f"{line.size:.1f} points are too small, {line}"
            if line.left < frame.left - line.overhang or line.right > frame.right + line.overhang:
                yield f"beyond the margin, {line}"
            if not _is_within(line, frame):
                yield f"above or below the text, {line}"
        yield from (f"beyond its column, {line}" for line in _beyond_columns(here, frame))
        yield from _on_one_another(here)


def _on_one_another(lines: Sequence[Line]) -> Iterator[str]:
    """Lines that share a place, in the order of drawing."""
    upwards = sorted(enumerate(lines), key=lambda each: each[1].bottom)
    found: list[tuple[int, int]] = []
    for place, (number, line) in enumerate(upwards):
        for next_place in range(place + 1, len(upwards)):
            other, above = upwards[next_place]
            if above.bottom >= line.top:
                break
            if line.lies_on(above):
                found.append((min(number, other), max(number, other)))
    for one, other in sorted(found):
        yield f"{lines[one].text!r} lies on {lines[other]}"


def missing(lines: Sequence[Line], frame: Frame, expected: Iterable[str]) -> Iterator[str]:
    """Which of the expected texts cannot be seen."""
    shown = [line for line in lines if not frame.is_foot(line) and not frame.is_ornament(line)]
    # PDFium may give texts that stand around the ornament in another order.
    downwards = sorted(shown, key=lambda line: (line.page, -round(line.baseline), line.left))
    # What stands at the side of tables goes on on the next page, and so do they.
    side = frame.left + SIDE * (frame.right - frame.left)
    columns = sorted(downwards, key=lambda line: line.start >= side)
    orders = [
        _squashed("".join(line.text for line in order)) for order in (shown, downwards, columns)
    ]
    for text in expected:
        squashed = _squashed(text)
        if not any(squashed in seen for seen in orders):
            yield f"missing: {text!r}"


def lines_of(pdf: bytes) -> Iterator[Line]:
    """All lines of text, page by page in the order of drawing."""
    with opened(pdf) as document:
        boxes = [(page.trimbox, page.mediabox) for page in document.pages]
        trims = [[float(edge) for edge in trim] for trim, _ in boxes]
        has_marks = any(trim != media for trim, media in boxes)
    with closing(pypdfium2.PdfDocument(as_printed(pdf))) as document:
        for number, (page, (left, bottom, *_)) in enumerate(zip(document, trims, strict=True)):
            for line in _joined(_characters(page, number)):
                # The line below the trimmed page is for the printer.
                if not has_marks or line.top > bottom:
                    yield _moved(line, -left, -bottom)


def _characters(page: pypdfium2.PdfPage, number: int) -> Iterator[Line]:
    """Each character that has ink, and each blank."""
    text = page.get_textpage()
    left, right, bottom, top, start, baseline = places = [ctypes.c_double() for _ in range(6)]
    box, origin = places[:4], places[4:]
    matrix = raw.FS_MATRIX()
    for index in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        # What it has no answer for stays as it was.
        for place in places:
            place.value = 0
        matrix.d = 0
        raw.FPDFText_GetCharBox(text, index, *box)
        raw.FPDFText_GetCharOrigin(text, index, *origin)
        raw.FPDFText_GetMatrix(text, index, matrix)
        yield Line(
            page=number,
            text=chr(raw.FPDFText_GetUnicode(text, index)),
            left=left.value,
            bottom=bottom.value,
            right=right.value,
            top=top.value,
            start=start.value,
            baseline=baseline.value,
            size=raw.FPDFText_GetFontSize(text, index) * abs(matrix.d),
        )


def _joined(characters: Iterable[Line]) -> Iterator[Line]:
    """Lines of the characters that stand side by side."""
    line: list[Line] = []
    right = 0.0
    for char in characters:
        if line and _goes_on(line[0].baseline, right, char):
            line.append(char)
            right = max(right, char.right)
        elif char.text.strip():
            if line:
                yield _line_of(line)
            line, right = [char], char.right
    if line:
        yield _line_of(line)


def _line_of(characters: Sequence[Line]) -> Line:
    return Line(
        page=characters[0].page,
        text="".join(char.text for char in characters),
        left=characters[0].left,
        bottom=min(char.bottom for char in characters),
        right=max(char.right for char in characters),
        top=max(char.top for char in characters),
        start=characters[0].start,
        baseline=characters[0].baseline,
        size=min(char.size for char in characters),
    )


def _goes_on(baseline: float, right: float, char: Line) -> bool:
    if not char.text.strip():
        # A blank has no ink to lie on anything, nor to leave a column.
        return False
    gap = char.left - right
    return abs(char.baseline - baseline) < 0.1 and -0.15 < gap / char.size < 0.6


def _moved(line: Line, x: float, y: float) -> Line:
    return replace(
        line,
        left=line.left + x,
        right=line.right + x,
        bottom=line.bottom + y,
        top=line.top + y,
        start=line.start + x,
        baseline=line.baseline + y,
    )


def _is_within(line: Line, frame: Frame) -> bool:
    if frame.is_foot(line):
        return line.bottom > frame.foot / 3
    top = frame.paper if line.page == 0 else frame.top
    return line.bottom >= frame.bottom - line.overhang and line.top <= top + line.overhang


def _beyond_columns(lines: Sequence[Line], frame: Frame) -> Iterator[Line]:
    """Lines of a left column that reach beyond it, beside a right column.

    A right column is known by words that begin exactly where it does, or where its list items do.
    """
    middle = (frame.left + frame.right) / 2
    start, end = middle + GUTTER / 2, middle - GUTTER / 2
    beside = [
        line.baseline
        for line in lines
        if min(abs(line.start - start), abs(line.start - start - INDENT)) < 0.05
        and re.search(r"[^\W\d]{2}", line.text)
    ]
    for line in lines:
        is_left = line.start < frame.left + INDENT + 0.05 and line.right > end + OVERHANG
        if is_left and any(abs(line.baseline - baseline) < 7 for baseline in beside):
            yield line


def _squashed(text: str) -> str:
    return _UNSEEN.sub("", text)
