"""The title page: one message, at most four measures, and what stands out, changed or stayed."""

import pytest
from msgspec.structs import replace

from reportgen.model import Flag, Kind, Profile, Reason, Source, Table
from tests.datasets import Cell
from tests.findings.profiles import (
    Recipients,
    Years,
    findings,
    headline,
    highlights,
    over_years,
    profile,
)

NONE = Reason.NOT_DELIVERED
ECONOMY = {"A": (8.0, 10.0), "B": (7.0, 11.0), "C": (6.0, 9.0)}
THREE: Recipients = {"A": (800, 150, 50), "B": (600, 100, 20), "C": (400, 60, 10)}

#: Ten cities whose rates stay far apart.
TEN: Years = {name: (float(n), float(n), float(n)) for n, name in enumerate("ABCDEFGHIJ", start=1)}


def tiles(**cells: tuple[Cell, Cell, Cell]) -> list[tuple[Kind, str]]:
    """The measures of a city among three."""
    return [(tile.kind, tile.key) for tile in findings(profile(cells, economy=ECONOMY)).tiles]


def steady(first: tuple[Cell, ...]) -> str:
    """What stayed for the first of ten cities; its first indicator stands out, and is not told."""
    level: Years = {name: (column[0],) * len(first) for name, column in TEN.items()}
    values: Years = {**level, "A": first}
    return highlights(over_years(values, rent=values))["steady"]


def without_densities(city: Profile) -> Profile:
    """The profile as if the people were not known that densities refer to."""
    comparisons = {
        name: replace(c, measure=replace(c.measure, exact=None, reason=Reason.NO_BASE))
        if c.kind is Kind.DENSITY
        else c
        for name, c in city.comparisons.items()
    }
    return replace(city, comparisons=comparisons)


class TestHeadline:
    @pytest.mark.parametrize(
        ("second", "expected"),
        [
            (500, "; auch bei der Grundsicherung nach SGB XII liegt die Stadt darüber."),
            (110, "; bei der Grundsicherung nach SGB XII liegt die Stadt darunter."),
            (90, " mehr als im Mittel (75)."),
        ],
    )
    def test_a_second_area_stands_on_its_own_side_of_the_mean(
        self, second: int, expected: str
    ) -> None:
        group = {"A": (800, second, 0), "B": (600, 300, 0), "C": (400, 200, 0)}
        assert headline(profile(group)).endswith(expected)

    def test_recipients_stand_in_for_densities(self) -> None:
        before: Recipients = {"A": (600, 150, 50), "B": (600, 100, 20), "C": (400, 60, 10)}
        without = without_densities(profile(THREE, before=before))
        assert headline(without) == (
            "1.000 Menschen in A beziehen existenzsichernde Leistungen, "
            "25,0\u202f% mehr als Ende 2019."
        )
        assert headline(without, "en") == (
            "1,000 people in A receive benefits that secure a livelihood, "
            "25.0% more than at the end of 2019."
        )

    @pytest.mark.parametrize(
        ("before", "is_told"),
        [((800, 0, 0), True), ((1099, 0, 0), True), ((1101, 0, 0), False), ((50, 0, 0), False)],
    )
    def test_a_change_of_few_persons_or_from_few_is_none(
        self, before: tuple[int, int, int], is_told: bool
    ) -> None:
        group = {"A": (1200, 0, 0), "B": (1000, 0, 0)}
        city = profile(group, before={"A": before, "B": (1000, 0, 0)})
        assert ("als Ende 2019" in headline(without_densities(city))) is is_told

    def test_then_an_indicator_and_then_nothing(self) -> None:
        nobody: Recipients = dict.fromkeys("ABC", (NONE, NONE, NONE))
        assert headline(profile(nobody, economy=ECONOMY)) == (
            "Arbeitslosenquote in A: 8,0\u202f% (Mittel 7,0\u202f%)."
        )
        assert headline(profile({"A": (NONE, NONE, NONE), "B": (600, 100, 20)})) == ""

    def test_few_persons_and_estimates_make_none(self) -> None:
        assert headline(profile({"A": (60, 20, 0), "B": (600, 100, 20)})) == ""
        estimated = (800, Flag.ESTIMATED)
        assert "SGB II," not in headline(profile({"A": (estimated, 20, 0), "B": (600, 100, 20)}))

    def test_a_long_name_leaves_the_second_area_out(self) -> None:
        city = profile(THREE)
        long = replace(city, city=replace(city.city, name="Bad Sankt Ober-Niederhausen am See"))
        assert ";" in headline(city)
        assert ";" not in headline(long)
        assert len(headline(long)) <= 165


class TestTiles:
    def test_two_areas_and_an_indicator_of_each_unit(self) -> None:
        assert tiles(**THREE) == [
            (Kind.DENSITY, "sgb2"), (Kind.DENSITY, "gsiae"),
            (Kind.ECONOMY, "unemployment"), (Kind.ECONOMY, "rent"),
        ]  # fmt: skip

    def test_without_indicators_more_areas(self) -> None:
        found = findings(profile({"A": (800, 150, 120), "B": (600, 100, 120)})).tiles
        assert [tile.key for tile in found] == ["sgb2", "gsiae", "hzp"]
        assert [(tile.label, tile.unit, tile.figure) for tile in found][:2] == [
            ("Grundsicherung für Arbeitsuchende (SGB II)", "je 1.000 Menschen unter 65", "100,0"),
            ("Grundsicherung im Alter und bei Erwerbsminderung", "je 1.000 Menschen", "15,0"),
        ]

    def test_values_of_another_territory_have_none(self) -> None:
        city = profile(THREE, economy=ECONOMY)
        remark = Source(table=Table.ECONOMY, city="a", year=None, citation="x", remark="Region")
        kinds = {tile.kind for tile in findings(replace(city, sources=(remark,))).tiles}
        assert kinds == {Kind.DENSITY}

    def test_few_persons_have_none(self) -> None:
        assert (Kind.DENSITY, "gsiae") not in tiles(A=(800, 99, 50), B=(600, 100, 20), C=(1, 1, 1))
        assert findings(profile({"A": (50, 9, 0)})).tiles == ()


