"""What a person confirmed stays silent until the value changes."""

from pathlib import Path

import openpyxl
import pytest

from tests.running import run
from tests.workbooks import Edit, edited, with_figure

HEADERS = ("Zelle", "Regel", "Wert", "Bestätigt von", "Begründung")
WRONG = with_figure("Leistungsbeziehende", "Köln", 2020, "SGB II", 11777)
CELL = "Leistungsbeziehende!C21"


def confirmed(*rows: tuple[object, ...]) -> Edit:
    def edit(workbook: openpyxl.Workbook) -> None:
        workbook.remove(workbook["Bestätigt"])
        sheet = workbook.create_sheet("Bestätigt")
        for row in (HEADERS, *rows):
            sheet.append(row)

    return edit


def doubts(path: Path, code: int = 0) -> list[dict[str, object]]:
    result = run("validate", path, "--json")
    assert result.code == code, result.err
    return result.told("doubt")


def test_a_doubt_says_cell_value_what_was_expected_and_why(tmp_path: Path) -> None:
    (doubt,) = doubts(edited(tmp_path, WRONG))

    assert (doubt["rule"], doubt["cells"], doubt["value"]) == ("previous", [CELL], "11777")
    assert "11.777 nach 110.820 im Jahr 2019; wohl um den Faktor 10 zu klein" in str(
        doubt["message"]
    )
    assert doubt["why"]
    assert doubt["city"] == "koeln"
    assert doubt["state"] == "open"


@pytest.mark.parametrize("cell", [CELL, "'Leistungsbeziehende'!$c$21"])
def test_a_confirmed_value_is_silent(cell: str, tmp_path: Path) -> None:
    path = edited(tmp_path, WRONG, confirmed((cell, "previous", 11777, "Amt", "gezählt")))

    assert [doubt["state"] for doubt in doubts(path)] == ["confirmed"]
    result = run("validate", path)
    assert "0 implausible values, 1 confirmed" in result.err
    assert CELL not in result.err


def test_a_value_that_changed_is_told_again_with_what_was_confirmed(tmp_path: Path) -> None:
    path = edited(tmp_path, WRONG, confirmed((CELL, "previous", 11770, "Amt", "gezählt")))

    (doubt,) = doubts(path)

    assert doubt["state"] == "open"
    assert doubt["confirmed_for"] == "11770"
    assert "Bestätigt war 11770; der Wert hat sich seitdem geändert." in str(doubt["message"])


@pytest.mark.parametrize(
    ("row", "code", "exit_code"),
    [
        (("Leistungsbeziehende!ZZ99", "previous", 1, "Amt", "so"), "confirmed-unknown-cell", 0),
        ((CELL, "previos", 11777, "Amt", "so"), "confirmed-unknown-rule", 0),
        (("Zelle C21", "previous", 11777, "Amt", "so"), "bad-place", 3),
        ((CELL, "previous", None, "Amt", "so"), "empty-text", 3),
        ((CELL, "previous", "1,2,3", "Amt", "so"), "not-a-number", 3),
        ((CELL, "previous", 11777, "Amt", None), "empty-text", 3),
    ],
)
def test_a_confirmation_that_fits_nothing_is_a_problem(
    row: tuple[object, ...], code: str, exit_code: int, tmp_path: Path
) -> None:
    result = run("validate", edited(tmp_path, WRONG, confirmed(row)), "--json")

    assert result.code == exit_code
    assert code in {problem["code"] for problem in result.told("problem")}


def test_two_confirmations_of_one_cell_are_an_error(tmp_path: Path) -> None:
    row = (CELL, "previous", 11777, "Amt", "so")

    result = run("validate", edited(tmp_path, WRONG, confirmed(row, row)))

    assert result.code == 3
    assert "duplicate-confirmation" in result.err


def test_a_row_without_name_and_reason_is_a_question_and_no_answer(tmp_path: Path) -> None:
    path = edited(tmp_path, WRONG, confirmed((CELL, "previous", 11777, None, None)))

    assert [doubt["state"] for doubt in doubts(path)] == ["open"]
