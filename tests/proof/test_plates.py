"""Plates get exactly the ink that a press would put on paper, overprint and all."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from reportgen.errors import ConformanceError
from reportgen.proof import separate
from tests.document.pressing import (
    add_form,
    add_image,
    add_page,
    inks_at,
    means,
    new_document,
    plates,
    plates_of,
    saved,
)

#: A quarter of the page, all of it, and a square in the middle of the quarter.
QUARTER, ALL, SQUARE = "0 0 50 50 re f", "0 0 100 100 re f", "20 20 10 10 re f"


# --- colours --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("colour", "inks"),
    [
        ("1 0 0 0 k", (100, 0, 0, 0)),
        ("0 1 0 0 k", (0, 100, 0, 0)),
        ("0 0 1 0 k", (0, 0, 100, 0)),
        ("0 0 0 1 k", (0, 0, 0, 100)),
        (".4 .2 .6 .8 k", (40, 20, 60, 80)),
        ("0 0 0 0 k", (0, 0, 0, 0)),
        ("0.25 g", (0, 0, 0, 75)),
        ("", (0, 0, 0, 100)),  # a page begins in black
        ("1 0 0 0 K", (0, 0, 0, 100)),  # the colour of lines is not that of areas
        ("/DeviceCMYK cs", (0, 0, 0, 100)),
        ("/DeviceCMYK cs .4 0 0 0 sc", (40, 0, 0, 0)),
        ("/DeviceCMYK cs 0 .4 0 0 scn", (0, 40, 0, 0)),
        ("1 0 0 0 k /DeviceGray cs", (0, 0, 0, 100)),
        ("/DeviceGray cs 0.4 sc", (0, 0, 0, 60)),
        ("1.5 -1 0 0 k", (100, 0, 0, 0)),
    ],
)
def test_an_area_is_on_the_plates_of_its_inks(colour: str, inks: tuple[int, ...]) -> None:
    made = plates(f"{colour} {QUARTER}")

    assert inks_at(made, 25, 25) == inks
    assert inks_at(made, 75, 75) == (0, 0, 0, 0)
    assert means(made) == pytest.approx([ink / 4 for ink in inks], abs=0.1)


def test_a_line_has_its_own_colour() -> None:
    made = plates("1 0 0 0 k 0 1 0 .2 K 10 w 0 25 m 100 25 l S")

    assert inks_at(made, 50, 25) == (0, 100, 0, 20)
    assert means(made) == pytest.approx((0, 10, 0, 2), abs=0.1)


def test_colours_come_back_with_the_graphics_state() -> None:
    made = plates(f"1 0 0 0 k q 0 1 0 0 k {QUARTER} Q 50 50 50 50 re f")

    assert inks_at(made, 25, 25) == (0, 100, 0, 0)
    assert inks_at(made, 75, 75) == (100, 0, 0, 0)


# --- overprint ------------------------------------------------------------------------------

CYAN = f".8 .3 0 0 k {ALL}"


@pytest.mark.parametrize(
    ("drawn", "inks"),
    [
        pytest.param("/Over gs 0 0 0 1 k", (80, 30, 0, 100), id="black overprints"),
        pytest.param("0 0 0 1 k /Over gs", (80, 30, 0, 100), id="the state may come later"),
        pytest.param("/OverBoth gs 0 0 0 1 k", (80, 30, 0, 100), id="OP alone counts for areas"),
        pytest.param("0 0 0 1 k", (0, 0, 0, 100), id="without overprint black knocks out"),
        pytest.param("/Over gs /Knock gs 0 0 0 1 k", (0, 0, 0, 100), id="switched off"),
        pytest.param("/Over0 gs 0 0 0 1 k", (0, 0, 0, 100), id="mode 0 knocks out"),
        pytest.param("0 0 0 0 k", (0, 0, 0, 0), id="white knocks out"),
        pytest.param("/Over gs 0 0 0 0 k", (80, 30, 0, 0), id="white vanishes when overprinted"),
        pytest.param("/Over gs 0 .5 0 0 k", (80, 50, 0, 0), id="an ink replaces itself"),
        pytest.param("/Over gs 0 g", (0, 0, 0, 100), id="grey is all four inks"),
        pytest.param("/Over gs /DeviceCMYK cs 0 0 1 0 sc", (80, 30, 100, 0), id="colour space"),
    ],
)
def test_what_lies_below_stays_where_overprint_has_no_ink(
    drawn: str, inks: tuple[int, ...]
) -> None:
    made = plates(f"{CYAN} {drawn} {SQUARE}")

    assert inks_at(made, 25, 25) == inks
    assert inks_at(made, 75, 75) == (80, 30, 0, 0)


def test_lines_overprint_apart_from_areas() -> None:
    made = plates(f"{CYAN} /Over gs 0 0 0 1 K 1 0 0 0 k 8 w 20 20 40 40 re B")

    assert inks_at(made, 17, 40) == (80, 30, 0, 100)
    assert inks_at(made, 40, 40) == (100, 30, 0, 0)


def test_overprint_ends_with_the_graphics_state() -> None:
    made = plates(f"{CYAN} q /Over gs 0 0 0 1 k {SQUARE} Q 0 0 0 1 k 60 60 10 10 re f")

    assert inks_at(made, 25, 25) == (80, 30, 0, 100)
    assert inks_at(made, 65, 65) == (0, 0, 0, 100)


def test_text_overprints() -> None:
    document = new_document()
    text = "/Over gs 0 0 0 1 k BT /F 90 Tf 10 20 Td (I) Tj ET"
    page = add_page(document, f"{CYAN} {text}")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"))
    page.obj.Resources.Font = Dictionary(F=font)

    (made,) = plates_of(document)

    cyan, magenta, yellow, black = means(made)
    assert (cyan, magenta, yellow) == pytest.approx((80, 30, 0), abs=0.2)
    assert 3 < black < 20


@pytest.mark.parametrize(
    ("plate", "drawn", "inks"),
    [
        pytest.param(Name.Black, "", (0, 0, 0, 60), id="knocks out"),
        pytest.param(Name.Black, "/Over0 gs", (80, 30, 0, 60), id="overprints in any mode"),
        pytest.param(Name.Cyan, "/Over gs", (60, 30, 0, 0), id="replaces its own ink"),
        pytest.param(Name.All, "/Over gs", (60, 60, 60, 60), id="the mark on every plate"),
    ],
)
def test_a_colour_of_one_plate_is_on_that_plate(
    plate: Name, drawn: str, inks: tuple[int, ...]
) -> None:
    document = new_document()
    page = add_page(document, f"{CYAN} {drawn} /Plate cs .6 scn {SQUARE}")
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)
    space = Array([Name.Separation, plate, Name.DeviceCMYK, tint])
    page.obj.Resources.ColorSpace = Dictionary(Plate=space)

    (made,) = plates_of(document)

    assert inks_at(made, 25, 25) == inks
    assert inks_at(made, 75, 75) == (80, 30, 0, 0)


def test_half_of_an_ink_lets_half_of_what_lies_below_through() -> None:
    made = plates(f"{CYAN} /Half gs 0 0 0 1 k {SQUARE} /Over gs 0 0 0 1 k 60 60 10 10 re f")

    assert inks_at(made, 25, 25) == (40, 15, 0, 50)
    assert inks_at(made, 65, 65) == (80, 30, 0, 50)


# --- forms ----------------------------------------------------------------------------------


def with_form(before: str, inside: str, after: str = "", *, group: bool = False) -> pikepdf.Pdf:
    document = new_document()
    inner = add_form(document, inside)
    if group:
        inner.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    add_page(document, f"{CYAN} {before} /Form Do {after}", Form=inner)
    return document


@pytest.mark.parametrize(
    ("before", "inside", "inks"),
    [
        pytest.param("", "0 0 1 0 k", (0, 0, 100, 0), id="own colour"),
        pytest.param("0 1 0 0 k", "", (0, 100, 0, 0), id="inherited colour"),
        pytest.param("/Over gs", "0 0 0 1 k", (80, 30, 0, 100), id="inherited overprint"),
        pytest.param("", "/Over gs 0 0 0 1 k", (80, 30, 0, 100), id="own overprint"),
        pytest.param("/Over gs", "/Knock gs 0 0 0 1 k", (0, 0, 0, 100), id="own knock-out"),
        pytest.param("/Over gs 0 0 0 1 k", "0 1 0 0 k", (80, 100, 0, 0), id="both"),
        pytest.param("/Half gs", "0 0 0 1 k", (40, 15, 0, 50), id="inherited opacity"),
    ],
)
@pytest.mark.parametrize("group", [False, True])
def test_a_form_goes_on_where_it_is_used(
    before: str, inside: str, inks: tuple[int, ...], group: bool
) -> None:
    (made,) = plates_of(with_form(before, f"{inside} {SQUARE}", group=group))

    assert inks_at(made, 25, 25) == inks
    assert inks_at(made, 75, 75) == (80, 30, 0, 0)


def test_a_form_leaves_no_colour_behind() -> None:
    document = with_form("0 1 0 0 k", f"0 0 1 0 k /Over gs {SQUARE}", "60 60 10 10 re f")

    (made,) = plates_of(document)

    assert inks_at(made, 65, 65) == (0, 100, 0, 0)


def test_a_form_used_twice_may_look_different() -> None:
    document = with_form("0 1 0 0 k", SQUARE, "q 1 0 0 1 40 40 cm /Over gs 0 0 0 1 k /Form Do Q")

    (made,) = plates_of(document)

    assert inks_at(made, 25, 25) == (0, 100, 0, 0)
    assert inks_at(made, 65, 65) == (80, 30, 0, 100)


def test_a_form_may_hold_forms() -> None:
    document = new_document()
    inner = add_form(document, f"0 0 .5 0 k {SQUARE}")
    outer = add_form(document, "q 1 0 0 1 40 40 cm /Inner Do Q", Inner=inner)
    add_page(document, "/Outer Do", Outer=outer)

    (made,) = plates_of(document)

    assert inks_at(made, 65, 65) == (0, 0, 50, 0)
    assert means(made) == pytest.approx((0, 0, 0.5, 0), abs=0.02)


# --- images ---------------------------------------------------------------------------------


def test_an_image_is_taken_apart() -> None:
    """Two pixels above two pixels, each 50 points wide."""
    document = new_document()
    pixels = bytes([255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 51, 102, 153, 204])
    add_page(document, "q 100 0 0 100 0 0 cm /I Do Q", I=add_image(document, pixels, 2, 2))

    (made,) = plates_of(document)

    assert inks_at(made, 5, 95) == (100, 0, 0, 0)
    assert inks_at(made, 95, 95) == (0, 100, 0, 0)
    assert inks_at(made, 5, 5) == (0, 0, 100, 0)
    assert inks_at(made, 95, 5) == (20, 40, 60, 80)


@pytest.mark.parametrize("decode", [[0, 1] * 4, [1, 0] * 4])
def test_a_jpeg_upside_down_is_turned_by_its_decode_array(decode: list[int]) -> None:
    buffer = BytesIO()
    # Pillow stores CMYK upside down, as Adobe does; a Decode array from 1 to 0 puts that right.
    Image.new("CMYK", (16, 16), (204, 51, 0, 102)).save(buffer, "JPEG", quality=100)
    document = new_document()
    image = add_image(document, buffer.getvalue(), 16, 16, Filter=Name.DCTDecode)
    image.Decode = Array(decode)
    add_page(document, "q 100 0 0 100 0 0 cm /I Do Q", I=image)

    (made,) = plates_of(document)

    expected = (80, 20, 0, 40) if decode[0] else (20, 80, 100, 60)
    assert inks_at(made, 50, 50) == pytest.approx(expected, abs=1)


def test_a_grey_image_is_black_ink_and_knocks_out() -> None:
    document = new_document()
    image = add_image(document, bytes([51]), 1, 1, ColorSpace=Name.DeviceGray)
    add_page(document, f"{CYAN} q 10 0 0 10 20 20 cm /I Do Q", I=image)

    (made,) = plates_of(document)

    assert inks_at(made, 25, 25) == (0, 0, 0, 80)


def test_an_image_knocks_out_even_where_overprint_is_on() -> None:
    """Overprint mode 1 is for colours, not for images (ISO 32000-1, table 149)."""
    document = new_document()
    image = add_image(document, bytes([0, 0, 0, 255]), 1, 1)
    drawn = "/Over gs 0 0 0 1 k q 10 0 0 10 20 20 cm /I Do Q 60 60 10 10 re f"
    add_page(document, f"{CYAN} {drawn}", I=image)

    (made,) = plates_of(document)

    assert inks_at(made, 25, 25) == (0, 0, 0, 100)
    assert inks_at(made, 65, 65) == (80, 30, 0, 100)


def test_a_stencil_is_painted_with_the_colour_and_its_overprint() -> None:
    document = new_document()
    stencil = add_image(document, b"\x00", 1, 1, ImageMask=True, BitsPerComponent=1)
    del stencil.ColorSpace
    add_page(document, f"{CYAN} /Over gs 0 0 0 .5 k q 10 0 0 10 20 20 cm /I Do Q", I=stencil)

    (made,) = plates_of(document)

    assert inks_at(made, 25, 25) == (80, 30, 0, 50)


# --- what is not for a press ----------------------------------------------------------------


def told(document: pikepdf.Pdf) -> list[tuple[str, str, str]]:
    with pytest.raises(ConformanceError) as refused:
        separate(document, "made.pdf")
    return [(p.code, p.message, p.where) for p in refused.value.problems]


def test_colours_that_are_no_inks_are_all_told_with_their_pages() -> None:
    document = new_document()
    add_page(document, f"1 0 0 rg {ALL} 0 1 0 rg 0 0 1 RG")
    add_page(document, f"1 0 0 0 k {ALL}")
    inner = add_form(document, "/Spot cs 1 scn")
    add_page(document, "/sh sh /Form Do", Form=inner)

    assert told(document) == [
        ("not-of-four-inks", "the page uses RGB", "made.pdf, page 1"),
        ("not-of-four-inks", "the page uses a shading", "made.pdf, page 3"),
        ("not-of-four-inks", "the page uses the colour space /Spot", "made.pdf, page 3"),
    ]


@pytest.mark.parametrize(
    ("entries", "what"),
    [
        ({"ColorSpace": Name.DeviceRGB}, "an image in DeviceRGB"),
        ({"BitsPerComponent": 1}, "an image that has not 8 bits per ink"),
        ({"Filter": Name.JPXDecode}, "an image compressed by /JPXDecode"),
        (
            {"Mask": Array([0, 0] * 4)},
            "an image that is transparent where it has a certain colour",
        ),
    ],
)
def test_an_image_that_cannot_be_taken_apart_is_told(entries: dict[str, object], what: str) -> None:
    document = new_document()
    add_page(document, "/I Do", I=add_image(document, bytes(4), 1, 1, **entries))

    assert told(document) == [("not-of-four-inks", f"the page uses {what}", "made.pdf, page 1")]


def test_a_jpeg_with_other_inks_than_it_says_is_told() -> None:
    buffer = BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG")
    document = new_document()
    image = add_image(document, buffer.getvalue(), 8, 8, Filter=Name.DCTDecode)
    add_page(document, "/I Do", I=image)

    assert [message for _, message, _ in told(document)] == [
        "the page uses an image that cannot be read: "
        "the image has another number of colours than it says"
    ]


def test_soft_masks_inline_images_and_drawn_fonts_are_told() -> None:
    document = new_document()
    page = add_page(document, "/Soft gs BI /W 1 /H 1 /BPC 8 /CS /G ID x EI")
    page.obj.Resources.ExtGState.Soft = Dictionary(SMask=Dictionary(S=Name.Luminosity))
    page.obj.Resources.Font = Dictionary(F=Dictionary(Subtype=Name.Type3))

    assert {message.removeprefix("the page uses ") for _, message, _ in told(document)} == {
        "a font of type 3",
        "a soft mask",
        "an image in the content",
    }


def test_a_file_that_does_not_say_which_inks_it_means_is_told() -> None:
    document = new_document()
    add_page(document, ALL)
    document.Root.OutputIntents[0].DestOutputProfile.N = 3

    assert [code for code, _, _ in told(document)] == ["no-press-intent"]


def test_the_same_file_makes_the_same_plates() -> None:
    document = new_document()
    add_page(document, CYAN)
    content = saved(document)

    one, other = (separate(pikepdf.open(BytesIO(content)), "made.pdf") for _ in range(2))

    assert one == other
