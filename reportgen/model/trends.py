"""What may be claimed of a measure over the years.

The rights of `reportgen.model.claims` hold for each year; over the years these are added:

- **Enough years**: two are a difference, a development has three or more.
- **No bridge**: years before a break of the series are left out, whatever they would show.
- **Same cities**: the mean of two years is set side by side only where the same cities give it in
  both; else the mean would change by who is in it.
- **Enough people**: a density or share of fewer than 100 persons in either year, or one that
  changed by fewer, is no development.
"""

from collections.abc import Callable
from fractions import Fraction

from msgspec import Struct

from reportgen.model.claims import (
    FEWEST_FOR_FURTHER_PLACES,
    FEWEST_FOR_MEAN,
    FEWEST_FOR_RANK,
    FEWEST_FOR_SUPERLATIVE,
    FEWEST_PERSONS,
    MORE_DECIMALS,
    WORDED_PLACES,
    Relation,
    stands,
)
from reportgen.model.profile import ALL_AREAS, PERCENT, Comparison, Kind, Profile
from reportgen.model.series import Series

#: Fewer years show no development.
FEWEST_YEARS = 3

#: So many years are many, and so many measures are drawn over the years.
MANY_YEARS, MOST_PICTURED = 8, 6

#: Kinds that are followed over the years. Amounts in euros may be estimated in single years.
FOLLOWED = frozenset({Kind.RECIPIENTS, Kind.DENSITY, Kind.SHARE_OF_RECIPIENTS, Kind.ECONOMY})

#: Share of its present value within which a number of persons counts as hardly changed.
HARDLY = Fraction(1, 100)


class Trend(Struct, frozen=True, kw_only=True):
    """A measure in the first and the last of some years that can be compared.

    `past_mean` and `mean` are those of the same cities; both None where there is none.
    """

    first: int
    last: int
    past: Fraction
    now: Fraction
    past_mean: Fraction | None
    mean: Fraction | None

    @property
    def growth(self) -> Fraction | None:
        """The change in percent; None from zero or less."""
        return 100 * (self.now / self.past - 1) if self.past > 0 else None


class Held(Struct, frozen=True, kw_only=True):
    """Places that a city held alone in each of some years, counted from one end.

    Attributes:
        first: of the years.
        without_gap: whether the city has a value in each year from the first to the last, also
            where no city has one.
        from_top: 1 is the highest value, or else the lowest.
        best, worst: the first and the last place among them.
    """

    first: int
    without_gap: bool
    from_top: bool
    best: int
    worst: int


class Level(Struct, frozen=True, kw_only=True):
    """Years in which a value stayed; `without_gap` as in `Held`."""

    first: int
    without_gap: bool


class HeldSide(Struct, frozen=True, kw_only=True):
    """That a city stood above, or below, the mean in each of some years; see `Held`."""

    first: int
    without_gap: bool
    relation: Relation


def pictured(profile: Profile) -> tuple[tuple[Kind, str], ...]:
    """The measures whose years are drawn, at most six: what is said of the years is seen there.

    They are the densities of the two areas with most recipients, and of the economic indicators
    two rates and two amounts, in the workbook's order, that many years have values of.
    """
    last = {
        name: series.spans[-1]
        for name, series in profile.series.items()
        if series.spans and series.spans[-1][-1] == series.panel.years[-1]
    }
    drawn = [name for name, years in last.items() if len(years) > 1]
    areas = [(kind, key) for kind, key in drawn if kind is Kind.DENSITY and key != ALL_AREAS]
    areas.sort(key=lambda name: -(profile.get(Kind.RECIPIENTS, name[1]).measure.exact or 0))
    economy = [name for name in drawn if name[0] is Kind.ECONOMY]
    longest = max((len(last[name]) for name in economy), default=0)
    long = [name for name in economy if len(last[name]) >= min(longest, MANY_YEARS)]
    rates = [name for name in long if profile.series[name].panel.unit == PERCENT]
    amounts = [name for name in long if name not in rates]
    chosen = [*areas[:2], *rates[:2], *amounts[:2]]
    rest = [name for name in (*long, *economy, *areas) if name not in chosen]
    return tuple([*chosen, *dict.fromkeys(rest)][:MOST_PICTURED])


def trend(profile: Profile, comparison: Comparison, since: int | None = None) -> Trend | None:
    """The longest development of a measure that may be told; with the mean's where it can be.

    Args:
        profile: of the city.
        comparison: of the reporting year.
        since: leave out years before this one.
    """
    series, years = _followed(profile, comparison, since)
    if series is None:
        return None
    with_mean = _years_with_mean(series, years)
    years = with_mean or years
    first, last = years[0], years[-1]
    past, now = series.at(first), series.at(last)
    if past is None or now is None or not _has_persons(profile, comparison, first, last):
        return None
    return Trend(
        first=first,
        last=last,
        past=past,
        now=now,
        past_mean=series.mean_at(first) if with_mean else None,
        mean=series.mean_at(last) if with_mean else None,
    )


