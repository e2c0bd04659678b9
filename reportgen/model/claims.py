"""What may be claimed of a number.

Sentences, tiles, charts, alternative texts and tables ask here; nothing else decides. A claim
needs a right, and these are the rights:

- **Comparison**: only among cities whose value means the same. A share is a part of the areas that
  a city delivers, so it is compared among cities with the same set of areas (`Measure.areas`).
  Payments that are estimated follow from national means and say nothing of a city; where one of a
  group is estimated, none is compared (`obstacle`).
- **Enough values**: a mean is of two cities or more; a rank says something from three on, a
  distance in standard deviations from five, a superlative from six. Second and third places are
  counted from ten on: in a smaller group nearly everyone has one.
- **Look different**: what is claimed must be seen in what is printed. Values that differ are
  printed with up to three decimals more than usual until they look different (`decimals`); where
  they still look alike, neither is called larger (`relation`, `place`).
- **Equal is equal**: ties, ranks and "as many as" are decided on exact numbers.
- **Enough people**: fewer than 100 persons, or a change by fewer, are counted and not put in
  percent, and never make a headline: from 2 to 1 is no fall by half that is worth one.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from reportgen.model.comparing import CityValue
from reportgen.model.dataset import City, Flag, Polarity, Reason, Table
from reportgen.model.numbers import rounded
from reportgen.model.profile import Comparison, Kind, Measure, Profile

FEWEST_FOR_MEAN = 2
FEWEST_FOR_RANK = 3
FEWEST_FOR_DEVIATION = 5
FEWEST_FOR_SUPERLATIVE = 6
FEWEST_FOR_FURTHER_PLACES = 10

#: Places from either end that have words, the first among them.
WORDED_PLACES = 3

#: Fewer persons than these are counted and not put in percent.
FEWEST_PERSONS = 100

#: Decimals that may be added to the usual ones until different values look different.
MORE_DECIMALS = 3

#: Kinds whose value is printed beside the group's mean.
_BESIDE_THE_MEAN = frozenset(
    {
        Kind.SHARE_OF_RECIPIENTS,
        Kind.SHARE_OF_PAYMENTS,
        Kind.DENSITY,
        Kind.PAYMENTS_PER_RECIPIENT,
        Kind.ECONOMY,
        Kind.CHANGE_OF_RECIPIENTS,
    }
)

_OF_PAYMENTS = frozenset(
    {
        Kind.PAYMENTS,
        Kind.SHARE_OF_PAYMENTS,
        Kind.PAYMENTS_PER_RECIPIENT,
        Kind.PAYMENTS_PER_INHABITANT,
    }
)

#: The title page has no room to say how far such a value, or one with a remark, can be trusted.
_NO_HEADLINE = frozenset({Flag.ESTIMATED, Flag.LIMITED})


class Relation(StrEnum):
    """How a value stands to what it is compared with: as printed, but equal only if it is."""

    ABOVE = "above"
    BELOW = "below"
    EQUAL = "equal"
    CLOSE = "close"


class Direction(StrEnum):
    """How a number changed; hardly, when its percentage would be printed as zero."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    HARDLY = "hardly"


class Place(Struct, frozen=True, kw_only=True):
    """A place that has a word: 1 is the highest or, `from_top` being false, the lowest value."""

    from_top: bool
    number: int


# --- comparison -----------------------------------------------------------------------------


def is_own(measure: Measure) -> bool:
    """Whether a value says something of the city itself: it is not estimated."""
    return Flag.ESTIMATED not in measure.flags


def obstacle(kind: Kind, n: int, reporting: int, *, estimated: bool) -> Reason | None:
    """Why the comparable values of a group must not be compared.

    Args:
        kind: of indicator.
        n: number of values that are comparable with a city's, its own among them.
        reporting: number of cities that report a value, comparable or not.
        estimated: whether any of the comparable values is (see `is_own`).

    Returns:
        A reason, or None when they may be compared.
    """
    if kind in _OF_PAYMENTS and estimated:
        return Reason.ESTIMATED
    return Reason.OTHER_AREAS if n == 1 < reporting else None


# --- enough values --------------------------------------------------------------------------


