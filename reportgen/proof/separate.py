"""Takes a press file apart into its four plates.

Every page becomes four pages in grey, one for each ink: a colour becomes its amount of that ink, an
image its channel. What overprints without that ink is painted with an opacity of 0, so the plate
keeps what lies below. Any viewer then shows plates, without knowing of inks or overprint.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import ContentStreamInstruction, Dictionary, Name, Operator

from reportgen.errors import ConformanceError, Problem
from reportgen.proof.image import inks_of
from reportgen.proof.state import FILLING, STROKING, State, UnknownColourError

Box = tuple[float, float, float, float]

#: The inks in the order of their plates.
INKS = ("cyan", "magenta", "yellow", "black")

#: Least and greatest side of a page in points (ISO 32000-1, annex C.2).
_SIDES = (3.0, 14_400.0)

#: Operators that are not of the four inks, and what they are.
_FOREIGN = {"rg": "RGB", "RG": "RGB", "sh": "a shading", "INLINE IMAGE": "an image in the content"}

#: Entries of a graphics state that are worked out here, and that have no meaning in grey.
_WORKED_OUT = {"/Type", "/OP", "/op", "/OPM", "/ca", "/CA", "/SMask", "/TR", "/TR2", "/BG", "/UCR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """The plates of a file.

    Attributes:
        pdf: four pages in grey for each page, in the order of `INKS`.
        boxes: for each page media and trim box in points, as they are before turning.
        turns: for each page how it is turned clockwise, in degrees.
        condition: what the inks are meant for, as the output intent calls it.
        profile: the output intent's ICC profile.
    """

    pdf: bytes
    boxes: tuple[tuple[Box, Box], ...]
    turns: tuple[int, ...]
    condition: str
    profile: bytes


def separate(document: pikepdf.Pdf, where: str) -> Separation:
    """Makes the plates of a press file.

    Args:
        document: the file; its pages are replaced by the plates.
        where: what the file is called in problems.

    Raises:
        ConformanceError: it has no output intent for CMYK, or colours that are not of the four
            inks.
        ValueError: it has no pages, or one that no program shows.
    """
    separator = _Separator(document)
    intent = _press_intent(document)
    pages = list(document.pages)
    for number, page in enumerate(pages, start=1):
        separator.add_plates(page, number)
    problems = [
        Problem(
            code="not-of-four-inks",
            message=f"the page uses {what}",
            where=f"{where}, page {number}",
            hint="this proof is for print editions, whose colours are all DeviceCMYK or DeviceGray",
        )
        for number, what in separator.foreign
    ]
    if intent is None:
        problems.append(
            Problem(
                code="no-press-intent",
                message="the PDF has no output intent with an ICC profile for CMYK",
                where=where,
                hint="this proof is for print editions: build with `--edition print`",
            )
        )
    if problems or intent is None:
        raise ConformanceError(*problems)
    boxes = tuple((_box(page.mediabox), _box(page.trimbox)) for page in pages)
    _check_sizes(boxes)
    turns = tuple(page.rotation % 360 for page in pages)
    for _ in pages:
        del document.pages[0]
    buffer = BytesIO()
    document.save(buffer, compress_streams=False)
    return Separation(
        pdf=buffer.getvalue(),
        boxes=boxes,
        turns=turns,
        condition=str(intent.get("/OutputConditionIdentifier", "")),
        profile=intent.DestOutputProfile.read_bytes(),
    )


def _press_intent(document: pikepdf.Pdf) -> Any:
    for intent in document.Root.get("/OutputIntents", []):
        if "/DestOutputProfile" in intent and intent.DestOutputProfile.get("/N") == 4:
            return intent
    return None


def _box(box: Any) -> Box:
    x0, y0, x1, y1 = (float(value) for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _check_sizes(boxes: Sequence[tuple[Box, Box]]) -> None:
    if not boxes:
        raise ValueError("there are no pages")
    least, most = _SIDES
    for number, ((x0, y0, x1, y1), _) in enumerate(boxes, start=1):
        if not all(least <= side <= most for side in (x1 - x0, y1 - y0)):
            raise ValueError(f"page {number} measures {x1 - x0:g} by {y1 - y0:g} points")


class _Separator:
    """Adds plates to the document that they are plates of.

    `foreign` gets what is not of the four inks, with the number of the first page it is on.
    """

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._page = 0
        self._found: dict[tuple[int, str], None] = {}
        self._images: dict[tuple[int, int], Any] = {}
        self._forms: dict[tuple[tuple[int, int], int, State], Any] = {}
        self._open: set[tuple[int, int]] = set()

    @property
    def foreign(self) -> tuple[tuple[int, str], ...]:
        return tuple(self._found)

    def add_plates(self, page: pikepdf.Page, number: int) -> None:
        """Adds four pages at the document's end."""
        self._page = number
        instructions = list(pikepdf.parse_content_stream(page))
        resources = page.resources
        for ink in range(len(INKS)):
            plate = _Plate(self, resources, ink, State())
            content = plate.draw(instructions)
            new = Dictionary(
                Type=Name.Page,
                MediaBox=page.mediabox,
                Rotate=page.rotation,
                Contents=self._document.make_stream(content),
                Resources=plate.resources,
            )
            if "/UserUnit" in page.obj:
                new.UserUnit = page.obj.UserUnit
            self._document.pages.append(pikepdf.Page(self._document.make_indirect(new)))

    def complain(self, what: str) -> None:
        self._found[self._page, what] = None

    def form(self, form: Any, inherited: Any, ink: int, state: State) -> Any:
        """A form as a plate shows it, when it is used in that state."""
        key = (form.objgen, ink, state)
        if key not in self._forms:
            if form.objgen in self._open:
                raise ValueError("a form holds itself")
            self._open.add(form.objgen)
            plate = _Plate(self, form.get("/Resources", inherited), ink, state)
            content = plate.draw(pikepdf.parse_content_stream(form))
            self._open.remove(form.objgen)
            new = self._document.make_stream(content)
            new.Type, new.Subtype, new.BBox = Name.XObject, Name.Form, form.BBox
            new.Resources = plate.resources
            for name in ("/Matrix", "/OC"):
                if name in form:
                    new[name] = form[name]
            if "/Group" in form:
                kept = {n: v for n, v in form.Group.items() if n != "/CS"}
                new.Group = Dictionary(kept)
            self._forms[key] = new
        return self._forms[key]

    def image(self, image: Any, ink: int) -> Any:
        """An image as a plate shows it."""
        key = image.objgen
        if key not in self._images:
            self._images[key] = self._channels(image)
        return self._images[key][ink]

    def _channels(self, image: Any) -> tuple[Any, ...]:
        try:
            inks = inks_of(image)
        except UnknownColourError as fault:
            self.complain(str(fault))
            return (image,) * len(INKS)
        return tuple(self._grey_image(image, (255 - inks[:, :, i]).tobytes()) for i in range(4))

    def _grey_image(self, image: Any, samples: bytes) -> Any:
        new = self._document.make_stream(samples)
        new.Type, new.Subtype = Name.XObject, Name.Image
        new.Width, new.Height = image.Width, image.Height
        new.ColorSpace, new.BitsPerComponent = Name.DeviceGray, 8
        for name in ("/SMask", "/Mask", "/Interpolate", "/OC"):
            if name in image:
                new[name] = image[name]
        return new


