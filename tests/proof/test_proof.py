"""A proof shows the right pixels and tells the right figures, worked out by hand."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Array
from PIL import Image

from reportgen.errors import ConformanceError
from reportgen.layout.load import Layout
from reportgen.model import Edition, Profile
from reportgen.pipeline import build_report
from reportgen.proof import Proof, prove, separate
from reportgen.proof.measure import TOLERANCE, render
from reportgen.proof.picture import PAPER, SIGNAL, scale
from tests.document.pressing import SIDE, add_page, new_document

pytestmark = pytest.mark.exhaustive

DPI = 72

#: 90 % of cyan on the left half; 320 % of ink on a square of 10 by 10 points in it.
HALF = ".9 0 0 0 k 0 0 50 100 re f"
HEAVY = f"{HALF} .8 .8 .8 .8 k 20 20 10 10 re f"


def proof_of(document: pikepdf.Pdf, limit: float = 300, dpi: int = DPI) -> Proof:
    return prove(separate(document, "made.pdf"), "made.pdf", dpi, limit)


def proof(content: str, limit: float = 300, dpi: int = DPI) -> Proof:
    document = new_document()
    add_page(document, content)
    return proof_of(document, limit, dpi)


def image(png: bytes) -> Image.Image:
    picture = Image.open(BytesIO(png))
    assert picture.format == "PNG"
    return picture


def colour(png: bytes, x: int, y: int) -> tuple[int, ...]:
    """The colour at a place in points from the lower left of a page of `SIDE`, at 72 dpi."""
    found = image(png).convert("RGB").getpixel((x, SIDE - 1 - y))
    assert isinstance(found, tuple)
    return found


# --- figures --------------------------------------------------------------------------------


def test_figures_are_percent_of_solid_ink() -> None:
    (page,) = proof(HEAVY).pages

    figures = page.figures
    assert page.number == 1
    # Half of the page has 90 % of cyan, but for 1 % of the page, which has 80 %.
    assert figures.means == pytest.approx((44.9, 0.8, 0.8, 0.8), abs=0.1)
    assert figures.mean == pytest.approx(47.3, abs=0.2)
    assert figures.most == pytest.approx(320, abs=1)


@pytest.mark.parametrize(
    ("limit", "over"), [(300, 100), (317, 100), (318.5, 0), (320, 0), (400, 0)]
)
def test_pixels_above_the_limit_are_counted(limit: float, over: int) -> None:
    (page,) = proof(HEAVY, limit).pages

    assert page.figures.over == over


def test_rounding_of_four_plates_does_not_count_as_too_much() -> None:
    (page,) = proof(".752 .752 .752 .75 k 0 0 100 100 re f", 300).pages

    assert 300 < page.figures.most < 300 + TOLERANCE
    assert page.figures.over == 0


def trimmed(rotate: int) -> Proof:
    """Ink on the lower left quarter of the sheet; the trim is all but a strip on the left."""
    document = new_document()
    page = add_page(document, "1 0 0 0 k 0 0 50 50 re f")
    page.obj.TrimBox = Array([20, 0, 100, 100])
    page.obj.Rotate = rotate
    return proof_of(document)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_means_are_those_of_the_page_as_it_is_cut(rotate: int) -> None:
    (page,) = trimmed(rotate).pages

    assert page.figures.means == pytest.approx((100 * 30 * 50 / (80 * 100), 0, 0, 0), abs=0.1)


def test_a_turned_page_is_shown_turned() -> None:
    (upright,), (turned,) = trimmed(0).pages, trimmed(90).pages

    assert [colour(upright.plates[0], *place) for place in ((25, 25), (25, 75))] == [
        (0, 0, 0),
        PAPER,
    ]
    assert [colour(turned.plates[0], *place) for place in ((25, 25), (25, 75))] == [
        PAPER,
        (0, 0, 0),
    ]


def test_ink_outside_of_the_trim_counts_for_the_most() -> None:
    document = new_document()
    page = add_page(document, "1 1 1 1 k 0 0 10 10 re f")
    page.obj.TrimBox = Array([20, 20, 80, 80])

    (figures,) = [page.figures for page in proof_of(document).pages]

    assert figures.means == (0, 0, 0, 0)
    assert (figures.most, figures.over) == (pytest.approx(400), 100)


# --- pictures -------------------------------------------------------------------------------


def test_every_page_has_its_pictures_and_all_share_a_contact_sheet() -> None:
    document = new_document()
    for _ in range(2):
        add_page(document, HALF)

    files = proof_of(document).files()

    assert list(files) == [
        *("page-1.png", "page-1-cyan.png", "page-1-magenta.png", "page-1-yellow.png"),
        *("page-1-black.png", "page-1-ink.png", "page-2.png", "page-2-cyan.png"),
        *("page-2-magenta.png", "page-2-yellow.png", "page-2-black.png", "page-2-ink.png"),
        "contact.png",
    ]
    assert all(image(picture).width >= SIDE for picture in files.values())


def test_plates_are_grey_on_white() -> None:
    (page,) = proof(".9 0 0 .4 k 0 0 50 100 re f").pages

    cyan, magenta, _, black = (image(plate) for plate in page.plates)
    assert cyan.mode == black.mode == "L"
    assert [plate.getpixel((25, 50)) for plate in (cyan, magenta, black)] == [26, 255, 153]
    assert cyan.getpixel((75, 50)) == 255


def test_the_preview_shows_the_look_of_the_inks_by_the_profile() -> None:
    """By FOGRA39, solid inks look like this in sRGB; naive conversion makes them glaring."""
    looks = {
        "1 0 0 0": (0, 158, 224),
        "0 1 0 0": (229, 0, 125),
        "0 0 1 0": (255, 237, 0),
        "0 0 0 1": (43, 42, 41),
        "0 0 0 0": (255, 255, 255),
    }

    for inks, look in looks.items():
        (page,) = proof(f"{inks} k 0 0 100 100 re f").pages
        assert colour(page.preview, 50, 50) == pytest.approx(look, abs=14), inks


def test_resolution_is_as_asked_for() -> None:
    (page,) = proof(HALF, dpi=144).pages

    assert image(page.preview).size == image(page.plates[3]).size == (2 * SIDE, 2 * SIDE)


def test_the_ink_map_has_a_step_of_colour_for_every_50_percent() -> None:
    (page,) = proof(f"{HALF} 0 0 0 .3 k 60 0 20 100 re f").pages

    steps = scale(300)
    assert len(steps) == len(set(steps)) == 6
    assert image(page.ink_map).height > SIDE  # the legend is below
    assert colour(page.ink_map, 25, 50) == steps[1]
    assert colour(page.ink_map, 70, 50) == steps[0]
    assert colour(page.ink_map, 90, 50) == PAPER


def test_one_pixel_above_the_limit_is_seen_on_the_ink_map() -> None:
    (page,) = proof("1 1 1 1 k 50 50 1 1 re f").pages

    assert page.figures.over == 1
    shown = np.asarray(image(page.ink_map).convert("RGB"))[:SIDE]
    assert (shown == SIGNAL).all(axis=2).sum() == 49


def test_the_map_of_a_page_within_the_limit_has_no_signal() -> None:
    (page,) = proof(HEAVY, 330).pages

    shown = np.asarray(image(page.ink_map).convert("RGB"))[:SIDE]
    assert not (shown == SIGNAL).all(axis=2).any()


def test_the_contact_sheet_shouts_when_there_is_too_much_ink() -> None:
    calm, shouting = (np.asarray(image(proof(HEAVY, limit).contact)) for limit in (330, 300))

    quiet, loud = ((sheet == SIGNAL).all(axis=2).sum() for sheet in (calm, shouting))
    assert loud > quiet + 1000


def test_the_contact_sheet_grows_with_the_pages() -> None:
    document = new_document()
    for _ in range(3):
        add_page(document, HALF)

    assert image(proof_of(document).contact).height > image(proof(HALF).contact).height + 2 * SIDE


def test_the_same_file_makes_the_same_pictures() -> None:
    assert proof(HEAVY).files() == proof(HEAVY).files()


def test_a_broken_profile_is_told() -> None:
    document = new_document()
    add_page(document, HALF)
    document.Root.OutputIntents[0].DestOutputProfile.write(b"none")

    with pytest.raises(ConformanceError) as refused:
        proof_of(document)

    assert [problem.code for problem in refused.value.problems] == ["bad-press-profile"]


# --- a report -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def press_file(cities: Mapping[str, Profile], german: Layout, portraits: Path) -> bytes:
    return build_report(cities["koeln"], german, portraits, edition=Edition.PRINT).pdf


def test_a_report_keeps_the_ink_limit_everywhere(press_file: bytes) -> None:
    with pikepdf.open(BytesIO(press_file)) as document:
        proof = proof_of(document, limit=300)

    assert len(proof.pages) == 4
    for page in proof.pages:
        assert page.figures.over == 0
        assert 100 < page.figures.most <= 300
    first, *_, last = proof.pages
    assert first.figures.mean > 20
    # The last page is text with small figures in colour, on grounds of little ink.
    assert all(mean < 1 for mean in last.figures.means[:3])
    assert last.figures.means[3] > 1


def text_only(press_file: bytes) -> pikepdf.Pdf:
    """The report without areas, lines and large text; the marks around the page are lines, too."""
    document = pikepdf.open(BytesIO(press_file))
    for page in document.pages:
        size, kept = 0.0, []
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator == "Tf":
                size = float(instruction.operands[1])
            if operator in {"f", "f*", "S", "B", "B*", "Do", "s", "b", "b*"}:
                continue
            if operator in {"Tj", "TJ"} and size >= 14:
                continue
            kept.append(instruction)
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
    return document


def test_running_text_of_a_report_is_on_the_black_plate_only(press_file: bytes) -> None:
    with text_only(press_file) as document:
        boxes = [[round(float(value)) for value in page.trimbox] for page in document.pages]
        all_plates = list(render(separate(document, "report.pdf"), DPI))

    for plates, (left, bottom, right, top) in zip(all_plates[1:], boxes[1:], strict=True):
        height = len(plates)
        trim = plates[height - top : height - bottom, left:right]
        assert not trim[:, :, :3].any()
        assert trim[:, :, 3].any()
