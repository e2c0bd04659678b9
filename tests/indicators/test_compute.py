"""What a profile holds, whatever the workbook lacks."""

import pytest
from msgspec.structs import replace

from reportgen.errors import IndicatorError
from reportgen.indicators import compute
from reportgen.model import ALL_AREAS, Absence, Kind, Reason, Table
from tests.datasets import AREAS, INDICATORS, TOTAL, UNDER_65, Cell, dataset


def test_one_profile_for_each_city_in_the_order_of_the_dataset() -> None:
    data = dataset("CAB", recipients={("A", 2020, "sgb2"): 1})
    profiles = compute(data, 2020)

    assert [profile.city.name for profile in profiles] == ["C", "A", "B"]
    assert {profile.year for profile in profiles} == {2020}
    assert all(profile.cities == data.cities for profile in profiles)


def test_every_profile_has_every_indicator_in_the_order_of_kinds_and_areas() -> None:
    data = dataset("AB", recipients={("A", 2020, "sgb2"): 1})
    data = replace(data, areas=tuple(reversed(AREAS)))
    areas, economy = ["sgb2", "gsiae", "hzp"], ["unemployment", "rent"]

    for profile in compute(data, 2020):
        assert list(profile.comparisons) == [
            (kind, key)
            for kind, keys in (
                (Kind.POPULATION, [TOTAL, UNDER_65]),
                (Kind.RECIPIENTS, [*areas, ALL_AREAS]),
                (Kind.PAYMENTS, [*areas, ALL_AREAS]),
                (Kind.SHARE_OF_RECIPIENTS, areas),
                (Kind.SHARE_OF_PAYMENTS, areas),
                (Kind.DENSITY, [*areas, ALL_AREAS]),
                (Kind.PAYMENTS_PER_RECIPIENT, [*areas, ALL_AREAS]),
                (Kind.PAYMENTS_PER_INHABITANT, [*areas, ALL_AREAS]),
                (Kind.ECONOMY, economy),
                (Kind.CHANGE_OF_RECIPIENTS, [*areas, ALL_AREAS]),
                (Kind.CHANGE_IN_PERSONS, [*areas, ALL_AREAS]),
                (Kind.CHANGE_OF_ECONOMY, economy),
            )
            for key in keys
        ]


def test_absences_are_the_workbook_s_own_with_their_reasons() -> None:
    profile, other = compute(
        dataset(
            "AB",
            population={("A", 2020, TOTAL): 100, ("A", 2020, UNDER_65): Reason.LATER},
            recipients={
                ("A", 2020, "sgb2"): 0,
                ("A", 2020, "gsiae"): Reason.CONFIDENTIAL,
                ("A", 2020, "hzp"): Reason.NOT_RESPONSIBLE,
            },
            payments={("A", 2020, "sgb2"): 5, ("A", 2020, "hzp"): 5},
            economy={("A", 2020, "rent"): Reason.NOT_MEANINGFUL},
        ),
        2020,
    )

    assert profile.absences == (
        Absence(table=Table.POPULATION, key=UNDER_65, reason=Reason.LATER),
        Absence(table=Table.RECIPIENTS, key="gsiae", reason=Reason.CONFIDENTIAL),
        Absence(table=Table.RECIPIENTS, key="hzp", reason=Reason.NOT_RESPONSIBLE),
        Absence(table=Table.PAYMENTS, key="gsiae", reason=Reason.NOT_DELIVERED),
        Absence(table=Table.ECONOMY, key="unemployment", reason=Reason.NOT_DELIVERED),
        Absence(table=Table.ECONOMY, key="rent", reason=Reason.NOT_MEANINGFUL),
    )
    everything = len((TOTAL, UNDER_65)) + 2 * len(AREAS) + len(INDICATORS)
    assert len(other.absences) == everything
    assert {absence.reason for absence in other.absences} == {Reason.NOT_DELIVERED}


def test_a_city_that_has_only_the_year_before_stays_out_of_the_group() -> None:
    recipients = {("A", 2020, "sgb2"): 4, ("B", 2019, "sgb2"): 9}
    first, second = compute(dataset("AB", recipients=recipients), 2020)

    assert [entry.city.name for entry in first.get(Kind.RECIPIENTS, "sgb2").group] == ["A"]
    assert second.get(Kind.RECIPIENTS, "sgb2").measure.reason is Reason.NOT_DELIVERED
    assert second.get(Kind.CHANGE_OF_RECIPIENTS, "sgb2").measure.reason is Reason.NOT_DELIVERED


def test_a_dataset_without_areas_and_indicators_has_population_and_absent_totals() -> None:
    data = dataset("A", population={("A", 2020, TOTAL): 100})
    (profile,) = compute(replace(data, areas=(), indicators=()), 2020)

    assert profile.get(Kind.POPULATION, TOTAL).measure.value == 100
    assert profile.get(Kind.DENSITY, ALL_AREAS).measure.reason is Reason.NOT_DELIVERED
    assert profile.present(Kind.ECONOMY) == ()


def test_a_year_without_data_names_the_years_that_have_some() -> None:
    recipients: dict[tuple[str, int, str], Cell] = {
        ("A", 2018, "sgb2"): 1,
        ("A", 2020, "sgb2"): 1,
        ("A", 2021, "sgb2"): Reason.LATER,
    }
    with pytest.raises(IndicatorError) as error:
        compute(dataset("A", recipients=recipients), 2021)

    (problem,) = error.value.problems
    assert problem.code == "no-data-for-year"
    assert "2021" in problem.message
    assert problem.where == "small.xlsx"
    assert problem.hint == "years with data: 2018, 2020"


def test_an_empty_dataset_has_no_year_to_name() -> None:
    with pytest.raises(IndicatorError, match="years with data: none"):
        compute(dataset("A"), 2020)


def test_a_source_s_own_words_for_a_reason_come_along_with_it() -> None:
    data = dataset(
        "AB",
        population={("A", 2020, TOTAL): 100},
        recipients={
            ("A", 2020, "gsiae"): Reason.CONFIDENTIAL,
            ("A", 2020, "hzp"): Reason.CONFIDENTIAL,
            ("B", 2020, "gsiae"): 5,
        },
    )
    where = (Table.RECIPIENTS, "a", 2020, "gsiae")
    worded = replace(data.observations[where], reason_text="nicht schätzbar")
    profile, other = compute(replace(data, observations={**data.observations, where: worded}), 2020)

    for kind in (Kind.RECIPIENTS, Kind.DENSITY):
        assert profile.get(kind, "gsiae").measure.reason_text == "nicht schätzbar"
        assert profile.get(kind, "hzp").measure.reason_text == ""
        assert other.get(kind, "gsiae").measure.reason_text == ""
    # The sum is incomplete, which the words do not say.
    assert profile.get(Kind.RECIPIENTS, ALL_AREAS).measure.reason_text == ""
    words = {a.key: a.reason_text for a in profile.absences if a.table is Table.RECIPIENTS}
    assert (words["gsiae"], words["hzp"]) == ("nicht schätzbar", "")
