"""What stands in the place of a section without data: a note, and no heading over nothing."""

from collections.abc import Mapping, Sequence

import pytest

from reportgen.document.blocks import (
    Block,
    Heading,
    HeadingStyle,
    LabelledList,
    Note,
    Paragraph,
    Picture,
    Sidebar,
    TableBlock,
    Tiles,
    Together,
)
from reportgen.layout.load import Layout
from reportgen.model import (
    Profile,
    Reason,
    Section,
)
from tests.document.making import blocks_of, flat, report_of, text_of
from tests.document.pdf import page_texts
from tests.document.sections import NOTHING, parts_of, section_of, some
from tests.made_up import profiles


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("given", "without"),
    [
        pytest.param({}, set(), id="all"),
        pytest.param(
            {"recipients": {}}, {Section.RECIPIENTS, Section.DENSITIES}, id="no recipients"
        ),
        pytest.param({"payments": {}}, {Section.PAYMENTS}, id="no payments"),
        pytest.param({"economy": {}}, {Section.ECONOMY}, id="no indicators"),
        pytest.param({"inhabitants": Reason.LATER}, {Section.DENSITIES}, id="no population"),
        pytest.param(
            NOTHING,
            {Section.RECIPIENTS, Section.PAYMENTS, Section.DENSITIES, Section.ECONOMY},
            id="population only",
        ),
    ],
)
class TestSectionsWithoutData:
    def test_a_note_stands_in_the_place_of_the_chart(
        self,
        layouts: Mapping[str, Layout],
        given: dict[str, object],
        without: set[Section],
        language: str,
    ) -> None:
        layout, profile = layouts[language], some(**given)
        blocks = blocks_of(profile, layout)
        for section in (Section.RECIPIENTS, Section.PAYMENTS, Section.DENSITIES, Section.ECONOMY):
            parts = section_of(section, blocks, layout)
            heading, last = parts[0], parts[-1]
            assert isinstance(heading, Heading)
            charts = [part for part in parts if isinstance(part, Picture)]
            notes = [part for part in parts if isinstance(part, Note)]
            if section in without:
                # Neither a message nor a caption, source or period of something that is not there.
                assert (charts, heading.topic, heading.aside) == ([], "", "")
                said = " ".join(text_of(part) for part in parts if isinstance(part, Paragraph))
                once = section is Section.DENSITIES and Section.RECIPIENTS in without
                # Why there is no density, the note on recipients has said already.
                assert notes == ([] if once else [last])
                assert said
            else:
                assert notes == []
                (chart,) = charts
                assert chart.chart.caption or chart.chart.source
                assert heading.topic
                assert heading.aside

    def test_the_report_can_be_built_and_names_what_is_absent(
        self,
        layouts: Mapping[str, Layout],
        given: dict[str, object],
        without: set[Section],
        language: str,
    ) -> None:
        layout = layouts[language]
        text = "".join(page_texts(report_of(some(**given), layout).pdf))
        not_shown = layout.texts.document.not_shown
        assert text.count(not_shown) == len(without) - (
            {Section.RECIPIENTS, Section.DENSITIES} <= without
        )

    def test_tables_without_any_number_are_left_out(
        self,
        layouts: Mapping[str, Layout],
        given: dict[str, object],
        without: set[Section],
        language: str,
    ) -> None:
        tables = [b for b in flat(blocks_of(some(**given), layouts[language]))
                  if isinstance(b, TableBlock)]  # fmt: skip
        assert len(tables) == 4 - len(without)
        assert all(table.rows for table in tables)


def test_population_alone_announces_nothing(german: Layout) -> None:
    """Nothing that is not there is announced by a heading, a tile or a label."""
    blocks = list(flat(blocks_of(some(**NOTHING), german)))
    assert not any(isinstance(block, Tiles | LabelledList) for block in blocks)
    assert not any(isinstance(b, Heading) and b.style is HeadingStyle.HEADLINE for b in blocks)
    assert isinstance(blocks[0], Paragraph)
    assert text_of(blocks[0]).startswith(german.texts.document.extract)


def test_without_any_number_of_its_own_a_title_has_no_tiles(german: Layout) -> None:
    """Another city has reported; this one not even its inhabitants."""
    nothing = [Reason.LATER, 7, 8, 9, 10]
    profile = some(recipients={"one": nothing}, payments={}, economy={}, inhabitants=Reason.LATER)
    assert not any(isinstance(block, Tiles) for block in flat(blocks_of(profile, german)))
    assert report_of(profile, german).pages >= 1


class TestHeadingsOverNothing:
    def headings(self, blocks: Sequence[Block]) -> list[str]:
        return [block.text for block in flat(blocks) if isinstance(block, Heading)]

    def test_without_sources_there_is_no_heading_of_sources(self, german: Layout) -> None:
        words = german.texts.document.notes
        texts = self.headings(blocks_of(some(), german))
        assert words.sources_heading not in texts
        assert {words.areas_heading, words.signs_heading, words.imprint_heading} <= set(texts)

    def test_no_heading_is_followed_by_nothing_or_by_one_of_its_level(
        self, german: Layout, cities: Mapping[str, Profile]
    ) -> None:
        nothing = some(recipients={}, payments={}, economy={})
        for profile in (some(), nothing, *profiles(["Köln"]), *cities.values()):
            blocks = list(flat(blocks_of(profile, german)))
            for block, following in zip(blocks, [*blocks[1:], None], strict=True):
                if isinstance(block, Heading):
                    assert following is not None
                    if isinstance(following, Heading):
                        assert following.level > block.level

    def test_a_table_stays_with_its_heading(self, german: Layout) -> None:
        (figures,) = [
            block
            for part in parts_of(blocks_of(some(), german))
            for block in part.blocks
            if isinstance(block, Sidebar)
        ]
        tables = [block for block in figures.blocks if isinstance(block, Together)]
        assert len(tables) == 4
        for table in tables:
            heading, grid = table.blocks
            assert isinstance(heading, Heading)
            assert isinstance(grid, TableBlock)
            assert heading.text.startswith(grid.title)

    def test_terms_and_imprint_stand_without_any_table(self, german: Layout) -> None:
        texts = self.headings(blocks_of(some(**NOTHING), german))
        words = german.texts.document.notes
        assert {words.areas_heading, words.imprint_heading} <= set(texts)
        assert words.signs_heading not in texts
