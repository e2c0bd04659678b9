"""What a layout's comparison is about: areas, indicators and groups that a new workbook gets.

They stand in `workbook.toml` beside the other files of a layout. Whoever fills the workbook in may
change them there; no report is made from this file.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field
from msgspec.structs import asdict

from reportgen.errors import LayoutError, Problem, did_you_mean
from reportgen.layout.inherit import find_file, folders_of, read_layers
from reportgen.layout.nouns import forms_of
from reportgen.layout.places import find_layout, layouts_folder
from reportgen.model import WORKBOOK_LANGUAGE, Polarity
from reportgen.tomlfile import read_toml

#: File of a layout that says it.
_FILE = "workbook.toml"

#: What units and those who are counted are called where a layout has no German nouns.
NEUTRAL_NOUNS: Final[Mapping[str, str]] = MappingProxyType(
    {"unit.many": "Einheiten", "unit.the_one": "die Einheit", "counted.many": "Personen"}
)


class Area(Struct, frozen=True, kw_only=True):
    """A row of the sheet of benefit areas."""

    key: str
    short: str
    label: str
    base: str
    law: str
    in_total: bool = True


class Indicator(Struct, frozen=True, kw_only=True):
    """A row of the sheet of indicators."""

    key: str
    label: str
    unit: str
    decimals: int
    polarity: Polarity
    source: str = ""


class _Definitions(Struct, frozen=True, kw_only=True):
    """The file as it stands."""

    groups: tuple[str, ...]
    payments: bool = True
    areas: tuple[Area, ...] = field(default=())
    indicators: tuple[Indicator, ...] = field(default=())


class Domain(Struct, frozen=True, kw_only=True):
    """What is compared.

    Attributes:
        nouns: German forms of nouns, e.g. ``unit.many``; those of `NEUTRAL_NOUNS` at least.
        groups: population groups, that of all inhabitants first.
        payments: payments are compared as well.
        areas, indicators: in their order.
    """

    nouns: Mapping[str, str]
    groups: tuple[str, ...]
    payments: bool
    areas: tuple[Area, ...]
    indicators: tuple[Indicator, ...]


def load_domain(name: str | Path) -> Domain:
    """The domain of a layout, or of the nearest layout that it extends and that says one.

    Args:
        name: of a layout that comes with the program, or the path of a layout's folder.

    Raises:
        LayoutError: there is no such layout, or what it says of its domain is wrong.
    """
    folders = folders_of(find_layout(name), layouts_folder())
    path, problems = find_file(folders, _FILE), list[Problem]()
    said = read_toml(path, _Definitions, problems)
    language = f"{WORKBOOK_LANGUAGE}.toml"
    words = None
    if any((folder / language).is_file() for folder in folders):
        words = read_layers(folders, language, problems)
    if said is not None:
        problems += _faults(said, str(path))
    if problems or said is None:
        raise LayoutError(*problems)
    return Domain(
        nouns=MappingProxyType({**NEUTRAL_NOUNS, **(forms_of(words.data) if words else {})}),
        groups=said.groups,
        payments=said.payments,
        areas=said.areas,
        indicators=said.indicators,
    )


def _faults(said: _Definitions, file: str) -> Iterator[Problem]:
    areas, indicators = said.areas, said.indicators
    if not said.groups or not areas:
        path = "areas" if said.groups else "groups"
        yield _problem("missing-key", path, "there is none, and no density without it", file)
    rows: list[Area | Indicator] = [*areas, *indicators]
    texts = (*said.groups, *(str(text) for row in rows for text in asdict(row).values()))
    for text in texts:
        if not text.isprintable():
            message = f"{text!a} has characters that nobody sees"
            yield _problem("wrong-value", "areas, indicators, groups", message, file)
    yield from _doubles("groups", said.groups, file)
    yield from _doubles("areas", (area.short for area in areas), file)
    yield from _doubles("indicators", (indicator.label for indicator in indicators), file)
    yield from _doubles("areas", (row.key for row in rows), file)
    for number, area in enumerate(areas):
        if area.base not in said.groups:
            path, hint = f"areas[{number}].base", did_you_mean(area.base, said.groups)
            message = f'"{area.base}" is not one of the groups'
            yield _problem("wrong-value", path, message, file, hint)


def _doubles(path: str, names: Iterable[str], file: str) -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            yield _problem("duplicate-key", path, f'"{name}" stands there twice', file)


def _problem(code: str, path: str, message: str, file: str, hint: str = "") -> Problem:
    return Problem(code=code, message=f"{path}: {message}", where=f"{file}, {path}", hint=hint)
