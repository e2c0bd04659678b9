"""How the parts of a comparison are put into words: value, mean, rank, and their relation.

What may be claimed `reportgen.model.claims` decides; this finds the words for it.
"""

from typing import TypeVar

from reportgen.findings.phrases import Phrase, fill
from reportgen.layout.finding_texts import Directions, Scopes
from reportgen.layout.formatting import NO_BREAK_SPACE
from reportgen.layout.group_texts import GroupTexts
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import ALL_AREAS, Comparison, Kind, Profile, Quote, Reason, claims
from reportgen.model.claims import Direction, Relation

T = TypeVar("T")


class Wording:
    """The words of one layout for the numbers of one city."""

    def __init__(self, profile: Profile, layout: Layout) -> None:
        self.profile = profile
        self.sections = layout.look.own_sections
        self.is_foreign = bool(layout.foreign_language)
        self.texts = layout.texts.findings
        self.style = layout.texts.style
        self.numbers = Numbers(profile, layout.texts)
        self._names, self._group = layout.texts.names, layout.texts.group
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

    def reason(self, reason: Reason, words: str = "") -> str:
        """Why something is absent, in the source's own words where it has any."""
        return self._names.reason(reason, words)

    def base(self, comparison: Comparison) -> GroupTexts:
        """The words for the population that the density of an area, or of all, refers to."""
        return self._group(self.profile.base_of(comparison.key))

    def areas(self, comparison: Comparison, texts: Scopes) -> Phrase:
        """Which of all benefit areas a sum covers."""
        return self._scope(comparison, texts, len(self._areas))

    def benefits(self, comparison: Comparison, texts: Scopes) -> Phrase:
        """Which of the benefit areas that count in a total a sum covers."""
        return self._scope(comparison, texts, sum(a.in_total for a in self._areas.values()))

    def value(self, comparison: Comparison) -> Phrase:
        """The city's own number with its unit."""
        return quote(comparison, "value", comparison.measure.value, self.numbers.value(comparison))

    def value_without_flag(self, comparison: Comparison) -> Phrase:
        """Like `value`, for sentences that say in words what the flag means."""
        text = self.numbers.value(comparison, flags=False)
        return quote(comparison, "value", comparison.measure.value, text)

    def millions(self, comparison: Comparison) -> Phrase:
        """The city's own amount in millions; a flag is said in words or stands in a table."""
        text = self.numbers.millions(comparison)
        for flag in comparison.measure.flags:
            text = text.removesuffix(f"{NO_BREAK_SPACE}{flag}")
        return quote(comparison, "millions", comparison.measure.value, text)

    def mean(self, comparison: Comparison) -> Phrase:
        """The group's mean with its unit."""
        return quote(comparison, "mean", comparison.mean, self.numbers.mean(comparison))

    def compared_with(self, comparison: Comparison) -> Phrase:
        """The number that a value is compared with: the mean, or that of the only other city."""
        other = claims.the_other(comparison)
        if other is None:
            return self.mean(comparison)
        text = self.numbers.number(comparison, other.exact)
        return quote(comparison, "other", other.value, text)

    def is_of_all(self, comparison: Comparison) -> bool:
        """Whether all cities of the workbook are compared."""
        return comparison.n == len(self.profile.cities)

    def number_of_cities(self, comparison: Comparison) -> Phrase:
        """How many cities are compared."""
        return quote(comparison, "n", comparison.n, self.style.number(comparison.n))

    def mean_of(self, comparison: Comparison) -> Phrase:
        """Completes "the mean", where that is not of all cities."""
        if self.is_of_all(comparison):
            return Phrase(text="")
        return fill(self.texts.references.some_cities, n=self.number_of_cities(comparison))

    def relation(self, comparison: Comparison) -> Relation | None:
        """How the value stands to what it is compared with; None where it is with nothing."""
        return claims.relation(comparison, self.numbers.usual_decimals(comparison))

    def change(self, texts: Directions, **gaps: Phrase | str) -> Phrase:
        """A sentence on the change of all recipients, which there must be.

        What is counted in persons has no mean: other cities' persons say nothing of this one.
        """
        percent = self.profile.get(Kind.CHANGE_OF_RECIPIENTS, ALL_AREAS)
        persons = self.profile.get(Kind.CHANGE_IN_PERSONS, ALL_AREAS)
        counted = claims.is_counted(self.profile, ALL_AREAS)
        change = persons if counted else percent
        way = known(claims.direction(self.profile, ALL_AREAS, self.numbers.usual_decimals(percent)))
        if way is Direction.HARDLY:
            value = self.value(change)
        else:
            value = self.size_of_change(change, is_printed=way is not Direction.SAME)
        previous, _ = change.measure.period.split("/")
        claim = fill(getattr(texts, way), value=value, previous=previous, **gaps)
        if counted:
            return fill(self.texts.conclusions.alone, claim=claim)
        return self._conclude(claim, percent)

    def size_of_change(self, change: Comparison, *, is_printed: bool = True) -> Phrase:
        """A change without its sign, for sentences that say the direction in words."""
        text = self.numbers.size_of_change(change) if is_printed else ""
        return quote(change, "value", change.measure.value, text)

    def _conclude(self, claim: Phrase, comparison: Comparison) -> Phrase:
        """A claim on the city, completed to a sentence by what it is compared with."""
        texts, relation = self.texts.conclusions, self.relation(comparison)
        if relation is None:
            return fill(texts.alone, claim=claim)
        text = {Relation.EQUAL: texts.equal, Relation.CLOSE: texts.close}.get(relation, texts.other)
        return fill(text, claim=claim, **self._other(comparison))

    def _scope(self, comparison: Comparison, texts: Scopes, all_areas: int) -> Phrase:
        n = len(comparison.measure.areas)
        if n == all_areas:
            return Phrase(text=texts.all)
        return fill(texts.one if n == 1 else texts.some, areas=self.style.count(n))

    def _other(self, comparison: Comparison) -> dict[str, Phrase]:
        """The gaps that name what a value is compared with, and its number."""
        texts, other = self.texts.references, claims.the_other(comparison)
        if other:
            label, reference = texts.city_label, texts.city
            gaps = {"city": Phrase(text=other.city.name)}
        else:
            label, reference = texts.mean_label, texts.mean
            gaps = {"cities": self.mean_of(comparison)}
        return {
            "label": fill(label, **gaps),
            "reference": fill(reference, **gaps),
            "number": self.compared_with(comparison),
        }


def quote(comparison: Comparison, role: str, value: float | None, text: str) -> Phrase:
    """Some words that say a number of a comparison."""
    number = Quote(
        kind=comparison.kind, key=comparison.key, role=role, value=known(value), text=text
    )
    return Phrase(text=text, numbers=(number,))


def known(number: T | None) -> T:
    """A number that is there: the rules have seen to that before a sentence is made of it."""
    assert number is not None
    return number
