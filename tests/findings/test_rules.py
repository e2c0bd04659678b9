"""What is worth saying and in which order, at the boundaries of each rule."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from reportgen.findings import rules
from reportgen.layout.appearance import Thresholds
from reportgen.model import ALL_AREAS, Comparison, Flag, Kind, Profile
from tests.datasets import Cell
from tests.findings.profiles import Recipients, layout, profile

THRESHOLDS = replace(
    layout().look.thresholds,
    fewest_findings=2,
    most_findings=4,
    notable_deviation=2.0,
    notable_change=3.0,
)
GROUP: Recipients = dict.fromkeys("ABCDE", (1000, 500, 200))
ECONOMY: Mapping[str, tuple[Cell, Cell]] = dict.fromkeys("ABCDE", (8.0, 10.0))


def city(**deviations: float) -> Profile:
    """A city whose comparisons are all at their means, but for the densities and indicators given.

    Areas are named by their key, indicators too, and `total` is the change of all recipients.
    """
    made = profile(GROUP, before=GROUP, economy=ECONOMY)
    comparisons = dict(made.comparisons)
    for key, deviation in deviations.items():
        for kind in (Kind.DENSITY, Kind.ECONOMY):
            if key != ALL_AREAS and (kind, key) in comparisons:
                comparisons[kind, key] = replace(comparisons[kind, key], deviation=deviation)
    return replace(made, comparisons=comparisons)


def changed(made: Profile, percent: float) -> Profile:
    """The profile with another change of all recipients, by some hundred persons."""
    comparisons = dict(made.comparisons)
    persons = 500 if percent > 0 else -500
    for kind, value in ((Kind.CHANGE_OF_RECIPIENTS, percent), (Kind.CHANGE_IN_PERSONS, persons)):
        comparison = comparisons[kind, ALL_AREAS]
        measure = replace(comparison.measure, exact=Fraction(value))
        comparisons[kind, ALL_AREAS] = replace(comparison, measure=measure)
    return replace(made, comparisons=comparisons)


def chosen(made: Profile, thresholds: Thresholds = THRESHOLDS) -> list[tuple[Kind, str]]:
    return [(c.kind, c.key) for c in rules.noteworthy(made, thresholds)]


def far(value: float, of: Profile, key: str = "rent") -> Comparison:
    return replace(of.get(Kind.ECONOMY, key), deviation=value)


class TestNoteworthy:
    def test_the_density_of_all_opens_and_the_list_is_filled_to_the_fewest(self) -> None:
        assert chosen(city())[0] == (Kind.DENSITY, ALL_AREAS)
        assert len(chosen(city())) == 2

    @pytest.mark.parametrize(("deviation", "number"), [(2.0, 3), (-2.0, 3), (1.99, 2)])
    def test_at_the_threshold_a_number_is_notable(self, deviation: float, number: int) -> None:
        found = chosen(city(gsiae=9.0, rent=deviation))
        assert found[1] == (Kind.DENSITY, "gsiae")
        assert len(found) == number

    def test_the_furthest_comes_first_and_the_list_ends_at_the_most(self) -> None:
        found = chosen(city(gsiae=3.0, hzp=-4.0, rent=5.0, unemployment=-6.0))
        assert found == [
            (Kind.DENSITY, ALL_AREAS),
            (Kind.ECONOMY, "unemployment"),
            (Kind.ECONOMY, "rent"),
            (Kind.DENSITY, "hzp"),
        ]
        more = replace(THRESHOLDS, most_findings=5)
        # A third density would be one too many, but for a share there is room.
        assert (Kind.DENSITY, "gsiae") not in chosen(
            city(gsiae=3.0, hzp=-4.0, rent=5.0, unemployment=-6.0), more
        )

    def test_the_economy_alone_is_not_enough(self) -> None:
        found = chosen(city(rent=9.0, unemployment=8.0))
        assert found[1:3] == [(Kind.ECONOMY, "rent"), (Kind.ECONOMY, "unemployment")]
        assert found[3][0] is not Kind.ECONOMY

    @pytest.mark.parametrize(
        ("percent", "is_told"), [(3.0, True), (-3.0, True), (2.999, False), (-2.999, False)]
    )
    def test_a_change_is_notable_from_its_threshold_on(self, percent: float, is_told: bool) -> None:
        found = chosen(changed(city(gsiae=9.0), percent))
        assert ((Kind.CHANGE_OF_RECIPIENTS, ALL_AREAS) in found) is is_told

    def test_a_larger_change_comes_before_a_smaller_distance(self) -> None:
        # 3.1 thresholds of change against 3 of distance, then 2.9.
        for percent, place in ((9.3, 1), (8.7, 2)):
            found = chosen(changed(city(gsiae=6.0), percent))
            assert found.index((Kind.CHANGE_OF_RECIPIENTS, ALL_AREAS)) == place

    def test_places_add_to_the_distance(self) -> None:
        # A alone has the highest of six rents: 1 more than its distance in thresholds.
        made = profile(
            dict.fromkeys("ABCDEF", (1000, 500, 200)),
            economy={
                name: (value, value)
                for name, value in zip("ABCDEF", (9.0, 8.0, 7.0, 6.0, 5.0, 4.0), strict=True)
            },
        )
        highest = made.get(Kind.ECONOMY, "rent")
        assert highest.deviation is not None
        assert highest.deviation < 2.0
        assert (Kind.ECONOMY, "unemployment") in chosen(made)


class TestExtremes:
    def test_the_furthest_of_both_sides_and_the_nearest(self) -> None:
        made = city()
        above, below, near = (far(value, made) for value in (0.25, -0.25, 0.24))
        further = far(0.26, made)
        assert rules.extremes_and_nearest([above, below, near], 0.25) == (above, below, near)
        assert rules.extremes_and_nearest([above, further], 0.25) == (further, None, None)
        at = far(0.0, made)
        assert rules.extremes_and_nearest([near, at], 0.25) == (None, None, at)
        assert rules.extremes_and_nearest([at], 0.0) == (None, None, None)

    def test_without_a_deviation_there_is_none(self) -> None:
        plain = replace(far(0.0, city()), deviation=None)
        assert rules.extremes_and_nearest([plain], 0.25) == (None, None, None)
        assert rules.furthest([plain]) is None
        one, other = far(-3.0, city()), far(2.0, city())
        assert rules.furthest([plain, one, other]) == one

    def test_the_largest_is_the_first_of_equals(self) -> None:
        made = city()
        first, second = made.get(Kind.DENSITY, "sgb2"), made.get(Kind.DENSITY, "gsiae")
        assert rules.largest([second, first]) == first
        assert rules.largest([second, second, first]) == first


class TestDifferingShares:
    @pytest.mark.parametrize(
        ("payments", "expected"),
        [
            ((81, 19), "sgb2"),
            ((79, 21), "sgb2"),
            ((80.99, 19.01), None),
            ((79.01, 20.99), None),
            ((80, 20), None),
            ((0, 0), None),
        ],
    )
    def test_from_one_percentage_point_on(
        self, payments: tuple[float, float], expected: str | None
    ) -> None:
        made = profile({"A": (800, 200, 0)}, payments={"A": (*payments, 0)})
        found = rules.differing_shares(made)
        assert (found[0].key if found else None) == expected
        if found:
            assert [c.kind for c in found] == [Kind.SHARE_OF_PAYMENTS, Kind.SHARE_OF_RECIPIENTS]

    def test_what_is_estimated_differs_from_nothing(self) -> None:
        for estimated in ((70, Flag.ESTIMATED), (30, Flag.ESTIMATED)):
            other = 100 - estimated[0]
            made = profile({"A": (800, 200, 0)}, payments={"A": (estimated, other, 0)})
            assert rules.differing_shares(made) is None
