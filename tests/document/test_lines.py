"""Texts are broken into lines that fit, read well, and lose nothing."""

import re
from itertools import pairwise

import pytest
from msgspec.structs import replace

from reportgen.document.fonts import Fonts, register
from reportgen.document.lines import (
    WORD_JOINER,
    Link,
    TextLine,
    TextRun,
    break_lines,
    broken_lines,
)
from reportgen.document.structure import Element
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout

INK, BLUE = Colour("#16222c"), Colour("#0b5d8e")
TEXT = (
    "Die Leistungsberechtigten erhalten Grundsicherung im Alter und bei Erwerbsminderung; "
    "das Amt für Soziales berät sie in allen Angelegenheiten der Sozialhilfe."
)


@pytest.fixture(scope="module")
def fonts(german: Layout) -> Fonts:
    return register(german.fonts)


def run(text: str, font: str, link: Link | None = None, expansion: str = "") -> TextRun:
    colour = BLUE if link else INK
    return TextRun(text=text, font=font, size=10, colour=colour, link=link, expansion=expansion)


def texts(lines: tuple[TextLine, ...]) -> list[str]:
    return ["".join(run.text for run in line.runs) for line in lines]


def read(lines: tuple[TextLine, ...]) -> str:
    """The text that is read aloud."""
    return "".join(
        run.text if run.spoken is None else run.spoken for line in lines for run in line.runs
    ).replace(WORD_JOINER, "")


def divided(lines: tuple[TextLine, ...]) -> list[bool]:
    """Of each line, whether its last word goes on in the next one."""
    return [
        line.runs[-1].spoken is not None and after.runs[0].spoken is not None
        for line, after in pairwise(lines)
    ] + [False] * bool(lines)


def printed(lines: tuple[TextLine, ...]) -> str:
    """The letters that are seen, without any hyphens."""
    return "".join(texts(lines)).replace("\u00ad", "")


def without_hyphens(text: str) -> str:
    return text.replace("\u00ad", "")


def ink(line: TextLine) -> float:
    """Width without the blank at the end."""
    *runs, last = line.runs
    return sum(r.width for r in runs) + replace(last, text=last.text.rstrip(" ")).width


@pytest.mark.parametrize("width", range(40, 300, 7))
def test_lines_fit_and_nothing_is_lost(fonts: Fonts, width: int) -> None:
    lines = break_lines([run(TEXT, fonts.regular)], width, "de_DE")
    assert read(lines) == TEXT
    assert printed(lines) == without_hyphens(TEXT)
    # The longest syllable of the text needs less than 40 points.
    assert all(ink(line) <= width for line in lines)


@pytest.mark.parametrize("width", [100, 200])
def test_a_line_keeps_its_trailing_blank(fonts: Fonts, width: int) -> None:
    lines = break_lines([run(TEXT, fonts.regular)], width, "de_DE")
    *others, last = texts(lines)
    for text, is_divided in zip(others, divided(lines)[:-1], strict=True):
        assert text.endswith("\u00ad" if is_divided else " ")
    assert not last.endswith(" ")


def test_a_line_is_filled_as_far_as_the_next_word_or_syllable_allows(fonts: Fonts) -> None:
    lines = break_lines([run(TEXT, fonts.regular)], 120, "de_DE")
    assert texts(lines)[:3] == [
        "Die Leistungsberechtigten ",
        "erhalten Grundsicherung im ",
        "Alter und bei Erwerbsminde\u00ad",
    ]  # fmt: skip
    assert divided(lines)[:3] == [False, False, True]


def test_a_hyphenated_word_is_spoken_with_its_head_and_its_blank_with_the_rest(
    fonts: Fonts,
) -> None:
    text = "im Alter und bei Erwerbsminderung, auch später"
    lines = break_lines([run(text, fonts.regular)], 120, "de_DE")
    assert [[(r.text, r.spoken) for r in line.runs] for line in lines] == [
        [("im Alter und bei ", None), ("Erwerbs\u00ad", "Erwerbsminderung,")],
        [("minderung, ", " "), ("auch später", None)],
    ]
    assert divided(lines) == [True, False]


def test_a_word_over_many_lines_is_spoken_once(fonts: Fonts) -> None:
    word = "Asylbewerberleistungsgesetzgebung"
    lines = break_lines([run(word, fonts.regular)], 45, "de_DE")
    assert len(lines) > 3
    spoken = [r.spoken for line in lines for r in line.runs]
    assert spoken == [word, *[WORD_JOINER] * (len(lines) - 1)]
    assert divided(lines) == [*[True] * (len(lines) - 1), False]


