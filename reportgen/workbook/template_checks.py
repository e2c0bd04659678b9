"""What a spreadsheet program says while a new workbook is filled in.

Lists to choose from, messages on what cannot be read, colour where something is missing, and a
comment at each header. The reader checks all of it again.
"""

from collections.abc import Iterable, Mapping

from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.model import Polarity, Table
from reportgen.workbook import schema
from reportgen.workbook.template_rows import Entry, TemplateContent

#: Rows that are checked at least; more where there are more.
_FEWEST_CHECKED_ROWS = 1000
_GAP = PatternFill("solid", bgColor="FFFFF2CC")
_AUTHOR = "reportgen"

_CHOOSE = "Bitte einen Eintrag aus der Liste wählen."
_SIGNS = ("-", ".", "x", "...", "/")
_NUMBER_OR_SIGN = (
    "Erwartet wird eine Zahl, eines der Zeichen - . x ... / oder eine Zahl mit Zusatz wie 12 p, "
    "12 r, 12 s oder (12). Was sie bedeuten, sagt das Blatt Erläuterung. Trotzdem übernehmen?"
)

#: Columns that may stay empty in a row that has an entry, as may those that may be missing.
_MAY_BE_EMPTY = {schema.CITIES: {"Amt"}, schema.SOURCES: {"Stadt", "Jahr", "Bemerkung"}}


def add_checks(sheet: Worksheet, name: str, headers: list[str], content: TemplateContent) -> None:
    """Adds lists, messages and colours to a sheet.

    Args:
        sheet: with its header in row 1.
        name: of the sheet in the schema.
        headers: of its columns in the schema.
        content: of the whole workbook.
    """
    last = max(_FEWEST_CHECKED_ROWS, 2 * len(content.rows.get(name, ())))
    values = []
    for number, header in enumerate(headers, start=1):
        letter = get_column_letter(number)
        if name in set(Table) and header not in schema.ROW_COLUMNS:
            values.append(letter)
        elif (validation := _validation(name, header, content)) is not None:
            validation.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(validation)
    if values:
        validation = _value_validation(values[0], negative=name == Table.ECONOMY)
        validation.add(f"{values[0]}2:{values[-1]}{last}")
        sheet.add_data_validation(validation)
    _add_about_checks(sheet, name, content)
    _colour_gaps(sheet, name, headers, last)


def _validation(name: str, header: str, content: TemplateContent) -> DataValidation | None:
    """What may stand in a column that is no column of values."""
    if header == "Jahr":
        return _whole("Jahr", 1990, 2100)
    if header == "Reihenfolge":
        return _whole(header, 0, 999)
    if header == "Nachkommastellen":
        return _whole(header, 0, 6)
    choices = _choices(name, header, content)
    if not choices:
        return None
    validation = DataValidation(type="list", formula1=choices, allow_blank=True)
    return _with_message(validation, content.texts.header(name, header), _CHOOSE)


def _choices(name: str, header: str, content: TemplateContent) -> str:
    """The list that the entries of a column are from, as a formula; empty where there is none."""
    texts = content.texts
    match (name, header):
        case (schema.AREAS, "Bezugsbevölkerung"):
            groups = content.columns.get(Table.POPULATION, ())
            last = get_column_letter(2 + max(24, len(groups)))
            return f"'{texts.sheet(Table.POPULATION)}'!$C$1:${last}$1"
        case (schema.INDICATORS, "Polarität"):
            return _one_of(Polarity)
        case (schema.AREAS, schema.IN_TOTAL):
            return _one_of(("ja", "nein"))
        case (schema.SOURCES, "Blatt"):
            return _one_of(texts.sheet(table) for table in content.columns)
        case (schema.CITIES, _):
            return ""
        case (_, "Stadt"):
            rows = max(_FEWEST_CHECKED_ROWS, 2 * len(content.rows.get(schema.CITIES, ())))
            return f"'{texts.sheet(schema.CITIES)}'!$B$2:$B${rows}"
    return ""


def _whole(title: str, least: int, most: int) -> DataValidation:
    validation = DataValidation(
        type="whole", operator="between", formula1=str(least), formula2=str(most), allow_blank=True
    )
    text = f"Bitte eine ganze Zahl von {least} bis {most} eintragen."
    return _with_message(validation, title, text)


def _value_validation(letter: str, *, negative: bool) -> DataValidation:
    """Numbers and signs; what else can be read, such as 12 p, is taken after a question."""
    cell = f"{letter}2"
    number = f"ISNUMBER({cell})" if negative else f"AND(ISNUMBER({cell}),{cell}>=0)"
    signs = ",".join(f'{cell}="{sign}"' for sign in _SIGNS)
    validation = DataValidation(type="custom", formula1=f"OR({number},{signs})", allow_blank=True)
    validation.errorStyle = "warning"
    return _with_message(validation, "Zahl oder Zeichen", _NUMBER_OR_SIGN)


