"""The schema of what is said of the years and of payments per inhabitant."""

from dataclasses import dataclass

from reportgen.tomlfile import template


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentMessages:
    """Heading of the years, and what else they show.

    Attributes:
        rose, fell, stayed, same: an amount in percent; `beside_growth` goes on with that of the
            mean.
        density_rose, density_fell, density_stayed, density_same: the density of an area from one
            value to another; those of `value` an indicator; `beside_values` goes
            on with the mean of both years.
    """

    rose: str = template("subject", "year", "change")
    fell: str = template("subject", "year", "change")
    stayed: str = template("subject", "year")
    same: str = template("subject", "year")
    beside_growth: str = template("claim", "mean")
    density_rose: str = template("at", "year", "past", "value")
    density_fell: str = template("at", "year", "past", "value")
    density_stayed: str = template("at", "year", "value")
    density_same: str = template("at", "year", "value")
    value_rose: str = template("subject", "year", "past", "value")
    value_fell: str = template("subject", "year", "past", "value")
    value_stayed: str = template("subject", "year", "value")
    value_same: str = template("subject", "year", "value")
    beside_values: str = template("claim", "past_mean", "mean")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyMessages:
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

    alone: str = template("value")
    equal: str = template("value", "reference")
    close: str = template("value", "reference")
    more_by_both: str = template("value", "number", "reference", "factor")
    less_by_both: str = template("value", "number", "reference", "factor")
    more_by_density: str = template("value", "number", "reference")
    more_by_amount: str = template("value", "number", "reference")
    less_by_density: str = template("value", "number", "reference")
    less_by_amount: str = template("value", "number", "reference")
    more_of_density: str
    more_of_amount: str
    less_of_density: str
    less_of_amount: str
    all_cities: str
    city: str = template("city")
    factors: str = template("density", "per", "amount")
    factors_against: str = template(
        "density", "other_density", "per", "amount", "other_amount", "reference"
    )
    share: str = template("percent")
