"""Every number of every sentence on random data, recomputed; and no sentence claims too much."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings

from reportgen.errors import IndicatorError
from reportgen.indicators import compute
from reportgen.model import ALL_AREAS, Dataset, Kind, Profile, Quote
from tests.datasets import dataset
from tests.findings.profiles import findings, texts
from tests.recomputed import PAYMENTS, YEAR, Recomputed, datasets, printed_number, rounded

pytestmark = pytest.mark.exhaustive

FIRST = re.compile(
    r"\((?:höchster|niedrigster) Wert\)|\((?:highest|lowest) value\)"
    r"|, der (?:höchste|niedrigste) Wert|, the (?:highest|lowest) value"
)
FURTHER = re.compile(r"(?:zweit|dritt)(?:höchst|niedrigst)er?|(?:second|third) (?:high|low)est")
COMPARED = re.compile(
    r"Mittel|Rang|höchste|niedrigste|mean|rank|highest|lowest|mehr als in"
    r"|\b(?:höher|niedriger|higher|lower)\b"
)
CLUMSY = re.compile(
    r"\b1 (?:Städte|anderen Städten|cities|other cities)\b|\b1\u202f(?:Personen|persons)\b"
    r"|Rang\u00a01 von 1\b|von 1 Stadt|[{}]|None|  |\(\)|\.\.|\( |−0,0\b"
)

slow = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


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
    if quote.text.lower().startswith(("unter", "below", "(unter", "(below", "€below")):
        assert 0 < abs(exact) < abs(number)
        return
    if quote.text.startswith(("über", "above")):
        assert number < exact < 0
        return
    # A change has its sign in words.
    assert abs(number) == abs(rounded(exact, decimals)), (quote, float(exact))
    assert number != 0 or exact == 0, "what is not zero is not printed as zero"


def check_quote(again: Recomputed, quote: Quote, slug: str, sentence: str, language: str) -> None:
    """The number is the recomputed one, and there is a right to it."""
    kind, key = quote.kind, quote.key
    role, _, year = quote.role.partition(":")
    if role in {"favourable", "unfavourable", "judged", "near"}:
        counts = dict(
            zip(("favourable", "unfavourable", "judged"), again.judged(slug), strict=True)
        )
        counts["near"] = max(counts["favourable"], counts["unfavourable"])
        # What looks like its mean is on neither side, and only some are near it.
        assert quote.value == counts[role] or (role != "judged" and quote.value < counts[role])
        return
    if year:
        check_past(again, quote, slug, language)
        return
    if role in {"value", "fraction", "millions"}:
        value = again.value(kind, key, slug)
        assert value is not None
        assert quote.value == float(value)
        if role == "fraction":
            check_fraction(quote.text, value)
        elif quote.text:
            check_number(quote, value / 10**6 if role == "millions" else value, language)
        return
    group = again.group(kind, key, slug)
    assert group, f"{kind} of {key} must not be compared: {sentence}"
    if role in {"rank", "n", "higher", "lower", "sharing"}:
        assert quote.value == counted(again, quote, slug)
        assert role != "rank" or len(group) >= 3
    elif role == "peer_mean":
        assert len(group) >= 10, "no peers were chosen, and few cities have none by distance"
    elif role == "share_of_density":
        assert 0 <= quote.value <= 100
    else:
        others = (value for city, value in group.items() if city != slug)
        if role == "mean":
            exact = again.mean(kind, key, slug)
        elif role == "weighted_mean":
            exact = again.weighted_mean(kind, key, slug)
        else:
            assert role == "other"
            (exact,) = others
        check_number(quote, exact, language)


def counted(again: Recomputed, quote: Quote, slug: str) -> int:
    """How many cities are compared, or stand before, behind or beside this one."""
    group = again.group(quote.kind, quote.key, slug)
    own = group[slug]
    return {
        "n": len(group),
        "rank": 1 + sum(value > own for value in group.values()),
        "higher": sum(value > own for value in group.values()),
        "lower": sum(value < own for value in group.values()),
        "sharing": sum(value == own for value in group.values()) - 1,
    }[quote.role]


def check_past(again: Recomputed, quote: Quote, slug: str, language: str) -> None:
    """A number of a past year; of three years or more, so that it is a development."""
    role, _, year = quote.role.partition(":")
    assert quote.kind is Kind.ECONOMY, "there are no other years of anything else"
    assert int(year) <= YEAR - 2
    if role == "places":
        top, bottom, n = again.places(quote.key, slug, int(year))
        held = [places for places in (top, bottom) if max(places) <= (3 if n >= 10 else 1)]
        assert n >= 6
        assert quote.value in {min(places) for places in held}
        return
    exact = again.of_year(role, quote.key, slug, int(year))
    assert quote.value == pytest.approx(float(exact))
    if role == "growth" and rounded(exact, 0) == 0:
        return  # told in words
    check_number(quote, exact, language)


def check_fraction(words: str, share: Fraction) -> None:
    """A share in words is near its fraction, and on the side that the words say."""
    fractions = {
        "zwei von drei": Fraction(200, 3), "two in three": Fraction(200, 3),
        "drei von vier": Fraction(75), "three in four": Fraction(75),
        "vier von fünf": Fraction(80), "four in five": Fraction(80),
        "neun von zehn": Fraction(90), "nine in ten": Fraction(90),
    }  # fmt: skip
    (exact,) = (number for name, number in fractions.items() if name in words.lower())
    assert abs(share - exact) <= Fraction(3, 2)
    if words.startswith(("fast", "Fast", "nearly", "Nearly")):
        assert share < exact
    elif words.startswith(("gut", "Gut", "just", "Just")):
        assert share > exact
    else:
        assert abs(share - exact) <= Fraction(1, 20)


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
                assert quote.text in sentence
                check_quote(again, quote, slug, sentence, language)


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
            if any(q.role.startswith("places:") for q in numbers):
                continue  # every year has its own group
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
            assert not COMPARED.search(everything), everything


@slow
@given(data=datasets())
def test_more_fewer_and_equal_are_true_as_printed(data: Dataset) -> None:
    again = Recomputed(data)
    for profile in profiles_of(data):
        slug = profile.city.slug
        headline = findings(profile).headline
        if headline is None or headline.sentence.startswith("Niemand"):
            continue
        if headline.numbers[0].kind is not Kind.DENSITY:
            continue
        claim, _, _ = headline.sentence.partition(";")
        first, *_ = headline.numbers
        group = again.group(first.kind, first.key, slug)
        others = [value for city, value in group.items() if city != slug]
        if not others:
            continue
        mean = sum(group.values(), Fraction(0)) / len(group)
        reference = others[0] if len(others) == 1 else mean
        own = again.value(first.kind, first.key, slug)
        assert own is not None
        if "fast so viele wie" in claim:
            assert 0 < abs(own - reference) < Fraction(1, 10_000)
        elif "so viele wie" in claim:
            assert own == reference
        else:
            assert ("mehr als" in claim) == (own > reference)
            assert ("weniger als" in claim) == (own < reference)


@slow
@given(data=datasets())
def test_the_side_of_a_second_area_is_its_own(data: Dataset) -> None:
    again = Recomputed(data)
    for profile in profiles_of(data):
        slug, said = profile.city.slug, findings(profile).headline
        if said is None or ";" not in said.sentence:
            continue
        quote = said.numbers[-1]
        group = again.group(quote.kind, quote.key, slug)
        others = [value for city, value in group.items() if city != slug]
        mean = sum(group.values(), Fraction(0)) / len(group)
        reference = others[0] if len(others) == 1 else mean
        assert said.sentence.endswith("darüber.") == (group[slug] > reference)


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
        titles = [h.finding for h in said.highlights]
        titles += [said.headline] if said.headline else []
        for finding in titles:
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
