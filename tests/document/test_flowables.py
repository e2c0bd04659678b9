"""How blocks become flowables: their sizes, their splitting, what they draw."""

from collections.abc import Mapping

import pytest

from reportgen.document.blocks import (
    BulletList,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    ParagraphStyle,
)
from reportgen.document.flowables import KeyFigureRow, NoteBox, flowables_of
from reportgen.document.fonts import text_width
from reportgen.document.paragraphs import Bullet, HeadingLine, Text, TextLines
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.findings import write
from reportgen.layout.load import Layout
from reportgen.model import KeyFigure, Profile, Span

WIDTH = 200.0
SENTENCE = "Das Amt berät die Bürgerinnen und Bürger in allen Fragen der Sozialhilfe. "


@pytest.fixture(scope="module")
def setting(german: Layout) -> Setting:
    return Setting.of(german)


def paragraph(
    setting: Setting, sentences: int, style: ParagraphStyle = ParagraphStyle.BODY
) -> Text:
    block = Paragraph(spans=(Span(text=SENTENCE * sentences),), style=style)
    return Text(block, setting, Element("P"))


def tags(element: Element) -> str:
    """The tags of an element and all below it, e.g. ``Sect(H2 P)``."""
    kids = " ".join(tags(kid) for kid in element.kids if isinstance(kid, Element))
    return f"{element.tag}({kids})" if kids else element.tag


def lines_of(flowable: object) -> list[str]:
    assert isinstance(flowable, TextLines)
    return ["".join(run.text for run in line.runs) for line in flowable.lines(WIDTH)]


class TestParagraph:
    def test_it_is_as_high_as_its_lines(self, setting: Setting) -> None:
        text = paragraph(setting, 3)
        leading = setting.type.leading * setting.type.body
        assert text.height(WIDTH) == pytest.approx(len(lines_of(text)) * leading)

    @pytest.mark.parametrize(("fitting", "first"), [(2.0, 2), (2.9, 2), (4.5, 4)])
    def test_it_is_split_between_lines(self, setting: Setting, fitting: float, first: int) -> None:
        text = paragraph(setting, 4)
        parts = text.split(WIDTH, fitting * text.leading + 1e-6)
        assert parts is not None
        assert len(lines_of(parts[0])) == first
        assert lines_of(parts[0]) + lines_of(parts[1]) == lines_of(text)

    def test_at_least_two_lines_stay_on_both_sides(self, setting: Setting) -> None:
        text = paragraph(setting, 4)
        count = len(lines_of(text))
        assert text.split(WIDTH, 1.9 * text.leading) is None
        parts = text.split(WIDTH, (count - 0.5) * text.leading)
        assert parts is not None
        assert [len(lines_of(part)) for part in parts] == [count - 2, 2]

    def test_three_lines_are_one_piece(self, setting: Setting) -> None:
        text = paragraph(setting, 1)
        assert len(lines_of(text)) in {2, 3}
        assert text.split(WIDTH, 2.5 * text.leading) is None

    def test_a_part_can_be_split_again(self, setting: Setting) -> None:
        text = paragraph(setting, 8)
        first = text.split(WIDTH, 4 * text.leading + 1e-6)
        assert first is not None
        second = first[1].split(WIDTH, 4 * text.leading + 1e-6)
        assert second is not None
        assert [*lines_of(first[0]), *lines_of(second[0]), *lines_of(second[1])] == lines_of(text)

    def test_parts_belong_to_the_paragraph(self, setting: Setting) -> None:
        text = paragraph(setting, 8)
        parts = text.split(WIDTH, 5 * text.leading)
        assert parts is not None
        assert all(isinstance(p, TextLines) and p.element is text.element for p in parts)

    def test_parts_have_no_space_between_them(self, setting: Setting) -> None:
        text = paragraph(setting, 8)
        parts = text.split(WIDTH, 5 * text.leading)
        assert parts is not None
        assert (parts[0].before, parts[0].after) == (text.before, 0)
        assert (parts[1].before, parts[1].after) == (0, text.after)

    def test_running_text_keeps_its_measure_and_small_type_takes_the_width(
        self, setting: Setting
    ) -> None:
        wide = 480.0
        measure = setting.type.measure * setting.type.body
        for style, widest in ((ParagraphStyle.BODY, measure), (ParagraphStyle.MUTED, wide)):
            lines = paragraph(setting, 9, style).lines(wide)
            ink = max(line.ink_width for line in lines)
            assert 0.8 * widest < ink <= widest


def test_a_bullet_is_one_piece_beside_its_label(setting: Setting) -> None:
    item = Element("LI")
    bullet = Bullet([Span(text=SENTENCE * 8)], setting, item)
    assert [kid.tag for kid in item.kids if isinstance(kid, Element)] == ["Lbl", "LBody"]
    assert bullet.split(WIDTH, 5 * bullet.leading) is None
    assert max(line.ink_width for line in bullet.lines(WIDTH)) <= WIDTH - bullet.indent


def test_a_list_becomes_a_flowable_for_each_item(setting: Setting) -> None:
    items, root = ((Span(text="eins"),), (Span(text="zwei"),)), Element("Document")
    assert len(flowables_of(BulletList(items=items), setting, root)) == 2
    assert tags(root) == "Document(L(LI(Lbl LBody) LI(Lbl LBody)))"


def test_headings_hold_what_follows_and_differ_by_level(setting: Setting) -> None:
    loud, quiet, lower = (
        HeadingLine(Heading(level=level, text="Titel", quiet=quiet), setting, Element("H2"))
        for level, quiet in ((2, False), (2, True), (3, False))
    )
    assert loud.holds_next
    assert loud.height(WIDTH) > quiet.height(WIDTH) == lower.height(WIDTH)
    assert loud.before > lower.before > lower.after


def test_a_note_is_higher_than_its_text(setting: Setting) -> None:
    short, long = (
        NoteBox(
            Note(name="economy", label="Nicht dargestellt:", text=text), setting, Element("Note")
        ).height(WIDTH)
        for text in ("HzP.", SENTENCE * 4)
    )
    assert long > 3 * short > 3 * setting.type.small


@pytest.mark.parametrize("language", ["de", "en"])
def test_key_figures_fit_their_columns(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], language: str
) -> None:
    layout = layouts[language]
    kind, fonts = layout.look.type, Setting.of(layout).fonts
    width = (layout.look.page.text_width - 3 * KeyFigureRow.GAP) / 4
    for profile in cities.values():
        for figure in write(profile, layout).key_figures:
            assert text_width(figure.figure, fonts.bold, kind.key_figure) <= width


def test_key_figures_are_as_high_as_the_longest_label_needs(setting: Setting) -> None:
    def height(label: str) -> float:
        figures = (
            KeyFigure(figure="1", label="kurz", numbers=()),
            KeyFigure(figure="2", label=label, numbers=()),
        )
        return KeyFigureRow(KeyFigures(figures=figures), setting, Element("L")).height(WIDTH)

    assert height(SENTENCE) > height("auch kurz") + setting.type.small
