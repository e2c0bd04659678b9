"""The interpreter of content: every expected number here is computed by hand."""

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from reportgen.page_reader import interpreter
from reportgen.page_reader.geometry import IDENTITY
from reportgen.page_reader.marks import MarkKind
from reportgen.page_reader.page import read_page
from reportgen.page_reader.resources import Library
from tests.checks.press.pages import SHEET, box, form, marks, new_page, read


class TestPaths:
    def test_an_area_has_its_colour_and_its_box(self) -> None:
        (mark,) = marks(".1 .2 .3 .4 k 10 20 30 40 re f")
        assert (mark.kind, box(mark)) == (MarkKind.FILL, (10, 20, 40, 60))
        assert mark.inks == pytest.approx((10, 20, 30, 40))
        assert mark.ink == pytest.approx(100)

    def test_a_line_has_its_width_around_it(self) -> None:
        (mark,) = marks("1 0 0 0 K 2 w 10 10 m 50 10 l S")
        assert (mark.kind, box(mark), mark.width) == (MarkKind.STROKE, (9, 9, 51, 11), 2)
        assert mark.inks == (100, 0, 0, 0)

    def test_a_path_may_be_filled_and_drawn_at_once(self) -> None:
        fill, stroke = marks("0 0 0 1 k 1 0 0 0 K 10 10 20 20 re B")
        assert (fill.kind, stroke.kind) == (MarkKind.FILL, MarkKind.STROKE)
        assert (fill.inks, stroke.inks) == ((0, 0, 0, 100), (100, 0, 0, 0))

    @pytest.mark.parametrize("curve", ["20 40 30 40 40 10 c", "30 40 40 10 v", "20 40 40 10 y"])
    def test_a_curve_lies_within_its_points(self, curve: str) -> None:
        (mark,) = marks(f"10 10 m {curve} f")
        assert box(mark) == (10, 10, 40, 40)

    def test_nothing_set_is_black(self) -> None:
        (mark,) = marks("10 10 20 20 re f")
        assert (mark.inks, str(mark.space)) == ((0, 0, 0, 100), "DeviceGray")
        assert mark.is_solid_black

    def test_a_path_that_is_not_painted_leaves_no_mark_and_is_gone(self) -> None:
        (mark,) = marks("10 10 20 20 re n 50 50 5 5 re f")
        assert box(mark) == (50, 50, 55, 55)

    def test_what_lies_outside_of_the_sheet_is_no_mark(self) -> None:
        assert marks("400 10 20 20 re f") == []
        (mark,) = marks("-10 -10 20 20 re f")
        assert box(mark) == (0, 0, 10, 10)


class TestState:
    def test_matrices_multiply_from_the_inside(self) -> None:
        (mark,) = marks("2 0 0 3 100 50 cm 1 0 0 1 10 10 cm 1 1 4 4 re f")
        # x: (1 + 10) * 2 + 100 = 122, (5 + 10) * 2 + 100 = 130; y: 11 * 3 + 50, 15 * 3 + 50.
        assert box(mark) == (122, 83, 130, 95)

    def test_a_turned_area_has_a_box_around_it(self) -> None:
        (mark,) = marks("0 1 -1 0 100 0 cm 10 20 30 40 re f")
        # (x, y) goes to (100 - y, x).
        assert box(mark) == (40, 10, 80, 40)

    def test_a_line_is_as_thin_as_where_it_is_thinnest(self) -> None:
        (mark,) = marks(".1 0 0 10 0 0 cm 2 w 100 1 m 200 1 l S")
        assert mark.width == pytest.approx(0.2)

    def test_a_turned_line_keeps_its_width(self) -> None:
        (mark,) = marks(".6 .8 -.8 .6 100 0 cm 2 w 10 10 m 50 10 l S")
        assert mark.width == pytest.approx(2)

    def test_what_is_kept_comes_back(self) -> None:
        first, second = marks("1 0 0 0 k q 0 1 0 0 k 2 0 0 2 0 0 cm 5 5 5 5 re f Q 5 5 5 5 re f")
        assert (first.inks, box(first)) == ((0, 100, 0, 0), (10, 10, 20, 20))
        assert (second.inks, box(second)) == ((100, 0, 0, 0), (5, 5, 10, 10))

    def test_clipping_cuts_boxes_until_it_is_taken_back(self) -> None:
        first, second = marks("q 10 10 20 20 re W n 0 0 15 15 re f 50 50 5 5 re f Q 0 0 15 15 re f")
        assert (box(first), box(second)) == ((10, 10, 15, 15), (0, 0, 15, 15))

    def test_overprint_is_one_thing_for_areas_and_another_for_lines(self) -> None:
        state = Dictionary(op=False, OP=True, OPM=1)
        fill, stroke = marks("/A gs 10 10 20 20 re B", ExtGState={"A": state})
        assert (fill.overprint, stroke.overprint) == (False, True)
        assert fill.overprint_mode == 1

    def test_overprint_of_lines_holds_for_areas_when_nothing_else_is_said(self) -> None:
        (mark,) = marks("/A gs 10 10 20 20 re f", ExtGState={"A": Dictionary(OP=True)})
        assert (mark.overprint, mark.overprint_mode) == (True, 0)

    def test_a_state_may_set_the_pen(self) -> None:
        (mark,) = marks("/A gs 10 10 m 20 10 l S", ExtGState={"A": Dictionary(LW=0.5)})
        assert mark.width == 0.5


