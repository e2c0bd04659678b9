"""Who reads everything, knows how the workbook adds up, and bounds what was left out.

The attacker has an own linear program and knows the sums from how tables were made, not from the
program that is attacked: every sum over areas and over districts, in every year, in the new and in
the earlier publication; that no count which is left out is zero; and that numbers which were not
corrected are the same in both.
"""

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

import highspy
from msgspec import Struct, field

from reportgen.model import Dataset, ObservationKey, Table
from tests.confidentiality.tables import SUM_OF_AREAS, SUM_OF_CITIES, Shape, numbers

#: A number of a publication: the new one or the earlier one.
Variable = tuple[str, ObservationKey]


class Attacker(Struct):
    """What is known of unknown numbers.

    Attributes:
        floor: least that they can be, by table.
    """

    floor: Mapping[Table, float]
    equations: list[tuple[dict[Variable, float], float]] = field(default_factory=list)
    unknown: dict[Variable, int] = field(default_factory=dict)

    def read(
        self, what: str, truth: Dataset, shown: Dataset, shape: Shape, same: Mapping[str, Any]
    ) -> None:
        """Takes in a publication.

        Args:
            what: names it.
            truth: only asked for which cells there are, and whether a sum holds.
            shown: what was published.
            shape: how it adds up.
            same: variables of other publications in place of own ones, by cell.
        """
        values, seen = numbers(truth), numbers(shown)
        for total, parts in _sums(values, shape):
            known, coefficients = 0.0, dict[Variable, float]()
            for key, sign in ((total, 1.0), *((part, -1.0) for part in parts)):
                variable = same.get(key, (what, key))
                if key in seen:
                    known += sign * seen[key]
                elif isinstance(variable, float):
                    known += sign * variable
                else:
                    self.unknown.setdefault(variable, len(self.unknown))
                    coefficients[variable] = coefficients.get(variable, 0) + sign
            if coefficients:
                self.equations.append((coefficients, -known))

    def bounds(self, variable: Variable) -> tuple[float, float]:
        """The least and the most that an unknown number can be."""
        if variable not in self.unknown:
            return self.floor[variable[1][0]], inf
        return self._extreme(variable, 1), self._extreme(variable, -1)

    def _extreme(self, variable: Variable, sign: int) -> float:
        solver: Any = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        infinite = highspy.kHighsInf
        for other in self.unknown:
            cost = sign if other == variable else 0
            solver.addCol(cost, self.floor[other[1][0]], infinite, 0, [], [])
        for coefficients, right in self.equations:
            columns = [self.unknown[other] for other in coefficients]
            solver.addRow(right, right, len(columns), columns, list(coefficients.values()))
        solver.run()
        status = solver.getModelStatus()
        if status in {
            highspy.HighsModelStatus.kUnbounded,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        }:
            return -inf * sign
        assert status == highspy.HighsModelStatus.kOptimal, status
        return float(sign * solver.getInfo().objective_function_value)


def _sums(
    values: Mapping[ObservationKey, float], shape: Shape
) -> Iterator[tuple[ObservationKey, tuple[ObservationKey, ...]]]:
    """Totals and their parts, where they hold: a number that was not delivered is none."""
    total_city = SUM_OF_CITIES.lower()
    for total in values:
        table, city, year, area = total
        if table not in {Table.RECIPIENTS, Table.PAYMENTS}:
            continue
        in_year = [key for key in values if key[0] is table and key[2] == year]
        over_areas = tuple(k for k in in_year if k[1] == city and k[3] != SUM_OF_AREAS)
        over_cities = tuple(k for k in in_year if k[3] == area and k[1] != total_city)
        for is_total, parts in (
            (shape.areas_add_up and area == SUM_OF_AREAS, over_areas),
            (shape.cities_add_up and city == total_city, over_cities),
        ):
            if is_total and parts and sum(values[p] for p in parts) == values[total]:
                yield total, parts
