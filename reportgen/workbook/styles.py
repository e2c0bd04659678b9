"""How a workbook's cells are formatted: the number format of each style, and what is struck out."""

from typing import IO, NamedTuple

from reportgen.workbook.number_format import BUILTIN, GENERAL
from reportgen.workbook.package import Package
from reportgen.workbook.xml_parts import is_true, numeral, read_elements


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
    """The formats of a workbook."""
    if not package.has(package.styles):
        return Styles()
    with package.open(package.styles) as stream:
        return _styles(stream)


def _styles(stream: IO[bytes]) -> Styles:
    formats: dict[int, str] = dict(BUILTIN)
    struck: list[bool] = []
    styles: list[tuple[int, int]] = []
    conditional = -1
    renumbering: set[int] = set()
    for path, attributes in read_elements(stream):
        match path[1:]:
            case ("numFmts", "numFmt"):
                formats[numeral(attributes.get("numFmtId", "0"))] = attributes.get(
                    "formatCode", GENERAL
                )
            case ("fonts", "font"):
                struck.append(False)
            case ("fonts", "font", "strike"):
                struck[-1] = is_true(attributes.get("val", "1"))
            case ("cellXfs", "xf"):
                number, font = (attributes.get(key, "0") for key in ("numFmtId", "fontId"))
                styles.append((numeral(number), numeral(font)))
            case ("dxfs", "dxf"):
                conditional += 1
            case ("dxfs", "dxf", "numFmt"):
                renumbering.add(conditional)
    return Styles(
        cells=tuple(
            Style(formats.get(number, GENERAL), font < len(struck) and struck[font])
            for number, font in styles
        ),
        renumbering=frozenset(renumbering),
    )
