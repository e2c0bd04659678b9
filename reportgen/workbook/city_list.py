"""Reads the sheet that lists the participating cities, and finds them by their names."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from reportgen.clean_text import slug_of, transliterated
from reportgen.errors import did_you_mean, nearest
from reportgen.model import City, Edition, report_name
from reportgen.problems import Problems, excerpt
from reportgen.workbook import schema
from reportgen.workbook.cell import Cell, OddityKind
from reportgen.workbook.definitions import LONGEST, Rows, entry
from reportgen.workbook.meaning import text
from reportgen.workbook.peer_groups import check_peer_groups
from reportgen.workbook.tables import Row

#: Digits of official keys of municipalities, and of these, districts and regions one as example.
_AGS_DIGITS = 8
_DIGITS = re.compile("[0-9]+")
_EXAMPLES = {5: "05111", 8: "05111000", 12: "051110000000"}

#: Languages that reports are written in.
_LANGUAGES = ("de", "en")
#: What their files end with.
_ENDINGS = tuple(report_name("", language, e) for language in _LANGUAGES for e in Edition)
#: Names that a file cannot have in Windows, whatever its ending.
_RESERVED_FILES = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")
#: Most characters of a city's file name: some file systems take no more than 143 with all endings.
_LONGEST_FILE = 100
#: Most pairs of names that are compared for slips.
_MOST_COMPARED = 50_000


class Cities(dict[str, City]):
    """The participating cities by their names; `sheet` is the name of the one that lists them."""

    def __init__(self, cities: Iterable[City] = (), *, sheet: str = schema.CITIES) -> None:
        super().__init__((city.name, city) for city in cities)
        self.sheet = sheet
        self._nearest: dict[str, str | None] = {}

    def nearest(self, name: str) -> str | None:
        """The name that `name` was most likely meant to be; None when there is none.

        Where many names are unknown, they are no slips, and most are not looked for.
        """
        if name not in self._nearest and len(self._nearest) * len(self) < _MOST_COMPARED:
            self._nearest[name] = nearest(name, self)
        return self._nearest.get(name)


def find_city(cell: Cell, cities: Cities, problems: Problems) -> City | None:
    """The city that a cell names; None, with an error noted, when there is none."""
    # As nearly all do; what follows would give the same.
    if cell.oddity is None and isinstance(cell.value, str) and (known := cities.get(cell.text)):
        return known
    # Whether it is too long is reported where the cities are defined.
    name = text(cell, problems, most=len(cell.text))
    city = cities.get(name)
    if city is None and name and cities:
        near = cities.nearest(name)
        problems.error(
            "unknown-city",
            f'city "{excerpt(name)}" is not in sheet "{cities.sheet}"',
            cell.where,
            did_you_mean(near or "", [near] if near else cities if len(cities) <= 12 else ())
            or f"add it to {cities.sheet}, or move the row out of the table",
        )
    return city


def read_cities(rows: Rows, problems: Problems, own_keys: bool | None = None) -> Cities:
    """The participating cities, in the order of the sheet; none when one has no name.

    Args:
        rows: of the sheet.
        problems: takes what is wrong.
        own_keys: keys may be of the workbook's own kind; by default if its sheet says so.
    """
    cities = []
    digits = _digits_of_keys([row["AGS"] for row in rows], own_keys)
    for row in rows:
        name, ags = entry(row, "Stadt", problems), entry(row, "AGS", problems)
        if ags and digits and not (len(ags) == digits and _DIGITS.fullmatch(ags)):
            kind = "an official municipality key" if digits == _AGS_DIGITS else "a key"
            problems.error(
                "bad-ags",
                f'"{ags}" is not {kind} of {digits} digits',
                row["AGS"].where,
                f"format the cell as text, so that a leading zero stays, e.g. {_EXAMPLES[digits]}",
            )
        cities.append(
            City(
                name=name,
                slug=slug_of(name),
                ags=ags,
                abbreviation=entry(row, "Kürzel", problems),
                office=entry(row, "Amt", problems, required=False),
                peer_group=_peer_group(row, problems),
            )
        )
    # That of what the cell shows, which a text that cannot be read has as well.
    slugs = [slug_of(row["Stadt"].text) for row in rows]
    _check_names(rows, slugs, problems)
    _check_files({slug: row["Stadt"] for slug, row in zip(slugs, rows, strict=True)}, problems)
    check_peer_groups(rows, problems)
    # Without all names, nobody can say which city of another sheet is unknown.
    known = cities if all(city.name for city in cities) else ()
    return Cities(known, sheet=_sheet_of([row["Stadt"] for row in rows]))


def _peer_group(row: Row, problems: Problems) -> str:
    return entry(row, schema.PEERS, problems, required=False) if schema.PEERS in row else ""


def _digits_of_keys(keys: Collection[Cell], own_keys: bool | None) -> int:
    """How many digits each key must have; 0 where they are of the workbook's own kind.

    Most keys say it: the official ones of municipalities have 8 digits, of districts 5, regional
    ones 12. Under the header AGS nothing else can stand.
    """
    lengths = Counter(len(key.text) for key in keys if _DIGITS.fullmatch(key.text))
    official = {n: count for n, count in lengths.items() if n in _EXAMPLES}
    usual = max(official, key=lambda n: official[n], default=0)
    if 2 * official.get(usual, 0) > len(keys):
        return usual
    if own_keys is None:
        # Named so by the workbook, by its neutral name.
        own_keys = schema.own_name(_sheet_of(keys)) != _sheet_of(keys)
    return 0 if own_keys else _AGS_DIGITS


def _sheet_of(cells: Collection[Cell]) -> str:
    return next((cell.sheet for cell in cells), schema.CITIES)


def _check_names(rows: Rows, slugs: Sequence[str], problems: Problems) -> None:
    """The command line takes a city by its name, its file or its abbreviation, in any case."""
    first: dict[str, tuple[Row, Cell]] = {}
    reported: list[Row] = []
    for header in ("AGS", "Stadt", "Kürzel"):
        for row, slug in zip(rows, slugs, strict=True):
            cell = row[header]
            keys = {cell.text.casefold()} | ({slug} if header == "Stadt" else set())
            for key in sorted(keys - {""}, key=len):
                owner, earlier = first.setdefault(key, (row, cell))
                if owner is not row and row not in reported:
                    _report_one_name(cell, earlier, problems)
                    reported.append(row)


def _report_one_name(cell: Cell, earlier: Cell, problems: Problems) -> None:
    if cell.text.casefold() == earlier.text.casefold():
        message = f'"{cell.text}" stands in {earlier.where} already'
    else:
        message = f'"{cell.text}" has the file name of "{earlier.text}" in {earlier.address}'
    hint = "if both are one city, remove one of the two rows; else change one of the names"
    problems.error("duplicate-city", message, cell.where, hint)


def _check_files(slugs: Mapping[str, Cell], problems: Problems) -> None:
    """Each city needs a file name, in all editions; `slugs` are those of the names in cells."""
    for slug, cell in slugs.items():
        plain = transliterated(cell.text)
        odd = not plain.isascii() and any(c.isalnum() and not c.isascii() for c in plain)
        is_shown = cell.oddity is None or cell.oddity.kind is not OddityKind.UNPRINTABLE
        if cell.text and is_shown and (odd or not slug):
            problems.error(
                "bad-name",
                f'"{cell.text}" gives no file name for the report',
                cell.where,
                "write the name with letters from a to z, with or without accents",
            )
        # A name too long for the pages was reported as such.
        too_long = len(slug) > _LONGEST_FILE and len(cell.text) <= LONGEST["Stadt"]
        if too_long or _RESERVED_FILES.fullmatch(slug):
            problems.error(
                "bad-name",
                f'"{excerpt(slug)}.pdf" cannot be the name of a file on every system',
                cell.where,
                "write the name in another way, or shorten it",
            )
    files: dict[str, Cell] = {}
    for slug, cell in slugs.items():
        own = {slug + ending for ending in _ENDINGS}
        if other := next((files[name] for name in sorted(own & files.keys())), None):
            problems.error(
                "duplicate-city",
                f'"{cell.text}" has the file name of another edition of "{other.text}"',
                cell.where,
                "change one of the names",
            )
        files |= dict.fromkeys(own, cell)
