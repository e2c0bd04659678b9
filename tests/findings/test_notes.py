"""Notes name exactly what is absent, and why."""

from msgspec.structs import replace

from reportgen.model import Flag, Kind, Reason, Section
from tests.datasets import Cell
from tests.findings.profiles import Recipients, findings, profile

NONE, SECRET, ELSEWHERE = Reason.NOT_DELIVERED, Reason.CONFIDENTIAL, Reason.NOT_RESPONSIBLE
FULL: Recipients = {
    "A": (800, 150, 50),
    "B": (600, 100, 20),
    "C": (400, 60, 10),
    "D": (500, 70, 20),
    "E": (500, 80, 30),
}
ECONOMY = {"A": (8.0, 10.0), "B": (7.0, 11.0), "C": (6.0, 9.0), "D": (6.0, 9.0), "E": (6.0, 9.0)}
#: What a note says of a city that lacks an area that all others have.
ALONE = "Vergleich mit anderen Städten: keine andere Stadt liefert dieselben Bereiche"


def notes(recipients: Recipients, payments: Recipients, language: str = "de") -> dict[Section, str]:
    city = profile({**FULL, **recipients}, payments={**FULL, **payments}, economy=ECONOMY)
    return dict(findings(city, language).notes)


def test_nothing_is_said_when_nothing_is_absent() -> None:
    assert notes({}, {}) == {}


def test_one_absent_area_in_the_singular() -> None:
    assert notes({}, {"A": (8, 2, SECRET)}) == {
        Section.PAYMENTS: f"HzP: unbekannt oder vertraulich; {ALONE}. "
        "Die Anteile beziehen sich auf die dargestellten Bereiche.",
        Section.EXTRACT: "In diesem Auszug fehlt bei den Auszahlungen HzP "
        "(unbekannt oder vertraulich).",
    }


def test_areas_are_grouped_by_reason() -> None:
    said = notes({"A": (800, NONE, ELSEWHERE)}, {"A": (8, NONE, NONE)})
    assert said[Section.RECIPIENTS] == (
        "SGB II: einziger Bereich mit Angabe; GSiAE: nicht geliefert; HzP: nicht zuständig."
    )
    assert said[Section.PAYMENTS] == ("wie bei den Leistungsbeziehenden; HzP: nicht geliefert.")
    assert Section.DENSITIES not in said, "the chart of the recipients says it"
    assert Section.ECONOMY not in said
    assert said[Section.EXTRACT] == (
        "In diesem Auszug fehlen GSiAE (nicht geliefert), "
        "bei den Leistungsbeziehenden HzP (nicht zuständig) "
        "sowie bei den Auszahlungen HzP (nicht geliefert)."
    )


def test_a_city_that_lacks_an_area_is_compared_with_others_that_lack_it() -> None:
    said = notes({}, {"A": (8, 2, SECRET), "B": (8, 2, SECRET)})
    assert said[Section.PAYMENTS].startswith("HzP: unbekannt oder vertraulich. ")


def test_estimated_payments_are_a_reason_not_to_compare() -> None:
    estimated = {"E": (8, 2, (1, Flag.ESTIMATED))}
    assert notes({}, estimated) == {
        Section.PAYMENTS: "Vergleich mit anderen Städten: Auszahlungen sind geschätzt. "
        "Die Anteile beziehen sich auf die dargestellten Bereiche.",
    }
    assert (
        "comparison with other cities: payments are estimated."
        in (notes({}, estimated, "en")[Section.PAYMENTS])
    )


def test_a_source_may_word_a_reason() -> None:
    city = profile(FULL, payments={**FULL, "A": (8, 2, SECRET)}, economy=ECONOMY)
    comparison = city.get(Kind.SHARE_OF_PAYMENTS, "hzp")
    worded = replace(comparison, measure=replace(comparison.measure, reason_text="nicht schätzbar"))
    comparisons = {**city.comparisons, (Kind.SHARE_OF_PAYMENTS, "hzp"): worded}
    said = findings(replace(city, comparisons=comparisons)).notes
    assert said[Section.PAYMENTS].startswith("HzP: nicht schätzbar; ")
    assert "HzP (nicht schätzbar)" in said[Section.EXTRACT]


def test_shares_of_nothing_refer_to_nothing() -> None:
    said = notes({"A": (NONE, NONE, NONE)}, {"A": (NONE, NONE, NONE)})
    assert said[Section.RECIPIENTS] == "SGB II, GSiAE und HzP: nicht geliefert."
    assert (
        said[Section.EXTRACT] == "In diesem Auszug fehlen SGB II, GSiAE und HzP (nicht geliefert)."
    )


def test_a_missing_base_is_absent_from_densities_only() -> None:
    said = findings(profile(FULL, payments=FULL, economy=ECONOMY, under_65=NONE))
    assert dict(said.notes) == {
        Section.DENSITIES: "SGB II: Bezugsgröße fehlt.",
        Section.EXTRACT: "In diesem Auszug fehlt bei den Dichten SGB II (Bezugsgröße fehlt).",
    }


def test_an_absent_indicator() -> None:
    economy: dict[str, tuple[Cell, Cell]] = {**ECONOMY, "A": (Reason.LATER, 10.0)}
    said = findings(profile(FULL, payments=FULL, economy=economy), "en")
    assert dict(said.notes) == {
        Section.ECONOMY: "Arbeitslosenquote: to follow later.",
        Section.EXTRACT: "This extract lacks Arbeitslosenquote (to follow later) "
        "among economic indicators.",
    }


def test_indicators_with_a_value_but_no_deviation_are_named_with_the_reason() -> None:
    economy: dict[str, tuple[Cell, Cell]] = {
        city: (8.0, NONE if city == "C" else rent) for city, (_, rent) in ECONOMY.items()
    }
    city = profile(FULL, payments=FULL, economy=economy)
    assert dict(findings(city).notes) == {
        Section.ECONOMY: "Arbeitslosenquote: alle Werte gleich; "
        "Angebotsmiete: weniger als fünf Städte mit Angabe."
    }
    assert findings(city, "en").notes[Section.ECONOMY] == (
        "Arbeitslosenquote: all values equal; Angebotsmiete: fewer than five cities report."
    )


def test_a_single_area_is_no_gap_of_the_extract() -> None:
    said = notes({"A": (800, NONE, NONE)}, {})
    assert said[Section.RECIPIENTS].startswith("SGB II: einziger Bereich mit Angabe; ")
    assert "SGB II" not in said[Section.EXTRACT]
