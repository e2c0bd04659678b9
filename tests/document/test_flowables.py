"""How blocks become flowables: their sizes, their splitting, what they draw."""

from collections.abc import Mapping

import pytest

from reportgen.charts import draw, draw_tiles
from reportgen.document.blocks import (
    BulletList,
    Heading,
    HeadingStyle,
    Note,
    Paragraph,
    ParagraphStyle,
    Tiles,
    TitleBand,
)
from reportgen.document.chart_picture import ChartPicture
from reportgen.document.flow import Flowable
from reportgen.document.flowables import NoteBox, flowables_of
from reportgen.document.paragraphs import Bullet, HeadingLine, Text, TextLines
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.document.title import Band
from reportgen.document.title_page import TileRow
from reportgen.findings import write
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.load import Layout
from reportgen.model import Chart, Kind, Profile, Section, Span, Tile
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
    bullet = Bullet([Span(text=SENTENCE * 8)], ParagraphStyle.BODY, setting, item)
    assert [kid.tag for kid in item.kids if isinstance(kid, Element)] == ["Lbl", "LBody"]
    assert bullet.split(WIDTH, 5 * bullet.leading) is None
    assert max(line.ink_width for line in bullet.lines(WIDTH)) <= WIDTH - bullet.indent


def test_a_list_becomes_a_flowable_for_each_item(setting: Setting) -> None:
    items, root = ((Span(text="eins"),), (Span(text="zwei"),)), Element("Document")
    assert len(flowables_of(BulletList(items=items), setting, root)) == 2
    assert tags(root) == "Document(L(LI(Lbl LBody) LI(Lbl LBody)))"


def test_headings_hold_what_follows_and_differ_by_level(setting: Setting) -> None:
    loud, quiet, lower = (
        HeadingLine(Heading(level=level, text="Titel", style=style), setting, Element("H2"))
        for level, style in (
            (2, HeadingStyle.MESSAGE), (2, HeadingStyle.QUIET), (3, HeadingStyle.MESSAGE),
        )
    )  # fmt: skip
    assert loud.holds_next
    assert loud.height(WIDTH) > quiet.height(WIDTH) == lower.height(WIDTH)
    assert loud.before > lower.before > lower.after


def test_a_note_is_higher_than_its_text(setting: Setting) -> None:
    short, long = (
        NoteBox(Note(label="Nicht dargestellt:", text=text), setting, Element("P")).height(WIDTH)
        for text in ("HzP.", SENTENCE * 4)
    )
    assert long > 3 * short > 3 * setting.type.small


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_numbers_of_real_tiles_fit_in_their_full_size(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], language: str
) -> None:
    layout = layouts[language]
    setting = Setting.of(layout)
    for profile in cities.values():
        tiles = write(profile, layout).tiles
        assert 3 <= len(tiles) <= 4
        row = row_of(setting, *tiles)
        assert [tile.figure for tile, _ in row.tiles] == [tile.figure for tile in tiles]


def tile(figure: str, label: str = "Quote", unit: str = "") -> Tile:
    return Tile(kind=Kind.ECONOMY, key="q", label=label, unit=unit, figure=figure, numbers=())


def row_of(setting: Setting, *tiles: Tile) -> TileRow:
    return TileRow(Tiles(tiles=tuple((each, None) for each in tiles)), setting, Element("L"))


