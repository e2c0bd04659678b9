"""The schema of headlines, tiles, headings and short sentences in a language file.

A heading says one thing and has no full stop. Where a text has a shorter form beside it, the
shorter one is taken when names are long.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.layout.section_texts import DevelopmentMessages, MoneyMessages
from reportgen.tomlfile import template


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForms:
    """How sentences name one benefit area or economic indicator.

    Attributes:
        label: in full and without abbreviations, where a line begins.
        brief: short, without article, as the object of "receive".
        at: with a preposition, as in "as for ...".
        subject: with its article, in the singular, within a sentence.
        tile, unit: in place of the label on a tile, and what its number counts.
    """

    label: str
    brief: str
    at: str
    subject: str
    tile: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyName:
    """Forms of what has none of its own, made from its short name."""

    at: str = template("name")
    subject: str = template("name")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTexts:
    """A thousand people that a density refers to: all inhabitants, or a group of them."""

    all: str
    group: str = template("which")
    per: str = template("people")


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideTexts:
    """What a value is compared with, and its number, in brackets or behind a semicolon.

    Attributes:
        mean, mean_of_some, mean_of_alike, city: of all cities, of those that report, of those with
            the same areas, or of the only other city.
        equal, close: in place of these, with one of the names that follow.
        in_mean, in_mean_of_some, in_mean_of_alike, in_city: complete "as many as", "more than".
    """

    mean: str = template("number")
    mean_of_some: str = template("number", "n")
    mean_of_alike: str = template("number", "n")
    city: str = template("number", "city")
    equal: str = template("reference")
    close: str = template("reference")
    in_mean: str
    in_mean_of_some: str = template("n")
    in_mean_of_alike: str = template("n")
    in_city: str = template("city")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingTexts:
    """Where a value stands: how many others are higher or lower, or a place that has a word."""

    higher: str = template("n")
    lower: str = template("n")
    sharing: str = template("n")
    highest: tuple[str, ...]
    lowest: tuple[str, ...]
    all_higher: str
    all_lower: str
    all_equal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstTexts:
    """A sentence in five versions, by how a value stands to what it is compared with."""

    above: str = template("city", "base", "value", "name", "reference", "number")
    below: str = template("city", "base", "value", "name", "reference", "number")
    equal: str = template("city", "base", "value", "name", "reference", "number")
    close: str = template("city", "base", "value", "name", "reference", "number")
    alone: str = template("city", "base", "value", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineTexts:
    """The message of the whole.

    Attributes:
        density: of the largest area.
        about: its value in whole people.
        but_more, but_less: where it stands on the other side of its peers' mean than of the mean;
            `peers` are those most alike, `chosen_peers` any others.
        also_above, also_below, but_above, but_below: a further area, on the same or other side.
        nobody, nobody_against: where there are no recipients at all, alone and compared.
        recipients: where there are no densities.
        economy: where there are no recipients either.
    """

    density: AgainstTexts
    about: str = template("value")
    but_more: str = template("claim", "peers", "number")
    but_less: str = template("claim", "peers", "number")
    peers: str
    chosen_peers: str
    also_above: str = template("claim", "at")
    also_below: str = template("claim", "at")
    but_above: str = template("claim", "at")
    but_below: str = template("claim", "at")
    nobody: str = template("city")
    nobody_against: str = template("city", "beside", "per")
    recipients: str = template("city", "value", "areas")
    more_recipients: str = template("claim", "change", "previous")
    fewer_recipients: str = template("claim", "change", "previous")
    economy: str = template("city", "name", "value", "beside")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPlaces:
    """Words for the first, second and third place, for neighbours of these, and for all three."""

    places: tuple[str, ...]
    pairs: tuple[str, ...]
    three: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HighlightTexts:
    """What stands out, changed or stayed, with its label.

    Attributes:
        density, share, share_of_payments, economy: name and value of a measure.
        held_place: the place, or places, held in each year; `first` and `last` are the words for
            them, from either end.
        held_above, held_below: the side of the mean held in each year.
        since, since_with_gaps: complete them.
        at_end_of, in_year: when a past value was, that of a stock and any other.
        unchanged: the same value in all years.
        changed_recipients, hardly_changed: of the number of recipients; `more_recipients` and
            `fewer_recipients` of those of an area within a year.
    """

    notable: str
    changed: str
    steady: str
    notable_value: str = template("measure", "standing", "beside")
    density: str = template("name", "value", "per")
    share: str = template("name", "value")
    share_of_payments: str = template("name", "value")
    economy: str = template("name", "value")
    changed_value: str = template("measure", "past", "when")
    changed_recipients: str = template("value", "past", "when")
    more_recipients: str = template("name", "value", "previous", "beside")
    fewer_recipients: str = template("name", "value", "previous", "beside")
    changed_against: str = template("measure", "past", "when", "mean", "past_mean")
    at_end_of: str = template("year")
    in_year: str = template("year")
    held_place: str = template("name", "since", "place", "value", "per")
    first: HeldPlaces
    last: HeldPlaces
    held_above: str = template("measure", "since", "beside")
    held_below: str = template("measure", "since", "beside")
    since: str = template("year")
    since_with_gaps: str = template("year")
    unchanged: str = template("measure", "since")
    hardly_changed: str = template("value", "since")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMessages:
    """Heading of a chart of shares.

    Attributes:
        fraction: of a share that is, or nearly is, a simple fraction; `share` of any other.
        few: where the largest area has few persons, who are counted.
        tied: where several areas have the largest share.
        of_known: completes these where the city lacks an area that others report.
        only: where a single area was delivered; `zero` where all are zero.
    """

    fraction: str = template("fraction", "name", "value")
    share: str = template("name", "value")
    fraction_estimated: str = template("fraction", "name", "value")
    share_estimated: str = template("name", "value")
    few: str = template("name", "value")
    tied: str = template("names", "value")
    of_known: str = template("claim")
    only: str = template("name")
    zero: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A clause on the density of an area; gaps as in `DensityMessages`."""

    many: str = template("at", "count", "only")
    place: str = template("at", "place")
    above: str = template("at", "reference")
    below: str = template("at", "reference")
    equal: str = template("at", "reference")
    close: str = template("at", "reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class DensityMessages:
    """Heading of the densities: how the two leading areas stand.

    Attributes:
        first, second: a clause on each; `both` joins them.
        second_count: in place of `second` where both say how many cities are higher;
            `second_same` where they are as many, `second_one` where it is one.
        only: goes before a count that is small beside the first one, with its space.
        highest, lowest: words for the first places from either end.
        alone: of a city that is compared with none.
    """

    first: Position
    second: Position
    second_count: str = template("at", "count", "only")
    second_same: str = template("at", "count")
    second_one: str = template("at", "count")
    one: str
    both: str = template("first", "second")
    only: str
    highest: tuple[str, ...]
    lowest: tuple[str, ...]
    alone: str = template("base", "value", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class EconomyMessages:
    """Heading of the economic indicators, by the side that is favourable.

    Attributes:
        better, worse: on how many of how many, where some are on that side.
        one_better, one_worse: the same for a single one.
        all_better, all_worse: where all are.
        balanced: as many on either side.
        neither: where nothing is better or worse.
        most: goes on with the indicator furthest on that side.
        furthest: where no indicator has a favourable side.
        with_near: goes on with how many of them are near the mean.
        with_remark: where the values are those of another territory or the like, in the words of
            the source, or in `remark`.
        mean: the reference of several cities; that of two is the other one's name.
    """

    better: str = template("count", "all", "city", "reference")
    worse: str = template("count", "all", "city", "reference")
    one_better: str = template("all", "city", "reference")
    one_worse: str = template("all", "city", "reference")
    all_better: str = template("all", "city", "reference")
    all_worse: str = template("all", "city", "reference")
    balanced: str = template("count", "city", "reference")
    neither: str = template("city", "reference")
    most: str = template("claim", "at")
    furthest: str = template("name", "value")
    with_near: str = template("claim", "count")
    with_remark: str = template("claim", "remark")
    remark: str
    mean: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSentences:
    """Against whom a city is compared, said once for the whole profile.

    Attributes:
        mean: what the mean is; `counts` what "higher" and "lower" count.
        nearest, chosen, workbook: who the peers are, by who says so; `nearest_on_one` where they
            are found by a single indicator.
        nearest_mean, group_mean: the mean of the peers, in brackets behind that of all;
            `reference_value` the same of a city chosen by name.
    """

    mean: str = template("n")
    counts: str
    nearest: str = template("cities", "indicators")
    nearest_on_one: str = template("cities")
    chosen: str = template("cities")
    workbook: str = template("cities", "name")
    nearest_mean: str = template("number")
    group_mean: str = template("number")
    reference_value: str = template("city", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTexts:
    """Everything that is said of a city in headings, tiles and short sentences."""

    forms: Mapping[str, NameForms]
    any_name: AnyName
    people: PeopleTexts
    beside: BesideTexts
    standing: StandingTexts
    headline: HeadlineTexts
    highlights: HighlightTexts
    recipients: ShareMessages
    payments: ShareMessages
    densities: DensityMessages
    economy: EconomyMessages
    development: DevelopmentMessages
    money: MoneyMessages
    group: GroupSentences
