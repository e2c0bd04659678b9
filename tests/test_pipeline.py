"""The run from a workbook to finished reports, called from Python."""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from reportgen.document.press import finish as press_finish
from reportgen.errors import (
    DocumentError,
    IndicatorError,
    Problem,
    UsageError,
    WorkbookError,
    errors_among,
)
from reportgen.layout import Layout, load_layout
from reportgen.model import Dataset, Edition, Profile, Report, Table
from reportgen.pipeline import (
    build_all,
    build_profile,
    build_profiles,
    build_report,
    date_from_environment,
    find_cities,
)
from reportgen.store import State
from tests.layouts import changed
from tests.running import files_in


def names(cities: object) -> list[str]:
    assert isinstance(cities, tuple)
    return [city.name for city in cities]


# --- cities ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wanted",
    [["Köln"], ["Ko\u0308ln"], ["köln"], ["KÖLN"], ["K"], ["k"], ["koeln"], ["Köln", "K"]],
    ids=" ".join,
)
def test_a_city_goes_by_several_names(wanted: list[str], committed: Dataset) -> None:
    assert names(find_cities(committed, wanted)) == ["Köln"]


def test_without_names_all_cities_are_meant(committed: Dataset) -> None:
    assert len(find_cities(committed, [])) == 15


def test_cities_come_in_the_order_of_the_workbook(committed: Dataset) -> None:
    slugs = [city.slug for city in committed.cities]

    assert find_cities(committed, sorted(slugs, reverse=True)) == committed.cities


def test_each_unknown_city_is_a_problem(committed: Dataset) -> None:
    with pytest.raises(UsageError) as caught:
        find_cities(committed, ["Dusseldorf", "Köln", "Qqq"])

    assert [(p.code, p.where, p.hint) for p in caught.value.problems] == [
        ("unknown-city", "benchmarking-2020.xlsx", 'did you mean "Düsseldorf"?'),
        ("unknown-city", "benchmarking-2020.xlsx", "`reportgen cities WORKBOOK` lists them"),
    ]


# --- profiles -------------------------------------------------------------------------------


def test_there_is_a_profile_of_each_city_for_the_reporting_year(committed: Dataset) -> None:
    profiles = build_profiles(committed)

    assert [p.city for p in profiles] == list(committed.cities)
    assert {p.year for p in profiles} == {2020}


def test_the_profile_of_one_city_compares_it_with_all(
    committed: Dataset, cities: Mapping[str, Profile]
) -> None:
    assert build_profile(committed, "D") == cities["duesseldorf"]


def test_a_profile_may_be_of_another_year(committed: Dataset) -> None:
    assert build_profile(committed, "D", 2019).year == 2019


def test_a_year_without_data_has_no_profile(committed: Dataset) -> None:
    with pytest.raises(IndicatorError) as caught:
        build_profile(committed, "D", 1999)

    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("no-data-for-year", "years with data: 2019, 2020")


# --- one report -----------------------------------------------------------------------------


def test_a_report_knows_what_it_is(reports: Mapping[str, Report]) -> None:
    report = reports["koeln"]

    assert (report.city.name, report.year, report.language) == ("Köln", 2020, "de")
    assert report.sha256 == sha256(report.pdf).hexdigest()
    with pikepdf.open(BytesIO(report.pdf)) as pdf:
        assert len(pdf.pages) == report.pages


