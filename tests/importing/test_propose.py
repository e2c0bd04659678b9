"""A proposal says what a file seems to be, asks what it cannot know, and is a recipe itself."""

import re
from pathlib import Path

import pytest

from reportgen.importing.patterns import Pattern
from reportgen.importing.propose import propose
from reportgen.importing.recipe import Meaning, Recipe
from reportgen.importing.recipe_check import read_recipe
from tests.importing.made_exports import TEXT, excel, write
from tests.running import run


def proposal(path: Path) -> tuple[Recipe, str]:
    """The proposed recipe and its text."""
    text = propose(path)
    written = path.with_suffix(".toml")
    written.write_text(text, encoding="utf-8")
    return read_recipe(written), text


def questions(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "QUESTION" in line)


def test_a_text_with_a_stacked_header_a_total_and_a_footer(tmp_path: Path) -> None:
    write(tmp_path)

    recipe, text = proposal(tmp_path / "hilfen.csv")

    (source,) = recipe.sources
    assert (source.encoding, source.delimiter) == ("cp1252", ";")
    assert source.header == (3, 4, 5)
    assert (source.key.column, source.name.column) == ("A", "B")
    assert recipe.units.key.text == r"\d{8}"
    assert (source.year.cell, source.decimal, source.thousands) == ("A2", ",", ".")
    assert source.marks == {"-": Meaning.ZERO, ".": Meaning.CONFIDENTIAL}
    assert [rule.pattern.text for rule in source.leave_out] == ["Insgesamt"]
    assert source.end.fits("__________")
    assert [column.header for column in source.columns] == [
        "Hilfen | ambulant | Anzahl",
        "Hilfen | stationär | Anzahl",
        "Bevölkerung | insgesamt | Anzahl",
    ]
    asked = questions(text)
    assert '"-" stands there 1 times (usually zero)' in asked
    assert "these look like totals: Insgesamt" in asked
    assert "are the umlauts right?" in asked


def test_what_was_proposed_imports_when_the_answers_agree(tmp_path: Path) -> None:
    write(tmp_path)
    propose_to = tmp_path / "proposed.toml"

    proposed = run("import", "--propose", tmp_path / "hilfen.csv", "--out", propose_to)
    unanswered = run("import", propose_to, "--out", tmp_path / "out.xlsx")
    answered = propose_to.read_text(encoding="utf-8").replace("year = 2000", "year = 2021")
    propose_to.write_text(answered, encoding="utf-8")
    imported = run("import", propose_to, "--out", tmp_path / "out.xlsx")

    assert (proposed.code, proposed.out) == (0, "")
    assert "error[import-no-year]" in unanswered.err
    assert imported.code == 0, imported.err
    assert " ".join(imported.out.split()).count("hilfen.csv 7 4 3 9 number") == 1


def test_years_in_the_header_and_errors_and_sentinels(tmp_path: Path) -> None:
    rows: list[list[str | float | None]] = [
        ["Kennziffer", "Raum", "Quote", "Quote"],
        [None, None, "2019", "2020"],
        *(
            [f"0{n}001", f"Ort {chr(64 + n)}", n + 0.5, -9999.0 if n == 3 else 1.0]
            for n in range(1, 9)
        ),
        ["09001", "Ort Z", "#DIV/0!", "k.A."],
    ]

    recipe, text = proposal(excel(tmp_path / "daten.xlsx", rows))

    (source,) = recipe.sources
    assert source.header == (1, 2)
    assert source.year.header.text
    assert (source.key.column, source.name.column) == ("Kennziffer", "Raum")
    assert source.marks == {}, "nobody knows what these mean"
    for mark in ('"-9999" stands there 1', '"#DIV/0!" stands there 1', '"k.A." stands there 1'):
        assert mark in questions(text)


def test_keys_that_lost_their_zeros_are_asked_about(tmp_path: Path) -> None:
    rows: list[list[str | float | None]] = [["Schlüssel", "Ort", "Zahl"]]
    rows += [[float(key), f"Ort {key}", 5.0] for key in (1001, 1002, 9162, 11000, 16077)]

    recipe, text = proposal(excel(tmp_path / "daten.xlsx", rows))

    assert recipe.sources[0].key.pad == 5
    assert recipe.units.key.text == r"\d{5}"
    assert "lost zeros" in questions(text)


