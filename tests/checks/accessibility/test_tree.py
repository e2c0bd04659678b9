"""The structure tree says what a page shows, in an order that makes sense without seeing it."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.document.lines import WORD_JOINER
from reportgen.model import Report
from tests.checks.accessibility import samples
from tests.checks.accessibility.spoken import as_heard, as_tree
from tests.checks.accessibility.tree import Node, Target, Words
from tests.document.pdf import page_texts
from tests.editions.test_digital import bookmarks
from tests.running import ROOT

pytestmark = pytest.mark.exhaustive

GOLDEN = ROOT / "tests" / "golden"

#: Each cell of a table has an element, with or without a number in it.
MAY_BE_EMPTY = {"TD", "TH"}


class TestReadsAsReviewed:
    def test_as_a_tree(self, trees: Mapping[str, Node]) -> None:
        golden = GOLDEN / "structure-duesseldorf.de.yaml"
        assert as_tree(trees["duesseldorf"]) == golden.read_text(encoding="utf-8")

    def test_as_it_is_heard(self, trees: Mapping[str, Node]) -> None:
        golden = GOLDEN / "reading-duesseldorf.de.txt"
        assert as_heard(trees["duesseldorf"]) == golden.read_text(encoding="utf-8")


def leaves(node: Node) -> list[Node]:
    """The elements whose text is read as one; charts are read by their alternative text."""
    is_tile = node.tag == "LBody" and bool(node.all("Figure"))
    containers = {"Document", "Sect", "L", "LI", "Table", "THead", "TBody", "TR", "Figure"}
    if is_tile or node.tag in containers:
        return [leaf for kid in node.nodes for leaf in leaves(kid)]
    return [node]


def test_no_element_is_empty(trees: Mapping[str, Node]) -> None:
    for tree in trees.values():
        empty = [n.tag for n in tree.walk() if not n.kids and n.tag not in MAY_BE_EMPTY]
        assert empty == []


def test_every_section_begins_with_its_heading(trees: Mapping[str, Node]) -> None:
    """The first one, on the title page, has the city's name above it."""
    for tree in trees.values():
        first, *sections = [node for node in tree.nodes if node.tag == "Sect"]
        assert [node.tag for node in tree.nodes[:2]] == ["H1", "P"]
        assert [node.tag for node in first.nodes[:2]] == ["H2", "L"]
        # What is compared, and who to ask, stand on the first page without one.
        beside = [part for section in sections for part in section.all("Sect")]
        heads = [part.nodes[0].tag for part in beside if part.nodes[0].tag not in {"Sect", "L"}]
        assert heads.count("P") == 1
        assert heads.count("H2") == len(heads) - 1 >= 5


def test_a_chart_comes_after_what_is_found_and_before_what_it_lacks(
    trees: Mapping[str, Node],
) -> None:
    seen = 0
    for tree in trees.values():
        for section in tree.all("Sect"):
            tags = [node.tag for node in section.nodes]
            if "Figure" in tags:
                place = tags.index("Figure")
                assert tags[0] == "H2"
                assert set(tags[1:place]) <= {"P"}
                assert tags[place + 1 :] in ([], ["P"])
                # The caption is part of the picture.
                assert [node.tag for node in section.nodes[place].nodes] == ["Caption"]
                seen += 1
    assert seen >= 60


def test_figures_have_a_text_and_charts_a_caption(
    trees: Mapping[str, Node],
) -> None:
    for tree in trees.values():
        for figure in tree.all("Figure"):
            # What is in a report's language may have points within numbers, and "a. v. E.".
            assert figure.alt.endswith(".")
            assert len(figure.alt) > 60
            assert [node.tag for node in figure.nodes] in ([], ["Caption"])


def test_every_table_is_regular_with_heads_for_rows_and_columns(trees: Mapping[str, Node]) -> None:
    seen = 0
    for tree in trees.values():
        for table in tree.all("Table"):
            assert [node.tag for node in table.nodes] == ["THead", "TBody"]
            head, *rows = table.all("TR")
            assert {cell.attributes["Scope"] for cell in head.nodes} == {"Column"}
            assert all(cell.text for cell in head.nodes)
            for row in rows:
                name, *cells = row.nodes
                assert (name.tag, name.attributes["Scope"]) == ("TH", "Row")
                assert name.text
                assert [cell.tag for cell in cells] == ["TD"] * (len(head.nodes) - 1)
            seen += len(rows)
    assert seen > 500


