"""The schema of headlines, tiles, headings and short sentences in a language file.

A heading says one thing and has no full stop. Where a text has a shorter form beside it, the
shorter one is taken when names are long.
"""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Struct

from reportgen.layout.section_texts import DevelopmentMessages, MoneyMessages
from reportgen.tomlfile import Gaps


class NameForms(Struct, frozen=True, kw_only=True):
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


class AnyName(Struct, frozen=True, kw_only=True):
    """Forms of what has none of its own, made from its short name."""

    at: Annotated[str, Gaps("name")]
    subject: Annotated[str, Gaps("name")]


class PeopleTexts(Struct, frozen=True, kw_only=True):
    """A thousand people that a density refers to: all inhabitants, or a group of them."""

    all: str
    group: Annotated[str, Gaps("which")]
    per: Annotated[str, Gaps("people")]


class BesideTexts(Struct, frozen=True, kw_only=True):
    """What a value is compared with, and its number, in brackets or behind a semicolon.

    Attributes:
        mean, mean_of_some, mean_of_alike, city: of all cities, of those that report, of those with
            the same areas, or of the only other city.
        equal, close: in place of these, with one of the names that follow.
        in_mean, in_mean_of_some, in_mean_of_alike, in_city: complete "as many as", "more than".
    """

    mean: Annotated[str, Gaps("number")]
    mean_of_some: Annotated[str, Gaps("number", "n")]
    mean_of_alike: Annotated[str, Gaps("number", "n")]
    city: Annotated[str, Gaps("number", "city")]
    equal: Annotated[str, Gaps("reference")]
    close: Annotated[str, Gaps("reference")]
    in_mean: str
    in_mean_of_some: Annotated[str, Gaps("n")]
    in_mean_of_alike: Annotated[str, Gaps("n")]
    in_city: Annotated[str, Gaps("city")]


class StandingTexts(Struct, frozen=True, kw_only=True):
    """Where a value stands: how many others are higher or lower, or a place that has a word."""

    higher: Annotated[str, Gaps("n")]
    lower: Annotated[str, Gaps("n")]
    sharing: Annotated[str, Gaps("n")]
    highest: tuple[str, ...]
    lowest: tuple[str, ...]
    all_higher: str
    all_lower: str
    all_equal: str


class AgainstTexts(Struct, frozen=True, kw_only=True):
    """A sentence in five versions, by how a value stands to what it is compared with."""

    above: Annotated[str, Gaps("city", "base", "value", "name", "reference", "number")]
    below: Annotated[str, Gaps("city", "base", "value", "name", "reference", "number")]
    equal: Annotated[str, Gaps("city", "base", "value", "name", "reference", "number")]
    close: Annotated[str, Gaps("city", "base", "value", "name", "reference", "number")]
    alone: Annotated[str, Gaps("city", "base", "value", "name")]


class HeadlineTexts(Struct, frozen=True, kw_only=True):
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
    about: Annotated[str, Gaps("value")]
    but_more: Annotated[str, Gaps("claim", "peers", "number")]
    but_less: Annotated[str, Gaps("claim", "peers", "number")]
    peers: str
    chosen_peers: str
    also_above: Annotated[str, Gaps("claim", "at")]
    also_below: Annotated[str, Gaps("claim", "at")]
    but_above: Annotated[str, Gaps("claim", "at")]
    but_below: Annotated[str, Gaps("claim", "at")]
    nobody: Annotated[str, Gaps("city")]
    nobody_against: Annotated[str, Gaps("city", "beside", "per")]
    recipients: Annotated[str, Gaps("city", "value", "areas")]
    more_recipients: Annotated[str, Gaps("claim", "change", "previous")]
    fewer_recipients: Annotated[str, Gaps("claim", "change", "previous")]
    economy: Annotated[str, Gaps("city", "name", "value", "beside")]


class HeldPlaces(Struct, frozen=True, kw_only=True):
    """Words for the first, second and third place, for neighbours of these, and for all three."""

    places: tuple[str, ...]
    pairs: tuple[str, ...]
    three: str


