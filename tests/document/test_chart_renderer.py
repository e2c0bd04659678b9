"""The renderer draws what charts use, as vectors, and refuses what they do not use."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import matplotlib as mpl
import numpy as np
import pikepdf
import pytest
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, IdentityTransform

from reportgen.document.canvas import ReportCanvas
from reportgen.document.chart_renderer import draw_figure
from reportgen.document.fonts import register
from reportgen.layout.load import Layout
from tests.document.making import plain_file
from tests.document.pdf import page_texts

#: Where the figure stands on the page.
X, Y = 50.0, 60.0

Operation = tuple[str, list[float]]


def drawn(layout: Layout, *artists: Artist) -> bytes:
    """A page with a figure of 200 by 100 points that holds these artists."""
    with mpl.rc_context():
        mpl.rcdefaults()
        figure = Figure(figsize=(200 / 72, 100 / 72), dpi=72, frameon=False)
    for artist in artists:
        artist.set_transform(IdentityTransform())
        figure.add_artist(artist)
    canvas = ReportCanvas((300, 300), register(layout.fonts))
    draw_figure(canvas, figure, X, Y)
    canvas.showPage()
    return plain_file(canvas)


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
    inside = found[names.index("q") + 1 : len(names) - names[::-1].index("Q") - 1]
    # reportlab ends a path that does not exist before it begins one.
    return [(name, numbers) for name, numbers in inside if name != "n"]


def test_the_figure_stands_where_it_is_put(german: Layout) -> None:
    assert operations(drawn(german)) == [("cm", [1, 0, 0, 1, X, Y])]


def test_lines_and_cubic_curves_become_their_operators(german: Layout) -> None:
    path = Path(
        [(1, 2), (30, 2), (40, 2), (50, 10), (50, 20), (0, 0)],
        [Path.MOVETO, Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.CLOSEPOLY],
    )
    patch = PathPatch(path, facecolor="#ff0000", edgecolor="#0000ff", linewidth=2)
    _, *painted = operations(drawn(german, patch))
    assert [step for step in painted if step[0] not in {"J", "j"}] == [
        ("rg", [1, 0, 0]),
        ("RG", [0, 0, 1]),
        ("w", [2]),
        ("m", [1, 2]),
        ("l", [30, 2]),
        ("c", [40, 2, 50, 10, 50, 20]),
        ("h", []),
        ("B*", []),
    ]


def test_a_patch_without_a_line_is_only_filled(german: Layout) -> None:
    names = [name for name, _ in operations(drawn(german, Rectangle((1, 2), 30, 10, linewidth=0)))]
    assert names[-1] == "f*"
    assert not {"RG", "w", "S", "B*"} & set(names)


def test_a_line_is_only_stroked_with_its_caps(german: Layout) -> None:
    line = Line2D((1, 90), (5, 5), color="#00ff00", linewidth=1.5, solid_capstyle="projecting")
    _, *painted = operations(drawn(german, line))
    assert ("J", [2]) in painted
    assert ("RG", [0, 1, 0]) in painted
    assert painted[-3:] == [("m", [1, 5]), ("l", [90, 5]), ("S", [])]


def test_dashes_end_with_their_line(german: Layout) -> None:
    """Else what is drawn next, and every marker's form, would have them, too."""
    dashed, plain = Line2D((1, 90), (5, 5), dashes=(4, 2)), Line2D((1, 90), (9, 9))
    names = [name for name, _ in operations(drawn(german, dashed, plain))]
    assert [name for name in names if name in "dS"] == ["d", "S", "d", "S"]


def dots(colour: str, *places: tuple[float, float]) -> Line2D:
    return Line2D(
        *zip(*places, strict=True), linestyle="none", marker="o", markersize=6,
        markerfacecolor=colour, markeredgewidth=0.6,
    )  # fmt: skip


def test_a_marker_is_one_form_that_is_used_at_each_point(german: Layout) -> None:
    pdf = drawn(german, dots("#ff0000", (20, 30), (50, 40)))
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
    assert set(names) <= {"cm", "rg", "RG", "w", "J", "j", "n", "m", "c", "h", "B*"}
    assert (names.count("m"), names.count("c"), names.count("B*")) == (1, 8, 1)
    assert ("rg", [1, 0, 0]) in shape
    assert ("w", [0.6]) in shape
    # A circle begins at its lowest point; line and all lie within the form's box.
    assert next(numbers for name, numbers in shape if name == "m") == pytest.approx([0, -3])
    assert left <= bottom <= -3.3 < 3.3 <= right <= top


def test_markers_of_another_look_are_another_form(german: Layout) -> None:
    red, again, blue = (
        dots(colour, (place, 30)) for colour, place in (("red", 9), ("red", 30), ("blue", 60))
    )
    with pikepdf.open(BytesIO(drawn(german, red, again, blue))) as document:
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
    assert [face[-1] for face in faces] == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]


