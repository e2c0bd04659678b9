"""How blocks become flowables: their sizes, their splitting, what they draw."""

from collections.abc import Mapping

import pytest

from reportgen.charts import draw
from reportgen.document.blocks import (
    BulletList,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    ParagraphStyle,
    TitleBand,
)
from reportgen.document.chart_picture import ChartPicture
from reportgen.document.flow import Flowable
from reportgen.document.flowables import KeyFigureRow, NoteBox, flowables_of
from reportgen.document.fonts import text_width
from reportgen.document.paragraphs import Bullet, HeadingLine, Text, TextLines
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.document.title import Band
from reportgen.findings import write
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.load import Layout
from reportgen.model import Chart, KeyFigure, Profile, Section, Span
from tests.charts.drawn import marks_of, texts_of
from tests.made_up import area, indicator, profiles

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


class TestChart:
    COUNT = 40

    @pytest.fixture
    def chart(self, german: Layout) -> Chart:
        areas = [area(f"Bereich {number}") for number in range(self.COUNT)]
        columns = {each.key: [100 + i, 50, 40, 30, 20] for i, each in enumerate(areas)}
        profile, *_ = profiles(list("ABCDE"), areas=areas, recipients=columns)
        return draw(profile, german)[Section.DENSITIES]

    def parts(
        self, chart: Chart, setting: Setting, available: float
    ) -> tuple[Flowable, Flowable] | None:
        return ChartPicture(chart, setting, Element("Sect")).split(480, available)

    def test_it_breaks_between_rows_and_repeats_its_heads(
        self, chart: Chart, setting: Setting
    ) -> None:
        parts = self.parts(chart, setting, 400)
        assert parts is not None
        assert parts[0].height(480) <= 400
        texts = [[t.text for t in texts_of(part.chart.figure)] for part in parts]  # type: ignore[attr-defined]
        head = setting.layout.texts.charts.mean
        assert [part.count(head) for part in texts] == [1, 1]
        names = [text for part in texts for text in part if text.startswith("Bereich")]
        assert sorted(names) == sorted(f"Bereich {number}" for number in range(self.COUNT))
        first, rest = (part.chart for part in parts)  # type: ignore[attr-defined]
        assert len(first.part_heights) + len(rest.part_heights) == self.COUNT
        assert first.height == chart.part_heights[len(first.part_heights) - 1]

    def test_its_parts_have_the_same_scale(self, chart: Chart) -> None:
        (whole,), (part,) = (
            [m for m in marks_of(each.figure) if m.text == "Bereich 3"]
            for each in (chart, chart.part(20, 40))
        )
        columns = [
            {round(t.right, 3) for t in texts_of(each.figure) if t.text.endswith(",0")}
            for each in (chart, chart.part(20, 40))
        ]
        assert (whole.left, whole.right) == (part.left, part.right)
        assert columns[1] <= columns[0]

    def test_fewer_than_two_rows_do_not_stay(self, chart: Chart, setting: Setting) -> None:
        assert self.parts(chart, setting, chart.part_heights[0] + 20) is None
        parts = self.parts(chart, setting, chart.height - 1 + 20)
        assert parts is not None
        assert len(parts[1].chart.part_heights) == 2  # type: ignore[attr-defined]

    def test_what_was_only_tried_is_no_part_of_the_structure(
        self, chart: Chart, setting: Setting
    ) -> None:
        section = Element("Sect")
        picture = ChartPicture(chart, setting, section)
        for available in range(100, 700, 50):
            picture.split(480, available)
        assert tags(section) == "Sect(Figure)"

    def test_a_heading_of_a_group_is_repeated(self, german: Layout) -> None:
        indicators = [indicator(f"Quote {number}") for number in range(9)]
        economy = {each.key: [5, 4, 3, 2, 1] for each in indicators}
        profile, *_ = profiles(list("ABCDE"), indicators=indicators, economy=economy)
        chart = draw(profile, german)[Section.ECONOMY]
        for part in (chart, chart.part(0, 4), chart.part(4, 9)):
            texts = [text.text for text in texts_of(part.figure)]
            assert texts.count(german.texts.charts.low_is_favourable) == 1


