"""What is worth saying and in which order, at the boundaries of each rule."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from reportgen.findings import rules
from reportgen.model import ALL_AREAS, Comparison, Flag, Kind, Profile, Reason
from tests.datasets import Cell
from tests.findings.profiles import Recipients, layout, profile

THRESHOLDS = replace(layout().look.thresholds, notable_deviation=2.0)
GROUP: Recipients = dict.fromkeys("ABCDE", (1000, 500, 200))
ECONOMY: Mapping[str, tuple[Cell, Cell]] = dict.fromkeys("ABCDE", (8.0, 10.0))


def city() -> Profile:
    """A city that is like all others."""
    return profile(GROUP, before=GROUP, economy=ECONOMY)


def candidates(made: Profile) -> list[tuple[Kind, str]]:
    return [(c.kind, c.key) for c in rules.candidates(made)]


def far(value: float, of: Profile, key: str = "rent") -> Comparison:
    return replace(of.get(Kind.ECONOMY, key), deviation=value)


class TestNoteworthy:
    def test_all_areas_stand_for_the_largest_one_and_come_before_the_others(self) -> None:
        assert candidates(city()) == [
            (Kind.DENSITY, ALL_AREAS),
            (Kind.DENSITY, "gsiae"),
            (Kind.DENSITY, "hzp"),
            (Kind.ECONOMY, "unemployment"),
            (Kind.ECONOMY, "rent"),
        ]

    def test_without_a_total_the_largest_area_speaks_for_itself(self) -> None:
        made = profile({"A": (1000, 500, Reason.NOT_DELIVERED)})
        total = made.get(Kind.DENSITY, ALL_AREAS)
        unknown = replace(total, measure=replace(total.measure, exact=None))
        without = replace(
            made, comparisons={**made.comparisons, (Kind.DENSITY, ALL_AREAS): unknown}
        )
        assert candidates(without) == [(Kind.DENSITY, "sgb2"), (Kind.DENSITY, "gsiae")]

    def test_what_may_be_no_headline_is_left_out(self) -> None:
        made = profile({"A": (1000, 99, (500, Flag.ESTIMATED))})
        assert candidates(made) == []

    @pytest.mark.parametrize(
        ("deviation", "is_noteworthy"), [(2.0, True), (-2.0, True), (1.99, False), (-1.99, False)]
    )
    def test_from_the_threshold_on_a_distance_is_noteworthy(
        self, deviation: float, is_noteworthy: bool
    ) -> None:
        points = rules.score(far(deviation, city()), THRESHOLDS)
        assert (points >= rules.NOTEWORTHY) is is_noteworthy

    def test_a_place_at_either_end_adds_to_the_distance(self) -> None:
        # A alone has the highest of six rents, B to E have places without a word.
        values = (9.0, 8.0, 7.0, 6.0, 5.0, 4.0)
        economy = {name: (n, n) for name, n in zip("ABCDEF", values, strict=True)}
        for name, bonus in (("A", 1.0), ("B", 0.0), ("F", 1.0)):
            order = name + "ABCDEF".replace(name, "")
            made = profile(
                dict.fromkeys(order, (1000, 500, 200)), economy={n: economy[n] for n in order}
            )
            rent = made.get(Kind.ECONOMY, "rent")
            distance = abs(rent.deviation or 0) / THRESHOLDS.notable_deviation
            assert rules.score(rent, THRESHOLDS) == pytest.approx(distance + bonus)


class TestExtremes:
    def test_without_a_deviation_there_is_none(self) -> None:
        plain = replace(far(0.0, city()), deviation=None)
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
