"""Exact numbers: as they were delivered, in decimals, and the one way in which they are rounded."""

from fractions import Fraction

#: A delivered number as a float stands for its shortest decimal; what is computed is a fraction.
Number = float | Fraction


def exact(number: Number) -> Fraction:
    """The number as a reader of its shortest decimal sees it: 0.1 is one tenth."""
    if isinstance(number, int | Fraction):
        return Fraction(number)
    return Fraction(repr(float(number)))


def rounded(number: Number, decimals: int) -> int:
    """The number in units of its last decimal, half away from zero (DIN 1333, 4.5.1).

    11.85 to one decimal is 119: the binary number below 11.85 plays no part.
    """
    unit: int = 10**decimals
    scaled = abs(exact(number)) * unit
    size = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return -size if number < 0 else size
