"""Notes name exactly what is absent, and why."""

from reportgen.model import Reason, Section
from tests.datasets import Cell
from tests.findings.profiles import Recipients, findings, profile

NONE, SECRET, ELSEWHERE = Reason.NOT_DELIVERED, Reason.CONFIDENTIAL, Reason.NOT_RESPONSIBLE
FULL: Recipients = {"A": (800, 150, 50), "B": (600, 100, 20), "C": (400, 60, 10)}
ECONOMY = {"A": (8.0, 10.0), "B": (7.0, 11.0), "C": (6.0, 9.0)}


def notes(recipients: Recipients, payments: Recipients, language: str = "de") -> dict[Section, str]:
    city = profile({**FULL, **recipients}, payments={**FULL, **payments}, economy=ECONOMY)
    return dict(findings(city, language).notes)


def test_nothing_is_said_when_nothing_is_absent() -> None:
    assert notes({}, {}) == {}


def test_one_absent_area_in_the_singular() -> None:
    assert notes({}, {"A": (8, 2, SECRET)}) == {
        Section.PAYMENTS: "HzP: unbekannt oder vertraulich. "
        "Die Anteile beziehen sich auf die dargestellten Bereiche.",
        Section.EXTRACT: "In diesem Auszug fehlt bei den Auszahlungen HzP "
        "(unbekannt oder vertraulich).",
    }


def test_areas_are_grouped_by_reason() -> None:
    said = notes({"A": (800, NONE, ELSEWHERE)}, {"A": (8, NONE, NONE)})
    assert said[Section.RECIPIENTS] == (
        "SGB II: einziger Bereich mit Angabe; GSiAE: nicht geliefert; HzP: nicht zuständig."
    )
    assert said[Section.PAYMENTS].endswith("; GSiAE und HzP: nicht geliefert.")
    assert said[Section.DENSITIES] == "GSiAE: nicht geliefert; HzP: nicht zuständig."
    assert Section.ECONOMY not in said
    assert said[Section.EXTRACT] == (
        "In diesem Auszug fehlen GSiAE (nicht geliefert), "
        "bei den Leistungsbeziehenden HzP (nicht zuständig) "
        "sowie bei den Auszahlungen HzP (nicht geliefert)."
    )


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
    economy: dict[str, tuple[Cell, Cell]] = {"A": (8.0, 10.0), "B": (8.0, 11.0), "C": (8.0, NONE)}
    city = profile(FULL, payments=FULL, economy=economy)
    assert dict(findings(city).notes) == {
        Section.ECONOMY: "Arbeitslosenquote: alle Werte gleich; "
        "Angebotsmiete: weniger als drei Städte mit Angabe."
    }
    assert findings(city, "en").notes[Section.ECONOMY] == (
        "Arbeitslosenquote: all values equal; Angebotsmiete: fewer than three cities report."
    )


def test_a_single_area_is_no_gap_of_the_extract() -> None:
    said = notes({"A": (800, NONE, NONE)}, {})
    assert said[Section.RECIPIENTS].startswith("SGB II: einziger Bereich mit Angabe; ")
    assert "SGB II" not in said[Section.EXTRACT]
