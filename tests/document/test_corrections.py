"""What a corrected report prints otherwise than the one before."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportgen.document.corrections import Written, corrections
from reportgen.findings import write
from reportgen.indicators import compute
from reportgen.layout.load import Layout
from reportgen.model import (
    Correction,
    Flag,
    Kind,
    Portrait,
    Profile,
    Reason,
    Section,
    Source,
    Table,
)
from reportgen.workbook import load_workbook
from tests.datasets import Cell
from tests.made_up import area, indicator, profiles

pytestmark = pytest.mark.exhaustive

ROOT = Path(__file__).parents[2]
CITIES = ("Köln", "Bonn", "Aachen", "Ulm", "Mainz", "Trier")
RECIPIENTS = (9310, 4100, 3900, 2200, 2800, 1700)
RATES = (11.44, 9.5, 8.25, 4.5, 6.75, 7.5)
SOURCE = Source(
    table=Table.RECIPIENTS, city=None, year=None, citation="Regionaldatenbank", remark=""
)


def made(
    recipients: Sequence[Cell] = RECIPIENTS,
    rates: Sequence[Cell] = RATES,
    *,
    short: str = "SGB II",
    citation: str = SOURCE.citation,
    office: str = "Sozialamt",
    inhabitants: Cell = 100_000,
) -> tuple[Profile, ...]:
    """Profiles of six cities with one area and one indicator."""
    return profiles(
        CITIES,
        areas=[replace(area("sgb2", "Grundsicherung"), short=short), area("HLU", "Hilfe")],
        indicators=[indicator("Schuldnerquote")],
        recipients={"sgb2": recipients, "HLU": (93, 41, 39, 22, 28, 17)},
        economy={"Schuldnerquote": rates},
        inhabitants=inhabitants,
        sources=[replace(SOURCE, citation=citation)],
        office=office,
    )


def found(
    old: Sequence[Profile], new: Sequence[Profile], layout: Layout, city: str = "Köln"
) -> tuple[Correction, ...]:
    """The corrections of one city's report."""
    before, after = (
        next(profile for profile in some if profile.city.name == city) for some in (old, new)
    )
    return corrections(
        Written(profile=before, findings=write(before, layout)),
        Written(profile=after, findings=write(after, layout)),
        Portrait(),
        layout,
    )


def cells(corrected: Sequence[Correction]) -> dict[str, tuple[str, str]]:
    return {each.name: (each.old, each.new) for each in corrected if each.name}


def texts(corrected: Sequence[Correction]) -> list[tuple[str, str, str]]:
    return [(each.place, each.old, each.new) for each in corrected if not each.name]


def test_the_same_numbers_need_no_correction(german: Layout) -> None:
    assert found(made(), made(), german) == ()


def test_version_and_date_of_the_data_are_no_corrections(german: Layout) -> None:
    later = [
        replace(p, about=replace(p.about, version="2.0", data_date=date(2031, 5, 6)))
        for p in made()
    ]

    assert found(made(), later, german) == ()


def test_a_number_is_corrected_as_it_is_printed(german: Layout) -> None:
    corrected = found(made(), made(rates=((12.04, Flag.CORRECTED), *RATES[1:])), german)

    assert cells(corrected)["Schuldnerquote, Stadt"] == ("11,4\u202f%", "12,0\u202f%\u00a0r")
    (value,) = [each for each in corrected if each.name == "Schuldnerquote, Stadt"]
    assert value.indicators == {(Kind.ECONOMY, "Schuldnerquote")}
    assert value.place == "Wirtschaftliche Lage"


def test_what_is_rounded_away_is_no_correction(german: Layout) -> None:
    assert found(made(), made(rates=(11.441, *RATES[1:])), german) == ()


def test_another_citys_number_corrects_the_mean_and_extreme_that_are_printed(
    german: Layout,
) -> None:
    changed = made(rates=(5.0, *RATES[1:]))

    bonn = cells(found(made(), changed, german, "Bonn"))

    assert bonn["Schuldnerquote, höchster"] == ("A\u00a011,4", "B\u00a09,5")
    assert bonn["Schuldnerquote, Mittel"] == ("8,0", "6,9")
    assert "Schuldnerquote, Stadt" not in bonn


def test_another_citys_number_that_moves_no_printed_digit_corrects_nothing(german: Layout) -> None:
    changed = made(rates=(*RATES[:3], 4.501, *RATES[4:]))

    assert found(made(), changed, german, "Bonn") == ()


def test_a_value_that_is_gone_or_new_has_the_sign_of_absence_on_the_other_side(
    german: Layout,
) -> None:
    gone = made(recipients=(Reason.CONFIDENTIAL, *RECIPIENTS[1:]))

    forth, back = found(made(), gone, german), found(gone, made(), german)

    assert cells(forth)["SGB II, Personen"] == ("9.310", "·")
    assert cells(back)["SGB II, Personen"] == ("·", "9.310")
    assert any("unbekannt oder vertraulich" in new for _, _, new in texts(forth))


