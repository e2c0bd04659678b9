"""The tables print the independently computed reference, rounded, each number in its place."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportgen.document.blocks import (
    Heading,
    NumberedList,
    Paragraph,
    ParagraphStyle,
    TableBlock,
)
from reportgen.document.data_tables import NO_VALUE, figure_blocks
from reportgen.layout.load import Layout
from reportgen.model import Flag, PeerOrigin, Peers, Polarity, Profile, Reason, Report, Source
from reportgen.model import Table as Sheet
from tests.datasets import TOTAL, UNDER_65, Cell
from tests.document.making import flat, text_of
from tests.document.pdf import page_texts
from tests.made_up import area, indicator, profiles

REFERENCE = Path(__file__).parents[1] / "reference" / "indicators-2020.csv"

RECIPIENTS, DENSITIES, PAYMENTS, ECONOMY = range(4)

#: Table, head of the column and decimals of each indicator of the reference.
PLACES = {
    "share_recipients": (RECIPIENTS, "Anteil", 1),
    "share_payments": (PAYMENTS, "Anteil", 1),
    "payments": (PAYMENTS, "Mio. €", 1),
    "density": (DENSITIES, "Stadt", 1),
    "density_mean": (DENSITIES, "Mittel", 1),
    "density_weighted_mean": (DENSITIES, "gewichtet", 1),
    "economy_mean": (ECONOMY, "Mittel", None),
}

#: Indicators of the reference that charts show, and no table.
NOT_IN_TABLES = {"density_rank", "economy_n", "economy_sd", "z_score"}


def german_number(value: str, decimals: int) -> str:
    """As a German table prints it; written here anew so that the test leans on nothing."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:,}".translate({ord(","): ".", ord("."): ","})
    return text.replace("-", "−") if text.strip("-0,.") else text.lstrip("-")


def own_decimals(printed: str) -> int:
    """Decimals of a printed number; values that differ from their means have as many as needed."""
    found = re.search(r",(\d+)", printed)
    return len(found[1]) if found else 0


def tables_of(profile: Profile, layout: Layout) -> list[TableBlock]:
    return [b for b in flat(tuple(figure_blocks(profile, layout))) if isinstance(b, TableBlock)]


def cell(table: TableBlock, row: str, head: str) -> str:
    (found,) = [cells for cells in table.rows if cells[0] == row]
    return found[table.head.index(head)]


def remark_of(profile: Profile, layout: Layout) -> str:
    """The paragraph below the tables; empty when there is none."""
    blocks = [b for b in flat(tuple(figure_blocks(profile, layout))) if isinstance(b, Paragraph)]
    (remark,) = [block for block in blocks if block.style is ParagraphStyle.MUTED]
    return text_of(remark)


def expected_cells(
    profile: Profile, tables: Sequence[TableBlock]
) -> Iterator[tuple[str, int, str, str, str]]:
    """Indicator, table, row, column and text for each number of the reference on this city."""
    shorts = {area.key: area.short for area in profile.areas}
    indicators = {indicator.key: indicator for indicator in profile.indicators}
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            name, key = line["indicator"], line["key"]
            if line["city"] not in {profile.city.name, "*"} or name in NOT_IN_TABLES:
                continue
            table, head, decimals = PLACES[name]
            value = line["value"]
            if key in indicators:
                row, places = indicators[key].label, decimals or indicators[key].decimals
            else:
                row, places = shorts[key], decimals or 0
            if name == "payments":
                value = str(Decimal(value) / 10**6)
            more = own_decimals(cell(tables[table], row, head))
            assert places <= more <= places + 3
            text = german_number(value, more)
            if name.startswith("share"):
                text += "\u202f%"
            if name in {"payments", "share_payments"}:
                text += "\u00a0s"
            if name == "economy_mean":
                # Hannover's value is that of its region.
                text += "*"
            yield name, table, row, head, text


