"""What leaves ink on a page, as the interpreter hands it to the rules."""

from collections import Counter
from enum import StrEnum
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace
from pikepdf import Object

from reportgen.layout.appearance import Cmyk
from reportgen.page_reader.colours import ColourSpace
from reportgen.page_reader.fonts import Font
from reportgen.page_reader.geometry import Box, Matrix

#: Amounts of ink closer to each other than this are the same, in percent.
SAME_INK = 0.05


class MarkKind(StrEnum):
    """How a mark was made."""

    TEXT = "text"
    FILL = "area"
    STROKE = "line"
    IMAGE = "image"


class Mark(Struct, frozen=True, kw_only=True):
    """Something painted; lengths are points on the page.

    Attributes:
        kind: text, area, line or image.
        box: around what is visible of it.
        space: that its colour was chosen in.
        inks: in percent; None when they are not one colour of the four inks, as of images.
        width: of a line where it is thinnest, else 0.
        size: of text across its line, else 0.
        overprint: what lies below it is kept (ISO 32000-1, 8.6.7).
        overprint_mode: 1 when inks that it has none of are kept, too.
        shown: codes of a text.
        font: of a text.
    """

    kind: MarkKind
    box: Box
    space: ColourSpace
    inks: Cmyk | None = None
    width: float = 0.0
    size: float = 0.0
    overprint: bool = False
    overprint_mode: int = 0
    shown: bytes = b""
    font: Font | None = None

    def at(self, box: Box) -> "Mark":
        """The same mark elsewhere."""
        return replace(self, box=box)

    @property
    def is_white(self) -> bool:
        """It has no ink at all."""
        return self.inks is not None and max(self.inks) < SAME_INK

    @property
    def is_black_only(self) -> bool:
        """It stands on the black plate alone, as black or grey."""
        return self.inks is not None and max(self.inks[:3]) < SAME_INK

    @property
    def is_solid_black(self) -> bool:
        """It is all the black there is, and nothing else."""
        return self.is_black_only and self.inks is not None and self.inks[3] > 100 - SAME_INK

    @property
    def ink(self) -> float:
        """All four inks together, in percent."""
        return sum(self.inks) if self.inks else 0.0

    @property
    def words(self) -> str:
        """The text in quotation marks, or the kind of mark, for people to find it by."""
        text = self.font.words(self.shown) if self.font else ""
        return f'"{text}"' if text else f"{self.kind}"


class PlacedImage(Struct, frozen=True, kw_only=True):
    """An image on a page; `matrix` takes the unit square to its place."""

    image: Object
    matrix: Matrix
    space: ColourSpace | None


class FormMarks(Struct, frozen=True):
    """Marks of a form that stood at (`x`, `y`)."""

    x: float
    y: float
    marks: tuple[Mark, ...]


class PageContent(Struct, kw_only=True):
    """All that was found on a page.

    Attributes:
        page: counted from one.
        marks: in the order of painting.
        spaces: how often colours were chosen in a space, but for DeviceCMYK.
        images: where images stand.
        externals: forms, images and PostScript that are used, each once.
        states: graphics state dictionaries that are used, each once.
        shadings: that are painted with, each with the space of its colours.
        fonts: that the page, and all that it uses, names.
        intents: names of rendering intents.
        unreadable: what is wrong with the content itself, and how often.
        contents: object numbers of all content that was run.
        runs: of forms by all that they look by.
        steps: how much was run, in operators and marks.
    """

    page: int
    marks: list[Mark] = field(default_factory=list)
    spaces: Counter[ColourSpace] = field(default_factory=Counter)
    images: list[PlacedImage] = field(default_factory=list)
    externals: dict[int, Object] = field(default_factory=dict)
    states: dict[int, Object] = field(default_factory=dict)
    shadings: list[tuple[Object, ColourSpace]] = field(default_factory=list)
    fonts: list[Object] = field(default_factory=list)
    intents: set[str] = field(default_factory=set)
    unreadable: Counter[str] = field(default_factory=Counter)
    contents: set[tuple[int, int]] = field(default_factory=set)
    runs: dict[tuple[Any, ...], FormMarks] = field(default_factory=dict)
    steps: int = 0
