"""Every number of every sentence on random data, recomputed; and no sentence claims too much."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings

from reportgen.errors import IndicatorError
from reportgen.indicators import compute
from reportgen.model import ALL_AREAS, Dataset, Findings, Kind, Profile, Quote, Section
from tests.datasets import dataset
from tests.findings.profiles import findings
from tests.recomputed import PAYMENTS, YEAR, Recomputed, datasets, printed_number, rounded

pytestmark = pytest.mark.exhaustive

FIRST = re.compile(r"\((?:höchster|niedrigster) Wert\)|\((?:highest|lowest) value\)")
FURTHER = re.compile(r"(?:zweit|dritt)(?:höchst|niedrigst)er|(?:second|third) (?:high|low)est")
COMPARED = re.compile(r"Mittel|Rang|höchste|niedrigste|mean|rank|highest|lowest|mehr als in")
CLUMSY = re.compile(
    r"\b1 (?:Städte|anderen Städten|cities|other cities)\b|\b1\u202f(?:Personen|persons)\b"
    r"|Rang\u00a01 von 1\b|von 1 Stadt|[{}]|None|  |\(\)|\.\.|\( |−0,0\b"
)

slow = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def texts(said: Findings) -> Iterator[tuple[str, tuple[Quote, ...]]]:
    for figure in said.key_figures:
        yield f"{figure.figure} {figure.label}", figure.numbers
    for finding in said.at_a_glance:
        yield finding.sentence, finding.numbers
    for group in said.statements.values():
        for finding in group:
            yield finding.sentence, finding.numbers


def profiles_of(data: Dataset) -> tuple[Profile, ...]:
    try:
        return compute(data, YEAR)
    except IndicatorError:
        return ()


def check_number(quote: Quote, exact: Fraction, language: str) -> None:
    """The number is printed rounded half away from zero, or is below or above what is printed."""
    printed = printed_number(quote.text, language)
    assert printed is not None
    number, decimals = printed
    if quote.text.startswith(("unter", "below", "(unter", "(below", "€below")):
        assert 0 < abs(exact) < abs(number)
        return
    if quote.text.startswith(("über", "above")):
        assert number < exact < 0
        return
    # A change has its sign in words.
    assert abs(number) == abs(rounded(exact, decimals)), (quote, float(exact))
    assert number != 0 or exact == 0, "what is not zero is not printed as zero"


#: The number of one of two cities falls, and by less than any decimal shows.
FALLS_BY_LITTLE = dataset(
    "AB",
    recipients={
        ("A", YEAR - 1, "sgb2"): 1000.0,
        ("A", YEAR, "sgb2"): 1200.0,
        ("B", YEAR - 1, "sgb2"): 10_001.0,
        ("B", YEAR, "sgb2"): 10_000.0,
    },
)


@pytest.mark.parametrize("language", ["de", "en"])
@slow
@given(data=datasets())
@example(data=FALLS_BY_LITTLE)
def test_every_number_is_the_recomputed_one(data: Dataset, language: str) -> None:
    again = Recomputed(data)
    for profile in profiles_of(data):
        slug = profile.city.slug
        for sentence, numbers in texts(findings(profile, language)):
            for quote in numbers:
                kind, key = quote.kind, quote.key
                assert quote.text in sentence
                if quote.role == "value":
                    value = again.value(kind, key, slug)
                    assert value is not None
                    if quote.text:
                        check_number(quote, value, language)
                    continue
                group = again.group(kind, key, slug)
                assert group, f"{kind} of {key} must not be compared: {sentence}"
                if quote.role == "mean":
                    check_number(quote, again.mean(kind, key, slug), language)
                elif quote.role == "other":
                    (other,) = (value for city, value in group.items() if city != slug)
                    check_number(quote, other, language)
                elif quote.role == "rank":
                    assert quote.value == again.rank(kind, key, slug)
                    assert len(group) >= 3
                elif quote.role == "n":
                    assert quote.text == str(len(group))
                elif quote.role == "sharing":
                    assert quote.text == str(sum(v == group[slug] for v in group.values()) - 1)
                else:
                    assert quote.role == "deviation"
                    assert len(group) >= 5
                    assert quote.value == pytest.approx(again.deviation(kind, key, slug))


@pytest.mark.parametrize("language", ["de", "en"])
@slow
@given(data=datasets())
def test_no_sentence_claims_what_the_data_do_not_carry(data: Dataset, language: str) -> None:
    again = Recomputed(data)
    for profile in profiles_of(data):
        slug = profile.city.slug
        said = findings(profile, language)
        for sentence, numbers in texts(said):
            assert not CLUMSY.search(sentence), sentence
            groups = [again.group(q.kind, q.key, slug) for q in numbers if q.role == "rank"]
            if FIRST.search(sentence):
                ((group),) = groups
                assert len(group) >= 6
                assert list(group.values()).count(group[slug]) == 1
                assert group[slug] in {max(group.values()), min(group.values())}
            if FURTHER.search(sentence):
                assert min(map(len, groups)) >= 10
            if COMPARED.search(sentence):
                for quote in numbers:
                    if quote.kind in PAYMENTS and quote.role == "value":
                        assert again.group(quote.kind, quote.key, slug), sentence
        if len(data.cities) == 1:
            everything = " ".join(sentence for sentence, _ in texts(said))
            assert not COMPARED.search(everything.replace("Nahe am Mittel", "")), everything


@slow
@given(data=datasets())
def test_more_fewer_and_equal_are_true_as_printed(data: Dataset) -> None:
    again = Recomputed(data)
    for profile in profiles_of(data):
        slug = profile.city.slug
        for finding in findings(profile).statements[Section.DENSITIES]:
            compared = [q for q in finding.numbers if q.role in {"mean", "other"}]
            values = [q for q in finding.numbers if q.role == "value"]
            for value, other in zip(values, compared, strict=False):
                shown = [printed_number(quote.text, "de") for quote in (value, other)]
                own, reference = (number for number, _ in filter(None, shown))
                tiny = "unter" in value.text + other.text
                if ", mehr als" in finding.sentence:
                    assert own > reference or tiny
                elif ", weniger als" in finding.sentence:
                    assert own < reference or tiny
            if not values:
                continue
            (first, *_) = values
            group = again.group(first.kind, first.key, slug)
            others = [v for city, v in group.items() if city != slug]
            if re.search(r", so viele wie", finding.sentence):
                reference = others[0] if len(others) == 1 else sum(group.values()) / len(group)
                assert group[slug] == reference
            elif "fast so viele wie" in finding.sentence:
                reference = others[0] if len(others) == 1 else sum(group.values()) / len(group)
                assert 0 < abs(group[slug] - reference) < Fraction(1, 10_000)


@slow
@given(data=datasets())
def test_few_persons_are_neither_put_in_percent_nor_a_headline(data: Dataset) -> None:
    again = Recomputed(data)
    for profile in profiles_of(data):
        said = findings(profile)
        for sentence, numbers in texts(said):
            for quote in numbers:
                if quote.kind is not Kind.CHANGE_OF_RECIPIENTS or quote.role != "value":
                    continue
                change = again.value(Kind.CHANGE_IN_PERSONS, quote.key, profile.city.slug)
                assert change is not None
                assert change == 0 or abs(change) >= 100, sentence
        for finding in said.at_a_glance:
            assert finding.kind != Kind.CHANGE_IN_PERSONS
        for finding in said.at_a_glance[1:]:
            for quote in finding.numbers:
                if quote.role != "value" or quote.kind is Kind.ECONOMY or quote.key == ALL_AREAS:
                    continue
                persons = again.value(Kind.RECIPIENTS, quote.key, profile.city.slug)
                assert persons is not None
                assert persons >= 100, finding.sentence


def test_the_recomputation_rounds_half_away_from_zero() -> None:
    assert [str(rounded(Fraction(n, 100), 1)) for n in (1185, -1185, 1184)] == [
        "11.9", "-11.9", "11.8",
    ]  # fmt: skip
    assert printed_number("unter 0,05 je", "de") == (Decimal("0.05"), 2)
    assert printed_number("1,234.5", "en") == (Decimal("1234.5"), 1)
