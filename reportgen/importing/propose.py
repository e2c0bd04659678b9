"""Writes a recipe for an unknown file: what was found, and what only a person can say."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from reportgen.clean_text import slug_of
from reportgen.importing.conjectures import (
    cells_with_year,
    has_lost_zeros,
    key_length,
    key_lengths,
    number_style,
    rows_of_marks,
)
from reportgen.importing.delimited import decoded, guessed_delimiter, guessed_encoding
from reportgen.importing.files import is_text, open_file, read_file
from reportgen.importing.grid import Grid, Odd, raw_text
from reportgen.importing.shape import (
    MARK,
    NUMBER,
    YEAR,
    Shape,
    looks_like_total,
    numeric_cells,
    shape_of,
)
from reportgen.problems import Problems, excerpt
from reportgen.workbook.cell import column_letters

#: What marks usually mean; a person has to confirm it.
_USUAL = {
    "": "not-delivered", "-": "zero", "–": "zero", "−": "zero", "—": "zero",
    ".": "confidential", "...": "later", "…": "later", "/": "unreliable", ":": "not-delivered",
    "x": "not-meaningful", "X": "not-meaningful", "*": "confidential",
}  # fmt: skip
_PARTS_OF_YEAR = re.compile("(?i)(monat|quartal|month|quarter).{0,10}")
_MOST_COLUMNS = 120
#: A number with one of the usual flags.
_FLAGGED = re.compile(rf"(?:{NUMBER.pattern}) ?([prs])")


def propose(path: Path) -> str:
    """A recipe for a file, as TOML with findings and open questions as comments.

    Args:
        path: of the file.

    Raises:
        WorkbookError: the file cannot be read, or has no table.
    """
    problems = Problems(path.name)
    content = read_file(path, problems)
    encoding = delimiter = ""
    if is_text(content):
        encoding = guessed_encoding(content)
        delimiter = guessed_delimiter(decoded(content, path.name, encoding, problems))
    grids = open_file(path, encoding, (delimiter or ";", '"'), problems)
    shapes = [(grid, shape) for grid in grids if (shape := shape_of(grid)) and shape.values]
    if not shapes:
        problems.fatal(
            "import-not-a-table",
            f'"{path.name}" has no sheet with rows of numbers',
            hint="look at it in your spreadsheet program; export the table itself",
        )
    grid, shape = max(shapes, key=lambda pair: numeric_cells(pair[0]))
    lines = [
        f"# Proposed for {path.name}. Read every line; lines with QUESTION need an answer.",
        *(_sheet_notes(grids, grid)),
        "",
        *_about(),
        *_units(grid, shape),
        "",
        *_indicators(shape),
        *_source(path, grid, shape, (encoding, delimiter), several=len(grids) > 1),
    ]
    return "\n".join(lines) + "\n"


def _sheet_notes(grids: Sequence[Grid], chosen: Grid) -> Iterator[str]:
    if len(grids) > 1:
        others = [f"{grid.sheet} ({numeric_cells(grid)})" for grid in grids if grid is not chosen]
        yield f"# Sheet {chosen.sheet} has most numbers; those of others are in brackets."
        yield "# QUESTION: is any of these sheets wanted too?"
        yield f"#   {'; '.join(others[:20])}"


def _about() -> Iterator[str]:
    yield "# QUESTION: what is this comparison, and for which year?"
    yield "[about]"
    yield 'project = "?"\npublisher = "?"\nyear = 2000\ndata_date = 2000-01-01\nversion = "1"\n'


def _units(grid: Grid, shape: Shape) -> Iterator[str]:
    yield "[units]"
    if shape.key is None:
        yield "# No column looks like keys. QUESTION: list the units with their keys instead?"
        yield "numbered = 8"
        return
    lengths = key_lengths(grid, shape)
    length = key_length(grid, shape)
    if len(lengths) > 1:
        found = ", ".join(f"{times} × {digits}" for digits, times in lengths.most_common())
        yield f"# QUESTION: keys have different lengths (rows × digits): {found}. Which are units?"
    yield f"key = '\\d{{{length}}}'"
    if shape.name is None:
        yield "# No column looks like names. QUESTION: how are units called?"
        yield 'name = "{key}"'


def _keys(shape: Shape) -> dict[int, str]:
    """A key for each column of values, from its header."""
    keys: dict[int, str] = {}
    for column in shape.values[:_MOST_COLUMNS]:
        key = slug_of(shape.headers[column])[:60].strip("-") or column_letters(column + 1).lower()
        keys[column] = key if key not in keys.values() else f"{key}-{column_letters(column + 1)}"
    return keys


def _indicators(shape: Shape) -> Iterator[str]:
    if shape.categories:
        yield "# A long table: name each indicator, and its category in columns below."
    else:
        yield "# QUESTION: label, unit and polarity (hoch, niedrig, ohne) of each column?"
    labels: dict[str, int] = {}
    for column, key in _keys(shape).items():
        label = shape.headers[column] or column_letters(column + 1)
        label = label if label not in labels else f"{label} ({column_letters(column + 1)})"
        labels[label] = column
        entries = (f"key = {_text(key)}", f"label = {_text(label)}", 'unit = "?"', "decimals = 1")
        yield f'[[indicators]]\n{chr(10).join(entries)}\npolarity = "ohne"\n'


def _source(
    path: Path, grid: Grid, shape: Shape, text: tuple[str, str], *, several: bool
) -> Iterator[str]:
    encoding, delimiter = text
    yield "[[sources]]"
    yield f"file = {_text(path.name)}"
    yield 'citation = "?" # QUESTION: how is the source to be cited?'
    if several:
        yield f"sheet = {_text(grid.sheet)}"
    if encoding:
        sure = "" if encoding.startswith("utf") else " # QUESTION: are the umlauts right?"
        yield f"encoding = {_text(encoding)}{sure}"
        yield f"delimiter = {_text(delimiter)}"
    yield from _header_lines(grid, shape)
    yield from _year_lines(grid, shape)
    yield from _unit_lines(grid, shape)
    yield from _number_lines(grid, shape)
    yield from _leave_out_lines(grid, shape)
    if shape.categories:
        names = ", ".join(_text(_column(shape, column)) for column in shape.categories)
        yield f"# QUESTION: texts repeat in {names}; which of them say what a row is about?"
        yield f"category = [{names}]"
    for column in _parts_of_year(grid, shape)[:1]:
        part = grid.text(shape.last, column)
        yield "# QUESTION: is there a value for each part of a year? Then only one may be read:"
        yield f"only = {{ {_text(_column(shape, column))} = {_text(part)} }}"
    yield "columns = ["
    for column, key in _keys(shape).items():
        header = shape.headers[column]
        by = [f"letter = {_text(column_letters(column + 1))}"] if _is_unclear(shape, column) else []
        by += [f"header = {_text(header)}"] if header else []
        by += ['category = "?"'] if shape.categories else []
        yield f"  {{ {', '.join((*by, f'indicator = {_text(key)}'))} }},"
    yield "]"
    if len(shape.values) > _MOST_COLUMNS:
        yield f"# {len(shape.values) - _MOST_COLUMNS} more columns of values are not listed."


def _parts_of_year(grid: Grid, shape: Shape) -> list[int]:
    """Columns that seem to number the months or quarters of a year."""
    found = []
    for column in shape.values:
        texts = {grid.text(row, column) for row in range(shape.first, shape.last + 1)}
        if _PARTS_OF_YEAR.fullmatch(shape.headers[column]) and len(texts) <= 12:
            found.append(column)
    return found


def _header_lines(grid: Grid, shape: Shape) -> Iterator[str]:
    rows = ", ".join(str(row + 1) for row in shape.header)
    if not shape.header:
        yield "# QUESTION: no header was found above the numbers; which columns are which?"
    for row in range(min(shape.header, default=shape.first)):
        above = [t for cell in grid.rows[row] if (t := raw_text(cell))]
        if above:
            yield f"# Above the header, row {row + 1}: {_comment(' | '.join(above), 100)}"
    yield f"header = [{rows}]"


def _year_lines(grid: Grid, shape: Shape) -> Iterator[str]:
    found = []
    if shape.year is not None:
        sample = grid.text(shape.first, shape.year)
        pattern = "" if YEAR.fullmatch(sample) else r", pattern = '(?:19|20)\d\d'"
        found.append(f"{{ column = {_text(_column(shape, shape.year))}{pattern} }}")
    with_year = [c for c in shape.values if len(set(YEAR.findall(shape.headers[c]))) == 1]
    if with_year and len(with_year) > 0.5 * len(shape.values):
        found.append(r"{ header = '(?<!\d)(?:19|20)\d\d(?!\d)' }")
    sure = len(found)
    found += cells_with_year(grid, min(shape.header, default=0))
    if len(set(YEAR.findall(grid.sheet))) == 1:
        found.append(r"{ sheet = '(?:19|20)\d\d' }")
    if len(set(YEAR.findall(grid.file))) == 1:
        found.append(r"{ file = '(?:19|20)\d\d' }")
    if not found:
        yield "# QUESTION: no year stands in the file, its sheet or its name; which is it?"
        yield 'year = { fixed = "2000" }'
        return
    if not sure:
        yield "# QUESTION: is this the year of the figures, or that of an extract?"
    for other in found[1:4]:
        yield f"# QUESTION: or is this the year? year = {other}"
    yield f"year = {found[0]}"


def _unit_lines(grid: Grid, shape: Shape) -> Iterator[str]:
    if shape.key is not None:
        pad = ""
        if has_lost_zeros(grid, shape):
            digits = max(len(grid.text(r, shape.key)) for r in range(shape.first, shape.last + 1))
            pad = f", pad = {digits}"
            yield "# QUESTION: keys seem to have lost zeros at their beginning. Is that so?"
        yield f"key = {{ column = {_text(_column(shape, shape.key))}{pad} }}"
    if shape.name is not None:
        yield f"name = {{ column = {_text(_column(shape, shape.name))} }}"
        texts = [grid.text(row, shape.name) for row in range(shape.first, shape.last + 1)]
        places: dict[tuple[str, str], list[str]] = {}
        for row, text in enumerate(texts, start=shape.first):
            year = grid.text(row, shape.year) if shape.year is not None else ""
            places.setdefault((text, year), []).append(str(row + 1))
        twice = [f"{t} ({', '.join(n[:3])})" for (t, _), n in places.items() if t and n[1:]]
        if twice:
            yield f"# QUESTION: names in more than one row: {_listed(twice)}."
            yield "#   Are some of them totals, or told apart by another column (qualifier)?"
    if shape.key is None and shape.name is None:
        yield "# QUESTION: no column names units; is the whole file about one, or a cell above?"
        yield 'name = { fixed = "?" }'
    yield 'units = "add"'


def _number_lines(grid: Grid, shape: Shape) -> Iterator[str]:
    cells = [
        grid.cell(row, column)
        for row in range(shape.first, shape.last + 1)
        for column in shape.values
    ]
    texts = Counter(raw_text(cell) for cell in cells if isinstance(cell, str))
    decimal, thousands, question = number_style([text for text in texts if NUMBER.fullmatch(text)])
    if question:
        yield f"# QUESTION: {question}"
    yield f"decimal = {_text(decimal)}"
    if thousands:
        yield f"thousands = {_text(thousands)}"
    odd = Counter(cell.words for cell in cells if isinstance(cell, Odd))
    for words, times in odd.items():
        yield f"# QUESTION: {times} cells are {words}; correct them in the file."
    marks = {t: n for t, n in texts.items() if not NUMBER.fullmatch(t) or MARK.fullmatch(t)}
    numbers = Counter(raw_text(cell) for cell in cells if isinstance(cell, float))
    marks |= {t: n for t, n in numbers.items() if re.fullmatch("-9{3,}", t)}
    flags = {match[1]: mark for mark in marks if (match := _FLAGGED.fullmatch(mark))}
    marks = {mark: times for mark, times in marks.items() if mark not in flags.values()}
    for flag, example in flags.items():
        yield f'# QUESTION: does "{flag}" behind a number, as in "{example}", flag it?'
    if flags:
        yield f"flags = {{ {', '.join(f'{_text(flag)} = {_text(flag)}' for flag in flags)} }}"
    known = {mark: _USUAL[mark] for mark in marks if mark in _USUAL}
    for mark, times in sorted(marks.items(), key=lambda item: -item[1])[:20]:
        usual = f"usually {_USUAL[mark]}" if mark in _USUAL else "not in marks"
        yield f"# QUESTION: {_comment(_text(mark), 60)} stands there {times} times ({usual})."
    if known:
        entries = ", ".join(f"{_text(mark)} = {_text(means)}" for mark, means in known.items())
        yield f"marks = {{ {entries} }}"


def _leave_out_lines(grid: Grid, shape: Shape) -> Iterator[str]:
    if shape.end is not None:
        text = next(filter(None, map(raw_text, grid.rows[shape.end])), "")
        yield f"# Below the table, from row {shape.end + 1}: {_comment(text, 80)}"
        yield f"end = {_pattern(text)}"
    rules = []
    if shape.numbers_row is not None:
        where = _text(_column(shape, shape.key if shape.key is not None else 0))
        rules.append(f"  {{ reason = \"numbers of columns\", column = {where}, pattern = '1' }},")
    if shape.name is not None:
        names = [grid.text(row, shape.name) for row in range(shape.first, shape.last + 1)]
        totals = list(dict.fromkeys(name for name in names if looks_like_total(name)))
        where = _text(_column(shape, shape.name))
        if totals:
            yield f"# QUESTION: these look like totals: {_listed(totals)}"
            patterns = "|".join(re.escape(name) for name in totals[:20])
            rule = f'reason = "total", column = {where}, pattern = {_literal(patterns)}'
            rules.append(f"  {{ {rule} }},")
    if shape.key is not None:
        keys = Counter(len(grid.text(r, shape.key)) for r in range(shape.first, shape.last + 1))
        if keys.get(0):
            yield f"# QUESTION: {keys[0]} rows have no key: headings, totals or empty?"
        length = key_length(grid, shape)
        others = sorted(set(keys) - {0, length})
        if others and not has_lost_zeros(grid, shape):
            where = _text(_column(shape, shape.key))
            pattern = "|".join(f"\\d{{{digits}}}" for digits in others)
            rules.append(
                f"  {{ reason = \"other level\", column = {where}, pattern = '{pattern}' }},"
            )
    if len(shape.values) > 1 and (bare := rows_of_marks(grid, shape)):
        yield f"# QUESTION: {len(bare)} rows hold nothing but marks, e.g. row {bare[0] + 1}: why?"
    if rules:
        yield "leave_out = ["
        yield from rules
        yield "]"


def _column(shape: Shape, column: int) -> str:
    """How a recipe names a column: its header if it has one of its own, else its letters."""
    return column_letters(column + 1) if _is_unclear(shape, column) else shape.headers[column]


def _is_unclear(shape: Shape, column: int) -> bool:
    header = shape.headers[column]
    return not header or shape.headers.count(header) > 1


def _text(text: str) -> str:
    """A text as TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{"".join(c for c in escaped if c.isprintable() or c == " ")}"'


def _literal(pattern: str) -> str:
    return f"'{pattern}'" if "'" not in pattern and pattern.isprintable() else _text(pattern)


def _pattern(text: str) -> str:
    return _literal(f"{re.escape(text[:40])}.*" if len(text) > 40 else re.escape(text))


def _comment(text: str, most: int) -> str:
    return excerpt("".join(c if c.isprintable() else " " for c in text), most)


def _listed(names: Sequence[str]) -> str:
    more = f" … (+{len(names) - 8})" if len(names) > 8 else ""
    return _comment(", ".join(names[:8]), 300) + more