def test_a_report_bears_the_date_of_the_data_unless_it_is_given(
    cities: Mapping[str, Profile], german: Layout, portraits: Path, reports: Mapping[str, Report]
) -> None:
    koeln = cities["koeln"]

    same = build_report(koeln, german, portraits, koeln.about.data_date)
    other = build_report(koeln, german, portraits, date(1999, 1, 2))

    assert same.pdf == reports["koeln"].pdf
    with pikepdf.open(BytesIO(other.pdf)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:19990102")


def test_warnings_about_the_portrait_come_with_the_report(reports: Mapping[str, Report]) -> None:
    assert [p.code for p in reports["koeln"].problems] == ["portrait-missing"]
    assert "portrait-missing" not in {p.code for p in reports["duesseldorf"].problems}


def test_a_portrait_that_cannot_be_read_stops_the_report(
    cities: Mapping[str, Profile], german: Layout, tmp_path: Path
) -> None:
    (tmp_path / "koeln.md").write_bytes(b"\xff")

    with pytest.raises(WorkbookError) as caught:
        build_report(cities["koeln"], german, tmp_path)
    assert [p.code for p in caught.value.problems] == ["not-utf8"]


def test_what_is_taller_than_a_page_is_told(
    cities: Mapping[str, Profile], portraits: Path, tmp_path: Path
) -> None:
    huge = load_layout(changed(tmp_path, ("layout.toml", "charts.deviation_row", "120")))

    with pytest.raises(DocumentError) as caught:
        build_report(cities["koeln"], huge, portraits)
    assert [p.code for p in caught.value.problems] == ["too-tall"]


# --- many reports ---------------------------------------------------------------------------


def test_outcomes_say_what_became_of_each_city(
    cities: Mapping[str, Profile],
    german: Layout,
    fail_for: Callable[[str, BaseException], None],
    tmp_path: Path,
) -> None:
    fail_for("koeln", ValueError("oh"))
    three = [cities[slug] for slug in ("bremen", "koeln", "essen")]

    outcomes = list(build_all(three, german, tmp_path, tmp_path / "out"))

    assert [(o.city.slug, o.files, o.exit_code) for o in outcomes] == [
        ("bremen", {tmp_path / "out/2020/bremen.pdf": State.WRITTEN}, 0),
        ("koeln", {tmp_path / "out/2020/koeln.pdf": None}, 1),
        ("essen", {tmp_path / "out/2020/essen.pdf": State.WRITTEN}, 0),
    ]
    assert [[p.code for p in o.problems] for o in outcomes] == [
        ["portrait-missing"],
        ["bug"],
        ["portrait-missing"],
    ]
    assert {a.table for a in outcomes[0].absences} == {Table.RECIPIENTS, Table.PAYMENTS}


def test_a_bug_names_the_city_and_the_line(
    cities: Mapping[str, Profile],
    german: Layout,
    fail_for: Callable[[str, BaseException], None],
    tmp_path: Path,
) -> None:
    fail_for("koeln", ValueError("oh"))

    (outcome,) = build_all([cities["koeln"]], german, tmp_path, tmp_path)

    (bug,) = outcome.problems
    assert bug.message == "ValueError: oh"
    assert bug.where.startswith("Köln, conftest.py:")
    assert "`-v` shows the traceback" in bug.hint


def test_all_portraits_are_read_before_anything_is_built(
    cities: Mapping[str, Profile], german: Layout, tmp_path: Path
) -> None:
    for slug in ("koeln", "essen", "rostock"):
        (tmp_path / f"{slug}.md").write_bytes(b"\xff")
    three = [cities[slug] for slug in ("bremen", "koeln", "essen")]

    with pytest.raises(WorkbookError) as caught:
        build_all(three, german, tmp_path, tmp_path / "out")

    assert [p.where for p in errors_among(caught.value.problems)] == ["koeln.md", "essen.md"]
    assert not (tmp_path / "out").exists()


def test_a_report_is_stored_before_the_next_is_built(
    cities: Mapping[str, Profile], german: Layout, tmp_path: Path
) -> None:
    outcomes = build_all([cities["bremen"], cities["essen"]], german, tmp_path, tmp_path)

    next(outcomes)
    assert files_in(tmp_path) == ["2020/bremen.pdf"]
    next(outcomes)
    assert files_in(tmp_path) == ["2020/bremen.pdf", "2020/essen.pdf"]


def test_each_edition_is_a_file_and_its_problems_are_told_once(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], tmp_path: Path
) -> None:
    (outcome,) = build_all(
        [cities["bremen"]],
        layouts["en"],
        tmp_path,
        tmp_path,
        editions=(Edition.DIGITAL, Edition.PRINT),
    )

    assert outcome.files == {
        tmp_path / "2020/bremen-en.pdf": State.WRITTEN,
        tmp_path / "2020/bremen-en-print.pdf": State.WRITTEN,
    }
    assert [p.code for p in outcome.problems] == ["portrait-missing"]


def test_a_city_whose_print_edition_fails_gets_no_file(
    cities: Mapping[str, Profile],
    german: Layout,
    portraits: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    violation = Problem(code="not-nested", message="m", where="page 1")
    monkeypatch.setattr(press_finish, "press_preflight", lambda *_: (violation,))

    (outcome,) = build_all(
        [cities["bremen"]], german, portraits, tmp_path, editions=(Edition.DIGITAL, Edition.PRINT)
    )

    assert outcome.exit_code == 7
    assert [(p.code, p.where) for p in outcome.problems] == [("not-nested", "Bremen, page 1")]
    assert set(outcome.files.values()) == {None}
    assert files_in(tmp_path) == []


def test_what_is_stored_is_the_report(
    cities: Mapping[str, Profile],
    layouts: Mapping[str, Layout],
    portraits: Path,
    reports: Mapping[str, Report],
    tmp_path: Path,
) -> None:
    list(build_all([cities["bremen"]], layouts["de"], portraits, tmp_path))
    list(build_all([cities["bremen"]], layouts["en"], portraits, tmp_path))

    assert files_in(tmp_path) == ["2020/bremen-en.pdf", "2020/bremen.pdf"]
    assert (tmp_path / "2020/bremen.pdf").read_bytes() == reports["bremen"].pdf
    assert (tmp_path / "2020/bremen-en.pdf").read_bytes() != reports["bremen"].pdf


# --- the clock ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "day"),
    [("0", date(1970, 1, 1)), ("1640995199", date(2021, 12, 31)), ("1640995200", date(2022, 1, 1))],
)
def test_the_environment_gives_a_day_in_utc(
    seconds: str, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)

    assert date_from_environment() == day


@pytest.mark.parametrize("value", [None, ""])
def test_the_environment_may_give_no_day(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if value is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)

    assert date_from_environment() is None


@pytest.mark.parametrize("value", ["yesterday", "1.5", "9" * 30])
def test_a_day_in_the_environment_that_is_no_number_of_seconds_is_wrong_use(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)

    with pytest.raises(UsageError) as caught:
        date_from_environment()
    assert [p.code for p in caught.value.problems] == ["bad-epoch"]
    assert value in caught.value.problems[0].message
