"""Who reads all reports of a comparison in which one area is the sum of two others."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest
from msgspec import Struct

from reportgen.model import Kind
from tests.confidentiality.secrets import strict_layout
from tests.document.pdf import opened, running_text
from tests.running import run
from tests.workbooks import Edit, edited, with_figure

#: The column that is made the sum of the two others.
SUM, PARTS = "HzP", ("GSiAE", "AsylbLG")
KEYS = {"HzP": "hzp", "GSiAE": "gsiae", "AsylbLG": "asylblg"}

Row = Mapping[str, str]


def adding_up(workbook: openpyxl.Workbook) -> None:
    """Makes a column the sum of two others."""
    sheet = workbook["Leistungsbeziehende"]
    head = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        parts = [row[head.index(name)].value for name in PARTS]
        row[head.index(SUM)].value = sum(part for part in parts if isinstance(part, int))


class Library(Struct, frozen=True):
    """All reports: their words, spoken ones too, and the tables inside."""

    words: str
    rows: tuple[Row, ...]

    def row(self, city: str, kind: Kind, key: str) -> Row:
        (found,) = (r for r in self.rows if (r["city"], r["kind"], r["key"]) == (city, kind, key))
        return found


def library(folder: Path, rule: str, *edits: Edit) -> Library:
    """Builds all reports and reads them."""
    book = edited(folder, *edits, adding_up)
    layout = strict_layout(folder, f"[confidentiality]\n{rule}")
    done = run("build", book, "--layout", layout, "--out", folder / "out", "--attach-data")
    assert done.code == 0, done.err
    words, rows = [], []
    for path in sorted(folder.rglob("*.pdf")):
        pdf = path.read_bytes()
        words += [running_text(pdf), *spoken(pdf)]
        with opened(pdf) as document:
            for name, attached in document.attachments.items():
                content = attached.get_file().read_bytes().decode()
                if name != "columns.csv":
                    rows += csv.DictReader(io.StringIO(content))
    return Library(" ".join(" ".join(words).split()), tuple(rows))


def spoken(pdf: bytes) -> Iterator[str]:
    """All alternative texts."""
    with opened(pdf) as document:
        for each in document.objects:
            if isinstance(each, type(document.Root)) and "/Alt" in each:
                yield str(each["/Alt"])


@pytest.fixture(
    scope="module",
    params=["minimum = 3", "minimum = 5\nrounding = 5"],
    ids=["minimum", "rounding"],
)
def read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Bremen has two recipients of an area this year, and Rostock one in the year before."""
    return library(
        tmp_path_factory.mktemp("library"),
        request.param,
        with_figure("Leistungsbeziehende", "Bremen", 2020, "AsylbLG", 2),
        with_figure("Leistungsbeziehende", "Bremen", 2020, "GSiAE", 13_187),
        with_figure("Auszahlungen", "Bremen", 2020, "AsylbLG", 23_456),
        with_figure("Leistungsbeziehende", "Rostock", 2019, "AsylbLG", 1),
    )


pytestmark = pytest.mark.exhaustive


def test_the_secret_and_one_more_number_of_its_sum_are_nowhere(read: Library) -> None:
    absent = {
        name for name, key in KEYS.items() if not read.row("Bremen", Kind.RECIPIENTS, key)["value"]
    }

    assert "AsylbLG" in absent
    assert len(absent) == 2
    assert "Bremen" in read.words
    assert "Grafik" in read.words or "Balkendiagramm" in read.words
    for number in ("13.187", "13.189", "13.190", "23.456", "0,023"):
        is_published = number in {"13.187", "13.190"} and "GSiAE" not in absent
        is_published |= number in {"13.189", "13.190"} and "HzP" not in absent
        assert is_published or number not in read.words, number


def test_nothing_that_follows_from_a_hidden_number_is_published(read: Library) -> None:
    for key in KEYS.values():
        if not read.row("Bremen", Kind.RECIPIENTS, key)["value"]:
            told = {
                row["kind"]
                for row in read.rows
                if (row["city"], row["key"]) == ("Bremen", key) and row["value"]
            }
            assert told <= {Kind.POPULATION, Kind.ECONOMY}, key


def test_last_years_secret_does_not_come_out_of_a_change(read: Library) -> None:
    for kind in (Kind.CHANGE_IN_PERSONS, Kind.CHANGE_OF_RECIPIENTS):
        changes = {key: read.row("Rostock", kind, key)["value"] for key in KEYS.values()}
        assert changes["asylblg"] == ""
        assert list(changes.values()).count("") == 2, changes


def test_means_extremes_and_numbers_of_cities_are_those_of_what_is_published(
    read: Library,
) -> None:
    published = defaultdict(list)
    for row in read.rows:
        if row["value"] and row["kind"] in {Kind.RECIPIENTS, Kind.DENSITY, Kind.POPULATION}:
            published[row["kind"], row["key"]].append(float(row["value"]))
    seen = 0
    for row in read.rows:
        values = published.get((row["kind"], row["key"]))
        if values and row["mean"] and row["key"] != "total":
            assert int(row["n"]) == len(values)
            assert float(row["mean"]) == pytest.approx(sum(values) / len(values), rel=1e-9)
            assert (float(row["lowest"]), float(row["highest"])) == (min(values), max(values))
            seen += 1
    assert seen > 100


def test_sums_over_areas_do_not_reach_into_what_is_hidden(read: Library) -> None:
    for kind in (Kind.RECIPIENTS, Kind.DENSITY, Kind.PAYMENTS):
        assert read.row("Bremen", kind, "total")["value"] == ""