@pytest.mark.parametrize("slug", ["duesseldorf", "koeln", "stuttgart", "hannover"])
class TestReference:
    def test_every_number_stands_in_its_cell(
        self, cities: Mapping[str, Profile], german: Layout, slug: str
    ) -> None:
        tables = tables_of(cities[slug], german)
        told = set()
        for name, table, row, head, text in expected_cells(cities[slug], tables):
            assert cell(tables[table], row, head) == text, (name, row)
            told.add(name)
        assert told == set(PLACES)

    def test_every_number_can_be_read_in_the_finished_pdf_within_its_row(
        self,
        cities: Mapping[str, Profile],
        reports: Mapping[str, Report],
        german: Layout,
        slug: str,
    ) -> None:
        text = " ".join("".join(page_texts(reports[slug].pdf)).split())
        text = text[text.index(german.texts.document.figures.heading) :]
        rows: dict[tuple[int, str], list[str]] = {}
        for number, table in enumerate(tables_of(cities[slug], german)):
            _, _, text = text.partition(table.title)
            names = [row[0] for row in table.rows]
            for name, following in pairwise([*names, ""]):
                _, _, text = text.partition(name)
                rows[number, name] = (text.partition(following)[0] if following else text).split()
        for _, place, name, _, text in expected_cells(
            cities[slug], tables_of(cities[slug], german)
        ):
            number, *flag = text.split()
            where = rows[place, name].index(number)
            assert rows[place, name][where + 1 : where + 1 + len(flag)] == flag


def test_the_mean_is_that_of_all_cities(cities: Mapping[str, Profile], german: Layout) -> None:
    """The reference counts 15 reporting cities for every indicator, so no mean names a number."""
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        counts = {row["value"] for row in csv.DictReader(file) if row["indicator"] == "economy_n"}
    assert counts == {"15"}
    economy = tables_of(cities["essen"], german)[ECONOMY]
    means = [row[economy.head.index("Mittel")] for row in economy.rows]
    assert len(means) == 11
    assert not any("(" in mean for mean in means)


def test_sums_extremes_and_changes_of_duesseldorf(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    """Recomputed by hand from the published figures."""
    recipients, densities, payments, economy = tables_of(cities["duesseldorf"], german)
    # 56,351 + 14,140 + 1,355 + 3,320 recipients; 620,523 inhabitants.
    assert recipients.rows[-1] == ("zusammen", "75.166", "+1,7\u202f%", "100\u202f%", "")
    assert cell(recipients, "AsylbLG", "seit\u00a02019") == "−14,8\u202f%"
    assert payments.rows[-1][1] == "510,6\u00a0s"
    # Estimated by one key for all cities, so amounts per person would differ by their divisor only.
    assert payments.head == ("Leistungsbereich", "Mio. €", "Anteil")
    assert cell(payments, "AsylbLG", "Mio. €") == "36,5\u00a0s"
    remark = remark_of(cities["duesseldorf"], german)
    words = german.texts.document.figures
    assert words.estimated_note in remark
    # HLU a. v. E. has 52 persons less.
    assert cell(recipients, "HLU a. v. E.", "seit\u00a02019") == "−52\u202fPersonen"
    assert words.persons_note.format(fewest=100) in remark
    assert cell(densities, "zusammen", "Stadt") == "121,1"
    assert cell(densities, "zusammen", "je 1.000") == "alle"
    assert cell(densities, "SGB II", "je 1.000") == "unter 65"
    assert cell(densities, "SGB II", "niedrigster") == "M\u00a060,6"
    assert cell(densities, "SGB II", "höchster") == "E\u00a0189,0"
    assert cell(economy, "Kaufkraft je Einwohner", "Stadt") == "29.275\u202f€"


def test_areas_that_no_city_reports_have_no_row(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    recipients, _, payments, _ = tables_of(cities["duesseldorf"], german)
    assert [row[0] for row in recipients.rows] == [
        "SGB II", "GSiAE", "HLU a. v. E.", "AsylbLG", "zusammen",
    ]  # fmt: skip
    assert [row[0] for row in payments.rows] == ["SGB II", "GSiAE", "AsylbLG", "zusammen"]


def test_an_absent_value_is_a_dot_beside_the_others_mean_and_extremes(german: Layout) -> None:
    profile, *_ = profiles(
        ["Köln", "Bonn", "Aachen"],
        areas=[area("one"), area("two")],
        recipients={"one": [Reason.LATER, 100, 300], "two": [10, 20, 30]},
    )
    recipients, densities = tables_of(profile, german)
    # Bonn and Aachen have shares, but of other areas.
    assert recipients.rows[0] == ("one", NO_VALUE, NO_VALUE, NO_VALUE)
    assert densities.head == ("Leistungsbereich", "Stadt", "Mittel", "gewichtet", "je 1.000")
    assert densities.rows[0] == ("one", NO_VALUE, "2,0 (2)", "2,0", "alle")


def test_payments_per_recipient_of_other_areas_do_not_stand_beside_the_sum(
    german: Layout,
) -> None:
    columns: dict[str, list[Cell]] = {"one": [10, 20], "two": [Reason.LATER, Reason.LATER]}
    profile, *_ = profiles(
        ["Köln", "Bonn"],
        areas=[area("one"), area("two")],
        recipients=columns,
        payments={"one": [100, 100], "two": [50, 50]},
    )
    payments = tables_of(profile, german)[PAYMENTS]
    assert cell(payments, "one", "€ je Beziehende") == "10"
    assert cell(payments, "zusammen", "€ je Beziehende") == NO_VALUE


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ((UNDER_65, UNDER_65), "je 1.000 Einwohnerinnen und Einwohner unter 65 Jahren."),
        ((UNDER_65, TOTAL), "; bei one je 1.000 im Alter von"),
        ((TOTAL, TOTAL), "je 1.000 Einwohnerinnen und Einwohner."),
    ],
)
def test_the_term_density_names_the_areas_of_the_younger_population(
    german: Layout, shown: tuple[str, str], told: str
) -> None:
    names = ("one", "two")
    profile, *_ = profiles(
        ["Köln", "Bonn"],
        areas=[
            *(area(name, base=base) for name, base in zip(names, shown, strict=True)),
            area("absent", base=UNDER_65),
        ],
        recipients={name: [10, 20] for name in names},
    )
    (density,) = [text for text in explanations(profile, german) if text.startswith("Dichte: ")]
    assert told in density


