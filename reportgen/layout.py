"""A layout: how a report looks (`layout.toml`) and what it says (`de.toml`, `en.toml`); no code.

`load_layout` checks everything at once; what leaves it is typed, complete and free of surprises.
"""

import contextlib
import math
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Self

from pyphen import LANGUAGES as HYPHENATIONS

from reportgen.errors import LayoutError, Problem, did_you_mean
from reportgen.model import Section
from reportgen.texts import Texts
from reportgen.tomlfile import read_toml

#: How a TrueType font begins; the charts and the PDF can read no other kind.
_TRUETYPE = (b"\x00\x01\x00\x00", b"true")

#: One PostScript point in millimetres is 25.4 / 72.
POINTS_PER_MM = 72 / 25.4


class Colour(str):
    """An sRGB colour, written ``#rrggbb``."""

    __slots__ = ()

    @classmethod
    def from_toml(cls, value: Any) -> Self:
        """Checks the spelling.

        Raises:
            ValueError: it is not ``#`` and six hexadecimal digits.
        """
        if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            raise ValueError(f'must be a colour like "#0b5d8e", not {value!r}')
        return cls(value.lower())

    @property
    def rgb(self) -> tuple[float, float, float]:
        """Red, green and blue, each from 0 to 1."""
        red, green, blue = (int(self[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return red, green, blue


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The sheet and its margins, in millimetres; `band` is the height of the title's band."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    foot: float
    band: float

    @property
    def text_width(self) -> float:
        """Width between the margins in points."""
        return (self.width - self.left - self.right) * POINTS_PER_MM


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """File of each weight; a bare name is looked up in the layout's folder, then in `package`."""

    package: str
    light: str
    regular: str
    semibold: str
    bold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """Sizes in points.

    `leading` is a factor of the size; `measure` is the longest line of running text (`body` and
    larger) in ems, about half its number of characters.
    """

    faces: Faces
    leading: float
    measure: float
    title: float
    subtitle: float
    key_figure: float
    heading: float
    subheading: float
    lead: float
    body: float
    table: float
    small: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSizes:
    """Measures of the charts in points.

    Attributes:
        label_width: most that the column of row labels may take; longer labels wrap.
        gap: between columns.
        head: height of the line of column heads.
        row, dot_row, deviation_row: height of a row of bars, of densities, of deviations.
        group: height of a heading within the deviations.
        axis: height of the axis' labels.
        bar: thickness of a bar; `dot`: radius of another city's dot.
        label, value, small: sizes of type.
    """

    label_width: float
    gap: float
    head: float
    row: float
    dot_row: float
    deviation_row: float
    group: float
    axis: float
    bar: float
    dot: float
    label: float
    value: float
    small: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From where on something is worth saying.

    Attributes:
        fewest_findings, most_findings: at a glance.
        notable_deviation: distance from the mean in standard deviations.
        small_deviation: below it a value counts as close to the mean.
        notable_change: of recipients against the previous year, in percent.
        photo_dpi: resolution at the printed size below which a photo is warned of.
    """

    fewest_findings: int
    most_findings: int
    notable_deviation: float
    small_deviation: float
    notable_change: float
    photo_dpi: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """The content of `layout.toml`."""

    name: str
    sections: tuple[Section, ...]
    page: Page
    type: Type
    colours: Colours
    charts: ChartSizes
    thresholds: Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFiles:
    """Where the weights of the one family lie."""

    light: Path
    regular: Path
    semibold: Path
    bold: Path


#: Language of workbooks and portraits.
WORKBOOK_LANGUAGE = "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A checked layout in one language."""

    folder: Path
    language: str
    look: Appearance
    texts: Texts
    fonts: FontFiles

    @property
    def foreign_language(self) -> str:
        """Language of what stands in the report as the workbook has it, when it is another."""
        return "" if self.language == WORKBOOK_LANGUAGE else WORKBOOK_LANGUAGE


def layouts_folder() -> Path:
    """Where the layouts are that come with the program: beside the package, or within a wheel."""
    package = Path(__file__).parent
    within = package / "layouts"
    return within if within.is_dir() else package.parent / "layouts"


def load_layout(name: str | Path = "city-profile", language: str = "de") -> Layout:
    """Reads and checks a layout.

    Args:
        name: name of a layout that comes with the program, or path of a layout's folder.
        language: ``de`` or ``en``.

    Returns:
        The layout, complete.

    Raises:
        LayoutError: with every problem of both files.
    """
    folder = _find(name)
    problems: list[Problem] = []
    look = read_toml(folder / "layout.toml", Appearance, problems)
    texts = read_toml(folder / f"{language}.toml", Texts, problems)
    fonts = None
    if look:
        fonts = _find_fonts(look.type.faces, folder, problems)
        problems.extend(_impossible_values(look, folder / "layout.toml"))
    if texts:
        problems.extend(_unknown_hyphenation(texts, folder / f"{language}.toml"))
    if look is None or texts is None or fonts is None or problems:
        raise LayoutError(*problems)
    return Layout(folder=folder, language=language, look=look, texts=texts, fonts=fonts)


def _find(name: str | Path) -> Path:
    for folder in (Path(name), layouts_folder() / name):
        if (folder / "layout.toml").is_file():
            return folder
    known = sorted(p.parent.name for p in layouts_folder().glob("*/layout.toml"))
    raise LayoutError(
        Problem(
            code="layout-missing",
            message=f'there is no layout "{name}"',
            where=str(name),
            hint=did_you_mean(str(name), known) or "a layout is a folder with a layout.toml",
        )
    )


def _find_fonts(faces: Faces, folder: Path, problems: list[Problem]) -> FontFiles | None:
    found: dict[str, Path] = {}
    for weight in ("light", "regular", "semibold", "bold"):
        name = getattr(faces, weight)
        candidates = [folder / name]
        with contextlib.suppress(ModuleNotFoundError, TypeError, ValueError):  # not a package
            candidates.append(Path(str(resources.files(faces.package))) / "files" / name)
        file = next((c for c in candidates if c.is_file()), None)
        if file is None:
            problems.append(
                Problem(
                    code="font-missing",
                    message=f'there is no font file "{name}"',
                    where=f"{folder / 'layout.toml'}, type.faces.{weight}",
                    hint=f"put it beside layout.toml, or install the package {faces.package}",
                )
            )
        else:
            found[weight] = file
            if not _is_truetype(file):
                problems.append(
                    Problem(
                        code="not-truetype",
                        message=f'"{name}" is not a TrueType font',
                        where=f"{folder / 'layout.toml'}, type.faces.{weight}",
                        hint="use the .ttf file of that weight",
                    )
                )
    return FontFiles(**found) if len(found) == 4 else None


def _is_truetype(file: Path) -> bool:
    with file.open("rb") as font:
        return font.read(4) in _TRUETYPE


def _impossible_values(look: Appearance, file: Path) -> list[Problem]:
    page, few, most = look.page, look.thresholds.fewest_findings, look.thresholds.most_findings
    checks = (
        *((key, 0 < n < math.inf, f"{n:g} is not more than zero") for key, n in _numbers(look)),
        ("page.left", page.left + page.right < page.width, "the margins leave no width for text"),
        ("page.top", page.top + page.bottom < page.height, "the margins leave no height for text"),
        ("page.band", page.band < page.height - page.bottom, "the band does not fit the page"),
        ("thresholds.most_findings", few <= most, "must not be less than fewest_findings"),
        ("sections", len(set(look.sections)) == len(look.sections), "a section is named twice"),
        ("sections", look.sections[:1] == (Section.TITLE,), "the first section must be the title"),
    )
    return [
        Problem(code="impossible-value", message=f"{key}: {message}", where=f"{file}, {key}")
        for key, fine, message in checks
        if not fine
    ]


def _numbers(look: Appearance) -> Iterator[tuple[str, float]]:
    for table in ("page", "type", "charts", "thresholds"):
        for key, value in asdict(getattr(look, table)).items():
            if isinstance(value, float | int):
                yield f"{table}.{key}", value


def _unknown_hyphenation(texts: Texts, file: Path) -> list[Problem]:
    wanted = texts.style.hyphenation
    if wanted in HYPHENATIONS:
        return []
    return [
        Problem(
            code="unknown-hyphenation",
            message=f'style.hyphenation: there is no dictionary "{wanted}"',
            where=f"{file}, style.hyphenation",
            hint=did_you_mean(wanted, HYPHENATIONS) or "give language and region, e.g. de_DE",
        )
    ]