def held_places(profile: Profile, comparison: Comparison, usual: int) -> Held | None:
    """The first places from either end that the city held alone in each year."""
    import numpy as np  # noqa: PLC0415, it is slow to import

    series, years = _followed(profile, comparison)
    if series is None:
        return None
    # What looks alike with all decimals that may be printed has no place of its own.
    columns = [series.panel.years.index(year) for year in years]
    values = np.round(series.panel.values[:, columns], usual + MORE_DECIMALS)
    own = values[series.row]
    if np.count_nonzero(values == own) > len(years):
        return None
    ranks = [1 + higher for higher in np.count_nonzero(values > own, axis=0).tolist()]
    counts = np.count_nonzero(~np.isnan(values), axis=0).tolist()
    most = WORDED_PLACES if min(counts) >= FEWEST_FOR_FURTHER_PLACES else 1
    if min(counts) < FEWEST_FOR_SUPERLATIVE:
        return None
    from_bottom = [n - rank + 1 for n, rank in zip(counts, ranks, strict=True)]
    for places, from_top in ((ranks, True), (from_bottom, False)):
        if max(places) <= most:
            return Held(
                first=years[0],
                without_gap=_is_without_gap(years),
                from_top=from_top,
                best=min(places),
                worst=max(places),
            )
    return None


def held_side(profile: Profile, comparison: Comparison, usual: int) -> HeldSide | None:
    """The side of the mean that the city stood on in each year, as printed."""
    series, years = _followed(profile, comparison)
    if series is None:
        return None
    relations = set()
    for year in years:
        value, mean = series.at(year), series.mean_at(year)
        enough = series.panel.counts[series.panel.years.index(year)] >= FEWEST_FOR_RANK
        if value is None or mean is None or not enough:
            return None
        relations.add(stands(value, mean, usual))
        if len(relations) > 1 or not relations <= {Relation.ABOVE, Relation.BELOW}:
            return None
    return HeldSide(
        first=years[0],
        without_gap=_is_without_gap(years),
        relation=relations.pop(),
    )


def unchanged_since(profile: Profile, comparison: Comparison) -> Level | None:
    """The years that all have the same value; None where they have not."""
    return _level(profile, comparison, lambda value, now: value == now)


def hardly_changed_since(profile: Profile, comparison: Comparison) -> Level | None:
    """The years in which a number of persons was nearly what it is now."""
    return _level(profile, comparison, lambda value, now: abs(value - now) < HARDLY * abs(now))


# --- within -------------------------------------------------------------------------------


def _followed(
    profile: Profile, comparison: Comparison, since: int | None = None
) -> tuple[Series | None, tuple[int, ...]]:
    """The series of a measure and its years that can be compared up to the last; or no series."""
    series = profile.series.get((comparison.kind, comparison.key))
    if series is None or comparison.kind not in FOLLOWED or comparison.measure.exact is None:
        return None, ()
    years = _last_years(series, since)
    return (series, years) if len(years) >= FEWEST_YEARS else (None, ())


def _last_years(series: Series, since: int | None = None) -> tuple[int, ...]:
    """Years of the last span that reaches the last year of the series."""
    spans = series.spans
    if not spans or spans[-1][-1] != series.panel.years[-1]:
        return ()
    return tuple(year for year in spans[-1] if since is None or year >= since)


def _years_with_mean(series: Series, years: tuple[int, ...]) -> tuple[int, ...]:
    """Those years on from the first whose mean is of the same cities as the last one's."""
    panel, last = series.panel, years[-1]
    if panel.kind is Kind.RECIPIENTS:
        return ()  # other cities' persons say nothing of this one
    if panel.counts[panel.years.index(last)] < FEWEST_FOR_MEAN:
        return ()
    for place in range(len(years) - FEWEST_YEARS + 1):
        if years[place] in panel.comparable:
            return years[place:]
    return ()


def _has_persons(profile: Profile, comparison: Comparison, first: int, last: int) -> bool:
    if comparison.kind is Kind.ECONOMY:
        return True
    persons = profile.series.get((Kind.RECIPIENTS, comparison.key))
    if persons is None or not {first, last} <= set(persons.panel.years):
        return False
    past, now = persons.at(first), persons.at(last)
    if past is None or now is None:
        return False
    few_moved = 0 < abs(past - now) < FEWEST_PERSONS
    return min(past, now) >= FEWEST_PERSONS and not few_moved


def _is_without_gap(years: tuple[int, ...]) -> bool:
    return years == tuple(range(years[0], years[-1] + 1))


def _level(
    profile: Profile, comparison: Comparison, is_alike: Callable[[Fraction, Fraction], bool]
) -> Level | None:
    series = profile.series.get((comparison.kind, comparison.key))
    if series is None or comparison.measure.exact is None:
        return None
    years = _last_years(series)
    values = [value for year in years if (value := series.at(year)) is not None]
    if len(values) < FEWEST_YEARS or not all(is_alike(value, values[-1]) for value in values):
        return None
    return Level(first=years[0], without_gap=_is_without_gap(years))