def test_words_that_are_not_divided_are_spoken_as_they_are_written(fonts: Fonts) -> None:
    for width in range(40, 300, 7):
        lines = break_lines([run(TEXT, fonts.regular)], width, "de_DE")
        for line, is_divided in zip(lines, divided(lines), strict=True):
            spoken = [r.spoken for r in line.runs]
            begins_divided = spoken[0] is not None and not is_divided
            assert set(spoken[begins_divided : len(spoken) - is_divided]) <= {None, " "}


class TestExpansions:
    WORDS = "Regelleistungen nach dem Asylbewerberleistungsgesetz"

    def runs(self, fonts: Fonts, after: str) -> list[TextRun]:
        return [
            run("Gesetz, das heißt ", fonts.regular),
            run("AsylbLG", fonts.regular, expansion=self.WORDS),
            *([run(after, fonts.regular)] if after else []),
        ]

    @pytest.mark.parametrize("after", ["", ", auch im Jahr 2020", " gilt"])
    @pytest.mark.parametrize("language", ["de_DE", "en_GB"])
    def test_an_abbreviation_is_not_divided(self, fonts: Fonts, after: str, language: str) -> None:
        runs = self.runs(fonts, after)
        for width in range(45, 200, 3):
            lines = break_lines(runs, width, language)
            assert read(lines) == "".join(r.text for r in runs)
            assert printed(lines) == without_hyphens("".join(r.text for r in runs))
            (told,) = [r for line in lines for r in line.runs if r.expansion]
            assert (told.text, told.spoken, told.expansion) == ("AsylbLG", None, self.WORDS)

    def test_one_of_several_words_stays_on_its_line(self, fonts: Fonts) -> None:
        short = run("HLU a. v. E.", fonts.regular, expansion="Hilfe")
        runs = [run("Das ist ", fonts.regular), short, run(" im Jahr", fonts.regular)]
        lines = break_lines(runs, short.width + 1, "de_DE")
        assert texts(lines) == ["Das ist ", "HLU a. v. E. ", "im Jahr"]
        assert lines[1].runs[0] == short

    def test_one_that_no_line_can_hold_is_text_like_any_other(self, fonts: Fonts) -> None:
        """Names of areas come from a workbook and may be as long as their full words."""
        name = "Hilfe zum Lebensunterhalt in besonderen Wohnformen"
        runs = [run(name, fonts.regular, expansion="Hilfe"), run(": mehr.", fonts.regular)]
        lines = break_lines(runs, 90, "de_DE")
        assert read(lines) == f"{name}: mehr."
        assert printed(lines) == without_hyphens(f"{name}: mehr.")
        assert all(ink(line) <= 90 for line in lines)
        assert not any(r.expansion for line in lines for r in line.runs)


def test_hyphenation_follows_the_language(fonts: Fonts) -> None:
    def first(word: str, language: str) -> str:
        return texts(break_lines([run(word, fonts.regular)], 28, language))[0]

    assert first("problem", "de_DE") == "pro\u00ad"
    assert first("problem", "en_GB") == "prob\u00ad"


@pytest.mark.parametrize("word", ["Kasse", "Mutter", "Kosten"])
def test_short_words_are_not_hyphenated(fonts: Fonts, word: str) -> None:
    lines = break_lines([run(f"in {word}", fonts.regular)], 32, "de_DE")
    assert texts(lines) == ["in ", word]


@pytest.mark.parametrize("word", ["Tabelle12411unterlagen", "www.unterlagen.de", "amt@stadt.de"])
def test_words_with_digits_and_addresses_are_not_hyphenated(fonts: Fonts, word: str) -> None:
    width = run(f"Siehe {word}", fonts.regular).width - 10
    lines = break_lines([run(f"Siehe {word} und", fonts.regular)], width, "de_DE")
    assert texts(lines)[0] == "Siehe "


def test_a_hyphenated_word_keeps_three_letters_on_both_sides(fonts: Fonts) -> None:
    words = "Arbeitslosigkeit Überbrückungsgeld Asylbewerber Einrichtungen Abendessen Ebenenzahl"
    for word in words.split():
        before = run("aber ", fonts.regular)
        for width in range(15, 100, 3):
            # Behind a word it is divided by the rules alone.
            lines = break_lines(
                [before, run(f"{word} ja", fonts.regular)], before.width + width, "de_DE"
            )
            head = texts(lines)[0].removeprefix("aber ").strip().rstrip("\u00ad-")
            assert head in {"", word, f"{word} ja"} or min(len(head), len(word) - len(head)) >= 3


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
    assert read(broken) == text
    assert [r.spoken for line in broken for r in line.runs] == [text, WORD_JOINER]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_no_break_spaces_are_no_places_to_break(fonts: Fonts, space: str) -> None:
    text = f"insgesamt 29.275{space}€ im Mittel"
    for width in range(45, 140, 5):
        lines = texts(break_lines([run(text, fonts.regular)], width, "de_DE"))
        assert any(f"29.275{space}€" in line for line in lines)


