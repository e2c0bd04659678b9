"""The schema of `layout.toml`: how a report looks, by roles and measures."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Self

from msgspec import Struct, field
from msgspec.structs import asdict

from reportgen.layout.confidentiality import Confidentiality
from reportgen.layout.own_blocks import BlockLook
from reportgen.model import Section
from reportgen.tomlfile import Range

#: One PostScript point in millimetres is 25.4 / 72.
POINTS_PER_MM = 72 / 25.4

#: Amounts of cyan, magenta, yellow and black in percent.
Cmyk = tuple[float, float, float, float]

#: Space between the tiles of the title page, and within them at their edges, in points.
TILE_GAP, TILE_PADDING = 10.0, 8.0

#: Least size of type in points.
SMALLEST_TEXT = 8

_TEXT, _MARK = 4.5, 3.0

_SIZES = {
    "type": "title subtitle key_figure headline heading subheading lead body table small",
    "charts": "label value small",
}

#: What stands on what, and the least contrast between them. Long names on the title's band reach
#: into its lighter field and the letters in that.
_MUST_DIFFER = (
    ("ink", "paper", _TEXT),
    ("ink", "ground", _TEXT),
    ("muted", "paper", _TEXT),
    ("muted", "ground", _TEXT),
    ("heading", "paper", _TEXT),
    ("city", "paper", _TEXT),
    ("text_on_band", "band", _TEXT),
    ("text_on_band", "band_light", _TEXT),
    ("text_on_band", "band_letter", _TEXT),
    ("city", "ground", _TEXT),
    ("mean", "paper", _TEXT),
    ("mean", "ground", _TEXT),
    ("others", "paper", _MARK),
    ("others", "ground", _MARK),
)


@cache
def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


class Colour(str):
    """An sRGB colour, written ``#rrggbb``; `inks` are those that print it, where they are given."""

    __slots__ = ("inks",)

    inks: Cmyk | None

    def __new__(cls, screen: str, inks: Cmyk | None = None) -> Self:
        colour = super().__new__(cls, screen)
        colour.inks = inks
        return colour

    @classmethod
    def from_toml(cls, value: Any) -> Self:
        """Checks the spelling of ``"#rrggbb"`` or ``{ screen = "#rrggbb", print = [c, m, y, k] }``.

        Raises:
            ValueError: it is neither.
        """
        screen, inks = value, None
        if isinstance(value, dict) and value.keys() == {"screen", "print"}:
            screen, inks = value["screen"], _cmyk(value["print"])
        if not isinstance(screen, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", screen):
            raise ValueError(f'must be a colour like "#0b5d8e", not {screen!r}')
        return cls(screen.lower(), inks)

    @property
    def rgb(self) -> tuple[float, float, float]:
        """Red, green and blue, each from 0 to 1."""
        return _rgb(self)

    @property
    def luminance(self) -> float:
        """Relative luminance from 0 to 1 (WCAG 2.2, definition)."""
        linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in self.rgb)
        return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    def contrast(self, other: "Colour") -> float:
        """Contrast ratio from 1 to 21 (WCAG 2.2, definition)."""
        darker, lighter = sorted((self.luminance, other.luminance))
        return (lighter + 0.05) / (darker + 0.05)


def _cmyk(value: Any) -> Cmyk:
    if (
        not isinstance(value, list)
        or len(value) != 4
        or any(type(part) not in {int, float} or not 0 <= part <= 100 for part in value)
    ):
        raise ValueError(f"print must be four numbers from 0 to 100 (C, M, Y, K), not {value!r}")
    cyan, magenta, yellow, black = (float(part) for part in value)
    return cyan, magenta, yellow, black


class PageFormat(Struct, frozen=True, kw_only=True):
    """The sheet and its margins, in millimetres; `band` is the height of the title's band."""

    width: Annotated[float, Range(100, 1000)]
    height: Annotated[float, Range(100, 1000)]
    left: Annotated[float, Range(1, 200)]
    right: Annotated[float, Range(1, 200)]
    top: Annotated[float, Range(1, 200)]
    bottom: Annotated[float, Range(1, 200)]
    foot: Annotated[float, Range(1, 200)]
    band: Annotated[float, Range(10, 900)]

    @property
    def text_width(self) -> float:
        """Width between the margins in points."""
        return (self.width - self.left - self.right) * POINTS_PER_MM

    @property
    def text_height(self) -> float:
        """Height between the margins in points."""
        return (self.height - self.top - self.bottom) * POINTS_PER_MM


class Faces(Struct, frozen=True, kw_only=True):
    """File of each weight; a bare name is looked up in the layout's folder, then in `package`."""

    package: str
    light: str
    regular: str
    semibold: str
    bold: str


