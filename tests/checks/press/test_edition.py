"""The print edition beside the digital one: the same pages, in inks, on a larger sheet."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image

from reportgen.checks.press import press_preflight
from reportgen.document.fonts import register
from reportgen.editions.press.inks import Inks
from reportgen.editions.press.press_canvas import PressCanvas
from reportgen.editions.press.sheet import SLUG_SIZE, PressSheet, Slug
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.load import Layout, load_layout
from reportgen.layout.press_limits import HAIRLINE
from reportgen.model import Edition, Profile, Report
from reportgen.pipeline import build_report
from tests.document.making import plain_file
from tests.document.pdf import as_printed, opened, operations
from tests.layouts import SHIPPED

pytestmark = pytest.mark.exhaustive

A4 = (210 * POINTS_PER_MM, 297 * POINTS_PER_MM)


@pytest.fixture(scope="module")
def printed(cities: Mapping[str, Profile], german: Layout, portraits: Path) -> Report:
    """Düsseldorf's report for the press."""
    return build_report(cities["duesseldorf"], german, portraits, edition=Edition.PRINT)


def trimmed_texts(pdf: bytes) -> list[str]:
    """The text of each page within its trim, as PDFium reads it."""
    texts = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        words = page.get_textpage()
        texts.append(words.get_text_bounded(*page.get_trimbox()))
    return texts


def slugs(pdf: bytes) -> list[str]:
    """The line below the trim of each page."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        _, bottom, right, _ = page.get_trimbox()
        found.append(page.get_textpage().get_text_bounded(0, 0, right, bottom - 10).strip())
    return found


def states(page: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each operator that paints, with the colour, pen and overprint in force."""
    now: dict[str, Any] = {"k": (0, 0, 0, 1), "K": (0, 0, 0, 1), "w": 1.0, "gs": None, "Tf": None}
    kept: list[dict[str, Any]] = []
    for operands, operator in operations(page):
        if operator == "q":
            kept.append(dict(now))
        elif operator == "Q":
            now = kept.pop()
        elif operator in {"k", "K"}:
            now[operator] = tuple(round(float(part), 4) for part in operands)
        elif operator == "w":
            now["w"] = float(operands[0])
        elif operator == "gs":
            now["gs"] = str(operands[0])
        elif operator == "Tf":
            now["Tf"] = float(operands[1])
        elif operator in {"Tj", "f", "f*", "S", "B", "B*", "b", "s", "re"}:
            yield operator, dict(now)


def test_it_has_the_same_pages_as_the_digital_edition(
    printed: Report, reports: Mapping[str, Report]
) -> None:
    digital = reports["duesseldorf"]

    assert (printed.edition, digital.edition) == (Edition.PRINT, Edition.DIGITAL)
    assert printed.pages == digital.pages
    expected = [text.split() for text in trimmed_texts(as_printed(digital.pdf))]
    assert [text.split() for text in trimmed_texts(printed.pdf)] == expected


def test_boxes_are_the_sheet_the_bleed_and_a4(printed: Report) -> None:
    with opened(printed.pdf) as document:
        assert len(document.pages) == 4
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.trimbox)
            assert (right - left, top - bottom) == pytest.approx(A4, abs=0.001)
            bleed = [float(edge) for edge in page.obj.BleedBox]
            assert bleed == pytest.approx(
                [left - 8.5039, bottom - 8.5039, right + 8.5039, top + 8.5039], abs=0.001
            )
            assert [float(edge) for edge in page.mediabox] == pytest.approx(
                [0, 0, 240 * POINTS_PER_MM, 327 * POINTS_PER_MM], abs=0.001
            )
            assert "/ArtBox" not in page.obj


def test_the_slug_line_names_job_city_version_date_page_and_plates(printed: Report) -> None:
    job = "Benchmarking der großen Großstädte · Stadtprofil Düsseldorf 2020 · Fassung 1.0"

    assert [" ".join(slug.split()) for slug in slugs(printed.pdf)] == [
        f"{job} · 22.11.2026 · Seite {page} Cyan Magenta Gelb Schwarz" for page in range(1, 5)
    ]


def test_each_plates_name_stands_on_its_own_plate(printed: Report) -> None:
    with opened(printed.pdf) as document:
        inks = [now["k"] for operator, now in states(document.pages[1]) if operator == "Tj"]

    assert inks[-4:] == [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)]


