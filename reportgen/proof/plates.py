"""The plates of single pages, forms and images: each as one ink shows it, in grey.

A colour becomes its amount of the ink, an image its channel. What overprints without that ink is
painted with an opacity of 0, so the plate keeps what lies below.
"""

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator

from reportgen.page_reader.colours import INKS
from reportgen.page_reader.images import UnsupportedImageError, image_inks
from reportgen.page_reader.interpreter import Interpreter
from reportgen.page_reader.marks import PageContent
from reportgen.page_reader.resources import ContentStream, Library, floats
from reportgen.page_reader.state import GraphicsState

#: Operators that choose a colour, and those that paint what has no plates.
_COLOURS = {"k", "K", "g", "G", "cs", "CS", "sc", "SC", "scn", "SCN"}
_FOREIGN = {"rg": "RGB", "RG": "RGB", "sh": "a shading", "INLINE IMAGE": "an image in the content"}

#: Entries of a graphics state that are worked out here, and that have no meaning in grey.
_WORKED_OUT = {"/Type", "/OP", "/op", "/OPM", "/ca", "/CA", "/SMask", "/TR", "/TR2", "/BG", "/UCR"}


class Separator:
    """Adds plates to the document that they are plates of.

    Attributes:
        foreign: what is not of the four inks, with the number of the first page it is on.
        library: of the document.
        page: number of the page that is taken apart.
    """

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.foreign: dict[tuple[int, str], None] = {}
        self.library, self.page = Library(), 0
        self._document = document
        self._images: dict[tuple[int, int], Sequence[Any]] = {}
        self._forms: dict[tuple[Any, ...], Any] = {}
        self._open: set[tuple[int, int]] = set()

    def add_plates(self, page: pikepdf.Page, number: int) -> None:
        """Adds four pages at the document's end."""
        self.page = number
        instructions = list(pikepdf.parse_content_stream(page))
        content = ContentStream(page.obj, (), page.resources)
        for ink in range(len(INKS)):
            plate = _Plate(self, content, ink, GraphicsState())
            new = Dictionary(
                Type=Name.Page,
                MediaBox=page.mediabox,
                Rotate=page.rotation,
                Contents=self._document.make_stream(plate.draw(instructions)),
                Resources=plate.resources,
            )
            if "/UserUnit" in page.obj:
                new.UserUnit = page.obj.UserUnit
            self._document.pages.append(pikepdf.Page(self._document.make_indirect(new)))

    def complain(self, what: str) -> None:
        """Notes what is not of the four inks."""
        self.foreign[self.page, what] = None

    def form(self, form: Any, inherited: Any, ink: int, state: GraphicsState) -> Any:
        """A form as a plate shows it, when it is used in that state."""
        key = (form.objgen, ink, state.paint)
        if key not in self._forms:
            if form.objgen in self._open:
                raise ValueError("a form holds itself")
            self._open.add(form.objgen)
            content = ContentStream(form, (), form.get("/Resources", inherited))
            plate = _Plate(self, content, ink, state)
            new = self._document.make_stream(plate.draw(pikepdf.parse_content_stream(form)))
            self._open.remove(form.objgen)
            new.Type, new.Subtype, new.BBox = Name.XObject, Name.Form, form.BBox
            new.Resources = plate.resources
            _copy(form, new, "/Matrix", "/OC")
            if "/Group" in form:
                new.Group = Dictionary({n: v for n, v in form.Group.items() if n != "/CS"})
            self._forms[key] = new
        return self._forms[key]

    def image(self, image: Any, content: ContentStream, ink: int) -> Any:
        """An image as a plate shows it."""
        if image.objgen not in self._images:
            self._images[image.objgen] = self._channels(image, content)
        return self._images[image.objgen][ink]

    def _channels(self, image: Any, content: ContentStream) -> Sequence[Any]:
        try:
            if "/ColorSpace" not in image:
                raise UnsupportedImageError("an image without a colour space")
            if isinstance(image.get("/Mask"), Array):
                message = "an image that is transparent where it has a certain colour"
                raise UnsupportedImageError(message)
            inks = image_inks(image, content.space(image.ColorSpace))
        except UnsupportedImageError as fault:
            self.complain(str(fault))
            return (image,) * len(INKS)
        except (ValueError, OSError) as fault:
            self.complain(f"an image that cannot be read: {fault}")
            return (image,) * len(INKS)
        channels = []
        for ink in range(len(INKS)):
            new = self._document.make_stream((255 - inks[:, :, ink]).tobytes())
            new.Type, new.Subtype = Name.XObject, Name.Image
            new.Height, new.Width = inks.shape[:2]
            new.ColorSpace, new.BitsPerComponent = Name.DeviceGray, 8
            _copy(image, new, "/SMask", "/Mask", "/Interpolate", "/OC")
            channels.append(new)
        return channels


