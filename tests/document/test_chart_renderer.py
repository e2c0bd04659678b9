"""The renderer draws what charts use, as vectors, and refuses what they do not use."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
import pytest
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform

from reportgen.charts.board import Board
from reportgen.document.canvas import ReportCanvas
from reportgen.document.chart_renderer import draw_marks
from reportgen.document.fonts import register
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout
from tests.document.making import plain_file
from tests.document.pdf import page_texts

#: Where the marks stand on the page, and how high their picture is.
X, Y, HEIGHT = 50.0, 60.0, 100.0

RED, GREEN, BLUE = Colour("#ff0000"), Colour("#00ff00"), Colour("#0000ff")

Operation = tuple[str, list[float]]


def page_of(layout: Layout, marks: Artist) -> bytes:
    canvas = ReportCanvas((300, 300), register(layout.fonts))
    draw_marks(canvas, marks, X, Y)
    canvas.showPage()
    return plain_file(canvas)


def drawn(layout: Layout, *draw: Callable[[Board], None]) -> bytes:
    """A page with a board on which some marks were placed."""
    board = Board(200, HEIGHT, layout.fonts)
    for each in draw:
        each(board)
    return page_of(layout, board.marks)


def parsed(container: Any) -> list[Operation]:
    """Operators with their numbers."""
    return [
        (str(op), [float(x) for x in operands if not isinstance(x, pikepdf.Object)])
        for operands, op in pikepdf.parse_content_stream(container)
    ]


def operations(pdf: bytes) -> list[Operation]:
    """The operators of the page between those that save and restore its state."""
    with pikepdf.open(BytesIO(pdf)) as document:
        found = parsed(document.pages[0])
    names = [name for name, _ in found]
    return found[names.index("q") + 1 : len(names) - names[::-1].index("Q") - 1]


def test_the_picture_stands_where_it_is_put(german: Layout) -> None:
    assert operations(drawn(german)) == [("cm", [1, 0, 0, 1, X, Y])]


def test_an_area_is_only_filled(german: Layout) -> None:
    _, *painted = operations(drawn(german, lambda b: b.box(1, 31, 88, 98, RED)))
    assert painted == [
        ("rg", [1, 0, 0]),
        ("m", [1, 2]), ("l", [31, 2]), ("l", [31, 12]), ("l", [1, 12]),
        ("f", []),
    ]  # fmt: skip


def test_lines_are_only_stroked_with_flat_ends(german: Layout) -> None:
    lines = [[(1, 95), (90, 95)], [(1, 80), (5, 70), (9, 80)]]
    _, *painted = operations(drawn(german, lambda b: b.lines(lines, GREEN, 1.5)))
    assert sorted(painted[:4]) == [("J", [0]), ("RG", [0, 1, 0]), ("j", [1]), ("w", [1.5])]
    assert painted[4:] == [
        ("m", [1, 5]), ("l", [90, 5]),
        ("m", [1, 20]), ("l", [5, 30]), ("l", [9, 20]),
        ("S", []),
    ]  # fmt: skip


def test_dashes_end_with_their_line(german: Layout) -> None:
    """Else what is drawn next, and every marker's form, would have them, too."""
    line = [[(1, 5), (90, 5)]]
    pdf = drawn(
        german,
        lambda b: b.lines(line, RED, 1, dashed=True),
        lambda b: b.lines(line, RED, 1),
    )
    names = [name for name, _ in operations(pdf)]
    assert [name for name in names if name in "dS"] == ["d", "S", "d", "S"]


def dots(colour: Colour, *places: tuple[float, float]) -> Callable[[Board], None]:
    return lambda board: board.points([(x, HEIGHT - y) for x, y in places], 3, colour, GREEN, 0.6)


def test_a_marker_is_one_form_that_is_used_at_each_point(german: Layout) -> None:
    pdf = drawn(german, dots(RED, (20, 30), (50, 40)))
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[0]
        names = [
            str(operands[0])
            for operands, op in pikepdf.parse_content_stream(page)
            if str(op) == "Do"
        ]
        assert len(names) == 2
        assert len(set(names)) == 1
        form = page.Resources.XObject[names[0]]
        assert form.Subtype == "/Form"
        left, bottom, right, top = (float(edge) for edge in form.BBox)
        shape = parsed(form)
    assert [step for step in operations(pdf) if step[0] in {"cm", "Do"}] == [
        ("cm", [1, 0, 0, 1, X, Y]),
        ("cm", [1, 0, 0, 1, 20, 30]), ("Do", []),
        # From the point before.
        ("cm", [1, 0, 0, 1, 30, 10]), ("Do", []),
    ]  # fmt: skip
    names = [name for name, _ in shape]
    assert set(names) == {"rg", "RG", "w", "J", "j", "m", "c", "b"}
    assert (names.count("m"), names.count("c"), names.count("b")) == (1, 8, 1)
    assert ("rg", [1, 0, 0]) in shape
    assert ("w", [0.6]) in shape
    # A circle begins at its lowest point; line and all lie within the form's box.
    assert next(numbers for name, numbers in shape if name == "m") == pytest.approx([0, -3])
    assert left <= bottom <= -3.3 < 3.3 <= right <= top


