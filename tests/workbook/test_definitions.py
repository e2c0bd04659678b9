"""Names, keys and file names are each one's own; optional columns say more than is needed."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from reportgen.errors import Problem, WorkbookError
from reportgen.model import Dataset, Flag, Reason, Table
from reportgen.workbook import load_workbook
from tests.workbooks import Edit, edited, with_cell, with_figure, with_row


def only_problem(path: Path) -> Problem:
    with pytest.raises(WorkbookError) as caught:
        load_workbook(path)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


def renamed_city(old: str, new: str) -> Edit:
    """Changes the name of a city in all sheets."""

    def edit(workbook: openpyxl.Workbook) -> None:
        for sheet in workbook:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value == old:
                        cell.value = new

    return edit


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Łódź", "lodz"),
        ("Cottbus/Chóśebuz", "cottbus-chosebuz"),
        ("Bautzen - Budyšin", "bautzen-budysin"),
        ("Huế", "hue"),
        ("Gießen", "giessen"),
        ("Sønderborg", "sonderborg"),
        ("St. Pölten (Bezirk)", "st-poelten-bezirk"),
        ("Mu\u0308lheim\u00a0an der Ruhr", "muelheim-an-der-ruhr"),
    ],
)
def test_a_name_of_any_latin_letters_gives_a_file_name(
    name: str, slug: str, tmp_path: Path
) -> None:
    dataset = load_workbook(edited(tmp_path, renamed_city("Essen", name)))

    assert slug in {city.slug for city in dataset.cities}
    assert dataset.warnings == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Al-مدينة", "missing-glyph"),
        ("Hagen 🏙", "missing-glyph"),
        ("東京", "missing-glyph"),
        ("Москва", "bad-name"),
        ("Neu-Москва", "bad-name"),
        ("???", "bad-name"),
        ("CON", "bad-name"),
        ("nul.", "bad-name"),
        ("Lpt1", "bad-name"),
        ("Öä" * 30, "bad-name"),
        ("x" * 250, "too-long"),
    ],
)
def test_a_name_without_latin_letters_is_one_error(name: str, code: str, tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, renamed_city("Essen", name)))

    assert problem.code == code
    assert problem.where == "benchmarking-2020.xlsx, Städte!B7"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (with_cell("Städte!B7", "ROSTOCK"), '"Rostock" stands in Städte!B7 already'),
        (with_cell("Städte!B7", "Köln\u200b"), '"Köln" stands in Städte!B7 already'),
        (with_cell("Städte!B7", "Koeln"), '"Köln" has the file name of "Koeln" in B7'),
        (with_cell("Städte!C7", "hro"), '"HRO" stands in Städte!C7 already'),
        (with_cell("Städte!C7", "bremen"), '"bremen" stands in Städte!B2 already'),
        (with_cell("Städte!C7", "muenchen"), '"muenchen" has the file name of "München" in B13'),
        (with_cell("Städte!A7", "05111000\u00a0"), '"05111000" stands in Städte!A6 already'),
        (with_cell("Städte!B7", "Köln print"), "file name of another edition"),
        (with_cell("Städte!B7", "Köln-EN"), "file name of another edition"),
        (with_cell("Städte!B7", "Köln (en, print)"), "file name of another edition"),
        (with_cell("Städte!B7", "Köln 2up"), "file name of another edition"),
    ],
)
def test_names_that_are_made_equal_are_reported(edit: Edit, message: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as caught:
        load_workbook(edited(tmp_path, edit))

    duplicates = [p for p in caught.value.problems if p.code == "duplicate-city"]
    assert len(duplicates) == 1
    assert message in duplicates[0].message


def test_editions_and_languages_of_two_cities_may_not_have_one_name(tmp_path: Path) -> None:
    names = with_cell("Städte!B7", "Neustadt-en"), with_cell("Städte!B8", "Neustadt en print")

    with pytest.raises(WorkbookError) as caught:
        load_workbook(edited(tmp_path, *names))

    (duplicate,) = [p for p in caught.value.problems if p.code == "duplicate-city"]
    assert 'another edition of "Neustadt-en"' in duplicate.message


def test_digits_of_other_scripts_are_no_key(tmp_path: Path) -> None:
    arabic = "\u0660\u0665\u0661\u0661\u0661\u0660\u0660\u0660"

    with pytest.raises(WorkbookError) as caught:
        load_workbook(edited(tmp_path, with_cell("Städte!A6", arabic)))

    assert caught.value.problems[0].where == "benchmarking-2020.xlsx, Städte!A6"


def test_full_width_digits_are_the_digits_that_they_look_like(tmp_path: Path) -> None:
    wide = "\uff10\uff15\uff11\uff11\uff11\uff10\uff10\uff10"

    cities = load_workbook(edited(tmp_path, with_cell("Städte!A6", wide))).cities

    assert cities[4].ags == "05111000"


def test_more_areas_than_a_sheet_has_columns_are_reported(tmp_path: Path) -> None:
    rows = (
        with_row("Leistungsbereiche", f"k{n}", f"K{n}", f"Kurz {n}", "insgesamt", "SGB", n)
        for n in range(120)
    )

    with pytest.raises(WorkbookError) as caught:
        load_workbook(edited(tmp_path, *rows))

    assert "too-many-rows" in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (with_cell("Leistungsbereiche!B3", "SGB\u00a0II"), "duplicate-key"),
        (with_cell("Leistungsbereiche!C3", "Hilfe zur\u200b Pflege"), "duplicate-key"),
        (with_cell("Leistungsbereiche!A3", "sgb2\ufeff"), "duplicate-key"),
        (with_cell("Leistungsbereiche!B3", "Jahr"), "reserved-key"),
        (with_cell("Indikatoren!B3", "Stadt"), "reserved-key"),
        (with_cell("Indikatoren!B3", "Arbeitslosen\u00adquote"), "duplicate-key"),
        (with_row("Angaben", "Fassung\u200b", "2.0"), "duplicate-key"),
        (with_row("Quellen", "Wirtschaft", "Hannover", None, "BBSR Bonn, INKAR",
                  "Hannover: Werte der Region\u00a0Hannover."), "duplicate-source"),
    ],
)  # fmt: skip
def test_keys_that_are_made_equal_are_reported(edit: Edit, code: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as caught:
        load_workbook(edited(tmp_path, edit))

    assert [p.code for p in caught.value.problems].count(code) == 1


def test_a_table_may_have_two_sources(tmp_path: Path) -> None:
    path = edited(tmp_path, with_row("Quellen", "Wirtschaft", None, None, "Eigene Erhebung"))

    assert len(load_workbook(path).sources) == 7


# --- texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "value", "number_format", "code"),
    [
        ("Städte!D3", True, "", "boolean-cell"),
        ("Quellen!E3", False, "", "boolean-cell"),
        ("Angaben!B7", datetime(2026, 10, 2), "d. mmm", "date-cell"),
        ("Quellen!E3", datetime(2020, 12, 31), "", "date-cell"),
        ("Städte!D3", 50, ";;;", "number-format"),
        ("Städte!D3", "Amt 😀", "", "missing-glyph"),
        ("Indikatoren!C3", "\uf061", "", "missing-glyph"),
        ("Städte!D3", "Amt " * 120, "", "too-long"),
        ("Angaben!B3", "#REF!", "", "formula-error"),
    ],
)
def test_what_is_no_text_is_an_error(
    place: str, value: object, number_format: str, code: str, tmp_path: Path
) -> None:
    problem = only_problem(edited(tmp_path, with_cell(place, value, number_format)))  # type: ignore[arg-type]

    assert (problem.code, problem.where) == (code, f"benchmarking-2020.xlsx, {place}")


@pytest.mark.parametrize(
    ("place", "most"),
    [
        ("Städte!C3", 20),
        ("Städte!D3", 400),
        ("Leistungsbereiche!C3", 250),
        ("Leistungsbereiche!E3", 200),
        ("Indikatoren!C3", 80),
        ("Quellen!D3", 1000),
        ("Quellen!E3", 2000),
    ],
)
def test_a_text_may_be_as_long_as_its_column_allows(place: str, most: int, tmp_path: Path) -> None:
    load_workbook(edited(tmp_path, with_cell(place, "m" * most)))

    problem = only_problem(edited(tmp_path, with_cell(place, "m" * (most + 1))))
    assert (problem.code, problem.where) == ("too-long", f"benchmarking-2020.xlsx, {place}")


@pytest.mark.parametrize(
    ("value", "number_format", "version"),
    [(2.1, "0.00", "2.10"), (3, "0.0", "3.0"), (3, "General", "3"), ("2.10", "@", "2.10")],
)
def test_a_version_is_what_its_cell_shows(
    value: float | str, number_format: str, version: str, tmp_path: Path
) -> None:
    path = edited(tmp_path, with_cell("Angaben!B7", value, number_format))

    assert load_workbook(path).about.version == version


def test_a_key_may_be_a_number_that_shows_its_zero(tmp_path: Path) -> None:
    dataset = load_workbook(edited(tmp_path, with_cell("Städte!A6", 5111000, "00000000")))

    assert dataset.cities[4].ags == "05111000"


# --- what may be said besides -----------------------------------------------------------------


def test_an_area_says_whether_it_counts_in_the_total(committed: Dataset, tmp_path: Path) -> None:
    assert [area.short for area in committed.areas if not area.in_total] == ["HzP"]

    answers = ("NEIN", "ja", None, True, False, "n")
    cells = [with_cell(f"Leistungsbereiche!G{row}", a) for row, a in enumerate(answers, start=2)]
    dataset = load_workbook(edited(tmp_path, *cells))

    assert [area.in_total for area in dataset.areas] == [False, True, True, True, False, False]


def test_without_the_column_all_areas_count(tmp_path: Path) -> None:
    def without_column(workbook: openpyxl.Workbook) -> None:
        workbook["Leistungsbereiche"].delete_cols(7)
        workbook["Quellen"].delete_cols(6)

    dataset = load_workbook(edited(tmp_path, without_column))

    assert all(area.in_total for area in dataset.areas)
    assert {one.reason_text for one in dataset.observations.values()} == {""}
    assert dataset.warnings == ()


def test_any_other_answer_is_an_error(tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, with_cell("Leistungsbereiche!G3", "vielleicht")))

    assert (problem.code, problem.where) == (
        "not-yes-or-no",
        "benchmarking-2020.xlsx, Leistungsbereiche!G3",
    )


def test_a_source_has_its_own_words_for_a_sign(committed: Dataset) -> None:
    worded = {
        (table, key, one.reason, one.reason_text)
        for (table, _, _, key), one in committed.observations.items()
        if one.reason_text
    }

    of_payments = {each for each in worded if each[0] is Table.PAYMENTS}
    assert of_payments == {(Table.PAYMENTS, "hlu_ave", Reason.CONFIDENTIAL, "nicht schätzbar")}
    assert {each[2:] for each in worded - of_payments} == {
        (Reason.CONFIDENTIAL, "nicht veröffentlicht")
    }


def test_the_words_of_the_closest_source_hold(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        with_row(
            "Quellen", "Auszahlungen", "Köln", None, "Stadt Köln", None, ". = gesperrt; s = grob"
        ),
        with_row(
            "Quellen", "Auszahlungen", None, 2020, "Alle", None, "leer = folgt; s=hochgerechnet"
        ),
        with_figure("Auszahlungen", "Köln", 2020, "HzP", "(7)"),
    )

    observations = load_workbook(path).observations

    def words(city: str, key: str) -> str:
        return observations[Table.PAYMENTS, city, 2020, key].reason_text

    assert words("koeln", "hlu_ave") == "gesperrt"
    assert words("essen", "hlu_ave") == "nicht schätzbar"
    assert words("koeln", "sgb2") == "grob"
    assert words("essen", "sgb2") == "hochgerechnet"
    assert words("essen", "hlu_ie") == "folgt"
    assert observations[Table.PAYMENTS, "koeln", 2020, "hzp"].flag is Flag.LIMITED
    assert words("koeln", "hzp") == ""


@pytest.mark.parametrize(
    "entry", ["nicht schätzbar", "? = unklar", ". = ", ". = a; . = b", "k = x"]
)
def test_words_without_a_sign_are_an_error(entry: str, tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, with_cell("Quellen!F3", entry)))

    assert (problem.code, problem.where) == ("bad-sign", "benchmarking-2020.xlsx, Quellen!F3")
