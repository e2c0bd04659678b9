"""Everything that a reader gets, made from two workbooks that differ in what is secret alone.

Where all of it is the same to the last byte, none of it can depend on a secret number.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from reportgen.errors import UsageError, WorkbookError
from reportgen.layout.load import load_layout
from reportgen.model import Dataset
from reportgen.pipeline import build_profile, build_report
from reportgen.workbook.withhold import withheld
from tests.confidentiality.secrets import RULE, small_numbers, strict_layout, workbook
from tests.document.pdf import opened, page_texts
from tests.running import Result, run
from tests.workbooks import edited, with_cell, with_figure


class Pair(NamedTuple):
    """Folders with all that was made of two workbooks."""

    one: Path
    other: Path


def make(folder: Path, name: str, rule: str, *, archive: bool) -> Path:
    """All that is published of the workbook of that name, made at one place and then moved."""
    first, second, euros = {"one": (2, 4, 12_345), "other": (4, 1, 77_777)}[name]
    place = folder / "place"
    book = workbook(place, first, second, euros)
    layout, reports, public = strict_layout(place, rule), place / "reports", place / "public"
    done: list[Result] = [
        run(
            *("build", book, "--layout", layout, "--out", reports, "--attach-data"),
            *("--city", "Bremen", "--city", "Essen", "--edition", "both"),
        ),
    ]
    for form in ("csv", "json", "xlsx"):
        out = public / f"indicators.{form}"
        done.append(run("indicators", book, "--layout", layout, "--format", form, "--out", out))
    if archive:
        done.append(run("archive", "add", reports, "--to", public / "archive"))
        done.append(run("archive", "rebuild", public / "archive", "--year", 2020))
    assert [(each.code, each.err) for each in done if each.code] == []
    for pdf in reports.rglob("*.pdf"):
        pdf.rename(public / pdf.name)
    return public.rename(folder / name)


def make_pair(folder: Path, rule: str = RULE, *, archive: bool = False) -> Pair:
    return Pair(*(make(folder, name, rule, archive=archive) for name in ("one", "other")))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return make_pair(tmp_path_factory.mktemp("kept"))


def differing(pair: Pair) -> set[str]:
    """Names of the files that are not the same, of workbooks those that say something else."""
    one, other = (
        {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.*")}
        for folder in pair
    )
    assert one.keys() == other.keys()
    assert any(name.endswith("bremen.pdf") for name in one)
    return {name for name in one if _content(one[name]) != _content(other[name])}


def _content(file: Path) -> object:
    is_table = file.name == "indicators.xlsx"  # which has the time of its making
    return list(values(file)) if is_table else file.is_file() and file.read_bytes()


def test_nothing_that_is_published_depends_on_a_secret_number(made: Pair) -> None:
    assert differing(made) == set()


@pytest.mark.exhaustive
def test_nothing_that_is_archived_depends_on_a_secret_number(tmp_path: Path) -> None:
    pair = make_pair(tmp_path, archive=True)

    assert [*pair.one.rglob("archive/**/benchmarking-2020.xlsx")] != []
    assert differing(pair) == set()


@pytest.mark.exhaustive
def test_without_the_rule_the_same_files_differ(tmp_path: Path) -> None:
    found = {name.rpartition(".")[2] for name in differing(make_pair(tmp_path, rule=""))}

    assert found >= {"pdf", "csv", "json", "xlsx"}


def test_a_report_says_once_that_small_numbers_are_kept_secret(made: Pair) -> None:
    texts = page_texts((made.one / "bremen.pdf").read_bytes())

    said = " ".join("".join(texts).split())

    assert said.count("Geheimhaltung") == 1
    assert "weniger als 5 Personen" in said


def test_a_report_without_figures_says_so_as_well(tmp_path: Path) -> None:
    book, reports = workbook(tmp_path / "data"), tmp_path / "reports"
    sections = 'sections = ["title", "extract", "recipients"]\n'
    layout = strict_layout(tmp_path, sections + RULE + "rounding = 5\n")

    result = run("build", book, "--layout", layout, "--out", reports, "--city", "Essen")

    assert result.code == 0, result.err
    text = " ".join("".join(page_texts((reports / "2020/essen.pdf").read_bytes())).split())
    assert text.count("Geheimhaltung") == 1
    assert "Vielfache von 5" in text


def test_what_is_secret_is_shown_as_confidential(made: Pair) -> None:
    pdf = (made.one / "bremen.pdf").read_bytes()

    rows = {(row["kind"], row["key"]): row for row in attached(pdf)}

    secret = rows["recipients", "asylblg"]
    assert (secret["value"], secret["reason"]) == ("", "confidential")
    assert rows["recipients", "total"]["value"] == ""
    assert "AsylbLG" in "".join(page_texts(pdf))


def attached(pdf: bytes) -> Iterator[dict[str, str]]:
    """The rows of the indicators inside a report."""
    with opened(pdf) as document:
        (name,) = (each for each in document.attachments if each.startswith("bremen"))
        content = document.attachments[name].get_file().read_bytes()
    yield from csv.DictReader(io.StringIO(content.decode()))


def test_a_correction_does_not_print_what_is_secret(tmp_path: Path) -> None:
    layout = strict_layout(tmp_path)
    old = edited(
        tmp_path,
        *small_numbers(3, 2, 55_555),
        with_figure("Leistungsbeziehende", "Bremen", 2020, "GSiAE", 23_457),
    ).rename(tmp_path / "old.xlsx")
    new = workbook(tmp_path / "data", 3, 4, 55_555)
    reports = tmp_path / "reports"

    result = run(
        *("build", new, "--layout", layout, "--out", reports, "--city", "Bremen"),
        *("--erratum", old),
    )
    compared = run("diff", old, new, "--layout", layout, "--format", "json")

    assert (result.code, compared.code) == (0, 0)
    assert "warning[secret-published]" in result.err
    assert "Leistungsbeziehende!H" in result.err
    text = "".join(page_texts((reports / "2020/bremen.pdf").read_bytes()))
    assert "Berichtigung" in text
    assert "23.457" in text
    assert "55.555" not in text
    assert "55555" not in compared.out
    assert "AsylbLG" not in text[text.rindex("Berichtigung") :]


@pytest.mark.exhaustive
@pytest.mark.usefixtures("without_verapdf")
def test_an_archived_workbook_has_no_more_than_the_reports(tmp_path: Path) -> None:
    book = edited(
        tmp_path,
        *small_numbers(2, 4, 12_345),
        # What the program does not read: a total beside the table, and what it comes from.
        with_cell("Leistungsbeziehende!J1", "Summe"),
        with_cell("Leistungsbeziehende!J3", "=SUM(C3:H3)"),
        with_cell("Leistungsbeziehende!K3", 98_765),
    )
    reports, archive = tmp_path / "reports", tmp_path / "archive"
    layout = strict_layout(tmp_path)
    assert run("build", book, "--layout", layout, "--out", reports, "--city", "Essen").code == 0

    added = run("archive", "add", reports, "--to", archive)

    assert added.code == 0, added.err
    (copy,) = archive.rglob(book.name)
    cells = set(values(copy))
    assert "geheim" in cells
    assert not {98_765, 12_345, "=SUM(C3:H3)"} & cells


def values(book: Path) -> Iterator[object]:
    """What stands in all cells of a workbook."""
    import openpyxl

    for sheet in openpyxl.load_workbook(book).worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from row


def test_a_profile_with_small_numbers_is_refused_by_a_layout_that_keeps_them(
    tmp_path: Path, committed: Dataset, portraits: Path
) -> None:
    layout = load_layout(strict_layout(tmp_path))

    with pytest.raises(UsageError) as found:
        build_report(build_profile(committed, "Bremen"), layout, portraits)

    assert [problem.code for problem in found.value.problems] == ["unprotected"]


def test_what_was_published_matters_only_where_numbers_are_secret(tmp_path: Path) -> None:
    book = workbook(tmp_path / "data")
    out = tmp_path / "reports"

    result = run("build", book, "--out", out, "--city", "Essen", "--published", book)

    assert result.code == 0
    assert "warning[published-unused]" in result.err


def test_what_is_no_workbook_cannot_be_copied_without_its_secrets(committed: Dataset) -> None:
    with pytest.raises(WorkbookError) as found:
        withheld(b"no workbook", committed, committed)

    assert [problem.code for problem in found.value.problems] == ["not-withheld"]


@pytest.mark.exhaustive
@pytest.mark.usefixtures("without_verapdf")
def test_an_archive_counts_as_known_and_its_changes_tell_no_secret(tmp_path: Path) -> None:
    open_layout, reports = strict_layout(tmp_path, ""), tmp_path / "reports"
    build = ("build", workbook(tmp_path / "data"), "--layout", open_layout, "--out", reports)
    archive = tmp_path / "archive"
    add = ("archive", "add", reports, "--to", archive, "--reason", "kept secret now")
    assert [run(*build, "--city", "Essen").code, run(*add).code] == [0, 0]
    strict_layout(tmp_path)

    result = run(*build, "--city", "Essen", "--erratum", archive / "2020/v1")
    again = [run(*add).code, run(*add).code]

    assert result.code == 0
    assert "readers know from what was published before: 4" in result.err
    assert again == [0, 0]
    assert {path.name for path in (archive / "2020").iterdir()} == {"v1", "v2"}
    old = [line.split(",")[5] for line in lines(archive / "2020/v2/data/changes.csv")]
    assert old == ["old"]


@pytest.mark.exhaustive
@pytest.mark.usefixtures("without_verapdf")
def test_an_archived_version_is_compared_by_the_rule_of_its_layout(tmp_path: Path) -> None:
    reports, archive = tmp_path / "reports", tmp_path / "archive"
    layout = strict_layout(tmp_path)
    build = ("build", workbook(tmp_path / "data"), "--layout", layout, "--out", reports)
    assert run(*build, "--city", "Essen").code == 0
    assert run("archive", "add", reports, "--to", archive).code == 0
    new = edited(
        tmp_path,
        *small_numbers(2, 4, 77_777),
        with_figure("Leistungsbeziehende", "Bremen", 2020, "GSiAE", 23_457),
    )

    found = run("diff", archive / "2020/v1", new, "--format", "json")

    assert found.code == 0, found.err
    assert "warning[archived-rule]" in found.err
    assert "23457" in found.out
    assert "77777" not in found.out


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()
