"""Round values for the ticks of an axis, and labels that stay apart."""

import math
from collections.abc import Sequence
from fractions import Fraction

from reportgen.layout.formatting import Style

#: Steps between ticks that can be counted in one's head, as factors of a power of ten.
_STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))


def ticks_from_zero(highest: float, most: int) -> tuple[Fraction, ...]:
    """Zero and round values up to the first one that is not below `highest`.

    Args:
        highest: more than zero.
        most: steps that there is room for.
    """
    power = Fraction(10) ** math.floor(math.log10(highest / most))
    step = next(s * power for s in _STEPS if s * power * most >= Fraction(highest))
    count = math.ceil(Fraction(highest) / step)
    return tuple(step * number for number in range(count + 1))


def ticks_across(low: float, high: float, most: int) -> tuple[Fraction, ...]:
    """Round values from the last one that is not above `low` to the first not below `high`.

    Args:
        low: less than zero.
        high: may be less than zero, too; zero is a tick in any case.
        most: steps that there is room for to either side of zero.
    """
    high = max(high, 0.0)
    step = ticks_from_zero(max(-low, high), most)[1]
    first, last = math.floor(Fraction(low) / step), math.ceil(Fraction(high) / step)
    return tuple(step * number for number in range(first, last + 1))


def printed(ticks: Sequence[Fraction], style: Style) -> tuple[str, ...]:
    """The ticks with as few decimals as tell them apart."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else Fraction(1)
    decimals = next((d for d in range(6) if (step * 10**d).denominator == 1), 6)
    return tuple(style.number(tick, decimals) for tick in ticks)


def spread_apart(
    centres: Sequence[float], widths: Sequence[float], gap: float, low: float, high: float
) -> tuple[float, ...] | None:
    """Centres of labels as near to the wanted ones as may be, without touching one another.

    Args:
        centres: wanted, ascending.
        widths: of the labels.
        gap: least space between two.
        low: where the first may begin.
        high: where the last may end.

    Returns:
        None where there is no room for all.
    """
    if sum(widths) + gap * (len(widths) - 1) > high - low:
        return None
    # Labels that would touch become a group around the mean of their wanted places
    # (pool adjacent violators, least squares).
    groups: list[tuple[float, float, list[int]]] = []
    for number, (centre, width) in enumerate(zip(centres, widths, strict=True)):
        members, total = [number], width
        target = centre
        groups.append((target, total, members))
        while len(groups) > 1 and _touch(groups[-2], groups[-1], gap):
            later, earlier = groups.pop(), groups.pop()
            groups.append(_joined(earlier, later, centres, widths, gap))
    found = [0.0] * len(centres)
    edge = low
    rest = sum(total for _, total, _ in groups) + gap * (len(groups) - 1)
    for target, total, members in groups:
        start = min(max(target - total / 2, edge), high - rest)
        x = start
        for member in members:
            found[member] = x + widths[member] / 2
            x += widths[member] + gap
        edge = start + total + gap
        rest -= total + gap
    return tuple(found)


def _touch(
    one: tuple[float, float, list[int]], other: tuple[float, float, list[int]], gap: float
) -> bool:
    return one[0] + one[1] / 2 + gap > other[0] - other[1] / 2


def _joined(
    earlier: tuple[float, float, list[int]],
    later: tuple[float, float, list[int]],
    centres: Sequence[float],
    widths: Sequence[float],
    gap: float,
) -> tuple[float, float, list[int]]:
    """Both groups as one, at the place that is nearest to what its members want."""
    members = earlier[2] + later[2]
    total = earlier[1] + gap + later[1]
    x, wanted = 0.0, 0.0
    for member in members:
        wanted += centres[member] - (x + widths[member] / 2)
        x += widths[member] + gap
    start = wanted / len(members)
    return start + total / 2, total, members
