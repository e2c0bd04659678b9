"""What the fast reader does not tell of a cell, taken from the XML of the sheet.

calamine gives the bare value: a failed formula and one that was never computed look empty, and a
percentage looks like a small number.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile


class OddityKind(Enum):
    """Why a cell's value cannot be taken as it is."""

    FAILED = auto()
    UNCOMPUTED = auto()
    PERCENT = auto()


class Oddity(NamedTuple):
    """A cell that needs a second look; `text` is what it shows, if it shows an error."""

    kind: OddityKind
    text: str = ""


_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_RELATION_ID = re.compile(r"\{.*/relationships\}id")
_BUILTIN_PERCENT = {"9", "10"}
_QUOTED_OR_ESCAPED = re.compile(r'"[^"]*"|\\.')


def find_oddities(archive: ZipFile, sheets: Mapping[str, str]) -> dict[tuple[str, str], Oddity]:
    """Odd cells of a workbook, by sheet and address.

    Args:
        archive: the opened xlsx file.
        sheets: name of each sheet to look at, as the file has it, and the name to report.

    Returns:
        The oddity of each odd cell, e.g. under ``("Auszahlungen", "C12")``.
    """
    percent_styles = _percent_styles(archive)
    return {
        (sheets[name], address): oddity
        for name, part in _parts(archive)
        if name in sheets
        for address, oddity in _odd_cells(archive.read(part), percent_styles)
    }


def _parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Name of each sheet and its file in the archive."""
    relations = ElementTree.fromstring(archive.read(_RELATIONS))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    workbook = ElementTree.fromstring(archive.read(_WORKBOOK))
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        relation = next(value for name, value in sheet.items() if _RELATION_ID.fullmatch(name))
        yield sheet.get("name", ""), posixpath.join("/xl", targets[relation]).lstrip("/")


def _percent_styles(archive: ZipFile) -> set[str]:
    """Numbers of the cell styles that show their value as a percentage."""
    if _STYLES not in archive.namelist():
        return set()
    styles = ElementTree.fromstring(archive.read(_STYLES))
    percent_formats = _BUILTIN_PERCENT | {
        numbering.get("numFmtId", "")
        for numbering in styles.iterfind("{*}numFmts/{*}numFmt")
        if "%" in _QUOTED_OR_ESCAPED.sub("", numbering.get("formatCode", ""))
    }
    return {
        str(index)
        for index, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
        if style.get("numFmtId") in percent_formats
    }


def _odd_cells(xml: bytes, percent_styles: set[str]) -> Iterator[tuple[str, Oddity]]:
    for cell in ElementTree.fromstring(xml).iterfind("{*}sheetData/{*}row/{*}c"):
        address, kind, value = cell.get("r", ""), cell.get("t", "n"), cell.findtext("{*}v")
        if kind == "e":
            yield address, Oddity(OddityKind.FAILED, value or "")
        elif not value and kind != "str" and cell.find("{*}f") is not None:
            yield address, Oddity(OddityKind.UNCOMPUTED)
        elif value and kind == "n" and cell.get("s") in percent_styles:
            yield address, Oddity(OddityKind.PERCENT)
