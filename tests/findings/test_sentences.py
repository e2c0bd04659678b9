"""Grammar and honesty of sentences where the numbers are special."""

import re

import pytest

from reportgen.model import Flag, Kind, Reason, Section
from tests.datasets import Cell
from tests.findings.profiles import Recipients, findings, profile, statements

NONE = Reason.NOT_DELIVERED
THREE: Recipients = {"A": (800, 150, 50), "B": (600, 100, 20), "C": (400, 60, 10)}


class TestSingleArea:
    def test_has_no_share_and_says_why(self) -> None:
        single = profile(
            {"A": (800, NONE, NONE), "B": (600, 100, 20)},
            payments={"A": (NONE, 5, NONE), "B": (600, 100, 20)},
        )
        assert statements(single, Section.RECIPIENTS) == [
            "Zu den Leistungsbeziehenden liegt nur der Bereich SGB II vor; "
            "sein Anteil sagt deshalb nichts aus."
        ]
        assert statements(single, Section.PAYMENTS) == [
            "Zu den Auszahlungen liegt nur der Bereich GSiAE vor; "
            "sein Anteil sagt deshalb nichts aus."
        ]

    def test_is_not_among_the_shares_of_the_others(self) -> None:
        others = profile({"A": (800, 200, NONE), "B": (600, NONE, NONE)})
        share = others.get(Kind.SHARE_OF_RECIPIENTS, "sgb2")
        assert (share.n, share.mean) == (1, 80)

    def test_figures_that_are_all_zero_are_not_called_absent(self) -> None:
        zeros = profile({"A": (0, 0, 0)}, payments={"A": (0, 0, 0)})
        assert statements(zeros, Section.RECIPIENTS) == [
            "Alle Angaben zu Leistungsbeziehenden in A sind null; Anteile gibt es deshalb nicht."
        ]
        assert statements(zeros, Section.PAYMENTS, "en") == [
            "All figures on payments in A are zero, so there are no shares."
        ]


class TestFlags:
    @pytest.mark.parametrize(
        ("flag", "printed"),
        [
            (Flag.PROVISIONAL, "100,0\u00a0p"),
            (Flag.CORRECTED, "100,0\u00a0r"),
            (Flag.LIMITED, "(100,0)"),
            (Flag.ESTIMATED, "100,0\u00a0s"),
        ],
    )
    def test_stand_with_their_values_as_in_tables(self, flag: Flag, printed: str) -> None:
        marked = profile({"A": ((800, flag), 150, 50), "B": (600, 100, 20)})
        (finding, *_) = findings(marked).statements[Section.DENSITIES]
        assert f"SGB II beziehen {printed} je" in finding.sentence
        assert finding.numbers[0].text == printed

    def test_do_not_make_a_value_differ_from_its_mean(self) -> None:
        marked = profile({"A": ((400, Flag.PROVISIONAL), 0, 0), "B": (400, 0, 0)})
        assert ", so viele wie in B." in statements(marked, Section.DENSITIES)[0]

    def test_brackets_do_not_stand_in_brackets(self) -> None:
        marked = profile({"A": ((750, Flag.LIMITED), 250, 0), "B": (600, 100, 20)})
        assert statements(marked, Section.RECIPIENTS)[0].startswith(
            "(75,0\u202f%) der Leistungsbeziehenden in A erhalten SGB II"
        )


class TestZero:
    @pytest.mark.parametrize(
        ("language", "share", "density"),
        [
            (
                "de",
                "HzP bezieht niemand (niedrigster Wert); Mittelwert der 6 Städte: 1,0\u202f%.",
                "HzP bezieht niemand (niedrigster Wert); Mittelwert der 6 Städte: 1,0.",
            ),
            (
                "en",
                "HzP: nobody receives it (lowest value); mean of the 6 cities: 1.0%.",
                "HzP: nobody receives it (lowest value); mean of the 6 cities: 1.0.",
            ),
        ],
    )
    def test_is_said_in_words(self, language: str, share: str, density: str) -> None:
        none = profile(
            {
                "A": (800, 190, 0),
                "B": (800, 180, 20),
                **dict.fromkeys("CDEF", (800, 190, 10)),
            }
        )
        assert share in statements(none, Section.RECIPIENTS, language)
        assert density in statements(none, Section.DENSITIES, language)

    def test_a_rare_benefit_is_not_printed_as_zero(self) -> None:
        rare = profile(
            {"A": (800, 190, 2), **dict.fromkeys("BCDEFGH", (800, 190, 0))}, people=100_000
        )
        # The mean is 0.0025.
        assert statements(rare, Section.DENSITIES)[1] == (
            "HzP beziehen 0,02 je 1.000 Einwohnerinnen und Einwohner (höchster Wert), "
            "mehr als im Mittel der 8 Städte (unter 0,005)."
        )

    def test_without_any_recipient_nobody_receives_anything(self) -> None:
        zeros = profile({"A": (0, 0, 0), "B": (5, 5, 5), "C": (9, 9, 9)})
        assert findings(zeros).at_a_glance[0].sentence == (
            "Niemand bezieht existenzsichernde Leistungen; im Mittel der 3 Städte sind es 1,4."
        )


