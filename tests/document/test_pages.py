"""Nothing leaves the margins, collides, or stands where a reader stumbles over it."""

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from reportgen.document.blocks import Paragraph, ParagraphStyle
from reportgen.document.flow import BalancedColumns, Stack
from reportgen.document.page import BELOW_BAND, MOST_SPREAD, Page
from reportgen.document.paragraphs import HeadingLine, Text, TextLines
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.document.title import ALONE
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.load import Layout
from reportgen.model import Profile, Report, Span
from reportgen.portraits import load_portrait
from tests.document.making import leaves, pages_of, report_of
from tests.document.pdf import Piece, pieces
from tests.made_up import area, indicator, profiles

#: Ink may reach this far beyond a box, in points: the tail of a "j", the rounding of a width.
OVERHANG = 0.6

LONG_OFFICE = "Amt für Soziales, Wohnen, Integration, Teilhabe und gesellschaftlichen Zusammenhalt"
LONG_PROJECT = "Benchmarking der großen und mittleren Großstädte der Bundesrepublik Deutschland"


@pytest.fixture(scope="module")
def german_pages(cities: Mapping[str, Profile], german: Layout) -> Mapping[str, tuple[Page, ...]]:
    return {slug: pages_of(profile, german) for slug, profile in cities.items()}


def outside(found: list[Piece], layout: Layout) -> list[Piece]:
    """The pieces that are not within the margins, nor in the band or the foot."""
    page = layout.look.page
    left, right = page.left * POINTS_PER_MM, (page.width - page.right) * POINTS_PER_MM
    bottom = page.bottom * POINTS_PER_MM
    top, foot = (page.height - page.top) * POINTS_PER_MM, page.foot * POINTS_PER_MM
    below_band = (page.height - ALONE * page.band) * POINTS_PER_MM

    def is_inside(piece: Piece) -> bool:
        blank = 0.35 * (piece.top - piece.bottom) * piece.text.endswith(" ")
        if piece.left < left - OVERHANG or piece.right > right + OVERHANG + blank:
            return piece.page == 0 and piece.bottom > below_band
        in_foot = foot - 3 < piece.bottom < piece.top < foot + layout.look.type.small
        in_text = bottom - OVERHANG <= piece.bottom and piece.top <= top + OVERHANG
        return in_foot or in_text or piece.page == 0

    return [piece for piece in found if not is_inside(piece)]


def collisions(found: list[Piece], layout: Layout) -> Iterator[tuple[str, str]]:
    """Texts that lie on one another, except in the band, where the letters are a ground."""
    page = layout.look.page
    below_band = (page.height - ALONE * page.band) * POINTS_PER_MM
    plain = [p for p in found if p.page > 0 or p.top < below_band]
    for one, other in combinations(plain, 2):
        if one.page == other.page and one.overlaps(other):
            yield one.text, other.text


def test_text_stays_within_the_margins(reports: Mapping[str, Report], german: Layout) -> None:
    for slug, report in reports.items():
        assert outside(list(pieces(report.pdf)), german) == [], slug


def test_no_text_lies_on_another(reports: Mapping[str, Report], german: Layout) -> None:
    for slug, report in reports.items():
        assert list(collisions(list(pieces(report.pdf)), german)) == [], slug


@pytest.mark.parametrize("slug", ["duesseldorf", "frankfurt-am-main", "hannover", "rostock"])
def test_nor_in_english(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], slug: str
) -> None:
    found = list(pieces(report_of(cities[slug], layouts["en"]).pdf))
    assert outside(found, layouts["en"]) == []
    assert list(collisions(found, layouts["en"])) == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_also_with_names_and_values_that_no_city_has(
    layouts: Mapping[str, Layout], language: str
) -> None:
    long = "Grundsicherung im Alter und bei Erwerbsminderung in besonderen Wohnformen"
    areas = [area(long, f"{long} nach dem Zwölften Buch"), area("zwei", "Zweiter Bereich")]
    columns = {long: [99_999, 10, 20], "zwei": [0, 1, 2]}
    money = {key: [1e9 * value for value in column] for key, column in columns.items()}
    profile, *_ = profiles(
        ["Frankfurt am Main und Offenbach am Main", "Ludwigshafen am Rhein", "Ulm"],
        areas=areas,
        indicators=[indicator(long, unit="Tsd. €"), indicator("BIP", unit="€ je Einwohner")],
        recipients=columns,
        payments=money,
        economy={long: [0.0, 100.0, 50.0], "BIP": [1_234_567.8, 1, 2]},
        office=LONG_OFFICE,
        project=LONG_PROJECT,
    )
    found = list(pieces(report_of(profile, layouts[language]).pdf))
    assert outside(found, layouts[language]) == []
    assert list(collisions(found, layouts[language])) == []


def test_the_title_keeps_clear_of_the_pages_edge(german: Layout) -> None:
    profile, *_ = profiles(
        ["Mörfelden-Walldorf am südlichen Frankfurter Stadtwald"],
        office=LONG_OFFICE,
        project=LONG_PROJECT,
    )
    page = german.look.page
    band = (page.height - ALONE * page.band) * POINTS_PER_MM
    title = [p for p in pieces(report_of(profile, german).pdf) if p.page == 0 and p.bottom > band]
    assert len(title) >= 2
    assert all(p.right <= (page.width - page.right) * POINTS_PER_MM + 25 for p in title)


