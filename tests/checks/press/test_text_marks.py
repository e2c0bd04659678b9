"""Where text stands and how large it is; every expected number here is computed by hand."""

from collections.abc import Iterator, Mapping

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from reportgen.layout.load import Layout
from reportgen.model import Report
from reportgen.page_reader.fonts import Font
from reportgen.page_reader.marks import Mark, MarkKind
from reportgen.page_reader.truetype import glyphs_by_code, reaches_by_glyph
from tests.checks.press.pages import box, marks, new_page, simple_font
from tests.document.pdf import opened


def written(content: str) -> list[Mark]:
    """Marks of text in a font of which a, b, c are .5, .6 and .7 wide, the space .25."""
    return marks(f"BT {content} ET", Font={"F": simple_font()})


def test_text_has_its_size_its_width_and_the_font_s_height() -> None:
    (mark,) = written("/F 10 Tf 100 200 Td (abc) Tj")
    # 10 * (.5 + .6 + .7) = 18 wide, from -2 to 8 high.
    assert (mark.kind, box(mark), mark.size) == (MarkKind.TEXT, (100, 198, 118, 208), 10)
    assert mark.shown == b"abc"


def test_one_text_goes_on_where_the_last_one_ended() -> None:
    first, second = written("/F 10 Tf 100 200 Td (a) Tj (b) Tj")
    assert (box(first)[2], box(second)[0], box(second)[2]) == (105, 105, 111)


def test_numbers_between_strings_go_back() -> None:
    (mark,) = written("/F 10 Tf 100 200 Td [(a) -1000 (b) 200 (c)] TJ")
    # 5 + 10 + 6 - 2 + 7
    assert (box(mark)[0], box(mark)[2], mark.shown) == (100, 126, b"abc")


def test_spacing_of_letters_and_words() -> None:
    (mark,) = written("/F 10 Tf 1 Tc 3 Tw 100 200 Td (a b) Tj")
    # 5 + 2.5 + 6, three letters apart by 1, one space wider by 3.
    assert box(mark)[2] == pytest.approx(100 + 13.5 + 3 + 3)


def test_stretched_text() -> None:
    (mark,) = written("/F 10 Tf 50 Tz 2 Tc 100 200 Td (ab) Tj")
    # Half of 5 and 6 and twice 2.
    assert (box(mark)[2], mark.size) == (107.5, 10)


def test_raised_text() -> None:
    (mark,) = written("/F 10 Tf 3 Ts 100 200 Td (a) Tj")
    assert (box(mark)[1], box(mark)[3]) == (201, 211)


@pytest.mark.parametrize(
    ("moves", "x", "y"),
    [
        ("100 200 Td 10 -20 Td", 110, 180),
        ("100 200 Td 0 -20 TD T*", 100, 160),
        ("15 TL 100 200 Td T* T*", 100, 170),
        ("100 200 Td 1 0 0 1 50 60 Tm", 50, 60),
        ("2 0 0 2 10 20 Tm 5 5 Td", 20, 30),
    ],
)
def test_lines_begin_where_they_are_sent(moves: str, x: float, y: float) -> None:
    (mark,) = written(f"/F 10 Tf {moves} 1 0 0 1 0 0 cm (a) Tj")
    scale = 2 if moves.startswith("2") else 1
    assert (box(mark)[0], box(mark)[1]) == (x, y - 2 * scale)


def test_the_operators_that_begin_a_line_themselves() -> None:
    first, second, third = written("/F 10 Tf 15 TL 100 200 Td (a) Tj (b) ' 3 1 (a b) \"")
    assert [box(mark)[1] for mark in (first, second, third)] == [198, 183, 168]
    assert box(third)[2] == pytest.approx(100 + 13.5 + 3 + 3)


def test_a_new_text_object_begins_anew() -> None:
    (_, mark) = marks("BT /F 10 Tf 9 9 Td (a) Tj ET BT (a) Tj ET", Font={"F": simple_font()})
    assert box(mark) == (0, 0, 5, 8)  # cut off by the sheet below