class TestForms:
    def test_a_form_is_placed_by_both_matrices(self) -> None:
        document = new_page()
        inner = form(document, "1 1 4 4 re f", Matrix=Array([1, 0, 0, 1, 10, 10]))
        (mark,) = marks("2 0 0 3 100 50 cm /F Do", document, XObject={"F": inner})
        assert box(mark) == (122, 83, 130, 95)

    def test_a_form_within_a_form(self) -> None:
        document = new_page()
        inner = form(document, "1 1 4 4 re f", Matrix=Array([1, 0, 0, 1, 10, 10]))
        resources = Dictionary(XObject=Dictionary(I=inner))
        outer = form(
            document, "q 3 0 0 3 0 0 cm /I Do Q /I Do", Resources=resources,
            Matrix=Array([0, 1, -1, 0, 200, 0]),
        )  # fmt: skip
        first, second = marks("/O Do", document, XObject={"O": outer})
        # Inner box 11 to 15; times 3 is 33 to 45; turned, (x, y) goes to (200 - y, x).
        assert (box(first), box(second)) == ((155, 33, 167, 45), (185, 11, 189, 15))

    def test_what_a_form_does_to_the_state_ends_with_it(self) -> None:
        document = new_page()
        leaving = form(document, "0 1 0 0 k 2 0 0 2 0 0 cm 5 w")
        (mark,) = marks("1 0 0 0 k /F Do 5 5 5 5 re f", document, XObject={"F": leaving})
        assert (mark.inks, box(mark)) == ((100, 0, 0, 0), (5, 5, 10, 10))

    def test_a_form_begins_with_the_state_of_its_place(self) -> None:
        document = new_page()
        area = form(document, "5 5 5 5 re f")
        first, second = marks("1 0 0 0 k /F Do 0 1 0 0 k /F Do", document, XObject={"F": area})
        assert (first.inks, second.inks) == ((100, 0, 0, 0), (0, 100, 0, 0))

    def test_a_form_in_many_places_is_in_each_of_them_and_clipped_there(self) -> None:
        document = new_page()
        area = form(document, "0 0 10 10 re f")
        found = marks(
            "q 1 0 0 1 20 30 cm /F Do Q q 1 0 0 1 295 30 cm /F Do Q q 1 0 0 1 400 0 cm /F Do Q",
            document, XObject={"F": area},
        )  # fmt: skip
        assert [box(mark) for mark in found] == [(20, 30, 30, 40), (295, 30, 300, 40)]

    def test_a_form_shows_no_more_than_its_box(self) -> None:
        document = new_page()
        area = form(document, "-50 -50 200 200 re f", BBox=Array([0, 0, 10, 10]))
        (mark,) = marks("2 0 0 2 50 50 cm /F Do", document, XObject={"F": area})
        assert box(mark) == (50, 50, 70, 70)

    def test_a_form_without_resources_takes_those_of_its_page(self) -> None:
        document = new_page()
        area = form(document, "/A gs 5 5 5 5 re f")
        (mark,) = marks(
            "/F Do", document, XObject={"F": area}, ExtGState={"A": Dictionary(op=True)}
        )
        assert mark.overprint


