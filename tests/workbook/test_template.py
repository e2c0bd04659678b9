"""The template is a workbook that an officer can fill and the loader can read."""

import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from reportgen.errors import LayoutError, WorkbookError
from reportgen.layout.domain import load_domain
from reportgen.layout.places import layout_names
from reportgen.workbook import load_workbook
from reportgen.workbook.schema import ALL_SHEETS
from reportgen.workbook.template import make_template
from reportgen.workbook.template_rows import content_of
from tests.workbook.make_workbook import workbook_rows
from tests.workbook.make_youth_workbook import YOUTH_WORKBOOK
from tests.workbook.templates import workbook_with
from tests.workbooks import WORKBOOK

AREA = """
[[areas]]
key = "a"
short = "A"
label = "A"
base = "insgesamt"
law = "X"
"""


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"

    first.write_bytes(workbook_with(workbook_rows()))
    second.write_bytes(workbook_with(workbook_rows()))

    assert first.read_bytes() == second.read_bytes()


def test_no_clock_leaves_a_trace(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    path.write_bytes(workbook_with({}))

    with ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2020-01-01T00:00:00Z") == 2


def test_the_committed_workbook_is_what_the_figures_give(tmp_path: Path) -> None:
    path = tmp_path / WORKBOOK.name
    path.write_bytes(workbook_with(workbook_rows()))

    assert load_workbook(path) == load_workbook(WORKBOOK)


def test_an_empty_template_only_lacks_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "leer.xlsx"
    path.write_bytes(workbook_with({}))

    with pytest.raises(WorkbookError) as caught:
        load_workbook(path)

    assert [(problem.code, problem.where) for problem in caught.value.problems] == [
        ("empty-text", "leer.xlsx, Angaben!B2"),
        ("bad-year", "leer.xlsx, Angaben!B5"),
        ("bad-date", "leer.xlsx, Angaben!B6"),
        ("empty-sheet", "leer.xlsx, Städte!A2"),
    ]


def test_the_first_sheet_explains_all_others(tmp_path: Path) -> None:
    path = tmp_path / "leer.xlsx"
    path.write_bytes(workbook_with({}))

    workbook = openpyxl.load_workbook(path)

    assert workbook.sheetnames == ["Erläuterung", *ALL_SHEETS]
    explained = {row[0] for row in workbook["Erläuterung"].iter_rows(values_only=True)}
    assert explained >= set(ALL_SHEETS)


@pytest.fixture
def filled(tmp_path: Path) -> openpyxl.Workbook:
    path = tmp_path / "filled.xlsx"
    path.write_bytes(workbook_with(workbook_rows()))
    return openpyxl.load_workbook(path)


def test_sheets_are_comfortable_to_work_in(filled: openpyxl.Workbook) -> None:
    payments = filled["Auszahlungen"]

    assert payments.freeze_panes == "C2"
    assert payments.auto_filter.ref == "A1:H16"
    assert payments["C1"].font.bold
    assert payments["C1"].fill.fgColor.rgb == "FF1F3A5F"
    assert payments["C6"].alignment.horizontal == "right"
    assert filled["Leistungsbeziehende"]["C11"].number_format == "#,##0"
    assert filled["Wirtschaft"]["C11"].number_format == "#,##0.00"
    assert filled["Städte"]["A6"].number_format == "@"
    assert filled["Angaben"]["B6"].number_format == "DD.MM.YYYY"


def test_words_from_a_list_can_be_chosen(filled: openpyxl.Workbook) -> None:
    lists = {
        str(each.sqref): each.formula1
        for name in ("Indikatoren", "Wirtschaft", "Leistungsbereiche", "Quellen")
        for each in filled[name].data_validations.dataValidation
        if each.type == "list"
    }

    assert set(lists.values()) == {
        '"hoch,niedrig,ohne"',
        "'Städte'!$B$2:$B$1000",
        "'Bevölkerung'!$C$1:$Z$1",
        '"ja,nein"',
        '"Bevölkerung,Leistungsbeziehende,Auszahlungen,Wirtschaft"',
    }


def test_what_cannot_be_read_is_told_in_german_while_it_is_typed(
    filled: openpyxl.Workbook,
) -> None:
    rules = {str(v.sqref): v for v in filled["Auszahlungen"].data_validations.dataValidation}

    assert rules["B2:B1000"].type == "whole"
    assert rules["B2:B1000"].error == "Bitte eine ganze Zahl von 1990 bis 2100 eintragen."
    values = rules["C2:H1000"]
    assert values.formula1.startswith('OR(AND(ISNUMBER(C2),C2>=0),C2="-",C2=".",C2="x"')
    assert values.errorStyle == "warning", "12 p can be read, too"
    for sheet in filled.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.error) <= 255, "more is a damaged file to Excel"
            assert len(rule.errorTitle) <= 32
            assert rule.showErrorMessage


