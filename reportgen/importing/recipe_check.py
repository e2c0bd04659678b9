"""Reads a recipe and checks what its types cannot say."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec.structs import replace

from reportgen.clean_text import one_line
from reportgen.errors import LayoutError, Problem, WorkbookError, did_you_mean
from reportgen.importing.recipe import About, Column, Place, Recipe, Source, Unit
from reportgen.importing.unit_list import read_units
from reportgen.layout.domain import load_domain
from reportgen.layout.inherit import LOOK
from reportgen.model import LONGEST_NOTICE
from reportgen.tomlfile import read_toml
from reportgen.workbook.meaning import FIRST_YEAR, LAST_YEAR
from reportgen.workbook.template_rows import is_neutral

#: What to do about keys that are not there: other files have a layout that shows them.
_MISSING = frozenset({"missing-key", "missing-text"})
_SHOWN = "add it; `reportgen import --example NAME` writes a recipe that shows how"

ADDRESS = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_LETTERS = re.compile("[A-Z]{1,3}")


def read_recipe(path: Path) -> Recipe:
    """The recipe in a TOML file.

    Raises:
        WorkbookError: with everything that is wrong with it.
    """
    problems: list[Problem] = []
    recipe = read_toml(path, Recipe, problems)
    problems = [replace(each, hint=_SHOWN) if each.code in _MISSING else each for each in problems]
    if recipe is not None:
        try:
            recipe = _with_list(_with_domain(recipe, path.parent), path.parent)
        except (LayoutError, WorkbookError) as fault:
            own = (replace(p, where=f"{path}, domain") if p.code == "layout-missing" else p
                   for p in fault.problems)  # fmt: skip
            raise WorkbookError(*problems, *own) from fault
        problems += (
            Problem(
                code="import-recipe", message=f"{place}: {message}", where=f"{path}, {place}",
                hint=hint,
            )
            for place, message, hint in _faults(recipe)
        )  # fmt: skip
    if problems or recipe is None:
        raise WorkbookError(*problems)
    return recipe


def _with_domain(recipe: Recipe, folder: Path) -> Recipe:
    """The recipe with what its domain says; a layout in the recipe's folder goes first.

    Raises:
        LayoutError: there is no such layout.
    """
    if not recipe.domain:
        return recipe
    beside = folder / recipe.domain
    domain = load_domain(beside if (beside / LOOK).is_file() else recipe.domain)
    return replace(
        recipe,
        areas=recipe.areas or domain.areas,
        indicators=recipe.indicators or domain.indicators,
        neutral=recipe.neutral or is_neutral(domain),
    )


def _with_list(recipe: Recipe, folder: Path) -> Recipe:
    """The recipe with the units of its list, unless it lists them itself.

    Raises:
        WorkbookError: the list cannot be read.
    """
    if not recipe.units.file:
        return recipe
    cities, _ = read_units(folder / recipe.units.file, neutral=True)
    own = {unit.key for unit in recipe.units.listed}
    listed = (
        Unit(key=c.ags, name=c.name, abbreviation=c.abbreviation, office=c.office)
        for c in cities
        if c.ags not in own
    )
    units = replace(recipe.units, listed=(*recipe.units.listed, *listed))
    return replace(recipe, units=units)


#: Key path, what is wrong, what to do.
_Fault = tuple[str, str, str]


def _faults(recipe: Recipe) -> Iterator[_Fault]:
    yield from _about_faults(recipe.about)
    areas = [area.key for area in recipe.areas]
    indicators = [indicator.key for indicator in recipe.indicators]
    yield from _doubles("areas", areas)
    yield from _doubles("indicators", indicators)
    yield from _doubles("areas", [area.short for area in recipe.areas])
    yield from _doubles("indicators", [indicator.label for indicator in recipe.indicators])
    columns = [column for source in recipe.sources for column in source.columns]
    given = {each for c in columns for each in (c.recipients, c.payments, c.indicator)}
    for kind, keys in (("areas", areas), ("indicators", indicators)):
        for key in dict.fromkeys(keys):
            if key not in given:
                yield kind, f'no column gives values of "{key}"', "add one, or remove it here"
    units = recipe.units.listed
    yield from _doubles("units.listed", [u.key for u in units] + [x for u in units for x in u.also])
    yield from _doubles("units.listed", [unit.name for unit in units])
    if recipe.units.name and "{key}" not in recipe.units.name:
        yield "units.name", "has no {key}, so that all names would be alike", 'e.g. "Raum {key}"'
    for unit in units:
        if recipe.units.key and not recipe.units.key.fits(unit.key):
            yield "units.listed", f'"{unit.key}" is not as units.key says', "correct one of them"
    if not recipe.sources:
        yield "sources", "there is none", "add [[sources]] with file, header, columns"
    for number, source in enumerate(recipe.sources):
        yield from _source_faults(f"sources[{number}]", source, recipe)
        for place, column in enumerate(source.columns):
            path = f"sources[{number}].columns[{place}]"
            yield from _column_faults(path, column, source, (areas, indicators))


def _about_faults(about: About) -> Iterator[_Fault]:
    """What the sheet of general statements could not be read with."""
    for key, year in (("year", about.year), ("data_date", about.data_date.day.year)):
        if not FIRST_YEAR <= year <= LAST_YEAR:
            message = f"{year} is no year from {FIRST_YEAR} to {LAST_YEAR}"
            yield f"about.{key}", message, "write the one that the reports are of"
    for key in ("project", "publisher", "version"):
        if not one_line(getattr(about, key)):
            yield f"about.{key}", "is empty", "it stands in every report"
    if len(about.notice) > LONGEST_NOTICE:
        message = f"has {len(about.notice)} characters, more than {LONGEST_NOTICE}"
        yield "about.notice", message, "shorten it; it stands on every page"


def _source_faults(path: str, source: Source, recipe: Recipe) -> Iterator[_Fault]:
    if sum(map(bool, (source.sheet, source.sheets, source.sheet_number))) > 1:
        yield path, "says sheet, sheets and sheet_number together", "keep one of them"
    if source.sheet_number < 0:
        yield f"{path}.sheet_number", "must be 1 or more", ""
    if any(row < 1 for row in source.header) or list(source.header) != sorted(set(source.header)):
        yield f"{path}.header", "must be numbers of rows from 1, in their order", "e.g. [4, 5]"
    if not set(source.spread) <= set(source.header):
        yield f"{path}.spread", "names rows that are not in header", ""
    if not (source.key or source.name):
        yield path, "says neither key nor name of the units", 'e.g. key = { column = "A" }'
    if source.key and not recipe.units.key:
        yield "units.key", "is missing, so that no total is taken for a unit", r"e.g. '\d{5}'"
    yield from _place_faults(f"{path}.year", source.year, required=True)
    yield from _place_faults(f"{path}.key", source.key)
    yield from _place_faults(f"{path}.name", source.name)
    signs = (source.decimal, source.thousands)
    if len(source.decimal) != 1 or len(source.thousands) > 1 or signs[0] == signs[1]:
        yield path, f"decimal and thousands are {signs}", "say two different characters"
    if any(sign and sign in "0123456789+-" for sign in signs):
        yield path, f"decimal and thousands are {signs}", "say characters that numbers are not of"
    if not source.columns:
        yield f"{path}.columns", "there is none, so that nothing would be read", ""
    for mark in source.flags:
        if not mark:
            yield f"{path}.flags", "an empty text flags nothing", ""


def _place_faults(path: str, place: Place, *, required: bool = False) -> Iterator[_Fault]:
    kinds = place.kinds
    if len(kinds) > 1 or (required and not kinds):
        said = " and ".join(kinds) or "nothing"
        yield path, f"says {said}", "say one of: fixed, column, cell, header, sheet, file"
    if place.cell and not ADDRESS.fullmatch(place.cell):
        yield f"{path}.cell", f'"{place.cell}" is no address', "e.g. A5"
    if not (0 <= place.pad <= 20 and 1 <= place.zeros <= 20):
        yield path, "pad and zeros must be numbers of digits", "e.g. pad = 5"


def _column_faults(
    path: str, column: Column, source: Source, keys: tuple[Collection[str], Collection[str]]
) -> Iterator[_Fault]:
    areas, indicators = keys
    if not column.words:
        yield path, "says no header, pattern or letter", ""
    if column.header and column.pattern:
        yield path, "says header and pattern together", "keep one of them"
    if column.letter and not _LETTERS.fullmatch(column.letter):
        yield f"{path}.letter", f'"{column.letter}" is no column', "e.g. D"
    if len(column.targets) != 1:
        said = " and ".join(column.targets) or "nothing"
        yield path, f"says {said}", "say one of: population, recipients, payments, indicator"
    for key in filter(None, (column.recipients, column.payments)):
        if key not in areas:
            yield path, f'no area has the key "{key}"', did_you_mean(key, areas) or "add [[areas]]"
    if column.indicator and column.indicator not in indicators:
        hint = did_you_mean(column.indicator, indicators) or "add [[indicators]]"
        yield path, f'no indicator has the key "{column.indicator}"', hint
    if not abs(column.factor) < 1e12:
        yield f"{path}.factor", "is no number to multiply by", ""
    if bool(source.category) != bool(column.category or column.category_pattern):
        yield path, "must say its category, if the source has one", "or leave out both"


def _doubles(path: str, names: Collection[str]) -> Iterator[_Fault]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield path, f'"{name}" stands there twice', "remove or rename one"
        seen.add(name)