class TestKeyFigures:
    def row(self, setting: Setting, *figures: tuple[str, str]) -> KeyFigureRow:
        made = tuple(KeyFigure(figure=f, label=text, numbers=()) for f, text in figures)
        return KeyFigureRow(KeyFigures(figures=made), setting, Element("L"))

    @pytest.mark.parametrize(
        ("figure", "rows"), [("620.523", 1), ("999.999.999.999", 2), ("9" * 30, 4)]
    )
    def test_wide_numbers_stand_in_more_rows(
        self, setting: Setting, figure: str, rows: int
    ) -> None:
        row = self.row(setting, *[(figure, "Einwohnerinnen und Einwohner")] * 4)
        single = self.row(setting, *[("1", "Einwohnerinnen und Einwohner")] * 4)
        assert len(row._rows(480)) == rows
        assert row.height(480) >= single.height(480)

    def test_a_long_unit_begins_the_label(self, setting: Setting) -> None:
        row = self.row(setting, ("12\u202f%", "Quote"), ("61,0\u202f€ je Einwohner", "Kraft"))
        assert row.figures == [("12\u202f%", "Quote"), ("61,0", "€ je Einwohner; Kraft")]
        assert self.row(setting, ("Rang 8", "von 15")).figures == [("Rang 8", "von 15")]


#: Names of offices, cities and projects by their length.
LONG_NAMES = {
    86: "Sozialreferat, Amt für Soziale Sicherung, "
    + "Hauptabteilung Bürgerschaftliches Engagement",
    124: "Dezernat V für Soziales, Gesundheit und Wohnen, Amt für Soziales, Arbeit "
    + "und Senioren, Abteilung Statistik und Berichtswesen",
    400: "Amt für Soziales und Senioren, " * 13,
    300: "Soziales" * 40,
}


class TestTitle:
    def band(self, setting: Setting, **words: str) -> Band:
        block = {"project": "P", "language": "", "city": "Köln", "subtitle": "Amt", "letters": "K"}
        return Band(TitleBand(**(block | words)), setting, Element("Document"))  # type: ignore[arg-type]

    @pytest.mark.parametrize("length", LONG_NAMES)
    @pytest.mark.parametrize("what", ["city", "subtitle", "project"])
    def test_long_names_wrap_and_stay_readable(
        self, setting: Setting, what: str, length: int
    ) -> None:
        short, long = self.band(setting), self.band(setting, **{what: LONG_NAMES[length]})
        width = setting.layout.look.page.text_width
        lines = [line for text in (long._city, long._subtitle, long._third) for line in text.lines]
        assert all(line.ink_width <= width + 0.01 for line in lines)
        assert all(run.size >= 8 for line in lines for run in line.runs)
        assert long.height >= short.height

    def test_the_band_grows_where_its_texts_need_it(self, setting: Setting) -> None:
        normal, high = self.band(setting), self.band(setting, city=LONG_NAMES[400])
        assert normal.height == setting.layout.look.page.band * POINTS_PER_MM
        assert high.height > normal.height

    def test_a_name_that_fits_has_its_full_size(self, setting: Setting) -> None:
        band = self.band(setting, city="Frankfurt am Main")
        assert (band._city.size, len(band._city.lines)) == (setting.type.title, 1)


class TestLastResort:
    """A list item or a note higher than a page."""

    def test_a_bullet_keeps_its_label_on_the_first_page(self, setting: Setting) -> None:
        bullet = Bullet([Span(text=SENTENCE * 60)], setting, Element("LI"))
        parts = bullet.split(WIDTH, 20 * bullet.leading, forced=True)
        assert parts is not None
        assert [part.label is not None for part in parts] == [True, False]
        assert lines_of(parts[0]) + lines_of(parts[1]) == lines_of(bullet)

    def test_a_note_goes_on(self, setting: Setting) -> None:
        note = Note(name="economy", label="Nicht dargestellt:", text=SENTENCE * 60)
        box = NoteBox(note, setting, Element("Note"))
        assert box.split(WIDTH, 300) is None
        parts = box.split(WIDTH, 300, forced=True)
        assert parts is not None
        assert parts[0].height(WIDTH) <= 300
