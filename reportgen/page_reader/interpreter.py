"""Interprets the content of a page and of all that it uses: forms, patterns and Type 3 glyphs.

It knows what the rules need: the graphics state, which colours are painted with, where marks stand
and how large they are. Content that cannot be understood is noted in the reading, never raised.
"""

from pikepdf import Dictionary, Object

from reportgen.page_reader.colouring import COLOURING
from reportgen.page_reader.drawing import DRAWING
from reportgen.page_reader.geometry import Box, Matrix
from reportgen.page_reader.marks import PageContent
from reportgen.page_reader.resources import Library
from reportgen.page_reader.scene import MALFORMED_ERRORS, Scene
from reportgen.page_reader.state import GraphicsState
from reportgen.page_reader.writing import WRITING

#: Operators that neither mark nor choose anything: line styles, marked content, compatibility.
_IDLE = "J j M d i h MP DP BMC BDC EMC BX EX d0 d1 ET"

_OPERATORS = {**COLOURING, **DRAWING, **WRITING, **dict.fromkeys(_IDLE.split())}


def read_page(page: Object, number: int, base: Matrix, box: Box, library: Library) -> PageContent:
    """Interprets a page.

    Args:
        page: its dictionary.
        number: counted from one.
        base: from its coordinates to points.
        box: of the sheet, in points.
        library: of the document.
    """
    reading = PageContent(page=number)
    try:
        content = library.content(page, Dictionary())
        _run(Scene(reading, library, content, GraphicsState(base, box), _run))
    except MALFORMED_ERRORS as fault:
        reading.unreadable[f"the content cannot be read: {fault}"] += 1
    return reading


def _run(scene: Scene) -> None:
    instructions = scene.content.instructions
    if not scene.may_take(len(instructions)):
        return
    for name, operands in instructions:
        try:
            handle = _OPERATORS[name]
        except KeyError:
            scene.note(f'there is no operator "{name}"')
            continue
        if handle:
            try:
                handle(scene, operands)
            except MALFORMED_ERRORS as fault:
                scene.note(f'operator "{name}": {fault}')
    if scene.kept:
        scene.note("a graphics state is kept (q) and not restored (Q)")