class TestColours:
    TINT = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)

    def space(self, family: Name, names: Any) -> Array:
        return Array([family, names, Name.DeviceCMYK, self.TINT])

    @pytest.mark.parametrize(
        ("name", "inks"),
        [
            (Name.Black, (0, 0, 0, 50)),
            (Name.Magenta, (0, 50, 0, 0)),
            (Name.All, (50, 50, 50, 50)),
            (Name("/None"), (0, 0, 0, 0)),
            (Name.Gold, None),
        ],
    )
    def test_a_separation_is_the_plate_it_names(self, name: Name, inks: Any) -> None:
        spaces = {"S": self.space(Name.Separation, name)}
        (mark,) = marks("/S cs .5 scn 5 5 5 5 re f", ColorSpace=spaces)
        assert mark.inks == inks

    def test_components_beyond_their_range_count_as_its_end(self) -> None:
        (mark,) = marks("1.5 -1 0 .5 k 5 5 5 5 re f")
        assert mark.inks == (100, 0, 0, 50)

    def test_several_inks_at_once(self) -> None:
        spaces = {"S": self.space(Name.DeviceN, Array([Name.Cyan, Name.Black]))}
        (mark,) = marks("/S cs .5 .25 scn 5 5 5 5 re f", ColorSpace=spaces)
        assert mark.inks == (50, 0, 0, 25)

    def test_a_colour_of_a_palette(self) -> None:
        palette = Array(
            [Name.Indexed, Name.DeviceCMYK, 1, String(b"\x00\x00\x00\x00\xff\x00\x00\x33")]
        )
        (mark,) = marks("/S cs 1 sc 5 5 5 5 re f", ColorSpace={"S": palette})
        assert mark.inks == pytest.approx((100, 0, 0, 20))

    def test_a_space_begins_with_its_first_colour(self) -> None:
        first, second = marks(
            "/DeviceCMYK cs 5 5 5 5 re f /S cs 5 5 5 5 re f",
            ColorSpace={"S": self.space(Name.Separation, Name.Cyan)},
        )
        assert (first.inks, second.inks) == ((0, 0, 0, 100), (100, 0, 0, 0))

    def test_other_spaces_are_noted_and_no_inks(self) -> None:
        reading = read("1 0 0 rg 5 5 5 5 re f .5 g")
        assert reading.marks[0].inks is None
        assert {str(space): count for space, count in reading.spaces.items()} == {
            "DeviceRGB": 1, "DeviceGray": 1,
        }  # fmt: skip

    def test_grey_is_black_ink(self) -> None:
        (mark,) = marks(".8 g 5 5 5 5 re f")
        assert mark.inks == pytest.approx((0, 0, 0, 20))


class TestPatterns:
    def tile(self, document: pikepdf.Pdf, content: str, paint: int) -> Any:
        pattern = document.make_stream(content.encode())
        pattern.Type, pattern.PatternType, pattern.TilingType = Name.Pattern, 1, 1
        pattern.PaintType, pattern.XStep, pattern.YStep = paint, 10, 10
        pattern.BBox, pattern.Resources = Array([0, 0, 10, 10]), Dictionary()
        return pattern

    def test_what_a_tile_shows_stands_where_the_area_is(self) -> None:
        document = new_page()
        tile = self.tile(document, "0 1 0 0 k 0 0 5 5 re f", 1)
        area, cell = marks("/Pattern cs /T scn 50 60 70 80 re f", document, Pattern={"T": tile})
        assert (area.inks, cell.inks) == (None, (0, 100, 0, 0))
        assert box(area) == box(cell) == (50, 60, 120, 140)

    def test_a_tile_without_colours_takes_that_of_the_area(self) -> None:
        document = new_page()
        tile = self.tile(document, "0 0 5 5 re f", 2)
        space = Array([Name.Pattern, Name.DeviceCMYK])
        _, cell = marks(
            "/S cs 0 0 1 0 /T scn 50 60 70 80 re f", document,
            Pattern={"T": tile}, ColorSpace={"S": space},
        )  # fmt: skip
        assert cell.inks == (0, 0, 100, 0)

    def test_a_shading_fills_what_is_clipped(self) -> None:
        shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK)
        reading = read("10 10 20 20 re W n /S sh", Shading={"S": shading})
        (mark,) = reading.marks
        assert (mark.kind, box(mark), mark.inks) == (MarkKind.FILL, (10, 10, 30, 30), None)
        assert [str(space) for _, space in reading.shadings] == ["DeviceCMYK"]


