"""Values of many cities side by side: who is in a group, in which order, and between whom."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, overload

from msgspec import Struct

from reportgen.model.dataset import City

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: Of numpy, which takes longer to import than everything else here.
Floats: TypeAlias = "npt.NDArray[np.float64]"


class CityValue(Struct, frozen=True, kw_only=True):
    """The value of one city, for the dots of a chart and for the extremes.

    `rank` is 1 + number of cities of the group with a larger value; equal values share it.
    """

    city: City
    exact: Fraction
    rank: int

    @property
    def value(self) -> float:
        """The number as the nearest float."""
        return float(self.exact)


class Cities(Sequence[City]):
    """All cities of a comparison, each found by its slug without a search."""

    def __init__(self, cities: Sequence[City]) -> None:
        self._cities = tuple(cities)
        self._places = {city.slug: place for place, city in enumerate(self._cities)}

    @overload
    def __getitem__(self, place: int) -> City: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[City, ...]: ...
    def __getitem__(self, place: int | slice) -> City | tuple[City, ...]:
        """A city by its place in the workbook."""
        return self._cities[place]

    def __len__(self) -> int:
        """Number of cities."""
        return len(self._cities)

    def place(self, slug: str) -> int | None:
        """The place of a city in the workbook; None for another one."""
        return self._places.get(slug)


class Group(Sequence[CityValue]):
    """The values that compare with one another, highest first; all comparisons of them share it.

    An entry is made when it is asked for, and what is asked of all of them is computed once, so
    that a comparison of thousands costs hardly more than one of a few.

    Args:
        cities: of the whole comparison.
        exact: the value of each of them; those that are not in the group count for nothing.
        order: places of the cities of the group, highest value first.
        ranks: in that order, see `CityValue`.
    """

    def __init__(
        self,
        cities: Cities,
        exact: Sequence[int | Fraction | None],
        order: Sequence[int],
        ranks: Sequence[int],
    ) -> None:
        self._cities, self._exact, self._order, self._ranks = cities, exact, order, ranks

    @overload
    def __getitem__(self, place: int) -> CityValue: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[CityValue, ...]: ...
    def __getitem__(self, place: int | slice) -> CityValue | tuple[CityValue, ...]:
        """An entry by its place, 0 being the highest; or several."""
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        city = self._cities[self._order[place]]
        return CityValue(city=city, exact=self.exact_at(place), rank=self._ranks[place])

    def __len__(self) -> int:
        """Number of cities in the group."""
        return len(self._order)

    def __iter__(self) -> Iterator[CityValue]:
        """All entries, highest first."""
        return (self[place] for place in range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Whether another sequence has the same entries."""
        if self is other:
            return True
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Equal groups are equally long."""
        return hash(len(self))

    @cached_property
    def places(self) -> "npt.NDArray[np.int_]":
        """Places of the cities in the workbook, in the order of the group."""
        import numpy as np  # noqa: PLC0415, it is slow to import

        return np.array(self._order, dtype=np.int_)

    @cached_property
    def values(self) -> Floats:
        """All values as floats, highest first; not to be changed."""
        import numpy as np  # noqa: PLC0415, it is slow to import

        return np.array([self._exact[number] for number in self._order], dtype=np.float64)

    @cached_property
    def highest(self) -> tuple[CityValue, ...]:
        """The entries that share the largest value."""
        return self.at(1)

    @cached_property
    def lowest(self) -> tuple[CityValue, ...]:
        """The entries that share the smallest value."""
        return self.at(self._ranks[-1]) if self else ()

    @cached_property
    def _entries(self) -> "npt.NDArray[np.int_]":
        """The place in the group of each city of the workbook; -1 where it is not in the group."""
        import numpy as np  # noqa: PLC0415, it is slow to import

        entries = np.full(len(self._cities), -1)
        entries[self.places] = np.arange(len(self))
        return entries

    def _entry(self, slug: str) -> int | None:
        number = self._cities.place(slug)
        entry = -1 if number is None else int(self._entries[number])
        return None if entry < 0 else entry

    def city(self, slug: str) -> City | None:
        """A city of the group; None where it is not in it."""
        entry = self._entry(slug)
        return None if entry is None else self[entry].city

    def of(self, city: City) -> CityValue | None:
        """The entry of a city; None where it is not in the group."""
        entry = self._entry(city.slug)
        return None if entry is None else self[entry]

    def some(self, cities: Iterable[City]) -> tuple[CityValue, ...]:
        """The entries of those of the cities that are in the group, highest first."""
        entries = {entry for city in cities if (entry := self._entry(city.slug)) is not None}
        return tuple(self[entry] for entry in sorted(entries))

    def has_same_cities(self, other: "Group") -> bool:
        """Whether another group is of the same cities."""
        import numpy as np  # noqa: PLC0415, it is slow to import

        if not self or not other:
            return len(self) == len(other)
        return np.array_equal(self._entries < 0, other._entries < 0)

    def values_without(self, city: City) -> Floats:
        """The values of all others as floats, highest first."""
        import numpy as np  # noqa: PLC0415, it is slow to import

        entry = self._entry(city.slug)
        return self.values if entry is None else np.delete(self.values, entry)

    def higher(self, exact: Fraction) -> int:
        """Number of larger values."""
        return bisect_left(self._order, -exact, key=self._negative)

    def lower(self, exact: Fraction) -> int:
        """Number of smaller values."""
        return len(self) - bisect_right(self._order, -exact, key=self._negative)

    def _negative(self, number: int) -> Fraction:
        exact = self._exact[number]
        assert exact is not None, "only what has a value is ordered"
        return -Fraction(exact)

    def exact_at(self, place: int) -> Fraction:
        """The value at a place, 0 being the highest."""
        exact = self._exact[self._order[place]]
        assert exact is not None, "only what has a value is ordered"
        return Fraction(exact)

    def count_at(self, rank: int) -> int:
        """Number of entries that share a rank."""
        return bisect_right(self._ranks, rank) - bisect_left(self._ranks, rank)

    def at(self, rank: int) -> tuple[CityValue, ...]:
        """The entries that share a rank."""
        return self[bisect_left(self._ranks, rank) : bisect_right(self._ranks, rank)]
