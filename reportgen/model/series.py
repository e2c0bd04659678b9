"""Values over the years: of one city, beside those of all cities that are compared."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from reportgen.model.comparing import Floats
from reportgen.model.dataset import Table
from reportgen.model.profile import Kind

#: Kinds of measures that have values over the years, by the table whose years count.
WITH_SERIES: Mapping[Table, tuple[Kind, ...]] = {
    Table.RECIPIENTS: (
        *(Kind.RECIPIENTS, Kind.SHARE_OF_RECIPIENTS),
        *(Kind.DENSITY, Kind.PAYMENTS_PER_INHABITANT),
    ),
    Table.ECONOMY: (Kind.ECONOMY,),
}


class Panel(Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """One measure of all cities over the years; all profiles of a comparison share it.

    Attributes:
        kind, key: of the measure, as in `Comparison`.
        unit: of its values.
        years: ascending, the reporting year last.
        values: a row for each city of the comparison in its order, a column for each year; NaN
            where a value is absent or covers other benefit areas than that of the reporting year.
        means: unweighted mean of the cities that have a value, by year; None where none has.
        breaks: years from which on values cannot be compared with those before.
    """

    kind: Kind
    key: str
    unit: str
    years: tuple[int, ...]
    values: Floats
    means: tuple[Fraction | None, ...]
    breaks: tuple[int, ...] = ()

    def __repr__(self) -> str:
        # Python does not write numbers of thousands of digits, as means of many have.
        return f"Panel({self.kind}, {self.key!r}, {self.years})"

    def __eq__(self, other: object) -> bool:
        # Without the values, from which the means are made.
        return isinstance(other, Panel) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)

    @property
    def _told(self) -> tuple[object, ...]:
        return self.kind, self.key, self.unit, self.years, self.means, self.breaks

    # With a dictionary, so that what is asked for again and again is computed once.

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Number of cities that have a value, by year."""
        import numpy as np  # noqa: PLC0415, it is slow to import

        return tuple(np.count_nonzero(~np.isnan(self.values), axis=0).tolist())

    @cached_property
    def comparable(self) -> tuple[int, ...]:
        """Years in which the same cities have values as in the last one: their means compare."""
        import numpy as np  # noqa: PLC0415, it is slow to import

        present = ~np.isnan(self.values)
        alike = (present == present[:, -1:]).all(axis=0)
        return tuple(year for year, same in zip(self.years, alike.tolist(), strict=True) if same)

    @cached_property
    def bands(self) -> tuple[Floats, Floats]:
        """Where the middle 80 and the middle 50 of 100 cities lie: low and high by year.

        NaN in years in which no city has a value.
        """
        import numpy as np  # noqa: PLC0415, it is slow to import

        filled = ~np.isnan(self.values).all(axis=0)
        found = np.full((4, len(self.years)), np.nan)
        found[:, filled] = np.nanpercentile(self.values[:, filled], (10, 90, 25, 75), axis=0)
        return found[:2], found[2:]


class Series(Struct, frozen=True, kw_only=True, dict=True):
    """One measure of one city over the years.

    Attributes:
        panel: the same of all cities.
        row: the city's within it.
        exact: the city's values by year of the panel, unrounded; None where absent.
    """

    panel: Panel
    row: int
    exact: tuple[Fraction | None, ...]

    @cached_property
    def spans(self) -> tuple[tuple[int, ...], ...]:
        """Runs of years whose values can be compared: parted by breaks of the series, not by gaps.

        Years without a value of the city are left out; the last run holds the latest values.
        """
        runs: list[list[int]] = [[]]
        for year, value in zip(self.panel.years, self.exact, strict=True):
            if year in self.panel.breaks and runs[-1]:
                runs.append([])
            if value is not None:
                runs[-1].append(year)
        return tuple(tuple(run) for run in runs if run)

    def at(self, year: int) -> Fraction | None:
        """The city's value of a year; None where it is absent."""
        return self.exact[self.panel.years.index(year)]

    def mean_at(self, year: int) -> Fraction | None:
        """The mean of a year, where the same cities make it up as in the last year."""
        panel = self.panel
        return panel.means[panel.years.index(year)] if year in panel.comparable else None
