"""Exact numbers: as they were delivered, in decimals, and the one way in which they are rounded."""

from decimal import Decimal
from fractions import Fraction

#: A delivered number as a float stands for its shortest decimal; what is computed is a fraction.
Number = float | Fraction

#: Up to here, a float that is a whole number is that of its shortest decimal.
_ALL_WHOLE = 2**53
#: Parts of one, and the most of them, whose decimal has no more digits than tell floats apart.
_PARTS, _MOST_PARTS = 10**4, 10**15


def exact(number: Number) -> Fraction:
    """The number as a reader of its shortest decimal sees it: 0.1 is one tenth."""
    return number if isinstance(number, Fraction) else Fraction(whole_or_exact(number))


def whole_or_exact(number: float) -> int | Fraction:
    """The same as `exact`, but a whole number as such, with which all goes faster."""
    if isinstance(number, int) or (number.is_integer() and abs(number) < _ALL_WHOLE):
        return int(number)
    # A decimal of few digits that is this float is the shortest one; twice as fast as by its text.
    if abs(number) < _MOST_PARTS / _PARTS and (parts := round(number * _PARTS)) / _PARTS == number:
        return Fraction(parts, _PARTS)
    return Fraction(Decimal(repr(float(number))))


def rounded(number: Number, decimals: int) -> int:
    """The number in units of its last decimal, half away from zero (DIN 1333, 4.5.1).

    11.85 to one decimal is 119: the binary number below 11.85 plays no part.
    """
    value = number if isinstance(number, Fraction) else exact(number)
    # In whole numbers, which is ten times faster than in fractions.
    numerator, denominator = value.as_integer_ratio()
    size: int = (2 * abs(numerator) * 10**decimals + denominator) // (2 * denominator)
    return -size if numerator < 0 else size