def has_mean(comparison: Comparison) -> bool:
    """Whether the group has a mean; of a single city it would be its own value."""
    return comparison.n >= FEWEST_FOR_MEAN


def has_rank(comparison: Comparison) -> bool:
    """Whether the city has a rank that says something."""
    return comparison.rank is not None and comparison.n >= FEWEST_FOR_RANK


def has_extremes(comparison: Comparison) -> bool:
    """Whether the group has a highest and a lowest value worth that name."""
    return comparison.n >= FEWEST_FOR_SUPERLATIVE


def has_deviations(comparison: Comparison) -> bool:
    """Whether a standard deviation of the group says something."""
    return comparison.n >= FEWEST_FOR_DEVIATION


def obstacle_to_deviation(comparison: Comparison) -> Reason | None:
    """Why a value that is there has no distance from the mean; None where it has one."""
    if comparison.measure.exact is None or comparison.deviation is not None:
        return None
    return Reason.NO_SPREAD if has_deviations(comparison) else Reason.TOO_FEW


def sharing_extreme(
    values: Sequence[float], printed: Sequence[str], extreme: float
) -> tuple[int, ...]:
    """Which of several numbers share an extreme: what is equal, or looks equal on paper.

    A reader who is told that one of two numbers is the largest must be able to see it.

    Args:
        values: the numbers.
        printed: the same as they are printed.
        extreme: the largest or the smallest of `values`.
    """
    looks = {text for value, text in zip(values, printed, strict=True) if value == extreme}
    return tuple(number for number, text in enumerate(printed) if text in looks)


def sharing(comparison: Comparison) -> tuple[City, ...]:
    """The other cities of the group that have exactly the same value."""
    return tuple(
        entry.city
        for entry in (comparison.group.at(comparison.rank) if comparison.rank else ())
        if entry.city != comparison.city
    )


def the_other(comparison: Comparison) -> CityValue | None:
    """The only city that this one is compared with; None where there are none or several."""
    if comparison.n > 2:
        return None
    others = [entry for entry in comparison.group if entry.city != comparison.city]
    return others[0] if len(others) == 1 else None


def worded_place(comparison: Comparison) -> Place | None:
    """The place that has a word, if the group is large enough and the city holds it alone."""
    if comparison.rank is None or not has_extremes(comparison):
        return None
    from_bottom = comparison.n - comparison.rank + 1
    number = min(comparison.rank, from_bottom)
    most = WORDED_PLACES if comparison.n >= FEWEST_FOR_FURTHER_PLACES else 1
    if number > most or comparison.group.count_at(comparison.rank) > 1:
        return None
    return Place(from_top=comparison.rank == number, number=number)


def is_favourable(relation: Relation | None, polarity: Polarity) -> bool | None:
    """Whether a value stands on the favourable side; None where neither or no side is one."""
    if polarity is Polarity.NONE or relation not in {Relation.ABOVE, Relation.BELOW}:
        return None
    return (relation is Relation.ABOVE) == (polarity is Polarity.HIGH)


# --- look different -------------------------------------------------------------------------


def decimals(comparison: Comparison, usual: int) -> int:
    """With how many decimals value, mean and extremes of a comparison are printed.

    Args:
        comparison: of one city.
        usual: decimals of its kind or indicator.

    Returns:
        As few from `usual` on as let the value differ from zero, from the mean that stands beside
        it, and from its neighbours where it is called the highest or the like.
    """
    value = comparison.measure.exact
    if value is None:
        return usual
    beside = [Fraction(0)]
    if comparison.kind in _BESIDE_THE_MEAN:
        beside += _means(comparison)
        if worded_place(comparison):
            beside += _neighbours(comparison)
    return separating(value, beside, usual)


def separating(value: Fraction, others: Iterable[Fraction], usual: int) -> int:
    """The fewest decimals from `usual` on with which a value looks different from each other one.

    Those that even `MORE_DECIMALS` more do not separate ask for none.
    """
    here = rounded(value, usual)
    alike = [other for other in others if rounded(other, usual) == here]
    return max((_separating(value, other, usual) for other in alike), default=usual)


