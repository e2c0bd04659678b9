"""Abbreviations are told once in each part, where they stand as words of running text."""

from collections.abc import Mapping

import pytest

from reportgen.document.abbreviations import expand
from reportgen.document.blocks import (
    Beside,
    Block,
    BulletList,
    Columns,
    Comment,
    Heading,
    LabelledList,
    Note,
    Paragraph,
    Part,
    Sidebar,
    Together,
)
from reportgen.layout.load import Layout
from reportgen.model import Profile, Span
from tests.document.making import blocks_of, flat

EXPANSIONS = {"SGB": "Sozialgesetzbuch", "SGB II": "Zweites Buch", "HLU i. E.": "Hilfe"}


def paragraph(*spans: Span | str, language: str = "") -> Paragraph:
    made = tuple(Span(text=span) if isinstance(span, str) else span for span in spans)
    return Paragraph(spans=made, language=language)


def expanded(*blocks: Block) -> list[Block]:
    return list(flat([expand(Part(blocks=blocks), EXPANSIONS)]))


def told(*blocks: Block) -> list[tuple[str, str]]:
    """Abbreviations with what they stand for, in the order of reading."""
    spans: list[Span] = []
    for block in expanded(*blocks):
        match block:
            case Paragraph():
                spans += block.spans
            case BulletList():
                spans += (span for item in block.items for span in item)
            case LabelledList():
                spans += (span for _, item in block.items for span in item)
    return [(span.text, span.expansion) for span in spans if span.expansion]


def test_the_first_place_is_told_and_the_text_stays_as_it_was() -> None:
    before = paragraph("Nach SGB II, wie im SGB II steht.")
    (after,) = expanded(before)
    assert isinstance(after, Paragraph)
    assert [(span.text, span.expansion) for span in after.spans] == [
        ("Nach ", ""), ("SGB II", "Zweites Buch"), (", wie im SGB II steht.", ""),
    ]  # fmt: skip


def test_the_longest_one_is_told() -> None:
    assert told(paragraph("SGB II und SGB")) == [
        ("SGB II", "Zweites Buch"), ("SGB", "Sozialgesetzbuch"),
    ]  # fmt: skip


def test_the_style_is_kept() -> None:
    (after,) = expanded(paragraph(Span(text="Zum SGB.", strong=True)))
    assert isinstance(after, Paragraph)
    assert all(span.strong for span in after.spans)
    assert len(after.spans) == 3


@pytest.mark.parametrize("text", ["SGBler", "XSGB", "sgb", "HLU i. Ex."])
def test_parts_of_words_are_none(text: str) -> None:
    assert told(paragraph(text)) == []


def test_with_a_hyphen_behind_it_it_is_one() -> None:
    assert told(paragraph("die SGB-Stelle")) == [("SGB", "Sozialgesetzbuch")]


def test_it_is_told_once_in_all_blocks_of_a_part_and_again_in_the_next() -> None:
    columns = Columns(blocks=(paragraph("nach SGB"),))
    together = Together(blocks=(columns, BulletList(items=((Span(text="nach SGB"),),))))
    assert told(together, paragraph("SGB")) == [("SGB", "Sozialgesetzbuch")]
    assert told(paragraph("SGB")) == told(paragraph("SGB")) == [("SGB", "Sozialgesetzbuch")]


def test_it_is_also_told_beside_tables_in_comments_and_in_labelled_lists() -> None:
    for block in (
        Sidebar(blocks=(), side=(paragraph("nach SGB"),)),
        Sidebar(blocks=(paragraph("nach SGB"),), side=(paragraph("und SGB"),)),
        Comment(label="Amt", blocks=(paragraph("nach SGB"),)),
        LabelledList(items=(("fällt auf", (Span(text="nach SGB"),)),)),
    ):
        assert told(block) == [("SGB", "Sozialgesetzbuch")]


def test_links_and_what_is_no_running_text_are_left_as_they_are() -> None:
    blocks = (
        paragraph(Span(text="SGB", href="https://example.org")),
        Heading(level=2, text="SGB"),
        Note(label="SGB", text="SGB"),
    )
    assert expanded(*blocks) == list(blocks)


def test_texts_in_another_language_are_left_as_they_are() -> None:
    """The full words would be read aloud as words of that language."""
    foreign = (
        paragraph("nach SGB", language="de"),
        BulletList(items=((Span(text="nach SGB"),),), language="de"),
    )
    assert expanded(*foreign) == list(foreign)
    assert told(*foreign, paragraph("SGB")) == [("SGB", "Sozialgesetzbuch")]


@pytest.mark.parametrize("text", ["SGB: das Sozialgesetzbuch", "Sozialgesetzbuch (SGB)"])
def test_where_the_full_words_stand_beside_it_nothing_is_told(text: str) -> None:
    assert told(paragraph(text), paragraph("nach SGB")) == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_in_a_report_no_abbreviation_is_told_twice_in_a_part(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], language: str
) -> None:
    """Of two sections side by side each tells its own."""
    told_in = 0
    for block in blocks_of(cities["koeln"], layouts[language]):
        assert isinstance(block, Part)
        beside = [part for each in block.blocks if isinstance(each, Beside)
                  for part in (each.left, each.right)]  # fmt: skip
        for part in beside or [block]:
            found = [
                span.text
                for each in flat([part])
                if isinstance(each, Paragraph)
                for span in each.spans
                if span.expansion
            ]
            assert len(found) == len(set(found))
            told_in += bool(found)
    assert told_in >= 3
