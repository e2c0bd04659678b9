"""What makes a report accessible and no validator sees."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
import pytest

from reportgen.layout.load import Layout
from reportgen.model import Profile, Report, Section
from tests.charts.drawn import Mark, marks_of
from tests.checks.accessibility.tree import Node, Words
from tests.document.pdf import opened

pytestmark = pytest.mark.exhaustive

LEAST_SIZE = 8.0

#: Words that only German texts have.
GERMAN = re.compile(r"\b(?:und|der|die|das|für|nach|Statistisches|Großstädte|Amt)\b")


def sizes_of(container: Any) -> Iterator[float]:
    """Sizes of all text that is shown, by how much its place is scaled."""
    size, scales = 0.0, [1.0]
    for operands, operator in pikepdf.parse_content_stream(container):
        match str(operator):
            case "q":
                scales.append(scales[-1])
            case "Q":
                scales.pop()
            case "cm":
                scales[-1] *= abs(float(operands[3]))
            case "Tf":
                size = float(operands[1])
            case "Tj" | "TJ":
                yield size * scales[-1]
            case "Tm" | "Tz" | "Ts":
                pytest.fail(f"{operator} changes the size of text")


def test_no_text_is_smaller_than_8_points(
    reports: Mapping[str, Report], english: Mapping[str, Report]
) -> None:
    shown = 0
    for report in (*reports.values(), *english.values()):
        with opened(report.pdf) as document:
            for page in document.pages:
                sizes = list(sizes_of(page))
                shown += len(sizes)
                assert min(sizes) >= LEAST_SIZE
                forms = page.get("/Resources").get("/XObject", {})
                forms = [form for form in forms.values() if form.Subtype == pikepdf.Name.Form]
                assert not any(list(sizes_of(form)) for form in forms)
    assert shown > 10_000


def test_the_order_of_tabs_is_that_of_reading(
    reports: Mapping[str, Report], sample_files: Mapping[str, Any]
) -> None:
    for pdf in (reports["essen"].pdf, sample_files["portrait"].read_bytes()):
        with opened(pdf) as document:
            assert {str(page.get("/Tabs")) for page in document.pages} == {"/S"}


class TestLanguages:
    def test_the_document_names_its_own(
        self, reports: Mapping[str, Report], english: Mapping[str, Report]
    ) -> None:
        for some, language in ((reports, "de"), (english, "en")):
            for report in some.values():
                with opened(report.pdf) as document:
                    assert document.Root.Lang == language

    def test_a_german_report_marks_no_other(self, trees: Mapping[str, Node]) -> None:
        german = [tree for name, tree in trees.items() if not name.endswith(".en")]
        assert len(german) == 15
        assert {node.language for tree in german for node in tree.walk()} == {""}

    def test_german_texts_in_an_english_report_are_marked(self, trees: Mapping[str, Node]) -> None:
        """The project, the portrait and the sources are as the workbook has them."""
        tree = trees["duesseldorf.en"]
        german = [node for node in tree.walk() if node.language]
        assert {node.language for node in german} == {"de"}
        marked = " ".join(node.text for node in german)
        # Within a paragraph, it is the words that are marked.
        marked += "".join(words.text for words in tree.words if words.language == "de")
        for words in (
            "eigene Zeichnung der Herausgeber",
            "Das Amt für Soziales ordnet",
            "Pflegebüro",
            "Aufgaben des Amtes",
            "Regionaldatenbank",
        ):
            assert words in marked

    def test_what_is_marked_is_german(self, trees: Mapping[str, Node]) -> None:
        for name, tree in trees.items():
            marked = " ".join(node.text for node in tree.walk() if node.language)
            assert bool(GERMAN.search(marked)) is name.endswith(".en")
            assert not re.search(r"\b(?:the|and|of|shares)\b", marked)


def running_words(section: Node) -> Iterator[Words]:
    """Those of a section's own paragraphs and lists, without its tables and inner sections."""
    for node in section.nodes:
        if node.all("Figure"):
            continue
        if node.tag in {"P", "LBody"} and not node.language:
            yield from (words for words in node.words if not words.language)
        elif node.tag in {"L", "LI"} and not node.language:
            yield from running_words(node)


