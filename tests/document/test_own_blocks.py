"""Blocks of a layout's own on finished pages: text, logo, box with a code, comments."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from msgspec.structs import replace
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from reportgen.charts import draw
from reportgen.document.blocks import ContactBox, Paragraph, Part
from reportgen.document.flow import fill
from reportgen.document.flowables import flowables_of
from reportgen.document.own_blocks import LEAST_MODULE, MOST_BYTES, QUIET
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.editions import compose
from reportgen.errors import DocumentError
from reportgen.findings import write
from reportgen.layout.load import Layout
from reportgen.model import Portrait, Report, Span
from tests.checks.accessibility.tree import Node, tree_of
from tests.document.making import ISSUED, blocks_of, flat
from tests.document.own_blocks import COMMENT, commenting, own_layout
from tests.document.pdf import opened, page_texts, pixels
from tests.document.sections import some

SCALE = 8


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return own_layout(tmp_path_factory.mktemp("layouts"))


@pytest.fixture(scope="module")
def report(layout: Layout) -> Report:
    return composed(layout, commenting())


@pytest.fixture(scope="module")
def tree(report: Report) -> Node:
    with opened(report.pdf) as document:
        return tree_of(document)


def composed(layout: Layout, portrait: Portrait) -> Report:
    profile = some()
    findings, charts = write(profile, layout), draw(profile, layout)
    return compose(profile, findings, charts, portrait, layout, ISSUED)


def figure(pdf: bytes, words: str) -> tuple[int, tuple[float, ...], str]:
    """Page, box and alternative text of the only figure whose text holds `words`."""

    def below(element: Any) -> Iterator[Any]:
        yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from below(kid)

    with opened(pdf) as document:
        pages: dict[Any, int] = {page.objgen: n for n, page in enumerate(document.pages)}
        (found,) = [
            each
            for each in below(document.Root.StructTreeRoot.K)
            if each.S == "/Figure" and words in str(each.Alt)
        ]
        marked = found.K[0] if isinstance(found.K, pikepdf.Array) else found.K
        page = found.Pg if "/Pg" in found else marked.Pg
        return pages[page.objgen], tuple(map(float, found.A.BBox)), str(found.Alt)


class TestCode:
    LINK = "https://example.org/一/2020"

    def test_the_modules_on_the_page_are_those_of_the_link(self, report: Report) -> None:
        code = QRCode(None, QRErrorCorrectLevel.M)
        code.addData(self.LINK)
        code.make()
        count = code.getModuleCount()
        page, (left, _, right, top), alt = figure(report.pdf, "example.org")
        image = pixels(report.pdf, page, SCALE).convert("L")

        def is_dark(row: int, column: int) -> bool:
            x = left + (QUIET + column + 0.5) * LEAST_MODULE
            y = top - (QUIET + row + 0.5) * LEAST_MODULE
            return bool(image.getpixel((int(x * SCALE), int(image.height - y * SCALE))) < 128)

        margin = range(-QUIET, count + QUIET)
        shown = [[is_dark(row, column) for column in margin] for row in margin]
        wanted = [
            [
                row in range(count) and column in range(count) and code.isDark(row, column)
                for column in margin
            ]
            for row in margin
        ]
        assert shown == wanted
        assert right - left == pytest.approx((count + 2 * QUIET) * LEAST_MODULE)
        assert self.LINK in alt

    def test_the_link_stands_beside_it_and_can_be_followed(self, report: Report) -> None:
        with opened(report.pdf) as document:
            links = {str(link.A.URI) for page in document.pages for link in page.get("/Annots", [])}
        assert self.LINK in links

    def test_a_link_that_is_too_long_for_it_is_told(self, layout: Layout) -> None:
        link = "https://example.org/" + "a" * MOST_BYTES
        box = ContactBox(rows=(("Mehr", (Span(text="hier"),)),), link=link, alt="Code")
        with pytest.raises(DocumentError) as caught:
            flowables_of(box, Setting.of(layout), Element("Sect"))
        assert [problem.code for problem in caught.value.problems] == ["link-too-long"]

    def test_the_longest_link_has_one(self, layout: Layout) -> None:
        link = "https://example.org/".ljust(MOST_BYTES, "a")
        box = ContactBox(rows=(("Mehr", (Span(text="hier"),)),), link=link, alt="Code")
        (frame,) = flowables_of(box, Setting.of(layout), Element("Sect"))
        assert frame.height(480) < 100

    def test_without_a_link_there_is_none(self, german: Layout) -> None:
        root = Element("Sect")
        flowables_of(
            ContactBox(rows=(("Kontakt", (Span(text="Amt"),)),), link="", alt=""),
            Setting.of(german),
            root,
        )
        assert [kid.tag for kid in root.kids if isinstance(kid, Element)] == ["L"]


def test_the_box_is_a_list_of_labelled_lines(tree: Node, layout: Layout) -> None:
    words = layout.texts.document.contact
    # The workbook names a publisher but nobody to ask.
    (box,) = [each for each in tree.all("L") if each.text.startswith(words.publisher)]
    assert [[part.tag for part in item.nodes] for item in box.nodes] == [["Lbl", "LBody"]] * 3
    labels = [item.nodes[0].text.strip() for item in box.nodes]
    assert labels == [words.publisher, words.data, words.link]


@pytest.mark.parametrize(("contact", "label"), [("", "Herausgeber"), ("amt@stadt.de", "Kontakt")])
def test_the_box_names_who_to_ask_if_the_workbook_does(
    layout: Layout, contact: str, label: str
) -> None:
    profile = some()
    profile = replace(profile, about=replace(profile.about, contact=contact))
    (box,) = [b for b in flat(blocks_of(profile, layout)) if isinstance(b, ContactBox)]
    (name, spans), *_ = box.rows
    assert name == label
    assert contact in spans[0].text


def test_a_logo_is_a_figure_of_its_width_at_the_right_margin(
    report: Report, layout: Layout
) -> None:
    page, (left, bottom, right, top), alt = figure(report.pdf, "Wappen")
    look = layout.look.page
    assert alt == "Wappen der Stadt"
    assert right == pytest.approx((look.width - look.right) * 72 / 25.4, abs=0.01)
    assert right - left == pytest.approx(30 * 72 / 25.4, abs=0.01)
    assert top - bottom == pytest.approx(15 * 72 / 25.4, abs=0.5)
    colour = pixels(report.pdf, page).getpixel(
        (int((left + right) / 2), int(842 - (top + bottom) / 2))
    )
    assert colour[0] > 150 > colour[2]


def test_a_text_has_its_heading_and_its_structure(tree: Node) -> None:
    (section,) = [
        each for each in tree.all("Sect") if each.nodes and each.nodes[0].text == "Vorwort"
    ]
    assert [node.tag for node in section.nodes] == ["H2", "P", "H3", "L"]
    assert len(section.nodes[-1].nodes) == 2


def test_a_comment_stands_in_its_section_under_its_label(tree: Node, layout: Layout) -> None:
    (comment,) = [
        each
        for each in tree.all("Sect")
        if each.nodes and each.nodes[0].text.strip() == layout.texts.document.comment
    ]
    assert [node.tag for node in comment.nodes] == ["P", "P"]
    assert comment.nodes[1].text == COMMENT
    topic = layout.texts.charts.densities.title
    assert any(comment in section.nodes and topic in section.text for section in tree.all("Sect"))


def test_what_is_optional_is_left_out_of_page_and_structure_where_there_is_no_room(
    german: Layout,
) -> None:
    root, setting = Element("Document"), Setting.of(german)
    paragraphs = [Paragraph(spans=(Span(text=f"Absatz {n}"),)) for n in range(3)]
    parts = [Part(blocks=(p,), is_optional=n == 1) for n, p in enumerate(paragraphs)]
    flowables = [f for part in parts for f in flowables_of(part, setting, root)]
    height = flowables[0].height(480)

    placed, rest = fill(flowables, 480, 1.5 * height)

    assert len(placed) == 1
    assert rest == [flowables[2]]
    assert len(root.kids) == 2


def test_what_is_optional_is_shown_where_there_is_room(tmp_path: Path, report: Report) -> None:
    same = composed(own_layout(tmp_path, optional=True), commenting())
    assert page_texts(same.pdf) == page_texts(report.pdf)
