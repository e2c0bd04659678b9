"""Two pages side by side: in the right order, whole, as light as before, and claiming nothing."""

from collections.abc import Mapping
from contextlib import closing
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from reportgen.editions.imposition import booklet, two_up
from reportgen.errors import DocumentError
from reportgen.model import Report
from tests.document.pdf import opened, operations, page_texts, pixels

A4, A5, LETTER = (595.276, 841.89), (419.528, 595.276), (612.0, 792.0)


def pages_of(*sizes: tuple[float, float], **more: Any) -> bytes:
    """A file whose pages say their number, counted from 1, near their lower left corner."""
    document = pikepdf.new()
    font = document.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for number, size in enumerate(sizes, start=1):
        page = document.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary(Font=Dictionary(F=font))
        text = f"/P <</MCID 0>> BDC BT /F 20 Tf 40 40 Td (p{number}) Tj ET EMC"
        page.obj.Contents = document.make_stream(text.encode())
        page.obj.StructParents = number
        for name, value in more.items():
            page.obj[f"/{name}"] = value
    return saved(document)


def saved(document: pikepdf.Pdf) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def halves(pdf: bytes) -> list[tuple[str, str]]:
    """The text on the left and on the right half of each side."""
    sides = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            boxes = ((0, 0, width / 2, height), (width / 2, 0, width, height))
            left, right = (text.get_text_bounded(*box).strip() for box in boxes)
            sides.append((left, right))
    return sides


