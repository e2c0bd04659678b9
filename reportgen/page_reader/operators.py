"""What each operator of content does (ISO 32000-1, annex A), and how a page is read by them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pikepdf import Dictionary, Name, Object

from reportgen.page_reader.colours import PATTERN, ColourSpace
from reportgen.page_reader.geometry import (
    Box,
    Matrix,
    common,
    grown,
    matrix_of,
    product,
    thinnest,
    transformed,
)
from reportgen.page_reader.interpreter import MALFORMED_ERRORS, Interpreter, Operator
from reportgen.page_reader.marks import MarkKind, PageContent, PlacedImage
from reportgen.page_reader.resources import ContentStream, Library
from reportgen.page_reader.state import GraphicsState, PaintColour, Path
from reportgen.page_reader.text_operators import TEXT_OPERATORS, setting

#: States kept within states that content may have; ISO 32000-1, annex C, knows 28.
_MOST_KEPT = 512

_UNIT: Box = (0.0, 0.0, 1.0, 1.0)

_FILL, _STROKE = "fill", "stroke"


def _keep(run: Interpreter, _: Sequence[Any]) -> None:
    if len(run.kept) >= _MOST_KEPT:
        raise ValueError("too many graphics states are kept")
    run.kept.append(run.state.copy())


def _restore(run: Interpreter, _: Sequence[Any]) -> None:
    if not run.kept:
        raise ValueError("a graphics state is restored that was not kept")
    run.state = run.kept.pop()


def _concatenate(run: Interpreter, operands: Sequence[Any]) -> None:
    run.state.matrix = product(matrix_of(operands), run.state.matrix)


def _set_state(run: Interpreter, operands: Sequence[Any]) -> None:
    def read(dictionary: Object) -> tuple[Object, Mapping[str, Any]]:
        return dictionary, run.library.state_values(dictionary)

    dictionary, values = run.content.find("ExtGState", operands[0], read)
    run.found.states[id(dictionary)] = dictionary
    run.state.set(values)


def _set_intent(run: Interpreter, operands: Sequence[Any]) -> None:
    run.found.intents.add(str(operands[0]))


def _choose(run: Interpreter, what: str, space: ColourSpace, numbers: Sequence[Any]) -> None:
    run.note_space(space)
    setattr(run.state, what, PaintColour(space, space.inks(numbers)))


def _choose_device(run: Interpreter, operands: Sequence[Any], what: str, family: str) -> None:
    _choose(run, what, run.content.device(family), operands)


def _choose_space(run: Interpreter, operands: Sequence[Any], what: str) -> None:
    space = run.content.space(operands[0])
    if space.family == "Pattern":
        setattr(run.state, what, PaintColour(space, None))
    else:
        _choose(run, what, space, space.first)


def _choose_colour(run: Interpreter, operands: Sequence[Any], what: str) -> None:
    space = getattr(run.state, what).space
    if space.family != "Pattern":
        _choose(run, what, space, operands)
        return
    *numbers, name = operands
    if not isinstance(name, Name):
        raise TypeError("a pattern is chosen without a name")
    inks = None
    if space.base and numbers:  # a pattern that has no colours of its own
        run.note_space(space.base)
        inks = space.base.inks(numbers)
    setattr(run.state, what, PaintColour(space, inks, str(name)))


#: Operators that choose colours and set the graphics state.
STATE_OPERATORS: Mapping[str, Operator] = {
    "q": _keep,
    "Q": _restore,
    "cm": _concatenate,
    "gs": _set_state,
    "ri": _set_intent,
    "w": setting("width"),
    **{
        operator: partial(_choose_device, what=what, family=family)
        for what, operators in ((_FILL, "g rg k"), (_STROKE, "G RG K"))
        for operator, family in zip(
            operators.split(), ("DeviceGray", "DeviceRGB", "DeviceCMYK"), strict=True
        )
    },
    "cs": partial(_choose_space, what=_FILL),
    "CS": partial(_choose_space, what=_STROKE),
    **dict.fromkeys(("sc", "scn"), partial(_choose_colour, what=_FILL)),
    **dict.fromkeys(("SC", "SCN"), partial(_choose_colour, what=_STROKE)),
}


def _add_points(run: Interpreter, operands: Sequence[Any]) -> None:
    run.path.points(run.state.matrix, operands)


def _add_rectangle(run: Interpreter, operands: Sequence[Any]) -> None:
    x, y, width, height = operands
    right, upper = x + width, y + height
    run.path.points(run.state.matrix, (x, y, right, y, right, upper, x, upper))


def _clip(run: Interpreter, _: Sequence[Any]) -> None:
    run.path.clips = True


def _paint(run: Interpreter, _: Sequence[Any], *, fill: bool = False, stroke: bool = False) -> None:
    path, state, box = run.path, run.state, run.path.box
    run.path = Path()
    if box and fill:
        run.mark(MarkKind.FILL, box, state.fill)
    if box and stroke:
        width = state.width * thinnest(state.matrix)
        run.mark(MarkKind.STROKE, grown(box, width / 2), state.stroke, width=width)
    if path.clips:
        state.clip = common(state.clip, box)


def _paint_shading(run: Interpreter, operands: Sequence[Any]) -> None:
    space = run.shade(run.content.named("Shading", operands[0]))
    run.mark(MarkKind.FILL, run.state.clip, PaintColour(space, None))


def _use(run: Interpreter, operands: Sequence[Any]) -> None:
    def read(external: Object) -> tuple[Object, ContentStream | None]:
        is_form = external.get("/Subtype") == Name.Form
        resources = run.content.resources
        return external, run.library.content(external, resources) if is_form else None

    external, content = run.content.find("XObject", operands[0], read)
    run.found.externals[id(external)] = external
    if content is not None:
        run.use(content, run.state.matrix)
    elif external.get("/Subtype") == Name.Image:
        _place(run, external)


def _use_inline(run: Interpreter, operands: Sequence[Any]) -> None:
    run.found.externals[id(operands[0])] = operands[0]
    _place(run, operands[0])


def _place(run: Interpreter, image: Object) -> None:
    space, colour, matrix = None, PaintColour(PATTERN, None), run.state.matrix
    if image.get("/ImageMask"):
        colour = run.state.fill
    elif "/ColorSpace" in image:  # JPEG 2000 may bring its own
        space = run.content.space(image.ColorSpace)
        run.note_space(space)
        colour = PaintColour(space, None)
    run.found.images.append(PlacedImage(image=image, matrix=matrix, space=space))
    run.mark(MarkKind.IMAGE, transformed(_UNIT, matrix), colour)


_PAINTING_OPERATORS: Mapping[str, Operator] = {
    **dict.fromkeys(("m", "l", "c", "v", "y"), _add_points),
    "re": _add_rectangle,
    **dict.fromkeys(("W", "W*"), _clip),
    "n": _paint,
    **dict.fromkeys(("S", "s"), partial(_paint, stroke=True)),
    **dict.fromkeys(("f", "F", "f*"), partial(_paint, fill=True)),
    **dict.fromkeys(("B", "B*", "b", "b*"), partial(_paint, fill=True, stroke=True)),
    "sh": _paint_shading,
    "Do": _use,
    "INLINE IMAGE": _use_inline,
}

#: Operators that neither mark nor choose anything: line styles, marked content, compatibility.
_IDLE = "J j M d i h MP DP BMC BDC EMC BX EX d0 d1 ET"

_OPERATORS: Mapping[str, Operator | None] = {
    **STATE_OPERATORS,
    **_PAINTING_OPERATORS,
    **TEXT_OPERATORS,
    **dict.fromkeys(_IDLE.split()),
}


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
        Interpreter(found, library, content, GraphicsState(base, box), _OPERATORS).run()
    except MALFORMED_ERRORS as fault:
        found.unreadable[f"the content cannot be read: {fault}"] += 1
    return found
