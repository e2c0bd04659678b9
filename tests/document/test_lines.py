"""Texts are broken into lines that fit, read well, and lose nothing."""

import re
from dataclasses import replace

import pytest

from reportgen.appearance import Colour
from reportgen.document.fonts import Fonts, register
from reportgen.document.lines import Line, Run, break_lines
from reportgen.layout import Layout

INK, BLUE = Colour("#16222c"), Colour("#0b5d8e")
TEXT = (
    "Die Leistungsberechtigten erhalten Grundsicherung im Alter und bei Erwerbsminderung; "
    "das Amt für Soziales berät sie in allen Angelegenheiten der Sozialhilfe."
)


@pytest.fixture(scope="module")
def fonts(german: Layout) -> Fonts:
    return register(german.fonts)


def run(text: str, font: str, href: str = "") -> Run:
    return Run(text=text, font=font, size=10, colour=BLUE if href else INK, href=href)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(run.text for run in line.runs) for line in lines]


def restored(lines: tuple[Line, ...]) -> str:
    """The text that the lines were made of."""
    return "".join(
        text[:-1] if line.hyphenated else text
        for line, text in zip(lines, texts(lines), strict=True)
    )


def ink(line: Line) -> float:
    """Width without the blank at the end."""
    *runs, last = line.runs
    return sum(r.width for r in runs) + replace(last, text=last.text.rstrip(" ")).width


@pytest.mark.parametrize("width", range(40, 300, 7))
def test_lines_fit_and_nothing_is_lost(fonts: Fonts, width: int) -> None:
    lines = break_lines([run(TEXT, fonts.regular)], width, "de_DE")
    assert restored(lines) == TEXT
    # The longest syllable of the text needs less than 40 points.
    assert all(ink(line) <= width for line in lines)


@pytest.mark.parametrize("width", [100, 200])
def test_a_line_keeps_its_trailing_blank(fonts: Fonts, width: int) -> None:
    *others, last = break_lines([run(TEXT, fonts.regular)], width, "de_DE")
    for line, text in zip(others, texts(tuple(others)), strict=True):
        assert text.endswith("-" if line.hyphenated else " ")
    assert not texts((last,))[0].endswith(" ")


def test_a_line_is_filled_as_far_as_the_next_word_or_syllable_allows(fonts: Fonts) -> None:
    lines = break_lines([run(TEXT, fonts.regular)], 120, "de_DE")
    assert texts(lines)[:3] == [
        "Die Leistungsberechtigten ", "erhalten Grundsicherung im ", "Alter und bei Erwerbsminde-",
    ]  # fmt: skip
    assert [line.hyphenated for line in lines[:3]] == [False, False, True]


def test_hyphenation_follows_the_language(fonts: Fonts) -> None:
    def first(word: str, language: str) -> str:
        return texts(break_lines([run(word, fonts.regular)], 28, language))[0]

    assert first("problem", "de_DE") == "pro-"
    assert first("problem", "en_GB") == "prob-"


@pytest.mark.parametrize("word", ["Kasse", "Mutter", "Kosten"])
def test_short_words_are_not_hyphenated(fonts: Fonts, word: str) -> None:
    assert texts(break_lines([run(word, fonts.regular)], 20, "de_DE")) == [word]


def test_words_with_digits_are_not_hyphenated(fonts: Fonts) -> None:
    word = "Tabelle12411unterlagen"
    assert texts(break_lines([run(word, fonts.regular)], 60, "de_DE")) == [word]


