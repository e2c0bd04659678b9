"""What a report holds, block by block, with all its data and without some."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.charts import draw
from reportgen.document.blocks import (
    Beside,
    Block,
    BulletList,
    Comment,
    Heading,
    HeadingStyle,
    LabelledList,
    Note,
    Paragraph,
    Part,
    Picture,
    Sidebar,
    TableBlock,
    Tiles,
    Together,
)
from reportgen.document.outline import FULL, outline, title_band
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


def parts_of(blocks: Sequence[Block]) -> Iterator[Part]:
    """The sections, also those side by side."""
    for part in blocks:
        assert isinstance(part, Part)
        beside = [block for block in part.blocks if isinstance(block, Beside)]
        yield from (each for pair in beside for each in (pair.left, pair.right))
        if not beside:
            yield part


def section_of(section: Section, blocks: tuple[Block, ...], layout: Layout) -> tuple[Block, ...]:
    """The blocks of a section with a chart, which its topic names."""
    title = getattr(layout.texts.charts, section.value).title
    for part in parts_of(blocks):
        inner = tuple(flat([part]))
        if isinstance(inner[0], Heading) and title in {inner[0].topic, inner[0].text}:
            return inner
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
            heading, last = parts[0], parts[-1]
            assert isinstance(heading, Heading)
            charts = [part for part in parts if isinstance(part, Picture)]
            notes = [part for part in parts if isinstance(part, Note)]
            if section in without:
                # Neither a message nor a caption, source or period of something that is not there.
                assert (charts, heading.topic, heading.aside) == ([], "", "")
                said = " ".join(text_of(part) for part in parts if isinstance(part, Paragraph))
                once = section is Section.DENSITIES and Section.RECIPIENTS in without
                # Why there is no density, the note on recipients has said already.
                assert notes == ([] if once else [last])
                assert said
            else:
                assert notes == []
                (chart,) = charts
                assert chart.chart.caption or chart.chart.source
                assert heading.topic
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
        assert text.count(not_shown) == len(without) - (
            {Section.RECIPIENTS, Section.DENSITIES} <= without
        )

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


def test_population_alone_announces_nothing(german: Layout) -> None:
    """Nothing that is not there is announced by a heading, a tile or a label."""
    blocks = list(flat(blocks_of(some(**NOTHING), german)))
    assert not any(isinstance(block, Tiles | LabelledList) for block in blocks)
    assert not any(isinstance(b, Heading) and b.style is HeadingStyle.HEADLINE for b in blocks)
    assert isinstance(blocks[0], Paragraph)
    assert text_of(blocks[0]).startswith(german.texts.document.extract)


def test_without_any_number_of_its_own_a_title_has_no_tiles(german: Layout) -> None:
    """Another city has reported; this one not even its inhabitants."""
    nothing = [Reason.LATER, 7, 8, 9, 10]
    profile = some(recipients={"one": nothing}, payments={}, economy={}, inhabitants=Reason.LATER)
    assert not any(isinstance(block, Tiles) for block in flat(blocks_of(profile, german)))
    assert report_of(profile, german).pages >= 1


def test_the_sections_stand_in_the_layouts_order(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    def topics(layout: Layout) -> list[str]:
        blocks = flat(blocks_of(cities["essen"], layout))
        loud = [b for b in blocks if isinstance(b, Heading) and b.style is HeadingStyle.MESSAGE]
        return [b.topic or b.text for b in loud if b.level == 2]

    charts = german.texts.charts
    told = topics(german)
    assert told[:3] == [charts.recipients.title, charts.payments.title, charts.densities.title]
    assert told[-1] == german.texts.document.figures.heading
    sections = (Section.TITLE, Section.ECONOMY, Section.RECIPIENTS)
    shorter = replace(german, look=replace(german.look, sections=sections))
    assert topics(shorter) == [charts.economy.title, charts.recipients.title]


def test_every_section_has_one_heading_of_its_own(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    """But for what the extract and the box on the first page say, which is below the title's."""
    headings = [
        [b for b in flat([part]) if isinstance(b, Heading) and b.level == 2]
        for part in parts_of(blocks_of(cities["essen"], german))
    ]
    assert [len(some) for some in headings[:3]] == [1, 0, 0]
    assert len(headings) >= 7
    assert all(len(some) == 1 for some in headings[3:])


