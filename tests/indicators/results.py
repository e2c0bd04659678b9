"""Short ways to what `compute` says of small datasets."""

from reportgen.indicators import compute
from reportgen.model import Comparison, Dataset, Profile, Reason


def profiles(data: Dataset) -> dict[str, Profile]:
    """The profiles of 2020 by name of the city."""
    return {profile.city.name: profile for profile in compute(data, 2020)}


def result(comparison: Comparison) -> float | Reason | None:
    """The value, or the reason why there is none."""
    measure = comparison.measure
    assert (measure.value is None) == (measure.reason is not None)
    return measure.value if measure.reason is None else measure.reason
