"""Charts over the years, peers in densities, and pictures of tiles."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from msgspec.structs import replace

from reportgen.charts import draw, draw_tiles
from reportgen.charts.axis import printed, spread_apart, ticks_from_zero
from reportgen.findings import write
from reportgen.indicators import compute
from reportgen.layout.load import Layout
from reportgen.model import Break, Chart, Profile, Reason, Section, Table
from tests.charts.drawn import Mark, collisions, marks_of, texts_of
from tests.charts.small import words
from tests.datasets import INDICATORS, dataset

LETTERS = "ABCDEFGHIJKL"


def of_years(
    values: Sequence[float | None],
    *,
    others: float = 5.0,
    breaks: tuple[int, ...] = (),
    unit: str = "%",
) -> Profile:
    """City A with these values of unemployment up to 2020; all others have one in each year."""
    first = 2021 - len(values)
    cells = {
        (city, first + place, "unemployment"): others + LETTERS.index(city) / 10
        for city in LETTERS[1:]
        for place in range(len(values))
    }
    cells |= {
        ("A", first + place, "unemployment"): value
        for place, value in enumerate(values)
        if value is not None
    }
    data = dataset(LETTERS, economy=cells)
    data = replace(
        data,
        indicators=(replace(INDICATORS[0], unit=unit),),
        breaks=tuple(
            Break(table=Table.ECONOMY, key="unemployment", year=year, remark="") for year in breaks
        ),
    )
    return compute(data, 2020, data.cities[:1])[0]


def lines(marks: Sequence[Mark], colour: str) -> list[Mark]:
    return [m for m in marks if m.colour == colour and not m.text and m.right - m.left > 8]


def test_first_and_last_value_of_city_and_mean_are_named(german: Layout) -> None:
    profile = of_years([4.0, 5.0, 9.0])
    printed_words = words(draw(profile, german)[Section.DEVELOPMENT])
    assert {"4,0", "9,0", "2018", "2020"} <= set(printed_words)
    assert {"+5,0 Punkte,", "Mittel +0,4"} <= set(printed_words)


@pytest.mark.parametrize(
    ("values", "runs"),
    [
        ([4.0, 5.0, 6.0], 1),
        ([4.0, 5.0, None, 6.0, 7.0], 2),
        ([4.0, None, 6.0], 0),
    ],
)
def test_a_year_without_a_value_parts_the_line(
    german: Layout, values: Sequence[float | None], runs: int
) -> None:
    marks = marks_of(draw(of_years(values), german)[Section.DEVELOPMENT])
    key, *drawn = lines(marks, german.look.colours.city)
    assert len(drawn) == runs, key


def test_years_before_a_break_are_not_drawn_and_the_break_is_marked(german: Layout) -> None:
    chart = draw(of_years([1.0, 2.0, 8.0, 9.0, 7.0], breaks=(2018,)), german)[Section.DEVELOPMENT]
    assert {"8,0", "7,0", "2018"} <= set(words(chart))
    assert not {"1,0", "2016"} & set(words(chart))
    assert len(slanted(chart)) == 2
    assert "Frühere Jahre sind nicht vergleichbar (Arbeitslosenquote vor 2018)." in chart.caption
    whole = draw(of_years([8.0, 9.0, 7.0]), german)[Section.DEVELOPMENT]
    assert slanted(whole) == []
    assert "vergleichbar" not in whole.caption


def test_the_alternative_text_counts_the_pictures_and_names_what_is_there(
    layouts: dict[str, Layout],
) -> None:
    one = of_years([4.0, 5.0, 6.0])
    both = {
        (c, year, key): 5.0 + LETTERS.index(c)
        for c in LETTERS for year in (2019, 2020) for key in ("unemployment", "rent")
    }  # fmt: skip
    (two,) = compute(dataset(LETTERS, economy=both), 2020, dataset(LETTERS).cities[:1])
    alone = {key: cell for key, cell in both.items() if key[0] == "A"}
    (single,) = compute(dataset("A", economy=alone), 2020)

    def said(profile: Profile, layout: Layout) -> str:
        return draw(profile, layout)[Section.DEVELOPMENT].alt_text

    english = layouts["en"]
    table = " The tables at the end have the figures of the last year."
    assert said(one, english).startswith(f"Line chart: A over the years, and the mean.{table} ")
    assert said(two, english).startswith("2 line charts: A over the years, and the mean.")
    assert said(single, english).startswith(f"2 line charts: A over the years.{table} ")
    assert said(one, layouts["de"]).startswith("Liniendiagramm: A über die Jahre, dazu das Mittel.")
    sections = tuple(s for s in english.look.sections if s != Section.FIGURES)
    bare = replace(english, look=replace(english.look, sections=sections))
    assert "tables" not in said(one, bare)


def test_without_other_cities_the_key_has_only_the_city(german: Layout) -> None:
    cells = {("A", year, "rent"): 5.0 + year % 3 for year in (2019, 2020)}
    (profile, _) = compute(dataset("AB", economy=cells), 2020)
    shown = words(draw(profile, german)[Section.DEVELOPMENT])
    assert "A" in shown
    assert not {"Mittel", "andere"} & set(shown)


def slanted(chart: Chart) -> list[Mark]:
    """Short strokes that are neither level nor upright."""
    return [
        m for m in marks_of(chart)
        if not m.text and 1.5 < m.right - m.left < 4 and 5 < m.top - m.bottom < 7
    ]  # fmt: skip


def test_the_mean_has_no_line_through_years_of_other_cities(german: Layout) -> None:
    colour = german.look.colours.mean
    whole = marks_of(draw(of_years([4.0, 5.0, 6.0]), german)[Section.DEVELOPMENT])
    gap = marks_of(draw(of_years([4.0, None, 6.0]), german)[Section.DEVELOPMENT])
    assert len(lines(whole, colour)) == 2
    assert len(lines(gap, colour)) == 1  # that of the key
    dashes = [m for m in gap if m.colour == colour and not m.text and m.right - m.left < 8]
    assert len(dashes) == 2


@pytest.mark.parametrize(
    ("years", "runs"),
    [((2010, 2015, 2020), 1), ((2019, 2020), 1), ((2016, 2018, 2019, 2020), 1), ((2018, 2020), 1)],
)
def test_years_that_a_workbook_leaves_out_regularly_are_no_gap(
    german: Layout, years: tuple[int, ...], runs: int
) -> None:
    """Of every fifth year there is a line; before the first of three years in a row a gap."""
    cells = {(c, y, "unemployment"): 5 + y % 7 for c in LETTERS for y in years}
    data = replace(dataset(LETTERS, economy=cells), indicators=INDICATORS[:1])
    (profile,) = compute(data, 2020, data.cities[:1])
    marks = marks_of(draw(profile, german)[Section.DEVELOPMENT])
    key, *drawn = lines(marks, german.look.colours.city)
    assert len(drawn) == runs, key
    axis = next(m for m in marks if m.text == str(years[0]))
    starts = (axis.left + axis.right) / 2 + 3 > min(line.left for line in drawn)
    assert starts == (years != (2016, 2018, 2019, 2020))


def test_a_caption_does_not_name_every_gap_of_many(german: Layout) -> None:
    cells = {
        (c, year, "unemployment"): 5.0 + n
        for n, c in enumerate(LETTERS)
        for year in range(2010, 2021)
        if c == "A" or (n * n + year) % (3 + year % 5)
    }
    data = replace(dataset(LETTERS, economy=cells), indicators=INDICATORS[:1])
    (profile,) = compute(data, 2020, data.cities[:1])
    chart = draw(profile, german)[Section.DEVELOPMENT]
    assert "In manchen Jahren fehlen Städte" in chart.caption
    assert len(chart.caption) < 250


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([50.0, 60.0], "+20\u202f%,"),
        ([-50.0, -60.0], "−10,00\u202f€/m²,"),
        ([50.0, -60.0], "−110,00\u202f€/m²,"),
        ([0.0, 60.0], "+60,00\u202f€/m²,"),
    ],
)
def test_the_change_of_what_is_not_above_zero_is_no_percentage(
    german: Layout, values: Sequence[float], told: str
) -> None:
    cells = {
        (c, 2019 + place, "rent"): value + LETTERS.index(c)
        for c in LETTERS
        for place, value in enumerate(values)
    }
    rent = replace(INDICATORS[1], unit="€/m²")
    data = replace(dataset(LETTERS, economy=cells), indicators=(rent,))
    (profile,) = compute(data, 2020, data.cities[:1])
    assert told in words(draw(profile, german)[Section.DEVELOPMENT])


def test_the_sign_of_an_amount_stands_before_a_unit_that_leads(
    layouts: dict[str, Layout],
) -> None:
    cells = {(c, year, "rent"): (year - 2019.5) * -50 for c in LETTERS for year in (2019, 2020)}
    data = dataset(LETTERS, economy=cells)
    data = replace(data, indicators=(replace(INDICATORS[1], unit="€/m²"),))
    (profile,) = compute(data, 2020, data.cities[:1])
    assert "−€50.00 per m²," in words(draw(profile, layouts["en"])[Section.DEVELOPMENT])


@pytest.mark.parametrize(("values", "breaks"), [([4.0], ()), ([4.0, 5.0], (2020,))])
def test_a_single_value_has_no_chart(
    german: Layout, values: Sequence[float], breaks: tuple[int, ...]
) -> None:
    assert Section.DEVELOPMENT not in draw(of_years(values, breaks=breaks), german)


def test_the_caption_names_cities_without_a_value(german: Layout) -> None:
    chart = draw(of_years([4.0, None, 6.0]), german)[Section.DEVELOPMENT]
    assert "Kein Mittel in Jahren, in denen Städte fehlen: Arbeitslosenquote 2019 (A)." in (
        chart.caption
    )


def test_labels_of_the_years_do_not_collide_however_near_city_and_mean_are(
    german: Layout,
) -> None:
    for value in (5.5, 5.55, 5.6, 5.65, 5.9):
        chart = draw(of_years([value] * 3, others=5.1), german)[Section.DEVELOPMENT]
        assert list(collisions(chart)) == []


@pytest.mark.parametrize("n", [39, 40, 400])
def test_from_forty_cities_on_they_are_a_shape_of_as_many_marks(german: Layout, n: int) -> None:
    from tests.made_up import area, indicator, profiles

    names = [f"Stadt {number}" for number in range(n)]
    profile = profiles(
        names,
        areas=[area("one")],
        indicators=[indicator("Quote")],
        recipients={"one": [100 + 7 * (number % 31) for number in range(n)]},
        economy={"Quote": [number % 17 for number in range(n)]},
    )[0]
    charts = draw(profile, german)
    for section in (Section.DENSITIES, Section.ECONOMY):
        assert (len(marks_of(charts[section])) < 60) == (n >= 40)
        assert list(collisions(charts[section])) == []


def test_peers_are_named_above_their_dots_and_in_the_key(
    cities: dict[str, Profile], german: Layout
) -> None:
    profile = cities["duesseldorf"]
    texts = texts_of(draw(profile, german)[Section.DENSITIES])
    assert "ähnliche Städte: F, HH, K, N, S" in {text.text for text in texts}
    assert sum(text.text == "F" for text in texts) >= 3
    assert {"112,6", "106,0", "125,6"} <= {text.text for text in texts}


def test_tiles_say_where_the_line_begins_and_how_many_lie_to_each_side(
    cities: dict[str, Profile], german: Layout
) -> None:
    profile = cities["duesseldorf"]
    tiles = write(profile, german).tiles
    drawings = draw_tiles(profile, tiles, german)
    assert len(drawings) == len(tiles) == 4
    first = drawings[0]
    assert first
    assert {"2018: 115,4", "2020", "6 niedriger", "8 höher", "125,6"} <= {
        mark.text for mark in texts_of(first)
    }
    assert "6 niedriger, 8 höher" in first.alt_text


def test_the_caption_explains_only_the_marks_that_tiles_have(layouts: dict[str, Layout]) -> None:
    def caption(profile: Profile, language: str = "de") -> str:
        layout = layouts[language]
        drawings = draw_tiles(profile, write(profile, layout).tiles, layout)
        (said,) = {drawing.caption for drawing in drawings if drawing}
        return said

    def of(values: Sequence[float | Reason], years: Sequence[int]) -> Profile:
        cells = {
            (city, year, "unemployment"): value
            for city, value in zip(LETTERS, values, strict=False)
            for year in years
            if not isinstance(value, Reason)
        }
        data = dataset(LETTERS[: len(values)], economy=cells)
        return compute(data, 2020, data.cities[:1])[0]

    def others(mean: str) -> str:
        return f"Streifen: alle Städte, A groß{mean}; außen: Zahl der Städte darunter und darüber."

    both, last = (2019, 2020), (2020,)
    assert caption(of([5.0], both)) == "Linie: Verlauf."
    assert caption(of([5.0, 4.0, 3.0], last)) == others(", Strich: Mittel")
    assert caption(of([5.0, 4.0, 3.0], both)) == f"Linie: Verlauf. {others(', Strich: Mittel')}"
    assert caption(of([5.0], both), "en") == "Line: over the years."


def test_pictures_of_tiles_have_one_size_and_no_collision(
    cities: dict[str, Profile], layouts: dict[str, Layout]
) -> None:
    for profile in cities.values():
        for layout in layouts.values():
            drawings = draw_tiles(profile, write(profile, layout).tiles, layout)
            drawn = [drawing for drawing in drawings if drawing]
            assert len({(drawing.width, drawing.height) for drawing in drawn}) == 1
            assert [fault for each in drawn for fault in collisions(each)] == []


def test_a_single_city_has_no_strips(german: Layout) -> None:
    from tests.made_up import area, profiles

    (profile,) = profiles(["Köln"], areas=[area("one")], recipients={"one": [100]})
    assert not any(draw_tiles(profile, write(profile, german).tiles, german))


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (0.07, "0 0,02 0,04 0,06 0,08"),
        (3.1, "0 1 2 3 4"),
        (189.0, "0 50 100 150 200"),
        (10, "0 2,5 5,0 7,5 10,0"),
    ],
)
def test_ticks_are_round_and_reach_as_far_as_the_values(
    german: Layout, highest: float, expected: str
) -> None:
    ticks = ticks_from_zero(highest, 4)
    assert float(ticks[-1]) >= highest
    shown = " ".join(printed(ticks, german.texts.style)).replace("0,00 ", "0 ", 1)
    assert shown.replace("0,0 2,5", "0 2,5") == expected


def test_labels_stay_near_their_places_and_apart() -> None:
    assert spread_apart([10, 50, 90], [10, 10, 10], 2, 0, 100) == (10, 50, 90)
    near = spread_apart([50, 50.5, 51], [10, 10, 10], 2, 0, 100)
    assert near is not None
    assert [round(b - a, 6) for a, b in pairwise(near)] == [12, 12]
    assert sum(near) / 3 == pytest.approx(50.5)
    assert spread_apart([1, 2], [60, 60], 2, 0, 100) is None
    edges = spread_apart([0, 100], [10, 10], 2, 0, 100)
    assert edges == (5, 95)


@pytest.mark.parametrize("name", ["Ulm", "Verwaltungsgemeinschaft " * 8, "W" * 200])
def test_the_key_of_the_years_keeps_within_the_chart(german: Layout, name: str) -> None:
    profile = of_years([4.0, 5.0, 6.0])
    city = replace(profile.city, name=name.strip())
    chart = draw(replace(profile, city=city), german)[Section.DEVELOPMENT]
    assert list(collisions(chart)) == []


@pytest.mark.parametrize("first", [1.0, 1e-4, 1e-14])
def test_a_change_keeps_within_its_picture_however_wide(german: Layout, first: float) -> None:
    chart = draw(of_years([first, 5.0, 7e9], unit="€"), german)[Section.DEVELOPMENT]
    (own,) = [text for text in texts_of(chart) if text.text.startswith("+") and "%" in text.text]
    assert own.right <= (chart.width - 2 * 18) / 3 + 1e-6
    assert list(collisions(chart)) == []
