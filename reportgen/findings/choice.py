"""Which measures the title page shows and speaks of.

They are chosen by rules that hold for any workbook, and where they can be alike for all its
cities, so that their profiles can be laid side by side.
"""

from collections import Counter
from fractions import Fraction

from reportgen.findings import rules
from reportgen.model import Comparison, EconomicIndicator, Kind, Polarity, Profile, claims
from reportgen.model.trends import FEWEST_YEARS

#: As many measures have a tile.
MOST_TILES = 4

#: Of these, so many are densities where there are economic indicators, too.
_DENSITIES = 2

#: Percent of all recipients from which on an area other than the largest can be the second one.
_LARGE_SHARE = 5


def leading_areas(profile: Profile) -> tuple[Comparison, ...]:
    """The densities that may be a headline, by importance.

    The first is that of the area with the most recipients. The second is, of those with a good
    part of the recipients, the one furthest from its mean. The others follow by their recipients.
    """
    densities = [c for c in profile.present(Kind.DENSITY) if claims.may_be_headline(profile, c)]
    by_size = sorted(densities, key=lambda c: _persons(profile, c), reverse=True)
    first, others = by_size[:1], by_size[1:]
    large = [c for c in others if is_large(profile, c)]
    second = [rules.furthest(large) or large[0]] if large else []
    return (*first, *second, *(c for c in others if c not in second))


def tile_measures(profile: Profile) -> tuple[Comparison, ...]:
    """At most four: leading densities and indicators of different units, those compared first."""
    areas, indicators = leading_areas(profile), _leading_indicators(profile)
    chosen = (*areas[:_DENSITIES], *indicators[: MOST_TILES - _DENSITIES])
    spare = (*areas[_DENSITIES:], *indicators[MOST_TILES - _DENSITIES :])
    chosen = (*chosen, *spare[: MOST_TILES - len(chosen)])
    return tuple(c for kind in (Kind.DENSITY, Kind.ECONOMY) for c in chosen if c.kind is kind)


def largest_area(profile: Profile) -> Comparison:
    """The density of the area with the most recipients, may it be a headline or not.

    There must be a density.
    """
    return max(profile.present(Kind.DENSITY), key=lambda c: _persons(profile, c))


def polarity(profile: Profile, comparison: Comparison) -> Polarity:
    """Which side of an economic indicator is the favourable one; none of any other measure."""
    if comparison.kind is not Kind.ECONOMY:
        return Polarity.NONE
    return _indicator(profile, comparison).polarity


def _leading_indicators(profile: Profile) -> list[Comparison]:
    """The first of each unit, the unit of most indicators first; then all others.

    Most rates of a labour market are in percent and most incomes in euros, so that one of each
    opens the list. Of one unit, the one compared, with a favourable side and the most years goes
    first.
    """
    present = [c for c in profile.present(Kind.ECONOMY) if claims.may_be_headline(profile, c)]
    units = Counter(c.measure.unit for c in present)

    def quality(comparison: Comparison) -> tuple[bool, bool, int]:
        series = profile.series.get((comparison.kind, comparison.key))
        years = len(series.panel.years) if series else 0
        judged = polarity(profile, comparison) is not Polarity.NONE
        return claims.has_mean(comparison), judged, years if years >= FEWEST_YEARS else 0

    ordered = sorted(present, key=quality, reverse=True)
    firsts = []
    for unit, _ in units.most_common():
        firsts.append(next(c for c in ordered if c.measure.unit == unit))
    return [*firsts, *(c for c in ordered if c not in firsts)]


def _indicator(profile: Profile, comparison: Comparison) -> EconomicIndicator:
    return next(i for i in profile.indicators if i.key == comparison.key)


def _persons(profile: Profile, comparison: Comparison) -> Fraction:
    return profile.get(Kind.RECIPIENTS, comparison.key).measure.exact or Fraction(0)


def is_large(profile: Profile, comparison: Comparison) -> bool:
    """Whether an area has a good part of all recipients; a single one has all of them."""
    share = profile.get(Kind.SHARE_OF_RECIPIENTS, comparison.key).measure.exact
    return share is None or share >= _LARGE_SHARE