def test_marks_of_register_join_black_with_each_other_ink(printed: Report) -> None:
    with opened(printed.pdf) as document:
        lines = [now for operator, now in states(document.pages[1]) if operator == "S"]

    marks = {now["K"] for now in lines if now["w"] == HAIRLINE}
    assert marks == {(0, 0, 0, 1), (1, 0, 0, 1), (0, 1, 0, 1), (0, 0, 1, 1)}


def drawn_by_hand(layout: Layout, job: str, widths: Sequence[float]) -> bytes:
    """A page with lines of these widths in a strong colour, and a slug line."""
    look = layout.look
    slug = Slug(job=lambda _: job, plates=("C", "M", "Y", "K"))
    inks, fonts = Inks(layout.condition, look.colours), register(layout.fonts)
    canvas = PressCanvas(PressSheet.of(look.page, look.press.bleed), inks, fonts, slug)
    for width in widths:
        canvas.rule(0, 100, 100 * width, look.colours.mean, width)
    canvas.showPage()
    return plain_file(canvas)


def test_thin_lines_are_wide_enough_for_a_plate_and_on_that_of_black(german: Layout) -> None:
    with opened(drawn_by_hand(german, "Job", [0.1, 0.4, 1.5])) as document:
        thinnest, thin, wide = [
            now for operator, now in states(document.pages[0]) if operator == "S"
        ][:3]

    assert [now["w"] for now in (thinnest, thin, wide)] == [HAIRLINE, 0.4, 1.5]
    assert thinnest["K"][:3] == thin["K"][:3] == (0, 0, 0)
    assert wide["K"][1] > 0.5


@pytest.mark.parametrize(("width", "is_warned_of"), [(1690, True), (1710, False)])
def test_a_photo_that_is_too_coarse_in_the_bleed_is_warned_of(
    cities: Mapping[str, Profile],
    german: Layout,
    tmp_path: Path,
    width: int,
    is_warned_of: bool,
) -> None:
    """216 mm at 200 dpi are 1701 pixels; 210 mm, as the paper is cut, only 1654."""
    Image.new("RGB", (width, 1000), (90, 120, 150)).save(tmp_path / "photo.png")
    front = '+++\nphoto = "photo.png"\ncredit = "Stadt Essen"\n+++\n'
    (tmp_path / "essen.md").write_text(front, encoding="utf-8")

    report = build_report(cities["essen"], german, tmp_path, edition=Edition.PRINT)

    with opened(report.pdf) as document:
        found = [p.code for p in press_preflight(document, 300)]
    assert found == (["image-resolution"] if is_warned_of else [])
    assert ("photo-resolution" in [p.code for p in report.problems]) is is_warned_of


def test_the_lighter_field_fills_the_corner_of_the_bleed(
    cities: Mapping[str, Profile], german: Layout, portraits: Path
) -> None:
    printed = build_report(cities["koeln"], german, portraits, edition=Edition.PRINT)
    page = pypdfium2.PdfDocument(printed.pdf)[0]
    image, sheet = page.render(scale=1).to_pil(), page.get_mediabox()
    (_, _, right, top), (_, _, trim_right, trim_top) = page.get_bleedbox(), page.get_trimbox()

    corner = image.getpixel((int(right) - 2, int(sheet[3] - top) + 2))

    assert corner == image.getpixel((int(trim_right) - 3, int(sheet[3] - trim_top) + 3))
    assert corner != image.getpixel((int(right) - 2, int(sheet[3] - top) - 2))


def test_a_long_slug_line_is_set_smaller(german: Layout) -> None:
    sizes = []
    for job in ("Job", "Benchmarking der großen Städte und ihrer Nachbarn " * 5):
        with opened(drawn_by_hand(german, job, [1.0])) as document:
            sizes.append(
                {now["Tf"] for operator, now in states(document.pages[0]) if operator == "Tj"}
            )

    (usual,), (small,) = sizes
    assert usual == SLUG_SIZE
    assert 2 < small < usual


def test_solid_black_text_overprints_and_nothing_else_does(printed: Report) -> None:
    kinds = set()
    with opened(printed.pdf) as document:
        for page in document.pages:
            for operator, now in states(page):
                solid_text = operator == "Tj" and now["k"] == (0, 0, 0, 1)
                kinds.add((solid_text, now["gs"]))

    # The last letters of the slug line name the black plate in its ink; they knock out.
    assert kinds == {(True, "/Overprint"), (False, "/Knockout"), (True, "/Knockout")}
    with opened(printed.pdf) as document:
        resources = document.pages[0].Resources.ExtGState
        assert (bool(resources.Overprint.op), int(resources.Overprint.OPM)) == (True, 1)
        assert (bool(resources.Knockout.op), bool(resources.Knockout.OP)) == (False, False)


