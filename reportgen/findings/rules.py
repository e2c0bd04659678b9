"""What of a city's numbers is worth saying, and what of that comes first.

A number is noteworthy by its distance from the group's mean and by being at either end of the
group, if it may be a headline at all (`reportgen.model.claims`).
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from reportgen.layout.appearance import Thresholds
from reportgen.model import ALL_AREAS, Comparison, Kind, Profile, claims

#: From this score on a number is worth a place on the title page.
NOTEWORTHY = 1.0

#: What the first and the second place from either end add to the distance in thresholds.
_BONUS = (1.0, 0.5)

#: Percentage points from which on two shares of an area count as different.
_DIFFERENT_SHARE = 1


def largest(comparisons: Iterable[Comparison]) -> Comparison:
    """The one with the largest value; there must be one."""
    return max(comparisons, key=_value)


def furthest(comparisons: Iterable[Comparison]) -> Comparison | None:
    """The one furthest from its mean in standard deviations; None when none has a deviation."""
    return max((c for c in comparisons if c.deviation is not None), key=_distance, default=None)


def differing_shares(profile: Profile) -> tuple[Comparison, Comparison] | None:
    """The area whose shares of payments and of recipients differ most, payments first.

    The two shares may refer to different areas. They are therefore compared among the areas that
    have both, too, and a difference that is not there in either view is left out. One that
    follows from an estimate says nothing of the city.
    """
    recipients = {c.key: c for c in profile.present(Kind.SHARE_OF_RECIPIENTS)}
    pairs = [
        (payments, recipients[payments.key])
        for payments in profile.present(Kind.SHARE_OF_PAYMENTS)
        if payments.key in recipients
    ]
    if not all(claims.is_own(c.measure) for pair in pairs for c in pair):
        return None
    all_payments = sum(_value(payments) for payments, _ in pairs)
    all_persons = sum(_value(persons) for _, persons in pairs)
    if not all_payments or not all_persons:
        return None

    def difference(pair: tuple[Comparison, Comparison]) -> Fraction:
        payments, persons = map(_value, pair)
        printed, alike = payments - persons, 100 * (payments / all_payments - persons / all_persons)
        return min(abs(printed), abs(alike)) if printed * alike > 0 else Fraction(0)

    most = max(pairs, key=difference)
    return most if difference(most) >= _DIFFERENT_SHARE else None


def is_present(*comparisons: Comparison) -> bool:
    """Whether the city has a value in each of them."""
    return all(c.measure.exact is not None for c in comparisons)


def candidates(profile: Profile) -> Iterator[Comparison]:
    """The densities and indicators that may be a headline; what comes first wins between equals."""
    densities = profile.present(Kind.DENSITY)
    total = profile.get(Kind.DENSITY, ALL_AREAS)
    if is_present(total):
        # The largest area moves with the total.
        recipients = profile.present(Kind.RECIPIENTS)
        main = largest(recipients).key if recipients else None
        densities = (total, *(c for c in densities if c.key != main))
    found = (*densities, *profile.present(Kind.ECONOMY))
    return (c for c in found if claims.may_be_headline(profile, c))


def score(comparison: Comparison, thresholds: Thresholds) -> float:
    """How noteworthy a number is: its distance from the mean, and whether it is at an end."""
    return _distance(comparison) / thresholds.notable_deviation + _bonus(comparison)


def _bonus(comparison: Comparison) -> float:
    """For the first places from either end, where the city holds them alone."""
    place = claims.worded_place(comparison)
    return _BONUS[place.number - 1] if place and place.number <= len(_BONUS) else 0.0


def _value(comparison: Comparison) -> Fraction:
    return comparison.measure.exact or Fraction(0)


def _distance(comparison: Comparison) -> float:
    return abs(comparison.deviation or 0.0)