def test_markers_of_another_look_are_another_form(german: Layout) -> None:
    looks = [dots(colour, (x, 30)) for colour, x in ((RED, 9), (RED, 30), (BLUE, 60))]
    with pikepdf.open(BytesIO(drawn(german, *looks))) as document:
        page = document.pages[0]
        used = [
            str(operands[0])
            for operands, op in pikepdf.parse_content_stream(page)
            if str(op) == "Do"
        ]
        faces = [
            [numbers for name, numbers in parsed(page.Resources.XObject[name_]) if name == "rg"]
            for name_ in used
        ]
    assert used[0] == used[1] != used[2]
    assert faces == [[[1, 0, 0]], [[1, 0, 0]], [[0, 0, 1]]]


def test_the_state_is_as_it_was_after_a_picture(german: Layout) -> None:
    with pikepdf.open(BytesIO(drawn(german, dots(RED, (1, 2))))) as document:
        names = [str(op) for _, op in pikepdf.parse_content_stream(document.pages[0])]
    assert names.count("q") == names.count("Q") == 2


def test_text_is_text_in_the_documents_own_font(german: Layout) -> None:
    pdf = drawn(
        german,
        lambda b: b.text(10, 80, "Größe −1,5", size=10, colour=RED, weight="bold"),
    )
    assert page_texts(pdf) == ("Größe −1,5",)
    painted = operations(pdf)
    assert ("rg", [1, 0, 0]) in painted
    assert [numbers for name, numbers in painted if name == "Td"] == [[10, pytest.approx(16.7)]]
    with pikepdf.open(BytesIO(pdf)) as document:
        names = {str(font.BaseFont) for font in document.pages[0].Resources.Font.values()}
    assert any(name.endswith("SourceSansPro-Bold") for name in names)


class Foreign(Artist):
    """Draws what our charts never do."""

    def __init__(self, draw: Callable[[RendererBase, GraphicsContextBase], None]) -> None:
        super().__init__()
        self._draw = draw

    def draw(self, renderer: RendererBase) -> None:
        self._draw(renderer, renderer.new_gc())


def written(font: FontProperties, angle: float = 0, **how: bool) -> Artist:
    return Foreign(lambda r, gc: r.draw_text(gc, 10, 20, "a", font, angle, **how))


def in_colour(*colour: float) -> Artist:
    return Foreign(lambda _, gc: gc.set_foreground(colour, isRGBA=True))


def outlined(path: Path) -> Artist:
    return Foreign(lambda r, gc: r.draw_path(gc, path, IdentityTransform(), (1, 0, 0)))


SQUARE = Path.unit_rectangle()
BOLD = FontProperties(fname="bold.ttf", size=9.5)


@pytest.mark.parametrize(
    "artist",
    [
        pytest.param(
            Foreign(lambda r, gc: r.draw_image(gc, 0, 0, np.zeros((2, 2, 4), dtype=np.uint8))),
            id="image",
        ),
        pytest.param(written(BOLD, 90), id="turned text"),
        pytest.param(written(BOLD, ismath=True), id="formula"),
        pytest.param(written(FontProperties("serif")), id="font without a file"),
        pytest.param(in_colour(1, 0, 0, 0.5), id="transparent colour"),
        pytest.param(Foreign(lambda _, gc: gc.set_hatch("/")), id="hatch"),
        pytest.param(
            Foreign(lambda _, gc: gc.set_clip_rectangle(Bbox([(0, 0), (9, 9)]))), id="clip"
        ),
        pytest.param(outlined(SQUARE), id="path of any kind"),
        pytest.param(
            Foreign(
                lambda r, gc: r.draw_markers(
                    gc, SQUARE, Affine2D(), Path([(0, 0)]), IdentityTransform(), (1, 0, 0)
                )
            ),
            id="square marker",
        ),
        pytest.param(Line2D((1, 90), (5, 5)), id="matplotlib's own line"),
        pytest.param(Rectangle((0, 0), 9, 9), id="matplotlib's own patch"),
        pytest.param(Text(0, 0, "a"), id="matplotlib's own text"),
    ],
)
def test_what_charts_do_not_use_is_refused(german: Layout, artist: Artist) -> None:
    with pytest.raises(NotImplementedError, match="charts"):
        page_of(german, artist)
