"""The charts of a report as somebody draws them who knows matplotlib: Axes, plot, fill, scatter.

What is drawn, and where, is given by the marks of the content; one unit of an axis is a point.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

#: Of pictures in pixels, per inch.
RESOLUTION = 200


def use_fonts(files: Iterable[str]) -> None:
    """Makes the fonts known; texts of SVG stay text."""
    for file in files:
        font_manager.fontManager.addfont(file)
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "reports"})


def svg(drawing: dict[str, Any]) -> bytes:
    """The chart as SVG."""
    stream = BytesIO()
    figure = _figure(drawing)
    figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
    return stream.getvalue()


def png(drawing: dict[str, Any]) -> BytesIO:
    """The chart as a picture of pixels."""
    stream = BytesIO()
    _figure(drawing).savefig(stream, format="png", dpi=RESOLUTION)
    stream.seek(0)
    return stream


def _figure(drawing: dict[str, Any]) -> Figure:
    width, height = drawing["width"], drawing["height"]
    figure = Figure(figsize=(width / 72, height / 72))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    for order, (number, *what) in enumerate(drawing["figure"]["marks"]):
        look = drawing["figure"]["looks"][number]
        if look["kind"] == "text":
            x, y, words = what
            font = FontProperties("Source Sans Pro", weight=look["weight"], size=look["size"])
            axes.text(x, y, words, color=look["fill"], fontproperties=font, zorder=order)
        elif look["kind"] == "dots":
            xs, ys = zip(*what[0], strict=True)
            axes.scatter(
                xs, ys, s=(2 * look["radius"]) ** 2, color=look["fill"],
                edgecolors=look["stroke"], linewidths=look["width"], zorder=order, clip_on=False,
            )  # fmt: skip
        elif look["kind"] == "area":
            xs, ys = zip(*what[0], strict=True)
            axes.fill(xs, ys, color=look["fill"], linewidth=0, zorder=order)
        else:
            for line in what[0]:
                xs, ys = zip(*line, strict=True)
                axes.plot(
                    xs, ys, color=look["stroke"], linewidth=look["width"], zorder=order,
                    solid_capstyle="butt", clip_on=False,
                    linestyle=(0, [part / look["width"] for part in look["dashes"]])
                    if look["dashes"] else "-",
                )  # fmt: skip
    return figure
