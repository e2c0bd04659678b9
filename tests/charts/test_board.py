"""The scale, the widths of texts, wrapping, and what lies above what."""

import pytest

from reportgen.charts.board import Board, Scale, text_width, wrap
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout
from tests.charts.drawn import marks_of, width_of

INK, RED, PAPER = Colour("#16222c"), Colour("#ff0000"), Colour("#ffffff")


def test_a_scale_maps_its_ends_and_what_lies_beyond() -> None:
    scale = Scale(-3, 3, 100, 220)
    assert [scale(value) for value in (-3, 0, 3, 4)] == [100, 160, 220, 240]


@pytest.mark.parametrize("text", ["Düsseldorf", "1.234,5\u202f%", "−1,5", "AWAY", ""])
def test_the_width_of_a_text_is_that_of_its_characters(german: Layout, text: str) -> None:
    file = german.fonts.semibold
    assert text_width(text, file, 9.5) == pytest.approx(width_of(text, str(file), 9.5))


def test_text_is_wrapped_at_blanks_and_a_word_only_where_it_is_too_wide(german: Layout) -> None:
    file = german.fonts.regular
    lines = wrap("Hilfe zum Lebensunterhalt in Einrichtungen", file, 8, 80)
    assert lines == ("Hilfe zum", "Lebensunterhalt in", "Einrichtungen")
    assert wrap("am Lebensunterhalt", file, 8, 45, "de_DE") == ("am", "Lebensunter\u00ad", "halt")
    assert wrap("0123456789", file, 8, 20) == ("01234", "56789")
    assert wrap("Hilfe zum Leben", file, 8, 800) == ("Hilfe zum Leben",)


@pytest.mark.parametrize(("align", "part"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_a_text_begins_ends_or_is_centred_at_its_place(
    german: Layout, align: str, part: float
) -> None:
    board = Board(200, 50, german.fonts)
    board.text(100, 20, "Mittelwert", size=8, colour=INK, align=align)  # type: ignore[arg-type]
    (text,) = marks_of(board)
    assert text.left + part * (text.right - text.left) == pytest.approx(100)
    assert text.colour == INK


def test_capitals_are_centred_on_the_height_asked_for(german: Layout) -> None:
    board = Board(200, 50, german.fonts)
    board.text(0, 20, "H", size=10, colour=INK)
    (text,) = marks_of(board)
    baseline = text.bottom + 0.21 * 10
    assert baseline + 0.66 * 10 / 2 == pytest.approx(50 - 20)


def test_shapes_stand_where_they_are_put_measured_from_the_top(german: Layout) -> None:
    board = Board(200, 50, german.fonts)
    board.box(10, 60, 5, 17, RED)
    board.line((10, 20), (60, 20), INK, 2)
    board.dots([30, 40], 30, 3, RED, PAPER)
    box, line, *dots = marks_of(board)
    assert (box.left, box.right, box.top, box.bottom) == (10, 60, 45, 33)
    assert (line.left, line.right, line.top, line.bottom) == (10, 60, 31, 29)
    assert [(dot.left + dot.right) / 2 for dot in dots] == pytest.approx([30, 40])
    # A dot has the radius asked for, and half of its rim of 0.6 points beyond.
    assert [dot.right - dot.left for dot in dots] == pytest.approx([6.6, 6.6], abs=1e-3)


def test_what_is_placed_later_lies_above(german: Layout) -> None:
    """matplotlib itself would draw patches before lines, and these before texts."""
    board = Board(200, 50, german.fonts)
    board.text(0, 10, "first", size=8, colour=INK)
    board.line((0, 20), (60, 20), INK, 2)
    board.box(10, 60, 5, 17, RED)
    assert [mark.text or mark.colour for mark in marks_of(board)] == ["first", INK, RED]


def test_a_tick_has_a_rim_that_sets_it_off(german: Layout) -> None:
    board = Board(200, 50, german.fonts)
    board.tick(20, 25, 6, RED, PAPER)
    rim, stroke = marks_of(board)
    assert (rim.colour, stroke.colour) == (PAPER, RED)
    assert rim.left < stroke.left < 20 < stroke.right < rim.right
    assert (stroke.bottom, stroke.top) == (19, 31)


def test_a_board_has_no_ground_of_its_own(german: Layout) -> None:
    assert marks_of(Board(481.9, 123.4, german.fonts)) == ()
