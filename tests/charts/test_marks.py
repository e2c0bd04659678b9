"""Where bars, dots and means stand: as far along the axis as their values say."""

from collections.abc import Iterable, Mapping

import numpy as np
import pytest

from reportgen.charts import draw
from reportgen.document.canvas import ReportCanvas
from reportgen.document.chart_renderer import draw_marks
from reportgen.document.fonts import register
from reportgen.layout.load import Layout
from reportgen.model import Kind, Profile, Reason, Section
from tests.charts.drawn import Mark, marks_of
from tests.charts.small import CITIES, middle, small
from tests.document.making import plain_file
from tests.document.pdf import pixels
from tests.made_up import area, profiles


def test_bars_begin_at_zero_and_are_as_long_as_their_share(german: Layout) -> None:
    marks = marks_of(draw(small(), german)[Section.RECIPIENTS])
    axis = {mark.text: middle(mark)[0] for mark in marks}
    one, two = shapes(marks, german.look.colours.city)
    assert one.left == two.left == pytest.approx(axis["0"])
    assert one.right == pytest.approx(axis["75"])
    assert two.right == pytest.approx(axis["25"])


def test_the_mean_is_ticked_where_it_is(german: Layout) -> None:
    """Shares of the first area: 75 percent, and 25 percent in the other four cities."""
    marks = marks_of(draw(small(), german)[Section.RECIPIENTS])
    axis = {mark.text: middle(mark)[0] for mark in marks}
    legend, one, _ = shapes(marks, german.look.colours.mean)
    per_point = (axis["75"] - axis["0"]) / 75
    assert middle(one)[0] == pytest.approx(axis["0"] + per_point * 35)
    assert legend.right < axis_text(marks, german.texts.charts.mean).left


def shapes(marks: Iterable[Mark], colour: str) -> list[Mark]:
    return [mark for mark in marks if mark.colour == colour and not mark.text]


def dots(marks: Iterable[Mark], colour: str) -> list[Mark]:
    """The dots of a colour: those of other cities have that of the paper inside a rim."""
    found = shapes(marks, colour)
    return [m for m in found if abs((m.right - m.left) - (m.top - m.bottom)) < 0.01]


def axis_text(marks: tuple[Mark, ...], text: str) -> Mark:
    return next(mark for mark in marks if mark.text == text)


def test_bars_lie_above_the_grid(german: Layout) -> None:
    colours = german.look.colours
    marks = marks_of(draw(small(), german)[Section.RECIPIENTS])
    order = [m.colour for m in marks if not m.text]
    grid = [i for i, colour in enumerate(order) if colour == colours.rule]
    bars = [i for i, colour in enumerate(order) if colour == colours.city]
    assert len(grid) == 5
    assert max(grid) < min(bars)


def shares(*percent: float) -> Profile:
    """The first of the cities, whose shares are these; in all others they are equal."""
    names = [f"area {number}" for number in range(len(percent))]
    others = [10_000 / len(percent)] * (len(CITIES) - 1)
    columns = {name: [1000 * share, *others] for name, share in zip(names, percent, strict=True)}
    return profiles(CITIES, areas=[area(name) for name in names], recipients=columns)[0]


def bars_on_paper(profile: Profile, layout: Layout) -> list[tuple[float, int]]:
    """Of each bar its share in percent, and how far its colour reaches in pixels, on the page."""
    chart, scale = draw(profile, layout)[Section.RECIPIENTS], 4
    canvas = ReportCanvas((chart.width, chart.height), register(layout.fonts))
    draw_marks(canvas, chart.marks, 0, 0)
    canvas.showPage()
    picture = np.asarray(pixels(plain_file(canvas), scale=scale)).astype(int)
    city = np.array([round(255 * part) for part in layout.look.colours.city.rgb])
    is_city = np.abs(picture - city).sum(axis=2) < 30
    bars = shapes(marks_of(chart), layout.look.colours.city)
    found = []
    for row, bar in zip(
        sorted(profile.present(Kind.SHARE_OF_RECIPIENTS), key=lambda c: -(c.measure.value or 0)),
        bars,
        strict=True,
    ):
        edge = round(scale * (chart.height - bar.top + 1))  # above its number
        coloured = np.flatnonzero(is_city[edge])
        reach = coloured[-1] + 1 - scale * bar.left if len(coloured) else 0
        found.append((row.measure.value or 0.0, round(reach)))
    return found


