"""Grammar and honesty of sentences where the numbers are special."""

import pytest

from reportgen.model import Flag, Kind, Reason, Section
from tests.datasets import Cell
from tests.findings.profiles import Recipients, findings, profile, statements

NONE = Reason.NOT_DELIVERED
THREE: Recipients = {"A": (800, 150, 50), "B": (600, 100, 20), "C": (400, 60, 10)}


class TestGroup:
    def test_a_city_alone_is_not_compared_with_itself(self) -> None:
        said = findings(profile({"A": (800, 150, 50)}, economy={"A": (8.0, 10.0)}))
        assert [figure.label for figure in said.key_figures] == [
            "Einwohnerinnen und Einwohner am 31.12.2020",
            "Leistungsbeziehende in allen Bereichen",
            "Leistungsbeziehende je 1.000 Einw.",
            "SGB II je 1.000 Einw. unter 65",
        ]
        numbers = [q for f in said.at_a_glance for q in f.numbers]
        numbers += [q for group in said.statements.values() for f in group for q in f.numbers]
        assert {quote.role for quote in numbers} == {"value"}

    def test_fewer_cities_than_all_are_told(self) -> None:
        some = profile({"A": (800, 150, NONE), "B": (600, 100, NONE), "C": (NONE, NONE, NONE)})
        assert statements(some, Section.DENSITIES)[0] == (
            "SGB II beziehen 100,0 von 1.000 Einwohnerinnen und Einwohnern unter 65 Jahren "
            "(höchster Wert), mehr als im Mittel der 2 Städte mit Angabe (87,5)."
        )
        assert findings(some).key_figures[3].label == (
            "von 2 Städten mit Angabe; höchste Dichte zuerst"
        )
        assert "the 2 cities that report" in statements(some, Section.DENSITIES, "en")[0]

    def test_incomplete_totals_give_way_to_the_first_area(self) -> None:
        some = profile({"A": (800, 150, NONE), "B": (600, 100, 20), "C": (400, 60, 10)})
        assert [figure.figure for figure in findings(some).key_figures] == [
            "10.000", "100,0", "Rang\u00a01", "15,0",
        ]  # fmt: skip
        assert findings(some).key_figures[2].label == "von 3 Städten bei der Dichte SGB II"
        assert (
            findings(some)
            .at_a_glance[0]
            .sentence.startswith("Grundsicherung für Arbeitsuchende beziehen 100,0 von 1.000")
        )

    def test_an_area_that_only_one_city_reports_leaves_the_totals_alone(self) -> None:
        some = profile({"A": (800, 150, NONE), "B": (600, 100, 20), "C": (400, 60, NONE)})
        figures = findings(some).key_figures
        assert (figures[1].figure, figures[1].label) == (
            "950", "Leistungsbeziehende in zwei Bereichen",
        )  # fmt: skip
        assert "existenzsichernde Leistungen (zwei Bereiche);" in (
            findings(some).at_a_glance[0].sentence
        )


class TestPosition:
    @pytest.mark.parametrize(
        ("others", "expected"),
        [
            ((600, 500, 400, 300, 200, 100), "(höchster Wert)"),
            ((900, 500, 400, 300, 200, 100), "(zweithöchster Wert)"),
            ((900, 850, 840, 300, 200, 100), "(Rang\u00a04)"),
            ((900, 850, 840, 830, 820, 100), "(zweitniedrigster Wert)"),
            ((900, 850, 840, 830, 820, 810), "(niedrigster Wert)"),
            ((900, 800, 500, 400, 300, 100), "(Rang\u00a02, gemeinsam mit C)"),
            ((800, 800, 500, 400, 300, 100), "(Rang\u00a01, gemeinsam mit B und C)"),
            ((800, 800, 800, 400, 300, 100), "(Rang\u00a01, gemeinsam mit anderen Städten)"),
        ],
    )
    def test_words_rank_or_shared_rank(self, others: tuple[int, ...], expected: str) -> None:
        group = {"A": (800, 0, 0)}
        group |= {name: (n, 0, 0) for name, n in zip("BCDEFG", others, strict=True)}
        assert expected in statements(profile(group), Section.DENSITIES)[0]

    def test_a_shared_rank_among_the_key_figures(self) -> None:
        tied = profile({"A": (800, 150, 50), "B": (800, 150, 50), "C": (400, 60, 10)})
        assert findings(tied).key_figures[3].label == "von 3 Städten nach Dichte, wie B"
        assert findings(tied, "en").key_figures[3].label == "of 3 cities by density, like B"


