"""What of a city's numbers is worth saying, and what of that comes first.

A number is noteworthy by its distance from the group's mean and by being at either end of the
group, if it may be a headline at all (`reportgen.model.claims`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from reportgen.layout.appearance import Thresholds
from reportgen.model import ALL_AREAS, Comparison, Kind, Profile, claims

#: Findings of one kind at a glance, so that the list stays varied.
_MOST_OF_A_KIND = 2

#: From this score on a number is worth a place at a glance.
NOTEWORTHY = 1.0

#: What the first and the second place from either end add to the distance in thresholds.
_BONUS = (1.0, 0.5)

#: Percentage points from which on two shares of an area count as different.
_DIFFERENT_SHARE = 1


def noteworthy(profile: Profile, thresholds: Thresholds) -> tuple[Comparison, ...]:
    """The comparisons for the title page, the most noteworthy first.

    The density of all areas, or of the first area that has one, opens the list as an anchor.

    Args:
        profile: all comparisons of the city.
        thresholds: how many are wanted, and from where on something is notable.

    Returns:
        At most `most_findings`; fewer than `fewest_findings` only when there is nothing else.
    """
    densities = (profile.get(Kind.DENSITY, ALL_AREAS), *profile.present(Kind.DENSITY))
    chosen = [c for c in densities if is_present(c)][:1]
    scores = [(score(c, thresholds), c) for c in candidates(profile)]
    for points, comparison in sorted(scores, key=lambda scored: scored[0], reverse=True):
        # The economy is the setting; a profile of social benefits says something of these, too.
        of_benefits = any(c.kind is not Kind.ECONOMY for c in chosen[1:])
        enough = len(chosen) >= thresholds.fewest_findings and of_benefits
        if (enough and points < NOTEWORTHY) or len(chosen) == thresholds.most_findings:
            break
        if _adds_variety(comparison, chosen):
            chosen.append(comparison)
    return tuple(chosen)


def largest(comparisons: Iterable[Comparison]) -> Comparison:
    """The one with the largest value; there must be one."""
    return max(comparisons, key=_value)


def furthest(comparisons: Iterable[Comparison]) -> Comparison | None:
    """The one furthest from its mean in standard deviations; None when none has a deviation."""
    return max((c for c in comparisons if c.deviation is not None), key=_distance, default=None)


def extremes_and_nearest(
    comparisons: Iterable[Comparison], small_deviation: float
) -> tuple[Comparison | None, Comparison | None, Comparison | None]:
    """The furthest above its mean, the furthest below, and the nearest.

    Args:
        comparisons: those to choose from.
        small_deviation: below this distance a value counts as near to its mean, not as far.

    Returns:
        Three comparisons, None for each that does not exist.
    """
    deviating = [c for c in comparisons if c.deviation is not None]
    near = [c for c in deviating if _distance(c) < small_deviation]
    far = [c for c in deviating if _distance(c) >= small_deviation]
    return (
        furthest(c for c in far if _deviation(c) > 0),
        furthest(c for c in far if _deviation(c) < 0),
        min(near, key=_distance, default=None),
    )


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
    """All that may be a headline; what comes first wins between equals."""
    totals = [profile.get(kind, ALL_AREAS) for kind in (Kind.DENSITY, Kind.CHANGE_OF_RECIPIENTS)]
    present = [c for c in totals if is_present(c)]
    # The largest area moves with the total, and its share is what the others leave.
    recipients = profile.present(Kind.RECIPIENTS)
    main = largest(recipients).key if recipients else None
    covered = {(c.kind, main) for c in present} | {(Kind.SHARE_OF_RECIPIENTS, main)}
    found = [
        *present,
        *(
            c
            for kind in (Kind.DENSITY, Kind.SHARE_OF_RECIPIENTS, Kind.CHANGE_OF_RECIPIENTS)
            for c in profile.present(kind)
            if (kind, c.key) not in covered
        ),
        *profile.present(Kind.ECONOMY),
        *profile.present(Kind.PAYMENTS_PER_RECIPIENT),
    ]
    return (c for c in found if claims.may_be_headline(profile, c))


def score(comparison: Comparison, thresholds: Thresholds) -> float:
    """How noteworthy a number is; from `NOTEWORTHY` on it is worth a place on the title page."""
    points = _distance(comparison) / thresholds.notable_deviation + _bonus(comparison)
    if comparison.kind is not Kind.CHANGE_OF_RECIPIENTS:
        return points
    change = float(abs(_value(comparison))) / thresholds.notable_change
    if change < 1.0:
        return 0.0
    # All recipients together: their change is news even where other cities share it.
    return max(points, change) if comparison.key == ALL_AREAS else points


def _bonus(comparison: Comparison) -> float:
    """For the first places from either end, where the city holds them alone."""
    place = claims.worded_place(comparison)
    return _BONUS[place.number - 1] if place and place.number <= len(_BONUS) else 0.0


def _adds_variety(comparison: Comparison, chosen: Iterable[Comparison]) -> bool:
    """Not chosen yet, not a third of its kind, no second finding on the same area or indicator."""
    if comparison in chosen:
        return False
    kinds = Counter(c.kind for c in chosen)
    topics = {c.key for c in chosen if c.key != ALL_AREAS}
    return kinds[comparison.kind] < _MOST_OF_A_KIND and comparison.key not in topics


def _value(comparison: Comparison) -> Fraction:
    return comparison.measure.exact or Fraction(0)


def _deviation(comparison: Comparison) -> float:
    return comparison.deviation or 0.0


def _distance(comparison: Comparison) -> float:
    return abs(_deviation(comparison))
