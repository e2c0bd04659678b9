"""What may be claimed, at the boundaries of each rule."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from msgspec.structs import replace

from reportgen.indicators import compute
from reportgen.model import (
    ALL_AREAS,
    Comparison,
    Flag,
    Kind,
    Profile,
    Reason,
    Source,
    Table,
    claims,
)
from reportgen.model.claims import Direction, Place, Relation
from reportgen.model.numbers import exact, rounded
from tests.datasets import TOTAL, UNDER_65, Cell, dataset

NONE = Reason.NOT_DELIVERED
#: Digits behind the decimal mark that are usual here.
USUAL = 1


def rent(*values: Cell) -> Comparison:
    """The comparison of the first of some cities; an indicator of the economy."""
    cities = "ABCDEFGHIJKLMNO"[: len(values)]
    economy = {(city, 2020, "rent"): value for city, value in zip(cities, values, strict=True)}
    return compute(dataset(cities, economy=economy, recipients={("A", 2020, "sgb2"): 1}), 2020)[
        0
    ].get(Kind.ECONOMY, "rent")


def changed(now: Cell, then: Cell, **others: Mapping[tuple[str, int, str], Cell]) -> Profile:
    """A profile with recipients of one area in both years."""
    recipients = {("A", 2020, "sgb2"): now, ("A", 2019, "sgb2"): then}
    tables = {"economy": {("A", 2020, "rent"): 9.5}, **others}
    return compute(dataset("A", recipients=recipients, **tables), 2020)[0]


class TestEnoughValues:
    @pytest.mark.parametrize(
        ("n", "mean", "rank", "deviations", "extremes"),
        [
            (1, False, False, False, False),
            (2, True, False, False, False),
            (3, True, True, False, False),
            (4, True, True, False, False),
            (5, True, True, True, False),
            (6, True, True, True, True),
        ],
    )
    def test_each_claim_has_its_number(
        self, n: int, mean: bool, rank: bool, deviations: bool, extremes: bool
    ) -> None:
        comparison = rent(*range(n), NONE)
        assert claims.has_mean(comparison) is mean
        assert claims.has_rank(comparison) is rank
        assert claims.has_deviations(comparison) is deviations
        assert (comparison.deviation is not None) is deviations
        assert claims.has_extremes(comparison) is extremes

    def test_who_does_not_report_has_no_rank(self) -> None:
        absent = rent(NONE, 1, 2, 3, 4, 5, 6)
        assert claims.has_mean(absent)
        assert not claims.has_rank(absent)
        assert claims.obstacle_to_deviation(absent) is None
        assert claims.relation(absent, USUAL) is None
        assert claims.place(absent, USUAL) is None
        assert claims.decimals(absent, USUAL) == USUAL

    def test_why_there_is_no_deviation(self) -> None:
        assert claims.obstacle_to_deviation(rent(1, 2, 3, 4)) is Reason.TOO_FEW
        assert claims.obstacle_to_deviation(rent(1, 1, 1, 1, 1)) is Reason.NO_SPREAD
        assert claims.obstacle_to_deviation(rent(1, 2, 3, 4, 5)) is None

    @pytest.mark.parametrize(
        ("n", "rank", "expected"),
        [
            (5, 1, None),
            (6, 1, Place(from_top=True, number=1)),
            (6, 2, None),
            (6, 6, Place(from_top=False, number=1)),
            (9, 2, None),
            (9, 8, None),
            (10, 2, Place(from_top=True, number=2)),
            (10, 3, Place(from_top=True, number=3)),
            (10, 4, None),
            (10, 7, None),
            (10, 8, Place(from_top=False, number=3)),
            (10, 9, Place(from_top=False, number=2)),
        ],
    )
    def test_places_with_a_word(self, n: int, rank: int, expected: Place | None) -> None:
        others = [10 * place for place in range(1, n + 1) if place != n + 1 - rank]
        comparison = rent(10 * (n + 1 - rank), *others)
        assert comparison.rank == rank
        assert claims.place(comparison, USUAL) == expected
        assert claims.worded_place(comparison) == expected

    def test_a_shared_place_has_no_word(self) -> None:
        assert claims.place(rent(9, 9, 1, 2, 3, 4), USUAL) is None
        assert [city.name for city in claims.sharing(rent(9, 9, 1, 2, 9, 4))] == ["B", "E"]
        assert claims.sharing(rent(9, 8, 1, 2, 7, 4)) == ()
        assert claims.place(rent(1, 1, 2, 3, 4, 5), USUAL) is None

    def test_the_only_other_city(self) -> None:
        other = claims.the_other(rent(1, 2))
        assert other is not None
        assert (other.city.name, other.value) == ("B", 2)
        assert claims.the_other(rent(1)) is None
        assert claims.the_other(rent(1, 2, 3)) is None


class TestLookDifferent:
    @pytest.mark.parametrize(
        ("values", "decimals"),
        [
            ((5,), 1),
            ((0, 0, 0), 1),
            ((5, 6, 7), 1),
            ((0.04,), 2),
            ((0.05,), 1),
            ((0.0004,), 4),
            ((0.00005,), 4),
            ((0.00004,), 1),
            ((5, 5.1, 5.1), 1),
            ((5, 5, 5.1), 2),
            ((5, 5, 5.001), 4),
            ((5, 5, 5.0001), 1),
            # Of two cities value and other value must differ, and both from their mean.
            ((5, 5.02), 2),
            # The highest of six beside the next; the others have no word.
            ((5.04, 5.01, 1, 1, 1, 1), 2),
            ((5.01, 5.04, 1, 1, 1, 1), 1),
            ((5.04, 5.01, 1, 1, 1), 1),
            ((1.01, 1.04, 5, 5, 5, 5), 2),
            ((5.01, 5.04, 5.0, 1, 1, 1, 1, 1, 1, 1), 2),
        ],
    )
    def test_as_few_decimals_as_possible_and_three_more_at_most(
        self, values: tuple[float, ...], decimals: int
    ) -> None:
        assert claims.decimals(rent(*values), USUAL) == decimals

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ((5,), None),
            ((5, 5), Relation.EQUAL),
            ((5, 4), Relation.ABOVE),
            ((4, 5), Relation.BELOW),
            ((-4, -5), Relation.ABOVE),
            ((5, 5.02), Relation.BELOW),
            ((5, 5.000001), Relation.CLOSE),
            ((5, 4.999999), Relation.CLOSE),
            ((5, 4, 6), Relation.EQUAL),
            ((5, 4, 6.0001), Relation.CLOSE),
            ((5, 4, 6.01), Relation.BELOW),
            ((5, 4, 5.99), Relation.ABOVE),
            # Zero and next to zero look different: the latter is printed as below something.
            ((0, 0, 0.00001), Relation.BELOW),
            ((0.00002, 0, 0), Relation.CLOSE),
        ],
    )
    def test_relations_are_seen_and_equal_is_equal(
        self, values: tuple[float, ...], expected: Relation | None
    ) -> None:
        assert claims.relation(rent(*values), USUAL) is expected

    def test_a_place_that_cannot_be_seen_has_no_word(self) -> None:
        close, seen = ((5 + gap, 5, 1, 2, 3, 4) for gap in (0.00001, 0.0001))
        assert claims.place(rent(*close), USUAL) is None
        assert claims.worded_place(rent(*close)) is not None
        assert claims.place(rent(*seen), USUAL) is not None
        lowest = (1 - 0.00001, 1, 2, 3, 4, 5)
        assert claims.place(rent(*lowest), USUAL) is None

    @pytest.mark.parametrize(
        ("number", "decimals", "expected"),
        [
            (0.05, 1, 1), (-0.05, 1, -1), (0.04999, 1, 0), (11.85, 1, 119), (1.5, 0, 2),
            (-2.5, 0, -3), (Fraction(1, 3), 2, 33), (Fraction(-2, 3), 1, -7), (0, 3, 0), (7, 1, 70),
        ],
    )  # fmt: skip
    def test_rounding_is_half_away_from_zero(
        self, number: float, decimals: int, expected: int
    ) -> None:
        assert rounded(number, decimals) == expected

    def test_a_float_is_its_shortest_decimal(self) -> None:
        assert exact(0.1) == Fraction(1, 10)
        assert exact(2**53 + 1) == 2**53 + 1
        assert exact(1e22) == 10**22


class TestEnoughPeople:
    @pytest.mark.parametrize(
        ("now", "then", "counted", "direction"),
        [
            (1000, 1000, False, Direction.SAME),
            (1099, 1000, True, Direction.UP),
            (1100, 1000, False, Direction.UP),
            (1000, 1099, True, Direction.DOWN),
            (1000, 1100, False, Direction.DOWN),
            (500, 99, True, Direction.UP),
            (500, 100, False, Direction.UP),
            (99, 500, True, Direction.DOWN),
            (100, 500, False, Direction.DOWN),
            (5, 0, True, Direction.UP),
            (0, 0, False, Direction.SAME),
            (1_000_499, 1_000_000, False, Direction.HARDLY),
            (1_000_500, 1_000_000, False, Direction.UP),
            (999_501, 1_000_000, False, Direction.HARDLY),
            (1_000_001, 1_000_000, True, Direction.HARDLY),
            (NONE, 1000, False, None),
            (1000, NONE, False, None),
        ],
    )
    def test_changes(
        self, now: Cell, then: Cell, counted: bool, direction: Direction | None
    ) -> None:
        profile = changed(now, then)
        for key in ("sgb2", ALL_AREAS):
            assert claims.is_counted(profile, key) is counted
            assert claims.direction(profile, key, USUAL) is direction

    @pytest.mark.parametrize(
        ("now", "then", "expected"),
        [(99, 99, False), (100, 100, True), (0, 0, False), ((200, Flag.PROVISIONAL), 1, True)],
    )
    def test_a_headline_is_of_a_hundred_persons(
        self, now: Cell, then: Cell, expected: bool
    ) -> None:
        population = {("A", 2020, base): 10_000 for base in (TOTAL, UNDER_65)}
        profile = changed(now, then, population=population)
        density = profile.get(Kind.DENSITY, "sgb2")
        assert claims.may_be_headline(profile, density) is expected

    @pytest.mark.parametrize(
        ("now", "then", "expected"), [(1100, 1000, True), (1099, 1000, False), (NONE, 1000, False)]
    )
    def test_a_change_by_few_persons_is_none(self, now: Cell, then: Cell, expected: bool) -> None:
        profile = changed(now, then)
        change = profile.get(Kind.CHANGE_OF_RECIPIENTS, "sgb2")
        assert claims.may_be_headline(profile, change) is expected

    @pytest.mark.parametrize(
        ("flag", "expected"),
        [
            (Flag.PROVISIONAL, True),
            (Flag.CORRECTED, True),
            (Flag.ESTIMATED, False),
            (Flag.LIMITED, False),
        ],
    )
    def test_what_needs_an_explanation_is_none(self, flag: Flag, expected: bool) -> None:
        economy: dict[tuple[str, int, str], Cell] = {("A", 2020, "rent"): (9.5, flag)}
        profile = changed(1, 1, economy=economy)
        own = profile.get(Kind.ECONOMY, "rent")
        assert claims.may_be_headline(profile, own) is expected
        remark = Source(table=Table.ECONOMY, city="a", year=None, citation="", remark="Region")
        assert not claims.may_be_headline(replace(profile, sources=(remark,)), own)
        elsewhere = replace(remark, table=Table.RECIPIENTS)
        assert claims.may_be_headline(replace(profile, sources=(elsewhere,)), own) is expected


def test_estimates_are_an_obstacle_for_payments_only() -> None:
    for kind in Kind:
        of_payments = "payments" in kind
        expected = Reason.ESTIMATED if of_payments else None
        assert claims.obstacle(kind, 2, 2, estimated=True) is expected
        assert claims.obstacle(kind, 2, 2, estimated=False) is None
        assert claims.obstacle(kind, 1, 2, estimated=False) is Reason.OTHER_AREAS
        assert claims.obstacle(kind, 1, 1, estimated=False) is None
        assert claims.obstacle(kind, 0, 2, estimated=False) is None
