"""How the parts of a comparison are put into words: value, mean, rank, and their relation.

Whether a value is above, below or at the mean is decided by what is printed, so that no sentence
calls 12.3 higher than 12.3.
"""

from typing import TypeVar

from reportgen.findings.phrases import Phrase, fill
from reportgen.layout.finding_texts import AgainstMean, Bases, Conclusions, Directions, Scopes
from reportgen.layout.load import Layout
from reportgen.model import Base, Comparison, Kind, Profile, Quote, Reason

T = TypeVar("T", bound=float)

#: Digits behind the decimal mark; economic indicators say it themselves.
_DECIMALS = {
    Kind.POPULATION: 0,
    Kind.RECIPIENTS: 0,
    Kind.SHARE_OF_RECIPIENTS: 1,
    Kind.SHARE_OF_PAYMENTS: 1,
    Kind.DENSITY: 1,
    Kind.PAYMENTS_PER_RECIPIENT: 0,
    Kind.CHANGE_OF_RECIPIENTS: 1,
}

#: Kinds whose unit the sentence itself says.
_UNIT_IN_WORDS = frozenset({Kind.POPULATION, Kind.RECIPIENTS, Kind.DENSITY})

#: More cities than these that share a rank are not named.
_MOST_NAMED = 2


class Wording:
    """The words of one layout for the numbers of one city."""

    def __init__(self, profile: Profile, layout: Layout) -> None:
        self.profile = profile
        self.texts = layout.texts.findings
        self.style = layout.texts.style
        self._names = layout.texts.names
        self._areas = {area.key: area for area in profile.areas}
        self._indicators = {indicator.key: indicator for indicator in profile.indicators}

    def short_name(self, comparison: Comparison) -> str:
        """Name of a benefit area as its chart has it, or of an economic indicator."""
        if comparison.kind is Kind.ECONOMY:
            return self._names.indicator(self._indicators[comparison.key])
        return self._names.area(self._areas[comparison.key])

    def full_name(self, comparison: Comparison) -> str:
        """Name that needs no explanation."""
        if comparison.kind is Kind.ECONOMY:
            return self.short_name(comparison)
        return self._names.area_label(self._areas[comparison.key])

    def reason(self, reason: Reason) -> str:
        """Why something is absent."""
        return self._names.reason(reason)

    def base(self, comparison: Comparison, bases: Bases) -> str:
        """The thousand people that the density of an area refers to; for all else in total."""
        area = self._areas.get(comparison.key)
        return bases.under_65 if area and area.base is Base.UNDER_65 else bases.total

    def scope(self, comparison: Comparison, texts: Scopes) -> Phrase:
        """Which benefit areas a sum covers."""
        n = len(comparison.measure.areas)
        if n == len(self._areas):
            return Phrase(text=texts.all)
        return fill(texts.one if n == 1 else texts.some, areas=self.style.count(n))

    def value(self, comparison: Comparison) -> Phrase:
        """The city's own number with its unit."""
        measure = comparison.measure
        printed = self._number(comparison, measure.value)
        return _quote(comparison, "value", measure.value, self.style.flagged(printed, measure.flag))

    def value_without_flag(self, comparison: Comparison) -> Phrase:
        """Like `value`, for sentences that say in words what the flag means."""
        value = comparison.measure.value
        return _quote(comparison, "value", value, self._number(comparison, value))

    def mean(self, comparison: Comparison) -> Phrase:
        """The group's mean with its unit."""
        mean = comparison.mean
        return _quote(comparison, "mean", mean, self._number(comparison, mean))

    def deviation(self, comparison: Comparison) -> Phrase:
        """Signed distance from the mean in standard deviations."""
        deviation = comparison.deviation
        return _quote(comparison, "deviation", deviation, self.style.signed(_known(deviation), 1))

    def cities(self, comparison: Comparison, every: str, some: str) -> Phrase:
        """The cities that report, in the text for all cities or in that for some of them."""
        complete = comparison.n == len(self.profile.cities)
        n = _quote(comparison, "n", comparison.n, str(comparison.n))
        return fill(every if complete else some, n=n)

    def mean_of(self, comparison: Comparison) -> Phrase:
        """Completes "the mean of"."""
        texts = self.texts.positions
        return self.cities(comparison, texts.all_cities, texts.some_cities)

    def position(self, comparison: Comparison) -> Phrase:
        """Where the value stands among those of the cities, with a space and in brackets."""
        if comparison.n < 2:
            return Phrase(text="")
        return fill(" ({position})", position=self._position(comparison))

    def rank(self, comparison: Comparison) -> Phrase:
        """The rank as a number; 1 is the highest value."""
        rank = _known(comparison.rank)
        return _quote(comparison, "rank", rank, str(rank))

    def cities_sharing_rank(
        self, comparison: Comparison, several: str, most_named: int = _MOST_NAMED
    ) -> str:
        """The other cities with the same rank, or `several`; empty without any."""
        names = [
            other.city.name
            for other in comparison.group
            if other.value == comparison.measure.value and other.city != self.profile.city
        ]
        if len(names) > most_named:
            return several
        return self.style.enumerate(names)

    def same_as_mean(self, comparison: Comparison) -> bool:
        """Whether value and mean are printed alike."""
        return self.value_without_flag(comparison).text == self.mean(comparison).text

    def against_mean(self, comparison: Comparison, texts: AgainstMean, **gaps: str) -> Phrase:
        """The version of a sentence that fits the relation of value and mean."""
        value, mean = _known(comparison.measure.value), _known(comparison.mean)
        if comparison.n < 2:
            template = texts.alone
        elif self.same_as_mean(comparison):
            template = texts.equal
        else:
            template = texts.above if value > mean else texts.below
        return fill(
            template,
            value=self.value(comparison),
            mean=self.mean(comparison),
            cities=self.mean_of(comparison),
            position=self.position(comparison),
            **gaps,
        )

    def conclude(self, claim: Phrase, comparison: Comparison, texts: Conclusions) -> Phrase:
        """A claim on the city, completed to a sentence by what the mean is."""
        if comparison.n < 2:
            return fill(texts.alone, claim=claim)
        cities = self.mean_of(comparison)
        if self.same_as_mean(comparison):
            return fill(texts.equal, claim=claim, cities=cities)
        return fill(texts.mean, claim=claim, cities=cities, mean=self.mean(comparison))

    def directed(self, comparison: Comparison, texts: Directions, **gaps: Phrase | str) -> Phrase:
        """The version of a claim that fits the direction of a change, which it prints unsigned."""
        change = _known(comparison.measure.value)
        size = self.style.percentage(abs(change), _DECIMALS[comparison.kind])
        if size == self.style.percentage(0.0, _DECIMALS[comparison.kind]):
            template = texts.same
        else:
            template = texts.up if change > 0 else texts.down
        text = self.style.flagged(size, comparison.measure.flag)
        return fill(template, value=_quote(comparison, "value", change, text), **gaps)

    def _position(self, comparison: Comparison) -> Phrase:
        texts, rank = self.texts.positions, _known(comparison.rank)
        if others := self.cities_sharing_rank(comparison, texts.several):
            return fill(texts.shared_rank, rank=self.rank(comparison), others=others)
        from_top, from_bottom = rank - 1, comparison.n - rank
        if from_top <= from_bottom:
            words, place = texts.highest, from_top
        else:
            words, place = texts.lowest, from_bottom
        if place < len(words):
            return _quote(comparison, "rank", rank, words[place])
        return fill(texts.rank, rank=self.rank(comparison))

    def _number(self, comparison: Comparison, value: float | None) -> str:
        number, kind = _known(value), comparison.kind
        if kind is Kind.ECONOMY:
            indicator = self._indicators[comparison.key]
            unit = self._names.unit(indicator.unit)
            return self.style.with_unit(number, unit, indicator.decimals)
        decimals = _DECIMALS[kind]
        if kind is Kind.CHANGE_OF_RECIPIENTS:
            return self.style.signed(number, decimals) + self.style.percent
        unit = "" if kind in _UNIT_IN_WORDS else self._names.unit(comparison.measure.unit)
        return self.style.with_unit(number, unit, decimals)


def _quote(comparison: Comparison, role: str, value: float | None, text: str) -> Phrase:
    quote = Quote(
        kind=comparison.kind, key=comparison.key, role=role, value=_known(value), text=text
    )
    return Phrase(text=text, numbers=(quote,))


def _known(number: T | None) -> T:
    """Only of what is present a sentence is made; the rules have seen to that."""
    assert number is not None
    return number
