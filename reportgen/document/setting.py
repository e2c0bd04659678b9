"""What every flowable needs to know of the layout, with the fonts that are registered for it."""

from collections.abc import Sequence

from msgspec import Struct

from reportgen.document.fonts import Fonts, register
from reportgen.document.lines import Link, TextRun
from reportgen.document.structure import Element
from reportgen.layout.appearance import POINTS_PER_MM, Colour, Colours, Type
from reportgen.layout.load import Layout
from reportgen.layout.word_division import dictionary_of
from reportgen.model import Span


class Setting(Struct, frozen=True):
    """A layout with its fonts."""

    layout: Layout
    fonts: Fonts

    @classmethod
    def of(cls, layout: Layout) -> "Setting":
        """The setting for `layout`; registers its fonts."""
        return cls(layout, register(layout.fonts))

    @property
    def type(self) -> Type:
        """Sizes of type."""
        return self.layout.look.type

    @property
    def colours(self) -> Colours:
        """Colours by role."""
        return self.layout.look.colours

    @property
    def text_height(self) -> float:
        """Height between the margins of a page in points."""
        page = self.layout.look.page
        return (page.height - page.top - page.bottom) * POINTS_PER_MM

    @property
    def hyphenation(self) -> str:
        """pyphen's name of the language; empty for no hyphenation."""
        return self.layout.texts.style.dictionary

    def hyphenation_of(self, language: str) -> str:
        """pyphen's name of a language; for none, that of the layout."""
        return dictionary_of(language) if language and self.hyphenation else self.hyphenation

    def runs(self, spans: Sequence[Span], size: float, colour: Colour) -> tuple[TextRun, ...]:
        """The spans as runs of one size and colour; links take the city's colour."""
        return tuple(
            TextRun(
                text=span.text,
                font=self.fonts.semibold if span.strong else self.fonts.regular,
                size=size,
                colour=self.colours.city if span.href else colour,
                link=Link(span.href, Element("Link")) if span.href else None,
                expansion=span.expansion,
                language=span.language,
            )
            for span in spans
        )