def test_a_list_has_labels_and_bodies_if_its_labels_are_seen(trees: Mapping[str, Node]) -> None:
    for tree in trees.values():
        tiles, *lists = tree.all("L")
        assert {node.tag for item in tiles.nodes for node in item.nodes} == {"LBody"}
        for each in lists:
            labels = []
            for item in each.nodes:
                assert [node.tag for node in item.nodes] == ["Lbl", "LBody"]
                labels.append(item.nodes[0].text.strip())
            match each.attributes.get("ListNumbering"):
                case "Square":
                    assert set(labels) == {"•"}
                case "Decimal":
                    assert labels == [str(n) for n in range(1, len(labels) + 1)]
                case _:
                    assert all(labels)


def test_bookmarks_mirror_the_headings(
    reports: Mapping[str, Report], trees: Mapping[str, Node], sample_files: Mapping[str, Path],
    sample_trees: Mapping[str, Node],
) -> None:  # fmt: skip
    """In title, level, order and page."""
    pdfs = {slug: (report.pdf, trees[slug]) for slug, report in reports.items()}
    pdfs |= {name: (file.read_bytes(), sample_trees[name]) for name, file in sample_files.items()}
    for pdf, tree in pdfs.values():
        headings = tree.all("H1", "H2", "H3")
        found = bookmarks(pdf)
        assert len(found) == len(headings)
        for (level, title, page, _), heading in zip(found, headings, strict=True):
            assert heading.tag == f"H{level}"
            # Fonts have one glyph for both kinds of blanks.
            shown = title.replace("\N{NO-BREAK SPACE}", " ")
            assert heading.text.replace(WORD_JOINER, "").startswith(shown)
            assert heading.pages == [page]


@pytest.mark.parametrize("slug", ["duesseldorf", "koeln"])
def test_all_that_is_seen_is_heard_but_feet_and_ornament(
    reports: Mapping[str, Report], trees: Mapping[str, Node], slug: str
) -> None:
    """PDFium knows nothing of the tree: it reads whatever is drawn."""
    pages, tree = page_texts(reports[slug].pdf), trees[slug]
    said = [node.text for node in leaves(tree)]
    said += [
        words.text for node in tree.all("Figure") for words in node.kids if isinstance(words, Words)
    ]
    seen, heard = (Counter(re.findall(r"[^\W\d_]{3,}", " ".join(texts))) for texts in (pages, said))
    feet = Counter(["Stadtprofil", tree.nodes[0].text, "Berichtsjahr", "Seite", "von"] * len(pages))
    assert sum(heard.values()) > 700
    assert seen - heard == feet
    assert heard - seen == Counter()


class TestLinks:
    def test_they_stand_in_their_sentence_with_their_annotation(
        self, sample_trees: Mapping[str, Node]
    ) -> None:
        links = sample_trees["portrait"].all("Link")
        assert [link.text for link in links] == ["Beratung der Stadt", "dem Gesetz"]
        paragraph = next(n for n in sample_trees["portrait"].all("P") if links[0] in n.kids)
        assert paragraph.text == "Das Amt hilft; mehr steht bei der Beratung der Stadt."

    def test_they_say_where_they_go(self, sample_trees: Mapping[str, Node]) -> None:
        told = [
            (kid.address, kid.contents)
            for link in sample_trees["portrait"].all("Link")
            for kid in link.kids
            if isinstance(kid, Target)
        ]
        assert len(told) >= 2
        addresses = {span.href for block in samples.PORTRAIT.blocks for span in block.spans} - {""}
        assert {address for address, _ in told} == addresses
        assert all(address == contents for address, contents in told)


def test_poppler_reads_it_in_the_same_order(
    reports: Mapping[str, Report], trees: Mapping[str, Node], tmp_path: Path
) -> None:
    """It prints the text of each content as it is drawn, so hyphens are taken away."""
    if not shutil.which("pdfinfo"):
        pytest.skip("poppler's pdfinfo is not there")
    file = tmp_path / "report.pdf"
    file.write_bytes(reports["duesseldorf"].pdf)
    done = subprocess.run(
        ["pdfinfo", "-enc", "UTF-8", "-struct-text", str(file)], capture_output=True, check=True,
        encoding="utf-8",
    )  # fmt: skip
    printed = [line.strip()[1:-1] for line in done.stdout.splitlines() if line.strip()[:1] == '"']
    plain = str.maketrans("", "", "-\u2010 \u00a0\u202f")
    text, place, found = "".join(printed).translate(plain), 0, 0
    # Bullets and the capitals of the band are drawn otherwise than they are read.
    nodes = [n for n in leaves(trees["duesseldorf"]) if n.tag not in {"Lbl", "Caption"}]
    for node in [n for n in nodes if n is not trees["duesseldorf"].nodes[2]]:
        place = text.find(node.text.translate(plain), place)
        assert place >= 0, node.text
        found += 1
    assert found > 200