class TestHighlights:
    def test_of_one_year_only_what_stands_out(self) -> None:
        group = {"A": (900, 100, 50), **dict.fromkeys("BCDEF", (500, 100, 50))}
        assert highlights(profile(group)) == {
            "notable": "Existenzsichernde Leistungen: 105,0 je 1.000 Menschen, "
            "der höchste Wert; Mittel 71,7."
        }

    def test_of_two_years_nothing_is_told_of_change(self) -> None:
        two = {name: values[-2:] for name, values in TEN.items()}
        persons = dict.fromkeys(TEN, (500, 500))
        assert set(highlights(over_years(two, recipients=persons))) <= {"notable"}

    @pytest.mark.parametrize(
        ("first", "expected"),
        [
            ((11.0, 11.2, 11.1), "der höchste Wert"),
            ((9.5, 9.5, 9.5), "der zweithöchste Wert"),
            ((9.5, 8.5, 9.5), "der zweit- oder dritthöchste Wert"),
            ((11.0, 8.5, 10.5), "einer der drei höchsten Werte"),
            ((2.5, 2.5, 2.5), "der zweitniedrigste Wert"),
        ],
    )
    def test_a_place_held_alone_in_every_year(
        self, first: tuple[float, ...], expected: str
    ) -> None:
        said = steady(first)
        assert said.startswith(f"Angebotsmiete: in jedem Jahr seit 2018 {expected}, zuletzt ")

    def test_a_place_that_is_shared_once_is_not_held(self) -> None:
        assert steady((11.0, 10.0, 11.0)).startswith(
            "Angebotsmiete: 11,00\u202fEUR/m², in jedem Jahr seit 2018 über dem Mittel; "
        )

    def test_a_side_of_the_mean_and_the_same_value_in_all_years(self) -> None:
        side = over_years({**TEN, "A": (4.5, 4.4, 4.3)})
        assert highlights(side)["steady"] == (
            "Arbeitslosenquote: 4,3\u202f%, in jedem Jahr seit 2018 unter dem Mittel; "
            "Mittel 5,8\u202f%."
        )
        same = over_years(
            dict.fromkeys("ABC", (5.0, 5.0, 5.0)), recipients=dict.fromkeys("ABC", (80,))
        )
        assert highlights(same) == {
            "steady": "Arbeitslosenquote: 5,0\u202f%, in jedem Jahr seit 2018 gleich."
        }

    def test_a_year_that_no_city_has_is_a_gap(self) -> None:
        years = dict.fromkeys("ABC", (5.0, NONE, 5.0, 5.0))
        few = dict.fromkeys("ABC", (80,))
        assert highlights(over_years(years, recipients=few)) == {
            "steady": "Arbeitslosenquote: 5,0\u202f%, in jedem Jahr mit Angabe seit 2017 gleich."
        }

    def test_a_gap_is_told(self) -> None:
        said = steady((11.0, NONE, 11.2, 11.1))
        assert "in jedem Jahr mit Angabe seit 2017 der höchste Wert" in said

    def test_a_move_against_the_mean(self) -> None:
        said = highlights(over_years({**TEN, "A": (9.5, 7.0, 5.5)}))
        assert said["changed"] == (
            "Arbeitslosenquote: 5,5\u202f% nach 9,5\u202f% im Jahr 2018; "
            "Mittel 6,0\u202f% nach 6,4\u202f%."
        )

    def test_who_stays_while_others_move_has_not_changed(self) -> None:
        level: Years = {name: (n + 4.0, n + 2.0, n * 1.0) for n, name in enumerate("BCDEFGHIJ", 1)}
        assert "changed" not in highlights(over_years({"A": (5.5, 5.5, 5.5), **level}))

    def test_a_move_with_the_mean_is_none(self) -> None:
        rising: Years = {
            name: (float(n), n + 2.0, n + 4.0) for n, name in enumerate("ABCDEFGHIJ", start=1)
        }
        assert "changed" not in highlights(over_years(rising))

    def test_no_bridge_over_a_break(self) -> None:
        moved: Years = {name: (*values, *values[:2]) for name, values in TEN.items()}
        moved = {**moved, "A": (9.5, 9.5, 5.5, 5.5, 5.5)}
        assert "changed" in highlights(over_years(moved))
        broken = over_years(moved, breaks=(("unemployment", 2018),))
        assert "changed" not in highlights(broken)
        assert "seit 2018" in highlights(broken)["steady"]
        late = over_years(moved, breaks=(("unemployment", 2019),))
        assert set(highlights(late)) <= {"notable"}, "two years after a break show nothing"

    def test_the_mean_is_told_of_the_same_cities_only(self) -> None:
        gone = over_years({**TEN, "A": (9.5, 7.0, 5.5), "J": (NONE, 10.0, 10.0)})
        assert "Mittel" not in highlights(gone).get("changed", "")

    def test_few_persons_that_became_many_more_are_no_change(self) -> None:
        few: Years = {"A": (20, 50, 90), "B": (500, 500, 500), "C": (400, 400, 400)}
        assert "changed" not in highlights(over_years(dict.fromkeys("ABC", (5.0,)), recipients=few))
        many = {"A": (200, 500, 900), "B": (500, 500, 500), "C": (400, 400, 400)}
        assert "changed" in highlights(over_years(dict.fromkeys("ABC", (5.0,)), recipients=many))
