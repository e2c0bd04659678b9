"""Operators that place and show text (ISO 32000-1, 9.3 and 9.4)."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pikepdf import Array, String

from reportgen.page_reader.fonts import Font
from reportgen.page_reader.geometry import (
    IDENTITY,
    Matrix,
    grown,
    height_factor,
    matrix_of,
    product,
    thinnest,
    transformed,
)
from reportgen.page_reader.interpreter import Interpreter, Operator
from reportgen.page_reader.marks import MarkKind

#: Modes in which letters are filled, and in which their outlines are drawn; 3 and 7 show nothing
#: (ISO 32000-1, table 106).
_FILLED, _STROKED = {0, 2, 4, 6}, {1, 2, 5, 6}


def _set(run: Interpreter, operands: Sequence[Any], what: str) -> None:
    setattr(run.state, what, float(operands[0]))


def setting(what: str) -> Operator:
    """An operator whose one number is an attribute of the state."""
    return partial(_set, what=what)


def _begin(run: Interpreter, _: Sequence[Any]) -> None:
    run.cursor.place(IDENTITY)


def _set_font(run: Interpreter, operands: Sequence[Any]) -> None:
    run.state.size = float(operands[1])
    run.state.font = run.content.find("Font", operands[0], run.library.font)


def _set_mode(run: Interpreter, operands: Sequence[Any]) -> None:
    run.state.mode = int(operands[0])


def _stretch(run: Interpreter, operands: Sequence[Any]) -> None:
    run.state.stretch = float(operands[0]) / 100


def _move(run: Interpreter, operands: Sequence[Any]) -> None:
    x, y = operands
    run.cursor.move(x, y)


def _move_down(run: Interpreter, operands: Sequence[Any]) -> None:
    run.state.leading = -float(operands[1])
    _move(run, operands)


def _place(run: Interpreter, operands: Sequence[Any]) -> None:
    run.cursor.place(matrix_of(operands))


def _next_line(run: Interpreter, _: Sequence[Any] = ()) -> None:
    run.cursor.move(0.0, -run.state.leading)


def _show(run: Interpreter, operands: Sequence[Any]) -> None:
    """Shows strings, and goes back by the numbers between them, in thousandths of the size."""
    state, font = run.state, run.state.font
    if font is None:
        raise ValueError("text is shown without a font")
    start, place, shown = run.cursor.matrix, 0.0, b""
    low = high = 0.0
    for operand in operands:
        if not isinstance(operand, String):
            place -= float(operand) / 1000 * state.size * state.stretch
            continue
        codes = bytes(operand)
        if font.glyphs:
            _draw_glyphs(run, font, codes, place)
        width, (lowest, highest) = font.measure(codes)
        low, high = min(low, lowest), max(high, highest)
        letters = len(codes) // (2 if font.is_composite else 1)
        gaps = letters * state.spacing + font.spaces(codes) * state.word_spacing
        place += (width * state.size + gaps) * state.stretch
        shown += codes
    run.cursor.advance(place)
    if not shown:
        return
    box = (0.0, low * state.size + state.rise, place, high * state.size + state.rise)
    _mark(run, product(start, state.matrix), box, shown)


def _mark(
    run: Interpreter, matrix: Matrix, box: tuple[float, float, float, float], shown: bytes
) -> None:
    state = run.state
    size = abs(state.size) * height_factor(matrix)
    around = transformed((min(box[0], box[2]), box[1], max(box[0], box[2]), box[3]), matrix)
    if state.mode in _FILLED:
        run.mark(MarkKind.TEXT, around, state.fill, size=size, shown=shown, font=state.font)
    if state.mode in _STROKED:
        width = state.width * thinnest(state.matrix)
        run.mark(MarkKind.STROKE, grown(around, width / 2), state.stroke, width=width)


def _draw_glyphs(run: Interpreter, font: Font, codes: bytes, place: float) -> None:
    """Runs the glyphs of a Type 3 font at their places."""
    state = run.state
    size = (state.size * state.stretch, 0.0, 0.0, state.size)
    for code in codes:
        if code in font.glyphs:
            content = run.library.content(font.glyphs[code], font.resources)
            local = product(font.matrix, (*size, place, state.rise))
            matrix = product(product(local, run.cursor.matrix), state.matrix)
            run.use(content, matrix)
        gaps = state.spacing + (state.word_spacing if code == ord(" ") else 0.0)
        place += (font.width(code) * state.size + gaps) * state.stretch


def _show_text(run: Interpreter, operands: Sequence[Any]) -> None:
    if not isinstance(operands[-1], String):
        raise TypeError("what is shown is no string")
    _show(run, operands[-1:])


def _show_line(run: Interpreter, operands: Sequence[Any]) -> None:
    _next_line(run)
    _show_text(run, operands)


def _show_spaced(run: Interpreter, operands: Sequence[Any]) -> None:
    run.state.word_spacing, run.state.spacing = float(operands[0]), float(operands[1])
    _show_line(run, operands)


def _show_adjusted(run: Interpreter, operands: Sequence[Any]) -> None:
    if not isinstance(operands[0], Array):
        raise TypeError("what is shown is no array")
    _show(run, list(operands[0]))


TEXT_OPERATORS: Mapping[str, Operator] = {
    "BT": _begin,
    "Tf": _set_font,
    "Tr": _set_mode,
    "Tz": _stretch,
    "Tc": setting("spacing"),
    "Tw": setting("word_spacing"),
    "TL": setting("leading"),
    "Ts": setting("rise"),
    "Td": _move,
    "TD": _move_down,
    "Tm": _place,
    "T*": _next_line,
    "Tj": _show_text,
    "'": _show_line,
    '"': _show_spaced,
    "TJ": _show_adjusted,
}