class HighlightTexts(Struct, frozen=True, kw_only=True):
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
    notable_value: Annotated[str, Gaps("measure", "standing", "beside")]
    density: Annotated[str, Gaps("name", "value", "per")]
    share: Annotated[str, Gaps("name", "value")]
    share_of_payments: Annotated[str, Gaps("name", "value")]
    economy: Annotated[str, Gaps("name", "value")]
    changed_value: Annotated[str, Gaps("measure", "past", "when")]
    changed_recipients: Annotated[str, Gaps("value", "past", "when")]
    more_recipients: Annotated[str, Gaps("name", "value", "previous", "beside")]
    fewer_recipients: Annotated[str, Gaps("name", "value", "previous", "beside")]
    changed_against: Annotated[str, Gaps("measure", "past", "when", "mean", "past_mean")]
    at_end_of: Annotated[str, Gaps("year")]
    in_year: Annotated[str, Gaps("year")]
    held_place: Annotated[str, Gaps("name", "since", "place", "value", "per")]
    first: HeldPlaces
    last: HeldPlaces
    held_above: Annotated[str, Gaps("measure", "since", "beside")]
    held_below: Annotated[str, Gaps("measure", "since", "beside")]
    since: Annotated[str, Gaps("year")]
    since_with_gaps: Annotated[str, Gaps("year")]
    unchanged: Annotated[str, Gaps("measure", "since")]
    hardly_changed: Annotated[str, Gaps("value", "since")]


class ShareMessages(Struct, frozen=True, kw_only=True):
    """Heading of a chart of shares.

    Attributes:
        fraction: of a share that is, or nearly is, a simple fraction; `share` of any other.
        few: where the largest area has few persons, who are counted.
        tied: where several areas have the largest share.
        of_known: completes these where the city lacks an area that others report.
        only: where a single area was delivered; `zero` where all are zero.
    """

    fraction: Annotated[str, Gaps("fraction", "name", "value")]
    share: Annotated[str, Gaps("name", "value")]
    fraction_estimated: Annotated[str, Gaps("fraction", "name", "value")]
    share_estimated: Annotated[str, Gaps("name", "value")]
    few: Annotated[str, Gaps("name", "value")]
    tied: Annotated[str, Gaps("names", "value")]
    of_known: Annotated[str, Gaps("claim")]
    only: Annotated[str, Gaps("name")]
    zero: str


class Position(Struct, frozen=True, kw_only=True):
    """A clause on the density of an area; gaps as in `DensityMessages`."""

    many: Annotated[str, Gaps("at", "count", "only")]
    place: Annotated[str, Gaps("at", "place")]
    above: Annotated[str, Gaps("at", "reference")]
    below: Annotated[str, Gaps("at", "reference")]
    equal: Annotated[str, Gaps("at", "reference")]
    close: Annotated[str, Gaps("at", "reference")]


class DensityMessages(Struct, frozen=True, kw_only=True):
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
    second_count: Annotated[str, Gaps("at", "count", "only")]
    second_same: Annotated[str, Gaps("at", "count")]
    second_one: Annotated[str, Gaps("at", "count")]
    one: str
    both: Annotated[str, Gaps("first", "second")]
    only: str
    highest: tuple[str, ...]
    lowest: tuple[str, ...]
    alone: Annotated[str, Gaps("base", "value", "name")]


class EconomyMessages(Struct, frozen=True, kw_only=True):
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

    better: Annotated[str, Gaps("count", "all", "city", "reference")]
    worse: Annotated[str, Gaps("count", "all", "city", "reference")]
    one_better: Annotated[str, Gaps("all", "city", "reference")]
    one_worse: Annotated[str, Gaps("all", "city", "reference")]
    all_better: Annotated[str, Gaps("all", "city", "reference")]
    all_worse: Annotated[str, Gaps("all", "city", "reference")]
    balanced: Annotated[str, Gaps("count", "city", "reference")]
    neither: Annotated[str, Gaps("city", "reference")]
    most: Annotated[str, Gaps("claim", "at")]
    furthest: Annotated[str, Gaps("name", "value")]
    with_near: Annotated[str, Gaps("claim", "count")]
    with_remark: Annotated[str, Gaps("claim", "remark")]
    remark: str
    mean: str


class GroupSentences(Struct, frozen=True, kw_only=True):
    """Against whom a city is compared, said once for the whole profile.

    Attributes:
        mean: what the mean is; `counts` what "higher" and "lower" count.
        nearest, chosen, workbook: who the peers are, by who says so; `nearest_on_one` where they
            are found by a single indicator.
        nearest_mean, group_mean: the mean of the peers, in brackets behind that of all;
            `reference_value` the same of a city chosen by name.
    """

    mean: Annotated[str, Gaps("n")]
    counts: str
    nearest: Annotated[str, Gaps("cities", "indicators")]
    nearest_on_one: Annotated[str, Gaps("cities")]
    chosen: Annotated[str, Gaps("cities")]
    workbook: Annotated[str, Gaps("cities", "name")]
    nearest_mean: Annotated[str, Gaps("number")]
    group_mean: Annotated[str, Gaps("number")]
    reference_value: Annotated[str, Gaps("city", "number")]


class MessageTexts(Struct, frozen=True, kw_only=True):
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
