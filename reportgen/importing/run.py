"""Carries out a recipe: finds its files, reads them in order, and brings their values together."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reportgen.clean_text import clean_text
from reportgen.errors import Problem, Severity, WorkbookError, did_you_mean, errors_among, nearest
from reportgen.importing.files import open_file
from reportgen.importing.grid import Grid
from reportgen.importing.reading import Reading, Target, Value
from reportgen.importing.recipe import NewUnits, Recipe, Source
from reportgen.importing.table import added, read_table
from reportgen.importing.units import Directory, KnownUnit
from reportgen.problems import Problems

#: So many values that differ are reported one by one.
_MOST_CONFLICTS = 20


class Imported(Struct, frozen=True, kw_only=True):
    """What a recipe gave.

    Attributes:
        recipe: that was carried out.
        units: by key, in the order in which they were found.
        values: of every cell that has one.
        readings: each sheet that was read, with what was left out.
        unread: sheets of the files that no source is about, by file.
        twice: values that a second place gave as well, the same.
        renamed: other names that files have for units, by key.
        warnings: what is odd.
    """

    recipe: Recipe
    units: Mapping[str, KnownUnit]
    values: Mapping[Target, Value]
    readings: Sequence[Reading]
    unread: Mapping[str, Sequence[str]]
    twice: int
    renamed: Mapping[str, set[str]]
    warnings: Sequence[Problem]


def run_recipe(recipe: Recipe, folder: Path, files: Sequence[Path]) -> Imported:
    """Reads all files of a recipe.

    Args:
        recipe: checked.
        folder: where its files are looked for when `files` is empty.
        files: given by the user; each must belong to a source, and each source needs one.

    Returns:
        All values, each with its origin.

    Raises:
        WorkbookError: with everything that is not understood, in all files.
    """
    found: list[Problem] = []
    units = Directory(recipe.units)
    readings: list[tuple[Source, Reading]] = []
    opened: dict[tuple[Path, str, tuple[str, str]], list[Grid]] = {}
    for source, paths in _assigned(recipe, folder, files, found):
        for path in paths:
            problems = Problems(path.name)
            try:
                settings = (path, source.encoding, (source.delimiter, source.quote))
                if settings not in opened:
                    opened[settings] = open_file(*settings, problems)
                grids = _sheets(opened[settings], source, problems)
                readings += ((source, read_table(g, source, units, problems)) for g in grids)
            except WorkbookError as fault:
                found += fault.problems
                continue
            found += problems.as_tuple()
    values, twice = _joined(readings, found)
    _report_absent(recipe, readings, found)
    _report_year(recipe, values, found)
    if errors_among(found):
        raise WorkbookError(*found)
    return Imported(
        recipe=recipe,
        units=units.known,
        values=values,
        readings=[reading for _, reading in readings],
        unread=_unread(opened, readings),
        twice=twice,
        renamed=units.other_names,
        warnings=found,
    )


def unstated(imported: Imported) -> int:
    """Cells of units and years in the workbook that no file says anything about; they are empty."""
    rows = {(target.table, target.unit, target.year) for target in imported.values}
    columns: dict[str, set[str]] = {}
    for target in imported.values:
        columns.setdefault(target.table, set()).add(target.column)
    return sum(len(columns[table]) for table, _, _ in rows) - len(imported.values)


def _unread(
    opened: Mapping[tuple[Path, str, tuple[str, str]], Sequence[Grid]],
    readings: Iterable[tuple[Source, Reading]],
) -> dict[str, list[str]]:
    read = {(reading.file, reading.sheet) for _, reading in readings}
    unread: dict[str, list[str]] = {}
    for grids in opened.values():
        for grid in grids:
            if (grid.file, grid.sheet) not in read and any(map(any, grid.rows)):
                unread.setdefault(grid.file, []).append(grid.sheet)
    return unread


def _assigned(
    recipe: Recipe, folder: Path, files: Sequence[Path], found: list[Problem]
) -> list[tuple[Source, list[Path]]]:
    """Which files each source is about, in the order of their names."""
    try:
        there = files or sorted(path for path in folder.iterdir() if not path.is_dir())
    except OSError:
        there = []
    matching = [
        (source, sorted((p for p in there if _is_named(p, source.file)), key=lambda p: p.name))
        for source in recipe.sources
    ]
    for number, (source, paths) in enumerate(matching):
        if not paths:
            near = nearest(source.file, [path.name for path in there][:500])
            found.append(
                Problem(
                    code="import-missing-file",
                    message=f'no file is named "{source.file}"',
                    where=f"sources[{number}].file",
                    hint=f'did you mean "{near}"?'
                    if near
                    else "name it behind the recipe, or put it into the recipe's folder",
                )
            )
    for path in files:
        if not any(path in paths for _, paths in matching):
            patterns = [source.file for source in recipe.sources]
            found.append(
                Problem(
                    code="import-file-not-in-recipe",
                    message=f'no source of the recipe is about "{path.name}"',
                    where=str(path),
                    hint=f"its files are {', '.join(dict.fromkeys(patterns))}",
                )
            )
    return matching


def _is_named(path: Path, pattern: str) -> bool:
    name = clean_text(path.name)
    return name == pattern or fnmatchcase(name, pattern)


def _sheets(grids: Sequence[Grid], source: Source, problems: Problems) -> list[Grid]:
    """The sheets of a file that a source is about.

    Raises:
        WorkbookError: there is none, or it is not said which.
    """
    names = [grid.sheet for grid in grids]
    if source.sheet_number:
        fitting = list(grids[source.sheet_number - 1 : source.sheet_number])
        wanted = f"number {source.sheet_number}"
    elif source.sheet:
        fitting = [grid for grid in grids if clean_text(grid.sheet) == source.sheet]
        wanted = f'"{source.sheet}"'
    elif source.sheets:
        fitting = [grid for grid in grids if source.sheets.fits(grid.sheet)]
        wanted = f'named like "{source.sheets.text}"'
    elif len(grids) > 1:
        problems.fatal(
            "import-which-sheet",
            f"the file has {len(grids)} sheets, and the recipe does not say which is meant",
            hint=f'say sheet = "..."; there are {", ".join(names[:10])}',
        )
    else:
        fitting, wanted = list(grids), "at all"
    if not fitting:
        near = did_you_mean(source.sheet, names) if source.sheet else ""
        problems.fatal(
            "import-missing-sheet",
            f"the file has no sheet {wanted}",
            hint=near or f"its sheets are {', '.join(names[:10])}",
        )
    return fitting


def _joined(
    readings: Iterable[tuple[Source, Reading]], found: list[Problem]
) -> tuple[dict[Target, Value], int]:
    """All values by the cell that they are for; two that differ are a problem."""
    values: dict[Target, Value] = {}
    twice = 0
    conflicts: list[Problem] = []
    for source, reading in readings:
        own: dict[Target, Value] = {}
        for value in reading.values:
            earlier = own.get(value.target)
            if earlier is not None and source.add_rows:
                own[value.target] = _sum_of(earlier, value)
            elif earlier is not None:
                twice += _compare(earlier, value, conflicts)
            else:
                own[value.target] = value
        for target, value in own.items():
            if target in values:
                twice += _compare(values[target], value, conflicts)
            else:
                values[target] = value
    shown = conflicts[:_MOST_CONFLICTS]
    found += shown
    if len(conflicts) > len(shown):
        found.append(
            Problem(
                code="import-conflict",
                message=f"{len(conflicts) - len(shown)} more values differ between two places",
                hint="mend the first ones; the others may have the same cause",
            )
        )
    return values, twice


def _sum_of(first: Value, second: Value) -> Value:
    origin = replace(
        first.origin,
        cells=f"{first.origin.cells} + {second.origin.cells}",
        raw=f"{first.origin.raw} + {second.origin.raw}",
    )
    return replace(first, content=added([first.content, second.content]), origin=origin)


def _compare(earlier: Value, value: Value, conflicts: list[Problem]) -> int:
    """1 when both say the same; otherwise a problem with both places."""
    if earlier.content == value.content:
        return 1
    target = value.target
    conflicts.append(
        Problem(
            code="import-conflict",
            message=f'{target.table} of unit {target.unit} in {target.year}, "{target.column}", is'
            f' "{value.origin.raw}" here, but "{earlier.origin.raw}" in {earlier.origin.where}',
            where=value.origin.where,
            hint="leave out one of both in the recipe, or say add_rows = true if units have merged",
        )
    )
    return 0


def _report_year(recipe: Recipe, values: Iterable[Target], found: list[Problem]) -> None:
    """A reporting year that nothing is said about, so that no report can be of it."""
    years, year = sorted({target.year for target in values}), recipe.about.year
    if years and year not in years:
        found.append(
            Problem(
                code="import-no-year",
                message=f"about.year: no file has values of {year}",
                where="about.year",
                hint=f"they have values of {', '.join(map(str, years))}",
            )
        )


def _report_absent(
    recipe: Recipe, readings: Iterable[tuple[Source, Reading]], found: list[Problem]
) -> None:
    """Units that the recipe lists and a source that leaves out others does not have."""
    by_source: dict[int, tuple[Source, set[str], list[str]]] = {}
    for source, reading in readings:
        _, keys, files = by_source.setdefault(id(source), (source, set(), []))
        keys.update(value.target.unit for value in reading.values)
        files.append(reading.file)
    for source, keys, files in by_source.values():
        absent = [unit.name for unit in recipe.units.listed if unit.key not in keys]
        if absent and source.units is NewUnits.LEAVE_OUT:
            found.append(
                Problem(
                    code="import-unit-absent",
                    message=f"nothing stands there for {', '.join(absent)}",
                    where=", ".join(dict.fromkeys(files)),
                    hint='add the name or key that the file has for them to "also" in units.listed',
                    severity=Severity.WARNING,
                )
            )
