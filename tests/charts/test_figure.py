"""A chart is matplotlib's as well: its own renderer draws the same picture as our pages show."""

from io import BytesIO

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from reportgen.charts import draw, figure_of
from reportgen.document.canvas import ReportCanvas
from reportgen.document.chart_renderer import draw_marks
from reportgen.document.fonts import register
from reportgen.layout.load import Layout
from reportgen.model import Chart, Drawing, Profile, Section
from tests.charts.small import small
from tests.document.making import plain_file
from tests.document.pdf import pixels

#: Pixels a point, and of these in a square that is compared.
SCALE, SQUARE = 2, 8


def by_matplotlib(chart: Chart | Drawing) -> np.ndarray:
    stream = BytesIO()
    with mpl.rc_context({"figure.dpi": 30, "savefig.dpi": 30, "lines.linewidth": 9}):
        figure_of(chart).savefig(stream, format="png", dpi=72 * SCALE)
    drawn = Image.open(stream).convert("RGBA")
    ground = Image.new("RGBA", drawn.size, "white")
    return squares(np.asarray(Image.alpha_composite(ground, drawn)))


def on_paper(chart: Chart | Drawing, layout: Layout) -> np.ndarray:
    canvas = ReportCanvas((chart.width, chart.height), register(layout.fonts))
    draw_marks(canvas, chart.marks, 0, 0)
    canvas.showPage()
    return squares(np.asarray(pixels(plain_file(canvas), scale=SCALE)))


def squares(picture: np.ndarray) -> np.ndarray:
    """Means of squares: programs smooth the edges of letters in ways of their own."""
    height, width = (length // SQUARE * SQUARE for length in picture.shape[:2])
    whole = picture[:height, :width, :3].astype(float)
    parts = whole.reshape(height // SQUARE, SQUARE, width // SQUARE, SQUARE, 3)
    return parts.mean(axis=(1, 3))


def test_matplotlib_draws_every_chart_as_it_is_on_the_page(
    cities: dict[str, Profile], german: Layout
) -> None:
    charts = [*draw(cities["duesseldorf"], german).values(), *draw(small(), german).values()]
    assert {Section.DEVELOPMENT, Section.MONEY} <= {chart.section for chart in charts}
    for chart in charts:
        one, other = by_matplotlib(chart), on_paper(chart, german)
        rows, columns = (min(pair) for pair in zip(one.shape[:2], other.shape[:2], strict=True))
        differences = np.abs(one[:rows, :columns] - other[:rows, :columns])
        assert differences.max() < 60
        assert differences.mean() < 3


@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_matplotlib_saves_charts_in_its_other_formats(german: Layout, form: str) -> None:
    for chart in draw(small(), german).values():
        stream = BytesIO()
        figure_of(chart).savefig(stream, format=form)
        assert len(stream.getvalue()) > 5000
