"""What stands in a report, in the order of reading, before anything has a place on a page.

Blocks are frozen and know nothing of reportlab: `outline.py` makes them, tests read them, and
`flowables.py` gives them a size and draws them.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct, field

from reportgen.model import Chart, Drawing, Kind, Span, Table, Tile


class ParagraphStyle(StrEnum):
    """The size and colour of a paragraph, as the layout has them."""

    LEAD = "lead"
    BODY = "body"
    COMPACT = "compact"
    SMALL = "small"
    MUTED = "muted"


class TitleBand(Struct, frozen=True, kw_only=True):
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


class Heading(Struct, frozen=True, kw_only=True):
    """A heading of level 2 or 3; the title band is level 1.

    `topic` stands small above it, `aside` lightly behind that, or behind the heading itself where
    there is no topic.
    """

    level: int
    text: str
    topic: str = ""
    aside: str = ""
    style: HeadingStyle = HeadingStyle.MESSAGE


class Paragraph(Struct, frozen=True, kw_only=True):
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


class BulletList(Struct, frozen=True, kw_only=True):
    """A list of short paragraphs; `language` and `style` as in `Paragraph`."""

    items: tuple[tuple[Span, ...], ...]
    language: str = ""
    style: ParagraphStyle = ParagraphStyle.BODY


class ContactBox(Struct, frozen=True, kw_only=True):
    """Who to ask: labelled lines, and where `link` is not empty a code that leads there.

    `alt` is the alternative text of the code.
    """

    rows: tuple[tuple[str, tuple[Span, ...]], ...]
    link: str
    alt: str


class Logo(Struct, frozen=True, kw_only=True):
    """An image of `width` points with its alternative text."""

    file: Path
    alt: str
    width: float


class Comment(Struct, frozen=True, kw_only=True):
    """What an office says on a section, under a label."""

    label: str
    blocks: "tuple[Block, ...]"


class NumberedList(Struct, frozen=True, kw_only=True):
    """A list of short notes, numbered from 1."""

    items: tuple[tuple[Span, ...], ...]


class Tiles(Struct, frozen=True, kw_only=True):
    """Measures side by side, each with its picture where it has one."""

    tiles: tuple[tuple[Tile, Drawing | None], ...]


class LabelledList(Struct, frozen=True, kw_only=True):
    """A list whose items have words for labels."""

    items: tuple[tuple[str, tuple[Span, ...]], ...]


class Picture(Struct, frozen=True, kw_only=True):
    """A chart with its caption."""

    chart: Chart


class Note(Struct, frozen=True, kw_only=True):
    """A remark that must not be missed, e.g. on absent categories."""

    label: str
    text: str


class TableBlock(Struct, frozen=True, kw_only=True):
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


class Part(Struct, frozen=True, kw_only=True):
    """A section of the report, with its heading.

    It begins on a new page when the page before is filled to the part `new_page_from` of its
    height: always with 0, never with None. One that `is_optional` is left out where the page has no
    room for it.
    """

    blocks: "tuple[Block, ...]"
    new_page_from: float | None = None
    is_optional: bool = False


class Columns(Struct, frozen=True, kw_only=True):
    """Blocks in two columns of equal height, read one after the other."""

    blocks: "tuple[Block, ...]"


class Together(Struct, frozen=True, kw_only=True):
    """Blocks that stay on one page."""

    blocks: "tuple[Block, ...]"


class Beside(Struct, frozen=True, kw_only=True):
    """Two sections side by side, each with one picture; the pictures stand at one height."""

    left: Part
    right: Part


class Sidebar(Struct, frozen=True, kw_only=True):
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
