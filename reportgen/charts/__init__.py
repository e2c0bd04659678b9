"""Draw stage: the four charts, as matplotlib figures without Axes."""

from reportgen.charts.draw import draw

__all__ = ["draw"]
