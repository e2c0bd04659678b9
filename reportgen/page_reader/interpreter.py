"""Interprets content: the graphics state, colours, and the forms, patterns and glyphs within.

Content that cannot be understood is noted among what was found, never raised.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import inf
from typing import Any, ClassVar

import pikepdf
from pikepdf import Dictionary, Name, Object

from reportgen.page_reader.colours import CMYK, GRAY, ColourSpace
from reportgen.page_reader.geometry import (
    Box,
    Matrix,
    common,
    matrix_of,
    moved,
    product,
    transformed,
)
from reportgen.page_reader.marks import FormMarks, Mark, MarkKind, PageContent
from reportgen.page_reader.resources import ContentStream, Library
from reportgen.page_reader.state import GraphicsState, PaintColour, Path, TextCursor

#: What a malformed object may raise.
MALFORMED_ERRORS = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    pikepdf.PdfError,
)

#: Operators and marks of a page, however often it uses a form, before the rest is left alone.
MOST_STEPS = 1_000_000

#: Forms within forms that a page may have.
_DEEPEST = 24

#: States kept within states that content may have; ISO 32000-1, annex C, knows 28.
_MOST_KEPT = 512

UNIT: Box = (0.0, 0.0, 1.0, 1.0)
_EVERYWHERE: Box = (-inf, -inf, inf, inf)

#: What an operator does with its operands.
Operator = Callable[[Any, Sequence[Any]], None]


class Interpreter:
    """One run of a page, form, pattern or glyph; it knows the operators of the graphics state.

    Attributes:
        operators: what each operator does; None for those that do nothing here.
        found: gets all that is found.
        library: of the document.
        content: that is run.
        state: in force.
        kept: states that ``q`` has kept.
        cursor: of the text object.
        path: that is being built.
    """

    def __init__(
        self,
        found: PageContent,
        library: Library,
        content: ContentStream,
        state: GraphicsState,
        above: tuple[tuple[int, int], ...] = (),
    ) -> None:
        """Begins a run; `above` are the contents that this one is within."""
        self.found, self.library, self.content, self.state = found, library, content, state
        self.kept: list[GraphicsState] = []
        self.cursor, self.path = TextCursor(), Path()
        self._base, self._above = state.matrix, above
        key = content.stream.objgen
        if key not in found.contents:
            found.contents.add(key)
            fonts = content.resources.get("/Font", Dictionary())
            if isinstance(fonts, Dictionary):
                found.fonts.extend(font for _, font in fonts.items())

    def run(self) -> None:
        """Runs all instructions of the content."""
        if not self.may_take(len(self.content.instructions)):
            return
        for name, operands in self.content.instructions:
            if name not in self.operators:
                self.note(f'there is no operator "{name}"')
                continue
            try:
                self.apply(name, operands)
            except MALFORMED_ERRORS as fault:
                self.note(f'operator "{name}": {fault}')
        if self.kept:
            self.note("a graphics state is kept (q) and not restored (Q)")

    def apply(self, name: str, operands: Sequence[Any]) -> None:
        """Runs one instruction.

        Raises:
            LookupError: there is no such operator.
            TypeError, ValueError, AttributeError: the operands are none of its.
        """
        if operator := self.operators[name]:
            operator(self, operands)

    def note(self, message: str) -> None:
        """Notes that the content cannot be understood."""
        self.found.unreadable[message] += 1

    def may_take(self, steps: int) -> bool:
        """Counts steps; says, and notes, when there were too many."""
        self.found.steps += steps
        if self.found.steps > MOST_STEPS:
            self.note("there is more on the page than can be followed")
        return self.found.steps <= MOST_STEPS

    def note_space(self, space: ColourSpace) -> None:
        """Notes that colours are chosen in a space."""
        if space is not CMYK:
            self.found.spaces[space] += 1

    def mark(self, kind: MarkKind, box: Box | None, colour: PaintColour, **more: Any) -> None:
        """Notes a mark, as far as it is visible."""
        state = self.state
        if (visible := common(box, state.clip)) is None:
            return
        is_line = kind is MarkKind.STROKE
        self.found.marks.append(
            Mark(
                kind=kind,
                box=visible,
                space=colour.space,
                inks=colour.inks,
                overprint=state.overprint_lines if is_line else state.overprint,
                overprint_mode=state.overprint_mode,
                **more,
            )
        )
        if colour.pattern:
            self._paint_pattern(colour, visible)

    def use(
        self, content: ContentStream, matrix: Matrix, colour: PaintColour | None = None
    ) -> None:
        """Runs a form, pattern or glyph within this content.

        Args:
            content: of it.
            matrix: of this content, to which its own is added.
            colour: of patterns and glyphs that have none of their own.
        """
        key = content.stream.objgen
        if key in self._above or len(self._above) >= _DEEPEST:
            self.note("content uses itself")
            return
        state, found = self.state.copy(), self.found
        state.matrix = product(content.matrix, matrix)
        state.clip = transformed(content.box, state.matrix) if content.box else _EVERYWHERE
        if colour:
            state.fill = state.stroke = colour
        # The same form in the same state differs by its place only: a chart's markers run once.
        look = (key, state.look)
        x, y = state.matrix[4:]
        if look not in found.runs:
            before, images = len(found.marks), len(found.images)
            type(self)(found, self.library, content, state, (*self._above, key)).run()
            run = FormMarks(x, y, tuple(found.marks[before:]))
            del found.marks[before:]
            if len(found.images) == images:
                found.runs[look] = run
        else:
            run = found.runs[look]
            if not self.may_take(len(run.marks)):
                return
        for mark in run.marks:
            if visible := common(moved(mark.box, x - run.x, y - run.y), self.state.clip):
                found.marks.append(mark.at(visible))

    def shade(self, shading: Object) -> ColourSpace:
        """Notes a shading, and the space of its colours."""
        space = self.content.space(shading.ColorSpace)
        self.note_space(space)
        self.found.shadings.append((shading, space))
        return space

    def _paint_pattern(self, colour: PaintColour, visible: Box) -> None:
        pattern = self.content.named("Pattern", colour.pattern)
        if pattern.get("/PatternType") == 2:
            self.shade(pattern.Shading)
            if "/ExtGState" in pattern:
                self.found.states[id(pattern)] = pattern.ExtGState
            return
        content = self.library.content(pattern, self.content.resources)
        before, kept = len(self.found.marks), self.state
        # A cell is repeated all over the area: what it shows is not clipped by its one place here,
        # and stands wherever the area is.
        self.state = kept.copy()
        self.state.clip = transformed(content.box or UNIT, product(content.matrix, self._base))
        own = PaintColour(colour.space.base or GRAY, colour.inks) if colour.inks else None
        self.use(content, self._base, own)
        self.state = kept
        self.found.marks[before:] = [mark.at(visible) for mark in self.found.marks[before:]]

    def _keep(self, _: Sequence[Any]) -> None:
        if len(self.kept) >= _MOST_KEPT:
            raise ValueError("too many graphics states are kept")
        self.kept.append(self.state.copy())

    def _restore(self, _: Sequence[Any]) -> None:
        if not self.kept:
            raise ValueError("a graphics state is restored that was not kept")
        self.state = self.kept.pop()

    def _concatenate(self, operands: Sequence[Any]) -> None:
        self.state.matrix = product(matrix_of(operands), self.state.matrix)

    def _set_state(self, operands: Sequence[Any]) -> None:
        def read(dictionary: Object) -> tuple[Object, Mapping[str, Any]]:
            return dictionary, self.library.state_values(dictionary)

        dictionary, values = self.content.find("ExtGState", operands[0], read)
        self.found.states[id(dictionary)] = dictionary
        self.state.set(values)

    def _set_intent(self, operands: Sequence[Any]) -> None:
        self.found.intents.add(str(operands[0]))

    def _choose(self, what: str, space: ColourSpace, numbers: Sequence[Any]) -> None:
        self.note_space(space)
        setattr(self.state, what, PaintColour(space, space.inks(numbers)))

    def _choose_device(self, operands: Sequence[Any], what: str, family: str) -> None:
        self._choose(what, self.content.device(family), operands)

    def _choose_space(self, operands: Sequence[Any], what: str) -> None:
        space = self.content.space(operands[0])
        if space.family == "Pattern":
            setattr(self.state, what, PaintColour(space, None))
        else:
            self._choose(what, space, space.first)

    def _choose_colour(self, operands: Sequence[Any], what: str) -> None:
        space = getattr(self.state, what).space
        if space.family != "Pattern":
            self._choose(what, space, operands)
            return
        *numbers, name = operands
        if not isinstance(name, Name):
            raise TypeError("a pattern is chosen without a name")
        inks = None
        if space.base and numbers:  # a pattern that has no colours of its own
            self.note_space(space.base)
            inks = space.base.inks(numbers)
        setattr(self.state, what, PaintColour(space, inks, str(name)))

    operators: ClassVar[Mapping[str, Operator | None]] = {
        "q": _keep,
        "Q": _restore,
        "cm": _concatenate,
        "gs": _set_state,
        "ri": _set_intent,
        "g": partial(_choose_device, what="fill", family="DeviceGray"),
        "G": partial(_choose_device, what="stroke", family="DeviceGray"),
        "rg": partial(_choose_device, what="fill", family="DeviceRGB"),
        "RG": partial(_choose_device, what="stroke", family="DeviceRGB"),
        "k": partial(_choose_device, what="fill", family="DeviceCMYK"),
        "K": partial(_choose_device, what="stroke", family="DeviceCMYK"),
        "cs": partial(_choose_space, what="fill"),
        "CS": partial(_choose_space, what="stroke"),
        **dict.fromkeys(("sc", "scn"), partial(_choose_colour, what="fill")),
        **dict.fromkeys(("SC", "SCN"), partial(_choose_colour, what="stroke")),
    }