def test_no_page_ends_with_a_heading_or_what_announces_something(
    german_pages: Mapping[str, tuple[Page, ...]],
) -> None:
    for pages in german_pages.values():
        for page in pages:
            assert not page.placed[-1].flowable.holds_next


def test_pages_are_filled_from_their_top_to_no_further_than_the_bottom_margin(
    german_pages: Mapping[str, tuple[Page, ...]], german: Layout
) -> None:
    sheet = german.look.page
    for pages in german_pages.values():
        for number, page in enumerate(pages):
            first, last = page.placed[0], page.placed[-1]
            assert first.offset == 0
            head = sheet.height * POINTS_PER_MM - page.top
            if number:
                assert head == pytest.approx(sheet.top * POINTS_PER_MM)
            else:
                assert head == pytest.approx(ALONE * sheet.band * POINTS_PER_MM + BELOW_BAND)
            end = last.offset + last.flowable.height(sheet.text_width)
            assert page.top - end >= sheet.bottom * POINTS_PER_MM - 1e-6


def test_flowables_stand_in_their_order_and_never_overlap(
    german_pages: Mapping[str, tuple[Page, ...]], german: Layout
) -> None:
    width = german.look.page.text_width
    for pages in german_pages.values():
        for page in pages:
            end = 0.0
            for placed in page.placed:
                assert placed.offset >= end - 1e-6
                end = placed.offset + placed.flowable.height(width)


def gaps(page: Page, width: float) -> list[float]:
    """What each gap between parts is larger than the parts ask for."""
    placed = page.placed
    return [
        two.offset
        - one.offset
        - one.flowable.height(width)
        - max(one.flowable.after, two.flowable.before)
        for one, two in pairwise(placed)
    ]


def test_space_that_is_left_is_spread_on_full_pages_only(
    german_pages: Mapping[str, tuple[Page, ...]], german: Layout
) -> None:
    width = german.look.page.text_width
    for pages in german_pages.values():
        assert gaps(pages[-1], width) == pytest.approx([0.0] * (len(pages[-1].placed) - 1))
        for page in pages[:-1]:
            widened = [gap for gap in gaps(page, width) if gap > 1e-6]
            assert all(gap <= MOST_SPREAD + 1e-6 for gap in widened)
            assert widened == pytest.approx(widened[:1] * len(widened))
            parts = [isinstance(placed.flowable, Stack) for placed in page.placed]
            assert len(widened) <= sum(parts[1:])


@pytest.mark.parametrize("language", ["de", "en"])
def test_lines_of_running_text_have_at_most_88_characters(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], language: str
) -> None:
    layout = layouts[language]
    longest = 0
    for profile in cities.values():
        for page in pages_of(profile, layout):
            placed = [item.flowable for item in page.placed]
            for flowable, width in leaves(placed, layout.look.page.text_width):
                if isinstance(flowable, TextLines) and flowable.size >= layout.look.type.table:
                    for line in flowable.lines(width):
                        longest = max(longest, len("".join(run.text for run in line.runs).strip()))
    assert 60 < longest <= 88


def test_no_line_is_wider_than_its_column(
    german_pages: Mapping[str, tuple[Page, ...]], german: Layout
) -> None:
    for pages in german_pages.values():
        for page in pages:
            placed = [item.flowable for item in page.placed]
            for flowable, width in leaves(placed, german.look.page.text_width):
                if isinstance(flowable, TextLines):
                    for line in flowable.lines(width):
                        assert flowable.indent + line.ink_width <= width + 1e-6


def test_columns_are_even(cities: Mapping[str, Profile], german: Layout, portraits: Path) -> None:
    """Where nothing can be divided further, a column is at most its last part longer."""
    width = german.look.page.text_width
    column = (width - BalancedColumns.GAP) / 2
    told = 0
    for profile in cities.values():
        portrait, _ = load_portrait(portraits, profile.city)
        for item in pages_of(profile, german, portrait)[0].placed:
            if isinstance(item.flowable, BalancedColumns):
                total = sum(f.height(column) for f in item.flowable.flowables)
                largest = max(f.height(column) for f in item.flowable.flowables)
                assert item.flowable.height(width) <= total / 2 + largest
                told += 1
    assert told >= 1


def test_headings_are_followed_by_what_they_head_on_the_same_page(
    german_pages: Mapping[str, tuple[Page, ...]], german: Layout
) -> None:
    for pages in german_pages.values():
        for page in pages:
            placed = [item.flowable for item in page.placed]
            parts = [p.flowable for p in leaves(placed, german.look.page.text_width)]
            assert not isinstance(parts[-1], HeadingLine)


def test_the_lead_is_larger_than_the_body(german: Layout) -> None:
    setting = Setting.of(german)
    lead, body, small = (
        Text(Paragraph(spans=(Span(text="x"),), style=style), setting, Element("P")).size
        for style in (ParagraphStyle.LEAD, ParagraphStyle.BODY, ParagraphStyle.SMALL)
    )
    assert lead > body > small
