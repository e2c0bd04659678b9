"""Grammar and honesty of sentences where the numbers are special."""

import pytest
from msgspec.structs import replace

from reportgen.model import ALL_AREAS, Flag, Kind, Profile, Reason, Section
from tests.datasets import Cell
from tests.findings.profiles import Recipients, findings, headline, message, profile, statements

NONE = Reason.NOT_DELIVERED
THREE: Recipients = {"A": (800, 150, 50), "B": (600, 100, 20), "C": (400, 60, 10)}


def without_total(city: Profile) -> Profile:
    """The profile as if the recipients of its areas could not be added."""
    name = (Kind.RECIPIENTS, ALL_AREAS)
    total = city.comparisons[name]
    unknown = replace(total.measure, exact=None, reason=Reason.OTHER_AREAS)
    return replace(city, comparisons={**city.comparisons, name: replace(total, measure=unknown)})


class TestSingleArea:
    def test_has_no_share_and_says_why(self) -> None:
        single = profile(
            {"A": (800, NONE, NONE), "B": (600, 100, 20)},
            payments={"A": (NONE, 5, NONE), "B": (600, 100, 20)},
        )
        assert statements(single, Section.RECIPIENTS)[1:] == [
            "Zu den Leistungsbeziehenden liegt nur der Bereich SGB II vor; "
            "sein Anteil sagt deshalb nichts aus."
        ]
        assert statements(single, Section.PAYMENTS)[1:] == [
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
        assert f"SGB II: {printed} je" in statements(marked, Section.DENSITIES)[0]

    def test_do_not_make_a_value_differ_from_its_mean(self) -> None:
        marked = profile({"A": ((400, Flag.PROVISIONAL), 0, 0), "B": (400, 0, 0)})
        assert "(so viel wie in B)" in statements(marked, Section.DENSITIES)[0]

    def test_brackets_do_not_stand_in_brackets(self) -> None:
        marked = profile({"A": ((750, Flag.LIMITED), 250, 0), "B": (600, 100, 20)})
        assert message(marked, Section.RECIPIENTS) == (
            "(75,0\u202f%) der Leistungsbeziehenden erhalten SGB II"
        )
        assert headline(marked).startswith("Von 1.000 Menschen in A beziehen 25,0 Grundsicherung")


class TestZero:
    @pytest.mark.parametrize(
        ("language", "share", "density"),
        [
            (
                "de",
                "Hilfe zur Pflege bezieht niemand (Mittel 1,0\u202f%).",
                "Hilfe zur Pflege bezieht niemand (Mittel 1,0).",
            ),
            (
                "en",
                "Assistance for long-term care: nobody receives it (mean 1.0%).",
                "Assistance for long-term care: nobody receives it (mean 1.0).",
            ),
        ],
    )
    def test_is_said_in_words(self, language: str, share: str, density: str) -> None:
        group: Recipients = {
            "A": (800, 190, 0),
            "B": (800, 180, 20),
            **dict.fromkeys("CDEF", (800, 190, 10)),
        }
        none = without_total(profile(group))
        assert share in statements(none, Section.RECIPIENTS, language)
        assert density in statements(none, Section.DENSITIES, language)

    def test_a_rare_benefit_is_not_printed_as_zero(self) -> None:
        rare = profile(
            {"A": (800, 190, 2), **dict.fromkeys("BCDEFGH", (800, 190, 0))}, people=100_000
        )
        # The mean is 0.0025.
        assert statements(rare, Section.DENSITIES)[1] == (
            "Hilfe zur Pflege: 0,02 je 1.000 Menschen (Mittel unter 0,005), der höchste Wert."
        )

    def test_without_any_recipient_nobody_receives_anything(self) -> None:
        zeros = profile({"A": (0, 0, 0), "B": (5, 5, 5), "C": (9, 9, 9)})
        assert headline(zeros) == (
            "Niemand in A bezieht existenzsichernde Leistungen (Mittel 1,4 je 1.000 Menschen)."
        )
        assert message(zeros, Section.RECIPIENTS) == "Niemand bezieht existenzsichernde Leistungen"

    def test_zeros_of_some_areas_do_not_say_that_nobody_receives_anything(self) -> None:
        some = profile({"A": (0, 0, NONE), "B": (5, 5, NONE), "C": (9, 9, 5)})
        assert "iemand" not in headline(some) + message(some, Section.RECIPIENTS)


class TestFractions:
    @pytest.mark.parametrize(
        ("of_1000", "beginning"),
        [
            (750, "Drei von vier "),
            (757, "Gut drei von vier "),
            (735, "Fast drei von vier "),
            (734, "73,4\u202f% der "),
            (770, "77,0\u202f% der "),
            (667, "Zwei von drei "),
            (809, "Gut vier von fünf "),
            (895, "Fast neun von zehn "),
            (1000, "100,0\u202f% der "),
        ],
    )
    def test_only_where_they_are_honest(self, of_1000: int, beginning: str) -> None:
        group = {"A": (of_1000, 1000 - of_1000, 0), "B": (500, 500, 0)}
        assert message(profile(group), Section.RECIPIENTS).startswith(beginning)


class TestChange:
    @pytest.mark.parametrize(
        ("before", "now", "expected"),
        [
            (
                800,
                1000,
                "1.000, 25,0\u202f% mehr als Ende 2019;",
            ),
            (
                1250,
                1000,
                "1.000, 20,0\u202f% weniger als Ende 2019;",
            ),
            (1000, 1000, "1.000, so viele wie Ende 2019;"),
            (
                1000,
                1100,
                "1.100, 10,0\u202f% mehr als Ende 2019;",
            ),
            (
                1000,
                1099,
                "1.099, 99\u202fPersonen mehr als Ende 2019.",
            ),
            (
                1100,
                1001,
                "1.001, 99\u202fPersonen weniger als Ende 2019.",
            ),
            (
                2,
                1,
                "1, 1\u202fPerson weniger als Ende 2019.",
            ),
            (
                99,
                1000,
                "1.000, 901\u202fPersonen mehr als Ende 2019.",
            ),
            (
                100,
                1000,
                "1.000, 900,0\u202f% mehr als Ende 2019;",
            ),
            (
                1000,
                99,
                "99, 901\u202fPersonen weniger als Ende 2019.",
            ),
            (
                1000,
                100,
                "100, 90,0\u202f% weniger als Ende 2019;",
            ),
            (0, 5, "5, 5\u202fPersonen mehr als Ende 2019."),
            (
                1_000_000,
                1_000_450,
                "kaum verändert gegenüber Ende 2019 (+0,05\u202f%);",
            ),
            (
                1_000_000,
                999_550,
                "kaum verändert gegenüber Ende 2019 (−0,05\u202f%);",
            ),
            (
                1_000_000,
                1_000_500,
                "1.000.500, 0,1\u202f% mehr als",
            ),
            (
                1_000_000,
                1_000_001,
                "kaum verändert gegenüber Ende 2019 (+1\u202fPerson).",
            ),
        ],
    )
    def test_direction_and_size(self, before: int, now: int, expected: str) -> None:
        group = {"A": (now, 0, 0), "B": (1000, 0, 0)}
        then = {"A": (before, 0, 0), "B": (500, 0, 0)}
        city = profile(group, before=then, people=10**7)
        first = statements(city, Section.RECIPIENTS)[0]
        assert expected in first.replace(" Leistungsbeziehende in allen Bereichen", "")

    @pytest.mark.parametrize(
        ("recipients", "beginning"),
        [
            ((800, 150, 50), "1.000 Leistungsbeziehende in allen Bereichen, so viele"),
            ((800, 150, NONE), "950 Leistungsbeziehende in zwei Bereichen, so viele"),
            ((800, NONE, NONE), "800 Leistungsbeziehende in einem Bereich, so viele"),
        ],
    )
    def test_only_the_areas_counted_are_claimed(
        self, recipients: tuple[Cell, Cell, Cell], beginning: str
    ) -> None:
        group: Recipients = {
            "A": (800, 150, 50), "B": recipients, "C": recipients, "D": recipients,
        }  # fmt: skip
        city = profile(group, before=group)
        assert statements(city, Section.RECIPIENTS)[0].startswith(beginning)

    def test_a_total_is_not_told_with_the_change_of_fewer_areas(self) -> None:
        before: Recipients = dict.fromkeys(THREE, (500, 100, NONE))
        first = statements(profile(THREE, before=before), Section.RECIPIENTS)[0]
        assert first == "1.000 Leistungsbeziehende in allen Bereichen."


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
    assert findings(empty).headline is None
    assert findings(empty).tiles == ()
    assert findings(empty).highlights == ()