def test_sources_of_the_year_before_are_named_only_where_changes_are_printed(
    german: Layout,
) -> None:
    sources = [
        Source(table=sheet, city=None, year=year, citation=f"{sheet.value} {year}", remark="")
        for sheet in Sheet
        for year in (2018, 2019, 2020)
    ]
    profile, *_ = profiles(["Köln"], areas=[area("one")], recipients={"one": [7]}, sources=sources)
    cited = [t for t in explanations(profile, german) if t.endswith(("18.", "19.", "20."))]
    assert cited
    told = " ".join(cited)
    assert ("Leistungsbeziehende 2020" in told, "Leistungsbeziehende 2018" in told) == (True, False)
    assert ("Bevölkerung 2020" in told, "Bevölkerung 2019" in told) == (True, False)


def test_german_names_and_laws_are_marked_in_an_english_report(
    layouts: Mapping[str, Layout],
) -> None:
    profile, *_ = profiles(["Köln"], areas=[area("one", "label")], project="Vergleich")
    marked = {
        language: [
            span.text
            for block in flat(tuple(figure_blocks(profile, layout)))
            if isinstance(block, Paragraph)
            for span in block.spans
            if span.language == "de"
        ]
        for language, layout in layouts.items()
    }
    assert marked == {"de": [], "en": ["SGB XII", "A\u00a0Köln.", "Vergleich", "Verein"]}


@pytest.mark.parametrize(
    ("flag", "printed"),
    [
        (Flag.ESTIMATED, "200\u00a0s"),
        (Flag.PROVISIONAL, "200\u00a0p"),
        (Flag.CORRECTED, "200\u00a0r"),
        (Flag.LIMITED, "(200)"),
    ],
)
def test_flags_stand_with_their_numbers(german: Layout, flag: Flag, printed: str) -> None:
    profile, *_ = profiles(
        ["Köln", "Bonn"], areas=[area("one")], recipients={"one": [(200, flag), 300]}
    )
    assert tables_of(profile, german)[0].rows[0][1] == printed


def test_zero_is_printed_as_a_value(german: Layout) -> None:
    profile, *_ = profiles(
        ["Köln", "Bonn"],
        areas=[area("one"), area("two")],
        recipients={"one": [0, 300], "two": [50, 50]},
    )
    recipients, densities = tables_of(profile, german)
    assert recipients.rows[0][1:4] == ("0", NO_VALUE, "0,0\u202f%")
    assert cell(densities, "one", "Stadt") == "0,0"


