"""Parts of a build that several machines share, as job arrays do: one part is one command."""

from collections.abc import Sequence

from msgspec import Struct

from reportgen.errors import Problem, UsageError
from reportgen.model import City

#: Which part, from 1, and of how many.
Shard = tuple[int, int]


class Part(Struct, frozen=True, kw_only=True):
    """Which part of all reports a record is of, where machines share the work.

    Attributes:
        number, count: the part, from 1, and of how many.
        files: names of all reports that it is to have.
    """

    number: int
    count: int
    files: tuple[str, ...]

    @property
    def record(self) -> str:
        """Name of its record."""
        return f"build-{self.number}-of-{self.count}.json"


def part_of(cities: Sequence[City], shard: Shard | None) -> Sequence[City]:
    """Every so manieth city, so that parts take equally long.

    Raises:
        UsageError: there are fewer cities than parts.
    """
    if shard is None:
        return cities
    number, count = shard
    if count > len(cities):
        raise UsageError(
            Problem(
                code="too-many-shards",
                message=f"{len(cities)} reports cannot be shared among {count} shards",
                hint=f"name {len(cities)} shards at most",
            )
        )
    return cities[number - 1 :: count]