class TestFractions:
    @pytest.mark.parametrize(
        ("of_1000", "beginning"),
        [
            (750, "Drei von vier "),
            (757, "Rund drei von vier "),
            (770, "77,0\u202f% der "),
            (667, "Zwei von drei "),
            (809, "Rund vier von fünf "),
            (895, "Rund neun von zehn "),
            (1000, "100,0\u202f% der "),
        ],
    )
    def test_only_where_they_are_honest(self, of_1000: int, beginning: str) -> None:
        group = {"A": (of_1000, 1000 - of_1000, 0), "B": (500, 500, 0)}
        assert statements(profile(group), Section.RECIPIENTS)[0].startswith(beginning)


class TestChange:
    @pytest.mark.parametrize(
        ("before", "now", "expected"),
        [
            (800, 1000, "1.000 Leistungsbeziehende, 25,0\u202f% mehr als Ende 2019;"),
            (1250, 1000, "1.000 Leistungsbeziehende, 20,0\u202f% weniger als Ende 2019;"),
            (1000, 1000, "1.000 Leistungsbeziehende, so viele wie Ende 2019;"),
            (1000, 1100, "1.100 Leistungsbeziehende, 10,0\u202f% mehr als Ende 2019;"),
            (1000, 1099, "1.099 Leistungsbeziehende, 99\u202fPersonen mehr als Ende 2019."),
            (1100, 1001, "1.001 Leistungsbeziehende, 99\u202fPersonen weniger als Ende 2019."),
            (2, 1, "1 Leistungsbeziehende, 1\u202fPerson weniger als Ende 2019."),
            (99, 1000, "1.000 Leistungsbeziehende, 901\u202fPersonen mehr als Ende 2019."),
            (100, 1000, "1.000 Leistungsbeziehende, 900,0\u202f% mehr als Ende 2019;"),
            (1000, 99, "99 Leistungsbeziehende, 901\u202fPersonen weniger als Ende 2019."),
            (1000, 100, "100 Leistungsbeziehende, 90,0\u202f% weniger als Ende 2019;"),
            (0, 5, "5 Leistungsbeziehende, 5\u202fPersonen mehr als Ende 2019."),
            (
                1_000_000,
                1_000_450,
                "1.000.450 Leistungsbeziehende, kaum verändert gegenüber Ende 2019 (+0,05\u202f%);",
            ),
            (
                1_000_000,
                999_550,
                "999.550 Leistungsbeziehende, kaum verändert gegenüber Ende 2019 (−0,05\u202f%);",
            ),
            (1_000_000, 1_000_500, "1.000.500 Leistungsbeziehende, 0,1\u202f% mehr als"),
            (
                1_000_000,
                1_000_001,
                "1.000.001 Leistungsbeziehende, kaum verändert gegenüber Ende 2019 "
                "(+1\u202fPerson).",
            ),
        ],
    )
    def test_direction_and_size(self, before: int, now: int, expected: str) -> None:
        group = {"A": (now, 0, 0), "B": (1000, 0, 0)}
        then = {"A": (before, 0, 0), "B": (500, 0, 0)}
        city = profile(group, before=then, people=10**7)
        assert expected in statements(city, Section.RECIPIENTS)[-1]

    @pytest.mark.parametrize(
        ("before", "is_headline"),
        [((1000, 0, 0), True), ((1101, 0, 0), False), ((50, 0, 0), False)],
    )
    def test_few_persons_are_no_headline(
        self, before: tuple[int, int, int], is_headline: bool
    ) -> None:
        group = {"A": (1200, 0, 0), "B": (1000, 0, 0)}
        city = profile(group, before={"A": before, "B": (1000, 0, 0)})
        kinds = {finding.kind for finding in findings(city).at_a_glance}
        assert (Kind.CHANGE_OF_RECIPIENTS in kinds) is is_headline

    @pytest.mark.parametrize(
        ("recipients", "beginning"),
        [
            ((800, 150, 50), "In allen Bereichen zusammen sind es 1.000 "),
            ((800, 150, NONE), "In zwei Bereichen zusammen sind es 950 "),
            ((800, NONE, NONE), "In einem Bereich sind es 800 "),
        ],
    )
    def test_only_the_areas_counted_are_claimed(
        self, recipients: tuple[Cell, Cell, Cell], beginning: str
    ) -> None:
        group: Recipients = {
            "A": (800, 150, 50), "B": recipients, "C": recipients, "D": recipients,
        }  # fmt: skip
        city = profile(group, before=group)
        assert statements(city, Section.RECIPIENTS)[-1].startswith(beginning)

    def test_a_total_is_not_told_with_the_change_of_fewer_areas(self) -> None:
        before: Recipients = dict.fromkeys(THREE, (500, 100, NONE))
        last = statements(profile(THREE, before=before), Section.RECIPIENTS)[-1]
        assert "1.000" not in last
        assert "2019" not in last


