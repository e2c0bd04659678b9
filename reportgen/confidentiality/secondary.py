"""Secondary suppression: what else is hidden so that sums do not give secret numbers away.

Method: for each secret number and each direction, a linear program looks for the cheapest other
solution of all sums in which that number is as far off as the rule demands; all cells that differ
in it are hidden. This is the linear heuristic of the cell suppression problem (Kelly, Golden &
Assad 1992, "Cell suppression: disclosure protection for sensitive tabular data", Networks 22;
Robertson 1993 for CONFID; Fischetti & Salazar 2001, "Solving the cell suppression problem on
tabular data with linear constraints", Management Science 47, give the exact one).

What it guarantees: who knows all sums, everything that is published now and was published before,
and that no hidden number is below its floor, finds for each secret number an interval that holds
all that `Need` demands. More hidden cells only widen it, so that each is dealt with once.

What it does not: it does not hide the fewest cells that there could be; it holds for solutions in
fractions, which for sums over areas or over units, or over both, are whole numbers as well; it
does not count how many solutions there are, nor guard against readers who know the program and
conclude from what it would have hidden otherwise, nor against those who know a number themselves.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.confidentiality.primary import Values
from reportgen.confidentiality.programs import TOLERANCE, Program
from reportgen.confidentiality.sums import Sum
from reportgen.model import ObservationKey


@dataclass(frozen=True, slots=True)
class Need:
    """How far below and above a secret number other solutions must go."""

    below: float
    above: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What readers know from an earlier publication.

    Attributes:
        shown: numbers that it had.
        hidden: numbers that it had not, as far as they are known here.
        secret: those among them that were secret for themselves.
        sums: that hold in it.
    """

    shown: Values = field(default_factory=dict)
    hidden: Values = field(default_factory=dict)
    secret: Collection[ObservationKey] = ()
    sums: Sequence[Sum] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The numbers of one table.

    Attributes:
        values: all of them.
        secret: those that are secret for themselves.
        sums: that hold among them.
        need: what a secret number needs, by the number.
        floor: least that a number can be that is hidden; zeros are published.
    """

    values: Values
    secret: Collection[ObservationKey]
    sums: Sequence[Sum]
    need: Callable[[float], Need]
    floor: float


def protected(
    figures: Figures, hidden: Collection[ObservationKey], known: Sequence[Knowledge]
) -> tuple[set[ObservationKey], set[ObservationKey]]:
    """All numbers to hide.

    Args:
        figures: of one table.
        hidden: what is hidden anyway, the secret numbers among it.
        known: what readers may know, each by itself.

    Returns:
        What is hidden, and the secret numbers of which readers would know too much all the same.
    """
    result, exposed = set(hidden), set[ObservationKey]()
    for knowledge in (Knowledge(), *known):
        if figures.sums or knowledge.sums:
            exposed |= _Attack(figures, knowledge, result).resist()
    return result, exposed


class _Attack:
    """How far numbers may be changed without that what is known is contradicted."""

    def __init__(self, figures: Figures, knowledge: Knowledge, hidden: set[ObservationKey]) -> None:
        self._figures, self._known, self._hidden = figures, knowledge, hidden
        self._program = Program()
        # How far a number rises, and how far it falls; of earlier ones that are another now too.
        self._now: dict[ObservationKey, tuple[int, int]] = {}
        self._then: dict[ObservationKey, tuple[int, int]] = {}
        for each in figures.sums:
            self._add(each, self._variable)
        for each in knowledge.sums:
            self._add(each, self._earlier)

    def resist(self) -> set[ObservationKey]:
        """Hides what must be hidden; the secret numbers that are exposed all the same."""
        exposed = set()
        for key, variables, need in tuple(self._targets()):
            for up, distance in ((True, need.above), (False, need.below)):
                if distance > 0 and not self._move(variables, up, distance):
                    exposed.add(key)
        return exposed

    def _targets(self) -> Iterator[tuple[ObservationKey, tuple[int, int], Need]]:
        figures, known = self._figures, self._known
        for key in sorted(figures.secret, key=lambda key: (figures.values[key], key)):
            if key in self._now and not self._is_shown(key):
                yield key, self._now[key], figures.need(figures.values[key])
        for key in sorted(known.secret):
            if key in self._then:
                yield key, self._then[key], figures.need(known.hidden[key])

    def _move(self, variables: tuple[int, int], up: bool, distance: float) -> bool:
        rise, fall = variables
        moved = self._program.solve({rise: distance if up else 0, fall: 0 if up else distance})
        if moved is None:
            return False
        for key, pair in self._now.items():
            if key not in self._hidden and max(moved[number] for number in pair) > TOLERANCE:
                self._hidden.add(key)
                for number in pair:
                    self._program.costs[number] = 0
        return True

    def _add(self, each: Sum, variable: Callable[[ObservationKey], tuple[int, int] | None]) -> None:
        equation: dict[int, float] = {}
        for key, sign in ((each.total, 1.0), *((part, -1.0) for part in each.parts)):
            if pair := variable(key):
                for number, direction in zip(pair, (sign, -sign), strict=True):
                    equation[number] = equation.get(number, 0) + direction
        if each.rest:
            equation[self._program.add()] = -1.0
            equation[self._program.add(upper=each.rest)] = 1.0
        if equation:
            self._program.equations.append(equation)

    def _variable(self, key: ObservationKey) -> tuple[int, int] | None:
        """Those of a number as it is now; None when readers know it in any case."""
        value = self._figures.values[key]
        if not value or self._is_shown(key):
            return None
        if key not in self._now:
            cost = 0 if key in self._hidden else 1 + math.log2(1 + value)
            self._now[key] = self._pair(value, cost)
        return self._now[key]

    def _earlier(self, key: ObservationKey) -> tuple[int, int] | None:
        """Those of a number of an earlier publication; None when it was published."""
        known = self._known
        if key in known.shown:
            return None
        if self._figures.values.get(key) == known.hidden[key]:
            return self._variable(key)
        if key not in self._then:
            self._then[key] = self._pair(known.hidden[key], 0)
        return self._then[key]

    def _is_shown(self, key: ObservationKey) -> bool:
        return self._known.shown.get(key) == self._figures.values[key]

    def _pair(self, value: float, cost: float) -> tuple[int, int]:
        fall = max(value - self._figures.floor, 0)
        return self._program.add(cost=cost), self._program.add(cost=cost, upper=fall)


def is_consistent(each: Sum, values: Mapping[ObservationKey, float]) -> bool:
    """Whether a sum holds among numbers, all of which are there."""
    if any(key not in values for key in (each.total, *each.parts)):
        return False
    total = sum(values[part] for part in each.parts) + each.rest
    return math.isclose(values[each.total], total)
