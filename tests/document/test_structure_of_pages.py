"""What the elements of the new pages are to those who listen, and where they stand."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.document.blocks import Paragraph, ParagraphStyle, Sidebar
from reportgen.layout.load import Layout
from reportgen.model import Profile, Span
from reportgen.pipeline import build_report
from tests.checks.accessibility.samples import document_of
from tests.checks.accessibility.tree import Node, tree_of
from tests.document.pdf import opened, pieces

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@pytest.fixture(scope="module")
def pdf(cities: Mapping[str, Profile], german: Layout, portraits: Path) -> bytes:
    return build_report(cities["duesseldorf"], german, portraits).pdf


@pytest.fixture(scope="module")
def tree(pdf: bytes) -> Node:
    with opened(pdf) as document:
        return tree_of(document)


def box_of(figure: Node) -> tuple[float, ...]:
    return tuple(map(float, figure.attributes["BBox"].split()))


class TestTitlePage:
    def test_tiles_are_a_list_of_names_numbers_and_pictures(self, tree: Node) -> None:
        tiles, *_ = tree.all("L")
        assert len(tiles.nodes) == 4
        for item in tiles.nodes:
            (body,) = item.nodes
            assert [node.tag for node in body.nodes] == ["P", "P", "Figure"]
            name, number, picture = body.nodes
            assert name.text.strip()
            assert any(sign.isdigit() for sign in number.text)
            left, bottom, right, top = box_of(picture)
            assert right > left
            assert top > bottom
            assert len(picture.alt) > 40

    def test_pictures_of_tiles_stand_at_one_height_from_left_to_right(self, tree: Node) -> None:
        tiles, *_ = tree.all("L")
        boxes = [box_of(picture) for picture in tiles.all("Figure")]
        assert len({round(box[1], 3) for box in boxes}) == 1
        assert all(one[2] < other[0] for one, other in pairwise(boxes))

    def test_findings_are_a_list_with_words_for_labels(self, tree: Node) -> None:
        _, findings, *_ = tree.all("L")
        assert 1 <= len(findings.nodes) <= 3
        for item in findings.nodes:
            label, body = item.nodes
            assert (label.tag, body.tag) == ("Lbl", "LBody")
            assert label.text.strip()
            assert len(body.text) > len(label.text)


def test_a_heading_is_the_message_and_its_topic_a_paragraph_behind_it(
    tree: Node, german: Layout
) -> None:
    charts = german.texts.charts
    topics = {charts.recipients.title, charts.payments.title, charts.densities.title}
    found = set()
    for section in tree.all("Sect"):
        heads = [node for node in section.nodes if node.tag == "H2"]
        if not heads:
            continue
        place = section.nodes.index(heads[0])
        topic = next((t for t in topics if section.nodes[place + 1].text.startswith(t)), None)
        if topic:
            assert section.nodes[place + 1].tag == "P"
            assert topic not in heads[0].text
            found.add(topic)
    assert found == topics


class TestBesideOneAnother:
    def test_both_charts_begin_at_one_height_the_left_one_is_read_first(self, tree: Node) -> None:
        figures = [figure for figure in tree.all("Figure") if figure.nodes]
        recipients, payments = map(box_of, figures[:2])
        assert recipients[3] == pytest.approx(payments[3])
        assert recipients[2] < payments[0]

    def test_all_of_the_left_section_is_read_before_the_right_one(
        self, tree: Node, german: Layout
    ) -> None:
        charts = german.texts.charts
        sections = [node for node in tree.walk() if node.tag == "Sect" and node.all("Figure")]
        left, right = (
            next(s for s in sections if title in s.text and len(s.all("Figure")) == 1)
            for title in (charts.recipients.title, charts.payments.title)
        )
        order = list(tree.walk())
        assert order.index(list(left.walk())[-1]) < order.index(right)

    def test_a_caption_follows_its_chart(self, tree: Node) -> None:
        charts = [figure for figure in tree.all("Figure") if figure.nodes]
        assert len(charts) >= 4
        for figure in charts:
            assert [node.tag for node in figure.nodes] == ["Caption"]
            assert figure.kids[-1] is figure.nodes[0]


class TestSourceNotes:
    def test_they_are_numbered_and_headings_of_tables_name_their_numbers(self, tree: Node) -> None:
        (notes,) = [
            each for each in tree.all("L") if each.attributes.get("ListNumbering") == "Decimal"
        ]
        numbers = [item.nodes[0].text.strip() for item in notes.nodes]
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
        assert [[part.tag for part in item.nodes] for item in notes.nodes] == (
            [["Lbl", "LBody"]] * len(numbers)
        )
        marks = {
            sign.translate(RAISED)
            for heading in tree.all("H3")
            for sign in heading.text
            if sign in "¹²³⁴⁵⁶⁷⁸⁹"
        }
        assert marks == set(numbers)


def test_signs_and_abbreviations_in_cells_say_what_they_stand_for(
    tree: Node, cities: Mapping[str, Profile], german: Layout
) -> None:
    cells = [
        words
        for table in tree.all("Table")
        for cell in table.all("TD", "TH")
        for words in cell.words
    ]
    told = {words.text.strip(): words.expansion for words in cells if words.expansion}
    names = {city.abbreviation: city.name for city in cities["duesseldorf"].cities}
    assert told["DU"] == names["DU"] == "Duisburg"
    assert told["s"] == german.texts.names.signs["s"]
    assert told["*"] == german.texts.names.signs["*"]
    assert told["SGB II"].startswith("Grundsicherung")
    assert not {words.text.strip() for words in cells if not words.expansion} & {"DU", "s", "*"}


def paragraphs(name: str, count: int) -> tuple[Paragraph, ...]:
    texts = (f"{name}{number}. " + "Wort " * 40 for number in range(count))
    return tuple(Paragraph(spans=(Span(text=text),), style=ParagraphStyle.SMALL) for text in texts)


@pytest.fixture(scope="module")
def file(german: Layout) -> bytes:
    """A text on several pages, and another at its side."""
    return document_of([Sidebar(blocks=paragraphs("M", 40), side=paragraphs("S", 24))], german)


class TestSidebar:
    def test_both_go_on_over_pages_and_nothing_is_lost(self, file: bytes) -> None:
        found = list(pieces(file))
        for name, count in (("M", 40), ("S", 24)):
            shown = {n for n in range(count) for p in found if p.text.startswith(f"{name}{n}.")}
            assert shown == set(range(count))
            pages = {p.page for p in found if p.text.startswith(name) and "." in p.text[:4]}
            assert len(pages) >= 2

    def test_the_side_is_at_the_right_of_all_lines_beside_it(self, file: bytes) -> None:
        """Where one of them ends earlier, the other takes the whole width."""
        found = [p for p in pieces(file) if "Wort" in p.text]
        both = {p.page for p in found if p.text.startswith("M")}
        assert len(both) >= 2
        text = [p for p in found if p.page in both]
        side = min(p.left for p in text if p.text.startswith("S"))
        main = [p for p in text if p.left < side - 1]
        assert max(p.right for p in main) < side - 10

    def test_the_main_text_is_read_first(self, file: bytes) -> None:
        with opened(file) as document:
            read = [node.text[:3] for node in tree_of(document).all("P") if "Wort" in node.text]
        assert read == [f"M{n}. "[:3] for n in range(40)] + [f"S{n}. "[:3] for n in range(24)]
