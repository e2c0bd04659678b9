"""Charts of a layout's own: any measure, as bars, dots, distances from the mean, or a line."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportgen.charts import draw, require_measures
from reportgen.charts.own_bars import BAR
from reportgen.errors import LayoutError
from reportgen.layout.load import Layout, load_layout
from reportgen.layout.own_blocks import BlockKind, ChartStyle, OwnBlock
from reportgen.model import (
    Chart,
    Flag,
    Kind,
    PeerOrigin,
    Peers,
    Profile,
    Reason,
    Source,
    Table,
)
from tests.charts.drawn import Mark, collisions, marks_of, texts_of
from tests.charts.small import small, words
from tests.charts.test_years import of_years
from tests.made_up import indicator, profiles

QUOTE = (Kind.ECONOMY.value, "Quote")


def chart_of(
    profile: Profile,
    layout: Layout,
    measure: tuple[str, str] = QUOTE,
    style: ChartStyle = ChartStyle.BARS,
) -> Chart | None:
    """The chart of a block of the layout's own; None where the report has none."""
    block = OwnBlock(kind=BlockKind.CHART, measure=measure, style=style)
    return draw(profile, replace(layout, blocks={"own": block})).get("own")


def drawn(profile: Profile, layout: Layout, *given: object) -> Chart:
    chart = chart_of(profile, layout, *given)  # type: ignore[arg-type]
    assert chart
    return chart


def bars(chart: Chart) -> list[Mark]:
    """The boxes of bars, from top to bottom."""
    boxes = [mark for mark in marks_of(chart) if not mark.text]
    return [box for box in boxes if box.top - box.bottom == pytest.approx(BAR)]


@pytest.mark.parametrize("style", ChartStyle)
def test_each_style_names_the_value_and_has_clear_places(german: Layout, style: ChartStyle) -> None:
    profile = of_years([4.0, 5.0, 7.3])
    chart = drawn(profile, german, (Kind.ECONOMY.value, "unemployment"), style)
    assert any("7,3" in word for word in words(chart))
    assert list(collisions(chart)) == []
    assert "Arbeitslosenquote" in chart.title
    assert chart.height > 10


def test_a_bar_for_each_city_is_as_long_as_its_value(german: Layout) -> None:
    profile = small(economy={"Quote": [8.0, 4.0, 2.0, 6.0, 1.0]})
    chart = drawn(profile, german)
    lengths = [bar.right - bar.left for bar in bars(chart)]
    assert [length / lengths[-1] for length in lengths] == pytest.approx([8, 6, 4, 2, 1])
    named = [word for word in words(chart) if word in {"Köln", "Bonn", "Aachen", "Ulm", "Mainz"}]
    assert named == ["Köln", "Ulm", "Bonn", "Aachen", "Mainz"]


def test_only_the_citys_bar_is_in_its_colour(german: Layout) -> None:
    chart = drawn(small(economy={"Quote": [3.0, 4.0, 2.0, 6.0, 1.0]}), german)
    look = german.look.colours
    assert [bar.colour for bar in bars(chart)] == [
        look.city if place == 2 else look.others for place in range(5)
    ]


@pytest.mark.parametrize("values", [[-8.0, 4.0, 2.0, -6.0, 1.0], [-8.0, -4.0, -2.0, -6.0, -1.0]])
def test_negative_values_have_bars_to_the_left_of_zero(german: Layout, values: list[float]) -> None:
    chart = drawn(small(economy={"Quote": values}), german)
    found = bars(chart)
    ordered = sorted(values, reverse=True)
    zeros = [
        bar.left if value > 0 else bar.right for bar, value in zip(found, ordered, strict=True)
    ]
    assert zeros == pytest.approx([zeros[0]] * 5)
    assert list(collisions(chart)) == []
    # Each value stands at the end of its bar, away from zero.
    numbers = {mark.text: mark for mark in texts_of(chart)}
    lowest = numbers["−8,0\u202f%"]
    assert lowest.right < found[-1].left
    assert lowest.left > numbers["Köln"].right


