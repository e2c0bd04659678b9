"""Population groups: named by the columns of the population sheet, and what their names say.

No group is known here. A name that says ages, as in "0 bis unter 21", "unter 3" or "65 und älter",
can be put into words of any language, and checked against the groups that it is the sum of.
"""

import re
from collections.abc import Collection

from msgspec import Struct

#: Name of the group of all inhabitants; a sheet without it has them in its first column.
ALL_INHABITANTS = "insgesamt"

_AGES = re.compile(
    r"(?P<low>\d{1,3})\s+bis\s+unter\s+(?P<high>\d{1,3})"
    r"|unter\s+(?P<below>\d{1,3})"
    r"|(?P<oldest>\d{1,3})\s+und\s+älter|ab\s+(?P<above>\d{1,3})"
)


class Ages(Struct, frozen=True):
    """Ages in years, from `low` to below `high`; None for no upper end."""

    low: int
    high: int | None


def ages_of(name: str) -> Ages | None:
    """The ages that the name of a group says; None when it says something else."""
    match = _AGES.fullmatch(name.removesuffix(" Jahre").removesuffix(" Jahren"))
    if match is None:
        return None
    oldest = match["oldest"] or match["above"]
    if oldest:
        return Ages(int(oldest), None)
    ages = Ages(int(match["low"] or 0), int(match["high"] or match["below"]))
    return ages if ages.high is None or ages.low < ages.high else None


def total_of(names: Collection[str]) -> str:
    """The group of all inhabitants: the one of that name, else the first."""
    return ALL_INHABITANTS if ALL_INHABITANTS in names else next(iter(names), ALL_INHABITANTS)


def parts_of(name: str, names: Collection[str]) -> tuple[str, ...]:
    """The fewest of `names` whose ages make up those of `name` without gap and overlap.

    Returns:
        Names from the youngest group to the oldest; none where there are no such groups.
    """
    whole = Ages(0, None) if name == ALL_INHABITANTS else ages_of(name)
    if whole is None:
        return ()
    pieces = {ages: each for each in names if each != name and (ages := ages_of(each))}
    pieces.pop(whole, None)
    # The shortest way through the ages; each age is reached once.
    chains: dict[int | None, tuple[str, ...]] = {whole.low: ()}
    waiting: list[int | None] = [whole.low]
    while waiting and whole.high not in chains:
        end = waiting.pop(0)
        for ages, each in pieces.items():
            if ages.low == end and ages.high not in chains:
                chains[ages.high] = (*chains[end], each)
                waiting.append(ages.high)
    return chains.get(whole.high, ())
