"""What a report holds, block by block, with all its data and without some."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportgen.charts import draw
from reportgen.document.blocks import (
    Block,
    BulletList,
    Comment,
    Heading,
    HeadingStyle,
    LabelledList,
    Paragraph,
    Part,
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
    Section,
    Span,
)
from reportgen.pipeline import build_profile
from reportgen.portraits import load_portrait
from reportgen.workbook import load_workbook
from tests.document.making import blocks_of, flat, text_of
from tests.document.readable import readable
from tests.document.sections import CITIES, parts_of, section_of, some
from tests.made_up import profiles
from tests.workbooks import edited, with_figure

GOLDEN = Path(__file__).parents[1] / "golden"
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


@pytest.mark.parametrize("section", [Section.MONEY, Section.DEVELOPMENT])
def test_a_comment_on_a_chapter_without_chart_is_printed(german: Layout, section: Section) -> None:
    words = PortraitBlock(kind=PortraitKind.PARAGRAPH, spans=(Span(text="So sehen wir das."),))
    profile, portrait = some(), Portrait(comments={section: (words,)})
    look = replace(german.look, sections=(Section.TITLE, Section.ECONOMY, section))
    layout = replace(german, look=look)
    charts = {name: chart for name, chart in draw(profile, layout).items() if name != section}

    with_comment, without = (
        [
            block
            for part in parts_of(outline(profile, write(profile, layout), charts, each, layout))
            for together in part.blocks
            if isinstance(together, Together)
            for block in together.blocks
        ]
        for each in (portrait, Portrait())
    )

    title = getattr(german.texts.charts, section.value).title
    told, untold = (
        {text for b in some_blocks if isinstance(b, Heading) for text in (b.topic, b.text)}
        for some_blocks in (with_comment, without)
    )
    assert isinstance(with_comment[-1], Comment)
    assert title in told
    assert title not in untold


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