def size_of(pdf: bytes) -> tuple[float, float]:
    """Width and height of all sheets."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        (size,) = {document.get_page_size(number) for number in range(len(document))}
    return size


# --- order ----------------------------------------------------------------------------------

ORDERS = {
    1: [("", "p1"), ("", "")],
    2: [("", "p1"), ("p2", "")],
    3: [("", "p1"), ("p2", "p3")],
    4: [("p4", "p1"), ("p2", "p3")],
    5: [("", "p1"), ("p2", ""), ("", "p3"), ("p4", "p5")],
    6: [("", "p1"), ("p2", ""), ("p6", "p3"), ("p4", "p5")],
    7: [("", "p1"), ("p2", "p7"), ("p6", "p3"), ("p4", "p5")],
    8: [("p8", "p1"), ("p2", "p7"), ("p6", "p3"), ("p4", "p5")],
    9: [("", "p1"), ("p2", ""), ("", "p3"), ("p4", "p9"), ("p8", "p5"), ("p6", "p7")],
}


@pytest.mark.parametrize("count", ORDERS)
def test_a_folded_booklet_reads_from_the_first_page_to_the_last(count: int) -> None:
    assert halves(booklet(pages_of(*[A4] * count))) == ORDERS[count]


@pytest.mark.parametrize("count", range(1, 10))
def test_two_up_keeps_the_order_and_leaves_the_last_page_alone_on_the_left(count: int) -> None:
    texts = [f"p{number}" for number in range(1, count + 1)] + [""] * (count % 2)

    expected = list(zip(texts[::2], texts[1::2], strict=True))

    assert halves(two_up(pages_of(*[A4] * count))) == expected


# --- sizes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [A4, A5, LETTER, (841.89, 595.276)])
def test_a_booklet_is_twice_as_wide_as_a_page(size: tuple[float, float]) -> None:
    assert size_of(booklet(pages_of(size))) == pytest.approx((2 * size[0], size[1]), abs=0.01)


@pytest.mark.parametrize("size", [A4, A5, LETTER, (841.89, 595.276)])
def test_two_up_turns_the_sheet(size: tuple[float, float]) -> None:
    assert size_of(two_up(pages_of(size))) == pytest.approx((size[1], size[0]), abs=0.01)


def test_a_page_of_a_booklet_keeps_its_size() -> None:
    before, after = (ink_box(pixels(pdf)) for pdf in (pages_of(A4), booklet(pages_of(A4))))

    assert after == pytest.approx(on_the_right(before), abs=1)


def ink_box(image: Any) -> tuple[int, ...]:
    """Box of what is not white."""
    box = image.convert("L").point(lambda value: 255 * (value < 128)).getbbox()
    assert box
    return tuple(box)


def on_the_right(box: tuple[int, ...]) -> tuple[float, ...]:
    """Where a box of a page of A4 is when that page is the right one of two."""
    return (box[0] + A4[0], box[1], box[2] + A4[0], box[3])


def matrix_of(pdf: bytes) -> list[float]:
    """The matrix of the first page on the first sheet."""
    with opened(pdf) as document:
        operands = next(
            operands
            for operands, operator in pikepdf.parse_content_stream(document.pages[0])
            if str(operator) == "cm"
        )
        return [float(value) for value in operands]


def test_two_pages_of_a4_come_on_one_at_71_percent() -> None:
    scale, *_, x, y = matrix_of(two_up(pages_of(A4)))

    assert scale == pytest.approx(0.5**0.5, abs=1e-4)
    assert (x, y) == pytest.approx((0, 0), abs=0.05)


def test_pages_of_another_shape_stand_in_the_middle_of_their_halves() -> None:
    scale, *_, x, y = matrix_of(two_up(pages_of(LETTER)))

    assert scale == pytest.approx(792 / 2 / 612, abs=1e-4)
    assert (x, y) == pytest.approx((0, (612 - scale * 792) / 2), abs=0.05)


def test_slim_pages_fit_the_height_of_the_sheet() -> None:
    scale, *_, x, y = matrix_of(two_up(pages_of((200, 600))))

    assert scale == pytest.approx(200 / 600, abs=1e-4)
    assert (x, y) == pytest.approx(((300 - scale * 200) / 2, 0), abs=0.05)


def test_landscape_pages_come_one_above_the_other() -> None:
    _, _, _, _, x, y = matrix_of(two_up(pages_of((841.89, 595.276), (841.89, 595.276))))

    assert (x, y) == pytest.approx((0, 841.89 / 2), abs=0.05)


@pytest.mark.parametrize("impose", [booklet, two_up])
def test_pages_of_several_sizes_are_refused(impose: Any) -> None:
    with pytest.raises(DocumentError) as refused:
        impose(pages_of(A4, A4, A5))

    (problem,) = refused.value.problems
    assert problem.code == "mixed-page-sizes"
    assert problem.message == "page 3 measures 420 by 595 points, page 1 595 by 842"


def test_a_turned_page_counts_as_it_is_shown() -> None:
    turned = pages_of((A4[1], A4[0]), Rotate=90)

    assert size_of(booklet(turned)) == pytest.approx((2 * A4[0], A4[1]), abs=0.01)
    # What stands near the lower left corner stands near the upper left when turned clockwise.
    _, top, _, bottom = ink_box(pixels(booklet(turned)))
    assert bottom < 100
    assert top > 30


def test_a_page_in_larger_units_keeps_its_real_size() -> None:
    assert size_of(booklet(pages_of((100, 200), UserUnit=2))) == pytest.approx((400, 400))


def test_a_page_is_cut_to_its_trim() -> None:
    marked = pages_of(
        (300, 400), TrimBox=Array([30, 30, 230, 330]), CropBox=Array([10, 10, 290, 390])
    )

    imposed = booklet(marked)

    assert size_of(imposed) == pytest.approx((400, 300))
    left, _, _, bottom = ink_box(pixels(imposed))
    assert (left, bottom) == pytest.approx((200 + 10, 300 - 10), abs=6)  # the tail of the p


def test_a_page_without_a_trim_is_cut_to_what_is_shown() -> None:
    assert size_of(booklet(pages_of((300, 400), CropBox=Array([10, 10, 210, 310])))) == (400, 300)


# --- what a report becomes ------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(reports: Mapping[str, Report]) -> bytes:
    return reports["koeln"].pdf


@pytest.fixture(scope="module", params=[booklet, two_up])
def imposed(request: pytest.FixtureRequest, report: bytes) -> bytes:
    made = request.param(report)
    assert isinstance(made, bytes)
    return made


def test_text_stays_text(report: bytes, imposed: bytes) -> None:
    words = sorted(" ".join(page_texts(report)).split())

    assert len(words) > 500
    assert sorted(" ".join(page_texts(imposed)).split()) == words


def test_nothing_becomes_an_image(imposed: bytes) -> None:
    with opened(imposed) as document:
        subtypes = {
            str(thing.Subtype)
            for thing in document.objects
            if isinstance(thing, pikepdf.Stream) and "/Subtype" in thing
        }

    assert "/Form" in subtypes
    assert "/Image" not in subtypes


def font_files(pdf: bytes) -> int:
    with opened(pdf) as document:
        return sum(
            isinstance(thing, Dictionary) and "/FontFile2" in thing for thing in document.objects
        )


def test_fonts_are_not_doubled(report: bytes, imposed: bytes) -> None:
    assert font_files(imposed) == font_files(report) > 0


def test_the_file_does_not_grow(report: bytes, imposed: bytes) -> None:
    assert len(imposed) < 1.2 * len(report)


def test_the_same_file_makes_the_same_bytes(report: bytes) -> None:
    assert booklet(report) == booklet(report)
    assert two_up(report) == two_up(report)


def test_an_imposed_file_claims_no_standard(imposed: bytes) -> None:
    with opened(imposed) as document:
        metadata = document.Root.Metadata.read_bytes().decode()

    for claim in ("pdfaid", "pdfuaid", "pdfxid", "PDF/X"):
        assert claim not in metadata


def test_an_imposed_file_says_what_it_is_a_copy_of(report: bytes, imposed: bytes) -> None:
    with opened(report) as source, opened(imposed) as copy:
        assert copy.docinfo["/Title"] == source.docinfo["/Title"]
        assert copy.docinfo["/CreationDate"] == source.docinfo["/CreationDate"]
        assert str(copy.docinfo["/Subject"]).startswith("Imposed copy for an office printer: ")
        with copy.open_metadata() as xmp:
            assert xmp["dc:title"] == str(source.docinfo["/Title"])
            assert xmp["dc:description"] == str(copy.docinfo["/Subject"])


def test_nothing_refers_to_a_structure_that_is_not_there(imposed: bytes) -> None:
    with opened(imposed) as document:
        assert not {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/PageLabels"} & set(
            document.Root.keys()
        )
        for thing in document.objects:
            if isinstance(thing, Dictionary | pikepdf.Stream):
                assert not {"/StructParents", "/StructParent", "/Annots"} & set(thing.keys())
        marks = [
            (operands, operator)
            for page in document.pages
            for operands, operator in operations(page)
            if operator in {"BMC", "BDC", "EMC"}
        ]
    begun = [operands for operands, operator in marks if operator != "EMC"]
    assert len(begun) * 2 == len(marks)
    assert all(tag == "/Span" and "/MCID" not in properties for tag, properties in begun)


def test_colours_mean_the_same(report: bytes, imposed: bytes) -> None:
    with opened(report) as source, opened(imposed) as copy:
        (one,), (other,) = source.Root.OutputIntents, copy.Root.OutputIntents
        assert one.DestOutputProfile.read_bytes() == other.DestOutputProfile.read_bytes()
        assert one.OutputConditionIdentifier == other.OutputConditionIdentifier


def test_a_booklet_tells_the_printer_how_to_print_it(report: bytes) -> None:
    with opened(booklet(report)) as document:
        viewing = document.Root.ViewerPreferences
        assert viewing.Duplex == "/DuplexFlipShortEdge"
        assert viewing.PrintScaling == "/None"


# --- what other files may have --------------------------------------------------------------


def test_layers_stay_as_they_are_and_single_marks_go() -> None:
    with opened(pages_of(A4)) as document:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="hidden"))
        document.Root.OCProperties = Dictionary(
            OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]))
        )
        page = document.pages[0]
        page.obj.Resources.Properties = Dictionary(L=layer)
        hidden = b"/OC /L BDC /P <</MCID 3>> BDC BT /F 20 Tf 99 99 Td (secret) Tj ET EMC EMC /X MP "
        page.obj.Contents = document.make_stream(hidden + page.Contents.read_bytes())
        source = saved(document)

    imposed = booklet(source)

    with opened(imposed) as document:
        operators = [operator for _, operator in operations(document.pages[0])]
        assert (operators.count("BDC"), operators.count("EMC"), operators.count("MP")) == (1, 1, 0)
        assert len(document.Root.OCProperties.D.OFF) == 1
    # Only the number of the page is shown, in the lower part.
    shown = on_the_right(ink_box(pixels(pages_of(A4))))
    assert ink_box(pixels(imposed)) == pytest.approx(shown, abs=1)


def test_a_mark_that_ends_and_never_began_stays_as_it_is() -> None:
    with opened(pages_of(A4)) as document:
        page = document.pages[0]
        page.obj.Contents = document.make_stream(b"EMC " + page.Contents.read_bytes())
        source = saved(document)

    with opened(booklet(source)) as document:
        assert [o for _, o in operations(document.pages[0])].count("EMC") == 1


def test_what_a_mark_says_of_the_text_stays() -> None:
    with opened(pages_of(A4)) as document:
        page = document.pages[0]
        text = b"/P <</MCID 0 /ActualText (whole)>> BDC BT /F 20 Tf 40 40 Td (who-le) Tj ET EMC"
        page.obj.Contents = document.make_stream(text)
        source = saved(document)

    with opened(booklet(source)) as document:
        (mark,) = [operands for operands, o in operations(document.pages[0]) if o == "BDC"]

    assert mark[0] == "/Span"
    assert dict(mark[1]) == {"/ActualText": "whole"}
