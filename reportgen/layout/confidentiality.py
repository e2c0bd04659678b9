"""The schema of ``[confidentiality]`` in `layout.toml`: which small numbers are kept secret."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Struct

from reportgen.model.numbers import exact, rounded
from reportgen.tomlfile import Range


class Dominance(Struct, frozen=True, kw_only=True):
    """A sum is secret when its `n` largest parts make more than `k` percent of it."""

    n: Annotated[int, Range(1, 10)]
    k: Annotated[float, Range(1, 99)]


class Confidentiality(Struct, frozen=True, kw_only=True):
    """The rule by which small numbers are kept secret.

    Attributes:
        minimum: a count of persons from 1 to below it is secret, and so is what they were paid.
            Zero is published: where nobody is, nobody is disclosed. Of 2, only a single person
            would be secret, and the sign for that would tell the number; so 3 is the least.
        dominance: payments are secret when a few recipients must have received most of them. A
            workbook has no single payments; but the n largest of x payments are at least n/x of
            their sum, so these are secret where n/x is more than k percent.
        rounding: counts of persons are published as multiples of it.
    """

    minimum: Annotated[int, Range(3, 20)]
    dominance: Dominance | None = None
    rounding: Annotated[int | None, Range(2, 100)] = None

    @property
    def fewest_paid(self) -> int:
        """Payments to fewer recipients are secret."""
        if self.dominance is None:
            return self.minimum
        # The least whole x with n/x <= k/100.
        dominated = int(-(-100 * self.dominance.n // self.dominance.k))
        return max(self.minimum, dominated)

    def round(self, count: float) -> float:
        """A count of persons as it is published: the next multiple, half away from zero."""
        if self.rounding is None:
            return count
        return float(self.rounding * rounded(exact(count) / self.rounding, 0))

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Keys whose values make no sense together, and why."""
        if self.round(self.minimum) < self.minimum:
            yield (
                "rounding",
                f"the minimum of {self.minimum} would be printed as {self.round(self.minimum):g},"
                " which is below it",
            )
        if self.dominance and self.fewest_paid > _MOST_PAID:
            yield (
                "dominance",
                f"payments to fewer than {self.fewest_paid} recipients would be secret,"
                f" more than {_MOST_PAID}",
            )


#: Dominance among more recipients than these is a slip of the pen.
_MOST_PAID = 100
