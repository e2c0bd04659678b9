"""What is said of the real cities is true, within bounds, and reads as reviewed."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from reportgen.indicators import compute
from reportgen.model import Comparison, Kind, Polarity, Profile, Quote, Section
from reportgen.workbook import load_workbook
from tests.findings.profiles import every_finding, findings, layout, profile, readable, texts

ROOT = Path(__file__).parents[2]
NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
CITIES = [
    "bremen", "dortmund", "dresden", "duisburg", "duesseldorf", "essen", "frankfurt-am-main",
    "hamburg", "hannover", "koeln", "leipzig", "muenchen", "nuernberg", "rostock", "stuttgart",
]  # fmt: skip


@cache
def profiles() -> dict[str, Profile]:
    dataset = load_workbook(ROOT / "data" / "benchmarking-2020.xlsx")
    return {profile.city.slug: profile for profile in compute(dataset, 2020)}


def said(city: str, language: str) -> Iterator[tuple[str, tuple[Quote, ...]]]:
    """Every text of a city that carries numbers."""
    return texts(findings(profiles()[city], language))


def recomputed(profile: Profile, quote: Quote) -> float | None:
    """The number that a quote speaks of, from the profile."""
    role, _, year = quote.role.partition(":")
    if role in {"favourable", "unfavourable", "judged", "near"}:
        return judged(profile)[role]
    comparison = profile.get(quote.kind, quote.key)
    if year:
        return of_year(profile, comparison, role, int(year))
    own = comparison.measure.value
    match role:
        case "value" | "fraction" | "millions":
            return own
        case "sharing":
            return sum(entry.rank == comparison.rank for entry in comparison.group) - 1
        case "lower" | "higher":
            signs = [(entry.exact > (comparison.measure.exact or 0)) for entry in comparison.group]
            higher = sum(signs)
            sharing = sum(entry.rank == comparison.rank for entry in comparison.group)
            return higher if role == "higher" else comparison.n - higher - sharing
        case "peer_mean":
            assert profile.peers
            of = [e.exact for e in comparison.group if e.city in profile.peers.cities]
            assert len(of) == len(profile.peers.cities)
            return float(sum(of, Fraction(0)) / len(of))
    number: float | None = getattr(comparison, role)
    return number


def judged(profile: Profile) -> dict[str, int]:
    """How many indicators have a better or worse value than the mean."""
    sides, near = [], []
    for indicator in profile.indicators:
        comparison = profile.get(Kind.ECONOMY, indicator.key)
        if indicator.polarity is not Polarity.NONE and comparison.exact_mean is not None:
            distance = (comparison.measure.exact or 0) - comparison.exact_mean
            sides.append(distance if indicator.polarity is Polarity.HIGH else -distance)
            near.append(abs(comparison.deviation or 0) < 0.1)
    better, worse = sum(side > 0 for side in sides), sum(side < 0 for side in sides)
    winners = 1 if better > worse else -1
    close = sum(side * winners > 0 for side, is_near in zip(sides, near, strict=True) if is_near)
    return {"favourable": better, "unfavourable": worse, "judged": len(sides), "near": close}


def of_year(profile: Profile, comparison: Comparison, role: str, year: int) -> float | None:
    series = profile.series[comparison.kind, comparison.key]
    column = series.panel.years.index(year)
    values = series.panel.values
    past, now = values[series.row, column], values[series.row, -1]
    if role == "past":
        return float(past)
    if role == "growth":
        return float(100 * (now / past - 1))
    if role in {"past_mean", "mean_growth"}:
        first, last = (set(np.flatnonzero(~np.isnan(values[:, c]))) for c in (column, -1))
        assert first == last, "the means are of other cities"
        mean = float(np.nanmean(values[:, column]))
        return mean if role == "past_mean" else 100 * (float(np.nanmean(values[:, -1])) / mean - 1)
    assert role == "places"
    ranks = [1 + np.sum(c > c[series.row]) for c in values[:, column:].T]
    from_bottom = [1 + np.sum(c < c[series.row]) for c in values[:, column:].T]
    return float(min(ranks if max(ranks) <= 3 else from_bottom))


def without_marks(text: str, language: str) -> str:
    """The digits of a printed number with a decimal point; changes may have lost their sign."""
    found = NUMBER.search(text)
    if not found:
        return ""
    if language == "de":
        return found[0].replace(".", "").replace(",", ".")
    return found[0].replace(",", "")


def test_all_cities_of_the_workbook_are_tested() -> None:
    assert sorted(profiles()) == sorted(CITIES)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("city", CITIES)
class TestEveryCity:
    def test_every_number_is_the_profiles_own(self, city: str, language: str) -> None:
        for sentence, numbers in said(city, language):
            for quote in numbers:
                assert quote.value == pytest.approx(recomputed(profiles()[city], quote)), sentence
                assert quote.text in sentence

    def test_every_number_is_printed_rounded(self, city: str, language: str) -> None:
        for sentence, numbers in said(city, language):
            for quote in numbers:
                if printed := without_marks(quote.text, language):
                    decimals = len(printed.partition(".")[2])
                    # Half away from zero; none of the real numbers is below its last decimal.
                    value = quote.value / 10**6 if quote.role == "millions" else quote.value
                    exact = Decimal(repr(abs(value)))
                    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
                    assert printed == str(rounded), sentence

    def test_no_digit_without_a_number_behind_it(self, city: str, language: str) -> None:
        names = layout(language).texts.names
        harmless = ["31.12.2020 31/12/2020 2019 1.000 1,000 65 15 11 1"]
        harmless += [names.indicator(i) for i in profiles()[city].indicators]
        harmless += [str(year) for year in range(2006, 2020)]
        for sentence, numbers in said(city, language):
            known = " ".join([*harmless, *(quote.text for quote in numbers)])
            assert set(NUMBER.findall(sentence)) <= set(NUMBER.findall(known)), sentence

    def test_sentences_are_complete_and_short(self, city: str, language: str) -> None:
        all_findings = findings(profiles()[city], language)
        headings = [message.sentence for message in all_findings.messages.values()]
        assert all(len(heading) <= 115 and heading[-1] != "." for heading in headings)
        for finding in every_finding(all_findings):
            assert finding.sentence.endswith(".") != (finding.sentence in headings)
        for sentence, _ in said(city, language):
            assert len(sentence) <= 165
            assert not re.search(r"[{}]|  |\(\)|\.\.", sentence)

    def test_estimated_payments_are_not_compared_with_other_cities(
        self, city: str, language: str
    ) -> None:
        payments = {Kind.PAYMENTS_PER_RECIPIENT, Kind.PAYMENTS_PER_INHABITANT}
        for _, numbers in said(city, language):
            assert not payments & {quote.kind for quote in numbers}
            roles = {q.role for q in numbers if q.kind is Kind.SHARE_OF_PAYMENTS}
            assert roles <= {"value", "fraction"}

    def test_no_sentence_stands_twice_and_findings_are_of_different_measures(
        self, city: str, language: str
    ) -> None:
        all_findings = findings(profiles()[city], language)
        sentences = [finding.sentence for finding in every_finding(all_findings)]
        assert len(sentences) == len(set(sentences))
        of = [highlight.finding.numbers[0].key for highlight in all_findings.highlights]
        assert len(of) == len(set(of))
        assert len({highlight.kind for highlight in all_findings.highlights}) == len(of)

    def test_the_mean_and_the_number_of_cities_are_explained_once(
        self, city: str, language: str
    ) -> None:
        whole = readable(findings(profiles()[city], language))
        assert whole.count("Mittelwert") == 0
        assert len(re.findall(r"\b15 (?:Städten?|cities)\b", whole)) < 6
        assert "Standardabweichung" not in whole
        assert "standard deviation" not in whole
        assert "je Kopf" not in whole


def small() -> Profile:
    """One of three small cities whose payments were delivered."""
    return profile(
        {"A": (900, 150, 50), "B": (600, 100, 20), "C": (400, 60, 10)},
        before={"A": (700, 150, 50), "B": (600, 100, 20), "C": (400, 60, 10)},
        payments={"A": (8e6, 1e6, 5e5), "B": (6e6, 7e5, 2e5), "C": (4e6, 4e5, 1e5)},
        economy={"A": (8.0, 10.0), "B": (7.0, 11.0), "C": (6.0, 9.0)},
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_small_group_reads_as_reviewed(language: str) -> None:
    golden = ROOT / "tests" / "golden" / f"findings-small.{language}.txt"
    assert readable(findings(small(), language)) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("city", ["duesseldorf", "hannover"])
def test_reads_as_reviewed(city: str, language: str) -> None:
    golden = ROOT / "tests" / "golden" / f"findings-{city}.{language}.txt"
    assert readable(findings(profiles()[city], language)) == golden.read_text(encoding="utf-8")


def test_peers_are_named_in_the_headline_only_where_they_turn_it() -> None:
    headline = {city: findings(profiles()[city]).headline for city in CITIES}
    sides = {}
    for city, said in headline.items():
        comparison = profiles()[city].get(Kind.DENSITY, "sgb2")
        peers = profiles()[city].peers
        assert said
        assert peers
        of_peers = [e.exact for e in comparison.group if e.city in peers.cities]
        mean = sum(of_peers, Fraction(0)) / len(of_peers)
        own, all_mean = comparison.measure.exact, comparison.exact_mean
        assert own is not None
        assert all_mean is not None
        sides[city] = (own > all_mean) != (own > mean)
        assert ("ähnlichen Städten" in said.sentence) == sides[city], said.sentence
    assert {"duesseldorf", "koeln"} <= {city for city, is_turned in sides.items() if is_turned}
    assert not sides["rostock"]


def test_what_changed_within_a_year_goes_before_years_where_it_is_more() -> None:
    highlights = findings(profiles()["frankfurt-am-main"]).highlights
    assert highlights[1].finding.sentence == (
        "SGB II: 9,1\u202f% mehr Leistungsbeziehende als Ende 2019; Mittel +3,0\u202f%."
    )


def test_indicators_near_their_mean_are_said_to_be_near() -> None:
    message = findings(profiles()["koeln"]).messages[Section.ECONOMY].sentence
    assert message == (
        "Bei sieben von zehn Indikatoren steht Köln günstiger da als das Mittel, "
        "bei drei davon nur knapp"
    )
