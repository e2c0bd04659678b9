"""What is said of payments: estimates are named as such, and only own figures are compared."""

import re

import pytest

from reportgen.model import Flag, Reason, Section
from tests.findings.profiles import Recipients, findings, message, profile, statements

NONE = Reason.NOT_DELIVERED
THREE: Recipients = {"A": (800, 150, 50), "B": (600, 100, 20), "C": (400, 60, 10)}


class TestPayments:
    def test_estimates_are_said_to_be_such_and_not_compared(self) -> None:
        seven, two, one = ((n * 1e6, Flag.ESTIMATED) for n in (7, 2, 1))
        estimated: Recipients = {
            "A": (seven, two, one),
            "B": (seven, one, one),
            "C": (two, one, one),
        }
        city = profile(THREE, payments=estimated)
        assert message(city, Section.PAYMENTS) == (
            "70,0\u202f% der Auszahlungen entfallen auf SGB II (geschätzt)"
        )
        assert statements(city, Section.PAYMENTS) == ["10,0 Mio. € in allen Bereichen, geschätzt."]
        assert message(city, Section.MONEY) == ""
        assert statements(city, Section.MONEY) == []

    def test_an_estimated_share_in_words_has_its_number_below(self) -> None:
        eight, one = (8e6, Flag.ESTIMATED), (1e6, Flag.ESTIMATED)
        city = profile({"A": (800, 150, 50)}, payments={"A": (eight, one, one)})
        assert message(city, Section.PAYMENTS) == (
            "Vier von fünf Euro entfallen auf SGB II (geschätzt)"
        )
        assert statements(city, Section.PAYMENTS) == [
            "10,0 Mio. € in allen Bereichen, davon 80,0\u202f% für SGB II; geschätzt."
        ]

    def test_reported_payments_are_compared(self) -> None:
        reported: Recipients = {"A": (7e6, 9e6, 1e6), "B": (6e6, 1e6, 1e6), "C": (4e6, 1e6, 1e6)}
        city = profile(THREE, payments=reported)
        assert statements(city, Section.PAYMENTS)[1] == (
            "Grundsicherung nach SGB XII: alle anderen niedriger; Mittel 27,4\u202f%."
        )

    @pytest.mark.parametrize("estimated", ["A", "B"])
    def test_where_one_payment_of_the_group_is_estimated_none_is_compared(
        self, estimated: str
    ) -> None:
        payments: Recipients = {"A": (7e6, 9e6, 1e6), "B": (6e6, 1e6, 1e6), "C": (4e6, 1e6, 1e6)}
        payments = {**payments, estimated: (7e6, 9e6, (1e6, Flag.ESTIMATED))}
        city = profile(THREE, payments=payments)
        sentences, said = statements(city, Section.PAYMENTS), findings(city)
        assert not re.search("Mittel|höher|niedriger|Wert", " ".join(sentences))
        assert Section.MONEY not in said.messages
        differing = [s for s in sentences if "Anteil als an den Leistungsbeziehenden" in s]
        assert len(differing) == (estimated == "B")

    def test_an_estimate_of_limited_reliability_stays_an_estimate(self) -> None:
        limited = ((7e6, Flag.LIMITED), (2e6, Flag.ESTIMATED), 1e6)
        city = profile({"A": (800, 150, 50)}, payments={"A": limited})
        assert message(city, Section.PAYMENTS) == (
            "(70,0\u202f%)\u00a0s der Auszahlungen entfallen auf SGB II"
        )

    def test_an_area_with_a_different_share_of_payments(self) -> None:
        reported: Recipients = {"A": (7e6, 2.5e6, 5e5)}
        assert statements(profile({"A": (800, 150, 50)}, payments=reported), Section.PAYMENTS)[
            -1
        ] == (
            "Der Bereich SGB II hat an den Auszahlungen einen kleineren Anteil "
            "als an den Leistungsbeziehenden: 70,0\u202f% gegenüber 80,0\u202f%."
        )

    def test_an_area_with_a_larger_share_of_payments(self) -> None:
        reported: Recipients = {"A": (8.8e6, 7e5, 5e5)}
        assert statements(profile({"A": (800, 150, 50)}, payments=reported), Section.PAYMENTS)[
            -1
        ] == (
            "Der Bereich SGB II hat an den Auszahlungen einen größeren Anteil "
            "als an den Leistungsbeziehenden: 88,0\u202f% gegenüber 80,0\u202f%."
        )

    def test_no_difference_that_only_a_missing_area_makes(self) -> None:
        # Without HzP both shares of SGB II are 85 %; as printed they are 85.0 and 77.3.
        reported: Recipients = {"A": (8.5e6, 1.5e6, NONE)}
        same = profile({"A": (850, 150, 100)}, payments=reported)
        assert "Anteil als" not in " ".join(statements(same, Section.PAYMENTS))