class TestTiles:
    def test_they_are_as_high_as_the_longest_label_needs(self, setting: Setting) -> None:
        short, long = (
            row_of(setting, tile("1"), tile("2", label)).height(480) for label in ("kurz", SENTENCE)
        )
        assert long > short + setting.type.small

    @pytest.mark.parametrize(
        ("figure", "unit", "expected"),
        [
            ("12\u202f%", "", ("12\u202f%", "")),
            (
                "71.804,0\u202fEuro je Einwohner und Monat",
                "",
                ("71.804,0", "Euro je Einwohner und Monat"),
            ),
            ("71.804,0 Euro im Monat je Kopf", "2020", ("71.804,0", "Euro im Monat je Kopf; 2020")),
        ],
    )
    def test_a_long_unit_stands_with_the_label(
        self, setting: Setting, figure: str, unit: str, expected: tuple[str, str]
    ) -> None:
        row = row_of(setting, *[tile(figure, unit=unit)] * 4)
        assert [(each.figure, each.unit) for each, _ in row.tiles] == [expected] * 4

    def test_each_is_an_item_with_a_body_of_its_name_its_number_and_its_picture(
        self, cities: Mapping[str, Profile], german: Layout
    ) -> None:
        profile, root = cities["essen"], Element("Document")
        tiles = write(profile, german).tiles
        drawings = draw_tiles(profile, tiles, german)
        block = Tiles(tiles=tuple(zip(tiles, drawings, strict=True)))
        flowables_of(block, Setting.of(german), root)
        items = " ".join(["LI(LBody(P P Figure))"] * len(tiles))
        assert tags(root) == f"Document(L({items}))"
        assert all(drawing and len(drawing.alt_text) > 40 for drawing in drawings)


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
        texts = [[t.text for t in texts_of(part.chart)] for part in parts]  # type: ignore[attr-defined]
        head = setting.layout.texts.charts.mean
        first_heads, rest_heads = (part.count(head) for part in texts)
        assert first_heads == rest_heads >= 1
        names = [text for part in texts for text in part if text.startswith("Bereich")]
        assert sorted(names) == sorted(f"Bereich {number}" for number in range(self.COUNT))
        first, rest = (part.chart for part in parts)  # type: ignore[attr-defined]
        assert len(first.part_heights) + len(rest.part_heights) == self.COUNT
        assert first.height == chart.part_heights[len(first.part_heights) - 1]

    def test_its_parts_have_the_same_scale(self, chart: Chart) -> None:
        (whole,), (part,) = (
            [m for m in marks_of(each) if m.text == "Bereich 3"]
            for each in (chart, chart.part(20, 40))
        )
        columns = [
            {round(t.right, 3) for t in texts_of(each) if t.text.endswith(",0")}
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

    def test_the_favourable_side_is_named_in_each_part(self, german: Layout) -> None:
        indicators = [indicator(f"Quote {number}") for number in range(9)]
        economy = {each.key: [5, 4, 3, 2, 1] for each in indicators}
        profile, *_ = profiles(list("ABCDE"), indicators=indicators, economy=economy)
        chart = draw(profile, german)[Section.ECONOMY]
        for part in (chart, chart.part(0, 4), chart.part(4, 9)):
            texts = [text.text for text in texts_of(part)]
            assert sum(german.texts.charts.favourable_side in text for text in texts) >= 1


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
        assert normal.height >= setting.layout.look.page.band * POINTS_PER_MM
        assert high.height > normal.height

    def test_a_name_that_fits_has_its_full_size(self, setting: Setting) -> None:
        band = self.band(setting, city="Frankfurt am Main")
        assert (band._city.size, len(band._city.lines)) == (setting.type.title, 1)


class TestLastResort:
    """A list item or a note higher than a page."""

    def test_a_bullet_keeps_its_label_on_the_first_page(self, setting: Setting) -> None:
        bullet = Bullet([Span(text=SENTENCE * 60)], ParagraphStyle.BODY, setting, Element("LI"))
        parts = bullet.split(WIDTH, 20 * bullet.leading, forced=True)
        assert parts is not None
        assert [part.label is not None for part in parts] == [True, False]
        assert lines_of(parts[0]) + lines_of(parts[1]) == lines_of(bullet)

    def test_a_note_goes_on(self, setting: Setting) -> None:
        note = Note(label="Nicht dargestellt:", text=SENTENCE * 60)
        box = NoteBox(note, setting, Element("P"))
        assert box.split(WIDTH, 300) is None
        parts = box.split(WIDTH, 300, forced=True)
        assert parts is not None
        assert parts[0].height(WIDTH) <= 300
