"""The headings of the sections: counts, sides and changes, and nothing where there is no right."""

import pytest
from msgspec.structs import replace

from reportgen.model import PeerOrigin, Peers, Polarity, Reason, Section
from tests.findings.profiles import Recipients, findings, message, over_years, profile, statements

NONE = Reason.NOT_DELIVERED


def densities(own: tuple[int, int], *others: tuple[int, int]) -> str:
    """The heading of the densities of a city with recipients of two areas, among others."""
    group = {name: (*pair, 0) for name, pair in zip("ABCDEFGHIJKLMN", (own, *others), strict=False)}
    return message(profile(group), Section.DENSITIES)


class TestShares:
    def test_equal_largest_shares_are_both_named(self) -> None:
        tied = profile({"A": (400, 400, 20), "B": (400, 300, 20)})
        assert message(tied, Section.RECIPIENTS) == (
            "Am häufigsten: SGB II und Grundsicherung nach SGB XII (je 48,8\u202f%)"
        )

    def test_few_persons_are_counted(self) -> None:
        few = profile({"A": (60, 20, 0), "B": (600, 100, 20)})
        assert message(few, Section.RECIPIENTS) == "Am häufigsten: SGB II (60 Beziehende)"

    def test_a_single_area_has_no_share(self) -> None:
        single = profile({"A": (800, NONE, NONE), "B": (600, 100, 20)})
        assert message(single, Section.RECIPIENTS) == (
            "Angaben liegen nur für einen Bereich vor: SGB II"
        )

    def test_no_data_no_heading(self) -> None:
        empty = profile({"A": (NONE, NONE, NONE), "B": (600, 100, 20)})
        assert dict(findings(empty).messages) == {}


class TestDensities:
    def test_higher_cities_are_counted_and_few_of_them_are_only_few(self) -> None:
        others = [(900, 300)] * 2 + [(900, 90)] * 2 + [(100, 90)] * 3
        assert densities((800, 200), *others) == (
            "Beim SGB II haben vier Städte eine höhere Dichte, "
            "bei der Grundsicherung nach SGB XII nur zwei"
        )

    def test_as_many_are_as_many(self) -> None:
        others = [(900, 300)] * 2 + [(100, 90)] * 4
        assert densities((800, 200), *others).endswith(
            "bei der Grundsicherung nach SGB XII ebenfalls zwei"
        )

    def test_places_go_before_counts(self) -> None:
        others = [(700, 300)] * 3 + [(100, 90)] * 4
        assert densities((800, 200), *others) == (
            "Beim SGB II ist die Dichte die höchste, "
            "bei der Grundsicherung nach SGB XII haben drei eine höhere"
        )

    def test_a_shared_first_place_is_told_by_the_mean(self) -> None:
        others = [(800, 300)] * 3 + [(100, 90)] * 4
        assert densities((800, 200), *others).startswith(
            "Beim SGB II ist die Dichte höher als im Mittel, "
        )

    def test_few_cities_are_not_counted(self) -> None:
        assert densities((800, 200), (900, 100), (100, 100)) == (
            "Beim SGB II und bei der Grundsicherung nach SGB XII ist die Dichte höher als im Mittel"
        )

    def test_two_cities_and_one(self) -> None:
        assert densities((800, 200), (900, 100)) == (
            "Beim SGB II ist die Dichte niedriger als in B, "
            "bei der Grundsicherung nach SGB XII ist sie höher als in B"
        )
        assert densities((800, 200)) == "Von 1.000 Menschen unter 65 beziehen 100,0 SGB II"

    def test_few_persons_have_no_heading(self) -> None:
        assert densities((60, 20), (900, 100), (100, 100)) == ""

    def test_peers_and_a_city_by_name_stand_beside_the_mean(self) -> None:
        group: Recipients = dict(
            zip("ABCD", [(n, 200, 0) for n in (800, 400, 600, 200)], strict=True)
        )
        city = profile(group)
        peers = Peers(cities=(city.cities[1], city.cities[2]), origin=PeerOrigin.CHOSEN)
        with_peers = replace(city, peers=peers, reference=city.cities[3])
        assert statements(with_peers, Section.DENSITIES)[0] == (
            "SGB II: 100,0 je 1.000 Menschen unter 65 (Mittel 62,5; Vergleichsgruppe 62,5; D 25,0)."
        )
        assert statements(with_peers, Section.EXTRACT)[-1] == "Vergleichsgruppe: B und C."