def test_values_of_zero_have_no_length(german: Layout) -> None:
    chart = drawn(small(economy={"Quote": [0.0] * 5}), german)
    assert [bar.right - bar.left for bar in bars(chart)] == pytest.approx([0.0] * 5)
    assert list(collisions(chart)) == []


@pytest.mark.parametrize("style", ChartStyle)
def test_a_city_without_the_value_has_no_such_chart(german: Layout, style: ChartStyle) -> None:
    profile = small(economy={"Quote": [Reason.LATER, 5.0, 5.1, 5.2, 5.3]})
    assert chart_of(profile, german, QUOTE, style) is None


def test_a_line_needs_two_years(german: Layout) -> None:
    assert chart_of(small(), german, QUOTE, ChartStyle.LINES) is None


def test_a_deviation_needs_values_that_differ(german: Layout) -> None:
    profile = small(economy={"Quote": [5.0] * 5})
    assert chart_of(profile, german, QUOTE, ChartStyle.DEVIATIONS) is None


@pytest.mark.parametrize(
    ("measure", "value", "what"),
    [
        (QUOTE, "8,0\u202f%", ""),
        ((Kind.RECIPIENTS.value, "one"), "600", "Personen"),
        ((Kind.RECIPIENTS.value, "total"), "800", "Personen"),
        ((Kind.PAYMENTS.value, "two"), "5.000.000\u202f€", "Auszahlungen"),
        ((Kind.SHARE_OF_RECIPIENTS.value, "one"), "75,0\u202f%", "Anteil"),
        ((Kind.SHARE_OF_PAYMENTS.value, "two"), "50,0\u202f%", "Anteil"),
        ((Kind.DENSITY.value, "one"), "6,0", "je 1.000"),
        ((Kind.PAYMENTS_PER_RECIPIENT.value, "two"), "25.000\u202f€", "je"),
        ((Kind.PAYMENTS_PER_INHABITANT.value, "two"), "50\u202f€", "je Einwohner"),
    ],
)
def test_the_alternative_text_and_the_bar_name_the_value(
    german: Layout, measure: tuple[str, str], value: str, what: str
) -> None:
    chart = drawn(small(), german, measure)
    assert f"Köln: {value}" in chart.alt_text
    assert "verglichen werden 5" in chart.alt_text
    assert value in words(chart)
    assert what in chart.subtitle
    assert "2020" in chart.subtitle


def test_the_words_follow_the_language(layouts: Mapping[str, Layout]) -> None:
    chart = drawn(small(), layouts["en"], (Kind.PAYMENTS.value, "one"))
    assert "5,000,000" in chart.alt_text
    assert chart.subtitle.startswith("Payments")


def test_long_names_of_cities_are_cut_to_their_column(german: Layout) -> None:
    name = "Verbandsgemeinde Langenlonsheim-Stromberg an der Nahe mit allen ihren Ortsteilen"
    profile, *_ = profiles(
        [name, "Bonn", "Ulm"],
        indicators=[indicator("Quote")],
        economy={"Quote": [8.0, 5.0, 4.0]},
    )
    chart = drawn(profile, german)
    (shown,) = [word for word in words(chart) if word.startswith("Verbands")]
    assert shown.endswith("…")
    assert name in chart.alt_text
    assert list(collisions(chart)) == []


def test_a_measure_that_the_workbook_has_not_is_told_with_the_nearest(german: Layout) -> None:
    with pytest.raises(LayoutError) as caught:
        chart_of(small(), german, (Kind.ECONOMY.value, "Quotte"))
    (problem,) = caught.value.problems
    assert problem.code == "unknown-measure"
    assert problem.hint == 'did you mean "Quote"?'
    with pytest.raises(LayoutError) as caught:
        chart_of(small(), german, (Kind.DENSITY.value, "nope"))
    (problem,) = caught.value.problems
    assert problem.code == "unknown-measure"
    assert "one, two" in problem.hint


def test_a_layout_names_its_chart_among_its_sections(tmp_path: Path) -> None:
    (tmp_path / "layout.toml").write_text(
        'name = "own"\nextends = "city-profile"\nsections = ["title", "quote"]\n'
        '[blocks.quote]\nkind = "chart"\nmeasure = "Quote"\nstyle = "bars"\n',
        encoding="utf-8",
    )
    (tmp_path / "de.toml").write_text(
        '[blocks.quote]\nheading = "Wo wir stehen"\n', encoding="utf-8"
    )
    chart = draw(small(), load_layout(tmp_path, "de"))["quote"]
    assert chart.title == "Wo wir stehen"
    assert len(bars(chart)) == 5