def _with_message(validation: DataValidation, title: str, text: str) -> DataValidation:
    validation.errorTitle, validation.error = title, text
    validation.showErrorMessage = True
    return validation


def _one_of(words: Iterable[str]) -> str:
    return '"' + ",".join(words) + '"'


def _add_about_checks(sheet: Worksheet, name: str, content: TemplateContent) -> None:
    """The year and the day of the data are no texts."""
    rows = content.rows.get(name, ()) if name == schema.ABOUT else ()
    lines = {row["Angabe"]: place for place, row in enumerate(rows, start=2)}
    if schema.YEAR in lines:
        year = _whole(schema.YEAR, 1990, 2100)
        year.add(f"B{lines[schema.YEAR]}")
        sheet.add_data_validation(year)
    if schema.DATA_DATE in lines:
        day = DataValidation(
            type="date", operator="greaterThanOrEqual", formula1="DATE(1990,1,1)", allow_blank=True
        )
        text = "Bitte ein Datum wie 31.12.2020 eintragen."
        day.add(f"B{lines[schema.DATA_DATE]}")
        sheet.add_data_validation(_with_message(day, schema.DATA_DATE, text))


def _colour_gaps(sheet: Worksheet, name: str, headers: list[str], last: int) -> None:
    """Colours what is empty in a row that has an entry."""
    end = get_column_letter(len(headers))
    if name == schema.ABOUT:
        others = "".join(f',$A2<>"{line}"' for line in (schema.CONTACT, schema.NOTICE))
        _colour(sheet, f"B2:B{last}", f'AND($A2<>""{others},ISBLANK($B2))')
        return
    optional = {*_MAY_BE_EMPTY.get(name, ()), *schema.OPTIONAL_COLUMNS.get(name, ())}
    for first, final in _runs(headers, optional):
        left, right = get_column_letter(first), get_column_letter(final)
        formula = f"AND(COUNTA($A2:${end}2)>0,ISBLANK({left}2))"
        _colour(sheet, f"{left}2:{right}{last}", formula)


def _colour(sheet: Worksheet, cells: str, formula: str) -> None:
    rule = FormulaRule(formula=[formula], fill=_GAP)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(cells, rule)


def _runs(headers: list[str], optional: set[str]) -> Iterable[tuple[int, int]]:
    """First and last number of each run of columns that must not be empty."""
    start = None
    for number, header in enumerate([*headers, None], start=1):
        needed = header is not None and header not in optional
        if needed and start is None:
            start = number
        elif not needed and start is not None:
            yield start, number - 1
            start = None


def add_comments(sheet: Worksheet, name: str, headers: list[str], content: TemplateContent) -> None:
    """Says at each header what belongs into its column."""
    said = {(of, column): text for of, column, text in content.texts.columns}
    whole = said.get((name, ""), "")
    for number, header in enumerate(headers, start=1):
        text = said.get((name, header)) or _column_text(name, header, content) or whole
        if text:
            sheet.cell(1, number).comment = _comment(text)
    for place, row in enumerate(content.rows.get(name, ()), start=2):
        line = said.get((name, str(row.get("Angabe"))))
        if name == schema.ABOUT and line:
            sheet.cell(place, 1).comment = _comment(line)


def _comment(text: str) -> Comment:
    return Comment(text, _AUTHOR, height=60 + 18 * (len(text) // 38), width=300)


def _column_text(name: str, header: str, content: TemplateContent) -> str:
    """What a column of a data sheet holds, by the row that defines it."""
    if header == "Stadt":
        return f"Name wie im Blatt {content.texts.sheet(schema.CITIES)}."
    if header == "Jahr":
        return "Das Jahr der Zahlen in dieser Zeile."
    if header == "Angabe":
        return "Was rechts davon steht; bitte nicht ändern."
    if name == Table.POPULATION:
        return f"Einwohnerinnen und Einwohner der Gruppe „{header}“ am 31.12."
    if name in {Table.RECIPIENTS, Table.PAYMENTS}:
        unit = "in Euro im Jahr." if name == Table.PAYMENTS else "Personen am 31.12."
        area = _defined(content, schema.AREAS, "Kurzbezeichnung", header)
        return f"{area['Bezeichnung']} ({area['Rechtsgrundlage']}), {unit}" if area else ""
    indicator = _defined(content, schema.INDICATORS, "Bezeichnung", header)
    if name != Table.ECONOMY or not indicator:
        return ""
    source = f" Quelle: {indicator['Quelle']}" if indicator["Quelle"] else ""
    return f"In {indicator['Einheit']}.{source}"


def _defined(
    content: TemplateContent, sheet: str, column: str, header: str
) -> Mapping[str, Entry] | None:
    return next((row for row in content.rows.get(sheet, ()) if row.get(column) == header), None)
