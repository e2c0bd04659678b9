"""What a reader's program, or a voice, gets of a report's text."""

import re
from collections.abc import Mapping

import pytest

from reportgen.charts import draw
from reportgen.document.blocks import BulletList, Heading, Note, Paragraph, TableBlock
from reportgen.layout.load import Layout
from reportgen.model import Portrait, PortraitBlock, PortraitKind, Profile, Report, Span
from tests.charts.drawn import texts_of
from tests.document.making import blocks_of, flat, report_of, text_of
from tests.document.pdf import (
    DIVIDING_HYPHEN,
    as_printed,
    opened,
    operations,
    page_texts,
    pieces,
    running_text,
    spoken_words,
)
from tests.made_up import profiles


@pytest.fixture(scope="module")
def hamburg(reports: Mapping[str, Report]) -> bytes:
    """A city without a portrait."""
    return reports["hamburg"].pdf


def test_there_are_umlauts_and_no_debris(reports: Mapping[str, Report]) -> None:
    for report in reports.values():
        text = "".join(page_texts(report.pdf))
        assert set("äöüßÄ€−·„“\u202f") <= set(text)
        assert not re.search(r"\u00ad|\ufffd|\(cid:|\x00", text)


@pytest.mark.parametrize("sense", ["read", "printed"])
def test_lines_put_together_give_every_text_of_the_outline(
    cities: Mapping[str, Profile], german: Layout, hamburg: bytes, sense: str
) -> None:
    """No blank is lost or added where a line ends, and no hyphen is left within a word."""
    text = running_text(hamburg if sense == "read" else as_printed(hamburg))
    told = 0
    for block in flat(blocks_of(cities["hamburg"], german)):
        match block:
            case Heading():
                wanted = [block.text]
            case Paragraph():
                wanted = [text_of(block)]
            case BulletList():
                wanted = ["".join(span.text for span in item) for item in block.items]
            case Note():
                wanted = [f"{block.label} {block.text}"]
            case TableBlock():
                wanted = [*block.head, *(cell for row in block.rows for cell in row)]
            case _:
                continue
        for words in wanted:
            assert words.replace("\u00a0", " ") in text.replace("\u00a0", " ")
            told += 1
    assert told > 200


def test_words_are_hyphenated_at_line_ends_and_read_whole(reports: Mapping[str, Report]) -> None:
    for slug in ("hamburg", "duesseldorf"):
        pdf = reports[slug].pdf
        printed = "".join(page_texts(as_printed(pdf)))
        divided = re.findall(rf"([^\W\d_]+){DIVIDING_HYPHEN}\W*([^\W\d_]+)", printed)
        assert len(divided) >= 3
        assert all(len(head) >= 3 and len(tail) >= 3 for head, tail in divided)
        heads, rests = list(spoken_words(pdf))[::2], list(spoken_words(pdf))[1::2]
        # A word may have marks around it, such as a bracket or a full stop.
        spoken = [re.sub(r"^\W+|\W+$", "", word.rpartition("\u00a0")[2]) for word in heads]
        assert spoken == ["".join(parts) for parts in divided]
        assert set(rests) == {" "}
        assert not set(DIVIDING_HYPHEN) & set("".join(page_texts(pdf)))


def test_capitals_of_the_projects_name_are_for_the_eye(hamburg: bytes) -> None:
    assert "BENCHMARKING DER GROSSEN GROSSSTÄDTE" in page_texts(as_printed(hamburg))[0]
    assert "Benchmarking der großen Großstädte" in page_texts(hamburg)[0]


def test_a_line_keeps_its_trailing_blank(hamburg: bytes) -> None:
    (page, *_) = (text for text in page_texts(hamburg) if "Was dieser Auszug zeigt" in text)
    start = page.index("Was dieser Auszug zeigt")
    first_line, _, rest = page[start:].partition("\r\n")
    # PDFium gives it at the end of its line or at the beginning of the next one.
    assert first_line.endswith(" ") or rest.startswith(" ")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_label_of_every_chart_can_be_selected(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], language: str
) -> None:
    layout = layouts[language]
    text = running_text(report_of(cities["koeln"], layout).pdf)
    for chart in draw(cities["koeln"], layout).values():
        labels = [label.text for label in texts_of(chart)]
        # A chart without means, as that of estimated payments, has a text fewer in each row.
        assert len(labels) >= 9
        missing = [label for label in labels if label.replace("\u00a0", " ") not in text]
        assert missing == []


def test_charts_are_drawn_as_rectangles_lines_and_curves(hamburg: bytes) -> None:
    with opened(hamburg) as document:
        operators = [operator for page in document.pages for _, operator in operations(page)]
    assert min(operators.count(name) for name in ("m", "l", "c", "re", "f", "S", "b")) > 5


def test_the_language_is_told(cities: Mapping[str, Profile], layouts: Mapping[str, Layout]) -> None:
    for language, layout in layouts.items():
        report = report_of(cities["koeln"], layout)
        assert report.language == language
        with opened(report.pdf) as document:
            assert document.Root.Lang == language


def test_what_the_font_cannot_show_is_warned_of_and_replaced(german: Layout) -> None:
    """A box that stands for any character could not be read aloud."""
    profile, *_ = profiles(["Köln 😀", "Bonn", "Aachen"], project="Vergleich 漢字")
    report = report_of(profile, german)
    (problem,) = report.problems
    assert problem.code == "missing-glyph"
    assert all(told in problem.message for told in ("😀", "U+1F600", "漢", "字"))
    assert "Köln ?" in page_texts(report.pdf)[0]


def test_links_are_clickable_where_their_words_stand(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    spans = (
        Span(text="Mehr steht bei der "),
        Span(text="Stadt", href="https://example.org/amt?a=1&b=2"),
        Span(text="."),
    )
    block = PortraitBlock(kind=PortraitKind.PARAGRAPH, spans=spans)
    report = report_of(cities["koeln"], german, Portrait(blocks=(block,)))
    with opened(report.pdf) as document:
        (link,) = document.pages[0].Annots
        assert link.Subtype == "/Link"
        assert str(link.A.URI) == "https://example.org/amt?a=1&b=2"
        left, bottom, right, top = (float(number) for number in link.Rect)
        assert [float(number) for number in link.Border][2] == 0
    (word,) = (p for p in pieces(report.pdf) if p.page == 0 and p.text.strip() == "Stadt")
    assert left <= word.left < word.right <= right
    assert bottom <= word.bottom < word.top <= top