def test_the_state_of_the_page_is_left_as_it_was(german: Layout) -> None:
    with pikepdf.open(BytesIO(drawn(german, Rectangle((1, 2), 3, 4)))) as document:
        names = [str(op) for _, op in pikepdf.parse_content_stream(document.pages[0])]
    assert names.count("q") == names.count("Q") == 1


class Written(Artist):
    """A text drawn as a chart's labels draw theirs."""

    def __init__(
        self,
        text: str,
        font: FontProperties,
        *,
        angle: float = 0,
        ismath: bool = False,
        alpha: float = 1,
    ) -> None:
        super().__init__()
        self.text, self.font, self.angle, self.ismath = text, font, angle, ismath
        self.opacity = alpha

    def draw(self, renderer: RendererBase) -> None:
        gc = renderer.new_gc()
        gc.set_foreground((1, 0, 0, self.opacity), isRGBA=True)
        renderer.draw_text(gc, 10, 20, self.text, self.font, self.angle, self.ismath)


def bold(layout: Layout) -> FontProperties:
    return FontProperties(fname=layout.fonts.bold, size=9.5)


def test_text_is_text_in_the_documents_own_font(german: Layout) -> None:
    pdf = drawn(german, Written("Größe −1,5", bold(german)))
    assert page_texts(pdf) == ("Größe −1,5",)
    painted = operations(pdf)
    assert ("rg", [1, 0, 0]) in painted
    assert [numbers for name, numbers in painted if name == "Td"] == [[10, 20]]
    with pikepdf.open(BytesIO(pdf)) as document:
        names = {str(font.BaseFont) for font in document.pages[0].Resources.Font.values()}
    assert any(name.endswith("SourceSansPro-Bold") for name in names)


def test_matplotlibs_own_text_is_measured_with_the_same_font(german: Layout) -> None:
    """Centred text begins half its width to the left of its place."""
    text = Text(100, 50, "Mittelwert", fontproperties=bold(german), ha="center")
    painted = operations(drawn(german, text))
    (place,) = (numbers for name, numbers in painted if name == "Td")
    from reportgen.charts.board import text_width

    width = text_width("Mittelwert", german.fonts.bold, 9.5)
    assert place[0] == pytest.approx(100 - width / 2, abs=0.01)


class Pictured(Artist):
    """Draws an image, which charts never do."""

    def draw(self, renderer: RendererBase) -> None:
        renderer.draw_image(renderer.new_gc(), 0, 0, np.zeros((2, 2, 4), dtype=np.uint8))


class Clipped(Artist):
    """Draws within a clip, which charts never do."""

    def __init__(self, clip: Callable[[GraphicsContextBase], None]) -> None:
        super().__init__()
        self.clip = clip

    def draw(self, renderer: RendererBase) -> None:
        gc = renderer.new_gc()
        self.clip(gc)
        renderer.draw_path(gc, Path([(0, 0), (9, 9)]), Affine2D(), None)


def clipped_by_path(gc: GraphicsContextBase) -> None:
    from matplotlib.transforms import TransformedPath

    gc.set_clip_path(TransformedPath(Path([(0, 0), (9, 9), (9, 0)]), IdentityTransform()))


def clipped_by_rectangle(gc: GraphicsContextBase) -> None:
    from matplotlib.transforms import Bbox

    gc.set_clip_rectangle(Bbox([(0, 0), (9, 9)]))


QUADRATIC = Path([(0, 0), (5, 9), (9, 0)], [Path.MOVETO, Path.CURVE3, Path.CURVE3])


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda _: Pictured(), id="image"),
        pytest.param(lambda lay: Written("a", bold(lay), angle=90), id="turned text"),
        pytest.param(lambda lay: Written("$a$", bold(lay), ismath=True), id="formula"),
        pytest.param(lambda lay: Written("a", bold(lay), alpha=0.5), id="transparent text"),
        pytest.param(lambda _: Written("a", FontProperties("serif")), id="font without a file"),
        pytest.param(lambda _: Rectangle((0, 0), 9, 9, alpha=0.5), id="transparent face"),
        pytest.param(
            lambda _: Rectangle((0, 0), 9, 9, fill=False, edgecolor=(1, 0, 0, 0.5)),
            id="transparent edge",
        ),
        pytest.param(lambda _: Rectangle((0, 0), 9, 9, hatch="/"), id="hatch"),
        pytest.param(lambda _: Clipped(clipped_by_path), id="clip path"),
        pytest.param(lambda _: Clipped(clipped_by_rectangle), id="clip rectangle"),
        pytest.param(lambda _: PathPatch(QUADRATIC), id="quadratic curve"),
    ],
)
def test_what_charts_do_not_use_is_refused(
    german: Layout, make: Callable[[Layout], Artist]
) -> None:
    with pytest.raises(NotImplementedError, match="charts"):
        drawn(german, make(german))
