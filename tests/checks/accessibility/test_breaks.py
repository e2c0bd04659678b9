"""What breaks over lines, columns and pages stays one thing when it is read."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.charts import draw
from reportgen.layout.load import Layout
from reportgen.model import PortraitKind, Report
from tests.checks.accessibility import samples
from tests.checks.accessibility.tree import Node
from tests.document.pdf import DIVIDING_HYPHEN, opened, operations, page_texts, spoken_words

SOFT_HYPHEN = "\u00ad"


def text_of(kind: PortraitKind) -> list[str]:
    return [
        "".join(span.text for span in block.spans).strip()
        for block in samples.LONG_PORTRAIT.blocks
        if block.kind is kind
    ]


class TestOverPages:
    def test_a_paragraph_is_one_element_with_its_words_in_order(
        self, sample_trees: Mapping[str, Node]
    ) -> None:
        (wanted,) = text_of(PortraitKind.PARAGRAPH)
        (paragraph,) = [n for n in sample_trees["large"].all("P") if len(n.text) > 3000]
        assert len(paragraph.pages) >= 2
        assert paragraph.text.strip() == wanted

    def test_a_list_is_one_element(self, sample_trees: Mapping[str, Node]) -> None:
        wanted = text_of(PortraitKind.BULLET)
        (items,) = [n for n in sample_trees["large"].all("L") if len(n.nodes) == len(wanted)]
        assert len(items.pages) >= 2
        assert [item.nodes[1].text.strip() for item in items.nodes] == wanted

    def test_a_table_is_one_element_with_one_head(self, sample_trees: Mapping[str, Node]) -> None:
        tree, table = sample_trees["table"], samples.LONG_TABLE
        (element,) = tree.all("Table")
        assert len(element.pages) >= 3
        assert [node.tag for node in element.nodes] == ["THead", "TBody"]
        assert [
            tuple(cell.text for cell in row.nodes) for row in element.all("TR")
        ] == [table.head, *table.rows]  # fmt: skip

    def test_its_head_is_seen_on_each_page_and_heard_once(
        self, sample_files: Mapping[str, Path], sample_trees: Mapping[str, Node]
    ) -> None:
        head, *_ = samples.LONG_TABLE.head
        texts = page_texts(sample_files["table"].read_bytes())
        (element,) = sample_trees["table"].all("Table")
        assert [text.count(head) for text in texts] == [1] * len(texts)
        assert sample_trees["table"].text.count(head) == 1
        assert element.all("THead")[0].pages == [0]

    def test_a_chart_is_a_figure_on_each_page_that_says_which_rows_it_shows(
        self, sample_trees: Mapping[str, Node], german: Layout
    ) -> None:
        figures = sample_trees["any"].all("Figure")
        charts = draw(samples.WIDE.profile, german)
        assert all(len(set(figure.pages)) == 1 for figure in figures)
        for section, chart in charts.items():
            alts = [figure.alt for figure in figures if figure.alt.startswith(chart.alt_text)]
            if len(alts) > 1:
                shown = [re.search(r"zeigt (\d+) von (\d+) Zeilen", alt) for alt in alts]
                assert all(shown), section
                assert sum(int(part[1]) for part in shown if part) == len(chart.part_heights)
        captions = [node.text for figure in figures for node in figure.all("Caption")]
        assert len(captions) == len(figures)
        assert captions.count(german.texts.charts.continues) == len(figures) - len(charts) > 0


class TestOverLines:
    @pytest.fixture
    def divided(self, reports: Mapping[str, Report]) -> list[str]:
        """The words of a report that a line's end divides."""
        return [word.strip() for word in spoken_words(reports["hamburg"].pdf) if word.strip()]

    def test_pdfium_reads_divided_words_as_one(
        self, reports: Mapping[str, Report], divided: list[str]
    ) -> None:
        text = " ".join(page_texts(reports["hamburg"].pdf))
        assert len(divided) >= 5
        assert [word for word in divided if word not in text] == []
        assert DIVIDING_HYPHEN not in text

    def test_poppler_reads_divided_words_as_one(
        self, reports: Mapping[str, Report], divided: list[str], tmp_path: Path
    ) -> None:
        if not shutil.which("pdftotext"):
            pytest.skip("poppler's pdftotext is not there")
        file = tmp_path / "report.pdf"
        file.write_bytes(reports["hamburg"].pdf)
        done = subprocess.run(
            ["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True,
            encoding="utf-8",
        )  # fmt: skip
        assert [word for word in divided if word not in done.stdout] == []
        assert SOFT_HYPHEN not in done.stdout
        assert re.findall(r"\w\w-\n", done.stdout) == []

    def test_words_are_parted_where_a_line_ends(self, trees: Mapping[str, Node]) -> None:
        """Two words run together would be one with a capital within."""
        joined = set()
        for tree in trees.values():
            for node in tree.all("P", "LBody", "Note", "Caption"):
                joined |= set(
                    re.findall(r"\b[a-zäöüß]{2,}[A-ZÄÖÜ]\w*|[.,;:][A-ZÄÖÜ]\w+", node.text)
                )
        assert joined <= {"AsylbLG"}

    def test_there_is_no_soft_hyphen(
        self, reports: Mapping[str, Report], trees: Mapping[str, Node]
    ) -> None:
        for slug, report in reports.items():
            assert SOFT_HYPHEN not in "".join(page_texts(report.pdf))
            assert SOFT_HYPHEN not in trees[slug].text

    def test_no_content_stands_within_another(self, sample_files: Mapping[str, Path]) -> None:
        """poppler loses the rest of a content in which another one ended."""
        for file in sample_files.values():
            with opened(file.read_bytes()) as document:
                for page in document.pages:
                    depth = deepest = 0
                    for _, operator in operations(page):
                        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
                        deepest = max(deepest, depth)
                    assert deepest == 1
