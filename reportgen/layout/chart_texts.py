"""The words on and around charts and the pictures of the title page."""

from dataclasses import dataclass

from reportgen.tomlfile import template


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTexts:
    """Words on and around one chart.

    Attributes:
        alt: the alternative text, `alt_one` that of a chart with a single row.
        extremes: goes on in it with the highest and the lowest row.
        alt_value: how one value is named in them.
    """

    title: str
    subtitle: str = template("period")
    caption: str = template("estimated")
    alt: str = template("city", "others", "rows", "extremes")
    alt_one: str = template("city", "others", "only")
    extremes: str = template("highest", "lowest")
    alt_value: str = template("name", "value")


@dataclass(frozen=True, slots=True, kw_only=True)
class AltTexts:
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

    mean: str = template("mean")
    mean_of_some: str = template("mean", "n")
    rank: str = template("rank", "n")
    deviation: str = template("deviation")
    by_value: str = template("highest", "lowest")
    tied: str = template("highest", "lowest")
    more: str = template("n")
    equal: str = template("values")
    other_city: str
    other_cities: str
    table: str = template("table", "heading")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionTexts:
    """Parts of captions: what a hatch is, a diamond, a line through a box, and an arrow."""

    estimated: str
    no_side: str
    nine_of_ten: str
    beyond: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TileTexts:
    """Words in and around the pictures of the title page.

    Attributes:
        since: year and value at which a line begins.
        lower, higher: number of cities with a smaller or larger value.
        alt_series, alt_position, alt_mean: parts of the alternative text.
        caption_line, caption_strip: explain the marks, where there are such; `caption_mean` goes
            on in the second where any strip has a mean.
    """

    since: str = template("year", "value")
    lower: str = template("n")
    higher: str = template("n")
    alt_series: str = template("year", "value")
    alt_position: str = template("lower", "higher")
    alt_mean: str = template("mean")
    caption_line: str
    caption_strip: str = template("city", "mean")
    caption_mean: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTexts:
    """Words of the chart that takes payments per inhabitant apart.

    Attributes:
        all_areas: name of the row of all benefit areas together.
        per_inhabitant, per_thousand, per_recipient: heads of the three columns.
        some_areas: goes on after the caption where all together are fewer areas than recipients
            are told of.
        alt: the alternative text, `alt_row` on one row.
    """

    title: str
    subtitle: str = template("period")
    all_areas: str
    per_inhabitant: str
    per_thousand: str
    per_recipient: str
    caption: str
    some_areas: str = template("name", "areas")
    alt: str = template("city", "rows")
    alt_row: str = template("name", "value", "other", "density", "amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentTexts:
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
    subtitle: str = template("first", "last")
    since: str = template("year")
    mean_change: str = template("mean")
    points: str = template("change")
    key_bands: str
    caption: str
    missing: str = template("groups")
    no_mean: str = template("groups")
    missing_many: str = template("year")
    missing_group: str = template("name", "years", "cities")
    broken: str = template("groups")
    broken_group: str = template("names", "year")
    alt: str = template("n", "city", "mean")
    alt_one: str = template("city", "mean")
    alt_with_mean: str
    alt_table: str
    alt_course: str = template("name", "unit", "first", "first_year", "last", "last_year")
    alt_mean: str = template("first", "last")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChartTexts:
    """A chart of the layout's own.

    Attributes:
        subtitle: what it shows, and of when; `recipients` and others name what is measured.
        alt: the alternative text, with `alt_two` or `alt_many` where two or more are compared.
        alt_values: goes on with the numbers of all, or of one over the years.
        alt_extremes: goes on with the highest and the lowest of many.
        alt_peers: goes on with the mean of the peers.
    """

    subtitle: str = template("measured", "period")
    recipients: str
    payments: str
    share_of_recipients: str
    share_of_payments: str
    payments_per_recipient: str
    payments_per_inhabitant: str
    alt: str = template("name", "subtitle", "city", "value", "compared")
    alt_two: str
    alt_many: str = template("n")
    alt_values: str = template("values")
    alt_extremes: str = template("highest", "lowest")
    alt_peers: str = template("peers", "mean")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartsTexts:
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
    per: str = template("base")
    since: str = template("year")
    favourable: str
    favourable_side: str
    unfavourable_side: str
    key_peers: str
    key_peers_listed: str = template("peers")
    key_peer_group: str
    key_peer_group_listed: str = template("peers")
    key_others: str
    key_shape: str
    same: str = template("n")
    fewer_cities: str = template("n")
    alts: AltTexts
    captions: CaptionTexts
    continues: str
    alt_part: str = template("rows", "all", "first", "last")
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