def test_a_hyphenated_word_keeps_three_letters_on_both_sides(fonts: Fonts) -> None:
    words = "Arbeitslosigkeit Überbrückungsgeld Asylbewerber Einrichtungen Abendessen Ebenenzahl"
    for word in words.split():
        for width in range(15, 100, 3):
            for line in texts(break_lines([run(word, fonts.regular)], width, "de_DE"))[:1]:
                head = line.rstrip("-")
                assert len(head) >= 3
                assert head == word or len(word) - len(head) >= 3


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("SGB-II-Hilfe", ["SGB-II-", "Hilfe"]),
        ("Bedarf/Anspruch", ["Bedarf/", "Anspruch"]),
        ("2019–2020/21", ["2019–", "2020/21"]),
    ],
)
def test_after_a_mark_a_word_is_divided_without_a_hyphen(
    fonts: Fonts, text: str, lines: list[str]
) -> None:
    broken = break_lines([run(text, fonts.regular)], 45, "de_DE")
    assert texts(broken) == lines
    assert not any(line.hyphenated for line in broken)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_no_break_spaces_are_no_places_to_break(fonts: Fonts, space: str) -> None:
    text = f"insgesamt 29.275{space}€ im Mittel"
    for width in range(45, 140, 5):
        lines = texts(break_lines([run(text, fonts.regular)], width, "de_DE"))
        assert any(f"29.275{space}€" in line for line in lines)


def test_a_word_that_fits_nowhere_stands_alone(fonts: Fonts) -> None:
    lines = break_lines([run("an https://example.org/x?y=1 lesen", fonts.regular)], 30, "de_DE")
    assert restored(lines) == "an https://example.org/x?y=1 lesen"
    assert texts(lines)[0] == "an "
    assert texts(lines)[-1] == "lesen"


def test_a_word_may_change_its_style_midway_and_stays_whole(fonts: Fonts) -> None:
    runs = [run("Alle Grundsicherungs", fonts.bold), run("bezüge steigen", fonts.regular)]
    lines = break_lines(runs, 115, "de_DE")
    assert texts(lines) == ["Alle ", "Grundsicherungsbezüge ", "steigen"]
    assert [r.font for r in lines[1].runs] == [fonts.bold, fonts.regular]


def test_styles_go_on_over_lines(fonts: Fonts) -> None:
    runs = [run("Pflege: ", fonts.bold), run(TEXT, fonts.regular)]
    lines = break_lines(runs, 150, "de_DE")
    assert restored(lines) == "Pflege: " + TEXT
    assert [r.font for r in lines[0].runs] == [fonts.bold, fonts.regular]
    assert all([r.font for r in line.runs] == [fonts.regular] for line in lines[1:])


def test_a_link_keeps_its_target_on_every_line(fonts: Fonts) -> None:
    runs = [
        run("Siehe ", fonts.regular),
        run("die Seite des Amtes für Soziales", fonts.regular, "https://example.org"),
        run(" im Netz.", fonts.regular),
    ]
    lines = break_lines(runs, 90, "de_DE")
    linked = ["".join(r.text for r in line.runs if r.href) for line in lines]
    assert len([text for text in linked if text]) >= 2
    assert "".join(linked).replace("-", "") == "die Seite des Amtes für Soziales"


def test_neighbouring_words_of_one_style_are_one_run(fonts: Fonts) -> None:
    lines = break_lines([run(TEXT, fonts.regular)], 150, "de_DE")
    assert all(len(line.runs) == 1 for line in lines)


def test_what_fits_is_one_line_and_nothing_is_no_line(fonts: Fonts) -> None:
    runs = [run("Köln", fonts.bold), run(" am Rhein", fonts.regular)]
    assert break_lines(runs, 500, "de_DE") == (Line(tuple(runs)),)
    assert break_lines([], 500, "de_DE") == ()


def test_every_word_of_the_german_texts_can_be_restored(fonts: Fonts, german: Layout) -> None:
    """Whatever the words: no letter is lost or added by breaking them anywhere."""
    file = (german.folder / "de.toml").read_text(encoding="utf-8")
    words = sorted(set(re.findall(r"[\w./–-]{7,}", file)))
    assert len(words) > 200
    for word in words:
        for width in (20, 40):
            assert restored(break_lines([run(word, fonts.regular)], width, "de_DE")) == word
