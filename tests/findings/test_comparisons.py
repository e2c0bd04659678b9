"""What a city is compared with, and where it is said to stand, in groups of any size."""

import pytest

from reportgen.findings.measures import standing
from reportgen.findings.wording import Wording
from reportgen.model import Kind, Reason, Section
from tests.datasets import Cell
from tests.findings.profiles import (
    Recipients,
    findings,
    headline,
    layout,
    message,
    profile,
    statements,
    texts,
)

NONE = Reason.NOT_DELIVERED
FIVE: Recipients = {
    "A": (800, 150, 50),
    "B": (600, 100, 20),
    "C": (400, 60, 10),
    "D": (500, 70, 20),
    "E": (500, 80, 30),
}


class TestGroup:
    def test_a_city_alone_is_not_compared_with_itself(self) -> None:
        said = findings(profile({"A": (800, 150, 50)}, economy={"A": (8.0, 10.0)}))
        roles = {quote.role for _, numbers in texts(said) for quote in numbers}
        assert roles == {"value", "fraction"}

    def test_fewer_cities_than_all_are_told(self) -> None:
        some = profile(
            {
                "A": (800, 150, NONE),
                "B": (600, 100, NONE),
                "C": (400, 100, NONE),
                "D": (NONE, NONE, NONE),
            }
        )
        assert statements(some, Section.DENSITIES)[0] == (
            "SGB II: 100,0 je 1.000 Menschen unter 65 (Mittel von 3 Städten 75,0)."
        )
        assert statements(some, Section.RECIPIENTS)[1] == (
            "SGB II: 1 höher, 1 niedriger; "
            "Mittel von 3 Städten mit denselben Bereichen 83,3\u202f%."
        )
        assert "mehr als im Mittel von 3 Städten (75)" in headline(some)
        assert "(mean of 3 cities 75.0)" in statements(some, Section.DENSITIES, "en")[0]

    def test_of_two_cities_the_other_one_is_named_and_there_is_no_rank(self) -> None:
        two = profile({"A": (800, 150, 50), "B": (600, 100, 300)})
        assert headline(two).startswith(
            "Von 1.000 Menschen unter 65 in A beziehen 100,0 SGB II, mehr als in B (75,0); "
        )
        assert statements(two, Section.DENSITIES)[0] == (
            "SGB II: 100,0 je 1.000 Menschen unter 65 (B 75,0)."
        )
        assert (
            statements(two, Section.RECIPIENTS, "en")[1] == "SGB II: 80.0% of recipients (B 60.0%)."
        )
        assert statements(two, Section.EXTRACT) == []

    def test_a_second_city_that_reports_nothing_is_no_comparison(self) -> None:
        alone = profile({"A": (800, 150, 50), "B": (NONE, NONE, NONE)})
        assert headline(alone) == "Von 1.000 Menschen unter 65 in A beziehen 100,0 SGB II."

    def test_a_city_with_other_areas_is_not_compared_by_its_shares(self) -> None:
        others = dict.fromkeys("BCDEFGHIJK", (800, 190, 10))
        lacking = profile({"A": (NONE, 190, 10), **others})
        assert message(lacking, Section.RECIPIENTS) == (
            "95,0\u202f% der Leistungsbeziehenden erhalten Grundsicherung nach SGB XII "
            "(ohne Bereiche, deren Angabe fehlt)"
        )
        assert "Mittel" not in " ".join(statements(lacking, Section.RECIPIENTS))

    def test_an_area_that_only_one_city_reports_leaves_the_totals_alone(self) -> None:
        some = profile({"A": (800, 150, NONE), "B": (600, 100, 20), "C": (400, 60, NONE)})
        assert statements(some, Section.RECIPIENTS)[0] == (
            "950 Leistungsbeziehende in zwei Bereichen."
        )