URL = (
    "https://stadt.de/antragsformular_grundsicherung_im_alter_2020.pdf?download=true&id=84397598437"
)
WIDE_WORDS = [
    URL,
    "https://stadt.de/" + "0123456789abcdef" * 4,
    "eins_zwei_drei_vier_fuenf_sechs_sieben_acht_neun_zehn_elf_zwoelf",
    "Grundsicherungsleistungsempfängerinnen-und-Empfängerzahlenentwicklung",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "x" * 300,
    "1.000.000\u202f€\u00a0" * 20 + "1",
    "Ü" + "e\u0301" * 100,
    "—" * 100,
]


@pytest.mark.parametrize("language", ["de_DE", "en_GB", ""])
@pytest.mark.parametrize("style", ["plain", "bold", "link", "mixed", "letter by letter"])
@pytest.mark.parametrize("word", WIDE_WORDS)
def test_a_word_that_no_line_can_hold_is_divided_whatever_its_style(
    fonts: Fonts, word: str, style: str, language: str
) -> None:
    """And whoever listens hears it whole."""
    link = Link("https://example.org", Element("Link")) if style == "link" else None
    half = len(word) // 2
    runs = {
        "plain": [run(word, fonts.regular)],
        "bold": [run(word, fonts.bold)],
        "link": [run(word, fonts.regular, link)],
        "mixed": [run(word[:half], fonts.bold), run(word[half:], fonts.regular)],
        "letter by letter": [
            run(char, fonts.regular if number % 2 else fonts.bold)
            for number, char in enumerate(word)
        ],
    }[style]
    around = [run("Siehe ", fonts.regular), *runs, run(" und mehr", fonts.regular)]
    for width in (60, 229):
        lines = break_lines(around, width, language)
        assert all(ink(line) <= width for line in lines)
        assert read(lines) == f"Siehe {word} und mehr"
        assert printed(lines) == without_hyphens(f"Siehe {word} und mehr")
        assert max(len(text) for text in texts(lines)) < 200
        if style in {"plain", "bold", "link"}:
            spoken = [r.spoken for line in lines for r in line.runs if r.spoken is not None]
            assert spoken[0] == word
            assert set(spoken[1:]) <= {WORD_JOINER, " "}


def test_an_address_gets_no_hyphens_and_is_divided_after_its_marks(fonts: Fonts) -> None:
    lines = break_lines([run(URL, fonts.regular)], 150, "de_DE")
    assert "".join(texts(lines)) == URL
    assert all(text[-1] in "/_.?=&" for text in texts(lines)[:-1])


def test_what_is_divided_in_need_gets_a_hyphen_between_letters_alone(fonts: Fonts) -> None:
    assert set(texts(break_lines([run("m" * 50, fonts.regular)], 90, ""))[:-1]) == {
        "m" * 10 + "\u00ad"
    }
    assert "\u00ad" not in "".join(texts(break_lines([run("0" * 50, fonts.regular)], 90, "")))


def test_no_accent_is_parted_from_its_letter(fonts: Fonts) -> None:
    for width in range(20, 40):
        lines = break_lines([run("e\u0301" * 30, fonts.regular)], width, "")
        assert not any(text.startswith("\u0301") for text in texts(lines))


def test_what_has_no_blank_at_all_is_divided_quickly(fonts: Fonts) -> None:
    text = "https://example.org/" + "abc_" * 5_000
    assert read(break_lines([run(text, fonts.regular)], 229, "de_DE")) == text


def test_an_abbreviation_in_a_long_word_stays_whole(fonts: Fonts) -> None:
    short = run("AsylbLG", fonts.regular, expansion="Asylbewerberleistungsgesetz")
    runs = [run("x" * 29, fonts.regular), short, run("y" * 40, fonts.regular)]
    for width in range(45, 120):
        lines = break_lines(runs, width, "de_DE")
        assert short in [r for line in lines for r in line.runs]
        assert all(ink(line) <= width for line in lines)


