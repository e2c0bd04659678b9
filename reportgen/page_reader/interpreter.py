"""Interprets the content of a page and of all that it uses: forms, patterns and Type 3 glyphs.

It knows what the rules need: the graphics state, which colours are painted with, where marks stand
and how large they are. Content that cannot be understood is noted among what was found, never
raised. What each operator does stands in `operators.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any

import pikepdf
from pikepdf import Dictionary, Object

from reportgen.page_reader.colours import CMYK, GRAY, ColourSpace
from reportgen.page_reader.geometry import Box, Matrix, common, moved, product, transformed
from reportgen.page_reader.marks import FormMarks, Mark, MarkKind, PageContent
from reportgen.page_reader.resources import ContentStream, Library
from reportgen.page_reader.state import GraphicsState, PaintColour, Path, TextCursor

#: What odd operands and resources may raise.
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

_UNIT: Box = (0.0, 0.0, 1.0, 1.0)
_EVERYWHERE: Box = (-inf, -inf, inf, inf)


#: What an operator does with its operands.
Operator = Callable[["Interpreter", Sequence[Any]], None]


class Interpreter:
    """One run of a page, form, pattern or glyph.

    Attributes:
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
        operators: Mapping[str, Operator | None],
        above: tuple[tuple[int, int], ...] = (),
    ) -> None:
        """Begins a run; `above` are the contents that this one is within."""
        self.found, self.library, self.content, self.state = found, library, content, state
        self.kept: list[GraphicsState] = []
        self.cursor, self.path = TextCursor(), Path()
        self._base, self._operators, self._above = state.matrix, operators, above
        self._note_fonts()

    def run(self) -> None:
        """Runs all instructions of the content."""
        if not self.may_take(len(self.content.instructions)):
            return
        for name, operands in self.content.instructions:
            if name not in self._operators:
                self.note(f'there is no operator "{name}"')
            elif operator := self._operators[name]:
                try:
                    operator(self, operands)
                except MALFORMED_ERRORS as fault:
                    self.note(f'operator "{name}": {fault}')
        if self.kept:
            self.note("a graphics state is kept (q) and not restored (Q)")

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
                page=self.found.page,
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
            above = (*self._above, key)
            Interpreter(found, self.library, content, state, self._operators, above).run()
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
        self.state.clip = transformed(content.box or _UNIT, product(content.matrix, self._base))
        own = PaintColour(colour.space.base or GRAY, colour.inks) if colour.inks else None
        self.use(content, self._base, own)
        self.state = kept
        cell = [mark.at(visible) for mark in self.found.marks[before:]]
        self.found.marks[before:] = cell

    def _note_fonts(self) -> None:
        key = self.content.stream.objgen
        if key not in self.found.contents:
            self.found.contents.add(key)
            fonts = self.content.resources.get("/Font", Dictionary())
            if isinstance(fonts, Dictionary):
                self.found.fonts.extend(font for _, font in fonts.items())
