"""Codes of characters, and the fonts that follow from them."""

from collections.abc import Sequence
from random import Random

import pytest
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfbase.ttfonts import TTFontFace

from reportgen.document import font_programs
from reportgen.document.canvas import ReportCanvas
from reportgen.document.drawn import FontSubset
from reportgen.document.font_codes import FontCodes
from reportgen.document.fonts import Fonts, register
from reportgen.document.pdf_file import PdfFile
from reportgen.layout.load import Layout
from tests.document.making import plain_file
from tests.document.pdf import page_texts


@pytest.fixture(scope="module")
def fonts(german: Layout) -> Fonts:
    return register(german.fonts)


@pytest.fixture
def face(fonts: Fonts) -> TTFontFace:
    return getFont(fonts.regular).face


def subsets(face: TTFontFace, texts: Sequence[str]) -> list[FontSubset]:
    codes = FontCodes("F1", face)
    for text in texts:
        codes.write(text)
    return list(codes.subsets())


def written(face: TTFontFace, text: str) -> list[tuple[int, str]]:
    return FontCodes("F1", face).write(text)


def test_latin_letters_are_written_as_they_are(face: TTFontFace) -> None:
    assert written(face, "Abc 1,5") == [(0, "Abc 1,5")]
    assert written(face, "(ä)\\") == [(0, r"\(\344\)\\")]
    assert written(face, "a\u00a0b") == [(0, "a b")]
    assert written(face, "") == []


def test_others_get_the_codes_that_are_left(face: TTFontFace) -> None:
    assert written(face, "−→−") == [(0, r"\001\002\001")]
    (subset,) = subsets(face, ["−→"])
    assert subset.characters[:3] == (0, ord("−"), ord("→"))


def test_each_text_stays_on_its_line(face: TTFontFace) -> None:
    """Whoever reads content line by line relies on it."""
    every = "".join(map(chr, face.charToGlyph))
    assert len(every) > 1000
    assert not any("\n" in part or "\r" in part for _, part in written(face, every))


def test_what_the_font_cannot_show_is_a_question_mark_and_told(face: TTFontFace) -> None:
    codes = FontCodes("F1", face)
    assert codes.write("a漢") == [(0, "a?")]
    assert codes.missing == {"漢"}


def test_the_order_of_use_makes_no_difference(face: TTFontFace) -> None:
    text = list("Haushalte 2020: 1.234,5 € – Köln")
    orders = []
    for seed in range(5):
        Random(seed).shuffle(text)
        orders.append(subsets(face, text))
    assert all(order == orders[0] for order in orders)


def test_a_font_that_shows_most_of_a_group_has_all_of_it(face: TTFontFace) -> None:
    (few,), (most,) = subsets(face, ["abc"]), subsets(face, ["abcdefghijklmnopqrstu"])
    assert set(few.characters) == {0, *map(ord, " abc")}
    assert set(most.characters) == {0, *map(ord, " abcdefghijklmnopqrstuvwxyzäöüß")}


def test_more_characters_than_codes_become_several_subsets(fonts: Fonts, face: TTFontFace) -> None:
    every = "".join(map(chr, sorted(c for c in face.charToGlyph if 0x100 <= c < 0x2000)))[:600]
    assert len(every) == 600
    found = subsets(face, [every])
    assert len(found) > 2
    assert all(len(subset.characters) <= 256 for subset in found)
    canvas = ReportCanvas((300, 300), fonts)
    lines = [every[i : i + 40] for i in range(0, 600, 40)]
    for number, line in enumerate(lines):
        canvas.show(5, 290 - 15 * number, f"{line} Ende", fonts.regular, 5)
    canvas.showPage()
    (text,) = page_texts(plain_file(canvas))
    assert all(f"{char}" in text for char in every)
    assert text.count("Ende") == len(lines)


def test_what_is_kept_of_a_font_is_what_would_be_made_anew(face: TTFontFace) -> None:
    for text in ("Köln", "Essen −5 %", "Köln"):
        made = []
        for forget in (False, True):
            if forget:
                font_programs._program.cache_clear()
            file = PdfFile((1, 7))
            (subset,) = subsets(face, [text])
            made.append(file.to_bytes(font_programs.write_font(file, subset)))
        assert made[0] == made[1]