def test_size_is_what_remains_after_all_matrices() -> None:
    (mark,) = marks(
        "2 0 0 .5 0 0 cm BT /F 10 Tf 3 0 0 3 50 400 Tm (a) Tj ET", Font={"F": simple_font()}
    )
    assert mark.size == pytest.approx(15)
    # 3 * 10 * .5 wide, times 2.
    assert box(mark) == (100, 197, 130, 212)


def test_turned_text_keeps_its_size() -> None:
    (mark,) = written("/F 10 Tf 0 1 -1 0 100 200 Tm (ab) Tj")
    assert mark.size == pytest.approx(10)
    assert box(mark) == (92, 200, 102, 211)


def test_text_may_be_drawn_as_outline_or_not_at_all() -> None:
    text = "/F 10 Tf 100 200 Td {} Tr (a) Tj"
    assert [m.kind for m in written(text.format(1))] == [MarkKind.STROKE]
    assert [m.kind for m in written(text.format(2))] == [MarkKind.TEXT, MarkKind.STROKE]
    assert written(text.format(3)) == []


def test_a_composite_font_has_two_bytes_a_letter() -> None:
    simple = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        W=Array([1, Array([500, 600]), 10, 20, 700]),
        DW=1000,
        FontDescriptor=Dictionary(Ascent=800, Descent=-200),
    )
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([simple]),
    )  # fmt: skip
    (mark,) = marks("BT /F 10 Tf 1 Tc 9 Tw 100 200 Td <000100020014012C> Tj ET", Font={"F": font})
    # 5 + 6 + 7 + 10, four letters; no space of one byte.
    assert box(mark) == (100, 198, 132, 208)


def test_glyphs_that_are_content_of_their_own() -> None:
    document = new_page()
    glyph = document.make_stream(b"800 0 d0 0 1 0 0 k 0 0 500 500 re f")
    font = document.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            FontBBox=Array([0, 0, 800, 800]),
            CharProcs=Dictionary(square=glyph),
            Encoding=Dictionary(Differences=Array([97, Name.square])),
            FirstChar=97,
            LastChar=97,
            Widths=Array([800]),
        )
    )
    found = marks("BT /F 20 Tf 100 200 Td (aa) Tj ET", document, Font={"F": font})
    areas = [mark for mark in found if mark.kind is MarkKind.FILL]
    # Each 10 by 10, the second one 16 further.
    assert [box(mark) for mark in areas] == [(100, 200, 110, 210), (116, 200, 126, 210)]
    assert {mark.inks for mark in areas} == {(0, 100, 0, 0)}


@pytest.fixture
def bold(press_reports: Mapping[str, Report]) -> Iterator[pikepdf.Object]:
    """The font that the title is set in."""
    with opened(press_reports["koeln"].pdf) as document:
        yield document.pages[0].Resources.Font["/F1+0"]


class TestGlyphs:
    def test_capitals_stand_on_the_line_and_reach_their_height(self, bold: pikepdf.Object) -> None:
        font = Font(bold)
        code = next(c for c in range(256) if font.words(bytes([c])) == "K")
        width, (low, high) = font.measure(bytes([code]))
        assert (low, high) == pytest.approx((0, 0.66), abs=0.01)
        assert 0.5 < width < 0.7

    def test_a_space_reaches_nowhere(self, bold: pikepdf.Object) -> None:
        assert Font(bold).measure(b" ")[1] == (0, 0)

    def test_the_fonts_of_the_layout_are_read(self, german: Layout) -> None:
        program = german.fonts.bold.read_bytes()
        reaches = reaches_by_glyph(program)
        assert len(reaches) > 500
        assert all(low <= high for low, high in reaches.values())

    @pytest.mark.parametrize("program", [b"", b"OTTO", b"\0\1\0\0\0\1" + bytes(30)])
    def test_what_is_no_font_is_refused(self, program: bytes) -> None:
        with pytest.raises(ValueError, match="no TrueType"):
            reaches_by_glyph(program)
        with pytest.raises(ValueError, match="no TrueType"):
            glyphs_by_code(program)