def test_small_text_stands_on_the_black_plate_only(printed: Report) -> None:
    small, large = set(), set()
    with opened(printed.pdf) as document:
        for page in document.pages:
            texts = [now for operator, now in states(page) if operator == "Tj"]
            for now in texts[:-4]:
                (small if now["Tf"] < 14 else large).add(now["k"])

    assert {ink[:3] for ink in small} == {(0, 0, 0)}
    assert any(sum(ink[:3]) for ink in large)


def test_nothing_but_the_page_is_left_of_what_a_screen_wants(printed: Report) -> None:
    with opened(printed.pdf) as document:
        root = document.Root
        for key in ("/StructTreeRoot", "/Outlines", "/MarkInfo", "/AcroForm", "/Names"):
            assert key not in root
        for page in document.pages:
            assert "/Annots" not in page.obj
            operators = {operator for _, operator in operations(page)}
            assert not operators & {"BDC", "BMC", "EMC", "rg", "RG", "g", "G", "cs", "CS", "sh"}


def test_it_says_for_which_press_it_is(printed: Report, german: Layout) -> None:
    with opened(printed.pdf) as document:
        assert document.pdf_version == "1.6"
        pdfx, pdfa = document.Root.OutputIntents
        assert (pdfx.S, pdfa.S) == ("/GTS_PDFX", "/GTS_PDFA1")
        assert {str(i.OutputConditionIdentifier) for i in (pdfx, pdfa)} == {"FOGRA39"}
        assert str(pdfx.RegistryName) == "http://www.color.org"
        assert pdfx.DestOutputProfile.objgen == pdfa.DestOutputProfile.objgen
        assert pdfx.DestOutputProfile.read_bytes() == german.condition.profile.content
        assert document.docinfo["/Trapped"] == "/False"


def test_a_profile_of_ones_own_is_named_as_it_names_itself(
    cities: Mapping[str, Profile], portraits: Path
) -> None:
    layout = load_layout(icc=SHIPPED / "coated-fogra39l.icc")
    report = build_report(cities["essen"], layout, portraits, edition=Edition.PRINT)

    with opened(report.pdf) as document:
        intent = document.Root.OutputIntents[0]
        assert str(intent.OutputConditionIdentifier) == "Coated FOGRA39L, ink limit 300 %"
        assert "/RegistryName" not in intent


def test_metadata_claim_pdfx_4_and_pdfa_2b(printed: Report) -> None:
    with opened(printed.pdf) as document, document.open_metadata() as xmp:
        assert xmp["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"] == "PDF/X-4"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "B")
        assert xmp["pdf:Trapped"] == "False"
        assert xmp["xmpMM:RenditionClass"] == "default"
        assert str(xmp["xmpMM:DocumentID"]).startswith("uuid:")
        assert "pdfuaid:part" not in xmp


def test_two_builds_are_the_same_and_two_cities_are_not(
    printed: Report, cities: Mapping[str, Profile], german: Layout, portraits: Path
) -> None:
    again = build_report(cities["duesseldorf"], german, portraits, edition=Edition.PRINT)
    other = build_report(cities["essen"], german, portraits, edition=Edition.PRINT)

    assert again.pdf == printed.pdf
    identifiers = set()
    for report in (printed, other):
        with opened(report.pdf) as document, document.open_metadata() as xmp:
            identifiers.add((xmp["xmpMM:DocumentID"], bytes(document.trailer.ID[0])))
    assert len(identifiers) == 2
    assert len({part for pair in identifiers for part in pair}) == 4


def test_the_digital_edition_does_not_depend_on_the_press(
    cities: Mapping[str, Profile],
    german: Layout,
    portraits: Path,
    reports: Mapping[str, Report],
) -> None:
    limited = replace(german, condition=replace(german.condition, ink_limit=200, name="X"))
    report = build_report(cities["essen"], limited, portraits)

    assert report.pdf == reports["essen"].pdf


def test_the_band_runs_into_the_bleed(printed: Report) -> None:
    with pikepdf.open(BytesIO(printed.pdf)) as document:
        areas = [
            [float(part) for part in operands]
            for operands, operator in operations(document.pages[0])
            if operator == "re"
        ]

    bleed = 3 * POINTS_PER_MM
    left, _, width, height = areas[0]
    assert (left, width) == pytest.approx((-bleed, A4[0] + 2 * bleed), abs=0.001)
    assert height == pytest.approx(48 * POINTS_PER_MM + bleed, abs=0.001)