@pytest.mark.parametrize(
    "percent",
    [
        (95.6, 2.4, 2.0),  # the means are far away
        (40.0, 31.0, 29.0),
        (33.5, 33.4, 33.1),
        (34.0, 33.0, 33.0),
        (26.0, 25.0, 24.5, 24.5),
        *[(100 - 4 * x - 0.3, x + 0.3, x, x, x) for x in (18.6, 19.2, 19.8, 20.0)],
        (90.0, *[10 / 29] * 29),
        *[(60.0, 3.0 + x, *[(37 - x) / 28] * 28) for x in (0.0, 0.4, 0.8, 1.6, 3.2)],
    ],
)
def test_bars_reach_as_far_on_paper_as_their_shares_say(
    german: Layout, percent: tuple[float, ...]
) -> None:
    """Wherever the mean's mark stands: it hides the end of none."""
    bars = bars_on_paper(shares(*percent), german)
    per_percent = bars[0][1] / bars[0][0]
    for share, reach in bars:
        assert reach == pytest.approx(share * per_percent, abs=1)


def test_of_the_real_cities_a_larger_share_has_a_longer_bar(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    for profile in cities.values():
        bars = bars_on_paper(profile, german)
        assert bars == sorted(bars, reverse=True)
        assert all(abs(reach - share * bars[0][1] / bars[0][0]) < 1.5 for share, reach in bars)


def test_the_city_lies_above_all_other_dots(german: Layout) -> None:
    colours = german.look.colours
    for section, others in ((Section.DENSITIES, colours.paper), (Section.ECONOMY, colours.others)):
        marks = marks_of(draw(small(), german)[section])
        row = middle(dots(marks, colours.city)[-1])[1]
        here = [mark for mark in marks if abs(middle(mark)[1] - row) < 0.01]
        city = dots(here, colours.city)[-1]
        around = dots(here, others)
        assert len(around) == 4
        assert here.index(city) > max(map(here.index, around))
        assert city.right - city.left > 1.3 * (around[0].right - around[0].left)


def test_each_density_has_a_scale_of_its_own_from_zero(german: Layout) -> None:
    """One area has a sixth, the other two thirds of its highest value."""
    colours = german.look.colours
    marks = marks_of(draw(small(), german)[Section.DENSITIES])
    for city, others, low_by_high in zip(
        dots(marks, colours.city)[-2:],
        (dots(marks, colours.paper)[-8:-4], dots(marks, colours.paper)[-4:]),
        (100 / 600, 200 / 300),
        strict=True,
    ):
        zero = min(
            middle(m)[0]
            for m in marks
            if m.text == "0" and abs(middle(m)[1] - middle(city)[1]) < 20
        )
        reach = sorted({round(middle(dot)[0] - zero, 2) for dot in (city, *others)})
        assert reach[0] / reach[1] == pytest.approx(low_by_high, rel=1e-2)


def test_a_city_that_does_not_report_has_no_dot(german: Layout) -> None:
    profile = small(recipients={"one": [600, *[Reason.LATER] * 3, 100]})
    marks = marks_of(draw(profile, german)[Section.DENSITIES])
    row = middle(dots(marks, german.look.colours.city)[-1])[1]
    here = [mark for mark in marks if abs(middle(mark)[1] - row) < 0.01]
    assert len(dots(here, german.look.colours.paper)) == 1


def test_the_favourable_side_of_deviations_is_at_the_right(german: Layout) -> None:
    """Of 8 and four times 5 the first is two standard deviations from the mean; low is better."""
    marks = marks_of(draw(small(), german)[Section.ECONOMY])
    axis = {mark.text: middle(mark)[0] for mark in marks}
    heads = [middle(mark)[0] for mark in marks if mark.text == german.texts.charts.mean]
    unit = axis["+1"] - max(heads)
    dot = dots(marks, german.look.colours.city)[-1]
    assert middle(dot)[0] == pytest.approx(max(heads) - 2 * unit, abs=0.01)
    assert axis["niedrig"] < max(heads)