class TestPosition:
    @pytest.mark.parametrize(
        ("others", "expected"),
        [
            ((600,), ""),
            ((600, 500), "alle anderen niedriger"),
            ((900, 500), "1 höher, 1 niedriger"),
            ((600, 500, 400, 300), "alle anderen niedriger"),
            ((600, 500, 400, 300, 200), "der höchste Wert"),
            ((900, 1000, 1100, 1200), "alle anderen höher"),
            ((900, 1000, 1100, 1200, 1300), "der niedrigste Wert"),
            ((900, 500, 400, 300, 200, 100, 90, 80), "1 höher, 7 niedriger"),
            ((900, 500, 400, 300, 200, 100, 90, 80, 70), "der zweithöchste Wert"),
            ((900, 850, 400, 300, 200, 100, 90, 80, 70), "der dritthöchste Wert"),
            ((900, 850, 840, 300, 200, 100, 90, 80, 70), "3 höher, 6 niedriger"),
            ((900, 850, 840, 830, 825, 820, 810, 600, 500), "der drittniedrigste Wert"),
            ((900, 850, 840, 830, 825, 820, 810, 805, 500), "der zweitniedrigste Wert"),
            ((900, 800, 500, 400, 300, 100), "1 höher, 4 niedriger, 1 gleich"),
            ((800, 800, 500, 400, 300, 100), "4 niedriger, 2 gleich"),
            ((800, 800, 800, 800, 800, 800), "alle anderen gleich"),
        ],
    )
    def test_places_with_words_or_counts_of_others(
        self, others: tuple[int, ...], expected: str
    ) -> None:
        group = {"A": (800, 0, 0)}
        group |= {name: (n, 0, 0) for name, n in zip("BCDEFGHIJ", others, strict=False)}
        city = profile(group)
        said = standing(Wording(city, layout()), city.get(Kind.DENSITY, "sgb2"))
        assert said.text == expected

    def test_the_highest_value_looks_higher_than_the_next(self) -> None:
        # 2.04 and 2.03 of 1,000 inhabitants, which are both 2.0 with the usual decimal.
        close = profile(
            {"A": (1, 2040, 0), **dict.fromkeys("BCDEFGHI", (1, 2030, 0))}, people=10**6
        )
        assert message(close, Section.DENSITIES) == (
            "Bei der Grundsicherung nach SGB XII ist die Dichte die höchste"
        )
        assert "beziehen 2,04 Grundsicherung" in headline(close)

    def test_a_value_that_cannot_be_told_from_the_next_has_no_word(self) -> None:
        closer = {"A": (1, 20_000_001, 0), **dict.fromkeys("BCDEFGHI", (1, 20000000, 0))}
        city = profile(closer, people=10**10)
        assert message(city, Section.DENSITIES) == (
            "Bei der Grundsicherung nach SGB XII ist die Dichte fast so hoch wie im Mittel"
        )
        assert headline(city).endswith(", fast so viele wie im Mittel.")


class TestMean:
    def test_more_decimals_until_value_and_mean_look_different(self) -> None:
        # 80.00 and a mean of 80.013, which are both 80.0 with the usual decimal.
        near = profile({"A": (8000, 2000, 0), "B": (8003, 1999, 0), "C": (8003, 1999, 0)})
        assert statements(near, Section.RECIPIENTS)[1] == (
            "SGB II: 80,00\u202f% der Leistungsbeziehenden (Mittel 80,01\u202f%), "
            "alle anderen höher."
        )

    def test_what_still_looks_alike_is_called_neither_higher_nor_equal(self) -> None:
        nearer = profile(
            {"A": (8_000_000, 2_000_000, 0), "B": (8_000_003, 1_999_999, 0)}, people=10**9
        )
        assert statements(nearer, Section.RECIPIENTS)[1] == (
            "SGB II: 80,0\u202f% der Leistungsbeziehenden (fast so viel wie in B)."
        )

    def test_equal_is_equal(self) -> None:
        equal = profile(dict.fromkeys("ABC", (8000, 2000, 0)), people=100_000)
        assert statements(equal, Section.RECIPIENTS)[1].endswith(
            " (so viel wie im Mittel), alle anderen gleich."
        )
        assert headline(equal).endswith(" 100,0 SGB II, so viele wie im Mittel.")
        assert headline(equal, "en").endswith(" 100.0 receive SGB II, as many as the mean.")
        assert message(equal, Section.DENSITIES) == (
            "Beim SGB II und bei der Grundsicherung nach SGB XII "
            "ist die Dichte so hoch wie im Mittel"
        )

    def test_density_below_the_mean(self) -> None:
        below = profile({"A": (400, 0, 0), "B": (800, 0, 0), "C": (900, 0, 0)})
        assert headline(below).endswith("beziehen 50 SGB II, weniger als im Mittel (88).")

    @pytest.mark.parametrize(
        ("own", "expected"),
        [
            (10.0, "10,00\u202fEUR/m² (so viel wie im Mittel), 2 höher, 2 niedriger."),
            (10.002, "10,002\u202fEUR/m² (Mittel 10,000\u202fEUR/m²), 2 höher, 2 niedriger."),
            (10.0000002, "10,00\u202fEUR/m² (fast so viel wie im Mittel), 2 höher, 2 niedriger."),
        ],
    )
    def test_an_indicator_at_or_near_its_mean(self, own: float, expected: str) -> None:
        values = (own, 11, 9, 12, 8)
        rents = {name: (NONE, rent) for name, rent in zip("ABCDE", values, strict=True)}
        (said,) = statements(profile(FIVE, economy=rents), Section.ECONOMY)
        assert said == f"Am weitesten vom Mittel liegt „Angebotsmiete“: {expected}"

    @pytest.mark.parametrize("values", [(8.0, 8.0, 8.0, 8.0, 8.0), (8.0, 9.0, 7.0, 6.0, NONE)])
    def test_indicators_without_deviation(self, values: tuple[Cell, ...]) -> None:
        rents = {name: (NONE, rent) for name, rent in zip("ABCDE", values, strict=True)}
        assert statements(profile(FIVE, economy=rents), Section.ECONOMY) == [
            "Abweichungen lassen sich nicht berechnen: "
            "Dafür braucht es mindestens fünf Städte mit verschiedenen Werten."
        ]
