"""The schema of the computed sentences in a language file.

Gaps are filled with phrases that the `findings` stage makes from numbers; names of areas, cities
and indicators stand in them uninflected, so a text must put them where they need no case ending.
"""

from dataclasses import dataclass

from reportgen.layout.message_texts import MessageTexts
from reportgen.tomlfile import template


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusions:
    """What follows the claim of a sentence.

    `label` and `reference` name what the city is compared with, see `References`.

    Attributes:
        other: how much that is.
        equal: that it is exactly the same.
        close: that it is nearly the same, and printed alike.
        alone: nothing, as the city is not compared.
    """

    other: str = template("claim", "label", "reference", "number")
    equal: str = template("claim", "label", "reference")
    close: str = template("claim", "label", "reference")
    alone: str = template("claim")


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """What a value is compared with: the mean of several cities, or the only other city.

    Attributes:
        mean_label, city_label: name it.
        mean, city: say where or compared with what.
    """

    mean_label: str = template("cities")
    city_label: str = template("city")
    mean: str = template("cities")
    city: str = template("city")
    some_cities: str = template("n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Directions:
    """A claim on a change in four versions; hardly, when its percentage is next to zero."""

    up: str = template("areas", "total", "previous", "value")
    down: str = template("areas", "total", "previous", "value")
    same: str = template("areas", "total", "previous")
    hardly: str = template("areas", "total", "previous", "value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scopes:
    """Which benefit areas a sum covers: all that there are, a single one, or some."""

    all: str
    one: str
    some: str = template("areas")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fractions:
    """Words for shares that are, or nearly are, simple fractions."""

    two_thirds: str
    three_quarters: str
    four_fifths: str
    nine_tenths: str
    nearly: str = template("fraction")
    barely_more: str = template("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTexts:
    """Claims and sentences below the headings of the sections.

    Attributes:
        only_recipients, only_payments: where a single area was delivered, and shares say nothing.
        zero_recipients, zero_payments: where all areas that were delivered are zero.
        total: number of recipients, where that of the year before is not known.
        largest_against: how the largest share stands, whose number the heading has.
        areas: which areas the number of recipients, or the sum of payments, covers.
        change: number of recipients in all areas against the year before.
        sum, sum_estimated, sum_estimated_with: payments in millions; the last with the share that
            the heading says in words.
        most_favourable, least_favourable: the indicator furthest on that side; `furthest` where
            none has a favourable side.
        no_share, no_density: of an area where the number of recipients is zero.
        remark: leads to the source when it has a remark on this city's values.
    """

    no_recipients: str = template("city", "year")
    no_payments: str = template("city", "year")
    no_densities: str = template("city", "year")
    no_economy: str = template("city", "year")
    only_recipients: str = template("name")
    only_payments: str = template("name")
    zero_recipients: str = template("city")
    zero_payments: str = template("city")
    total: str = template("total", "areas")
    largest_against: str = template("name", "standing")
    areas: Scopes
    sum: str = template("value", "areas")
    sum_estimated: str = template("value", "areas")
    sum_estimated_with: str = template("value", "areas", "share", "name")
    more_payments_than_recipients: str = template("name", "payments", "recipients")
    fewer_payments_than_recipients: str = template("name", "payments", "recipients")
    change: Directions
    no_share: str = template("name")
    no_density: str = template("name")
    most_favourable: str = template("name", "value", "beside", "standing")
    least_favourable: str = template("name", "value", "beside", "standing")
    furthest: str = template("name", "value", "beside", "standing")
    remark: str = template("city")
    no_deviations: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTexts:
    """What is absent and why.

    Attributes:
        comparison: what is absent where a city's shares or payments are not compared.
        group: categories that are absent for the same reason.
        as_above: stands for those that the chart of the recipients lacks for the same reason.
        shares: what shares then refer to.
        extract_one, extract_many: the sentence of the extract, on one category or on several.
        extract_group: like `group`, within that sentence; `in_...` say where it is absent.
        extract_as_well: joins the last two groups, with its spaces.
    """

    comparison: str
    group: str = template("names", "reason")
    as_above: str
    shares: str
    extract_one: str = template("groups")
    extract_many: str = template("groups")
    extract_group: str = template("names", "reason")
    extract_as_well: str
    in_recipients: str = template("group")
    in_payments: str = template("group")
    in_densities: str = template("group")
    in_economy: str = template("group")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTexts:
    """Computed sentences.

    Attributes:
        conclusions: behind the claim on a change.
        benefits: what is received, with the areas of a sum.
        messages: headlines, tiles, headings and the short sentences below them.
    """

    conclusions: Conclusions
    references: References
    fractions: Fractions
    benefits: Scopes
    statements: StatementTexts
    notes: NoteTexts
    messages: MessageTexts