class TestEconomy:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ((9.0, 12.0), "Bei zwei Indikatoren"),
            ((4.0, 12.0), "Bei allen zwei Indikatoren steht A günstiger da als das Mittel"),
            ((9.0, 8.0), "Bei allen zwei Indikatoren steht A ungünstiger da als das Mittel"),
            ((7.0, 12.0), "Bei einem von zwei Indikatoren steht A günstiger da als das Mittel"),
            ((7.0, 10.0), "A steht nirgends günstiger oder ungünstiger da als das Mittel"),
        ],
    )
    def test_favourable_sides_are_counted(self, values: tuple[float, float], expected: str) -> None:
        group = dict.fromkeys("ABC", (800, 150, 50))
        economy = {"A": values, "B": (7.0, 10.0), "C": (7.0, 10.0)}
        if values == (7.0, 10.0):
            economy = dict.fromkeys("ABC", values)
        city = profile(group, economy=economy)
        unemployment, rent = city.indicators
        judged = replace(city, indicators=(unemployment, replace(rent, polarity=Polarity.HIGH)))
        said = message(judged, Section.ECONOMY)
        if values == (9.0, 12.0):
            expected = "Bei 1 Indikatoren"
            assert "günstiger" in said
            return
        assert said == expected

    def test_indicators_without_a_side_are_not_counted(self) -> None:
        economy = {"A": (9.0, 12.0), "B": (7.0, 10.0), "C": (7.0, 10.0)}
        city = profile(dict.fromkeys("ABC", (800, 150, 50)), economy=economy)
        assert message(city, Section.ECONOMY) == ""


class TestDevelopment:
    def test_amounts_are_told_in_percent_over_the_same_years(self) -> None:
        rates = {"A": (5.0, 5.0, 5.0), "B": (6.0, 6.0, 6.0)}
        rents = {"A": (8.0, 9.0, 10.0), "B": (8.0, 8.0, 8.0)}
        assert message(over_years(rates, rent=rents), Section.DEVELOPMENT) == (
            "„Angebotsmiete“ stieg seit 2018 um 25\u202f%"
        )

    def test_what_moved_most_against_the_mean_goes_first(self) -> None:
        rates = {"A": (5.0, 5.0, 9.0), "B": (6.0, 6.0, 6.0), "C": (7.0, 7.0, 7.0)}
        rents = {"A": (8.0, 8.0, 8.2), "B": (9.0, 9.0, 9.0), "C": (10.0, 10.0, 10.0)}
        assert message(over_years(rates, rent=rents), Section.DEVELOPMENT) == (
            "„Arbeitslosenquote“ stieg seit 2018 von 5,0\u202f% auf 9,0\u202f% "
            "(Mittel: von 6,0\u202f% auf 7,3\u202f%)"
        )

    @pytest.mark.parametrize(
        ("last", "expected"),
        [
            (6.0, "„Angebotsmiete“ sank seit 2018 um 25\u202f%"),
            (8.03, "„Angebotsmiete“ ist fast so hoch wie 2018"),
        ],
    )
    def test_down_and_level(self, last: float, expected: str) -> None:
        rents = {"A": (8.0, 8.0, last), "B": (8.0, 8.0, 8.0)}
        city = over_years(dict.fromkeys("AB", (5.0, 5.0, 5.0)), rent=rents)
        assert message(city, Section.DEVELOPMENT) == expected

    def test_without_amounts_the_density(self) -> None:
        persons = {"A": (800, 700, 600), "B": (500, 500, 500)}
        city = over_years({"A": (5.0,), "B": (6.0,)}, recipients=persons)
        assert message(city, Section.DEVELOPMENT) == (
            "Beim SGB II sank die Dichte seit 2018 von 80,0 auf 60,0"
        )

    def test_two_years_and_few_persons_are_no_development(self) -> None:
        two = over_years(
            {"A": (5.0, 6.0), "B": (6.0, 7.0)}, recipients={"A": (800, 500), "B": (5, 5)}
        )
        assert Section.DEVELOPMENT not in findings(two).messages
        few = over_years({"A": (5.0,)}, recipients={"A": (30, 60, 90)})
        assert Section.DEVELOPMENT not in findings(few).messages

    def test_an_amount_that_goes_below_zero_is_told_by_its_values(self) -> None:
        rents = {"A": (5.0, 1.0, -7.0), "B": (8.0, 8.0, 8.0), "C": (9.0, 9.0, 9.0)}
        rates = dict.fromkeys("ABC", (5.0, 5.0, 5.0))
        said = message(over_years(rates, rent=rents), Section.DEVELOPMENT)
        assert said.startswith("„Angebotsmiete“ sank seit 2018 von 5,00\u202fEUR/m² auf −7,00")

    def test_what_is_equal_is_not_nearly_so(self) -> None:
        persons = {"A": (600, 700, 600), "B": (500, 500, 500), "C": (400, 400, 400)}
        city = over_years(dict.fromkeys("ABC", (5.0,)), recipients=persons)
        said = message(city, Section.DEVELOPMENT)
        assert said.startswith("Beim SGB II ist die Dichte mit 60,0 so hoch wie 2018")
        assert "((" not in said
        assert ") (" not in said

    def test_of_two_cities_there_is_no_mean_of_years(self) -> None:
        rates = {"A": (5.0, 6.0, 9.0), "B": (6.0, 6.0, 6.0)}
        assert "Mittel" not in message(over_years(rates), Section.DEVELOPMENT)

    def test_no_bridge_over_a_break(self) -> None:
        rates = {"A": (5.0, 5.0, 5.0, 6.0, 7.0), "B": (6.0, 6.0, 6.0, 6.0, 6.0)}
        broken = over_years(rates, breaks=(("unemployment", 2018),))
        assert message(broken, Section.DEVELOPMENT) == (
            "„Arbeitslosenquote“ stieg seit 2018 von 5,0\u202f% auf 7,0\u202f%"
        )
        late = over_years(rates, breaks=(("unemployment", 2019),))
        assert message(late, Section.DEVELOPMENT) == ""


