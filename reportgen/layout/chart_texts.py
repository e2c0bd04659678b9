"""The words on and around charts and the pictures of the title page."""

from typing import Annotated

from msgspec import Struct

from reportgen.tomlfile import Gaps


class ChartTexts(Struct, frozen=True, kw_only=True):
    """Words on and around one chart.

    Attributes:
        alt: the alternative text, `alt_one` that of a chart with a single row.
        extremes: goes on in it with the highest and the lowest row.
        alt_value: how one value is named in them.
    """

    title: str
    subtitle: Annotated[str, Gaps("period")]
    caption: Annotated[str, Gaps("estimated")]
    alt: Annotated[str, Gaps("city", "others", "rows", "extremes")]
    alt_one: Annotated[str, Gaps("city", "others", "only")]
    extremes: Annotated[str, Gaps("highest", "lowest")]
    alt_value: Annotated[str, Gaps("name", "value")]


class AltTexts(Struct, frozen=True, kw_only=True):
    """Parts of alternative texts that charts share.

    Attributes:
        mean, mean_of_some, rank, deviation: what stands in brackets behind a value.
        by_value: in place of a chart's `extremes` where not all rows have a mean.
        tied: in place of both where rows share an extreme.
        more: stands for further rows that share an extreme.
        equal: in place of all these where all rows are equal.
        other_city, other_cities: go on after the city; a chart without other cities has neither.
        table: where all numbers of the chart stand.
    """

    mean: Annotated[str, Gaps("mean")]
    mean_of_some: Annotated[str, Gaps("mean", "n")]
    rank: Annotated[str, Gaps("rank", "n")]
    deviation: Annotated[str, Gaps("deviation")]
    by_value: Annotated[str, Gaps("highest", "lowest")]
    tied: Annotated[str, Gaps("highest", "lowest")]
    more: Annotated[str, Gaps("n")]
    equal: Annotated[str, Gaps("values")]
    other_city: str
    other_cities: str
    table: Annotated[str, Gaps("table", "heading")]


class CaptionTexts(Struct, frozen=True, kw_only=True):
    """Parts of captions: what a hatch is, a diamond, a line through a box, and an arrow."""

    estimated: str
    no_side: str
    nine_of_ten: str
    beyond: str


class TileTexts(Struct, frozen=True, kw_only=True):
    """Words in and around the pictures of the title page.

    Attributes:
        since: year and value at which a line begins.
        lower, higher: number of cities with a smaller or larger value.
        alt_series, alt_position, alt_mean: parts of the alternative text.
        caption_line, caption_strip: explain the marks, where there are such; `caption_mean` goes
            on in the second where any strip has a mean.
    """

    since: Annotated[str, Gaps("year", "value")]
    lower: Annotated[str, Gaps("n")]
    higher: Annotated[str, Gaps("n")]
    alt_series: Annotated[str, Gaps("year", "value")]
    alt_position: Annotated[str, Gaps("lower", "higher")]
    alt_mean: Annotated[str, Gaps("mean")]
    caption_line: str
    caption_strip: Annotated[str, Gaps("city", "mean")]
    caption_mean: str


class MoneyTexts(Struct, frozen=True, kw_only=True):
    """Words of the chart that takes payments per inhabitant apart.

    Attributes:
        all_areas: name of the row of all benefit areas together.
        per_inhabitant, per_thousand, per_recipient: heads of the three columns.
        some_areas: goes on after the caption where all together are fewer areas than recipients
            are told of.
        alt: the alternative text, `alt_row` on one row.
    """

    title: str
    subtitle: Annotated[str, Gaps("period")]
    all_areas: str
    per_inhabitant: str
    per_thousand: str
    per_recipient: str
    caption: str
    some_areas: Annotated[str, Gaps("name", "areas")]
    alt: Annotated[str, Gaps("city", "rows")]
    alt_row: Annotated[str, Gaps("name", "value", "other", "density", "amount")]