def test_all_measures_that_the_workbook_has_not_are_told_at_once(german: Layout) -> None:
    blocks = {
        key: OwnBlock(kind=BlockKind.CHART, measure=(Kind.ECONOMY.value, key))
        for key in ("Quote", "nope", "neither")
    }
    with pytest.raises(LayoutError) as caught:
        require_measures(small(), replace(german, blocks=blocks))
    assert [problem.where.rpartition(", ")[2] for problem in caught.value.problems] == [
        "blocks.nope.measure",
        "blocks.neither.measure",
    ]


OF_PAYMENTS = [
    Kind.PAYMENTS,
    Kind.SHARE_OF_PAYMENTS,
    Kind.PAYMENTS_PER_RECIPIENT,
    Kind.PAYMENTS_PER_INHABITANT,
]


@pytest.mark.parametrize("kind", OF_PAYMENTS)
@pytest.mark.parametrize("style", [ChartStyle.BARS, ChartStyle.DOTS])
def test_what_is_estimated_stands_alone_and_is_marked(
    german: Layout, kind: Kind, style: ChartStyle
) -> None:
    estimates = [(5e6, Flag.ESTIMATED), *[(1e6, Flag.ESTIMATED)] * 4]
    profile = small(payments={"one": estimates, "two": estimates})
    chart = drawn(profile, german, (kind.value, "one"), style)
    assert "Bonn" not in words(chart)
    assert any(word.endswith("\u00a0s") for word in words(chart))
    assert (
        chart.caption
        == {
            ChartStyle.BARS: "Schraffiert: geschätzt.",
            ChartStyle.DOTS: "s: geschätzt.",
        }[style]
    )
    assert "(geschätzt)" in chart.alt_text
    assert "verglichen" not in chart.alt_text
    if style is ChartStyle.BARS:
        # A hatch instead of a full bar: an outline and strokes on the ground's colour.
        assert [bar.colour for bar in bars(chart)][:1] == [german.look.colours.ground]
        strokes = [m for m in marks_of(chart) if m.colour == german.look.colours.city]
        assert len(strokes) > 20
    assert list(collisions(chart)) == []


def test_own_figures_stand_alone_beside_estimates_of_others(german: Layout) -> None:
    payments = [5e6, *[(1e6, Flag.ESTIMATED)] * 4]
    chart = drawn(small(payments={"one": payments}), german, (Kind.PAYMENTS.value, "one"))
    assert [bar.colour for bar in bars(chart)] == [german.look.colours.city]
    assert chart.caption == ""


@pytest.mark.parametrize(("n", "height"), [(39, 600.0), (40, 120.0), (400, 120.0)])
@pytest.mark.parametrize("lowest", [-60.0, -1.0, 0.0, 5.0])
def test_many_cities_are_a_shape_whatever_the_sign(
    german: Layout, n: int, height: float, lowest: float
) -> None:
    values = [50.0, *[lowest + number % 30 for number in range(n - 1)]]
    profile, *_ = profiles(
        [f"Stadt {number}" for number in range(n)],
        indicators=[indicator("Quote")],
        economy={"Quote": values},
    )
    chart = drawn(profile, german)
    assert chart.height < height
    assert (len(bars(chart)) == n) == (n < 40)
    assert list(collisions(chart)) == []


def test_many_values_below_zero_are_a_shape(german: Layout) -> None:
    profile, *_ = profiles(
        [f"Stadt {number}" for number in range(50)],
        indicators=[indicator("Quote")],
        economy={"Quote": [-5.0 - number % 17 for number in range(50)]},
    )
    chart = drawn(profile, german)
    assert "verglichen werden 50" in chart.alt_text
    assert list(collisions(chart)) == []