def test_names_that_stand_twice_are_named_with_their_rows(tmp_path: Path) -> None:
    text = "Ort;Zahl\n" + "".join(f"Ort {c};{n}\n" for n, c in enumerate("abcdefghija"))
    (tmp_path / "orte.csv").write_text(text)

    _, proposed = proposal(tmp_path / "orte.csv")

    assert "names in more than one row: Ort a (2, 12)" in proposed


def test_a_long_table_is_told_from_a_wide_one(tmp_path: Path) -> None:
    text = "jahr,monat,art,merkmal,wert\n" + "".join(
        f"2021,{month},{kind},{what},{month}.5\n"
        for month in range(1, 13)
        for kind in ("Arbeitslose", "Stellen")
        for what in ("Bestand", "Zugang")
    )
    (tmp_path / "lang.csv").write_text(text)

    recipe, asked = proposal(tmp_path / "lang.csv")

    (source,) = recipe.sources
    assert source.category == ("art", "merkmal")
    assert source.year.column == "jahr"
    assert source.only == {"monat": Pattern("12")}
    assert (source.delimiter, source.decimal) == (",", ".")
    assert "no column names units" in questions(asked)


def test_numbers_that_may_be_thousands_are_asked_about(tmp_path: Path) -> None:
    text = "Ort;Zahl\n" + "".join(f"Ort {n};{n}.{n}00\n" for n in range(1, 9))
    (tmp_path / "orte.csv").write_text(text)

    _, proposed = proposal(tmp_path / "orte.csv")

    assert re.search(r'is "1\.100" a number of thousands\?', questions(proposed))


@pytest.mark.parametrize("content", [b"just a sentence", b"a;b\nc;d\n"])
def test_a_file_without_a_table(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(content)

    result = run("import", "--propose", tmp_path / "x.csv")

    assert result.code == 3
    assert "error[import-not-a-table]" in result.err


def test_a_proposal_goes_to_the_standard_output(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(TEXT.encode("utf-8"))

    result = run("import", "--propose", tmp_path / "x.csv")

    assert result.code == 0
    assert result.out.startswith("# Proposed for x.csv.")


def test_names_that_stand_once_in_every_year_are_units(tmp_path: Path) -> None:
    rows: list[list[str | float | None]] = [["Kreis", "Jahr", "Quote", "Anteil"]]
    rows += [[f"Kreis {c}", year, 5.5, 7.5] for c in "abcdefgh" for year in (2019.0, 2020.0)]

    recipe, text = proposal(excel(tmp_path / "daten.xlsx", rows))

    (source,) = recipe.sources
    assert (source.name.column, source.year.column, source.category) == ("Kreis", "Jahr", ())
    assert "more than once" not in text, "each year has them once"


def test_a_row_without_key_is_no_lost_zero(tmp_path: Path) -> None:
    rows: list[list[str | float | None]] = [["Schlüssel", "Ort", "Zahl"]]
    rows += [[f"9900{n}", f"Ort {n}", 5.0] for n in range(1, 9)]
    rows += [[None, "Zusammen", 40.0]]

    recipe, text = proposal(excel(tmp_path / "daten.xlsx", rows))

    assert recipe.sources[0].key.pad == 0
    assert "lost zeros" not in text
    assert "1 rows have no key" in questions(text)


def test_flags_behind_numbers_are_asked_about(tmp_path: Path) -> None:
    text = "Ort;Zahl\n" + "".join(
        f"Ort {c};{n}{' p' * (n == 3)}\n" for n, c in enumerate("abcdefghij")
    )
    (tmp_path / "orte.csv").write_text(text)

    recipe, proposed = proposal(tmp_path / "orte.csv")

    assert recipe.sources[0].flags == {"p": "p"}
    assert 'as in "3 p", flag it?' in questions(proposed)


def test_questions_are_in_the_language_of_the_messages(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "hilfen.csv").rename(tmp_path / "# QUESTION.csv")

    english, german = (
        run("import", "--propose", tmp_path / "# QUESTION.csv", "--messages", language).out
        for language in ("en", "de")
    )

    notes = [line for line in german.splitlines() if "# " in line]
    assert len(notes) == len([line for line in english.splitlines() if "# " in line]) > 8
    assert [line for line in notes if "QUESTION" in line] == [
        "# Vorschlag für # QUESTION.csv. Lesen Sie jede Zeile; Zeilen mit FRAGE brauchen eine "
        "Antwort.",
        'file = "# QUESTION.csv"',
    ]
    assert 'encoding = "cp1252" # FRAGE: Stimmen die Umlaute?' in notes
    assert "# FRAGE: Diese sehen nach Summen aus: Insgesamt" in notes
