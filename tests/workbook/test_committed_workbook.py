"""The committed workbook holds exactly the published figures, and the estimates made from them."""

from collections import Counter
from datetime import date

import pytest

from reportgen.model import Dataset, Flag, Reason, Table
from reportgen.workbook import load_workbook
from tests.workbook.make_workbook import (
    ECONOMY,
    POPULATION,
    RECIPIENTS,
    estimated_payments,
    published_from,
    read_figures,
)
from tests.workbooks import WORKBOOK


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load_workbook(WORKBOOK)


def test_it_has_neither_errors_nor_warnings(dataset: Dataset) -> None:
    assert dataset.warnings == ()


def test_every_cell_is_the_published_figure_or_absent(dataset: Dataset) -> None:
    figures = read_figures()
    first = published_from(figures)
    names = {city.slug: city.name for city in dataset.cities}
    areas = {area.key: area.short for area in dataset.areas}
    published_keys = {
        Table.POPULATION: ("population", POPULATION),
        Table.RECIPIENTS: (
            "recipients",
            {key: RECIPIENTS.get(short, "") for key, short in areas.items()},
        ),
        Table.ECONOMY: ("economy", {key: key for key in ECONOMY.values()}),
    }

    for (table, city, year, key), observation in dataset.observations.items():
        if table is not Table.PAYMENTS:
            name, keys = published_keys[table]
            published = figures.get((name, names[city], year, keys[key]))
            assert observation.value == published, observation.where
            assert observation.flag is None
            absent = Reason.CONFIDENTIAL if year < first.get(key, 0) else Reason.NOT_DELIVERED
            assert observation.reason is (absent if published is None else None)


def test_it_holds_every_published_figure_of_each_year(dataset: Dataset) -> None:
    present = Counter(
        (table, year)
        for every in (dataset.observations, dataset.unused)
        for (table, _, year, _), one in every.items()
        if one.value is not None
    )

    assert [present[Table.POPULATION, year] for year in (2018, 2019, 2020)] == [75, 70, 75]
    assert [present[Table.RECIPIENTS, year] for year in (2018, 2019, 2020)] == [60, 60, 60]
    in_economy = [present[Table.ECONOMY, year] // 15 for year in range(2006, 2021)]
    assert in_economy == [7, 7, 8, 8, 9, 9, 9, 11, 11, 11, 11, 11, 11, 11, 11]


@pytest.mark.parametrize(
    ("table", "city", "year", "key", "value"),
    [
        (Table.POPULATION, "hannover", 2018, "insgesamt", 538_068),
        (Table.POPULATION, "duesseldorf", 2019, "0 bis unter 65", 502_115),
        (Table.ECONOMY, "koeln", 2006, "unemployment_rate", 13.06),
        (Table.ECONOMY, "hannover", 2011, "disposable_income_per_inhabitant_month", 1597.57),
        (Table.ECONOMY, "stuttgart", 2010, "asking_rent", 8.58),
        (Table.ECONOMY, "rostock", 2013, "purchasing_power", 18_941.81),
    ],
)
def test_single_figures_of_earlier_years(
    table: Table, city: str, year: int, key: str, value: float, dataset: Dataset
) -> None:
    assert dataset.observations[table, city, year, key].value == value


def test_every_payment_is_the_flagged_estimate_or_absent(dataset: Dataset) -> None:
    estimates = estimated_payments(read_figures())
    names = {city.slug: city.name for city in dataset.cities}
    areas = {area.key: area.short for area in dataset.areas}
    payments = {
        (names[city], areas[key]): observation
        for (table, city, _, key), observation in dataset.observations.items()
        if table is Table.PAYMENTS
    }

    present = {place: each.value for place, each in payments.items() if each.value is not None}
    assert present == estimates
    assert {payments[place].flag for place in present} == {Flag.ESTIMATED}
    assert {
        (area, payment.reason) for (_, area), payment in payments.items() if payment.value is None
    } == {
        ("HLU a. v. E.", Reason.CONFIDENTIAL),
        ("HLU i. E.", Reason.NOT_DELIVERED),
        ("HzP", Reason.NOT_DELIVERED),
    }


def test_figures_of_duesseldorf_can_be_found_in_their_cells(dataset: Dataset) -> None:
    by_cell = {
        observation.where: observation.value for observation in dataset.observations.values()
    }

    assert by_cell["Bevölkerung!C11"] == 620_523
    assert by_cell["Bevölkerung!F11"] == 500_464
    assert by_cell["Leistungsbeziehende!C11"] == 56_351
    assert by_cell["Leistungsbeziehende!C10"] == 54_903
    assert by_cell["Auszahlungen!C6"] == 376_249_543
    assert by_cell["Auszahlungen!D6"] == 97_816_816
    assert by_cell["Auszahlungen!H6"] == 36_504_051


def test_population_of_hannover_2019_was_never_published(dataset: Dataset) -> None:
    observation = dataset.observations[Table.POPULATION, "hannover", 2019, "insgesamt"]

    assert observation.reason is Reason.NOT_DELIVERED


def test_it_says_what_it_is(dataset: Dataset) -> None:
    about = dataset.about

    assert about.project == "Benchmarking der großen Großstädte"
    assert (about.year, about.data_date, about.version) == (2020, date(2026, 11, 22), "1.0")
    assert about.contact == ""


def test_each_data_sheet_has_a_source(dataset: Dataset) -> None:
    assert {source.table for source in dataset.sources} == set(Table)


def test_its_sources_are_short_enough_for_every_profile(dataset: Dataset) -> None:
    assert max(len(source.citation) for source in dataset.sources) <= 110
    texts = [f"{source.table}: {source.citation}. {source.remark}" for source in dataset.sources]
    assert len(" ".join(texts).split()) <= 120
