"""Secondary suppression: what else is hidden so that sums do not give secret numbers away.

Method: for each secret number and each direction, a linear program looks for the cheapest other
solution of all sums in which that number is as far off as the rule demands; all cells that differ
in it are hidden. This is the linear heuristic of the cell suppression problem (Kelly, Golden &
Assad 1992, "Cell suppression: disclosure protection for sensitive tabular data", Networks 22;
Robertson 1993 for CONFID; Fischetti & Salazar 2001, "Solving the cell suppression problem on
tabular data with linear constraints", Management Science 47, give the exact one).

What it guarantees: who knows all sums, everything that is published now and was published before,
and that no hidden number is below its floor, finds for each secret number an interval that holds
all that `Need` demands; for a total, from the number of its hidden parts on, which it cannot be
less than. More hidden cells only widen it, so that each is dealt with once.

What it does not: it does not hide the fewest cells that there could be; it holds for solutions in
fractions, which for sums over areas or over units, or over both, are whole numbers as well; it
does not count how many solutions there are, nor guard against readers who know the program and
conclude from what it would have hidden otherwise, nor against those who know a number themselves.
What a version hid whose secrets are not at hand is inferred, see `versions`.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from reportgen.confidentiality.primary import Values
from reportgen.confidentiality.programs import TOLERANCE, Program
from reportgen.confidentiality.sums import Sum
from reportgen.model import ObservationKey


class Need(Struct, frozen=True):
    """How far below and above a secret number other solutions must go."""

    below: float
    above: float


class Knowledge(Struct, frozen=True, kw_only=True):
    """What readers know from an earlier publication.

    Attributes:
        shown: numbers that it had.
        hidden: numbers that it had not, as far as they are known here.
        secret: those among them that were secret for themselves.
        sums: that hold in it.
    """

    shown: Values = field(default_factory=dict)
    hidden: Values = field(default_factory=dict)
    secret: frozenset[ObservationKey] = frozenset()
    sums: Sequence[Sum] = ()


class Figures(Struct, frozen=True, kw_only=True):
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
    need: Callable[[float], Need] = lambda value: Need(value, value)
    floor: float = 1


def suppress(
    figures: Figures, hidden: Collection[ObservationKey], known: Sequence[Knowledge]
) -> tuple[set[ObservationKey], set[ObservationKey]]:
    """All numbers to hide.

    Args:
        figures: of one table.
        hidden: what is hidden anyway, the secret numbers among it.
        known: what readers may know, each by itself.

    Returns:
        What is hidden, that is the secret numbers and those that would give them away; and the
        secret numbers of which readers know too much from what was published before. Without that
        there are none, for all numbers that are hidden can be larger or smaller in proportion.
    """
    result, told = set(hidden), set[ObservationKey]()
    for part, beliefs in _independent(figures, known):
        alone = _Attack(part, Knowledge(), result)
        # Who knows more first: what is hidden from them need not be chosen again for the others.
        for knowledge in beliefs:
            told |= _Attack(part, knowledge, result, alone).resist()
        last = _Attack(part, Knowledge(), result)
        if last.resist():
            last.hide_all()
    return result, told


def _independent(
    figures: Figures, known: Sequence[Knowledge]
) -> Iterator[tuple[Figures, Sequence[Knowledge]]]:
    """Parts of the sums that have no number in common, as far as there is something secret."""
    groups: dict[ObservationKey, set[ObservationKey]] = {}
    for each in (*figures.sums, *(each for knowledge in known for each in knowledge.sums)):
        keys = {each.total, *each.parts}
        keys.update(*(groups[key] for key in keys if key in groups))
        groups |= dict.fromkeys(keys, keys)
    by_group: dict[int, tuple[list[Sum], list[list[Sum]]]] = {}

    def sums_with(key: ObservationKey) -> tuple[list[Sum], list[list[Sum]]]:
        return by_group.setdefault(id(groups[key]), ([], [[] for _ in known]))

    for each in figures.sums:
        sums_with(each.total)[0].append(each)
    for number, knowledge in enumerate(known):
        for each in knowledge.sums:
            sums_with(each.total)[1][number].append(each)
    for keys in {id(keys): keys for keys in groups.values()}.values():
        secret = keys.intersection(figures.secret)
        if secret or any(knowledge.secret & keys for knowledge in known):
            own, others = by_group[id(keys)]
            yield (
                replace(figures, sums=own, secret=secret),
                [
                    replace(knowledge, sums=sums, secret=knowledge.secret & keys)
                    for knowledge, sums in zip(known, others, strict=True)
                ],
            )


class _Attack:
    """How far numbers may be changed without that what is known is contradicted.

    Args:
        figures: of the table.
        knowledge: what readers know besides.
        hidden: what is hidden already; takes what must be.
        alone: the same without knowledge, which says how low a number comes by its sums alone: a
            total is not less than its hidden parts are at least.
    """

    def __init__(
        self,
        figures: Figures,
        knowledge: Knowledge,
        hidden: set[ObservationKey],
        alone: "_Attack | None" = None,
    ) -> None:
        self._figures, self._known, self._hidden = figures, knowledge, hidden
        self._alone = alone or self
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
        for key, (rise, fall), need, alone in tuple(self._targets()):
            if need.above > 0 and not self._move({rise: need.above, fall: 0}):
                exposed.add(key)
            if need.below > 0 and not self._move({rise: 0, fall: need.below}):
                lowest = alone.farthest_fall(key)
                if lowest >= need.below or not self._move({rise: 0, fall: lowest}):
                    exposed.add(key)
        return exposed

    def hide_all(self) -> None:
        """Hides every number that is part of a sum, or one itself."""
        self._hidden |= self._now.keys()

    def farthest_fall(self, key: ObservationKey) -> float:
        """How far a number falls when all others are hidden."""
        if key not in self._now:
            return math.inf
        rise, fall = self._now[key]
        program = replace(self._program, costs=[0.0] * len(self._program.costs))
        program.costs[fall] = -1
        moved = program.solve({rise: 0})
        # A little less, so that the program with this number given has a solution.
        return 0 if moved is None else max(moved[fall] - TOLERANCE, 0)

    def _targets(
        self,
    ) -> Iterator[tuple[ObservationKey, tuple[int, int], Need, "_Attack"]]:
        figures, known = self._figures, self._known
        for key in sorted(figures.secret, key=lambda key: (figures.values[key], key)):
            if key in self._now and not self._is_shown(key):
                yield key, self._now[key], figures.need(figures.values[key]), self._alone
        if self._then:
            values = {**known.shown, **known.hidden}
            before = replace(figures, values=values, secret=known.secret, sums=known.sums)
            alone = _Attack(before, Knowledge(), set(known.hidden))
            for key in sorted(known.secret & self._then.keys()):
                yield key, self._then[key], figures.need(known.hidden[key]), alone

    def _move(self, fixed: Mapping[int, float]) -> bool:
        moved = self._program.solve(fixed)
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
