"""What a report holds, block by block, with all its data and without some."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.charts import draw
from reportgen.document.blocks import (
    Block,
    BulletList,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    ParagraphStyle,
    Part,
    Picture,
    TableBlock,
    Together,
)
from reportgen.document.outline import outline, title_band
from reportgen.findings import write
from reportgen.layout.load import Layout
from reportgen.model import (
    Findings,
    Portrait,
    PortraitBlock,
    PortraitKind,
    Profile,
    Reason,
    Section,
    Span,
)
from reportgen.pipeline import build_profile
from reportgen.portraits import load_portrait
from reportgen.workbook import load_workbook
from tests.document.making import blocks_of, flat, report_of, text_of
from tests.document.pdf import page_texts
from tests.document.readable import readable
from tests.made_up import area, indicator, profiles
from tests.workbooks import edited, with_figure

GOLDEN = Path(__file__).parents[1] / "golden"
CITIES = ("Köln", "Bonn", "Aachen", "Ulm", "Mainz")

#: What Köln says in the cells of one year: all signs of absence, and some flags.
GAPS = {
    "Leistungsbeziehende": {
        "SGB II": "93100 p", "GSiAE": ".", "HLU a. v. E.": "x", "HLU i. E.": "/", "AsylbLG": "...",
    },
    "Auszahlungen": {"SGB II": "...", "GSiAE": "(148000000)", "AsylbLG": "x"},
    "Wirtschaft": {
        "Arbeitslosenquote": ".", "BIP je Einwohner": "x", "Kaufkraft je Einwohner": None,
        "Bruttoverdienst je Monat": "...", "Schuldnerquote": "12 r", "Angebotsmiete": "(11,4)",
        "Haushalte mit niedrigem Einkommen": "/",
    },
}  # fmt: skip


def printed(profile: Profile, layout: Layout, portrait: Portrait) -> str:
    return readable(title_band(profile, portrait, layout), blocks_of(profile, layout, portrait))


class TestReadsAsReviewed:
    def test_a_city_with_a_portrait(
        self, cities: Mapping[str, Profile], german: Layout, portraits: Path
    ) -> None:
        profile = cities["duesseldorf"]
        portrait, _ = load_portrait(portraits, profile.city)
        golden = GOLDEN / "outline-duesseldorf.de.txt"
        assert printed(profile, german, portrait) == golden.read_text(encoding="utf-8")

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_a_city_that_lacks_something_of_every_kind(
        self, layouts: Mapping[str, Layout], tmp_path: Path, language: str
    ) -> None:
        edits = [
            with_figure(sheet, "Köln", 2020, column, value)
            for sheet, columns in GAPS.items()
            for column, value in columns.items()
        ]
        profile = build_profile(load_workbook(edited(tmp_path, *edits)), "Köln")
        text = printed(profile, layouts[language], Portrait())
        golden = GOLDEN / f"outline-koeln-with-gaps.{language}.txt"
        assert text == golden.read_text(encoding="utf-8")


def some(**given: object) -> Profile:
    """The first of five cities with two areas and one indicator."""
    columns = {
        "recipients": {"one": [600, *[100] * 4], "two": [200, *[300] * 4]},
        "payments": {"one": [5e6, *[1e6] * 4], "two": [5e6, 1e6, *[3e6] * 3]},
        "economy": {"Quote": [8.0, *[5.0] * 4]},
        **given,
    }
    return profiles(
        CITIES,
        areas=[area("one"), area("two")],
        indicators=[indicator("Quote")],
        **columns,  # type: ignore[arg-type]
    )[0]


def section_of(section: Section, blocks: tuple[Block, ...], layout: Layout) -> tuple[Block, ...]:
    """The blocks of a section with a chart."""
    title = getattr(layout.texts.charts, section.value).title
    for block in blocks:
        parts = tuple(flat([block]))
        if isinstance(parts[0], Heading) and parts[0].text == title:
            assert isinstance(block, Part)
            (together,) = block.blocks
            assert isinstance(together, Together)
            return parts
    raise AssertionError(f"there is no section {title}")


NOTHING: dict[str, object] = {"recipients": {}, "payments": {}, "economy": {}}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("given", "without"),
    [
        pytest.param({}, set(), id="all"),
        pytest.param(
            {"recipients": {}}, {Section.RECIPIENTS, Section.DENSITIES}, id="no recipients"
        ),
        pytest.param({"payments": {}}, {Section.PAYMENTS}, id="no payments"),
        pytest.param({"economy": {}}, {Section.ECONOMY}, id="no indicators"),
        pytest.param({"inhabitants": Reason.LATER}, {Section.DENSITIES}, id="no population"),
        pytest.param(
            NOTHING,
            {Section.RECIPIENTS, Section.PAYMENTS, Section.DENSITIES, Section.ECONOMY},
            id="population only",
        ),
    ],
)
class TestSectionsWithoutData:
    def test_a_note_stands_in_the_place_of_the_chart(
        self,
        layouts: Mapping[str, Layout],
        given: dict[str, object],
        without: set[Section],
        language: str,
    ) -> None:
        layout, profile = layouts[language], some(**given)
        blocks = blocks_of(profile, layout)
        for section in (Section.RECIPIENTS, Section.PAYMENTS, Section.DENSITIES, Section.ECONOMY):
            parts = section_of(section, blocks, layout)
            heading, lead = parts[:2]
            assert isinstance(heading, Heading)
            assert isinstance(lead, Paragraph)
            assert lead.style is ParagraphStyle.LEAD
            charts = [part for part in parts if isinstance(part, Picture)]
            notes = [part for part in parts if isinstance(part, Note)]
            muted = [
                p for p in parts if isinstance(p, Paragraph) and p.style is ParagraphStyle.MUTED
            ]
            if section in without:
                # Neither a caption nor a source nor a period of something that is not there.
                assert (charts, muted, heading.aside) == ([], [], "")
                assert len(notes) == 1
                assert parts[-1] is notes[0]
            else:
                # The caption belongs to the chart, the source stands below it.
                assert (len(charts), len(muted), notes) == (1, 1, [])
                (chart,) = charts
                assert chart.chart.caption
                assert muted[0].spans[0].text == chart.chart.source[0].text
                assert heading.aside

    def test_the_report_can_be_built_and_names_what_is_absent(
        self,
        layouts: Mapping[str, Layout],
        given: dict[str, object],
        without: set[Section],
        language: str,
    ) -> None:
        layout = layouts[language]
        text = "".join(page_texts(report_of(some(**given), layout).pdf))
        not_shown = layout.texts.document.not_shown
        assert text.count(not_shown) == len(without)

    def test_tables_without_any_number_are_left_out(
        self,
        layouts: Mapping[str, Layout],
        given: dict[str, object],
        without: set[Section],
        language: str,
    ) -> None:
        tables = [b for b in flat(blocks_of(some(**given), layouts[language]))
                  if isinstance(b, TableBlock)]  # fmt: skip
        assert len(tables) == 4 - len(without)
        assert all(table.rows for table in tables)


def test_population_alone_gives_one_key_figure_and_nothing_at_a_glance(german: Layout) -> None:
    """Nothing that is not there is announced by a heading."""
    figures, office, *_ = flat(blocks_of(some(**NOTHING), german))
    assert isinstance(figures, KeyFigures)
    assert [figure.figure for figure in figures.figures] == ["100.000"]
    assert isinstance(office, Heading)
    assert office.text == german.texts.document.office


def test_without_any_number_of_its_own_a_title_has_no_key_figures(german: Layout) -> None:
    """Another city has reported; this one not even its inhabitants."""
    nothing = [Reason.LATER, 7, 8, 9, 10]
    profile = some(recipients={"one": nothing}, payments={}, economy={}, inhabitants=Reason.LATER)
    first, *_ = flat(blocks_of(profile, german))
    assert isinstance(first, Heading)
    assert report_of(profile, german).pages >= 2


def test_the_sections_stand_in_the_layouts_order(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    def headings(layout: Layout) -> list[str]:
        blocks = flat(blocks_of(cities["essen"], layout))
        return [b.text for b in blocks if isinstance(b, Heading) and b.level == 2 and not b.quiet]

    order = headings(german)
    assert len(order) == 6
    sections = (Section.TITLE, Section.ECONOMY, Section.RECIPIENTS)
    shorter = replace(german, look=replace(german.look, sections=sections))
    charts = german.texts.charts
    assert headings(shorter) == [charts.economy.title, charts.recipients.title]


def test_every_section_is_a_part_with_its_heading(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    blocks = blocks_of(cities["essen"], german)
    assert len(blocks) == len(german.look.sections)
    for number, part in enumerate(blocks):
        assert isinstance(part, Part)
        headings = [b for b in flat([part]) if isinstance(b, Heading) and b.level == 2]
        # The title has two small ones for its two halves.
        assert [heading.quiet for heading in headings] == ([False] if number else [True, True])


def test_names_of_notes_are_unique(german: Layout) -> None:
    notes = [b for b in flat(blocks_of(some(**NOTHING), german)) if isinstance(b, Note)]
    assert len({note.name for note in notes}) == len(notes) == 4


def test_levels_of_headings_are_never_skipped(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    for profile in cities.values():
        levels = [b.level for b in flat(blocks_of(profile, german)) if isinstance(b, Heading)]
        assert levels[0] == 2
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_explanations_stand_with_their_charts(german: Layout) -> None:
    blocks = blocks_of(some(), german)
    for section, text in (
        (Section.DENSITIES, german.texts.document.what_density_is),
        (Section.ECONOMY, german.texts.document.why_economy),
    ):
        parts = section_of(section, blocks, german)
        assert text in [text_of(part) for part in parts if isinstance(part, Paragraph)]


def test_the_extract_names_city_year_number_and_the_four_charts(german: Layout) -> None:
    heading = Heading(level=2, text=german.texts.document.extract)
    (extract,) = (
        block
        for part in blocks_of(some(), german)
        if isinstance(part, Part)
        for block in part.blocks
        if isinstance(block, Together) and block.blocks[0] == heading
    )
    _, paragraph, bullets = flat(extract.blocks)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(bullets, BulletList)
    assert all(told in text_of(paragraph) for told in ("Köln", "5 Städte", "2020", "31.12.2020"))
    titles = [item[0].text.rstrip(": ") for item in bullets.items]
    charts = draw(some(), german).values()
    assert titles == [chart.title for chart in charts]


class TestTitleBand:
    @pytest.mark.parametrize(
        ("of_portrait", "of_workbook", "subtitle"),
        [
            ("Amt 50", "Sozialamt", "Amt 50 · Stadtprofil 2020"),
            ("", "Sozialamt", "Sozialamt · Stadtprofil 2020"),
            ("", "", "Stadtprofil 2020"),
        ],
    )
    def test_the_portraits_office_goes_before_the_workbooks(
        self, german: Layout, of_portrait: str, of_workbook: str, subtitle: str
    ) -> None:
        profile, *_ = profiles(CITIES, office=of_workbook)
        band = title_band(profile, Portrait(office=of_portrait), german)
        assert (band.city, band.subtitle, band.letters) == ("Köln", subtitle, "A")

    def test_a_credit_needs_its_photo(self, german: Layout, tmp_path: Path) -> None:
        profile, *_ = profiles(CITIES)
        photo = tmp_path / "photo.jpg"
        assert title_band(profile, Portrait(credit="Name"), german).credit == ""
        assert title_band(profile, Portrait(photo=photo), german).credit == ""
        band = title_band(profile, Portrait(photo=photo, credit="Name"), german)
        assert (band.photo, band.credit) == (photo, "Quelle: Name")


class TestPortrait:
    def blocks(self, german: Layout, *kinds: str) -> list[Block]:
        """The portrait's blocks for a word of h, p and b: headings, paragraphs and bullets."""
        names = {"h": PortraitKind.HEADING, "p": PortraitKind.PARAGRAPH, "b": PortraitKind.BULLET}
        blocks = tuple(
            PortraitBlock(kind=names[kind], spans=(Span(text=f"{kind}{number}"),))
            for number, kind in enumerate("".join(kinds))
        )
        found = blocks_of(some(), german, Portrait(blocks=blocks))
        texts = {f"{kind}{number}" for number, kind in enumerate("".join(kinds))}
        return [
            b
            for b in flat(found)
            if (isinstance(b, Paragraph) and text_of(b) in texts)
            or (isinstance(b, BulletList) and b.items[0][0].text in texts)
        ]

    def test_bullets_in_a_row_are_one_list(self, german: Layout) -> None:
        first, second, third, fourth = self.blocks(german, "bbpbh")
        assert isinstance(first, BulletList)
        assert [item[0].text for item in first.items] == ["b0", "b1"]
        assert isinstance(second, Paragraph)
        assert isinstance(third, BulletList)
        assert len(third.items) == 1
        assert isinstance(fourth, Paragraph)

    def test_a_last_list_is_not_lost(self, german: Layout) -> None:
        assert isinstance(self.blocks(german, "pbb")[-1], BulletList)

    def test_a_heading_is_strong_and_stays_with_what_follows(self, german: Layout) -> None:
        heading, text = self.blocks(german, "hp")
        assert isinstance(heading, Paragraph)
        assert isinstance(text, Paragraph)
        assert (heading.holds_next, text.holds_next) == (True, False)
        assert (heading.level, text.level) == (3, 0)
        assert (heading.spans[0].strong, text.spans[0].strong) == (True, False)

    def test_without_one_the_profile_says_so(self, layouts: Mapping[str, Layout]) -> None:
        for layout in layouts.values():
            paragraphs = [b for b in flat(blocks_of(some(), layout)) if isinstance(b, Paragraph)]
            assert text_of(paragraphs[0]) == layout.texts.document.no_portrait


