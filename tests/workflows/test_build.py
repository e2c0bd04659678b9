"""All cities of a run: what is stored, what becomes of each, and what fails alone."""

import os
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reportgen.editions.press import finish as press_finish
from reportgen.errors import LayoutError, Problem, UsageError, WorkbookError, errors_among
from reportgen.model import Edition, Report
from reportgen.store import FileState
from reportgen.workflows.build import build_all
from reportgen.workflows.job import prepare
from reportgen.workflows.options import BuildOptions
from reportgen.workflows.record import read_record
from tests.running import files_in
from tests.workbooks import WORKBOOK, edited, with_cell

BOTH = (Edition.DIGITAL, Edition.PRINT)
THREE = ("Bremen", "Köln", "Essen")


@pytest.fixture(autouse=True)
def _no_date_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The workbook in a folder of its own, without portraits."""
    (tmp_path / "data").mkdir()
    return edited(tmp_path / "data")


def test_results_say_what_became_of_each_city(
    workbook: Path, fail_for: Callable[[str, BaseException], None], tmp_path: Path
) -> None:
    fail_for("koeln", ValueError("oh"))
    job = prepare(BuildOptions(workbook=workbook, out=tmp_path / "out", cities=THREE))

    results = {result.city.slug: result for result in build_all(job, {})}

    assert {slug: (result.files, result.exit_code) for slug, result in results.items()} == {
        "bremen": ({tmp_path / "out/2020/bremen.pdf": FileState.WRITTEN}, 0),
        "koeln": ({tmp_path / "out/2020/koeln.pdf": None}, 1),
        "essen": ({tmp_path / "out/2020/essen.pdf": FileState.WRITTEN}, 0),
    }
    assert {slug: [p.code for p in result.problems] for slug, result in results.items()} == {
        "bremen": ["portrait-missing"],
        "koeln": ["bug"],
        "essen": ["portrait-missing"],
    }


def test_a_bug_names_the_city_and_the_line(
    workbook: Path, fail_for: Callable[[str, BaseException], None], tmp_path: Path
) -> None:
    fail_for("koeln", ValueError("oh"))

    job = prepare(BuildOptions(workbook=workbook, out=tmp_path, cities=["Köln"]))
    (result,) = build_all(job, {})

    (bug,) = result.problems
    assert bug.message == "ValueError: oh"
    assert bug.where.startswith("Köln, conftest.py:")
    assert "`-v` shows the traceback" in bug.hint


def test_a_chart_of_what_the_workbook_has_not_is_told_before_any_city_is_built(
    workbook: Path, tmp_path: Path
) -> None:
    layout = tmp_path / "own"
    layout.mkdir()
    (layout / "layout.toml").write_text(
        'name = "own"\nextends = "city-profile"\nsections = ["title", "a", "b"]\n'
        '[blocks.a]\nkind = "chart"\nmeasure = "nowhere"\n'
        '[blocks.b]\nkind = "chart"\nmeasure = "density nothing"\n',
        encoding="utf-8",
    )
    with pytest.raises(LayoutError) as caught:
        prepare(BuildOptions(workbook=workbook, out=tmp_path / "out", layout=layout))

    assert [problem.code for problem in caught.value.problems] == ["unknown-measure"] * 2
    assert not (tmp_path / "out").exists()


def test_peers_and_the_reference_are_chosen_for_all_profiles(
    workbook: Path, tmp_path: Path
) -> None:
    options = BuildOptions(
        workbook=workbook, out=tmp_path, cities=["K", "D"], peers=["F,HH,K"], reference="hb"
    )

    job = prepare(options)

    duesseldorf, koeln = job.profiles
    assert koeln.peers is not None
    assert duesseldorf.peers is not None
    assert [city.abbreviation for city in koeln.peers.cities] == ["F", "HH"]
    assert [city.abbreviation for city in duesseldorf.peers.cities] == ["F", "HH", "K"]
    assert {profile.reference and profile.reference.name for profile in job.profiles} == {"Bremen"}


def test_a_correction_is_compared_with_the_same_peers_under_their_old_names(
    workbook: Path, tmp_path: Path
) -> None:
    (tmp_path / "old").mkdir()
    old = edited(tmp_path / "old", with_cell("Angaben!B7", "0.9"), with_cell("Städte!D9", "Amt"))
    options = BuildOptions(
        workbook=workbook, out=tmp_path, cities=["HH"], peers=["HH,K,F"], erratum=old
    )

    former = prepare(options).former_profiles["hamburg"]

    assert former.peers is not None
    assert [city.abbreviation for city in former.peers.cities] == ["F", "K"]


@pytest.mark.parametrize(
    ("peers", "reference", "code"),
    [
        (["F,HH,Kölln"], "", "unknown-city"),
        (["F"], "", "small-peer-group"),
        ([], "Bonn", "unknown-city"),
    ],
)
def test_peers_that_cannot_be_are_refused_before_anything_is_built(
    peers: list[str], reference: str, code: str, workbook: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        prepare(BuildOptions(workbook=workbook, out=tmp_path, peers=peers, reference=reference))

    assert [problem.code for problem in caught.value.problems] == [code]


def test_all_portraits_are_read_before_anything_is_built(workbook: Path, tmp_path: Path) -> None:
    (workbook.parent / "portraits").mkdir()
    for slug in ("koeln", "essen", "rostock"):
        (workbook.parent / f"portraits/{slug}.md").write_bytes(b"\xff")

    with pytest.raises(WorkbookError) as caught:
        prepare(BuildOptions(workbook=workbook, out=tmp_path / "out", cities=THREE))

    wrong = {problem.where for problem in errors_among(caught.value.problems)}
    assert wrong == {"koeln.md", "essen.md"}


def test_a_report_is_stored_before_the_next_is_built(workbook: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    job = prepare(BuildOptions(workbook=workbook, out=out, cities=["Bremen", "Essen"]))
    with closing(build_all(job, {})) as results:
        first = next(results).city.slug
        assert files_in(out) == [f"2020/{first}.pdf"]
        next(results)
        assert files_in(out) == ["2020/bremen.pdf", "2020/essen.pdf"]


def test_who_stops_early_and_closes_has_a_record_of_what_was_made(
    workbook: Path, tmp_path: Path
) -> None:
    """However long the generator is still referred to."""
    out = tmp_path / "out"
    results = build_all(prepare(BuildOptions(workbook=workbook, out=out, cities=THREE)), {})
    first = next(results).city.slug

    results.close()

    record = read_record(out / "2020", [])
    assert record is not None
    assert list(record.files()) == [f"{first}.pdf"]


def test_each_edition_is_a_file_and_its_problems_are_reported_once(
    workbook: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    options = BuildOptions(
        workbook=workbook, out=out, cities=["Bremen"], language="en", editions=BOTH
    )

    (result,) = build_all(prepare(options), {})

    assert result.files == {
        out / "2020/bremen-en.pdf": FileState.WRITTEN,
        out / "2020/bremen-en-print.pdf": FileState.WRITTEN,
    }
    assert [p.code for p in result.problems] == ["portrait-missing"]


def test_a_city_whose_print_edition_fails_gets_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    violation = Problem(code="not-nested", message="m", where="page 1")
    monkeypatch.setattr(press_finish, "press_preflight", lambda *_: (violation,))
    options = BuildOptions(workbook=WORKBOOK, out=tmp_path, cities=["Bremen"], editions=BOTH)

    (result,) = build_all(prepare(options), {})

    assert result.exit_code == 7
    assert [(p.code, p.where) for p in result.problems] == [("not-nested", "Bremen, page 1")]
    assert set(result.files.values()) == {None}
    assert files_in(tmp_path) == []


def test_what_is_stored_is_the_report(reports: Mapping[str, Report], tmp_path: Path) -> None:
    for language in ("de", "en"):
        options = BuildOptions(
            workbook=WORKBOOK, out=tmp_path, cities=["Bremen"], language=language
        )
        list(build_all(prepare(options), {}))

    assert files_in(tmp_path) == ["2020/bremen-en.pdf", "2020/bremen.pdf"]
    assert (tmp_path / "2020/bremen.pdf").read_bytes() == reports["bremen"].pdf
    assert (tmp_path / "2020/bremen-en.pdf").read_bytes() != reports["bremen"].pdf


def test_a_run_of_many_looks_once_for_what_killed_runs_left(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listing the folder for each of thousands of reports would take longer than making them."""
    listed: list[Path] = []
    scandir = os.scandir

    def noting(path: Any) -> Any:
        listed.append(Path(path))
        return scandir(path)

    monkeypatch.setattr("os.scandir", noting)
    # The record is written after the first city and at the end.
    monkeypatch.setattr("reportgen.workflows.recorder.SHARE", 1e-9)
    for cities in (THREE[:2], THREE):
        folder = tmp_path / str(len(cities)) / "2020"
        folder.mkdir(parents=True)
        (folder / ".essen.pdf.0123abcd.part").touch()
        options = BuildOptions(workbook=workbook, out=folder.parent, cities=cities)
        list(build_all(prepare(options), {}))
        assert not list(folder.glob(".*.part"))

    assert listed.count(tmp_path / "2/2020") == listed.count(tmp_path / "3/2020") > 0
