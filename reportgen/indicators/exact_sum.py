"""The exact sum of many fractions."""

from collections.abc import Iterable
from fractions import Fraction


def exact_sum(numbers: Iterable[int | Fraction]) -> Fraction:
    """The sum; of thousands of ratios it takes milliseconds.

    One after the other, each would be added to a sum with a huge denominator. Numbers of the same
    denominator are added first, then pairs, pairs of pairs and so on, and only the end is reduced.
    """
    numbers = tuple(numbers)
    whole = {1: sum(number for number in numbers if isinstance(number, int))}
    for number in numbers:
        if not isinstance(number, int):
            above, below = number.as_integer_ratio()
            whole[below] = whole.get(below, 0) + above
    parts = [(above, below) for below, above in whole.items()]
    while len(parts) > 1:
        odd = parts[len(parts) // 2 * 2 :]
        pairs = zip(parts[::2], parts[1::2], strict=False)
        parts = [(a * d + c * b, b * d) for (a, b), (c, d) in pairs] + odd
    return Fraction(*parts[0])
