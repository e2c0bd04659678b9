"""Notes which codes of which fonts a document shows."""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct, field
from pikepdf import Dictionary

from reportgen.checks.content_walk import Listener, Mark, Place
from reportgen.checks.objects import identity_of

#: The mode in which text is neither painted nor clips (ISO 32000-1, table 106).
_INVISIBLE = 3


class FontUse(Struct, kw_only=True):
    """How a font is used.

    Attributes:
        font: its dictionary.
        page: where it is used first, counted from one.
        is_painted: some of its text is painted.
        shown: texts, in codes.
        read: those of them that no other text is given in place of.
    """

    font: Any
    page: int
    is_painted: bool = False
    shown: set[bytes] = field(default_factory=set)
    read: set[bytes] = field(default_factory=set)


class TextListener(Listener):
    """Collects the uses of all fonts.

    Args:
        has_text: whether an element of the structure gives a text in place of a mark.
    """

    def __init__(self, has_text: Callable[[Mark, Place], bool]) -> None:
        self.page = 0
        self._has_text = has_text
        self._uses: dict[Any, FontUse] = {}

    def uses(self) -> Iterator[FontUse]:
        """Every font that something was shown in, in the order of first use."""
        return iter(self._uses.values())

    def showed(self, place: Place, codes: bytes) -> None:
        """A text is shown."""
        font = place.font
        if not codes or not isinstance(font, Dictionary):
            return
        key = identity_of(font)
        use = self._uses.setdefault(key, FontUse(font=font, page=self.page))
        use.is_painted |= place.mode != _INVISIBLE
        if codes not in use.shown or codes not in use.read:
            use.shown.add(codes)
            replaced = any(
                mark.has_text or self._has_text(mark, where) for mark, where in place.open_marks()
            )
            if not replaced:
                use.read.add(codes)
