"""A chart as a figure of matplotlib, for whoever shows it, saves it, or draws more upon it."""

from copy import copy
from typing import TYPE_CHECKING

from reportgen.model import Chart, Drawing

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def figure_of(chart: Chart | Drawing) -> "Figure":
    """A figure of the chart's size that holds its marks, as ``savefig`` takes it.

    A report needs none: its pages draw the marks themselves.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415, it is slow to import

    figure = Figure(figsize=(chart.width / 72, chart.height / 72), dpi=72, frameon=False)
    figure.set_layout_engine("none")  # whatever a user's matplotlibrc says
    # An artist belongs to one figure for good, and then counts in its pixels.
    figure.add_artist(copy(chart.marks))
    return figure
