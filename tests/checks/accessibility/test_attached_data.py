"""What `--attach-data` puts inside is what `reportgen indicators` prints, with its dictionary."""

import csv
import io
from collections.abc import Mapping
from hashlib import md5
from pathlib import Path

import pikepdf
import pytest

from reportgen.model import Report
from tests.document.pdf import opened
from tests.running import run
from tests.workbooks import WORKBOOK


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a city as the command makes it."""
    out = tmp_path_factory.mktemp("out")
    assert run("build", WORKBOOK, "--city", "Rostock", "--out", out, "--attach-data").code == 0
    return out / "2020" / "rostock.pdf"


def files_in(pdf: bytes) -> dict[str, bytes]:
    with opened(pdf) as document:
        return {name: each.get_file().read_bytes() for name, each in document.attachments.items()}


def test_the_data_are_those_of_the_command(built: Path) -> None:
    printed = run("indicators", WORKBOOK, "--city", "Rostock", "--format", "csv")
    assert printed.code == 0
    data = files_in(built.read_bytes())["rostock-2020.csv"]
    assert data.decode() == printed.out
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert len(rows) > 40
    assert {row["city"] for row in rows} == {"Rostock"}


def test_the_dictionary_explains_every_column(built: Path) -> None:
    files = {
        name: list(csv.reader(io.StringIO(data.decode())))
        for name, data in files_in(built.read_bytes()).items()
    }
    assert sorted(files) == ["columns.csv", "rostock-2020.csv"]
    head, *columns = files["columns.csv"]
    assert head == ["column", "meaning"]
    assert [name for name, _ in columns] == files["rostock-2020.csv"][0]
    assert all(len(meaning) > 3 for _, meaning in columns)


def test_each_file_says_what_it_is_and_belongs_to_the_document(built: Path) -> None:
    with pikepdf.open(built) as document:
        associated = list(document.Root.AF)
        assert len(associated) == 2
        for specification in associated:
            assert specification.AFRelationship == "/Data"
            assert str(specification.F) == str(specification.UF)
            assert str(specification.F).endswith(".csv")
            assert len(str(specification.Desc)) > 5
            stream = specification.EF.F
            assert stream.Subtype == "/text/csv"
            content = stream.read_bytes()
            assert stream.Params.Size == len(content) > 100
            assert bytes(stream.Params.CheckSum) == md5(content, usedforsecurity=False).digest()
            assert str(stream.Params.ModDate) == str(document.docinfo["/ModDate"])


def test_without_the_option_nothing_is_inside(reports: Mapping[str, Report]) -> None:
    assert files_in(reports["rostock"].pdf) == {}
    with opened(reports["rostock"].pdf) as document:
        assert "/AF" not in document.Root


def test_what_is_seen_and_heard_does_not_change(
    reports: Mapping[str, Report], with_data: Mapping[str, Report]
) -> None:
    for slug, report in reports.items():
        with opened(report.pdf) as plain, opened(with_data[slug].pdf) as attached:
            for one, other in zip(plain.pages, attached.pages, strict=True):
                assert one.Contents.read_bytes() == other.Contents.read_bytes()
