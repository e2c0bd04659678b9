"""The schema of the computed sentences in a language file.

Gaps are filled with phrases that the `findings` stage makes from numbers; names of areas, cities
and indicators stand in them uninflected, so a text must put them where they need no case ending.
"""

from dataclasses import dataclass

from reportgen.tomlfile import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusions:
    """What follows the claim of a sentence.

    Attributes:
        mean: the mean of the group.
        equal: that it is the same, as printed.
        alone: nothing, as no other city reports.
    """

    mean: str = sentence("claim", "mean", "cities")
    equal: str = sentence("claim", "cities")
    alone: str = sentence("claim")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstMean:
    """A sentence in four versions, chosen by how value and mean are printed."""

    above: str = sentence("name", "value", "base", "mean", "cities", "position")
    below: str = sentence("name", "value", "base", "mean", "cities", "position")
    equal: str = sentence("name", "value", "base", "cities", "position")
    alone: str = sentence("name", "value", "base")


@dataclass(frozen=True, slots=True, kw_only=True)
class Directions:
    """A claim on a change in three versions, chosen by how the change is printed."""

    up: str = sentence("name", "areas", "total", "previous", "value")
    down: str = sentence("name", "areas", "total", "previous", "value")
    same: str = sentence("name", "areas", "total", "previous", "value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scopes:
    """Which benefit areas a sum covers: all that there are, a single one, or some."""

    all: str
    one: str
    some: str = sentence("areas")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bases:
    """A thousand people of each base population."""

    total: str
    under_65: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """Where a value stands among those of the other cities.

    Attributes:
        highest, lowest: words for the first places from either end; the others are told by rank.
        shared_rank, several: the latter stands for the names of more than two others.
        all_cities, some_cities: complete "the mean of"; the latter when not all cities report.
    """

    highest: tuple[str, ...]
    lowest: tuple[str, ...]
    rank: str = sentence("rank")
    shared_rank: str = sentence("rank", "others")
    several: str
    all_cities: str = sentence("n")
    some_cities: str = sentence("n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fractions:
    """Words for shares that are, or nearly are, simple fractions."""

    two_thirds: str
    three_quarters: str
    four_fifths: str
    nine_tenths: str
    about: str = sentence("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigureTexts:
    """Lines under the large numbers of the title page; about 50 characters fit.

    `several` stands for the names of more than one other city of the same rank.
    """

    population: str = sentence("date")
    recipients: Scopes
    total_density: str
    area_density: str = sentence("name", "base")
    bases: Bases
    with_mean: str = sentence("label", "mean")
    rank: str = sentence("rank")
    rank_by_total_density: str = sentence("cities")
    rank_by_area_density: str = sentence("cities", "name")
    shared_rank_by_total_density: str = sentence("cities", "others")
    shared_rank_by_area_density: str = sentence("cities", "name", "others")
    several: str
    all_cities: str = sentence("n")
    some_cities: str = sentence("n")


@dataclass(frozen=True, slots=True, kw_only=True)
class GlanceTexts:
    """Claims and sentences of the title page, where areas have their full names.

    `benefits` and `recipients` fill the gap ``areas`` of the density and the change of all areas.
    """

    total_density: str = sentence("value", "areas")
    density: str = sentence("name", "value", "base", "position")
    share: str = sentence("name", "value", "position")
    payments_per_recipient: str = sentence("name", "value", "position")
    economy: str = sentence("name", "value", "position")
    benefits: Scopes
    recipients: Scopes
    change: Directions
    area_change: Directions


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTexts:
    """Claims and sentences below the headings of the sections.

    Attributes:
        only_recipients, only_payments: where a single area was delivered, and shares say nothing.
        zero_recipients, zero_payments: where all areas that were delivered are zero.
        areas: which areas the number of recipients covers.
        change: number of recipients in all areas against the year before.
        furthest_above, furthest_below, nearest: the economic indicator at either end of the
            deviations, and the one close to the mean.
        no_share, no_density: of an area where the number of recipients is zero.
        remark: leads to the source when it has a remark on this city's values.
        at_mean: like `nearest`, when value and mean are printed alike.
    """

    no_recipients: str = sentence("city", "year")
    no_payments: str = sentence("city", "year")
    no_densities: str = sentence("city", "year")
    no_economy: str = sentence("city", "year")
    only_recipients: str = sentence("name")
    only_payments: str = sentence("name")
    zero_recipients: str = sentence("city")
    zero_payments: str = sentence("city")
    largest_share: str = sentence("name", "value", "city")
    largest_share_in_words: str = sentence("fraction", "name", "value", "city")
    share: str = sentence("name", "value", "position")
    areas: Scopes
    largest_payments: str = sentence("name", "value")
    largest_payments_estimated: str = sentence("name", "value")
    more_payments_than_recipients: str = sentence("name", "payments", "recipients")
    fewer_payments_than_recipients: str = sentence("name", "payments", "recipients")
    change: Directions
    no_share: str = sentence("name", "position")
    no_density: str = sentence("name", "base", "position")
    density: AgainstMean
    furthest_above: str = sentence("name", "value", "mean", "cities", "deviation")
    furthest_below: str = sentence("name", "value", "mean", "cities", "deviation")
    nearest: str = sentence("name", "value", "mean", "cities", "deviation")
    at_mean: str = sentence("name", "value", "cities", "deviation")
    remark: str = sentence("city")
    no_deviations: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTexts:
    """What is absent and why.

    Attributes:
        group: categories that are absent for the same reason.
        shares: what shares then refer to.
        extract_one, extract_many: the sentence of the extract, on one category or on several.
        extract_group: like `group`, within that sentence; `in_...` say where it is absent.
        extract_as_well: joins the last two groups, with its spaces.
    """

    group: str = sentence("names", "reason")
    shares: str
    extract_one: str = sentence("groups")
    extract_many: str = sentence("groups")
    extract_group: str = sentence("names", "reason")
    extract_as_well: str
    in_recipients: str = sentence("group")
    in_payments: str = sentence("group")
    in_densities: str = sentence("group")
    in_economy: str = sentence("group")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTexts:
    """Computed sentences.

    Attributes:
        conclusions, short_conclusions: for claims of the first sentences, and of all others.
    """

    conclusions: Conclusions
    short_conclusions: Conclusions
    bases: Bases
    positions: Positions
    fractions: Fractions
    key_figures: KeyFigureTexts
    glance: GlanceTexts
    statements: StatementTexts
    notes: NoteTexts