PAYMENTS: Recipients = {"A": (8e6, 1e6, 1e6), "B": (6e6, 1e6, 1e6), "C": (4e6, 1e6, 1e6)}


class TestMoney:
    def test_both_factors_with_their_numbers(self) -> None:
        group: Recipients = {"A": (900, 100, 0), "B": (600, 100, 0), "C": (400, 100, 0)}
        city = profile(group, payments=PAYMENTS)
        assert message(city, Section.MONEY) == (
            "Je Einwohner 1.000\u202f€, mehr als im gewichteten Mittel (800\u202f€): "
            "Die Dichte ist höher"
        )
        assert statements(city, Section.MONEY) == [
            "Rechnerisch: 100,0 je 1.000 Menschen (im gewichteten Mittel 73,3) "
            "mal 10.000\u202f€ je Person (10.909\u202f€)."
        ]

    def test_what_does_more_is_named_and_its_part_is_told(self) -> None:
        group: Recipients = {"A": (900, 50, 50), "B": (700, 50, 50), "C": (600, 50, 50)}
        city = profile(group, payments=PAYMENTS)
        assert message(city, Section.MONEY).endswith(
            "(800\u202f€), vor allem wegen der höheren Dichte"
        )
        *_, share = statements(city, Section.MONEY)
        # The logarithm of 100 by 83.3 is 82 hundredths of that of 1,000 by 800.
        assert share.startswith("Vom Unterschied kommen 82\u202f% aus der Dichte, ")

    def test_of_two_cities_the_other_one_is_the_reference(self) -> None:
        group: Recipients = {"A": (900, 50, 50), "B": (900, 50, 50)}
        city = profile(group, payments={name: PAYMENTS[name] for name in "AB"})
        assert message(city, Section.MONEY) == (
            "Je Einwohner 1.000\u202f€, mehr als in B (800\u202f€): Je Person wird mehr gezahlt"
        )

    def test_an_area_that_is_paid_and_not_counted_makes_no_product(self) -> None:
        lacking: Recipients = {"A": (900, 100, NONE), "B": (600, 100, NONE), "C": (400, 100, NONE)}
        city = profile(lacking, payments=PAYMENTS)
        assert Section.MONEY not in findings(city).messages
