"""What a build writes beside its reports, so that they can be archived and built again."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from reportgen.errors import DocumentError, Problem, Severity
from reportgen.model import Standard
from reportgen.workflows.record import RECORD, Record, ReportRecord, files_of, read_record
from reportgen.workflows.recorder import LOCK
from tests.running import ROOT, run
from tests.workbooks import WORKBOOK, edited, with_cell

pytestmark = pytest.mark.exhaustive


def build(out: Path, *args: object, workbook: Path = WORKBOOK) -> None:
    assert run("-q", "build", workbook, "--out", out, *args).code == 0


def record(out: Path) -> Record:
    problems: list[Problem] = []
    found = read_record(out / "2020", problems)
    assert found, problems
    return found


def made(out: Path) -> dict[str, ReportRecord]:
    return {file: one for file, (_, one) in record(out).files().items()}


def test_a_record_tells_from_what_and_how_a_report_was_made(tmp_path: Path) -> None:
    build(tmp_path, "--city", "Düsseldorf", "--date", "2022-05-04", "--attach-data")

    (run_of_city,) = record(tmp_path).runs
    terms, (report,) = run_of_city.terms, run_of_city.reports
    assert (terms.language, report.edition, terms.issued) == ("de", "digital", "2022-05-04")
    assert terms.attach_data
    assert (terms.workbook.name, terms.layout.name) == (WORKBOOK.name, "city-profile")
    assert (tmp_path / "2020" / terms.workbook.path).resolve() == WORKBOOK
    assert (report.file, report.city, report.slug) == (
        "duesseldorf.pdf", "Düsseldorf", "duesseldorf",
    )  # fmt: skip
    assert report.size == (tmp_path / "2020/duesseldorf.pdf").stat().st_size
    assert [one.name for one in report.portrait] == ["duesseldorf.md", "duesseldorf.jpg"]


def test_a_record_tells_the_standard_and_an_older_one_means_the_first(tmp_path: Path) -> None:
    build(tmp_path, "--city", "Köln", "--standard", "ua2")
    assert record(tmp_path).runs[0].terms.standard is Standard.UA2
    file = tmp_path / "2020" / RECORD
    written = json.loads(file.read_text(encoding="utf-8"))

    del written["runs"][0]["terms"]["standard"]
    file.write_text(json.dumps(written), encoding="utf-8")
    assert record(tmp_path).runs[0].terms.standard is Standard.UA1

    written["runs"][0]["terms"]["standard"] = "ua9"
    file.write_text(json.dumps(written), encoding="utf-8")
    problems: list[Problem] = []
    assert read_record(tmp_path / "2020", problems) is None
    assert [(p.severity, "ua9" in p.message) for p in problems] == [(Severity.ERROR, True)]


def test_two_builds_write_the_same_record_and_the_second_leaves_it(tmp_path: Path) -> None:
    build(tmp_path, "--city", "Köln")
    before = (tmp_path / "2020" / RECORD).stat()

    build(tmp_path, "--city", "Köln")

    assert (tmp_path / "2020" / RECORD).stat().st_mtime_ns == before.st_mtime_ns


def test_a_record_names_no_place_on_the_machine(tmp_path: Path) -> None:
    """As seen from the record, two copies of a project have the same paths."""
    texts = set()
    for name in ("a", "b"):
        shutil.copytree(ROOT / "data", tmp_path / name / "data")
        book = tmp_path / name / "data" / WORKBOOK.name
        build(tmp_path / name / "build", "--city", "Köln", workbook=book)
        texts.add((tmp_path / name / "build/2020" / RECORD).read_text(encoding="utf-8"))

    (text,) = texts
    assert str(tmp_path) not in text


def test_runs_of_other_cities_and_languages_are_added(tmp_path: Path) -> None:
    build(tmp_path, "--city", "Köln")
    build(tmp_path, "--city", "Essen")
    build(tmp_path, "--city", "Köln", "--lang", "en")

    german, english = record(tmp_path).runs
    assert german.terms.language == "de"
    assert [one.file for one in german.reports] == ["essen.pdf", "koeln.pdf"]
    assert (english.terms.language, english.reports[0].file) == ("en", "koeln-en.pdf")


def test_a_report_that_is_built_anew_is_recorded_anew(tmp_path: Path) -> None:
    build(tmp_path, "--city", "Köln", "--city", "Essen")
    first = made(tmp_path)
    book = edited(tmp_path, with_cell("Angaben!B7", "2.0"))

    build(tmp_path, "--city", "Köln", "--date", "2022-05-04", workbook=book)

    second = made(tmp_path)
    assert second["koeln.pdf"].sha256 != first["koeln.pdf"].sha256
    assert second["essen.pdf"] == first["essen.pdf"]
    assert len(record(tmp_path).runs) == 2


RECORDING = """
import sys
from pathlib import Path
from reportgen.model import Edition
from reportgen.store import store
from reportgen.workflows.record import BuildSettings, Input, ReportRecord
from reportgen.workflows.recorder import Recorder

