"""The checker of pages finds what is wrong on pages that were made to be wrong."""

from io import BytesIO

import pikepdf
import pytest

from reportgen.document.fonts import register
from reportgen.layout.load import Layout
from tests.page_checker import Frame, faults

#: What stands on a page: left edge, baseline, size and text.
Text = tuple[float, float, float, str]

#: Margins of the layout, and where its right column begins.
LEFT, RIGHT, BOTTOM, TOP, COLUMN = 56.7, 538.6, 59.6, 785.2, 309.63


@pytest.fixture(scope="module")
def frame(german: Layout) -> Frame:
    return Frame.of(german, letters="KÖ")


def pdf_of(layout: Layout, *pages: list[Text]) -> bytes:
    """A file with these texts, drawn by reportlab itself."""
    from reportlab.pdfgen.canvas import Canvas

    stream, font = BytesIO(), register(layout.fonts).regular
    canvas = Canvas(stream, pagesize=(595.3, 841.9), invariant=1)
    for texts in pages:
        for x, y, size, text in texts:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


GOOD: list[Text] = [
    (LEFT, 700, 10, "Ein Absatz, der zwei Zeilen hat, mit einem Wort, das ge-"),
    (LEFT, 686.4, 10, "trennt ist."),
    (LEFT, 600, 10, "Links steht eine Spalte,"),
    (COLUMN, 600, 10, "rechts eine andere."),
    (LEFT, 34, 8.2, "Stadtprofil"),
    (500, 34, 8.2, "Seite 1"),
]


def test_nothing_is_wrong_with_a_good_page(german: Layout, frame: Frame) -> None:
    expected = ["mit einem Wort, das getrennt ist.", "rechts eine andere."]
    assert faults(pdf_of(german, GOOD, GOOD), frame, expected) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ((LEFT - 3, 500, 10, "Text"), "beyond the margin, page 2"),
        ((RIGHT - 10, 500, 10, "Text"), "beyond the margin, page 2"),
        ((-200, 500, 10, "Text vor dem Papier"), "beyond the margin"),
        ((590, 500, 10, "Text"), "beyond the margin"),
        ((LEFT, BOTTOM - 3, 10, "Text"), "above or below the text"),
        ((LEFT, TOP - 3, 10, "Text"), "above or below the text"),
        ((LEFT, 5, 10, "Text"), "above or below the text"),
        ((LEFT, 500, 7.9, "Text"), "7.9 points are too small"),
        ((LEFT + 40, 692, 10, "Text"), "lies on"),
        ((LEFT + 20, 700, 10, "Text"), "lies on"),
        ((COLUMN + 30, 602, 14, "Text"), "lies on"),
        (
            (LEFT, 606, 10, "Eine Zeile, die so lang ist, dass sie weit über die Spalte reicht"),
            "its column",
        ),
        (
            (LEFT, 600, 10, "Eine Zeile, die so lang ist, dass sie weit über die Spalte reicht"),
            "its column",
        ),
    ],
)
def test_what_is_wrong_is_found(german: Layout, frame: Frame, text: Text, fault: str) -> None:
    found = faults(pdf_of(german, GOOD, [*GOOD, text]), frame)
    assert any(fault in each for each in found), found


@pytest.mark.parametrize("expected", ["mit zwei Worten", "Ein Absatz, rechts eine andere."])
def test_what_cannot_be_seen_is_missing(german: Layout, frame: Frame, expected: str) -> None:
    assert faults(pdf_of(german, GOOD), frame, [expected]) == [f"missing: {expected!r}"]


def test_what_is_only_read_aloud_is_missing(german: Layout, frame: Frame) -> None:
    with pikepdf.open(BytesIO(pdf_of(german, GOOD))) as document:
        page = document.pages[0]
        spoken = (
            b"/Span <</ActualText (Ungedrucktes) >> BDC " + page.Contents.read_bytes() + b" EMC"
        )
        page.Contents = document.make_stream(spoken)
        stream = BytesIO()
        document.save(stream)
    assert faults(stream.getvalue(), frame, ["rechts eine andere."]) == []
    assert faults(stream.getvalue(), frame, ["Ungedrucktes"]) == ["missing: 'Ungedrucktes'"]


def test_text_may_lie_on_the_letters_of_the_band(german: Layout, frame: Frame) -> None:
    letters: Text = (300, 580, 190, "KÖ")
    assert faults(pdf_of(german, [*GOOD, letters]), frame) == []
    assert faults(pdf_of(german, [*GOOD, (300, 580, 190, "KX")]), frame)
    assert faults(pdf_of(german, GOOD, [*GOOD, letters]), frame)


def test_a_larger_sheet_is_measured_from_its_trim(german: Layout, frame: Frame) -> None:
    with pikepdf.open(BytesIO(pdf_of(german, GOOD))) as document:
        page = document.pages[0]
        content = b"q 1 0 0 1 40 40 cm " + page.Contents.read_bytes() + b" Q"
        page.Contents = document.make_stream(content)
        page.MediaBox = pikepdf.Array([0, 0, 675.3, 921.9])
        page.TrimBox = pikepdf.Array([40, 40, 635.3, 881.9])
        stream = BytesIO()
        document.save(stream)
    assert faults(stream.getvalue(), frame) == []
