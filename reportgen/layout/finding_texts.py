"""The schema of the computed sentences in a language file.

Gaps are filled with phrases that the `findings` stage makes from numbers; names of areas, cities
and indicators stand in them uninflected, so a text must put them where they need no case ending.
"""

from typing import Annotated

from msgspec import Struct

from reportgen.layout.message_texts import MessageTexts
from reportgen.tomlfile import Gaps


class Conclusions(Struct, frozen=True, kw_only=True):
    """What follows the claim of a sentence.

    `label` and `reference` name what the city is compared with, see `References`.

    Attributes:
        other: how much that is.
        equal: that it is exactly the same.
        close: that it is nearly the same, and printed alike.
        alone: nothing, as the city is not compared.
    """

    other: Annotated[str, Gaps("claim", "label", "reference", "number")]
    equal: Annotated[str, Gaps("claim", "label", "reference")]
    close: Annotated[str, Gaps("claim", "label", "reference")]
    alone: Annotated[str, Gaps("claim")]


class References(Struct, frozen=True, kw_only=True):
    """What a value is compared with: the mean of several cities, or the only other city.

    Attributes:
        mean_label, city_label: name it.
        mean, city: say where or compared with what.
    """

    mean_label: Annotated[str, Gaps("cities")]
    city_label: Annotated[str, Gaps("city")]
    mean: Annotated[str, Gaps("cities")]
    city: Annotated[str, Gaps("city")]
    some_cities: Annotated[str, Gaps("n")]


class Directions(Struct, frozen=True, kw_only=True):
    """A claim on a change in four versions; hardly, when its percentage is next to zero."""

    up: Annotated[str, Gaps("areas", "total", "previous", "value")]
    down: Annotated[str, Gaps("areas", "total", "previous", "value")]
    same: Annotated[str, Gaps("areas", "total", "previous")]
    hardly: Annotated[str, Gaps("areas", "total", "previous", "value")]


class Scopes(Struct, frozen=True, kw_only=True):
    """Which benefit areas a sum covers: all that there are, a single one, or some."""

    all: str
    one: str
    some: Annotated[str, Gaps("areas")]


class Fractions(Struct, frozen=True, kw_only=True):
    """Words for shares that are, or nearly are, simple fractions."""

    two_thirds: str
    three_quarters: str
    four_fifths: str
    nine_tenths: str
    nearly: Annotated[str, Gaps("fraction")]
    barely_more: Annotated[str, Gaps("fraction")]


class StatementTexts(Struct, frozen=True, kw_only=True):
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

    no_recipients: Annotated[str, Gaps("city", "year")]
    no_payments: Annotated[str, Gaps("city", "year")]
    no_densities: Annotated[str, Gaps("city", "year")]
    no_economy: Annotated[str, Gaps("city", "year")]
    only_recipients: Annotated[str, Gaps("name")]
    only_payments: Annotated[str, Gaps("name")]
    zero_recipients: Annotated[str, Gaps("city")]
    zero_payments: Annotated[str, Gaps("city")]
    total: Annotated[str, Gaps("total", "areas")]
    largest_against: Annotated[str, Gaps("name", "standing")]
    areas: Scopes
    sum: Annotated[str, Gaps("value", "areas")]
    sum_estimated: Annotated[str, Gaps("value", "areas")]
    sum_estimated_with: Annotated[str, Gaps("value", "areas", "share", "name")]
    more_payments_than_recipients: Annotated[str, Gaps("name", "payments", "recipients")]
    fewer_payments_than_recipients: Annotated[str, Gaps("name", "payments", "recipients")]
    change: Directions
    no_share: Annotated[str, Gaps("name")]
    no_density: Annotated[str, Gaps("name")]
    most_favourable: Annotated[str, Gaps("name", "value", "beside", "standing")]
    least_favourable: Annotated[str, Gaps("name", "value", "beside", "standing")]
    furthest: Annotated[str, Gaps("name", "value", "beside", "standing")]
    remark: Annotated[str, Gaps("city")]
    no_deviations: str


class NoteTexts(Struct, frozen=True, kw_only=True):
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
    group: Annotated[str, Gaps("names", "reason")]
    as_above: str
    shares: str
    extract_one: Annotated[str, Gaps("groups")]
    extract_many: Annotated[str, Gaps("groups")]
    extract_group: Annotated[str, Gaps("names", "reason")]
    extract_as_well: str
    in_recipients: Annotated[str, Gaps("group")]
    in_payments: Annotated[str, Gaps("group")]
    in_densities: Annotated[str, Gaps("group")]
    in_economy: Annotated[str, Gaps("group")]


class FindingTexts(Struct, frozen=True, kw_only=True):
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
