"""The run from a workbook to finished reports, called from Python."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from reportgen.errors import (
    DocumentError,
    IndicatorError,
    UsageError,
    WorkbookError,
)
from reportgen.layout.load import Layout, load_layout
from reportgen.model import Dataset, Profile, Report
from reportgen.pipeline import build_profile, build_profiles, build_report
from reportgen.workbook import find_cities
from reportgen.workflows.job import date_from_environment
from tests.layouts import changed


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


def test_profiles_of_some_cities_are_those_of_all(
    committed: Dataset, cities: Mapping[str, Profile]
) -> None:
    few = build_profiles(committed, cities=["koeln", "HB"])

    assert list(few) == [p for p in cities.values() if p.city.slug in {"bremen", "koeln"}]


def test_a_profile_may_be_of_another_year(committed: Dataset) -> None:
    assert build_profile(committed, "D", 2019).year == 2019


def test_a_year_without_data_has_no_profile(committed: Dataset) -> None:
    with pytest.raises(IndicatorError) as caught:
        build_profile(committed, "D", 1999)

    (problem,) = caught.value.problems
    years = ", ".join(map(str, range(2006, 2021)))
    assert (problem.code, problem.hint) == ("no-data-for-year", f"years with data: {years}")


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
    changes = [
        ("layout.toml", "charts.row", "200"),
        ("layout.toml", "page.height", "110"),
    ]
    huge = load_layout(changed(tmp_path, *changes))

    with pytest.raises(DocumentError) as caught:
        build_report(cities["koeln"], huge, portraits)
    assert [p.code for p in caught.value.problems] == ["too-tall"]


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


def test_a_comment_on_a_section_that_the_layout_has_not_is_told(
    committed: Dataset, german: Layout, tmp_path: Path
) -> None:
    (tmp_path / "koeln.md").write_text("# Kommentar: Dichten\n\nSo sehen wir das.\n", "utf-8")
    profile = build_profile(committed, "Köln")
    layouts = (german, replace(german, look=replace(german.look, sections=("title", "extract"))))

    told = [build_report(profile, layout, tmp_path).problems for layout in layouts]

    assert [[problem.code for problem in some] for some in told] == [[], ["comment-left-out"]]
    assert told[1][0].where == "koeln.md"
    assert "densities" in told[1][0].message