folder, language, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
given = Input(name="a", path="a", sha256="0")
terms = BuildSettings(
    workbook=given, portraits="", layout=given, icc=(), ink_limit=300.0, language=language,
    issued="2022-05-04", attach_data=False, program="1",
)
recorder = Recorder(folder, 2020, terms)
for number in range(count):
    file = folder / f"{language}-{number}.pdf"
    made = ReportRecord(
        file=file.name, city="A", slug="a", edition=Edition.DIGITAL, sha256="0", size=0,
        portrait=(),
    )
    with recorder.storing() as record:
        record(made)
        store(b"", file)
recorder.close()
"""


def test_two_builds_at_once_lose_no_report_from_the_record(tmp_path: Path) -> None:
    folder, count = tmp_path / "2020", 60
    folder.mkdir()
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", RECORDING, str(folder), language, str(count)], cwd=ROOT
        )
        for language in ("de", "en")
    ]

    assert [build.wait() for build in builds] == [0, 0]

    assert made(tmp_path).keys() == {f"{x}-{n}.pdf" for x in ("de", "en") for n in range(count)}


def test_a_folder_that_another_build_never_lets_go_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.workflows.recorder.PATIENCE", 0.1)
    (tmp_path / "2020").mkdir()

    with FileLock(tmp_path / "2020" / LOCK):
        done = run("-q", "build", WORKBOOK, "--out", tmp_path, "--city", "Köln")

    assert done.code == DocumentError.exit_code
    assert "error[output-busy]" in done.err
    assert not (tmp_path / "2020/koeln.pdf").exists()


def test_a_report_that_is_gone_leaves_the_record_with_the_next_build(tmp_path: Path) -> None:
    build(tmp_path, "--city", "Köln", "--city", "Essen")
    (tmp_path / "2020/essen.pdf").unlink()

    build(tmp_path, "--city", "Köln")

    assert list(made(tmp_path)) == ["koeln.pdf"]


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"format": 2}', '{"format": 1, "year": "x", "runs": []}', "\udcff"],
)
def test_a_record_that_cannot_be_read_is_replaced(tmp_path: Path, content: str) -> None:
    build(tmp_path, "--city", "Köln")
    (tmp_path / "2020" / RECORD).write_bytes(content.encode(errors="surrogateescape"))
    assert read_record(tmp_path / "2020", []) is None

    build(tmp_path, "--city", "Köln")

    assert list(made(tmp_path)) == ["koeln.pdf"]


def test_a_date_in_a_record_must_be_one(tmp_path: Path) -> None:
    build(tmp_path, "--city", "Köln", "--date", "2022-05-04")
    path = tmp_path / "2020" / RECORD
    path.write_text(path.read_text(encoding="utf-8").replace("2022-05-04", "2022-05-99"))
    problems: list[Problem] = []

    assert read_record(tmp_path / "2020", problems) is None
    assert [problem.code for problem in problems] == ["record-unreadable"]


def test_a_record_is_short_enough_to_be_read(tmp_path: Path) -> None:
    build(tmp_path, "--city", "Köln", "--city", "Essen")

    data = json.loads((tmp_path / "2020" / RECORD).read_bytes())
    assert list(data) == ["format", "year", "runs"]
    assert len(data["runs"]) == 1


def test_hidden_files_are_no_part_of_a_layout(tmp_path: Path) -> None:
    for name in ("layout.toml", "fonts/a.b", ".swp", ".git/HEAD", "fonts/.DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")

    assert list(files_of(tmp_path)) == ["fonts/a.b", "layout.toml"]
