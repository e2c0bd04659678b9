"""How a workbook's cells are formatted: the number format of each style, and what is struck out."""

from typing import IO, NamedTuple

from reportgen.workbook.number_format import BUILTIN, GENERAL
from reportgen.workbook.package import Package, is_true
from reportgen.workbook.xml_parts import read_elements


class Style(NamedTuple):
    """The format of some cells; what is struck out is shown as no longer valid."""

    number_format: str = GENERAL
    struck: bool = False


def read_styles(package: Package) -> tuple[Style, ...]:
    """The styles by the numbers that cells name; none when the workbook has no such part."""
    if not package.has(package.styles):
        return ()
    with package.open(package.styles) as stream:
        return _styles(stream)


def _styles(stream: IO[bytes]) -> tuple[Style, ...]:
    formats: dict[int, str] = dict(BUILTIN)
    struck: list[bool] = []
    styles: list[tuple[int, int]] = []
    for path, attributes in read_elements(stream):
        match path[1:]:
            case ("numFmts", "numFmt"):
                formats[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", GENERAL)
            case ("fonts", "font"):
                struck.append(False)
            case ("fonts", "font", "strike"):
                struck[-1] = is_true(attributes.get("val", "1"))
            case ("cellXfs", "xf"):
                styles.append(
                    (int(attributes.get("numFmtId", 0)), int(attributes.get("fontId", 0)))
                )
    return tuple(
        Style(formats.get(number, GENERAL), font < len(struck) and struck[font])
        for number, font in styles
    )
