"""What is taken out of a dataset."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from reportgen.confidentiality import Published, protect
from reportgen.errors import IndicatorError, Severity
from reportgen.indicators import compute
from reportgen.layout.confidentiality import Confidentiality, Dominance
from reportgen.model import ALL_AREAS, Dataset, Kind, ObservationKey, Reason, Table
from tests.datasets import TOTAL, Cell, Cells, dataset

THREE = Confidentiality(minimum=3)
RECIPIENTS, PAYMENTS = Table.RECIPIENTS, Table.PAYMENTS


def of_2020(rows: Mapping[str, tuple[Cell, ...]]) -> Cells:
    """A cell for each area of `sgb2`, `gsiae` and `hzp`, by city."""
    keys = ("sgb2", "gsiae", "hzp")
    return {
        (city, 2020, key): cell
        for city, cells in rows.items()
        for key, cell in zip(keys, cells, strict=False)
    }


#: Of which the first area is the sum of the others.
ADDING_UP = {"A": (12, 10, 2), "B": (30, 20, 10), "C": (44, 25, 19), "D": (70, 41, 29)}


def hidden(found: Dataset, before: Dataset) -> set[tuple[str, str]]:
    """City and area of what was taken out of the recipients."""
    return {
        (key[1], key[3])
        for key, one in found.observations.items()
        if key[0] is RECIPIENTS and one.value != before.observations[key].value
    }


def at(city: str, area: str, table: Table = RECIPIENTS, year: int = 2020) -> ObservationKey:
    return (table, city, year, area)


def test_a_count_below_the_minimum_is_as_if_its_city_held_it_back() -> None:
    before = dataset("ABC", recipients=of_2020({"A": (2, 40), "B": (3, 1), "C": (9, 8)}))

    found = protect(before, THREE)

    assert hidden(found.dataset, before) == {("a", "sgb2"), ("b", "gsiae")}
    secret = found.dataset.observations[at("a", "sgb2")]
    assert (secret.value, secret.reason, secret.flag) == (None, Reason.CONFIDENTIAL, None)
    assert secret.where == before.observations[at("a", "sgb2")].where


def test_without_a_rule_nothing_changes() -> None:
    before = dataset("AB", recipients=of_2020({"A": (2,), "B": (3,)}))

    assert protect(before, None).dataset is before


def test_a_zero_is_published() -> None:
    before = dataset("AB", recipients=of_2020({"A": (0, 7), "B": (5, 0)}))

    assert hidden(protect(before, THREE).dataset, before) == set()


def test_other_years_keep_their_secrets_too() -> None:
    before = dataset("AB", recipients={("A", 2019, "sgb2"): 1, ("A", 2020, "sgb2"): 40})

    found = protect(before, THREE).dataset

    assert found.observations[at("a", "sgb2", year=2019)].value is None
    (profile, _) = compute(found, 2020)
    assert profile.get(Kind.CHANGE_IN_PERSONS, "sgb2").measure.exact is None
    assert profile.get(Kind.CHANGE_OF_RECIPIENTS, "sgb2").measure.exact is None


def test_nothing_is_computed_from_what_is_secret() -> None:
    before = dataset(
        "ABC",
        recipients=of_2020({"A": (2, 40), "B": (30, 50), "C": (50, 60)}),
        payments=of_2020({"A": (900, 50_000), "B": (9_000, 70_000), "C": (9_100, 80_000)}),
        population={(city, 2020, TOTAL): 1_000 for city in "ABC"},
    )

    (profile, other, _) = compute(protect(before, THREE).dataset, 2020)

    absent = {
        kind
        for kind in Kind
        if (kind, "sgb2") in profile.comparisons and profile.get(kind, "sgb2").measure.exact is None
    }
    assert absent >= {
        Kind.RECIPIENTS,
        Kind.PAYMENTS,
        Kind.SHARE_OF_RECIPIENTS,
        Kind.SHARE_OF_PAYMENTS,
        Kind.DENSITY,
        Kind.PAYMENTS_PER_RECIPIENT,
        Kind.PAYMENTS_PER_INHABITANT,
    }
    assert profile.get(Kind.RECIPIENTS, ALL_AREAS).measure.exact is None
    assert other.get(Kind.RECIPIENTS, "sgb2").exact_mean == 40  # of B and C


def test_payments_to_few_are_secret() -> None:
    before = dataset(
        "AB",
        recipients=of_2020({"A": (2, 3), "B": (30, 30)}),
        payments=of_2020({"A": (500, 700), "B": (800, 900)}),
    )
    by_two = Confidentiality(minimum=3, dominance=Dominance(n=2, k=50))

    few, dominated = protect(before, THREE).dataset, protect(before, by_two).dataset

    assert few.observations[at("a", "sgb2", PAYMENTS)].value is None
    assert few.observations[at("a", "gsiae", PAYMENTS)].value == 700
    assert dominated.observations[at("a", "gsiae", PAYMENTS)].value is None
    assert dominated.observations[at("a", "gsiae")].value == 3


def test_payments_to_recipients_whose_number_a_city_holds_back_are_secret() -> None:
    before = dataset(
        "AB",
        recipients=of_2020({"A": (Reason.CONFIDENTIAL, 8), "B": (30, 30)}),
        payments=of_2020({"A": (500, 700), "B": (800, 900)}),
    )

    assert protect(before, THREE).dataset.observations[at("a", "sgb2", PAYMENTS)].value is None


def test_a_second_number_is_hidden_where_a_total_would_tell_the_first() -> None:
    before = dataset("ABCD", recipients=of_2020(ADDING_UP))

    found = protect(before, THREE)

    of_a = {area for city, area in hidden(found.dataset, before) if city == "a"}
    assert "hzp" in of_a
    assert len(of_a) == 2
    assert {city for city, _ in hidden(found.dataset, before)} == {"a"}


def test_what_follows_from_a_hidden_total_is_hidden_with_the_payments() -> None:
    paid = {city: tuple(int(n) * 100 for n in row) for city, row in ADDING_UP.items()}
    before = dataset("ABCD", recipients=of_2020(ADDING_UP), payments=of_2020(paid))

    found = protect(before, THREE).dataset

    for city, area in hidden(found, before):
        assert found.observations[at(city, area, PAYMENTS)].value is None


def test_a_unit_that_is_the_sum_of_the_others_gives_nothing_away() -> None:
    rows = {"A": (40, 2), "B": (31, 20), "C": (22, 17), "D": (93, 39)}
    before = dataset("ABCD", recipients=of_2020(rows))

    found = hidden(protect(before, THREE).dataset, before)

    assert ("b", "gsiae") in found or ("c", "gsiae") in found or ("d", "gsiae") in found


def test_what_a_city_holds_back_itself_is_not_told_by_a_total() -> None:
    held = {**ADDING_UP, "A": (12, 10, Reason.CONFIDENTIAL)}
    before = dataset("ABCD", recipients=of_2020(held))

    found = hidden(protect(before, THREE).dataset, before)

    assert found in ({("a", "sgb2")}, {("a", "gsiae")})


def test_counts_are_rounded_and_all_else_follows() -> None:
    before = dataset(
        "AB",
        recipients=of_2020({"A": (12, 43), "B": (18, 61)}),
        population={(city, 2020, TOTAL): 1_000 for city in "AB"},
    )

    found = protect(before, Confidentiality(minimum=5, rounding=5)).dataset

    (profile, _) = compute(found, 2020)
    assert profile.get(Kind.RECIPIENTS, "gsiae").measure.value == 45
    assert profile.get(Kind.DENSITY, "gsiae").measure.value == 45
    assert profile.get(Kind.RECIPIENTS, ALL_AREAS).measure.value == 55


def test_what_is_protected_stays_as_it_is() -> None:
    once = protect(dataset("ABCD", recipients=of_2020(ADDING_UP)), THREE).dataset

    assert protect(once, THREE).dataset is once


def test_a_comparison_of_small_numbers_alone_is_refused_with_what_to_do() -> None:
    before = dataset("AB", recipients=of_2020({"A": (2, 1), "B": (1, 0)}))

    with pytest.raises(IndicatorError) as found:
        protect(before, THREE)

    (problem,) = found.value.problems
    assert problem.code == "nothing-left"
    assert "smaller minimum" in problem.hint


@pytest.mark.parametrize(("is_open", "words"), [(True, "readers know"), (None, "may have")])
def test_what_was_published_before_cannot_be_taken_back(is_open: bool | None, words: str) -> None:
    old = dataset("AB", recipients=of_2020({"A": (2, 40), "B": (1, 50)}))
    new = dataset("AB", recipients=of_2020({"A": (2, 40), "B": (2, 50)}))

    found = protect(new, THREE, [Published(name="v1", dataset=old, is_open=is_open)])

    (problem,) = found.problems
    assert (problem.code, problem.severity) == ("secret-published", Severity.WARNING)
    assert words in problem.message
    assert "A:2020:sgb2" in problem.message
    assert "B:2020:sgb2" not in problem.message
    assert hidden(found.dataset, new) == {("a", "sgb2"), ("b", "sgb2")}


def test_what_kept_the_rule_is_no_reason_to_warn() -> None:
    old = dataset("AB", recipients=of_2020({"A": (2, 40), "B": (1, 50)}))

    assert protect(old, THREE, [Published(name="v1", dataset=old, is_open=False)]).problems == ()


def test_a_number_that_was_published_protects_no_other() -> None:
    old = dataset("ABCD", recipients=of_2020({**ADDING_UP, "A": (13, 10, 3)}))
    new = dataset("ABCD", recipients=of_2020(ADDING_UP))

    found = protect(new, THREE, [Published(name="v1", dataset=old, is_open=True)])

    # The total alone was corrected; with 10 readers would have the secret from 12 - 10.
    assert hidden(found.dataset, new) == {("a", "sgb2"), ("a", "hzp")}


def test_what_a_version_left_out_stays_out_while_it_protects() -> None:
    shown = {**ADDING_UP, "A": (12, Reason.CONFIDENTIAL, Reason.CONFIDENTIAL)}
    old = dataset("ABCD", recipients=of_2020(shown))
    new = dataset("ABCD", recipients=of_2020(ADDING_UP))

    found = protect(new, THREE, [Published(name="v1", dataset=old, is_open=True)])

    assert hidden(found.dataset, new) == {("a", "gsiae"), ("a", "hzp")}
    assert found.problems == ()


def test_the_words_of_a_city_for_what_it_holds_back_stay() -> None:
    held = {**ADDING_UP, "A": (12, 10, Reason.CONFIDENTIAL)}
    before = dataset("ABCD", recipients=of_2020(held))
    words = replace(before.observations[at("a", "hzp")], reason_text="nicht schätzbar")
    before = replace(before, observations={**before.observations, at("a", "hzp"): words})

    assert protect(before, THREE).dataset.observations[at("a", "hzp")] == words


def test_a_version_whose_total_fails_now_gives_nothing_away() -> None:
    """With 10 published now, readers of the version would have its secret from 12 - 10."""
    shown = {**ADDING_UP, "A": (12, Reason.CONFIDENTIAL, Reason.CONFIDENTIAL)}
    old = dataset("ABCD", recipients=of_2020(shown))
    rows = {"A": (Reason.NOT_DELIVERED, 10, 2), "B": (Reason.NOT_DELIVERED, 21, 15)}
    new = dataset("AB", recipients=of_2020(rows))

    found = protect(new, THREE, [Published(name="v1", dataset=old, is_open=True)])

    assert hidden(found.dataset, new) == {("a", "gsiae"), ("a", "hzp")}


def test_a_version_whose_hidden_number_was_corrected_is_not_enough() -> None:
    """What readers know from its sum only the workbook of that version can tell."""
    truth = dataset("ABCD", recipients=of_2020(ADDING_UP))
    earlier = protect(truth, THREE).dataset
    rows = {**ADDING_UP, "A": (13, 10, 3)}
    new = dataset("ABCD", recipients=of_2020(rows))

    with pytest.raises(IndicatorError) as caught:
        protect(new, THREE, [Published(name="v1", dataset=earlier, is_open=True)])
    (problem,) = caught.value.problems
    assert problem.code == "former-unknown"
    assert problem.where == "v1"
    assert "Leistungsbeziehende!A:2020:" in problem.message

    protect(new, THREE, [Published(name="old.xlsx", dataset=truth, is_open=False)])


def test_what_only_an_earlier_publication_has_is_no_fault() -> None:
    old = dataset("ABCDE", recipients=of_2020({**ADDING_UP, "E": (7, 5, 2)}))
    new = dataset("AB", recipients=of_2020({"A": (12, 10, 2), "B": (30, 20, 10)}))

    found = protect(new, THREE, [Published(name="old", dataset=old, is_open=None)])

    assert found.dataset.observations[at("a", "hzp")].value is None
