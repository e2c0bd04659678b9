"""How flowables are placed below one another, in columns and on pages."""

from collections.abc import Sequence

import pytest

from reportgen.document.blocks import TitleBand
from reportgen.document.canvas import ReportCanvas
from reportgen.document.flow import (
    BalancedColumns,
    Flowable,
    PlacedFlowable,
    Stack,
    TooTallError,
    fill,
)
from reportgen.document.page import MOST_SPREAD, paginate
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.document.title import Band
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.load import Layout


class Box(Flowable):
    """A block of a fixed height, or of lines of 10 points that may be parted two by two."""

    def __init__(
        self,
        name: str,
        tall: float = 10,
        *,
        before: float = 0,
        after: float = 0,
        holds_next: bool = False,
        lines: bool = False,
    ) -> None:
        self.name, self.tall, self.lines = name, tall, lines
        self.before, self.after, self.holds_next = before, after, holds_next

    def height(self, width: float) -> float:  # noqa: ARG002
        return self.tall

    def split(
        self,
        width: float,  # noqa: ARG002
        available: float,
        *,
        forced: bool = False,  # noqa: ARG002
    ) -> tuple[Flowable, Flowable] | None:
        head = min(available // 10 * 10, self.tall - 20)
        if not self.lines or head < 20:
            return None
        rest = Box(f"{self.name}'", self.tall - head, after=self.after, lines=True)
        return Box(self.name, head, before=self.before, lines=True), rest

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        raise NotImplementedError


class Rows(Box):
    """Rows of 10 points."""

    has_rows = True

    def __init__(self, name: str, tall: float) -> None:
        super().__init__(name, tall, lines=True)

    def split(
        self, width: float, available: float, *, forced: bool = False
    ) -> tuple[Flowable, Flowable] | None:
        parts = super().split(width, available, forced=forced)
        if parts is None:
            return None
        first, rest = (part.height(width) for part in parts)
        return Rows(self.name, first), Rows(f"{self.name}'", rest)


def heading(name: str = "H") -> Box:
    return Box(name, holds_next=True)


def shown(placed: Sequence[PlacedFlowable]) -> list[tuple[str, float]]:
    return [(item.flowable.name, item.offset) for item in placed]  # type: ignore[attr-defined]


def names(flowables: Sequence[Flowable]) -> str:
    return "".join(flowable.name for flowable in flowables)  # type: ignore[attr-defined]


class TestFill:
    def test_between_two_the_larger_space_counts_and_none_before_the_first(self) -> None:
        placed, rest = fill(
            [Box("A", before=9, after=4), Box("B", before=6, after=1), Box("C", before=0)], 100, 99
        )
        assert shown(placed) == [("A", 0), ("B", 16), ("C", 27)]
        assert rest == []

    def test_what_does_not_fit_is_left_in_order(self) -> None:
        placed, rest = fill([Box("A"), Box("B", 30), Box("C")], 100, 35)
        assert (shown(placed), names(rest)) == ([("A", 0)], "BC")

    def test_what_fits_exactly_is_placed_despite_rounding(self) -> None:
        tenths = [Box(str(i), 0.1) for i in range(3)]
        placed, rest = fill(tenths, 100, 0.3)
        assert (len(placed), rest) == (3, [])

    def test_a_heading_goes_with_what_follows(self) -> None:
        placed, rest = fill([Box("A"), heading(), Box("B", 30)], 100, 45)
        assert (shown(placed), names(rest)) == ([("A", 0)], "HB")

    def test_several_headings_go_together(self) -> None:
        placed, rest = fill([Box("A"), heading("G"), heading("H"), Box("B", 30)], 100, 45)
        assert (shown(placed), names(rest)) == ([("A", 0)], "GHB")

    def test_a_heading_stays_with_the_first_part_of_what_follows(self) -> None:
        placed, rest = fill([heading(), Box("T", 60, lines=True)], 100, 45)
        assert shown(placed) == [("H", 0), ("T", 10)]
        assert [(f.name, f.tall) for f in rest] == [("T'", 30)]  # type: ignore[attr-defined]

    def test_a_heading_does_not_stay_when_no_part_fits(self) -> None:
        """Three lines are not parted: two would leave one alone."""
        placed, rest = fill([Box("A"), heading(), Box("T", 30, lines=True)], 100, 45)
        assert (shown(placed), names(rest)) == ([("A", 0)], "HT")

    def test_what_announces_something_is_not_split_from_it(self) -> None:
        announcing = Box("T", 60, lines=True, holds_next=True)
        placed, rest = fill([Box("A"), announcing, Box("B")], 100, 45)
        assert (shown(placed), names(rest)) == ([("A", 0)], "TB")

    def test_a_first_part_fills_what_is_left_and_nothing_follows_it(self) -> None:
        placed, rest = fill([Box("A"), Box("T", 60, lines=True), Box("B", 1)], 100, 49)
        assert [(f.flowable.name, f.flowable.tall) for f in placed] == [  # type: ignore[attr-defined]
            ("A", 10), ("T", 30),
        ]  # fmt: skip
        assert names(rest) == "T'B"


class TestStack:
    def test_it_is_as_tall_as_its_parts_with_their_spaces(self) -> None:
        stack = Stack([Box("A", before=5, after=3), Box("B", before=8, after=2)])
        assert stack.height(100) == 28
        assert (stack.before, stack.after) == (5, 2)

    def test_it_is_one_piece(self) -> None:
        stack = Stack([Box("A", 30, lines=True), Box("B", 30, lines=True)])
        assert fill([stack], 100, 45) == ([], [stack])


class TestBalancedColumns:
    WIDTH = 224

    def columns(
        self, flowables: Sequence[Flowable]
    ) -> tuple[list[PlacedFlowable], list[PlacedFlowable]]:
        return BalancedColumns(flowables)._balanced(self.WIDTH)

    def test_equal_parts_are_shared_evenly_and_in_order(self) -> None:
        left, right = self.columns([Box(name) for name in "ABCD"])
        assert (shown(left), shown(right)) == ([("A", 0), ("B", 10)], [("C", 0), ("D", 10)])

    def test_of_an_odd_number_the_left_column_has_more(self) -> None:
        left, right = self.columns([Box(name) for name in "ABC"])
        assert (len(left), len(right)) == (2, 1)

    def test_a_paragraph_goes_on_in_the_other_column(self) -> None:
        left, right = self.columns([Box("T", 80, lines=True)])
        assert [[f.flowable.tall for f in side] for side in (left, right)] == [[40], [40]]  # type: ignore[attr-defined]

    def test_no_column_ends_with_a_heading(self) -> None:
        left, right = self.columns([Box("A"), heading(), Box("B")])
        assert (shown(left), shown(right)) == ([("A", 0)], [("H", 0), ("B", 10)])

    def test_a_single_piece_stays_at_the_left(self) -> None:
        left, right = self.columns([Box("A", 50)])
        assert (shown(left), right) == ([("A", 0)], [])

    def test_they_are_as_tall_as_the_taller_column(self) -> None:
        assert BalancedColumns([Box("A", 50), Box("B", 20)]).height(self.WIDTH) == 50

    def test_a_page_takes_as_much_as_both_columns_hold(self) -> None:
        columns = BalancedColumns([Box(name) for name in "ABCDEFG"])
        parts = columns.split(self.WIDTH, 25)
        assert parts is not None
        first, rest = parts
        assert isinstance(first, BalancedColumns)
        assert isinstance(rest, BalancedColumns)
        assert (names(first.flowables), names(rest.flowables)) == ("ABCD", "EFG")

    def test_nothing_is_split_off_where_nothing_fits(self) -> None:
        assert BalancedColumns([Box("A"), Box("B")]).split(self.WIDTH, 5) is None

    def test_what_fits_as_a_whole_is_not_split(self) -> None:
        assert BalancedColumns([Box("A"), Box("B")]).split(self.WIDTH, 10) is None


@pytest.fixture
def setting(german: Layout) -> Setting:
    return Setting.of(german)


@pytest.fixture
def band(setting: Setting) -> Band:
    title = TitleBand(project="P", language="", city="C", subtitle="S", letters="L")
    return Band(title, setting, Element("Document"))


class TestPaginate:
    def test_a_page_break_falls_where_the_page_is_full(self, setting: Setting, band: Band) -> None:
        pages = paginate([Box(name, 340) for name in "ABCD"], band, setting)
        assert [shown(page.placed) for page in pages] == [
            [("A", 0)], [("B", 0), ("C", 340)], [("D", 0)],
        ]  # fmt: skip

    def test_what_fits_below_no_band_begins_on_the_second_page(
        self, setting: Setting, band: Band
    ) -> None:
        pages = paginate([Box("A", 700)], band, setting)
        assert [shown(page.placed) for page in pages] == [[], [("A", 0)]]

    def test_without_anything_there_is_the_title_page(self, setting: Setting, band: Band) -> None:
        assert len(paginate([], band, setting)) == 1

    def test_a_paragraph_may_take_more_than_two_pages(self, setting: Setting, band: Band) -> None:
        pages = paginate([Box("T", 2600, lines=True)], band, setting)
        assert len(pages) == 4
        assert sum(f.flowable.tall for p in pages for f in p.placed) == 2600  # type: ignore[attr-defined]

    @pytest.mark.parametrize("before", [[], [Box("A")]])
    def test_what_is_taller_than_a_page_is_an_error(
        self, setting: Setting, band: Band, before: list[Flowable]
    ) -> None:
        too_tall = Box("B", 800)
        with pytest.raises(TooTallError, match="Box") as caught:
            paginate([*before, too_tall], band, setting)
        assert caught.value.flowable is too_tall

    def test_a_heading_over_what_is_too_tall_is_not_blamed(
        self, setting: Setting, band: Band
    ) -> None:
        too_tall = Box("B", 800)
        with pytest.raises(TooTallError) as caught:
            paginate([heading(), too_tall], band, setting)
        assert caught.value.flowable is too_tall

    def test_space_left_on_a_full_page_goes_before_its_larger_parts(
        self, setting: Setting, band: Band
    ) -> None:
        parts = [Stack([Box(name, 230)]) for name in "ABCDEFG"]
        first, second, last = paginate(parts, band, setting)
        assert [p.offset for p in first.placed] == pytest.approx([0, 230 + MOST_SPREAD])
        bottom = setting.layout.look.page.bottom * POINTS_PER_MM
        left = (second.top - bottom - 3 * 230) / 2
        assert [p.offset for p in second.placed] == pytest.approx([0, 230 + left, 460 + 2 * left])
        assert [p.offset for p in last.placed] == pytest.approx([0, 230])

    def test_a_part_that_belongs_to_the_one_before_is_not_moved_off(
        self, setting: Setting, band: Band
    ) -> None:
        flowables = [heading(), Stack([Box("A", 300)]), Stack([Box("B", 700)])]
        first, *_ = paginate(flowables, band, setting)
        assert [p.offset for p in first.placed] == pytest.approx([0, 10])


class TestLastResort:
    """On an empty page any division is better than none."""

    def test_a_group_higher_than_a_page_is_divided_behind_its_rows(
        self, setting: Setting, band: Band
    ) -> None:
        table = Rows("T", 900)
        group = Stack([heading(), table, Box("R", 30)], setting.text_height)
        pages = paginate([group], band, setting)
        parts = [f for page in pages for item in page.placed for f in item.flowable.flowables]  # type: ignore[attr-defined]
        assert [part.name for part in parts] == ["H", "T", "T'", "R"]
        assert sum(part.tall for part in parts[1:3]) == 900

    def test_a_remark_takes_the_last_rows_of_its_table_with_it(
        self, setting: Setting, band: Band
    ) -> None:
        """The table alone would fill the page."""
        height = setting.text_height // 10 * 10
        group = Stack([Rows("T", height), Box("R", 30)], setting.text_height)
        *_, page, last = paginate([Box("A", 620), group], band, setting)
        assert names(page.placed[0].flowable.flowables) == "T"  # type: ignore[attr-defined]
        assert names(last.placed[0].flowable.flowables) == "T'R"  # type: ignore[attr-defined]

    def test_a_group_that_a_page_can_hold_is_not_divided(
        self, setting: Setting, band: Band
    ) -> None:
        group = Stack([Rows("T", 600)], setting.text_height)
        pages = paginate([Box("A", 300), group], band, setting)
        assert [len(page.placed) for page in pages] == [1, 1]

    def test_a_group_without_rows_is_divided_between_its_parts(
        self, setting: Setting, band: Band
    ) -> None:
        group = Stack([Box(name, 300) for name in "ABC"], setting.text_height)
        pages = paginate([group], band, setting)
        assert [names(p.placed[0].flowable.flowables) for p in pages if p.placed] == ["AB", "C"]  # type: ignore[attr-defined]

    def test_more_headings_than_a_page_holds_do_not_all_go_together(
        self, setting: Setting, band: Band
    ) -> None:
        pages = paginate([Box(str(i), 30, holds_next=True) for i in range(60)], band, setting)
        assert sum(len(page.placed) for page in pages) == 60

    def test_so_in_columns_which_never_reach_below_the_page(
        self, setting: Setting, band: Band
    ) -> None:
        headings = [Box(str(i), 30, holds_next=True) for i in range(90)]
        pages = paginate([BalancedColumns(headings)], band, setting)
        width, bottom = setting.layout.look.page.text_width, setting.layout.look.page.bottom
        for page in pages:
            for item in page.placed:
                end = page.top - item.offset - item.flowable.height(width)
                assert end >= bottom * POINTS_PER_MM - 0.01

    def test_a_band_that_is_higher_than_the_page_is_an_error(self, setting: Setting) -> None:
        title = TitleBand(project="P", language="", city="C" * 3000, subtitle="S", letters="L")
        with pytest.raises(TooTallError, match="Band"):
            paginate([], Band(title, setting, Element("Document")), setting)
