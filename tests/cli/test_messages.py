"""Messages in the officer's language, from whole runs of the program."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen import messages
from reportgen.cli.console import counted
from tests.importing.made_exports import write
from tests.running import run, run_alone
from tests.workbooks import edited, with_cell, with_figure

WORKBOOK = "data/benchmarking-2020.xlsx"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG", "REPORTGEN_MESSAGES")


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    yield
    messages.choose("en")


def test_a_german_locale_gets_german() -> None:
    result = run("validate", "nosuch.xlsx")

    assert result.code == 3
    assert result.err.splitlines() == [
        "Fehler[file-missing]: Es gibt keine Datei „nosuch.xlsx“",
        "  --> nosuch.xlsx",
        "  Hinweis: Prüfen Sie den Pfad",
        "1 Fehler, 0 Warnungen; nichts wurde geschrieben",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--messages", "en", "validate", "nosuch.xlsx"),
        ("validate", "nosuch.xlsx", "--messages=en"),
    ],
)
def test_the_option_wins(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).err.startswith('error[file-missing]: there is no file "nosuch.xlsx"')


def test_the_option_chooses_german_in_an_english_surrounding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "Es gibt keine Datei" in run("--messages", "de", "validate", "nosuch.xlsx").err


def test_another_language_is_refused() -> None:
    result = run("--messages", "fr", "validate", WORKBOOK)

    assert result.code == 2
    assert "Fehler: Ungültiger Wert für '--messages': 'fr' ist keines von 'de', 'en'." in result.err


def test_json_keeps_codes_and_keys() -> None:
    german = run("validate", WORKBOOK, "--json")
    english = run("validate", WORKBOOK, "--json", "--messages", "en")

    told = [each.told("problem") for each in (german, english)]
    kept = [[(problem["code"], problem["severity"]) for problem in some] for some in told]
    assert kept[0] == kept[1] != []
    assert told[0][0]["message"] == "Bremen hat kein Porträt"
    assert told[1][0]["message"] == "Bremen has no portrait"
    assert german.events[-1] == english.events[-1]


def test_tables_and_summaries_are_german() -> None:
    result = run("validate", WORKBOOK)

    assert "nicht geliefert" in result.out
    assert re.search(
        r"Warnung\[portrait-missing\]: \d+ weitere dieser Art; -v zeigt sie", result.err
    )
    assert re.search(r"^0 Fehler, \d+ Warnungen", result.err.splitlines()[-1])
    assert run("cities", WORKBOOK).out.split()[:4] == ["Stadt", "Abkürzung", "AGS", "Datei"]


def test_progress_is_german(tmp_path: Path) -> None:
    result = run("build", WORKBOOK, "--city", "Köln", "--out", tmp_path)

    assert result.code == 0
    assert re.search(r"^geschrieben +\S+koeln.pdf$", result.err, re.MULTILINE)
    assert "1 geschrieben, 0 unverändert, 0 fehlgeschlagen" in result.err


@pytest.mark.parametrize("where", ["before", "behind"])
def test_help_is_german_wherever_the_option_stands(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C")
    wanted = ("--messages", "de")
    shown = (
        run(*wanted, "build", "--help") if where == "before" else run("build", "--help", *wanted)
    )

    assert shown.code == 0
    assert shown.out.startswith("Aufruf: reportgen build [OPTIONS] WORKBOOK")
    assert "Nur Fehler melden." in shown.out
    assert "[Standard: city-\n" in shown.out
    assert "Beispiele:\n    reportgen build data/benchmarking-2020.xlsx\n" in shown.out


def test_help_of_all_commands_has_exit_codes() -> None:
    shown = run("--help").out
    assert "Befehle:" in shown
    assert "Exitcodes:\n    0  fertig " in shown


def test_wrong_use_is_told_in_german() -> None:
    result = run("build", "--forc")
    assert result.err.splitlines() == [
        "Aufruf: reportgen build [OPTIONS] WORKBOOK",
        "Hilfe zeigt „reportgen build --help“.",
        "",
        "Fehler: Es gibt keine Option '--forc'. Meinten Sie '--force'?",
    ]


def test_english_loads_no_catalogue() -> None:
    script = (
        "import reportgen.messages.catalogue as c\n"
        "c.Catalogue.__init__ = lambda *_: print('catalogue loaded')"
    )
    assert "loaded" not in run_alone("cities", WORKBOOK, env={"LANG": "C"}, before=script).out


def test_german_is_loaded_at_once() -> None:
    messages.choose("en")
    start = time.process_time()
    messages.choose("de")
    assert time.process_time() - start < 0.03


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("build", WORKBOOK, "--ink-limit", "2"), "2,0 liegt nicht im Bereich"),
        (("build", WORKBOOK, "--year", "x"), "'x' ist keine ganze Zahl."),
        (("build",), "Es fehlt das Argument 'WORKBOOK'."),
        (("archive", "show", "a", "Köln"), "Es fehlt die Option '--year'."),
        (("nosuch",), "Es gibt keinen Befehl 'nosuch'."),
        (("build", WORKBOOK, "more"), "Unerwartetes weiteres Argument (more)"),
        (("build", WORKBOOK, "--timestamp", "u"), "Ein Zeitstempel gehört zu einem Siegel"),
        (("template", "x.doc"), "x.doc muss auf .xlsx (Arbeitsmappe) oder .toml (Ämter) enden"),
    ],
)
def test_each_kind_of_wrong_use_is_told_in_german(arguments: tuple[str, ...], told: str) -> None:
    result = run(*arguments)

    assert result.code == 2
    assert told in result.err
    assert not re.search(r"\b(Error|Invalid|Missing|is|for)\b", result.err)


def test_numbers_of_tables_are_german() -> None:
    shown = run("indicators", WORKBOOK, "--city", "Köln").out

    assert "117.776" in shown
    assert "117,776" not in shown
    assert run("indicators", WORKBOOK, "--city", "Köln", "--format", "csv").out.count("117776.0")


def test_what_differs_is_named_in_german(tmp_path: Path) -> None:
    new = edited(
        tmp_path,
        with_cell("Angaben!B7", "1.1"),
        with_cell("Städte!D11", "Amt für Soziales"),
        with_figure("Leistungsbeziehende", "Köln", 2018, "AsylbLG", "..."),
    )

    words = run("diff", WORKBOOK, new, "--city", "Köln").out.split()

    assert {"Fassung", "Stadt", "Amt"} <= set(words)
    assert not {"about", "version", "office", "city", "later"} & set(words)


def test_what_no_report_has_is_told_in_german(tmp_path: Path) -> None:
    result = run("build", WORKBOOK, "--city", "Köln", "--city", "Essen", "--out", tmp_path)

    told = [line for line in result.err.splitlines() if "fehlt: " in line]
    assert [line.partition("fehlt: ")[0] for line in told] == ["In allen 2 "]


def test_what_a_recipe_lacks_is_told_with_where_a_recipe_shows_it(tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text('[about]\nproject = "Hilfen"\n', encoding="utf-8")

    told = run("import", tmp_path / "recipe.toml", "--out", tmp_path / "out.xlsx").err

    assert "reportgen import --example" in told
    assert "Standardlayout" not in told


def test_a_year_that_is_none_is_quoted_in_german(tmp_path: Path) -> None:
    told = run("validate", edited(tmp_path, with_cell("Angaben!B5", "MMXX"))).err

    assert "„MMXX“" in told
    assert '"MMXX"' not in told


def test_kinds_of_imported_values_are_german(tmp_path: Path) -> None:
    recipe = write(tmp_path)

    shown = run("import", recipe, "--out", tmp_path / "out.xlsx").out

    assert "Zahlen " in shown
    assert not {"number", "confidential", "zero"} & set(shown.split())


def test_a_link_is_no_file_and_bags_are_counted() -> None:
    messages.choose("de")

    assert messages.translated("give a link of at most 213 bytes").startswith(
        "Geben Sie einen Link"
    )
    assert counted(1, "bag") == "1 Archivpaket"
    assert counted(2, "bag") == "2 Archivpakete"