class TestImages:
    def test_an_image_fills_the_unit_square(self) -> None:
        document = new_page()
        image = document.make_stream(bytes(4))
        image.Subtype, image.Width, image.Height = Name.Image, 1, 1
        image.BitsPerComponent, image.ColorSpace = 8, Name.DeviceCMYK
        reading = read("30 0 0 40 10 20 cm /I Do", document, XObject={"I": image})
        (mark,), (placed,) = reading.marks, reading.images
        assert (mark.kind, box(mark), mark.inks) == (MarkKind.IMAGE, (10, 20, 40, 60), None)
        assert (placed.matrix, str(placed.space)) == ((30, 0, 0, 40, 10, 20), "DeviceCMYK")

    def test_an_image_within_the_content(self) -> None:
        reading = read("30 0 0 40 10 20 cm BI /W 1 /H 1 /BPC 8 /CS /CMYK ID abcd EI")
        (placed,) = reading.images
        assert (str(placed.space), placed.image.read_bytes()[:4]) == ("DeviceCMYK", b"abcd")

    def test_a_stencil_takes_the_colour_in_force(self) -> None:
        document = new_page()
        stencil = document.make_stream(bytes(1))
        stencil.Subtype, stencil.Width, stencil.Height = Name.Image, 1, 1
        stencil.ImageMask, stencil.BitsPerComponent = True, 1
        (mark,) = marks("0 1 0 0 k 9 0 0 9 0 0 cm /I Do", document, XObject={"I": stencil})
        assert (mark.kind, mark.inks) == (MarkKind.IMAGE, (0, 100, 0, 0))


class TestOddContent:
    @pytest.mark.parametrize(
        "content",
        [
            "re f", "1 2 re", "/A /B /C /D re f", "(a) w", "/No gs", "/No Do", "/No sh", "/No cs",
            "/No 10 Tf", "(a) Tj", "Q", "q", "1 k", "[1 2 3 4] k", "/Pattern cs 1 scn",
            "glow", "1 0 0 1 cm", "BT (a) Tm ET", "BT 5 TJ ET", "<< >> gs",
            "BT /F1 true Tf ET", "/S cs", "BI /W 1 /H 1 /BPC 8 /CS /No ID a EI",
        ],
    )  # fmt: skip
    def test_it_is_noted_and_what_follows_is_read(self, content: str) -> None:
        reading = read(f"{content} 0 0 0 1 k 50 50 5 5 re f", ColorSpace={"S": Array([])})
        assert reading.unreadable
        assert box(reading.marks[-1])[2:] == (55, 55)

    def test_a_form_that_uses_itself_comes_to_an_end(self) -> None:
        document = new_page()
        circle = form(document, "/F Do 5 5 5 5 re f")
        circle.Resources = Dictionary(XObject=Dictionary(F=circle))
        reading = read("/F Do", document, XObject={"F": circle})
        assert dict(reading.unreadable) == {"content uses itself": 1}
        assert len(reading.marks) == 1

    def test_forms_that_multiply_come_to_an_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ten forms, each of which uses the next ten times: ten thousand million areas."""
        monkeypatch.setattr(interpreter, "MOST_STEPS", 1000)
        document = new_page()
        last = form(document, "5 5 5 5 re f")
        for _ in range(10):
            calls = "".join(f"1 0 0 1 {i} 0 cm /F Do " for i in range(10))
            last = form(document, calls, Resources=Dictionary(XObject=Dictionary(F=last)))
        reading = read("/F Do", document, XObject={"F": last})
        assert "there is more on the page than can be followed" in reading.unreadable
        assert 10 <= len(reading.marks) <= 1000

    def test_content_that_is_none_is_noted(self) -> None:
        document = new_page()
        document.pages[0].obj.Contents = 5
        reading = read_page(document.pages[0].obj, 1, IDENTITY, SHEET, Library())
        assert reading.marks == []
