"""What is said, what is drawn, and what leaves: findings, charts and the finished report."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from reportgen.errors import Problem
from reportgen.model.dataset import City, Span
from reportgen.model.profile import Kind

if TYPE_CHECKING:
    from matplotlib.artist import Artist


#: Language of workbooks and portraits.
WORKBOOK_LANGUAGE = "de"


class Section(StrEnum):
    """The parts of a profile, in the words that layouts use to order them."""

    TITLE = "title"
    EXTRACT = "extract"
    RECIPIENTS = "recipients"
    PAYMENTS = "payments"
    DENSITIES = "densities"
    ECONOMY = "economy"
    DEVELOPMENT = "development"
    MONEY = "money"
    FIGURES = "figures"


class Quote(Struct, frozen=True, kw_only=True):
    """A number that a sentence speaks of, and where it can be computed again.

    `role` is what of the comparison was quoted: ``value``, ``mean``, ``weighted_mean``, ``rank``,
    ``n``, ``lower``, ``higher``, ``sharing``; ``other`` the value of the only other city,
    ``reference`` that of the one chosen by name, ``peer_mean`` the mean of the peers,
    ``share_of_density`` the part of a difference in payments that the density makes, in percent.
    Of a series there are ``past:2010`` and ``past_mean:2010`` for a year's value and mean,
    ``growth:2010`` for the change since then in percent, and ``places:2010`` for the best place
    since then. A ``fraction`` is a value in words, such as "nearly three in four", ``millions`` one
    in millions. Over all indicators of a kind, under the key `ALL_AREAS`, ``favourable``,
    ``unfavourable`` and ``judged`` count them. `text` is how it stands in the sentence; empty for a
    number that it rests on and does not print.
    """

    kind: Kind
    key: str
    role: str
    value: float
    text: str


class Finding(Struct, frozen=True, kw_only=True):
    """A computed sentence with the numbers it speaks of."""

    kind: str
    sentence: str
    numbers: tuple[Quote, ...]


class Tile(Struct, frozen=True, kw_only=True):
    """A measure of the title page: its number, and how it is named.

    Attributes:
        kind, key: of the measure, as in `Comparison`.
        label: what it is called, without abbreviations.
        unit: what the number counts, e.g. ``je 1.000 Menschen unter 65``; may be empty.
        figure: the number as printed.
        numbers: what it can be computed again from.
    """

    kind: Kind
    key: str
    label: str
    unit: str
    figure: str
    numbers: tuple[Quote, ...]


class HighlightKind(StrEnum):
    """What a finding of the title page tells: that something stands out, changed, or stayed."""

    NOTABLE = "notable"
    CHANGED = "changed"
    STEADY = "steady"


class Highlight(Struct, frozen=True, kw_only=True):
    """A finding of the title page, under the label of its kind."""

    kind: HighlightKind
    label: str
    finding: Finding


class Findings(Struct, frozen=True, kw_only=True):
    """Everything that is said of a city.

    Attributes:
        statements: sentences under a section's heading.
        notes: what is absent from a section's chart and why; no entry when nothing is.
        headline: the message of the whole; None where nothing may be claimed.
        tiles: at most four measures for the title page.
        highlights: at most one of each kind.
        messages: the message of a section, its heading; a section without data has none.
    """

    statements: Mapping[Section, tuple[Finding, ...]]
    notes: Mapping[Section, str]
    headline: Finding | None = None
    tiles: tuple[Tile, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    messages: Mapping[Section, Finding] = field(default_factory=dict)


class Drawing(Struct, frozen=True, kw_only=True):
    """A small picture beside text; `marks` lie within `width` by `height` points.

    Attributes:
        caption: explains the marks of this picture and of those beside it.
    """

    marks: "Artist"
    width: float
    height: float
    alt_text: str
    caption: str


class Chart(Struct, frozen=True, kw_only=True):
    """A finished chart; `marks` lie within `width` by `height` points.

    Attributes:
        title, subtitle: the heading above it and the line beside that.
        alt_text: what it shows, in one or two sentences with numbers.
        caption: how to read its marks.
        source: whose figures they are.
        part_heights: of charts of only its first row, its first two rows and so on.
        section: that it stands in, or the block of a layout's own that it is.
        part: draws the chart of only some rows, on the same scale, for a page that cannot hold
            all: from the number of the first one up to, but not with, the second number.
    """

    section: str
    marks: "Artist"
    width: float
    height: float
    title: str
    subtitle: str
    alt_text: str
    caption: str
    source: tuple[Span, ...]
    part_heights: tuple[float, ...]
    part: "Callable[[int, int], Chart]"


class Attachment(Struct, frozen=True, kw_only=True):
    """A file to put inside a report, e.g. its data; `media_type` as in ``text/csv``."""

    name: str
    media_type: str
    description: str
    content: bytes


class Edition(StrEnum):
    """What a PDF is made for: screens and archives, a printing press, or an office printer.

    Booklet and two-up are the digital edition's pages on larger or fewer sheets.
    """

    DIGITAL = "digital"
    PRINT = "print"
    BOOKLET = "booklet"
    TWO_UP = "2up"

    @property
    def is_copy(self) -> bool:
        """Whether it is a working copy, which is neither sealed nor archived."""
        return self in {Edition.BOOKLET, Edition.TWO_UP}


class Standard(StrEnum):
    """What the digital edition conforms to; other editions are the same under either.

    UA1 is PDF/UA-1 and PDF/A-2a, with attached data PDF/A-3a, in a file of PDF 1.7. UA2 is
    PDF/UA-2, PDF/A-4, with attached data PDF/A-4f, and WTPDF 1.0 for accessibility and for reuse,
    in a file of PDF 2.0.
    """

    UA1 = "ua1"
    UA2 = "ua2"

    @property
    def pdf_version(self) -> tuple[int, int]:
        """The version of PDF that it is written in."""
        return (2, 0) if self is Standard.UA2 else (1, 7)


class DigitalForm(Struct, frozen=True, kw_only=True):
    """What a digital edition can be besides its pages: the standard it keeps, the files inside."""

    standard: Standard = Standard.UA1
    attachments: tuple[Attachment, ...] = ()


#: How names of working copies end.
COPIES = tuple(f"-{edition}.pdf" for edition in Edition if edition.is_copy)


def report_name(slug: str, language: str, edition: Edition) -> str:
    """Name of a report's file: ``<slug>[-<language>][-<edition>].pdf``."""
    name = slug
    if language != WORKBOOK_LANGUAGE:
        name += f"-{language}"
    if edition is not Edition.DIGITAL:
        name += f"-{edition}"
    return f"{name}.pdf"


class Report(Struct, frozen=True, kw_only=True):
    """A finished PDF; `erratum` is what it calls its page of corrections, if it has one."""

    city: City
    year: int
    language: str
    edition: Edition
    pdf: bytes
    sha256: str
    pages: int
    problems: tuple[Problem, ...]
    erratum: str = ""

    def __repr__(self) -> str:
        return f"Report({self.city.name}, {self.edition}, {len(self.pdf)} bytes)"