class TestMean:
    def test_equal_to_the_mean_as_printed(self) -> None:
        # 80.00 and a mean of 80.02: no sentence may call the one lower than the other.
        near = profile({"A": (8000, 2000, 0), "B": (8003, 1999, 0), "C": (8003, 1999, 0)})
        assert statements(near, Section.RECIPIENTS)[0] == (
            "Vier von fünf Leistungsbeziehenden in A erhalten SGB II (80,0\u202f%); "
            "das entspricht dem Mittel der 3 Städte."
        )

    def test_density_below_and_equal(self) -> None:
        below = profile({"A": (400, 0, 0), "B": (800, 0, 0)})
        equal = profile({"A": (400, 0, 0), "B": (400, 0, 0)})
        assert (
            "weniger als im Mittel der 2 Städte (75,0)." in statements(below, Section.DENSITIES)[0]
        )
        assert "so viele wie im Mittel der 2 Städte." in statements(equal, Section.DENSITIES)[0]

    def test_an_indicator_at_its_mean_is_said_to_equal_it(self) -> None:
        rents = {"A": (NONE, 10.0), "B": (NONE, 11.0), "C": (NONE, 9.0)}
        assert statements(profile(THREE, economy=rents), Section.ECONOMY) == [
            "Dem Mittel der 3 Städte entspricht „Angebotsmiete“ mit 10,00\u202fEUR/m² "
            "(0,0 Standardabweichungen)."
        ]

    def test_indicators_without_deviation(self) -> None:
        same = {"A": (8.0, 10.0), "B": (8.0, 10.0), "C": (8.0, 10.0)}
        assert statements(profile(THREE, economy=same), Section.ECONOMY) == [
            "Abweichungen lassen sich nicht berechnen: "
            "Dafür braucht es mindestens drei Städte mit verschiedenen Werten."
        ]


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
        assert f"SGB II beziehen {printed} von" in finding.sentence
        assert finding.numbers[0].text == printed

    def test_do_not_make_a_value_differ_from_its_mean(self) -> None:
        marked = profile({"A": ((400, Flag.PROVISIONAL), 0, 0), "B": (400, 0, 0)})
        assert "so viele wie im Mittel" in statements(marked, Section.DENSITIES)[0]

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
                "Niemand bezieht HzP (niedrigster Wert); Mittelwert der 4 Städte: 1,0\u202f%.",
                "Von 1.000 Einwohnerinnen und Einwohnern bezieht niemand HzP "
                "(niedrigster Wert); Mittelwert der 4 Städte: 1,0.",
            ),
            (
                "en",
                "Nobody receives HzP (lowest value); mean of the 4 cities: 1.0%.",
                "Of every 1,000 inhabitants, nobody receives HzP (lowest value); "
                "mean of the 4 cities: 1.0.",
            ),
        ],
    )
    def test_is_said_in_words(self, language: str, share: str, density: str) -> None:
        none = profile(
            {"A": (800, 190, 0), "B": (800, 180, 20), "C": (800, 190, 10), "D": (800, 190, 10)}
        )
        assert share in statements(none, Section.RECIPIENTS, language)
        assert density in statements(none, Section.DENSITIES, language)


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
        ("before", "expected"),
        [
            (800, "1.000 Leistungsbeziehende, 25,0\u202f% mehr als Ende 2019"),
            (1250, "1.000 Leistungsbeziehende, 20,0\u202f% weniger als Ende 2019"),
            (1000, "1.000 Leistungsbeziehende, so viele wie Ende 2019 (gerundet 0,0\u202f%)"),
        ],
    )
    def test_direction_is_told_by_words(self, before: int, expected: str) -> None:
        now = {"A": (1000, 0, 0), "B": (1000, 0, 0)}
        then = {"A": (before, 0, 0), "B": (990, 0, 0)}
        assert expected in statements(profile(now, before=then), Section.RECIPIENTS)[-1]

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

    def test_an_area_with_a_different_share_of_payments(self) -> None:
        reported: Recipients = {"A": (7e6, 2.5e6, 5e5)}
        assert statements(profile({"A": (800, 150, 50)}, payments=reported), Section.PAYMENTS)[
            1
        ] == (
            "Der Bereich SGB II hat an den Auszahlungen einen kleineren Anteil "
            "als an den Leistungsbeziehenden: 70,0\u202f% gegenüber 80,0\u202f%."
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
