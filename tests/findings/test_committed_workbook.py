"""What is said of the real cities is true, within bounds, and reads as reviewed."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest

from reportgen.indicators import compute
from reportgen.model import Comparison, Kind, Profile, Quote
from reportgen.workbook import load_workbook
from tests.findings.profiles import findings, layout, readable

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
    all_findings = findings(profiles()[city], language)
    for figure in all_findings.key_figures:
        yield f"{figure.figure} {figure.label}", figure.numbers
    for finding in all_findings.at_a_glance:
        yield finding.sentence, finding.numbers
    for sentences in all_findings.statements.values():
        for finding in sentences:
            yield finding.sentence, finding.numbers


def recomputed(comparison: Comparison, role: str) -> float | None:
    if role == "sharing":
        return sum(entry.rank == comparison.rank for entry in comparison.group) - 1
    return comparison.measure.value if role == "value" else getattr(comparison, role)


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
                comparison = profiles()[city].get(quote.kind, quote.key)
                assert quote.value == recomputed(comparison, quote.role), sentence
                assert quote.text in sentence

    def test_every_number_is_printed_rounded(self, city: str, language: str) -> None:
        for sentence, numbers in said(city, language):
            for quote in numbers:
                if printed := without_marks(quote.text, language):
                    decimals = len(printed.partition(".")[2])
                    # Half away from zero; none of the real numbers is below its last decimal.
                    exact = Decimal(repr(abs(quote.value)))
                    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
                    assert printed == str(rounded), sentence

    def test_no_digit_without_a_number_behind_it(self, city: str, language: str) -> None:
        names = layout(language).texts.names
        harmless = ["31.12.2020 31/12/2020 2019 1.000 1,000 65"]
        harmless += [names.indicator(i) for i in profiles()[city].indicators]
        for sentence, numbers in said(city, language):
            known = " ".join([*harmless, *(quote.text for quote in numbers)])
            assert set(NUMBER.findall(sentence)) <= set(NUMBER.findall(known)), sentence

    def test_sentences_are_complete_and_short(self, city: str, language: str) -> None:
        for finding in findings(profiles()[city], language).at_a_glance:
            assert finding.sentence.endswith(".")
        for sentence, _ in said(city, language):
            assert len(sentence) <= 160
            assert not re.search(r"[{}]|  |\(\)|\.\.", sentence)

    def test_glance_is_varied_and_within_the_layouts_bounds(self, city: str, language: str) -> None:
        thresholds = layout(language).look.thresholds
        kinds = [f.kind for f in findings(profiles()[city], language).at_a_glance]
        assert thresholds.fewest_findings <= len(kinds) <= thresholds.most_findings
        assert kinds[0] == Kind.DENSITY
        assert max(map(kinds.count, kinds)) <= 2

    def test_estimated_payments_are_not_compared_with_other_cities(
        self, city: str, language: str
    ) -> None:
        payments = {Kind.PAYMENTS_PER_RECIPIENT, Kind.PAYMENTS_PER_INHABITANT}
        for _, numbers in said(city, language):
            assert not payments & {quote.kind for quote in numbers}
            assert all(q.role == "value" for q in numbers if q.kind is Kind.SHARE_OF_PAYMENTS)

    def test_labels_of_key_figures_fit_two_lines(self, city: str, language: str) -> None:
        figures = findings(profiles()[city], language).key_figures
        assert len(figures) == 4
        assert all(len(figure.label) <= 53 for figure in figures)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("city", ["duesseldorf", "hannover"])
def test_reads_as_reviewed(city: str, language: str) -> None:
    golden = ROOT / "tests" / "golden" / f"findings-{city}.{language}.txt"
    assert readable(findings(profiles()[city], language)) == golden.read_text(encoding="utf-8")
