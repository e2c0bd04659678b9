"""What content names: resources of a page, form, pattern or glyph, each looked up once.

Looking into a PDF object takes microseconds, and a page with charts names the same few things
hundreds of times.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pikepdf
from msgspec import Struct, field
from pikepdf import Array, Dictionary, Name, Object, Stream

from reportgen.page_reader.colours import ColourSpace, read_space
from reportgen.page_reader.fonts import Font
from reportgen.page_reader.geometry import IDENTITY, Box, Matrix, box_of, matrix_of

_NUMBERS: frozenset[Any] = frozenset({int, Decimal})

#: Entries of a graphics state dictionary (ISO 32000-1, table 58), the attributes that they set, and
#: their types.
_STATE_ENTRIES: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("/op", "overprint", bool),
    ("/OP", "overprint_lines", bool),
    ("/OPM", "overprint_mode", int),
    ("/LW", "width", float),
    ("/ca", "fill_alpha", float),
    ("/CA", "stroke_alpha", float),
)

#: An operator with its operands, numbers as float.
Instruction = tuple[str, Sequence[Any]]


class ContentStream(Struct):
    """Instructions with the resources that they name.

    Attributes:
        stream: page, form, pattern or glyph.
        instructions: empty when the stream has no operators.
        resources: its own, or those of what uses it.
        matrix: from its coordinates to those of what uses it.
        box: what is visible of it, None for all of it.
    """

    stream: Object
    instructions: tuple[Instruction, ...]
    resources: Object
    matrix: Matrix = IDENTITY
    box: Box | None = None
    _found: dict[str, Any] = field(default_factory=dict)

    def named(self, kind: str, name: Any) -> Object:
        """A resource, e.g. of the kind ``XObject``.

        Raises:
            LookupError: there is none of that name.
        """
        found = self.resources.get(f"/{kind}", Dictionary()).get(str(name))
        if found is None:
            raise LookupError(f"there is no {kind} {name}")
        return found

    def find(self, kind: str, name: Any, make: Callable[[Object], Any]) -> Any:
        """A resource, made into what is needed of it, once.

        Raises:
            LookupError: there is none of that name.
        """
        key = f"{kind}{name}"
        if key not in self._found:
            self._found[key] = make(self.named(kind, name))
        return self._found[key]

    def device(self, family: str) -> ColourSpace:
        """A device space, or what stands in for it (ISO 32000-1, 8.6.5.6)."""
        if family not in self._found:
            self._found[family] = self.space(Name(f"/{family}"))
        space: ColourSpace = self._found[family]
        return space

    def space(self, value: Any) -> ColourSpace:
        """A colour space by its name or, of images, by its array."""
        named = self.resources.get("/ColorSpace", Dictionary())
        return read_space(value, named)


class Library:
    """Everything that was looked up in a document, so that it is looked up once."""

    def __init__(self) -> None:
        self._contents: dict[tuple[int, int], ContentStream] = {}
        self._fonts: dict[tuple[int, int], Font] = {}
        # Inline images become streams of a document of their own: that which is read stays as is.
        self._scratch = pikepdf.new()

    def content(self, stream: Object, resources: Object) -> ContentStream:
        """The content of a page, form, pattern or glyph.

        Args:
            stream: page dictionary, or a stream.
            resources: for streams that have none of their own.

        Raises:
            pikepdf.PdfError: it cannot be read.
        """
        key = stream.objgen
        if key not in self._contents:
            matrix, box = stream.get("/Matrix"), stream.get("/BBox")
            self._contents[key] = ContentStream(
                stream,
                tuple(map(self._instruction, pikepdf.parse_content_stream(stream))),
                _resources(stream, resources),
                IDENTITY if matrix is None else matrix_of(matrix),
                None if box is None else box_of(box),
            )
        return self._contents[key]

    def font(self, font: Object) -> Font:
        """A font by its object.

        Raises:
            ValueError, TypeError, LookupError, AttributeError: it is no font.
        """
        key = font.objgen
        if key == (0, 0) or key not in self._fonts:
            self._fonts[key] = Font(font)
        return self._fonts[key]

    def state_values(self, state: Object) -> Mapping[str, Any]:
        """What a graphics state dictionary sets, by the attributes of `GraphicsState`.

        Raises:
            TypeError: it is no dictionary.
        """
        if not isinstance(state, Dictionary):
            raise TypeError("a graphics state is no dictionary")
        values = {name: read(state[key]) for key, name, read in _STATE_ENTRIES if key in state}
        if "/OP" in state:  # of areas, too, when nothing else is said of them
            values.setdefault("overprint", bool(state.OP))
        font = state.get("/Font")
        if isinstance(font, Array):
            values |= {"font": self.font(font[0]), "size": float(font[1])}
        return values

    def _instruction(self, found: Any) -> Instruction:
        if isinstance(found, pikepdf.ContentStreamInlineImage):
            return "INLINE IMAGE", [self._image(found.iimage)]
        return str(found.operator), floats(found.operands)

    def _image(self, image: Any) -> Stream:
        stream = self._scratch.make_stream(image.read_raw_bytes())
        for key, value in image.obj.items():
            if key != "/Length":
                stream[key] = value
        stream.Subtype = Name.Image
        return stream


def floats(operands: Sequence[Any]) -> list[Any]:
    """Operands with numbers as float; they come as int or Decimal."""
    return [float(o) if o.__class__ in _NUMBERS else o for o in operands]


def _resources(stream: Object, above: Object) -> Object:
    """Own resources; a page may inherit them, a form without any takes those of its page."""
    node = stream
    for _ in range(50):  # deeper than any tree of pages, and an end for one that is circular
        if "/Resources" in node:
            return node.Resources
        if node.get("/Type") not in {Name.Page, Name.Pages} or "/Parent" not in node:
            break
        node = node.Parent
    return above