class TestExpansions:
    def test_each_is_told_once_in_a_section(self, trees: Mapping[str, Node]) -> None:
        told = 0
        for tree in trees.values():
            for section in tree.all("Sect"):
                expanded = Counter(w.text for w in running_words(section) if w.expansion)
                assert set(expanded.values()) <= {1}
                told += len(expanded)
        assert told > 100

    def test_it_stands_at_the_first_place_in_running_text(self, trees: Mapping[str, Node]) -> None:
        every = {w.text for tree in trees.values() for w in tree.words if w.expansion}
        for section in (section for tree in trees.values() for section in tree.all("Sect")):
            words = list(running_words(section))
            for place, word in enumerate(words):
                if word.expansion:
                    before = " | ".join(each.text for each in words[:place])
                    # "HLU" is an abbreviation, and "HLU i. E." is another one.
                    for longer in sorted(every, key=len, reverse=True):
                        if word.text in longer and word.text != longer:
                            before = before.replace(longer, "")
                    assert not re.search(rf"(?<!\w){re.escape(word.text)}(?!\w)", before)

    def test_they_say_more_than_the_abbreviation(self, trees: Mapping[str, Node]) -> None:
        told = {(w.text, w.expansion) for tree in trees.values() for w in tree.words if w.expansion}
        assert ("HzP", "Hilfe zur Pflege") in told
        assert [pair for pair in told if len(pair[1]) <= len(pair[0]) or "(" in pair[1]] == []


class TestNotByColourAlone:
    """Who sees no colours tells the mean by its shape and the city by its size."""

    @pytest.fixture(params=["densities", "economy"])
    def dots(
        self, request: pytest.FixtureRequest, cities: Mapping[str, Profile], german: Layout
    ) -> tuple[list[Mark], list[Mark]]:
        """The dots of the city and of all others."""
        from reportgen.charts import draw

        colours = german.look.colours
        chart = draw(cities["koeln"], german)[Section(request.param)]
        round_ = [m for m in marks_of(chart) if not m.text and abs(width(m) - height(m)) < 0.1]
        # Cities that are named have rings of ink; all others are dots.
        others = {hex_of(colours.others), hex_of(colours.ink)}
        return (
            [mark for mark in round_ if mark.colour == hex_of(colours.city)],
            [mark for mark in round_ if mark.colour in others],
        )

    def test_the_citys_dot_is_larger(self, dots: tuple[list[Mark], list[Mark]]) -> None:
        own, others = dots
        assert len(own) >= 4
        assert len(others) >= 20
        # The smallest of the city's may be that of the key.
        assert sorted(map(width, own))[1] >= 1.5 * max(map(width, others))

    @pytest.mark.parametrize("section", [Section.RECIPIENTS, Section.DENSITIES])
    def test_the_mean_is_an_upright_stroke(
        self, cities: Mapping[str, Profile], german: Layout, section: Section
    ) -> None:
        from reportgen.charts import draw

        chart = draw(cities["koeln"], german)[section]
        mean = hex_of(german.look.colours.mean)
        strokes = [m for m in marks_of(chart) if not m.text and m.colour == mean]
        assert len(strokes) >= 4
        assert all(height(stroke) >= 3 * width(stroke) for stroke in strokes)

    def test_the_caption_names_shapes(self, trees: Mapping[str, Node]) -> None:
        captions = [node.text for node in trees["koeln"].all("Caption")]
        assert len(captions) >= 4
        # Estimates are hatched; an axis that is turned says so.
        assert "Schraffiert" in captions[1]
        assert any("Achse gedreht" in text for text in captions)

    def test_a_direction_is_told_in_words(self, trees: Mapping[str, Node]) -> None:
        """Which of two values is favourable is no matter of red and green."""
        shown = [
            words.text
            for figure in trees["koeln"].all("Figure")
            for words in figure.kids
            if isinstance(words, Words)
        ]
        assert {"← ungünstiger", "günstiger →"} <= {text.strip() for text in shown}


def width(mark: Mark) -> float:
    return mark.right - mark.left


def height(mark: Mark) -> float:
    return mark.top - mark.bottom


def hex_of(colour: Any) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour.rgb)


def test_every_picture_is_followed_by_its_data(trees: Mapping[str, Node]) -> None:
    """The alternative text is short; the numbers are in a table, for whoever wants them all."""
    for tree in trees.values():
        charts = [figure for figure in tree.all("Figure") if figure.nodes]
        assert len(charts) >= len(tree.all("Table")) == 4


def test_words_of_charts_are_real_text(trees: Mapping[str, Node]) -> None:
    with_means = []
    charts = [figure for figure in trees["koeln"].all("Figure") if figure.nodes]
    for figure in charts:
        words = [kid.text.strip() for kid in figure.kids if isinstance(kid, Words)]
        with_means.append("Mittel" in words)
        assert len(words) >= 9
    # Estimated payments have no mean.
    assert with_means[:3] == [True, False, True]
