"""Rules about marks: ink, small text, lines, overprint, and what stands near the trim."""

from collections.abc import Iterable, Iterator

from reportgen.checks.press.boxes import PageBoxes
from reportgen.checks.press.rule import Tally, house_rule, press_rule
from reportgen.errors import Problem
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.press_limits import CLEAR_OF_TRIM, COLOURED_LINE, COLOURED_TEXT, HAIRLINE
from reportgen.page_reader.geometry import Box, common, grown, within
from reportgen.page_reader.marks import Mark, MarkKind

#: What numbers of an 8-bit image, or with four decimals, may be off by: percent and points.
ROUNDING, _NEAR = 0.5, 0.05

_INK = house_rule("too-much-ink", "P3", "take away colours and add black; wet sheets stick")
_TEXT = house_rule("coloured-small-text", "P4", "print it in black or grey, or at 14 pt and more")
_LINE = house_rule("coloured-thin-line", "P5", "print it in black or grey, or at 1 pt and more")
_HAIRLINE = house_rule("hairline", "P6", "lines of 0.25 pt and more hold on the plate")
_BLACK = press_rule("black-knocks-out", "8.6.7")
_WHITE = press_rule("white-overprints", "8.6.7")
_NEAR_TRIM = house_rule("text-near-trim", "P7", "paper moves while it is cut: move the text inside")
_BLEED = house_rule("bleed-missing", "P8", "let the colour run on to the edge of the bleed")

#: Sides of a box in the order of its numbers.
_SIDES = ("left", "lower", "right", "upper")


def check_marks(
    marks: Iterable[Mark], sheet: PageBoxes | None, ink_limit: float
) -> Iterator[Problem]:
    """Checks the marks of a page.

    Args:
        marks: of the page.
        sheet: its boxes; without them nobody knows which marks are the printer's own.
        ink_limit: most ink on one spot in percent.
    """
    tally = Tally()
    for mark in marks:
        # Beyond the bleed stand the printer's own marks, on plates and in widths of their own.
        if sheet and common(mark.box, sheet.bleed):
            _check_inks(mark, ink_limit, tally)
            if mark.kind is MarkKind.STROKE:
                _check_line(mark, tally)
        if sheet and common(mark.box, sheet.trim):
            if mark.kind is MarkKind.TEXT:
                _check_text(mark, tally)
                _check_distance(mark, sheet.trim, tally)
            elif not mark.is_white:
                _check_bleed(mark, sheet, tally)
    yield from tally.problems()


def _check_inks(mark: Mark, ink_limit: float, tally: Tally) -> None:
    if mark.ink > ink_limit + ROUNDING:
        message = f"{mark.words}: {mark.ink:.0f} % of ink, more than {ink_limit:g} %"
        tally.add(_INK, mark.page, message)
    if mark.is_white and mark.overprint:
        message = f"{mark.words} is white and overprints: what lies below would cover it"
        tally.add(_WHITE, mark.page, message)


def _check_text(mark: Mark, tally: Tally) -> None:
    if mark.inks and mark.size < COLOURED_TEXT - 0.001 and not mark.is_black_only:
        message = f"{mark.words} of {mark.size:.3g} pt takes {_plates(mark)}"
        tally.add(_TEXT, mark.page, message)
    # In DeviceCMYK the plates without ink are kept in mode 1 only (ISO 32000-1, table 149).
    keeps = mark.overprint and (mark.overprint_mode == 1 or mark.space.plates)
    if mark.is_solid_black and not keeps:
        message = f"{mark.words} is black and knocks out: plates that shift leave white edges"
        tally.add(_BLACK, mark.page, message)


def _check_line(mark: Mark, tally: Tally) -> None:
    if mark.width < HAIRLINE - 0.001:
        tally.add(_HAIRLINE, mark.page, f"a line of {mark.width:.2g} pt breaks on the plate")
    if mark.inks and mark.width < COLOURED_LINE - 0.001 and not mark.is_black_only:
        message = f"a line of {mark.width:.2g} pt takes {_plates(mark)}"
        tally.add(_LINE, mark.page, message)


def _check_distance(mark: Mark, trim: Box, tally: Tally) -> None:
    clear = grown(trim, -CLEAR_OF_TRIM * POINTS_PER_MM)
    if not within(mark.box, clear, _NEAR):
        left = min(
            *(mark.box[side] - trim[side] for side in (0, 1)),
            *(trim[side] - mark.box[side] for side in (2, 3)),
        )
        where = f"{left / POINTS_PER_MM:.1f} mm from" if left > 0 else "right"
        tally.add(_NEAR_TRIM, mark.page, f"{mark.words} is {where} where the sheet is cut")


def _check_bleed(mark: Mark, sheet: PageBoxes, tally: Tally) -> None:
    for side, name in enumerate(_SIDES):
        inwards = -1 if side < 2 else 1
        # How far it stays behind the edge of the trim, and of the bleed.
        to_trim = (sheet.trim[side] - mark.box[side]) * inwards
        to_bleed = (sheet.bleed[side] - mark.box[side]) * inwards
        if to_trim <= _NEAR < to_bleed:
            message = (
                f"the {mark.kind} at the {name} edge ends {to_bleed:.1f} pt short of the bleed"
            )
            tally.add(_BLEED, mark.page, message)


def _plates(mark: Mark) -> str:
    names = ("cyan", "magenta", "yellow", "black")
    amounts = zip(names, mark.inks or (), strict=False)
    return "plates " + ", ".join(name for name, amount in amounts if amount > 0)