def test_a_word_may_change_its_style_midway(fonts: Fonts) -> None:
    runs = [run("Alle Grundsicherungs", fonts.bold), run("bezüge steigen", fonts.regular)]
    lines = break_lines(runs, 150, "de_DE")
    assert texts(lines) == ["Alle Grundsicherungsbezüge ", "steigen"]
    assert [r.font for r in lines[0].runs] == [fonts.bold, fonts.regular]
    assert texts(break_lines(runs, 104, "de_DE")) == [
        "Alle Grundsicherungs\u00ad",
        "bezüge steigen",
    ]
    assert read(break_lines(runs, 104, "de_DE")) == "Alle Grundsicherungsbezüge steigen"


def test_a_link_within_a_word_keeps_its_own_words(fonts: Fonts) -> None:
    link = Link("https://example.org", Element("Link"))
    runs = [run("(", fonts.regular), run(URL, fonts.regular, link), run(").", fonts.regular)]
    lines = break_lines(runs, 150, "de_DE")
    linked = tuple(TextLine(tuple(r for r in line.runs if r.link)) for line in lines)
    assert read(linked) == URL
    assert read(lines) == f"({URL})."


def test_styles_go_on_over_lines(fonts: Fonts) -> None:
    runs = [run("Pflege: ", fonts.bold), run(TEXT, fonts.regular)]
    lines = break_lines(runs, 150, "de_DE")
    assert read(lines) == "Pflege: " + TEXT
    assert printed(lines) == without_hyphens("Pflege: " + TEXT)
    assert [r.font for r in lines[0].runs] == [fonts.bold, fonts.regular]
    assert {r.font for line in lines[1:] for r in line.runs} == {fonts.regular}


def test_a_link_keeps_its_target_on_every_line(fonts: Fonts) -> None:
    link = Link("https://example.org", Element("Link"))
    runs = [
        run("Siehe ", fonts.regular),
        run("die Seite des Amtes für Soziales", fonts.regular, link),
        run(" im Netz.", fonts.regular),
    ]
    lines = break_lines(runs, 90, "de_DE")
    linked = [TextLine(tuple(r for r in line.runs if r.link is link)) for line in lines]
    assert len([line for line in linked if line.runs]) >= 2
    assert read(tuple(linked)) == "die Seite des Amtes für Soziales"
    assert all(r.link in {None, link} for line in lines for r in line.runs)


def test_neighbouring_words_of_one_style_are_one_run(fonts: Fonts) -> None:
    lines = break_lines([run(TEXT, fonts.regular)], 150, "de_DE")
    for line in lines:
        # A rest, what stands between, a head: the parts of divided words are read differently.
        kinds = [r.spoken is None for r in line.runs]
        assert all(not (one and two) for one, two in pairwise(kinds))
        assert len(kinds) <= 3
    assert any(len(line.runs) == 1 for line in lines)


def test_what_fits_is_one_line_and_nothing_is_no_line(fonts: Fonts) -> None:
    runs = [run("Köln", fonts.bold), run(" am Rhein", fonts.regular)]
    assert break_lines(runs, 500, "de_DE") == (TextLine(tuple(runs)),)
    assert break_lines([], 500, "de_DE") == ()


def test_every_word_of_the_german_texts_can_be_restored(fonts: Fonts, german: Layout) -> None:
    """Whatever the words: no letter is lost or added by breaking them anywhere."""
    file = (german.folder / "de.toml").read_text(encoding="utf-8")
    words = sorted(set(re.findall(r"[\w./–-]{7,}", file)))
    assert len(words) > 200
    for word in words:
        for width in (20, 40):
            lines = break_lines([run(word, fonts.regular)], width, "de_DE")
            assert read(lines) == word
            assert printed(lines) == without_hyphens(word)


def test_lines_that_are_known_are_those_that_would_be_broken_anew(fonts: Fonts) -> None:
    styles = [(run(TEXT, font),) for font in (fonts.regular, fonts.bold)]
    wanted = [(runs, width) for runs in styles for width in (90, 150, 151, 300)]
    for _ in range(2):
        for runs, width in wanted:
            anew = broken_lines(runs, width, "de_DE", whole_words=False)
            assert break_lines(runs, width, "de_DE") == anew
    whole = break_lines(styles[0], 90, "de_DE", whole_words=True)
    assert whole == broken_lines(styles[0], 90, "de_DE", whole_words=True)
    assert whole != break_lines(styles[0], 90, "de_DE")


def test_a_link_is_not_kept_for_other_reports(fonts: Fonts) -> None:
    links = [Link("https://example.org", Element("Link")) for _ in range(2)]
    for link in links:
        lines = break_lines([run(TEXT, fonts.regular, link)], 150, "de_DE")
        assert {part.link for line in lines for part in line.runs} == {link}