@pytest.mark.parametrize(
    ("measure", "cited"),
    [
        (QUOTE, "Quelle: INKAR; eigene Berechnung."),
        ((Kind.RECIPIENTS.value, "one"), "Quelle: Amt A; eigene Berechnung. Köln zählt anders."),
        ((Kind.PAYMENTS.value, "one"), "Quelle: eigene Berechnung."),
        (
            (Kind.DENSITY.value, "one"),
            "Quelle: Amt A; Amt B; eigene Berechnung. Köln zählt anders.",
        ),
    ],
)
def test_whose_figures_they_are_is_told(
    german: Layout, measure: tuple[str, str], cited: str
) -> None:
    slug = small().city.slug
    sources = [
        Source(table=Table.RECIPIENTS, city=None, year=None, citation="Amt A", remark=""),
        Source(table=Table.POPULATION, city=None, year=None, citation="Amt B", remark=""),
        Source(table=Table.ECONOMY, city=None, year=None, citation="INKAR", remark=""),
        Source(
            table=Table.RECIPIENTS, city=slug, year=None, citation="", remark="Köln zählt anders."
        ),
    ]
    chart = drawn(small(sources=sources), german, measure)
    assert "".join(span.text for span in chart.source) == cited


def test_a_deviation_says_what_it_is_and_how_to_read_it(german: Layout) -> None:
    chart = drawn(small(), german, QUOTE, ChartStyle.DEVIATIONS)
    assert chart.subtitle == "Abstand vom Mittel, 2020"
    assert "Axis" not in chart.caption
    assert "Achse: Standardabweichungen. Kasten:" in chart.caption
    assert "Am höchsten: Köln 8,0\u202f%" in chart.alt_text


def test_a_line_says_its_years_and_what_is_left_out(german: Layout) -> None:
    measure = (Kind.ECONOMY.value, "unemployment")
    chart = drawn(of_years([1.0, 4.0, 5.0, 7.3], breaks=(2018,)), german, measure, ChartStyle.LINES)
    assert chart.subtitle == "%, 2018 bis 2020"
    for said in ("2018: 4,0\u202f%", "2019: 5,0\u202f%", "2020: 7,3\u202f%", "Mittel "):
        assert said in chart.alt_text
    assert "2017" not in chart.alt_text
    assert "Frühere Jahre sind nicht vergleichbar" in chart.caption
    assert chart_of(of_years([4.0, 5.0, None]), german, measure, ChartStyle.LINES) is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            [8.0, 5.0, 4.0],
            "Grafik: Quote (%, 2020). Köln: 8,0\u202f% (Mittel 5,7\u202f%); "
            "verglichen werden 3 Städte. "
            "Alle Zahlen: Köln 8,0\u202f%; Bonn 5,0\u202f%; Ulm 4,0\u202f%.",
        ),
        (
            [8.0, 5.0, Reason.LATER],
            "Grafik: Quote (%, 2020). Köln: 8,0\u202f% (Mittel von 2 Städten 6,5\u202f%); "
            "verglichen mit der anderen Stadt. Alle Zahlen: Köln 8,0\u202f%; Bonn 5,0\u202f%.",
        ),
        ([8.0, Reason.LATER, Reason.LATER], "Grafik: Quote (%, 2020). Köln: 8,0\u202f%."),
    ],
)
def test_the_alternative_text_has_the_numbers_of_bars(
    german: Layout, values: list[float], said: str
) -> None:
    profile, *_ = profiles(
        ["Köln", "Bonn", "Ulm"], indicators=[indicator("Quote")], economy={"Quote": values}
    )
    assert drawn(profile, german).alt_text == said


def test_the_alternative_text_of_dots_has_extremes_and_peers(german: Layout) -> None:
    profile = small(economy={"Quote": [8.0, 5.0, 4.0, 9.0, 3.0]})
    peers = Peers(cities=profile.cities[1:3], origin=PeerOrigin.CHOSEN)
    profile = replace(profile, peers=peers)
    said = drawn(profile, german, QUOTE, ChartStyle.DOTS).alt_text
    assert "Am höchsten: Ulm 9,0\u202f%; am niedrigsten: Mainz 3,0\u202f%." in said
    assert "Mittel (Vergleichsgruppe): 4,5\u202f%." in said