def test_a_finding_is_a_bullet_of_its_own(german: Layout) -> None:
    profile = some()
    findings = write(profile, german)
    blocks = outline(profile, findings, draw(profile, german), Portrait(), german)
    lists = [b for b in flat(blocks) if isinstance(b, BulletList)]
    assert isinstance(findings, Findings)
    assert [item[0].text for item in lists[0].items] == [f.sentence for f in findings.at_a_glance]


class TestHeadingsOverNothing:
    def headings(self, blocks: Sequence[Block]) -> list[str]:
        return [block.text for block in flat(blocks) if isinstance(block, Heading)]

    def test_without_sources_there_is_no_heading_of_sources(self, german: Layout) -> None:
        words = german.texts.document.notes
        texts = self.headings(blocks_of(some(), german))
        assert words.sources_heading not in texts
        assert {words.areas_heading, words.signs_heading, words.imprint_heading} <= set(texts)

    def test_no_heading_is_followed_by_nothing_or_by_one_of_its_level(
        self, german: Layout, cities: Mapping[str, Profile]
    ) -> None:
        nothing = some(recipients={}, payments={}, economy={})
        for profile in (some(), nothing, *profiles(["Köln"]), *cities.values()):
            blocks = list(flat(blocks_of(profile, german)))
            for block, following in zip(blocks, [*blocks[1:], None], strict=True):
                if isinstance(block, Heading):
                    assert following is not None
                    if isinstance(following, Heading):
                        assert following.level > block.level

    def test_what_a_table_needs_said_stays_with_it(self, german: Layout) -> None:
        tables = [
            block
            for part in blocks_of(some(), german)
            if isinstance(part, Part)
            for block in part.blocks
            if isinstance(block, Together) and any(isinstance(b, TableBlock) for b in block.blocks)
        ]
        assert [len(table.blocks) for table in tables] == [2] * (len(tables) - 1) + [3]
        assert isinstance(tables[-1].blocks[-1], Paragraph)
