"""Numbers of charts and of the pictures of the title page in a corrected report."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from msgspec.structs import replace

from reportgen.charts import draw, draw_tiles
from reportgen.charts.board import Board
from reportgen.findings import write
from reportgen.indicators import compute
from reportgen.layout.load import Layout
from reportgen.layout.own_blocks import BlockKind, ChartStyle, OwnBlock
from reportgen.model import (
    Correction,
    Dataset,
    Kind,
    ObservationKey,
    Portrait,
    Profile,
    Section,
    Table,
)
from reportgen.pipeline import find_erratum

NUMBER = re.compile(r"[-+−]?\d[\d.,]*")
EARLIER = (Table.RECIPIENTS, "koeln", 2018, "sgb2")
UNEMPLOYED = (Table.ECONOMY, "koeln", 2010, "unemployment_rate")


def profile_of(dataset: Dataset, city: str = "koeln") -> Profile:
    chosen = [each for each in dataset.cities if each.slug == city]
    (profile,) = compute(dataset, dataset.about.year, chosen)
    return profile


def corrected(dataset: Dataset, changed: Mapping[ObservationKey, float]) -> Dataset:
    observations = {
        **dataset.observations,
        **{key: replace(dataset.observations[key], value=value) for key, value in changed.items()},
    }
    return replace(dataset, observations=observations)


def found(before: Profile, after: Profile, layout: Layout) -> tuple[Correction, ...]:
    erratum = find_erratum(before, after, Portrait(), layout)
    return erratum.corrections if erratum else ()


def sections(layout: Layout, *names: str, **blocks: OwnBlock) -> Layout:
    look = replace(layout.look, sections=(Section.TITLE, *names))
    return replace(layout, look=look, blocks=blocks)


def test_an_earlier_year_is_corrected_where_its_course_is_drawn(
    committed: Dataset, german: Layout
) -> None:
    before, after = (
        profile_of(each) for each in (committed, corrected(committed, {EARLIER: 119_203.0}))
    )

    told = {(each.place, each.name): (each.old, each.new) for each in found(before, after, german)}

    course = german.texts.charts.development.title
    assert told["Titelseite", "Grundsicherung für Arbeitsuchende (SGB II), 2018"] == (
        "127,3",
        "132,8",
    )
    assert told[course, "SGB II, 2018"] == ("127,3", "132,8")
    assert told[course, "SGB II, seit 2018"] == ("+3,6\u202f%", "−0,8\u202f%")


def test_a_year_in_the_midst_of_a_course_is_corrected_as_well(
    committed: Dataset, german: Layout
) -> None:
    before, after = (
        profile_of(each) for each in (committed, corrected(committed, {UNEMPLOYED: 19.1}))
    )

    told = {each.name: each.new for each in found(before, after, german)}

    assert told == {"Arbeitslosenquote, 2010": "19,1"}


def test_a_number_that_a_table_corrects_already_is_told_once(
    committed: Dataset, german: Layout
) -> None:
    rate = (Table.ECONOMY, "koeln", 2020, "unemployment_rate")
    before, after = (profile_of(each) for each in (committed, corrected(committed, {rate: 12.3})))

    told = [each for each in found(before, after, german) if each.name]

    values = [each for each in told if NUMBER.findall(each.new) == ["12,3"]]
    assert [each.place for each in values].count(german.texts.charts.economy.title) == 0
    assert any(each.place == german.texts.document.figures.economy for each in values)


def test_a_section_that_is_left_out_has_no_corrections(committed: Dataset, german: Layout) -> None:
    before, after = (
        profile_of(each) for each in (committed, corrected(committed, {EARLIER: 119_203.0}))
    )

    places = {each.place for each in found(before, after, sections(german, Section.ECONOMY))}

    assert german.texts.charts.development.title not in places


OWN = {
    style: OwnBlock(kind=BlockKind.CHART, measure=(Kind.DENSITY, "sgb2"), style=style)
    for style in (ChartStyle.BARS, ChartStyle.DOTS, ChartStyle.LINES)
}


CHARTS = (
    *(Section.RECIPIENTS, Section.PAYMENTS, Section.DENSITIES, Section.MONEY, Section.ECONOMY),
    *(Section.DEVELOPMENT, *OWN),
)


@pytest.mark.parametrize(
    "changed",
    [
        {EARLIER: 119_203.0},
        {(Table.POPULATION, "koeln", 2018, "0 bis unter 65"): 897_500.0},
        {(Table.PAYMENTS, "koeln", 2020, "gsiae"): 150_000_000.0},
        {(Table.RECIPIENTS, "koeln", 2020, "sgb2"): 116_700.0},
        {(Table.RECIPIENTS, "hamburg", 2020, "hlu_ave"): 5_000.0},
    ],
)
def test_no_number_that_is_drawn_otherwise_is_passed_over(
    changed: Mapping[ObservationKey, float],
    committed: Dataset,
    german: Layout,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without tables, all that is written on the charts is told by what corrects them."""
    layout = sections(german, *map(str, CHARTS), **{str(name): OWN[name] for name in OWN})
    paid = delivered(committed)
    before, after = (profile_of(each) for each in (paid, corrected(paid, changed)))
    drawn = list(written(monkeypatch, before, after, layout))

    told = " ".join(each.new for each in found(before, after, layout))

    assert drawn
    assert [number for number in drawn if number not in told] == []


def delivered(dataset: Dataset) -> Dataset:
    """The dataset with payments that are not estimated, so that they are compared and drawn."""
    observations = {
        key: replace(one, flag=None) if key[0] is Table.PAYMENTS else one
        for key, one in dataset.observations.items()
    }
    return replace(dataset, observations=observations)


def written(
    monkeypatch: pytest.MonkeyPatch,
    before: Profile,
    after: Profile,
    layout: Layout,
) -> Iterator[str]:
    """Numbers on pictures of the second profile that are not on those of the first."""
    texts: list[str] = []
    plain = Board.text

    def recorded(board: Board, x: float, y: float, text: str, **look: object) -> None:
        texts.append(text)
        plain(board, x, y, text, **look)  # type: ignore[arg-type]

    monkeypatch.setattr(Board, "text", recorded)
    seen = []
    for profile in (before, after):
        texts.clear()
        charts = draw(profile, layout)
        assert set(charts) >= set(map(str, CHARTS))
        draw_tiles(profile, write(profile, layout).tiles, layout)
        seen.append(Counter(number for text in texts for number in NUMBER.findall(text)))
    yield from (seen[1] - seen[0]).elements()