class TestPayments:
    def test_estimates_are_said_to_be_such_and_not_compared(self) -> None:
        seven, two, one = ((n * 1e6, Flag.ESTIMATED) for n in (7, 2, 1))
        estimated: Recipients = {
            "A": (seven, two, one),
            "B": (seven, one, one),
            "C": (two, one, one),
        }
        said = findings(profile(THREE, payments=estimated))
        first = said.statements[Section.PAYMENTS][0].sentence
        assert first == (
            "Auf SGB II entfallen 70,0\u202f% der dargestellten Auszahlungen (geschätzt)."
        )
        assert Kind.PAYMENTS_PER_RECIPIENT not in {f.kind for f in said.at_a_glance}

    def test_reported_payments_are_compared(self) -> None:
        reported: Recipients = {"A": (7e6, 9e6, 1e6), "B": (6e6, 1e6, 1e6), "C": (4e6, 1e6, 1e6)}
        said = findings(profile(THREE, payments=reported))
        assert "im Mittel der 3 Städte" in said.statements[Section.PAYMENTS][0].sentence
        assert Kind.PAYMENTS_PER_RECIPIENT in {f.kind for f in said.at_a_glance}

    @pytest.mark.parametrize("estimated", ["A", "B"])
    def test_where_one_payment_of_the_group_is_estimated_none_is_compared(
        self, estimated: str
    ) -> None:
        payments: Recipients = {"A": (7e6, 9e6, 1e6), "B": (6e6, 1e6, 1e6), "C": (4e6, 1e6, 1e6)}
        payments = {**payments, estimated: (7e6, 9e6, (1e6, Flag.ESTIMATED))}
        said = findings(profile(THREE, payments=payments))
        sentences = [f.sentence for f in said.statements[Section.PAYMENTS]]
        assert not re.search("Mittel|Rang|Wert", " ".join(sentences))
        differing = [s for s in sentences if "Anteil als an den Leistungsbeziehenden" in s]
        assert len(differing) == (estimated == "B")

    def test_an_estimate_of_limited_reliability_stays_an_estimate(self) -> None:
        limited = ((7e6, Flag.LIMITED), (2e6, Flag.ESTIMATED), 1e6)
        said = findings(profile({"A": (800, 150, 50)}, payments={"A": limited}))
        assert [f.sentence for f in said.statements[Section.PAYMENTS]] == [
            "Auf SGB II entfallen (70,0\u202f%)\u00a0s der dargestellten Auszahlungen."
        ]

    def test_an_area_with_a_different_share_of_payments(self) -> None:
        reported: Recipients = {"A": (7e6, 2.5e6, 5e5)}
        assert statements(profile({"A": (800, 150, 50)}, payments=reported), Section.PAYMENTS)[
            1
        ] == (
            "Der Bereich SGB II hat an den Auszahlungen einen kleineren Anteil "
            "als an den Leistungsbeziehenden: 70,0\u202f% gegenüber 80,0\u202f%."
        )

    def test_an_area_with_a_larger_share_of_payments(self) -> None:
        reported: Recipients = {"A": (9e6, 5e5, 5e5)}
        assert statements(profile({"A": (800, 150, 50)}, payments=reported), Section.PAYMENTS)[
            1
        ] == (
            "Der Bereich SGB II hat an den Auszahlungen einen größeren Anteil "
            "als an den Leistungsbeziehenden: 90,0\u202f% gegenüber 80,0\u202f%."
        )

    def test_no_difference_that_only_a_missing_area_makes(self) -> None:
        # Without HzP both shares of SGB II are 80 %; as printed they are 80.0 and 72.7.
        reported: Recipients = {"A": (8e6, 2e6, NONE)}
        same = profile({"A": (800, 200, 100)}, payments=reported)
        assert len(statements(same, Section.PAYMENTS)) == 1


@pytest.mark.parametrize(
    ("section", "de", "en"),
    [
        (
            Section.RECIPIENTS,
            "Für A liegen zu Leistungsbeziehenden im Jahr 2020 keine Angaben vor.",
            "There are no figures on recipients in A for 2020.",
        ),
        (
            Section.PAYMENTS,
            "Für A liegen zu Auszahlungen im Jahr 2020 keine Angaben vor.",
            "There are no figures on payments in A for 2020.",
        ),
        (
            Section.DENSITIES,
            "Für A lassen sich für 2020 keine Dichten berechnen.",
            "No densities can be computed for A in 2020.",
        ),
        (
            Section.ECONOMY,
            "Für A liegen zur wirtschaftlichen Lage im Jahr 2020 keine Angaben vor.",
            "There are no figures on the economic situation of A for 2020.",
        ),
    ],
)
def test_a_section_without_data_says_so(section: Section, de: str, en: str) -> None:
    empty = profile({"A": (NONE, NONE, NONE), "B": (600, 100, 20)})
    assert statements(empty, section) == [de]
    assert statements(empty, section, "en") == [en]
    assert findings(empty).at_a_glance == ()
    assert [figure.figure for figure in findings(empty).key_figures] == ["10.000"]
