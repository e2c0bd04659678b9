"""Goes through content (ISO 32000-1, 7.8.2) with its marks, its fonts and its resources.

It knows what content is in, and leaves what that means to those that listen.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from msgspec import Struct, field
from pikepdf import Array, Dictionary, Name, Stream, String

from reportgen.bounded import LimitExceededError
from reportgen.checks.objects import (
    dictionary,
    entry,
    identity_of,
    name,
    name_of,
    number,
    text,
    values,
)

#: Content may use other content, but no file needs more levels.
_DEEPEST = 100

#: Operators that show text, and those that paint anything else.
TEXT = frozenset({"Tj", "TJ", "'", '"'})
PAINT = frozenset(["f", "F", "f*", "s", "S", "B", "B*", "b", "b*", "sh", "EI"])

_MARKS = frozenset({"BMC", "BDC", "EMC"})

#: Operators that choose a colour or a space of colours.
COLOURS = frozenset(["k", "K", "rg", "RG", "g", "G", "cs", "CS", "sc", "SC", "scn", "SCN", "ri"])

_WANTED = " ".join([*TEXT, *PAINT, *_MARKS, *COLOURS, "Do q Q Tf Tr gs BI ID"])


class Mark(Struct, frozen=True, kw_only=True):
    """Marked content that is open.

    Attributes:
        tag: its name; empty when it has none.
        number: that the structure tree knows it by; None when it has none.
        language: that its properties name; None when they do not.
        has_text: its properties have a text in place of it.
    """

    tag: str
    number: int | None = None
    language: str | None = None
    has_text: bool = False

    @property
    def is_artifact(self) -> bool:
        """Whether it is no part of what is read."""
        return self.tag == "Artifact"


class Place(Struct, kw_only=True):
    """Content that is gone through, where it is used.

    Attributes:
        stream: page, form, pattern or glyph.
        resources: that it names things of.
        holder: the page or form whose numbers its marks have.
        outer: that uses it; None of a page, and of what no page draws in its own order.
        marks: that are open in it, outermost first.
        font: that text is shown in; None before one is chosen.
        mode: in which text is painted (ISO 32000-1, table 106).
        is_drawn: it is part of a page, and not a pattern or glyph.
        chosen: ``fill`` and ``stroke`` once a colour for it was chosen.
        kept: fonts, modes and colours that are to be restored.
    """

    stream: Any
    resources: Any
    holder: Any
    outer: "Place | None" = None
    marks: list[Mark] = field(default_factory=list)
    font: Any = None
    mode: int = 0
    is_drawn: bool = True
    chosen: frozenset[str] = frozenset()
    kept: list[tuple[Any, int, frozenset[str]]] = field(default_factory=list)

    def open_marks(self) -> "Iterator[tuple[Mark, Place]]":
        """The marks that are open, innermost first, each with where it was opened."""
        place: Place | None = self
        while place is not None:
            for mark in reversed(place.marks):
                yield mark, place
            place = place.outer


class Listener:
    """What wants to know of content; the place is as it is just before or after the event."""

    def opened(self, place: Place, mark: Mark, /) -> None:
        """A mark is to be opened."""

    def unbalanced(self, place: Place, /) -> None:
        """A mark was closed that was not opened, was not closed, or has no name."""

    def painted(self, place: Place, operator: str, operands: Any, /) -> None:
        """Something is painted other than text."""

    def showed(self, place: Place, codes: bytes, /) -> None:
        """A text is shown."""

    def coloured(self, place: Place, operator: str, operands: Any, /) -> None:
        """A colour or space is chosen."""

    def used(self, place: Place, external: Any, /) -> None:
        """An image, form or PostScript is drawn."""

    def set_state(self, place: Place, state: Any, /) -> None:
        """A dictionary of graphics state is chosen."""


class ContentWalk:
    """Goes through content, and through what it uses."""

    def __init__(self, listeners: Sequence[Listener]) -> None:
        self._listeners = listeners
        self._done: set[Any] = set()

    def page(self, page: Any) -> None:
        """Goes through a page.

        Raises:
            pikepdf.PdfError: its content cannot be read.
            LimitExceededError: forms are nested too deep.
        """
        self._run(Place(stream=page, resources=page_resources(page), holder=page), 0)

    def apart(self, stream: Any, resources: Any, outer: Place | None = None) -> None:
        """Goes through what is painted and stands in no order, such as a pattern or appearance.

        Args:
            stream: its content.
            resources: where it has none of its own.
            outer: the content that uses it.

        Raises:
            pikepdf.PdfError, LimitExceededError: as of a page.
        """
        key = ("apart", stream.objgen)
        if stream.objgen != (0, 0) and key in self._done:
            return
        self._done.add(key)
        own = entry(stream, "/Resources")
        used = own if isinstance(own, Dictionary) else resources
        place = Place(
            stream=stream,
            resources=used,
            holder=stream,
            outer=outer,
            is_drawn=False,
            chosen=frozenset({"fill", "stroke"}),
        )
        self._run(place, 0)

    def _run(self, place: Place, depth: int) -> None:
        if depth > _DEEPEST:
            raise LimitExceededError("it is nested deeper than can be followed")
        for instruction in pikepdf.parse_content_stream(_readable(place.stream), _WANTED):
            # Operands are costly to look at.
            operator = str(instruction.operator)
            if operator in TEXT:
                self._show(place, instruction.operands)
            elif operator in COLOURS:
                self._colour(place, operator, instruction.operands)
            elif operator in _MARKS:
                self._mark(place, operator, instruction.operands)
            elif operator == "Do":
                self._use(place, instruction.operands, depth)
            elif operator == "INLINE IMAGE" or operator in PAINT:
                for listener in self._listeners:
                    listener.painted(place, operator, instruction.operands)
            else:
                self._set(place, operator, instruction.operands)
        for _ in place.marks:
            for listener in self._listeners:
                listener.unbalanced(place)

    def _show(self, place: Place, operands: Any) -> None:
        shown = operands[-1] if len(operands) else None
        parts = list(shown) if isinstance(shown, Array) else [shown]
        codes = b"".join(bytes(part) for part in parts if isinstance(part, String))
        for listener in self._listeners:
            listener.showed(place, codes)
        if codes and name(place.font, "/Subtype") == "Type3":
            own = entry(place.font, "/Resources")
            used = own if isinstance(own, Dictionary) else place.resources
            for _, glyph in values(dictionary(place.font, "/CharProcs")):
                if isinstance(glyph, Stream):
                    self.apart(glyph, used, place)

    def _colour(self, place: Place, operator: str, operands: Any) -> None:
        if operator != "ri":
            place.chosen |= {"stroke" if operator[0].isupper() else "fill"}
        for listener in self._listeners:
            listener.coloured(place, operator, operands)
        if operator in {"scn", "SCN"} and len(operands) and isinstance(operands[-1], Name):
            patterns = dictionary(place.resources, "/Pattern")
            pattern = entry(patterns, f"/{name_of(operands[-1])}")
            if isinstance(pattern, Stream):
                self.apart(pattern, place.resources, place)

    def _set(self, place: Place, operator: str, operands: Any) -> None:
        if operator == "q":
            place.kept.append((place.font, place.mode, place.chosen))
        elif operator == "Q":
            if place.kept:
                place.font, place.mode, place.chosen = place.kept.pop()
        elif operator == "Tr" and len(operands):
            place.mode = int(operands[0]) if isinstance(operands[0], int) else 0
        elif operator == "Tf" and len(operands):
            fonts = dictionary(place.resources, "/Font")
            place.font = entry(fonts, f"/{name_of(operands[0])}")
        elif operator == "gs" and len(operands):
            states = dictionary(place.resources, "/ExtGState")
            state = entry(states, f"/{name_of(operands[0])}")
            chosen = entry(state, "/Font")
            if isinstance(chosen, Array) and len(chosen):
                place.font = chosen[0]
            for listener in self._listeners:
                listener.set_state(place, state)

    def _mark(self, place: Place, operator: str, operands: Any) -> None:
        if operator == "EMC":
            if place.marks:
                place.marks.pop()
            else:
                for listener in self._listeners:
                    listener.unbalanced(place)
            return
        mark = _mark_of(place, operands)
        for listener in self._listeners:
            if not mark.tag:
                listener.unbalanced(place)
            listener.opened(place, mark)
        place.marks.append(mark)

    def _use(self, place: Place, operands: Any, depth: int) -> None:
        used = name_of(operands[0]) if len(operands) else ""
        external = entry(dictionary(place.resources, "/XObject"), f"/{used}")
        if not isinstance(external, Dictionary | Stream):
            return
        for listener in self._listeners:
            listener.used(place, external)
        if not isinstance(external, Stream) or name(external, "/Subtype") != "Form":
            return
        own = entry(external, "/Resources")
        inner = Place(
            stream=external,
            resources=own if isinstance(own, Dictionary) else place.resources,
            holder=external if "/StructParents" in external else place.holder,
            outer=place,
            font=place.font,
            mode=place.mode,
            is_drawn=place.is_drawn,
            chosen=place.chosen,
        )
        # What the form inherits from where it is drawn has a part in what its rules find.
        key = (
            *(external.objgen, place.holder.objgen, place.stream.objgen),
            *(identity_of(place.font), place.mode, place.chosen),
            *_around(place),
        )
        if external.objgen == (0, 0) or key not in self._done:
            self._done.add(key)
            self._run(inner, depth + 1)


def _around(place: Place) -> tuple[Any, ...]:
    """What of the open marks counts for content within them: artifact, innermost, language."""
    marks = [mark for mark, _ in place.open_marks()]
    innermost = [(mark.is_artifact, mark.number is None) for mark in marks[:1]]
    languages = (mark.language for mark in marks if mark.language)
    return any(mark.is_artifact for mark in marks), *innermost, next(languages, None)


def _readable(content: Any) -> Any:
    """Content as the library takes it: a list of streams with gaps is none that it reads."""
    held = None if isinstance(content, Stream) else entry(content, "/Contents")
    if isinstance(held, Array) and not all(isinstance(each, Stream) for each in held):
        return Dictionary(
            Type=Name.Page, Contents=Array([each for each in held if isinstance(each, Stream)])
        )
    return content


def page_resources(page: Any) -> Any:
    """The resources of a page, which it may have from the nodes above it."""
    node = page
    for _ in range(_DEEPEST):
        found = entry(node, "/Resources")
        if isinstance(found, Dictionary):
            return found
        node = entry(node, "/Parent")
        if node is None:
            break
    return Dictionary()


def _mark_of(place: Place, operands: Any) -> Mark:
    tag = name_of(operands[0]) if len(operands) else ""
    properties: Any = operands[1] if len(operands) > 1 else None
    if isinstance(properties, Name):
        listed = dictionary(place.resources, "/Properties")
        properties = entry(listed, f"/{name_of(properties)}")
    if not isinstance(properties, Dictionary):
        return Mark(tag=tag)
    found = number(properties, "/MCID", -1)
    return Mark(
        tag=tag,
        number=found if found >= 0 else None,
        language=text(properties, "/Lang"),
        has_text=any(key in properties for key in ("/ActualText", "/Alt", "/E")),
    )