class DevelopmentTexts(Struct, frozen=True, kw_only=True):
    """Words of the chart of measures over the years.

    Attributes:
        since, mean_change: stand before the change of the city, and hold that of the mean.
        points: a change of a percentage.
        key_bands: what the bands are that stand for many cities.
        alt, alt_one: the alternative text, the second of a single measure; `alt_with_mean` goes on
            in it where any has a mean, `alt_table` names where the figures stand.
        alt_course: on one measure, `alt_mean` goes on with the mean.
        missing: goes on after the caption where cities have no value in a year; `no_mean` where
            that leaves no mean, as others make it up in the last year; `missing_many` where there
            would be too much to name.
        broken: likewise where years before a break are left out.
    """

    title: str
    subtitle: Annotated[str, Gaps("first", "last")]
    since: Annotated[str, Gaps("year")]
    mean_change: Annotated[str, Gaps("mean")]
    points: Annotated[str, Gaps("change")]
    key_bands: str
    caption: str
    missing: Annotated[str, Gaps("groups")]
    no_mean: Annotated[str, Gaps("groups")]
    missing_many: Annotated[str, Gaps("year")]
    missing_group: Annotated[str, Gaps("name", "years", "cities")]
    broken: Annotated[str, Gaps("groups")]
    broken_group: Annotated[str, Gaps("names", "year")]
    alt: Annotated[str, Gaps("n", "city", "mean")]
    alt_one: Annotated[str, Gaps("city", "mean")]
    alt_with_mean: str
    alt_table: str
    alt_course: Annotated[str, Gaps("name", "unit", "first", "first_year", "last", "last_year")]
    alt_mean: Annotated[str, Gaps("first", "last")]


class OwnChartTexts(Struct, frozen=True, kw_only=True):
    """A chart of the layout's own.

    Attributes:
        subtitle: what it shows, and of when; `recipients` and others name what is measured.
        alt: the alternative text, with `alt_two` or `alt_many` where two or more are compared.
        alt_values: goes on with the numbers of all, or of one over the years.
        alt_extremes: goes on with the highest and the lowest of many.
        alt_peers: goes on with the mean of the peers.
    """

    subtitle: Annotated[str, Gaps("measured", "period")]
    recipients: str
    payments: str
    share_of_recipients: str
    share_of_payments: str
    payments_per_recipient: str
    payments_per_inhabitant: str
    alt: Annotated[str, Gaps("name", "subtitle", "city", "value", "compared")]
    alt_two: str
    alt_many: Annotated[str, Gaps("n")]
    alt_values: Annotated[str, Gaps("values")]
    alt_extremes: Annotated[str, Gaps("highest", "lowest")]
    alt_peers: Annotated[str, Gaps("peers", "mean")]


class ChartsTexts(Struct, frozen=True, kw_only=True):
    """Words that charts share, the pictures of the title page, and the charts.

    Attributes:
        absent: stands in a row whose value is absent.
        unit, peers, peer_group: heads of the columns of the city's own numbers and of the means of
            its peers: the nearest by figures, or a group that was chosen.
        per: how the base of a density stands below a name.
        since: head of the column of changes.
        favourable: head of the column that says which values are; `..._side` name both sides.
        key_...: what marks stand for.
        same: number of other cities with the same value; goes on after those above and below.
        fewer_cities: number of cities that share something or have a figure, two at least.
        continues: stands below a chart that goes on on the next page.
        alt_part: goes on after the alternative text of such a chart, for each of its parts.
    """

    mean: str
    absent: str
    unit: str
    peers: str
    peer_group: str
    per: Annotated[str, Gaps("base")]
    since: Annotated[str, Gaps("year")]
    favourable: str
    favourable_side: str
    unfavourable_side: str
    key_peers: str
    key_peers_listed: Annotated[str, Gaps("peers")]
    key_peer_group: str
    key_peer_group_listed: Annotated[str, Gaps("peers")]
    key_others: str
    key_shape: str
    same: Annotated[str, Gaps("n")]
    fewer_cities: Annotated[str, Gaps("n")]
    alts: AltTexts
    captions: CaptionTexts
    continues: str
    alt_part: Annotated[str, Gaps("rows", "all", "first", "last")]
    low_is_favourable: str
    high_is_favourable: str
    neither_is_favourable: str
    source: str
    own_calculation: str
    tiles: TileTexts
    recipients: ChartTexts
    payments: ChartTexts
    densities: ChartTexts
    economy: ChartTexts
    money: MoneyTexts
    development: DevelopmentTexts
    own: OwnChartTexts
