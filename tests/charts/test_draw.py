"""Which charts there are, what they show, and what stands around them."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from reportgen.charts import draw
from reportgen.layout.load import Layout
from reportgen.model import (
    Flag,
    Kind,
    Polarity,
    Profile,
    Reason,
    Section,
    Source,
    Table,
)
from tests.charts.drawn import marks_of, texts_of
from tests.charts.small import ALL, CITIES, small, words
from tests.datasets import TOTAL, UNDER_65, Cell
from tests.made_up import area, indicator, profiles


def test_every_city_has_the_four_charts_and_one_over_the_years(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    for profile in cities.values():
        assert list(draw(profile, german)) == [*ALL, Section.DEVELOPMENT]


@pytest.mark.parametrize(
    ("given", "sections"),
    [
        ({"recipients": {}}, [Section.PAYMENTS, Section.ECONOMY]),
        ({"payments": {}}, [Section.RECIPIENTS, Section.DENSITIES, Section.ECONOMY]),
        ({"economy": {}}, [Section.RECIPIENTS, Section.PAYMENTS, Section.DENSITIES]),
        ({"inhabitants": Reason.LATER}, [Section.RECIPIENTS, Section.PAYMENTS, Section.ECONOMY]),
        ({"recipients": {}, "payments": {}, "economy": {}}, []),
        ({"economy": {"Quote": [7] * 5}}, [*ALL[:3]]),
        ({"economy": {"Quote": [8, 7, 7, 7, Reason.LATER]}}, [*ALL[:3]]),
    ],
)
def test_a_section_without_data_has_no_chart(
    german: Layout, given: Mapping[str, object], sections: list[Section]
) -> None:
    """That includes indicators without a deviation: of equal cities, and of fewer than five."""
    assert [s for s in draw(small(**given), german) if s in ALL] == sections


def test_shares_stand_side_by_side(german: Layout) -> None:
    charts, width = dict(draw(small(), german)), german.look.page.text_width
    shares = [charts.pop(section) for section in (Section.RECIPIENTS, Section.PAYMENTS)]
    assert sum(chart.width for chart in shares) < width
    assert shares[0].height == shares[1].height
    assert {chart.width for chart in charts.values()} == {width}


def test_shares_of_one_kind_alone_are_as_wide_as_the_text(german: Layout) -> None:
    chart = draw(small(payments={}), german)[Section.RECIPIENTS]
    assert chart.width == german.look.page.text_width


def test_areas_have_one_row_in_both_charts_of_shares(german: Layout) -> None:
    charts = draw(small(), german)
    recipients, payments = (
        {t.text: t.top for t in texts_of(charts[section])}
        for section in (Section.RECIPIENTS, Section.PAYMENTS)
    )
    assert recipients["75,0\u202f%"] == pytest.approx(payments["50,0\u202f%"], abs=30)
    assert {"one", "two"} <= recipients.keys()
    assert not {"one", "two"} & payments.keys()


def test_the_chart_prints_values_means_and_their_heads(german: Layout) -> None:
    charts = draw(small(), german)
    assert {"75,0\u202f%", "35,0\u202f%", "25,0\u202f%", "Mittel"} <= set(
        words(charts[Section.RECIPIENTS])
    )
    assert {"6,0", "2,0", "Stadt", "Mittel"} <= set(words(charts[Section.DENSITIES]))
    assert {"8,0\u202f%", "5,6", "niedrig", "← ungünstiger", "günstiger →"} <= set(
        words(charts[Section.ECONOMY])
    )


def test_flags_and_incomplete_groups_are_told(german: Layout) -> None:
    profile = small(
        economy={"Quote": [(8.0, Flag.LIMITED), *[5.0] * 4]},
        recipients={
            "one": [(600, Flag.ESTIMATED), *[100] * 4],
            "two": [200, Reason.LATER, Reason.LATER, 300, 400],
        },
    )
    charts = draw(profile, german)
    assert "(8,0\u202f%)" in words(charts[Section.ECONOMY])
    assert {"6,0\u00a0s", "3,0 (3 Städte)"} <= set(words(charts[Section.DENSITIES]))


def test_a_long_unit_stands_in_the_label(german: Layout) -> None:
    """Behind every value it would leave no room for the plot."""
    profile = profiles(
        CITIES,
        indicators=[indicator("Umsatz", unit="€ je Einwohner", decimals=0), indicator("Miete")],
        economy={"Umsatz": [3000, 2000, 1000, 0, 1], "Miete": [9, 8, 7, 6, 5]},
    )[0]
    printed = words(draw(profile, german)[Section.ECONOMY])
    assert {"Umsatz (€ je Einwohner)", "3.000", "9,0\u202f%"} <= set(printed)


def test_areas_are_sorted_by_their_share_of_recipients_and_their_density(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    for profile in cities.values():
        for section, kind in (
            (Section.RECIPIENTS, Kind.SHARE_OF_RECIPIENTS),
            (Section.DENSITIES, Kind.DENSITY),
        ):
            by_value = sorted(
                profile.present(kind), key=lambda c: c.measure.value or 0, reverse=True
            )
            shorts = {each.key: each.short for each in profile.areas}
            texts = texts_of(draw(profile, german)[section])
            heights = {text.text: text.top for text in texts if text.left == 0}
            assert sorted((heights[shorts[c.key]] for c in by_value), reverse=True) == [
                heights[shorts[c.key]] for c in by_value
            ]


def test_the_most_favourable_indicator_comes_first_and_those_without_a_side_last(
    german: Layout,
) -> None:
    """Of each the city has the highest value, which is not favourable where low is."""
    indicators = [
        replace(indicator(kind.value), polarity=kind)
        for kind in (Polarity.LOW, Polarity.NONE, Polarity.HIGH)
    ]
    economy = {kind.value: [5, 4, 3, 2, 1] for kind in Polarity}
    profile, *_ = profiles(CITIES, indicators=indicators, economy=economy)
    texts = texts_of(draw(profile, german)[Section.ECONOMY])
    names = sorted((t for t in texts if t.left == 4), key=lambda text: -text.top)
    assert [text.text for text in names] == ["hoch", "niedrig", "ohne"]


def test_shares_that_no_other_city_can_be_compared_with_have_no_tick(german: Layout) -> None:
    profile = small(recipients={"one": [600, *[100] * 4], "two": [200, *[Reason.LATER] * 4]})
    charts = draw(profile, german)
    marks = marks_of(charts[Section.RECIPIENTS])
    assert not any(mark.colour == german.look.colours.mean for mark in marks)
    assert "Mittel" not in words(charts[Section.RECIPIENTS])


@pytest.mark.parametrize("estimated", range(5))
def test_payments_of_which_one_is_estimated_have_no_tick(german: Layout, estimated: int) -> None:
    column: list[Cell] = [1e6] * 5
    column[estimated] = (1e6, Flag.ESTIMATED)
    chart = draw(small(payments={"one": column, "two": [2e6] * 5}), german)[Section.PAYMENTS]
    marks = marks_of(chart)
    assert not any(mark.colour == german.look.colours.mean for mark in marks)
    assert "Mittel" not in chart.caption + chart.alt_text
    assert ("Schraffiert" in chart.caption) == (estimated == 0)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_key_names_other_cities_and_the_mean_only_where_there_are_any(
    german: Layout, n: int
) -> None:
    profile, *_ = profiles(CITIES[:n], areas=[area("one")], recipients={"one": [100] * n})
    printed = words(draw(profile, german)[Section.DENSITIES])
    assert "Köln" in printed
    assert ("andere" in printed) == ("Mittel" in printed) == (n > 1)


@pytest.mark.parametrize(
    ("base", "told"), [(UNDER_65, "je 1.000 Einw. unter 65"), (TOTAL, "je 1.000 Einw.")]
)
def test_each_row_of_densities_names_its_base(german: Layout, base: str, told: str) -> None:
    areas = [area("one", base=base), area("two", base=TOTAL)]
    recipients = {"one": [100, *[200] * 4], "two": [200, *[300] * 4]}
    profile, *_ = profiles(CITIES, areas=areas, recipients=recipients)
    printed = words(draw(profile, german)[Section.DENSITIES])
    assert told in printed


def test_a_single_area_has_no_chart_of_shares(german: Layout) -> None:
    profile = small(recipients={"one": [600, *[100] * 4], "two": [Reason.LATER, *[300] * 4]})
    charts = [section for section in draw(profile, german) if section in ALL]
    assert charts == [Section.PAYMENTS, Section.DENSITIES, Section.ECONOMY]


def test_subtitles_name_the_period(german: Layout) -> None:
    charts = draw(small(), german)
    recipients, payments = charts[Section.RECIPIENTS], charts[Section.PAYMENTS]
    assert recipients.subtitle.endswith("31.12.2020")
    assert payments.subtitle.endswith("2020")
    assert not payments.subtitle.endswith("31.12.2020")


def test_the_source_names_each_citation_once_and_the_remarks_on_cities_that_are_shown(
    german: Layout,
) -> None:
    def source(
        table: Table,
        citation: str,
        city: str | None = None,
        remark: str = "",
        year: int | None = None,
    ) -> Source:
        return Source(table=table, city=city, year=year, citation=citation, remark=remark)

    koeln, bonn, *_, mainz = small().cities
    profile = small(
        sources=[
            source(Table.RECIPIENTS, "Amt A"),
            source(Table.POPULATION, "Amt B"),
            source(Table.POPULATION, "Amt A"),
            source(Table.RECIPIENTS, "Amt A", koeln.slug, "Köln zählt anders."),
            source(Table.RECIPIENTS, "Amt A", bonn.slug, "Andere Zählung."),
            source(Table.RECIPIENTS, "Amt A", mainz.slug, "Mainz liefert nicht."),
            source(Table.RECIPIENTS, "Amt A", koeln.slug),
            source(Table.RECIPIENTS, "Amt D", year=2019),
            source(Table.ECONOMY, "Amt C"),
        ],
        recipients={"one": [600, *[100] * 3, Reason.LATER]},
    )
    charts = draw(profile, german)
    own = german.texts.charts.own_calculation
    densities, payments = (
        "".join(span.text for span in charts[section].source)
        for section in (Section.DENSITIES, Section.PAYMENTS)
    )
    assert densities == f"Quelle: Amt A; Amt B; {own}. Köln zählt anders. Bonn: Andere Zählung."
    assert payments == f"Quelle: {own}."


def test_the_users_matplotlibrc_changes_nothing_and_stays_in_force(german: Layout) -> None:
    import matplotlib as mpl

    expected = marks_of(draw(small(), german)[Section.ECONOMY])
    hostile = {"path.sketch": (1, 100, 2), "lines.linewidth": 9, "figure.autolayout": True}
    with mpl.rc_context(hostile):
        assert marks_of(draw(small(), german)[Section.ECONOMY]) == expected
        assert mpl.rcParams["lines.linewidth"] == 9


def test_no_part_of_the_source_begins_with_a_blank_or_a_mark(
    layouts: Mapping[str, Layout],
) -> None:
    """Where the language changes a line may end: it must not begin with the semicolon."""
    koeln = small().cities[0]
    sources = [
        Source(
            table=Table.RECIPIENTS, city=None, year=None, citation="Amt (Abteilung A)", remark=""
        ),
        Source(
            table=Table.RECIPIENTS, city=koeln.slug, year=None, citation="", remark="Zählt anders."
        ),
    ]
    for language in ("de", "en"):
        spans = draw(small(sources=sources), layouts[language])[Section.RECIPIENTS].source
        assert len(spans) == 4
        assert all(span.text[0] not in " ;," for span in spans)
        assert all(span.text.endswith(" ") for span in spans[:-1])
    assert "".join(span.text for span in spans) == (
        "Source: Amt (Abteilung A); own calculation. Köln: Zählt anders."
    )
