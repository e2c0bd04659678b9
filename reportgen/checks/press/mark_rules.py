"""Rules about marks: ink, small text, lines, overprint, and what stands near the trim."""

from collections.abc import Iterator

from reportgen.checks.press.box_rules import PageBoxes
from reportgen.checks.rules import PageViolations, Violations, print_rule
from reportgen.errors import Problem
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.press_limits import CLEAR_OF_TRIM, COLOURED_LINE, COLOURED_TEXT, HAIRLINE
from reportgen.page_reader.colours import INKS
from reportgen.page_reader.geometry import Box, common, grown, within
from reportgen.page_reader.marks import Mark, MarkKind, PageContent

#: What numbers of an 8-bit image, or with four decimals, may be off by: percent and points.
ROUNDING, _NEAR = 0.5, 0.05

_INK = print_rule("too-much-ink", "P3", "take away colours and add black; wet sheets stick")
_TEXT = print_rule("coloured-small-text", "P4", "print it in black or grey, or at 14 pt and more")
_LINE = print_rule("coloured-thin-line", "P5", "print it in black or grey, or at 1 pt and more")
_HAIRLINE = print_rule("hairline", "P6", "lines of 0.25 pt and more hold on the plate")
_BLACK = print_rule("black-knocks-out", "P14", "let it overprint")
_WHITE = print_rule("white-overprints", "P15", "let it knock out")
_NEAR_TRIM = print_rule("text-near-trim", "P7", "paper moves while it is cut: move the text inside")
_BLEED = print_rule("bleed-missing", "P8", "let the colour run on to the edge of the bleed")

#: Sides of a box in the order of its numbers.
_SIDES = ("left", "lower", "right", "upper")


def check_marks(found: PageContent, sheet: PageBoxes | None, ink_limit: float) -> Iterator[Problem]:
    """Checks the marks of a page.

    Args:
        found: on the page.
        sheet: its boxes; without them nobody knows which marks are the printer's own.
        ink_limit: most ink on one spot in percent.
    """
    violations = PageViolations(found.page)
    if sheet:
        for mark in found.marks:
            for violation in _check(mark, sheet, ink_limit):
                violations.add(*violation)
    return violations.problems()


def _check(mark: Mark, sheet: PageBoxes, ink_limit: float) -> Violations:
    # Beyond the bleed stand the printer's own marks, on plates and in widths of their own.
    if common(mark.box, sheet.bleed):
        if mark.ink > ink_limit + ROUNDING:
            yield _INK, f"{mark.words}: {mark.ink:.0f} % of ink, more than {ink_limit:g} %"
        if mark.is_white and mark.overprint:
            yield _WHITE, f"{mark.words} is white and overprints: what lies below would cover it"
        if mark.kind is MarkKind.STROKE:
            yield from _check_line(mark)
    if common(mark.box, sheet.trim):
        if mark.kind is MarkKind.TEXT:
            yield from _check_text(mark, sheet.trim)
        elif not mark.is_white:
            yield from _check_bleed(mark, sheet)


def _check_text(mark: Mark, trim: Box) -> Violations:
    if mark.inks and mark.size < COLOURED_TEXT - 0.001 and not mark.is_black_only:
        yield _TEXT, f"{mark.words} of {mark.size:.3g} pt takes {_plates(mark)}"
    # In DeviceCMYK the plates without ink are kept in mode 1 only (ISO 32000-1, table 149).
    keeps = mark.overprint and (mark.overprint_mode == 1 or mark.space.plates)
    if mark.is_solid_black and not keeps:
        yield _BLACK, f"{mark.words} is black and knocks out: plates that shift leave white edges"
    if not within(mark.box, grown(trim, -CLEAR_OF_TRIM * POINTS_PER_MM), _NEAR):
        inside = [
            edge - limit if side < 2 else limit - edge
            for side, (edge, limit) in enumerate(zip(mark.box, trim, strict=True))
        ]
        where = f"{min(inside) / POINTS_PER_MM:.1f} mm from" if min(inside) > 0 else "right"
        yield _NEAR_TRIM, f"{mark.words} is {where} where the sheet is cut"


def _check_line(mark: Mark) -> Violations:
    if mark.width < HAIRLINE - 0.001:
        yield _HAIRLINE, f"a line of {mark.width:.2g} pt breaks on the plate"
    if mark.inks and mark.width < COLOURED_LINE - 0.001 and not mark.is_black_only:
        yield _LINE, f"a line of {mark.width:.2g} pt takes {_plates(mark)}"


def _check_bleed(mark: Mark, sheet: PageBoxes) -> Violations:
    for side, name in enumerate(_SIDES):
        inwards = -1 if side < 2 else 1
        # How far it stays behind the edge of the trim, and of the bleed.
        to_trim = (sheet.trim[side] - mark.box[side]) * inwards
        to_bleed = (sheet.bleed[side] - mark.box[side]) * inwards
        if to_trim <= _NEAR < to_bleed:
            yield (
                _BLEED,
                f"the {mark.kind} at the {name} edge ends {to_bleed:.1f} pt short of the bleed",
            )


def _plates(mark: Mark) -> str:
    amounts = zip(INKS, mark.inks or (), strict=False)
    return "plates " + ", ".join(name for name, amount in amounts if amount > 0)
