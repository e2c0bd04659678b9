"""The committed workbook holds exactly the published figures, and the estimates made from them."""

from datetime import date

import pytest

from reportgen.model import Dataset, Flag, Reason, Table
from reportgen.workbook import load_workbook
from tests.workbook.make_workbook import (
    ECONOMY,
    POPULATION,
    RECIPIENTS,
    estimated_payments,
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
            assert (observation.reason is Reason.NOT_DELIVERED) == (published is None)


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