class Type(Struct, frozen=True, kw_only=True):
    """Sizes in points.

    `leading` is a factor of the size; `measure` is the longest line of running text (`body` and
    larger) in ems, about half its number of characters.
    """

    faces: Faces
    leading: Annotated[float, Range(1, 3)]
    measure: Annotated[float, Range(10, 200)]
    title: Annotated[float, Range(1, 100)]
    subtitle: Annotated[float, Range(1, 100)]
    key_figure: Annotated[float, Range(1, 100)]
    headline: Annotated[float, Range(1, 100)]
    heading: Annotated[float, Range(1, 100)]
    subheading: Annotated[float, Range(1, 100)]
    lead: Annotated[float, Range(1, 100)]
    body: Annotated[float, Range(1, 100)]
    table: Annotated[float, Range(1, 100)]
    small: Annotated[float, Range(1, 100)]


class Colours(Struct, frozen=True, kw_only=True):
    """Colours by what they mean; `*_on_band` stand on the title's band, all others on paper."""

    paper: Colour
    ink: Colour
    muted: Colour
    heading: Colour
    city: Colour
    mean: Colour
    others: Colour
    rule: Colour
    ground: Colour
    band: Colour
    band_light: Colour
    band_letter: Colour
    text_on_band: Colour

    def by_role(self) -> Iterator[tuple[str, Colour]]:
        """Every role with its colour."""
        yield from asdict(self).items()

    def insufficient_contrasts(self) -> Iterator[tuple[str, str, float, float]]:
        """Pairs that cannot be told apart well enough (WCAG 2.2, 1.4.3 and 1.4.11).

        Yields:
            Role, role of its ground, contrast, least contrast.
        """
        for front, ground, least in _MUST_DIFFER:
            contrast = getattr(self, front).contrast(getattr(self, ground))
            if contrast < least:
                yield front, ground, contrast, least


class ChartSizes(Struct, frozen=True, kw_only=True):
    """Measures of the charts in points.

    Attributes:
        label_width: most that the column of row labels may take; longer labels wrap.
        gap: between columns.
        head: height of the line of column heads.
        row: least height of a row of bars.
        axis: height of the axis' labels.
        bar: thickness of a bar; `dot`: radius of another city's dot.
        label, value, small: sizes of type.
    """

    label_width: Annotated[float, Range(10, 1000)]
    gap: Annotated[float, Range(1, 200)]
    head: Annotated[float, Range(1, 200)]
    row: Annotated[float, Range(1, 200)]
    axis: Annotated[float, Range(1, 200)]
    bar: Annotated[float, Range(1, 200)]
    dot: Annotated[float, Range(0.1, 50)]
    label: Annotated[float, Range(1, 50)]
    value: Annotated[float, Range(1, 50)]
    small: Annotated[float, Range(1, 50)]


class Thresholds(Struct, frozen=True, kw_only=True):
    """From where on something is worth saying.

    Attributes:
        notable_deviation: distance from the mean in standard deviations.
        small_deviation: below it a value counts as close to the mean.
        photo_dpi: resolution at the printed size below which a photo is warned of.
    """

    notable_deviation: Annotated[float, Range(0.001, 1000)]
    small_deviation: Annotated[float, Range(0.001, 1000)]
    photo_dpi: Annotated[int, Range(1, 2400)]


class Press(Struct, frozen=True, kw_only=True):
    """How the print edition is printed.

    Attributes:
        condition: name of the printing condition in the ICC's registry, e.g. ``FOGRA39``.
        profile: file of its ICC profile, in the layout's folder.
        ink_limit: most ink on one spot, all four together, in percent.
        bleed: how far coloured areas go on beyond the trim, in millimetres.
    """

    condition: str
    profile: str
    ink_limit: float
    bleed: Annotated[float, Range(0.1, 20)]


class Appearance(Struct, frozen=True, kw_only=True):
    """The content of `layout.toml`.

    Attributes:
        extends: names the layout that says what is not said here.
        sections: names of sections and of blocks, in their order.
        new_page: those that begin a page, where the page before is full enough.
        blocks: of one's own, by name.
        confidentiality: without it, no number is kept secret.
    """

    name: str
    extends: str = ""
    sections: tuple[str, ...]
    new_page: tuple[str, ...] = ()
    blocks: Mapping[str, BlockLook] = field(default_factory=dict)
    page: PageFormat
    type: Type
    colours: Colours
    charts: ChartSizes
    thresholds: Thresholds
    press: Press
    confidentiality: Confidentiality | None = None

    @property
    def own_sections(self) -> tuple[Section, ...]:
        """The sections among `sections`, without blocks of one's own."""
        known = {section.value for section in Section}
        return tuple(Section(name) for name in self.sections if name in known)

    def text_sizes(self) -> Iterator[tuple[str, float]]:
        """Key and points of each size of type."""
        for table, keys in _SIZES.items():
            for key in keys.split():
                yield f"{table}.{key}", getattr(getattr(self, table), key)