def reference(comparison: Comparison) -> Fraction | None:
    """What a value is compared with: the mean of a group or, of two cities, the other's value."""
    if comparison.measure.exact is None or not has_mean(comparison):
        return None
    other = the_other(comparison)
    return other.exact if other else comparison.exact_mean


def relation(comparison: Comparison, usual: int) -> Relation | None:
    """How the value stands to its `reference`; None where there is none."""
    value, other = comparison.measure.exact, reference(comparison)
    if value is None or other is None:
        return None
    return stands(value, other, decimals(comparison, usual))


def stands(value: Fraction, other: Fraction, printed: int) -> Relation:
    """How a value stands to any other one, both printed with so many decimals."""
    if value == other:
        return Relation.EQUAL
    if _look_alike(value, other, printed):
        return Relation.CLOSE
    return Relation.ABOVE if value > other else Relation.BELOW


def place(comparison: Comparison, usual: int) -> Place | None:
    """The place that may be put in words, such as the highest value; None where the rank must do.

    The city holds it alone, and its value looks different from those of its neighbours.
    """
    value, worded = comparison.measure.exact, worded_place(comparison)
    if value is None or worded is None:
        return None
    printed = decimals(comparison, usual)
    if any(_look_alike(value, other, printed) for other in _neighbours(comparison)):
        return None
    return worded


# --- enough people --------------------------------------------------------------------------


def is_counted(profile: Profile, key: str) -> bool:
    """Whether the change of an area's recipients is counted in persons and not put in percent."""
    change = profile.get(Kind.CHANGE_OF_RECIPIENTS, key).measure.exact
    difference = profile.get(Kind.CHANGE_IN_PERSONS, key).measure.exact
    if not difference:
        return False
    if not change or abs(difference) < FEWEST_PERSONS:
        return True
    before = 100 * difference / change
    return min(before, before + difference) < FEWEST_PERSONS


def direction(profile: Profile, key: str, usual: int) -> Direction | None:
    """How the number of recipients changed; None where one of both years is absent."""
    change = profile.get(Kind.CHANGE_OF_RECIPIENTS, key).measure.exact
    difference = profile.get(Kind.CHANGE_IN_PERSONS, key).measure.exact
    if difference is None:
        return None
    if not difference:
        return Direction.SAME
    if change is not None and not rounded(change, usual):
        return Direction.HARDLY
    return Direction.UP if difference > 0 else Direction.DOWN


def may_be_headline(profile: Profile, comparison: Comparison) -> bool:
    """Whether a number is worth the title page: reliable, the city's own, of enough people."""
    if comparison.measure.exact is None or _NO_HEADLINE.intersection(comparison.measure.flags):
        return False
    if comparison.kind is Kind.ECONOMY:
        return not profile.has_remark(Table.ECONOMY)
    if comparison.kind is Kind.CHANGE_OF_RECIPIENTS and is_counted(profile, comparison.key):
        return False
    persons = profile.get(Kind.RECIPIENTS, comparison.key).measure.exact
    return persons is None or persons >= FEWEST_PERSONS


# --- within -------------------------------------------------------------------------------


def _means(comparison: Comparison) -> list[Fraction]:
    """The group's mean and, of two cities, the other's value, where they are printed."""
    if comparison.exact_mean is None or not has_mean(comparison):
        return []
    other = the_other(comparison)
    return [comparison.exact_mean, other.exact] if other else [comparison.exact_mean]


def _neighbours(comparison: Comparison) -> list[Fraction]:
    """The next larger and the next smaller value, around one that no other city has."""
    assert comparison.rank is not None
    group, here = comparison.group, comparison.rank - 1
    return [group.exact_at(place) for place in (here - 1, here + 1) if 0 <= place < len(group)]


def _separating(value: Fraction, other: Fraction, usual: int) -> int:
    """The fewest decimals from `usual` on that separate two numbers; `usual` where none do."""
    for tried in range(usual, usual + MORE_DECIMALS + 1):
        if rounded(value, tried) != rounded(other, tried):
            return tried
    return usual


def _look_alike(value: Fraction, other: Fraction, printed: int) -> bool:
    """Whether two numbers are printed alike; what is too small for that is printed as "below"."""
    one, two = rounded(value, printed), rounded(other, printed)
    return one == two and (one != 0 or (value != 0) == (other != 0))
