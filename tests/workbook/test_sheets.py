"""One walk over a sheet: whatever is odd about a cell is reported with the address of that cell."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from reportgen.errors import Problem, Severity, WorkbookError
from reportgen.layout.glyphs import shipped_characters
from reportgen.model import Flag, Observation, Table
from reportgen.problems import Problems
from reportgen.workbook import load_workbook
from reportgen.workbook.reader import open_workbook
from tests.workbook.parts import PARTS, replacing, rewritten, with_xml, without_addresses
from tests.workbooks import WORKBOOK, Value, edited, with_cell


def found_in(path: Path) -> list[tuple[str, str]]:
    """Code and place of each problem."""
    try:
        problems = load_workbook(path).warnings
    except WorkbookError as error:
        problems = error.problems
    return [(problem.code, problem.where.partition(", ")[2]) for problem in problems]


def only_problem(path: Path) -> Problem:
    with pytest.raises(WorkbookError) as caught:
        load_workbook(path)
    (problem,) = caught.value.problems
    return problem


def observed(path: Path, place: str) -> Observation:
    observations = load_workbook(path).observations.values()
    return next(one for one in observations if one.where == place)


def test_cells_are_read_as_openpyxl_reads_them() -> None:
    reference = openpyxl.load_workbook(WORKBOOK)
    workbook = open_workbook(WORKBOOK, Problems("x"), shipped_characters())

    count = 0
    for name, sheet in workbook.sheets.items():
        for row in sheet.rows:
            for column, cell in row.cells.items():
                other = reference[name].cell(row.number, column)
                value = float(other.value) if isinstance(other.value, int) else other.value
                assert (cell.value, cell.address) == (value, other.coordinate)
                assert cell.number_format.lower() == other.number_format.lower()
                count += 1
        filled = [c for row in reference[name].iter_rows() for c in row if c.value is not None]
        assert len(filled) == sum(len(row.cells) for row in sheet.rows)
    assert count > 1000


# --- rows and cells that do not say where they stand ------------------------------------------


def test_addresses_may_be_left_out(tmp_path: Path) -> None:
    assert (
        load_workbook(rewritten(tmp_path, without_addresses)).observations
        == load_workbook(WORKBOOK).observations
    )


@pytest.mark.parametrize(
    ("place", "value", "number_format", "code"),
    [
        ("Auszahlungen!E9", "#DIV/0!", "", "formula-error"),
        ("Wirtschaft!L30", "=SUM(A1:A2)", "", "formula-without-value"),
        ("Wirtschaft!D17", 0.412, "0.00%", "percent-cell"),
        ("Bevölkerung!F8", 513_000, "#,##0,", "number-format"),
        ("Leistungsbeziehende!D29", datetime(2020, 5, 4), "", "date-cell"),
        ("Leistungsbeziehende!H31", True, "", "not-a-number"),
        ("Städte!C7", False, "", "boolean-cell"),
    ],
)
@pytest.mark.parametrize("addressed", [True, False], ids=["with addresses", "without"])
def test_what_is_odd_about_a_cell_hits_its_address(
    place: str, value: Value, number_format: str, code: str, addressed: bool, tmp_path: Path
) -> None:
    path = edited(tmp_path, with_cell(place, value, number_format))
    if not addressed:
        path = rewritten(tmp_path, without_addresses, source=path)

    problem = only_problem(path)

    assert (problem.code, problem.where.partition(", ")[2]) == (code, place)


def test_one_cell_without_address_follows_the_one_before_it(tmp_path: Path) -> None:
    change = with_xml("Leistungsbeziehende!D14", '<c t="e"><v>#NULL!</v></c>')

    assert found_in(rewritten(tmp_path, change)) == [("formula-error", "Leistungsbeziehende!D14")]


def test_a_row_without_number_follows_the_one_before_it(tmp_path: Path) -> None:
    cell = with_xml("Wirtschaft!C9", '<c t="e"><v>#REF!</v></c>')
    row = replacing(PARTS["Wirtschaft"], {'<row r="9"': "<row"})

    path = rewritten(tmp_path, lambda name, content: cell(name, row(name, content)))

    assert found_in(path) == [("formula-error", "Wirtschaft!C9")]


@pytest.mark.parametrize(
    "address", ["AAAAAAA17", "ZZZZ3", "XFE1", "A1048577", "A0", "17", "$C$5", ""]
)
def test_an_address_that_no_sheet_has_is_damage(address: str, tmp_path: Path) -> None:
    path = rewritten(tmp_path, with_xml("Wirtschaft!C5", f'<c r="{address}"><v>1</v></c>'))

    assert only_problem(path).code == "not-xlsx"


def test_a_cell_in_an_unknown_element_is_none(tmp_path: Path) -> None:
    stray = '</sheetData><x><row><c r="XFD1048576"><v>1</v></c></row></x>'

    path = rewritten(tmp_path, replacing(PARTS["Städte"], {"</sheetData>": stray}))

    assert load_workbook(path).warnings == ()


def test_two_cells_of_one_address_are_damage(tmp_path: Path) -> None:
    double = '<c r="C5"><v>1</v></c><c r="C5"><v>2</v></c>'

    problem = only_problem(rewritten(tmp_path, with_xml("Wirtschaft!C5", double)))

    assert problem.code == "not-xlsx"
    assert "C5" in problem.message


def test_prefixes_of_names_do_not_matter(tmp_path: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        if name != PARTS["Wirtschaft"]:
            return content
        text = content.decode().replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
        return text.replace("xmlns=", "xmlns:x=").replace("<x:?", "<?").encode()

    assert load_workbook(rewritten(tmp_path, change)).warnings == ()


def test_a_sheet_may_be_in_utf16(tmp_path: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        return content.decode().encode("utf-16") if name == PARTS["Städte"] else content

    assert len(load_workbook(rewritten(tmp_path, change)).cities) == 15


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>'

    def change(name: str, content: bytes) -> bytes:
        return bomb + content if name == PARTS["Städte"] else content

    assert only_problem(rewritten(tmp_path, change)).code == "not-xlsx"


# --- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c r="C11"><v>NaN</v></c>', "not-a-number"),
        ('<c r="C11"><v>INF</v></c>', "not-a-number"),
        ('<c r="C11"><v>1e400</v></c>', "not-a-number"),
        ('<c r="C11"><v>zwölf</v></c>', "not-a-number"),
        ('<c r="C11"><v>3e15</v></c>', "number-too-large"),
        ('<c r="C11"><v>-1e308</v></c>', "number-too-large"),
        ('<c r="C11"><f>A1</f></c>', "formula-without-value"),
        ('<c r="C11"><f>A1</f><v></v></c>', "formula-without-value"),
        ('<c r="C11" t="b"><v>1</v></c>', "not-a-number"),
        ('<c r="C11" t="d"><v>2020-12-31T00:00:00</v></c>', "date-cell"),
        ('<c r="C11" t="inlineStr"><is><t>12,5</t></is></c>', "german-number"),
        ('<c r="C11" t="str"><f>B1</f><v>kein Wert</v></c>', "not-a-number"),
        ('<c r="C11" t="inlineStr"><is><t>567 559</t></is></c>', "german-number"),
        ('<c r="C11" t="inlineStr"><is><t>567\u2009559</t></is></c>', "german-number"),
        ('<c r="C11" t="inlineStr"><is><t>\'567559</t></is></c>', "german-number"),
        (
            '<c r="C11" t="inlineStr"><is><r><t>56</t></r><r><rPr><vertAlign val="superscript"/>'
            "</rPr><t>2</t></r><r><t> s</t></r></is></c>",
            "raised-text",
        ),
        (
            '<c r="C11" t="inlineStr"><is><r><rPr><strike/></rPr><t>12 s</t></r></is></c>',
            "raised-text",
        ),
    ],
)
def test_a_value_that_cannot_be_taken_is_reported(cell: str, code: str, tmp_path: Path) -> None:
    problem = only_problem(rewritten(tmp_path, with_xml("Wirtschaft!C11", cell)))

    assert (problem.code, problem.where) == (code, "rewritten.xlsx, Wirtschaft!C11")
    assert problem.hint


@pytest.mark.parametrize(
    ("cell", "value", "flag"),
    [
        ('<c r="C11"><v>7.25</v></c>', 7.25, None),
        ('<c r="C11"><v>-0</v></c>', 0, None),
        ('<c r="C11"><v> 7.25 </v></c>', 7.25, None),
        ('<c r="C11"><f>29/4</f><v>7.25</v></c>', 7.25, None),
        ('<c r="C11" t="str"><f>A1</f><v>7,25 p</v></c>', 7.25, Flag.PROVISIONAL),
        ('<c r="C11" t="inlineStr"><is><t xml:space="preserve"> 7,25_x000D_ s</t></is></c>', 7.25,
         Flag.ESTIMATED),
        ('<c r="C11" t="inlineStr"><is><r><t>7,</t></r><r><t>25 r</t></r></is></c>', 7.25,
         Flag.CORRECTED),
        ('<c r="C11" t="inlineStr"><is><t>7,25 s</t><rPh sb="0" eb="1"><t>9</t></rPh></is></c>',
         7.25, Flag.ESTIMATED),
        ('<c r="C11" t="inlineStr"><is><t>12 567,25 s</t></is></c>', 12567.25, Flag.ESTIMATED),
        ('<c r="C11" t="inlineStr"><is><t>(7\u200b,25)</t></is></c>', 7.25, Flag.LIMITED),
    ],
)  # fmt: skip
def test_a_value_is_taken_however_it_is_written(
    cell: str, value: float, flag: Flag | None, tmp_path: Path
) -> None:
    observation = observed(rewritten(tmp_path, with_xml("Wirtschaft!C11", cell)), "Wirtschaft!C11")

    assert (observation.value, observation.flag) == (value, flag)
    assert str(observation.value) != "-0.0"


def test_a_formula_of_a_writer_that_computes_nothing_has_no_value(tmp_path: Path) -> None:
    # Such writers put zero where a formula waits, and ask to have all of them computed.
    change = with_xml("Wirtschaft!C11", '<c r="C11"><f>A1</f><v>0</v></c>')

    assert found_in(rewritten(tmp_path, change)) == [("formula-without-value", "Wirtschaft!C11")]


def test_days_may_be_counted_from_1904(tmp_path: Path) -> None:
    def change(_: str, content: bytes) -> bytes:
        return content.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')

    dataset = load_workbook(rewritten(tmp_path, change))

    assert (dataset.about.data_date - load_workbook(WORKBOOK).about.data_date).days == 1462


def with_shared_texts(folder: Path, texts: str, *cities: str) -> Path:
    """The workbook with a part of shared texts, of which the cells of the cities name one each."""
    strings = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>'
    )

    def change(name: str, content: bytes) -> bytes:
        if name == "xl/_rels/workbook.xml.rels":
            kind = (
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
            )
            new = f'<Relationship Id="rId99" Type="{kind}" Target="sharedStrings.xml"/>'
            return content.replace(b"</Relationships>", new.encode() + b"</Relationships>")
        if name == "docProps/app.xml":
            return strings.encode()
        for number, city in enumerate(cities):
            content = content.replace(
                b't="inlineStr"><is><t>' + city.encode() + b"</t></is>",
                b't="s"><v>' + str(number).encode() + b"</v>",
            )
        return content

    def rename(name: str) -> str:
        return "xl/sharedStrings.xml" if name == "docProps/app.xml" else name

    return rewritten(folder, change, rename)


def test_texts_may_be_shared_by_cells(tmp_path: Path) -> None:
    texts = (
        "<si><t>Bremen</t></si><si><r><t>Dort</t></r><r><t>mund</t></r>"
        "<rPh sb='0' eb='1'><t>DO</t></rPh></si>"
    )

    path = with_shared_texts(tmp_path, texts, "Bremen", "Dortmund")

    assert load_workbook(path).observations == load_workbook(WORKBOOK).observations


@pytest.mark.parametrize("mark", ['<vertAlign val="superscript"/>', "<strike/>"])
def test_a_raised_mark_in_a_shared_text_is_reported(mark: str, tmp_path: Path) -> None:
    texts = f"<si><r><t>Bremen</t></r><r><rPr>{mark}</rPr><t>2</t></r></si>"

    found = found_in(with_shared_texts(tmp_path, texts, "Bremen"))

    assert ("raised-text", "Städte!B2") in found


def test_a_cell_that_is_struck_out_is_reported(tmp_path: Path) -> None:
    def strike(workbook: openpyxl.Workbook) -> None:
        for place in ("Wirtschaft!D5", "Städte!D6"):
            sheet, address = place.split("!")
            workbook[sheet][address].font = openpyxl.styles.Font(strike=True)

    with pytest.raises(WorkbookError) as caught:
        load_workbook(edited(tmp_path, strike))

    assert {(p.where.partition(", ")[2], p.severity) for p in caught.value.problems} == {
        ("Wirtschaft!D5", Severity.ERROR),
        ("Städte!D6", Severity.WARNING),
    }
    assert {problem.code for problem in caught.value.problems} == {"struck-cell"}


def test_a_large_comparison_is_read_whole(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{c}{row}"><v>{row}</v></c>' for c in "IJKLM")
        + "</row>"
        for row in range(240, 12_240)
    )
    path = rewritten(
        tmp_path, replacing(PARTS["Wirtschaft"], {"</sheetData>": rows + "</sheetData>"})
    )

    workbook = open_workbook(path, Problems("x"), shipped_characters())

    last = workbook.sheets[Table.ECONOMY].rows[-1]
    assert (last.number, last.cells[13].value) == (12_239, 12_239)
