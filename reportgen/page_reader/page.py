"""Reads a page: the operators that paint paths, images and text (ISO 32000-1, 8.5 to 9.4).

It finds what the rules need: where marks stand, how large they are, and what colours they have.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from pikepdf import Array, Dictionary, Name, Object, String

from reportgen.page_reader.colours import PATTERN
from reportgen.page_reader.fonts import Font
from reportgen.page_reader.geometry import (
    IDENTITY,
    Box,
    Matrix,
    common,
    grown,
    height_factor,
    matrix_of,
    product,
    thinnest,
    transformed,
)
from reportgen.page_reader.interpreter import MALFORMED_ERRORS, UNIT, Interpreter, Operator
from reportgen.page_reader.marks import MarkKind, PageContent, PlacedImage
from reportgen.page_reader.resources import ContentStream, Library
from reportgen.page_reader.state import GraphicsState, PaintColour, Path

#: Operators that neither mark nor choose anything: line styles, marked content, compatibility.
_IDLE = "J j M d i h MP DP BMC BDC EMC BX EX d0 d1 ET"

#: Modes in which letters are filled, and in which their outlines are drawn; 3 and 7 show nothing
#: (ISO 32000-1, table 106).
_FILLED, _STROKED = {0, 2, 4, 6}, {1, 2, 5, 6}


def read_page(page: Object, number: int, base: Matrix, box: Box, library: Library) -> PageContent:
    """Interprets a page.

    Args:
        page: its dictionary.
        number: counted from one.
        base: from its coordinates to points.
        box: of the sheet, in points.
        library: of the document.
    """
    found = PageContent(page=number)
    try:
        content = library.content(page, Dictionary())
        _PageInterpreter(found, library, content, GraphicsState(base, box)).run()
    except MALFORMED_ERRORS as fault:
        found.unreadable[f"the content cannot be read: {fault}"] += 1
    return found


class _PageInterpreter(Interpreter):
    """Knows all operators."""

    def _set_number(self, operands: Sequence[Any], what: str) -> None:
        setattr(self.state, what, float(operands[0]))

    # Paths, shadings, images and forms

    def _add_points(self, operands: Sequence[Any]) -> None:
        self.path.points(self.state.matrix, operands)

    def _add_rectangle(self, operands: Sequence[Any]) -> None:
        x, y, width, height = operands
        right, upper = x + width, y + height
        self._add_points((x, y, right, y, right, upper, x, upper))

    def _clip(self, _: Sequence[Any]) -> None:
        self.path.clips = True

    def _paint(self, _: Sequence[Any], *, fill: bool = False, stroke: bool = False) -> None:
        path, state, box = self.path, self.state, self.path.box
        self.path = Path()
        if box and fill:
            self.mark(MarkKind.FILL, box, state.fill)
        if box and stroke:
            self._draw_line(box)
        if path.clips:
            state.clip = common(state.clip, box)

    def _draw_line(self, box: Box) -> None:
        width = self.state.width * thinnest(self.state.matrix)
        self.mark(MarkKind.STROKE, grown(box, width / 2), self.state.stroke, width=width)

    def _paint_shading(self, operands: Sequence[Any]) -> None:
        space = self.shade(self.content.named("Shading", operands[0]))
        self.mark(MarkKind.FILL, self.state.clip, PaintColour(space, None))

    def _use_external(self, operands: Sequence[Any]) -> None:
        def read(external: Object) -> tuple[Object, ContentStream | None]:
            is_form = external.get("/Subtype") == Name.Form
            resources = self.content.resources
            return external, self.library.content(external, resources) if is_form else None

        external, content = self.content.find("XObject", operands[0], read)
        self.found.externals[id(external)] = external
        if content is not None:
            self.use(content, self.state.matrix)
        elif external.get("/Subtype") == Name.Image:
            self._place_image(external)

    def _use_inline(self, operands: Sequence[Any]) -> None:
        self.found.externals[id(operands[0])] = operands[0]
        self._place_image(operands[0])

    def _place_image(self, image: Object) -> None:
        space, colour, matrix = None, PaintColour(PATTERN, None), self.state.matrix
        if image.get("/ImageMask"):
            colour = self.state.fill
        elif "/ColorSpace" in image:  # JPEG 2000 may bring its own
            space = self.content.space(image.ColorSpace)
            self.note_space(space)
            colour = PaintColour(space, None)
        self.found.images.append(PlacedImage(image=image, matrix=matrix, space=space))
        self.mark(MarkKind.IMAGE, transformed(UNIT, matrix), colour)

    # Text

    def _begin_text(self, _: Sequence[Any]) -> None:
        self.cursor.place(IDENTITY)

    def _set_font(self, operands: Sequence[Any]) -> None:
        self.state.size = float(operands[1])
        self.state.font = self.content.find("Font", operands[0], self.library.font)

    def _stretch(self, operands: Sequence[Any]) -> None:
        self.state.stretch = float(operands[0]) / 100

    def _move(self, operands: Sequence[Any]) -> None:
        x, y = operands
        self.cursor.move(x, y)

    def _move_down(self, operands: Sequence[Any]) -> None:
        self.state.leading = -float(operands[1])
        self._move(operands)

    def _place_text(self, operands: Sequence[Any]) -> None:
        self.cursor.place(matrix_of(operands))

    def _next_line(self, _: Sequence[Any] = ()) -> None:
        self.cursor.move(0.0, -self.state.leading)

    def _show_text(self, operands: Sequence[Any]) -> None:
        if not isinstance(operands[-1], String):
            raise TypeError("what is shown is no string")
        self._show(operands[-1:])

    def _show_line(self, operands: Sequence[Any]) -> None:
        self._next_line()
        self._show_text(operands)

    def _show_spaced(self, operands: Sequence[Any]) -> None:
        self.state.word_spacing, self.state.spacing = float(operands[0]), float(operands[1])
        self._show_line(operands)

    def _show_adjusted(self, operands: Sequence[Any]) -> None:
        if not isinstance(operands[0], Array):
            raise TypeError("what is shown is no array")
        self._show(list(operands[0]))

    def _show(self, operands: Sequence[Any]) -> None:
        """Shows strings, and goes back by the numbers between them, in thousandths of the size."""
        state, font = self.state, self.state.font
        if font is None:
            raise ValueError("text is shown without a font")
        start, place, shown = self.cursor.matrix, 0.0, b""
        low = high = 0.0
        for operand in operands:
            if not isinstance(operand, String):
                place -= float(operand) / 1000 * state.size * state.stretch
                continue
            codes = bytes(operand)
            if font.glyphs:
                self._draw_glyphs(font, codes, place)
            width, (lowest, highest) = font.measure(codes)
            low, high = min(low, lowest), max(high, highest)
            letters = len(codes) // (2 if font.is_composite else 1)
            gaps = letters * state.spacing + font.spaces(codes) * state.word_spacing
            place += (width * state.size + gaps) * state.stretch
            shown += codes
        self.cursor.advance(place)
        if not shown:
            return
        lower, upper = (edge * state.size + state.rise for edge in (low, high))
        matrix = product(start, state.matrix)
        box = transformed((min(0.0, place), lower, max(0.0, place), upper), matrix)
        if state.mode in _FILLED:
            size = abs(state.size) * height_factor(matrix)
            self.mark(MarkKind.TEXT, box, state.fill, size=size, shown=shown, font=font)
        if state.mode in _STROKED:
            self._draw_line(box)

    def _draw_glyphs(self, font: Font, codes: bytes, place: float) -> None:
        """Runs the glyphs of a Type 3 font at their places."""
        state = self.state
        size = (state.size * state.stretch, 0.0, 0.0, state.size)
        for code in codes:
            if code in font.glyphs:
                content = self.library.content(font.glyphs[code], font.resources)
                local = product(font.matrix, (*size, place, state.rise))
                self.use(content, product(product(local, self.cursor.matrix), state.matrix))
            gaps = state.spacing + (state.word_spacing if code == ord(" ") else 0.0)
            place += (font.width(code) * state.size + gaps) * state.stretch

    operators: ClassVar[Mapping[str, Operator | None]] = {
        **Interpreter.operators,
        **dict.fromkeys(_IDLE.split()),
        **dict.fromkeys(("m", "l", "c", "v", "y"), _add_points),
        "re": _add_rectangle,
        **dict.fromkeys(("W", "W*"), _clip),
        "n": _paint,
        **dict.fromkeys(("S", "s"), partial(_paint, stroke=True)),
        **dict.fromkeys(("f", "F", "f*"), partial(_paint, fill=True)),
        **dict.fromkeys(("B", "B*", "b", "b*"), partial(_paint, fill=True, stroke=True)),
        "sh": _paint_shading,
        "Do": _use_external,
        "INLINE IMAGE": _use_inline,
        "w": partial(_set_number, what="width"),
        "BT": _begin_text,
        "Tf": _set_font,
        "Tr": partial(_set_number, what="mode"),
        "Tz": _stretch,
        "Tc": partial(_set_number, what="spacing"),
        "Tw": partial(_set_number, what="word_spacing"),
        "TL": partial(_set_number, what="leading"),
        "Ts": partial(_set_number, what="rise"),
        "Td": _move,
        "TD": _move_down,
        "Tm": _place_text,
        "T*": _next_line,
        "Tj": _show_text,
        "'": _show_line,
        '"': _show_spaced,
        "TJ": _show_adjusted,
    }
