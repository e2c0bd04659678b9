"""Linear programs, solved by HiGHS (Huangfu & Hall 2018), which is loaded when one is needed."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from msgspec import Struct, field

#: A number below this is zero to the solver.
TOLERANCE = 1e-6


class Program(Struct):
    """Minimise the costs of variables that lie within bounds and obey equations.

    Attributes:
        costs, lower, upper: of each variable.
        equations: coefficients by number of the variable; each sums up to zero.
    """

    costs: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    equations: list[Mapping[int, float]] = field(default_factory=list)

    def add(self, *, cost: float = 0, lower: float = 0, upper: float = inf) -> int:
        """A new variable; its number."""
        self.costs.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.costs) - 1

    def solve(self, fixed: Mapping[int, float] | None = None) -> Sequence[float] | None:
        """The best values, with some of them fixed; None when there are none that obey."""
        import highspy  # noqa: PLC0415

        lower, upper = list(self.lower), list(self.upper)
        for number, value in (fixed or {}).items():
            lower[number] = upper[number] = value
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        program = _model(highspy, self, lower, upper)
        solver.passModel(program)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values: Sequence[float] = solver.getSolution().col_value
        return values


def _model(highspy: Any, program: Program, lower: Sequence[float], upper: Sequence[float]) -> Any:
    """The program in the solver's own form, its equations row by row."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.costs), len(program.equations)
    model.col_cost_, model.col_lower_, model.col_upper_ = program.costs, lower, upper
    model.row_lower_ = model.row_upper_ = [0.0] * len(program.equations)
    starts, index, value = [0], list[int](), list[float]()
    for equation in program.equations:
        index += equation.keys()
        value += equation.values()
        starts.append(len(index))
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_, matrix.value_ = starts, index, value
    matrix.num_col_, matrix.num_row_ = model.num_col_, model.num_row_
    return model
