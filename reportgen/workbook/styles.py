"""How a workbook's cells are formatted: the number format of each style, and what is struck out."""

from collections.abc import Mapping
from typing import NamedTuple

from reportgen.workbook.number_format import BUILTIN, GENERAL
from reportgen.workbook.package import Package
from reportgen.workbook.xml_parts import is_true, numeral

#: More than any spreadsheet program takes: Excel has 64,000 formats of cells.
_MOST_STYLES, _MOST_FORMATS, _LONGEST_FORMAT = 70_000, 5_000, 1_000


class Style(NamedTuple):
    """The format of some cells; what is struck out is shown as no longer valid."""

    number_format: str = GENERAL
    struck: bool = False


class Styles(NamedTuple):
    """The formats of a workbook.

    Attributes:
        cells: by the numbers that cells name; none when the workbook has no such part.
        renumbering: numbers of the conditional formats that have a number format.
    """

    cells: tuple[Style, ...] = ()
    renumbering: frozenset[int] = frozenset()


def read_styles(package: Package) -> Styles:
    """The formats of a workbook.

    Raises:
        ValueError: they contradict themselves, or are more than a workbook can have.
    """
    formats: dict[int, str] = dict(BUILTIN)
    struck: list[bool] = []
    styles: list[tuple[int, int]] = []
    conditional = -1
    renumbering: set[int] = set()

    def start(path: list[str], attributes: Mapping[str, str]) -> None:
        nonlocal conditional
        match path[1:]:
            case ["numFmts", "numFmt"]:
                code = attributes.get("formatCode", GENERAL)
                if len(code) > _LONGEST_FORMAT or len(formats) > _MOST_FORMATS:
                    raise ValueError("its number formats are too long or too many")
                formats[numeral(attributes.get("numFmtId", "0"))] = code
            case ["fonts", "font"]:
                struck.append(False)
            case ["fonts", "font", "strike"]:
                struck[-1] = is_true(attributes.get("val", "1"))
            case ["cellXfs", "xf"]:
                if len(styles) == _MOST_STYLES:
                    raise ValueError(f"it has more than {_MOST_STYLES} formats of cells")
                number, font = (attributes.get(key, "0") for key in ("numFmtId", "fontId"))
                styles.append((numeral(number), numeral(font)))
            case ["dxfs", "dxf"]:
                conditional += 1
            case ["dxfs", "dxf", "numFmt"]:
                renumbering.add(conditional)

    if package.has(package.styles):
        package.parse(package.styles, start)
    return Styles(
        cells=tuple(
            Style(formats.get(number, GENERAL), font < len(struck) and struck[font])
            for number, font in styles
        ),
        renumbering=frozenset(renumbering),
    )
