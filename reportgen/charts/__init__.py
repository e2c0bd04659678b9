"""Draw stage: charts and the pictures of the title page, as artists of matplotlib without Axes."""

from reportgen.charts.draw import draw
from reportgen.charts.figure import figure_of
from reportgen.charts.own_charts import require_measures
from reportgen.charts.printed_numbers import printed_numbers
from reportgen.charts.tiles import draw_tiles

__all__ = ["draw", "draw_tiles", "figure_of", "printed_numbers", "require_measures"]
