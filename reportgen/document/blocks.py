"""What stands in a report, in the order of reading, before anything has a place on a page.

Blocks are frozen and know nothing of reportlab: `outline.py` makes them, tests read them, and
`flowables.py` gives them a size and draws them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from reportgen.model import Chart, Drawing, Kind, Span, Table, Tile


class ParagraphStyle(StrEnum):
    """The size and colour of a paragraph, as the layout has them."""

    LEAD = "lead"
    BODY = "body"
    COMPACT = "compact"
    SMALL = "small"
    MUTED = "muted"


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleBand:
    """The head of the first page: a photo or a coloured band, with the city's name.

    `language` is that of the project's name, when it is not the document's. It `is_alone` without
    a portrait on its page, and takes more room.
    """

    project: str
    language: str
    city: str
    subtitle: str
    letters: str
    photo: Path | None = None
    photo_focus: tuple[float, float] = (0.5, 0.5)
    credit: str = ""
    is_alone: bool = False


class HeadingStyle(StrEnum):
    """How large a heading is: that of the whole report, of a section, or within the title page."""

    HEADLINE = "headline"
    MESSAGE = "message"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of level 2 or 3; the title band is level 1.

    `topic` stands small above it, `aside` lightly behind that, or behind the heading itself where
    there is no topic.
    """

    level: int
    text: str
    topic: str = ""
    aside: str = ""
    style: HeadingStyle = HeadingStyle.MESSAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text.

    Attributes:
        holds_next: whether it stays on the page of what follows.
        language: BCP 47 tag, when it is not the document's.
        level: of the heading that it is, although it is set as running text; else 0.
        is_wide: whether its lines are as long as their column, not as the layout's measure.
    """

    spans: tuple[Span, ...]
    style: ParagraphStyle = ParagraphStyle.BODY
    holds_next: bool = False
    language: str = ""
    level: int = 0
    is_wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletList:
    """A list of short paragraphs; `language` and `style` as in `Paragraph`."""

    items: tuple[tuple[Span, ...], ...]
    language: str = ""
    style: ParagraphStyle = ParagraphStyle.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactBox:
    """Who to ask: labelled lines, and where `link` is not empty a code that leads there.

    `alt` is the alternative text of the code.
    """

    rows: tuple[tuple[str, tuple[Span, ...]], ...]
    link: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """An image of `width` points with its alternative text."""

    file: Path
    alt: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What an office says on a section, under a label."""

    label: str
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedList:
    """A list of short notes, numbered from 1."""

    items: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """Measures side by side, each with its picture where it has one."""

    tiles: tuple[tuple[Tile, Drawing | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledList:
    """A list whose items have words for labels."""

    items: tuple[tuple[str, tuple[Span, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart with its caption."""

    chart: Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark that must not be missed, e.g. on absent categories."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table of figures: the first column names the row, all others are set flush right.

    Attributes:
        total: sets the last row off as a sum.
        keys: area or indicator of each row, where the rows have one.
        kinds: of indicator that each column shows, likewise.
        aside: what the title is completed by, e.g. a day.
        sheets: of the workbook that the figures come from.
        expansions: what signs and abbreviations in its cells stand for.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False
    keys: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    aside: str = ""
    sheets: tuple[Table, ...] = ()
    expansions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section of the report, with its heading.

    It begins on a new page when the page before is filled to the part `new_page_from` of its
    height: always with 0, never with None. One that `is_optional` is left out where the page has no
    room for it.
    """

    blocks: "tuple[Block, ...]"
    new_page_from: float | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Blocks in two columns of equal height, read one after the other."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Blocks that stay on one page."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Two sections side by side, each with one picture; the pictures stand at one height."""

    left: Part
    right: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidebar:
    """Blocks with others on a ground beside them; both go on over pages."""

    blocks: "tuple[Block, ...]"
    side: "tuple[Block, ...]"


Block = (
    Part
    | Heading
    | Paragraph
    | BulletList
    | Tiles
    | LabelledList
    | NumberedList
    | ContactBox
    | Logo
    | Comment
    | Picture
    | Note
    | TableBlock
    | Columns
    | Together
    | Beside
    | Sidebar
)