class _Plate:
    """One ink of a page or form: its new content, and the `resources` that this needs."""

    def __init__(
        self, separator: Separator, content: ContentStream, ink: int, state: GraphicsState
    ) -> None:
        self._separator, self._content, self._ink = separator, content, ink
        found = PageContent(page=separator.page)
        self._run = Interpreter(found, separator.library, content, state.copy())
        #: The opacities that are in force in what was written so far.
        self._shown: tuple[float, float] | None = None
        self._stack: list[tuple[float, float] | None] = []
        self._written: list[ContentStreamInstruction] = []
        self._states: dict[str, Dictionary] = {}
        self._things: dict[str, Any] = {}

    @property
    def resources(self) -> Dictionary:
        """What is left of the given resources, and what was added."""
        given = self._content.resources
        kept = {n: given[n] for n in ("/Font", "/Properties") if n in given}
        return Dictionary(
            kept | {"/ExtGState": Dictionary(self._states), "/XObject": Dictionary(self._things)}
        )

    def draw(self, instructions: Any) -> bytes:
        """The content of the plate."""
        # What a form inherits is written out: not all viewers let it inherit.
        self._write_colours("g", "G")
        if any(font.get("/Subtype") == Name.Type3 for font in self._run.found.fonts):
            self._separator.complain("a font of type 3")
        for instruction in instructions:
            self._follow(instruction)
        return pikepdf.unparse_content_stream(self._written)

    def _follow(self, instruction: Any) -> None:
        operator, operands = str(instruction.operator), instruction.operands
        if operator in _FOREIGN:
            self._separator.complain(_FOREIGN[operator])
        elif operator in _COLOURS:
            self._choose_colour(operator, operands)
        elif operator == "gs":
            self._set_state(operands)
        elif operator == "Do":
            self._place(operands[0])
        else:
            if operator == "q":
                self._stack.append(self._shown)
                self._run.kept.append(self._run.state.copy())
            elif operator == "Q" and self._stack:
                self._shown, self._run.state = self._stack.pop(), self._run.kept.pop()
            self._written.append(instruction)

    def _choose_colour(self, operator: str, operands: Any) -> None:
        is_area = operator.islower()
        try:
            self._run.apply(operator, floats(operands))
        except ValueError:
            if operator.lower() != "cs":
                raise
            self._separator.complain(f"the colour space {operands[0]}")
            return
        colour = self._run.state.fill if is_area else self._run.state.stroke
        if colour.inks is None:
            self._separator.complain(f"the colour space {colour.space}")
        else:
            self._write_colours("g" if is_area else "G")

    def _set_state(self, operands: Any) -> None:
        name = str(operands[0])
        given = self._content.named("ExtGState", name)
        if given.get("/SMask", Name.None_) != Name.None_:
            self._separator.complain("a soft mask")
        self._run.apply("gs", operands)
        if rest := {n: value for n, value in given.items() if n not in _WORKED_OUT}:
            self._states[name] = Dictionary(rest)
            self._write("gs", Name(name))
        self._show(self._alphas)

    def _place(self, name: Any) -> None:
        thing, state = self._content.named("XObject", name), self._run.state
        separator, alphas = self._separator, self._alphas
        if thing.get("/Subtype") == Name.Form:
            alphas = (1.0, 1.0)  # it sets its own
            if "/Group" in thing:  # which begins opaque (ISO 32000-1, 11.6.6)
                alphas = state.fill_alpha, state.stroke_alpha
                state = state.copy()
                state.fill_alpha = state.stroke_alpha = 1.0
            thing = separator.form(thing, self._content.resources, self._ink, state)
        elif not thing.get("/ImageMask", False):
            alphas = state.fill_alpha, state.stroke_alpha  # images knock out
            thing = separator.image(thing, self._content, self._ink)
        new = next((n for n, known in self._things.items() if known is thing), None)
        if new is None:
            new = f"/Thing{len(self._things)}"
            self._things[new] = thing
        self._write("q")
        before = self._shown
        self._show(alphas)
        self._write("Do", Name(new))
        self._write("Q")
        self._shown = before

    @property
    def _alphas(self) -> tuple[float, float]:
        """Opacity of areas and of lines on the plate: 0 where overprint leaves it alone."""
        state, ink, mode = self._run.state, self._ink, self._run.state.overprint_mode
        keeps_area = state.overprint and state.fill.keeps(ink, mode)
        keeps_line = state.overprint_lines and state.stroke.keeps(ink, mode)
        return 0.0 if keeps_area else state.fill_alpha, 0.0 if keeps_line else state.stroke_alpha

    def _write_colours(self, *operators: str) -> None:
        """Writes what the plate shows of the colours: 0 is solid, 1 is paper."""
        for operator in operators:
            colour = self._run.state.fill if operator == "g" else self._run.state.stroke
            if colour.inks:
                self._write(operator, round(1 - colour.inks[self._ink] / 100, 6))
        self._show(self._alphas)

    def _show(self, alphas: tuple[float, float]) -> None:
        if alphas != self._shown:
            fill, stroke = self._shown = alphas
            name = f"/Opacity-{fill:g}-{stroke:g}"
            self._states[name] = Dictionary(ca=fill, CA=stroke)
            self._write("gs", Name(name))

    def _write(self, operator: str, *operands: Any) -> None:
        self._written.append(ContentStreamInstruction(operands, Operator(operator)))


def _copy(source: Any, target: Any, *names: str) -> None:
    for name in names:
        if name in source:
            target[name] = source[name]
