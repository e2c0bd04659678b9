"""The schema of what is said of the years and of payments per inhabitant."""

from typing import Annotated

from msgspec import Struct

from reportgen.tomlfile import Gaps


class DevelopmentMessages(Struct, frozen=True, kw_only=True):
    """Heading of the years, and what else they show.

    Attributes:
        rose, fell, stayed, same: an amount in percent; `beside_growth` goes on with that of the
            mean.
        density_rose, density_fell, density_stayed, density_same: the density of an area from one
            value to another; those of `value` an indicator; `beside_values` goes
            on with the mean of both years.
    """

    rose: Annotated[str, Gaps("subject", "year", "change")]
    fell: Annotated[str, Gaps("subject", "year", "change")]
    stayed: Annotated[str, Gaps("subject", "year")]
    same: Annotated[str, Gaps("subject", "year")]
    beside_growth: Annotated[str, Gaps("claim", "mean")]
    density_rose: Annotated[str, Gaps("at", "year", "past", "value")]
    density_fell: Annotated[str, Gaps("at", "year", "past", "value")]
    density_stayed: Annotated[str, Gaps("at", "year", "value")]
    density_same: Annotated[str, Gaps("at", "year", "value")]
    value_rose: Annotated[str, Gaps("subject", "year", "past", "value")]
    value_fell: Annotated[str, Gaps("subject", "year", "past", "value")]
    value_stayed: Annotated[str, Gaps("subject", "year", "value")]
    value_same: Annotated[str, Gaps("subject", "year", "value")]
    beside_values: Annotated[str, Gaps("claim", "past_mean", "mean")]


class MoneyMessages(Struct, frozen=True, kw_only=True):
    """Payments per inhabitant, which are density times payments per recipient.

    The reference is the value of all compared cities together, or the only other city's.

    Attributes:
        alone: without comparison.
        equal, close: as much, or nearly as much, as the reference.
        more_by_both, less_by_both: where both factors go the same way; `by_density` and
            `by_amount` say which of them does more.
        more_by_density, more_by_amount, less_by_density, less_by_amount: where only one does.
        all_cities, city: name the reference.
        factors: both with their numbers.
        share: how much of the difference the density makes, by logarithms.
    """

    alone: Annotated[str, Gaps("value")]
    equal: Annotated[str, Gaps("value", "reference")]
    close: Annotated[str, Gaps("value", "reference")]
    more_by_both: Annotated[str, Gaps("value", "number", "reference", "factor")]
    less_by_both: Annotated[str, Gaps("value", "number", "reference", "factor")]
    more_by_density: Annotated[str, Gaps("value", "number", "reference")]
    more_by_amount: Annotated[str, Gaps("value", "number", "reference")]
    less_by_density: Annotated[str, Gaps("value", "number", "reference")]
    less_by_amount: Annotated[str, Gaps("value", "number", "reference")]
    more_of_density: str
    more_of_amount: str
    less_of_density: str
    less_of_amount: str
    all_cities: str
    city: Annotated[str, Gaps("city")]
    factors: Annotated[str, Gaps("density", "per", "amount")]
    factors_against: Annotated[
        str, Gaps("density", "other_density", "per", "amount", "other_amount", "reference")
    ]
    share: Annotated[str, Gaps("percent")]