class _Plate:
    """One ink of a page or form: its new content, and the `resources` that this needs."""

    def __init__(self, separator: _Separator, given: Any, ink: int, state: State) -> None:
        self._separator, self._given, self._ink = separator, given, ink
        self._state = state
        #: The opacities that are in force in what was written so far.
        self._shown: tuple[float, float] | None = None
        self._stack: list[tuple[State, tuple[float, float] | None]] = []
        self._written: list[ContentStreamInstruction] = []
        self._states: dict[str, Dictionary] = {}
        self._things: dict[str, Any] = {}

    @property
    def resources(self) -> Dictionary:
        """What is left of the given resources, and what was added."""
        kept = {n: self._given[n] for n in ("/Font", "/Properties") if n in self._given}
        return Dictionary(
            kept | {"/ExtGState": Dictionary(self._states), "/XObject": Dictionary(self._things)}
        )

    def draw(self, instructions: Any) -> bytes:
        # What a form inherits is written out: not all viewers let it inherit.
        self._write("g", self._state.fill.grey(self._ink))
        self._write("G", self._state.stroke.grey(self._ink))
        self._show(self._state.alphas(self._ink))
        for font in self._given.get("/Font", {}).values():
            if font.get("/Subtype") == Name.Type3:
                self._separator.complain("a font of type 3")
        for instruction in instructions:
            self._follow(instruction)
        return pikepdf.unparse_content_stream(self._written)

    def _follow(self, instruction: Any) -> None:
        operator, operands = str(instruction.operator), instruction.operands
        if operator in FILLING | STROKING:
            self._colour(operator, operands)
        elif operator in _FOREIGN:
            self._separator.complain(_FOREIGN[operator])
        elif operator == "gs":
            self._set_parameters(operands[0])
        elif operator == "Do":
            self._place(operands[0])
        else:
            if operator == "q":
                self._stack.append((self._state, self._shown))
            elif operator == "Q" and self._stack:
                self._state, self._shown = self._stack.pop()
            self._written.append(instruction)

    def _colour(self, operator: str, operands: Any) -> None:
        try:
            spaces = self._given.get("/ColorSpace", {})
            self._state = self._state.coloured(operator, operands, spaces)
        except UnknownColourError as fault:
            self._separator.complain(str(fault))
            return
        if operator in FILLING:
            self._write("g", self._state.fill.grey(self._ink))
        else:
            self._write("G", self._state.stroke.grey(self._ink))
        self._show(self._state.alphas(self._ink))

    def _set_parameters(self, name: str) -> None:
        given: Mapping[str, Any] = self._given.ExtGState[name]
        if given.get("/SMask", Name("/None")) != Name("/None"):
            self._separator.complain("a soft mask")
        self._state = self._state.with_parameters(given)
        if rest := {n: value for n, value in given.items() if n not in _WORKED_OUT}:
            self._states[f"{name}"] = Dictionary(rest)
            self._write("gs", Name(str(name)))
        self._show(self._state.alphas(self._ink))

    def _place(self, name: str) -> None:
        thing = self._given.XObject[name]
        state, alphas, separator = self._state, self._state.alphas(self._ink), self._separator
        if thing.get("/Subtype") == Name.Form:
            if "/Group" in thing:
                state, alphas = state.in_group(), state.given_alphas
            else:
                alphas = (1.0, 1.0)  # it sets its own
            thing = separator.form(thing, self._given, self._ink, state)
        elif not thing.get("/ImageMask", False):
            alphas = state.given_alphas
            thing = separator.image(thing, self._ink)
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

    def _show(self, alphas: tuple[float, float]) -> None:
        if alphas != self._shown:
            fill, stroke = self._shown = alphas
            name = f"/Opacity-{fill:g}-{stroke:g}"
            self._states[name] = Dictionary(ca=fill, CA=stroke)
            self._write("gs", Name(name))

    def _write(self, operator: str, *operands: Any) -> None:
        self._written.append(ContentStreamInstruction(operands, Operator(operator)))
