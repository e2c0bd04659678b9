"""The sheets of every press file: boxes nest, the trim is A4, colour reaches the bleed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reportgen.editions.press.sheet import SLUG_SIZE, PressSheet
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.page_reader.geometry import IDENTITY, Box, box_of
from reportgen.page_reader.marks import Mark, MarkKind
from reportgen.page_reader.page import read_page
from reportgen.page_reader.resources import Library

A4 = (210 * POINTS_PER_MM, 297 * POINTS_PER_MM)
BLEED = 3 * POINTS_PER_MM
MARGIN = 15 * POINTS_PER_MM


def boxes(page: Any) -> tuple[Box, Box, Box]:
    return box_of(page.obj.MediaBox), box_of(page.obj.BleedBox), box_of(page.obj.TrimBox)


def test_the_trim_is_a4_on_every_page(press_files: Mapping[str, Path]) -> None:
    sizes = set()
    for file in press_files.values():
        with pikepdf.open(file) as document:
            for page in document.pages:
                _, _, trim = boxes(page)
                sizes.add((trim[2] - trim[0], trim[3] - trim[1]))
    assert sizes
    for size in sizes:
        assert size == pytest.approx(A4, abs=0.01)


def test_boxes_nest_by_the_bleed_and_by_the_room_for_marks(
    press_files: Mapping[str, Path],
) -> None:
    for file in press_files.values():
        with pikepdf.open(file) as document:
            for page in document.pages:
                media, bleed, trim = boxes(page)
                for side, inwards in enumerate((1, 1, -1, -1)):
                    assert (trim[side] - bleed[side]) * inwards == pytest.approx(BLEED, abs=0.01)
                    assert (trim[side] - media[side]) * inwards == pytest.approx(MARGIN, abs=0.01)
                assert "/ArtBox" not in page.obj
                assert "/CropBox" not in page.obj


@pytest.mark.parametrize("bleed", [3, 6, 12, 20])
def test_marks_stand_between_the_bleed_and_the_edge_however_wide_the_bleed_is(
    bleed: float,
) -> None:
    sheet = PressSheet(width=A4[0], height=A4[1], bleed=bleed * POINTS_PER_MM)
    outside = -sheet.bleed, A4[0] + sheet.bleed, -sheet.bleed, A4[1] + sheet.bleed
    crosses = sheet.registration_marks()
    for x0, y0, x1, y1, _ in (*sheet.crop_marks(), *crosses):
        left, right, bottom, top = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        assert min(left, bottom) > -sheet.margin
        assert right < A4[0] + sheet.margin
        assert top < A4[1] + sheet.margin
        assert right < outside[0] or left > outside[1] or top < outside[2] or bottom > outside[3]
    # The slug line has room below the crosses, and above the sheet's edge.
    assert -sheet.margin + SLUG_SIZE < sheet.slug_line
    assert sheet.slug_line + SLUG_SIZE < min(min(y0, y1) for _, y0, _, y1, _ in crosses)


def areas_at_the_edge(document: pikepdf.Pdf) -> list[tuple[Mark, Box, Box]]:
    """Coloured areas, photos and lines of the page that come within half a point of the trim."""
    found, library = [], Library()
    for number, page in enumerate(document.pages, start=1):
        media, bleed, trim = boxes(page)
        for mark in read_page(page.obj, number, IDENTITY, media, library).marks:
            x0, y0, x1, y1 = mark.box
            is_inside = x1 > trim[0] and x0 < trim[2] and y1 > trim[1] and y0 < trim[3]
            is_at_edge = (
                x0 < trim[0] + 0.5 or y0 < trim[1] + 0.5 or x1 > trim[2] - 0.5 or y1 > trim[3] - 0.5
            )
            if is_inside and is_at_edge and not mark.is_white:
                found.append((mark, bleed, trim))
    return found


def test_what_touches_the_trim_reaches_the_bleed_on_that_side(
    press_files: Mapping[str, Path],
) -> None:
    sides_that_bleed = set()
    for name, file in press_files.items():
        with pikepdf.open(file) as document:
            for mark, bleed, trim in areas_at_the_edge(document):
                assert mark.kind in {MarkKind.FILL, MarkKind.IMAGE}, name
                for side, inwards in enumerate((1, 1, -1, -1)):
                    if (mark.box[side] - trim[side]) * inwards < 0.5:
                        assert (mark.box[side] - bleed[side]) * inwards < 0.01, (name, side)
                        sides_that_bleed.add((mark.kind, side))
    # The title's band touches all sides but the lower one; so do photos.
    assert sides_that_bleed == {
        (kind, s) for kind in (MarkKind.FILL, MarkKind.IMAGE) for s in (0, 2, 3)
    }