def test_sentences_and_tiles_stand_beside_what_replaces_them(german: Layout) -> None:
    corrected = texts(found(made(), made(inhabitants=120_000), german))

    first_page = [(old, new) for place, old, new in corrected if place == "Titelseite"]
    tile = "Grundsicherung für Arbeitsuchende (SGB II): {} je 1.000 Menschen"
    assert (tile.format("93,1"), tile.format("77,6")) in first_page
    assert all(old and new for _, old, new in corrected)


def test_the_message_of_a_section_is_corrected_under_its_topic(german: Layout) -> None:
    changed = made(rates=(12.04, *RATES[1:]))
    before, after = (write(some[0], german).messages[Section.ECONOMY] for some in (made(), changed))

    assert before.sentence != after.sentence
    topic = german.texts.charts.economy.title
    assert (topic, before.sentence, after.sentence) in texts(found(made(), changed, german))


def test_a_sentence_names_the_indicators_that_it_speaks_of(german: Layout) -> None:
    corrected = found(made(), made(inhabitants=120_000), german)

    spoken = [each.indicators for each in corrected if not each.name]
    assert spoken
    assert all((Kind.DENSITY, key) in some for some in spoken for _, key in some)


def test_a_table_is_named_without_the_numbers_of_its_notes(german: Layout) -> None:
    old = made()
    koeln = old[0].city.slug
    remark = replace(SOURCE, table=Table.ECONOMY, city=koeln, remark="Werte der Region.")
    cited = [replace(p, sources=(*p.sources, remark)) for p in old]

    places = {each.place for each in found(old, cited, german)}

    assert "Wirtschaftliche Lage" in places
    assert not any(mark in place for place in places for mark in "¹²³⁴")


def test_a_renamed_area_is_one_correction_of_its_name_and_not_of_every_number(
    german: Layout,
) -> None:
    corrected = cells(found(made(), made(short="SGB 2"), german))

    assert set(corrected.values()) == {("SGB II", "SGB 2")}


def test_a_source_is_corrected_under_its_heading_in_its_language(
    layouts: Mapping[str, Layout],
) -> None:
    corrected = found(made(), made(citation="Destatis"), layouts["en"])

    (source,) = corrected
    assert (source.place, source.language) == ("Sources", "de")
    assert (source.old, source.new) == (
        "Leistungsbeziehende: Regionaldatenbank.", "Leistungsbeziehende: Destatis.",
    )  # fmt: skip


def test_the_office_is_corrected_where_the_title_names_it(german: Layout) -> None:
    assert texts(found(made(), made(office="Amt für Soziales"), german)) == [
        ("Titelseite", "Sozialamt · Stadtprofil 2020", "Amt für Soziales · Stadtprofil 2020")
    ]


def test_an_office_that_the_portrait_names_is_not_corrected(german: Layout) -> None:
    before, after = made()[0], made(office="Amt für Soziales")[0]

    assert (
        corrections(
            Written(profile=before, findings=write(before, german)),
            Written(profile=after, findings=write(after, german)),
            Portrait(office="Sozialreferat"),
            german,
        )
        == ()
    )


@pytest.mark.parametrize("section", [Section.FIGURES, Section.ECONOMY])
def test_what_a_layout_does_not_show_is_not_corrected(german: Layout, section: Section) -> None:
    shown = tuple(each for each in german.look.sections if each != section)
    layout = replace(german, look=replace(german.look, sections=shown))
    changed = made(rates=(20.0, *RATES[1:]))

    places = {each.place for each in found(made(), changed, layout)}

    absent = {Section.FIGURES: "Wirtschaftliche Lage", Section.ECONOMY: "Wo die Stadt"}
    assert places
    assert not any(place.startswith(absent[section]) for place in places)


def test_a_finding_on_something_else_does_not_correct_the_one_before(german: Layout) -> None:
    """That another number stands out now does not make wrong what stood out before."""
    right = load_workbook(ROOT / "data" / "benchmarking-2020.xlsx")
    cell = (Table.RECIPIENTS, "koeln", 2020, "gsiae")
    more = replace(right.observations[cell], value=24_835.0)
    wrong = replace(right, observations={**right.observations, cell: more})
    corrected = found(*(tuple(compute(each, 2020)) for each in (right, wrong)), german)

    (other,) = [each for each in corrected if each.is_other]
    assert other.old.startswith("Schuldnerquote: ")
    assert other.new.startswith("Grundsicherung nach SGB XII: 7,8\u202f% mehr")
    assert len([each for each in corrected if not each.name]) > 3