def test_indicators_have_their_own_unit_and_decimals(layouts: Mapping[str, Layout]) -> None:
    profile, *_ = profiles(
        ["Köln", "Bonn", "Aachen"],
        indicators=[
            indicator("Miete", Polarity.NONE, "€/m²", 2),
            indicator("BIP", Polarity.HIGH, "Tsd. €", 0),
        ],
        economy={"Miete": [11.111, 9, 10], "BIP": [54321.4, 1, 2]},
    )
    (german_table,) = tables_of(profile, layouts["de"])
    (english_table,) = tables_of(profile, layouts["en"])
    assert german_table.rows[0][:2] == ("Miete", "11,11\u202f€/m²")
    assert german_table.rows[1][:2] == ("BIP", "54.321\u202fTsd. €")
    assert english_table.rows[1][:2] == ("BIP", "€54,321 thousand")


def test_estimated_payments_are_explained_below_the_tables_and_only_then(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    estimated = german.texts.document.figures.estimated_note
    assert estimated in remark_of(cities["duesseldorf"], german)
    columns = {"one": [5e6, 6e6, 7e6]}
    profile, *_ = profiles("ABC", areas=[area("one")], recipients=columns, payments=columns)
    assert estimated not in remark_of(profile, german)


def test_without_any_table_nothing_is_said_of_tables(german: Layout) -> None:
    profile, *_ = profiles("AB", areas=[area("one")])
    assert tables_of(profile, german) == []
    assert remark_of(profile, german) == ""


def explanations(profile: Profile, layout: Layout) -> list[str]:
    some = flat(tuple(figure_blocks(profile, layout)))
    blocks = [b for b in some if isinstance(b, Heading | Paragraph | NumberedList)]
    return [
        text
        for b in blocks
        for text in (
            ["".join(span.text for span in item) for item in b.items]
            if isinstance(b, NumberedList)
            else [b.text if isinstance(b, Heading) else text_of(b)]
        )
    ]


def test_terms_areas_sources_signs_and_imprint_follow(german: Layout) -> None:
    source = Source(
        table=Sheet.ECONOMY, city=None, year=None, citation="Amt, Tabelle 1", remark="Gerundet."
    )
    profile, *_ = profiles(
        ["Köln"],
        areas=[area("GSiAE", "Grundsicherung im Alter", TOTAL)],
        indicators=[indicator("Quote")],
        economy={"Quote": [7]},
        sources=[source],
        project="Vergleich der Städte",
    )
    profile = replace(profile, about=replace(profile.about, contact="amt@example.org"))
    texts = explanations(profile, german)
    headings = ["Quellen", "Begriffe", "Leistungsbereiche", "Städte", "Zeichen", "Impressum"]
    assert [text for text in texts if text in headings] == headings
    assert "GSiAE: Grundsicherung im Alter, SGB XII." in texts
    assert any("Amt, Tabelle 1. Gerundet." in text for text in texts)
    assert texts[-1] == (
        "Vergleich der Städte. Herausgeber: Verein. amt@example.org Fassung 1.0, "
        "Datenstand 01.12.2021."
    )


def test_every_sign_that_a_table_can_print_is_explained(layouts: Mapping[str, Layout]) -> None:
    signs = {str(flag) for flag in Flag} - {Flag.LIMITED} | {"()", "0", NO_VALUE}
    for layout in layouts.values():
        assert signs <= set(layout.texts.names.signs)


@pytest.mark.parametrize(
    ("origin", "head"),
    [(PeerOrigin.NEAREST, "ähnliche"), (PeerOrigin.CHOSEN, "Vergleichsgruppe")],
)
def test_only_the_nearest_peers_are_called_similar(
    cities: Mapping[str, Profile], german: Layout, origin: PeerOrigin, head: str
) -> None:
    profile = cities["duesseldorf"]
    peers = Peers(cities=profile.cities[:3], origin=origin)
    tables = [
        block
        for block in flat(figure_blocks(replace(profile, peers=peers), german))
        if isinstance(block, TableBlock)
    ]
    assert head in tables[DENSITIES].head
