"""What stands in a report, in the order of reading, before anything has a place on a page.

Blocks are frozen and know nothing of reportlab: `outline.py` makes them, tests read them, and
`flowables.py` gives them a size and draws them.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reportgen.model import Chart, KeyFigure, Kind, Span


class ParagraphStyle(StrEnum):
    """The size and colour of a paragraph, as the layout has them."""

    LEAD = "lead"
    BODY = "body"
    SMALL = "small"
    MUTED = "muted"


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleBand:
    """The head of the first page: a photo or a coloured band, with the city's name.

    `language` is that of the project's name, when it is not the document's.
    """

    project: str
    language: str
    city: str
    subtitle: str
    letters: str
    photo: Path | None = None
    photo_focus: tuple[float, float] = (0.5, 0.5)
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of level 2 or 3; the title band is level 1.

    `aside` is set lightly behind it; `quiet` sets it small, as on the title page.
    """

    level: int
    text: str
    aside: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text.

    Attributes:
        holds_next: whether it stays on the page of what follows.
        language: BCP 47 tag, when it is not the document's.
        level: of the heading that it is, although it is set as running text; else 0.
    """

    spans: tuple[Span, ...]
    style: ParagraphStyle = ParagraphStyle.BODY
    holds_next: bool = False
    language: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletList:
    """A list of short paragraphs; `language` as in `Paragraph`."""

    items: tuple[tuple[Span, ...], ...]
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    """Large numbers side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart with its caption."""

    chart: Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note that must not be missed, e.g. on absent categories; `name` is unique."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table of figures: the first column names the row, all others are set flush right.

    Attributes:
        total: sets the last row off as a sum.
        keys: area or indicator of each row, where the rows have one.
        kinds: of indicator that each column shows, likewise.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False
    keys: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section of the report, with its heading; `own_page` begins it on a new page."""

    blocks: "tuple[Block, ...]"
    own_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Blocks in two columns of equal height, read one after the other."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Blocks that stay on one page."""

    blocks: "tuple[Block, ...]"


Block = (
    Part
    | Heading
    | Paragraph
    | BulletList
    | KeyFigures
    | Picture
    | Note
    | TableBlock
    | Columns
    | Together
)
