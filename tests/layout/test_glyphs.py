"""Which characters a layout's fonts can show is read from their files."""

from pathlib import Path

from fontTools.ttLib import TTFont

from reportgen.layout import glyphs
from reportgen.layout.font_files import characters_of
from reportgen.layout.load import Layout


def test_all_characters_are_found_that_another_reader_finds(german: Layout) -> None:
    for file in (german.fonts.light, german.fonts.bold):
        with TTFont(file) as font:
            assert characters_of([file]) == {chr(code) for code in font.getBestCmap()}


def test_the_table_of_basic_characters_serves_where_there_is_no_other(
    tmp_path: Path, german: Layout
) -> None:
    small = tmp_path / "small.ttf"
    with TTFont(german.fonts.regular) as font:
        tables = font["cmap"].tables
        font["cmap"].tables = [
            table for table in tables if (table.platformID, table.platEncID) == (3, 1)
        ]
        basic = set(font.getBestCmap())
        font.save(small)

    assert characters_of([small]) == {chr(code) for code in basic}


def test_what_one_weight_lacks_the_layout_cannot_show(tmp_path: Path, german: Layout) -> None:
    other = tmp_path / "other.ttf"
    with TTFont(german.fonts.bold) as font:
        for table in font["cmap"].tables:
            table.cmap.pop(ord("ß"), None)
        font.save(other)

    assert characters_of([german.fonts.light]) - characters_of([german.fonts.light, other]) == {"ß"}


def test_the_shipped_fonts_show_what_german_needs(german: Layout) -> None:
    assert german.characters == glyphs.shipped_characters()
    assert set("äöüßÄÖÜ„“‚‘–−·•→✓€²³½≥Łžếø\u00a0\u202f") <= german.characters
    assert not {"م", "東", "😀", "\u2011"} & german.characters


def test_letters_that_run_to_the_left_are_none_that_a_line_can_show(
    tmp_path: Path, german: Layout
) -> None:
    other = tmp_path / "other.ttf"
    with TTFont(german.fonts.bold) as font:
        for table in font["cmap"].tables:
            if table.format == 12:
                table.cmap |= {ord(char): "a" for char in "אبא٣Ω一"}
        font.save(other)

    found = characters_of([other]) - characters_of([german.fonts.bold])
    assert found == {"一"} | ({"Ω"} - characters_of([german.fonts.bold]))