def test_gaps_are_coloured_and_nothing_else(filled: openpyxl.Workbook) -> None:
    (gaps,) = filled["Auszahlungen"].conditional_formatting
    assert str(gaps.sqref) == "A2:H1000"
    assert gaps.rules[0].formula == ["AND(COUNTA($A2:$H2)>0,ISBLANK(A2))"]
    optional = {str(each.sqref) for each in filled["Städte"].conditional_formatting}
    assert optional == {"A2:C1000"}, "an office may be missing"


def test_a_comment_defines_every_column(filled: openpyxl.Workbook) -> None:
    for name in ALL_SHEETS:
        without = [cell.value for cell in filled[name][1] if cell.comment is None]
        assert without == [], name
    lines = [row[0].comment for row in filled["Angaben"].iter_rows(min_row=2)]
    assert all(comment is not None for comment in lines)
    area = filled["Leistungsbeziehende"]["C1"].comment
    assert area is not None
    assert area.text == (
        "Grundsicherung für Arbeitsuchende (ELB und NEF) (SGB II), Personen am 31.12."
    )


def test_no_text_of_a_template_runs_over_another(filled: openpyxl.Workbook) -> None:
    """A text wraps within its columns, and its row is high enough for it."""
    sheet = filled["Erläuterung"]
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    for row in sheet.iter_rows(min_row=2):
        for cell, width in zip(row, widths, strict=True):
            if cell.value is None:
                continue
            whole = f"A{cell.row}:C{cell.row}" in merged
            room = sum(widths) if whole else width
            assert cell.alignment.wrap_text, cell.coordinate
            lines = -(-len(str(cell.value)) // (1.1 * room))
            height = sheet.row_dimensions[cell.row].height or 14
            assert height >= 14 * lines, cell.coordinate
    assert len(merged) == 5


def test_each_layout_says_a_domain() -> None:
    for name in layout_names():
        domain = load_domain(name)
        assert domain.areas
        assert domain.nouns["unit.many"]


def test_the_domain_of_districts_is_that_of_their_example() -> None:
    example, domain = load_workbook(YOUTH_WORKBOOK), load_domain("district-youth")

    assert domain.groups == example.groups
    for area, there in zip(domain.areas, example.areas, strict=True):
        assert (area.key, area.short, area.label) == (there.key, there.short, there.label)
        assert (area.base, area.law, area.in_total) == (there.base, there.law, there.in_total)
    for indicator, shown in zip(domain.indicators, example.indicators, strict=True):
        assert (indicator.key, indicator.label) == (shown.key, shown.label)
        assert (indicator.unit, indicator.decimals) == (shown.unit, shown.decimals)
        assert indicator.polarity is shown.polarity


def test_a_layout_of_other_nouns_has_them_in_its_template(tmp_path: Path) -> None:
    folder = tmp_path / "quarters"
    folder.mkdir()
    (folder / "layout.toml").write_text('name = "quarters"\nextends = "city-profile"\n')
    nouns = '[nouns.unit]\nmany = "Stadtteile"\nthe_one = "der Stadtteil"\n'
    (folder / "de.toml").write_text(nouns, encoding="utf-8")
    path = tmp_path / "new.xlsx"

    path.write_bytes(make_template(content_of(load_domain(folder))))

    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames[1:4] == ["Einheiten", "Leistungsbereiche", "Bevölkerung"]
    assert [cell.value for cell in workbook["Einheiten"][1]][:2] == ["Schlüssel", "Einheit"]
    texts = " ".join(str(c.value) for row in workbook["Erläuterung"].iter_rows() for c in row)
    texts += " ".join(
        c.comment.text for sheet in workbook for c in sheet[1] if c.comment is not None
    )
    assert "Aus dieser Arbeitsmappe entstehen die Berichte der Stadtteile." in texts
    assert "Der Stadtteil ist nicht zuständig." in texts
    assert not re.search(r"\bSt(?:a|ä)dte?\b|Leistungsbeziehende und|\bAGS\b", texts)


WRONG_DOMAINS = (
    ("groups = []", "groups", "there is none"),
    ('groups = ["insgesamt"]', "areas", "there is none"),
    ('groups = ["insgesamt"]\n' + AREA.replace("insgesamt", "insgesammt"), "areas[0].base",
     '"insgesammt" is not one of the groups'),
    ('groups = ["insgesamt"]\n' + AREA + AREA, "areas", '"A" stands there twice'),
    ('groups = ["insgesamt\\uFFFE"]\n' + AREA.replace("insgesamt", "insgesamt\\uFFFE"),
     "areas, indicators, groups", "has characters that nobody sees"),
    ('groups = ["insgesamt"]\ngruops = 1\n' + AREA, "gruops", "is not a key here"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "path", "message"), WRONG_DOMAINS)
def test_a_domain_that_is_wrong_is_told(text: str, path: str, message: str, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "layout.toml").write_text('name = "own"\nextends = "city-profile"\n')
    (folder / "workbook.toml").write_text(text, encoding="utf-8")

    with pytest.raises(LayoutError) as caught:
        load_domain(folder)

    problems = caught.value.problems
    assert all(problem.where == f"{folder / 'workbook.toml'}, {path}" for problem in problems)
    assert message in problems[0].message
