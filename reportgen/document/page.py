"""Pages: flowables are divided among them, then each is drawn with its running foot."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from msgspec import Struct

from reportgen.document.canvas import ReportCanvas
from reportgen.document.flow import Flowable, PlacedFlowable, Stack, TooTallError, draw_placed, fill
from reportgen.document.fonts import text_width
from reportgen.document.lines import TextRun, break_lines
from reportgen.document.setting import Setting
from reportgen.document.title import Band
from reportgen.layout.appearance import POINTS_PER_MM

#: Space between the title's band and the text below it, in points.
BELOW_BAND = 20.0

#: Least space between the running title and the page's number in points, and how many lines of the
#: title there is room for; it stands in full on the first page.
FOOT_GAP, MOST_FOOT_LINES = 20.0, 2

#: What a gap between parts may grow by to fill a page, in points.
MOST_SPREAD = 22.0


class Page(Struct, frozen=True):
    """What stands on a page, from `top` downwards in points."""

    top: float
    placed: tuple[PlacedFlowable, ...]


def paginate(flowables: Sequence[Flowable], band: Band, setting: Setting) -> tuple[Page, ...]:
    """Divides flowables among pages; the first one begins below the band.

    Raises:
        TooTallError: a flowable is taller than a page and cannot be split.
    """
    page = setting.layout.look.page
    paper, bottom = page.height * POINTS_PER_MM, page.bottom * POINTS_PER_MM
    if band.height + band.below > paper - bottom:
        raise TooTallError(band)
    pages: list[Page] = []
    rest = list(flowables)
    while rest or not pages:
        top = paper - (page.top * POINTS_PER_MM if pages else band.height + band.below + BELOW_BAND)
        waiting = rest
        placed, rest = fill(waiting, page.text_width, top - bottom)
        if not placed and pages:
            placed, rest = fill(waiting, page.text_width, top - bottom, forced=True)
        if not placed and pages:
            raise TooTallError(next((f for f in rest if not f.holds_next), rest[0]))
        if rest and placed and rest[0].new_page_from > 1:
            placed = _spread(placed, page.text_width, top - bottom)
        pages.append(Page(top, tuple(placed)))
    return tuple(pages)


def _spread(
    placed: Sequence[PlacedFlowable], width: float, available: float
) -> list[PlacedFlowable]:
    """Gives the space that is left on a full page to the gaps before its larger parts."""
    left = available - placed[-1].offset - placed[-1].flowable.height(width)
    widened = [
        isinstance(item.flowable, Stack) and not before.flowable.holds_next
        for before, item in pairwise(placed)
    ]
    share = min(left / max(sum(widened), 1), MOST_SPREAD)
    shifts = accumulate((share * wide for wide in widened), initial=0.0)
    return [
        PlacedFlowable(p.flowable, p.offset + shift)
        for p, shift in zip(placed, shifts, strict=True)
    ]


def draw_pages(
    pages: Sequence[Page],
    band: Band,
    foot: str,
    canvas: ReportCanvas,
    setting: Setting,
) -> None:
    """Draws all pages.

    Args:
        pages: with all that stands on them.
        band: above the first one.
        foot: the running title.
        canvas: takes the pages.
        setting: the layout with its fonts.
    """
    look = setting.layout.look.page
    for number, page in enumerate(pages, start=1):
        if number == 1:
            band.draw(canvas, look.height * POINTS_PER_MM)
        draw_placed(page.placed, canvas, look.left * POINTS_PER_MM, page.top, look.text_width)
        words = setting.layout.texts.document.page.format(page=number, pages=len(pages))
        _draw_foot(canvas, foot, words, setting)
        canvas.showPage()


def _draw_foot(canvas: ReportCanvas, left: str, right: str, setting: Setting) -> None:
    page, size = setting.layout.look.page, setting.type.small
    font, colour = setting.fonts.regular, setting.colours.muted
    baseline, x = page.foot * POINTS_PER_MM, page.left * POINTS_PER_MM
    reserved = text_width(right, font, size)
    end = x + page.text_width - reserved
    run = TextRun(text=left, font=font, size=size, colour=colour)
    lines = break_lines([run], page.text_width - reserved - FOOT_GAP, setting.hyphenation)
    with canvas.artifact("/Type /Pagination /Subtype /Footer"):
        for below, line in enumerate(lines[:MOST_FOOT_LINES]):
            canvas.write_unmarked(line, x, baseline - 1.2 * size * below)
        canvas.write_text(end, baseline, right, font, size, colour)