def test_a_heading_is_the_message_and_its_topic_stands_apart(german: Layout) -> None:
    profile = some()
    messages = write(profile, german).messages
    told = 0
    for section in (Section.RECIPIENTS, Section.PAYMENTS, Section.DENSITIES, Section.ECONOMY):
        heading = section_of(section, blocks_of(profile, german), german)[0]
        assert isinstance(heading, Heading)
        assert heading.text == messages[section].sentence
        assert heading.topic == getattr(german.texts.charts, section.value).title
        assert heading.topic not in heading.text
        told += 1
    assert told == 4


def test_sections_that_the_layout_names_begin_a_page_that_is_full_enough(german: Layout) -> None:
    blocks = blocks_of(some(), german)
    starts = {
        next(b for b in flat([part]) if isinstance(b, Heading)): part.new_page_from
        for part in blocks
        if isinstance(part, Part) and any(isinstance(b, Heading) for b in flat([part]))
    }
    texts = german.texts
    wanted = {heading.topic or heading.text for heading, start in starts.items() if start == FULL}
    assert wanted == {
        texts.charts.recipients.title, texts.charts.economy.title, texts.document.figures.heading,
    }  # fmt: skip
    assert {start for start in starts.values() if start != FULL} == {None}


def test_an_office_comments_on_a_section_behind_its_chart(german: Layout) -> None:
    words = PortraitBlock(kind=PortraitKind.PARAGRAPH, spans=(Span(text="So sehen wir das."),))
    profile, portrait = some(), Portrait(comments={Section.DENSITIES: (words,)})
    blocks = outline(profile, write(profile, german), draw(profile, german), portrait, german)
    found = [
        (part, block)
        for part in parts_of(blocks)
        for together in part.blocks
        if isinstance(together, Together)
        for block in together.blocks
        if isinstance(block, Comment)
    ]
    ((part, comment),) = found
    heading = next(iter(flat([part])))
    assert isinstance(heading, Heading)
    assert heading.topic == german.texts.charts.densities.title
    assert comment.label == german.texts.document.comment
    assert [text_of(b) for b in comment.blocks if isinstance(b, Paragraph)] == ["So sehen wir das."]


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
        assert any(text in text_of(part) for part in parts if isinstance(part, Paragraph))


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

    def test_without_one_nothing_is_said_and_its_heading_is_left_out(
        self, layouts: Mapping[str, Layout]
    ) -> None:
        for layout in layouts.values():
            headings = [b.text for b in flat(blocks_of(some(), layout)) if isinstance(b, Heading)]
            assert layout.texts.document.office not in headings
        assert title_band(some(), Portrait(), layout).is_alone


def test_a_finding_is_an_item_behind_the_label_of_its_kind(german: Layout) -> None:
    profile = some()
    findings = write(profile, german)
    assert isinstance(findings, Findings)
    (labelled,) = [b for b in flat(blocks_of(profile, german)) if isinstance(b, LabelledList)]
    assert [(label, "".join(span.text for span in item)) for label, item in labelled.items] == [
        (each.label, each.finding.sentence) for each in findings.highlights
    ]
    assert all(any(span.strong for span in item) for _, item in labelled.items)


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

    def test_a_table_stays_with_its_heading(self, german: Layout) -> None:
        (figures,) = [
            block
            for part in parts_of(blocks_of(some(), german))
            for block in part.blocks
            if isinstance(block, Sidebar)
        ]
        tables = [block for block in figures.blocks if isinstance(block, Together)]
        assert len(tables) == 4
        for table in tables:
            heading, grid = table.blocks
            assert isinstance(heading, Heading)
            assert isinstance(grid, TableBlock)
            assert heading.text.startswith(grid.title)

    def test_terms_and_imprint_stand_without_any_table(self, german: Layout) -> None:
        texts = self.headings(blocks_of(some(**NOTHING), german))
        words = german.texts.document.notes
        assert {words.areas_heading, words.imprint_heading} <= set(texts)
        assert words.signs_heading not in texts
