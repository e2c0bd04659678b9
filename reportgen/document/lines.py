"""Breaks text into lines: left-aligned, hyphenated by the language's rules, any number of styles.

reportlab's own Paragraph drops the blank at a line's end, so that words read aloud run together,
and it cannot say where it hyphenated. Here a line keeps its trailing blank, and a hyphenated word
is spoken, searched and copied as the one word that it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import itemgetter

from reportgen.document.fonts import text_width
from reportgen.document.hyphenation import hyphenation
from reportgen.document.structure import Element
from reportgen.layout.appearance import Colour

#: A hyphenated word keeps at least so many letters before and after the hyphen.
LETTERS_KEPT = 3
#: Is spoken for the middle of a word that is divided twice: a character, but no sound or space.
WORD_JOINER = "\u2060"
#: Words shorter than this are not hyphenated.
SHORTEST_HYPHENATED = 7


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A place in the web that a text leads to; `element` stands for it in the structure tree."""

    href: str
    element: Element


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """Text in one style.

    Attributes:
        link: where it leads, when it does.
        spoken: what is read instead of the text, when that is something else.
        expansion: what an abbreviation stands for; it is not broken, and told only where a line
            can hold it.
    """

    text: str
    font: str
    size: float
    colour: Colour
    link: Link | None = None
    spoken: str | None = None
    expansion: str = ""
    language: str = ""

    @property
    def width(self) -> float:
        """Width in points."""
        return text_width(self.text, self.font, self.size)


#: Part of a run's text, with the run that gives its style.
Piece = tuple[str, TextRun]


@dataclass(frozen=True, slots=True)
class TextLine:
    """Runs side by side; the last one ends with a blank where the text goes on after one."""

    runs: tuple[TextRun, ...]

    @property
    def ink_width(self) -> float:
        """Width in points without the blank at the end."""
        return _width([(run.text, run) for run in self.runs], visible=True)


def break_lines(runs: Sequence[TextRun], width: float, language: str) -> tuple[TextLine, ...]:
    """Fills lines of at most `width` points, one after another.

    Args:
        runs: the text; its blanks are the places to break, no-break spaces are not.
        width: in points.
        language: pyphen dictionary, e.g. ``de_DE``; empty for no hyphenation.

    Returns:
        At least one line, unless the text is empty.
    """
    if sum(run.width for run in runs) <= width:
        return (TextLine(tuple(runs)),) if runs else ()
    breakable = [replace(run, expansion="") if run.width > width else run for run in runs]
    lines: list[TextLine] = []
    current: list[Piece] = []
    used = 0.0
    words = list(_words(breakable))
    for number, word in enumerate(words, start=1):
        remaining = word
        while remaining:
            fits = used + _width(remaining, visible=True) <= width
            # Half a word is no last line: the last one goes to a line of its own.
            whole = fits or (number == len(words) and current)
            parts = None if whole else _divide(remaining, width - used, language)
            if fits or not (current or parts):
                current += remaining
                used += _width(remaining)
                break
            if parts:
                head, remaining = parts
                current += head
            lines.append(TextLine(_runs(current)))
            current, used = [], 0.0
    if current:
        lines.append(TextLine(_runs(current)))
    return tuple(lines)


def _words(runs: Iterable[TextRun]) -> Iterator[list[Piece]]:
    """Words with the blank behind them; a word may change its style midway."""
    word: list[Piece] = []
    for run in runs:
        *ended, last = (run.text,) if run.expansion else run.text.split(" ")
        for text in ended:
            yield [*word, (f"{text} ", run)]
            word = []
        if last:
            word.append((last, run))
    if word:
        yield word


def _width(word: Sequence[Piece], *, visible: bool = False) -> float:
    """Width of a word in points; `visible` leaves out the blank at its end."""
    *before, (text, run) = word
    last = text.rstrip(" ") if visible else text
    return sum(text_width(t, r.font, r.size) for t, r in before) + text_width(
        last, run.font, run.size
    )


def _divide(
    word: list[Piece], width: float, language: str
) -> tuple[list[Piece], list[Piece]] | None:
    """The longest head of `word` that fits, and the rest.

    Where a hyphen is added, the word is spoken with its head, and with the rest only its last
    character, mostly the blank behind it: some readers do not heed a replacement by nothing.
    Only a word in one style is divided: where the style changes within a word it is kept whole.
    """
    text, run = word[0]
    if len(word) != 1 or run.expansion:
        return None
    for position, mark in reversed(_places(text.rstrip(" "), language)):
        head = text[:position] + mark
        if text_width(head, run.font, run.size) <= width:
            first = rest = run
            if mark:
                first = replace(run, spoken=text[:-1] if run.spoken is None else WORD_JOINER)
                rest = replace(run, spoken=run.spoken or text[-1])
            return [(head, first)], [(text[position:], rest)]
    return None


@cache
def _places(word: str, language: str) -> tuple[tuple[int, str], ...]:
    """Where `word` may be divided, and what is added there: a hyphen or, after one, nothing."""
    after_marks = [(i + 1, "") for i, char in enumerate(word[:-1]) if char in "-/–" and i > 0]
    letters = [i for i, char in enumerate(word) if char.isalpha()]
    if not language or len(letters) < SHORTEST_HYPHENATED or any(char.isdigit() for char in word):
        return tuple(after_marks)
    first, last = letters[0], letters[-1] + 1
    beside_marks = {position + d for position, _ in after_marks for d in range(-2, 3)}
    syllables = [
        (first + p, "-")
        for p in hyphenation(language).positions(word[first:last])
        if LETTERS_KEPT <= p <= last - first - LETTERS_KEPT and first + int(p) not in beside_marks
    ]
    return tuple(sorted([*after_marks, *syllables]))


def _runs(pieces: Sequence[Piece]) -> tuple[TextRun, ...]:
    """Pieces of the same run in one: fewer operators, and text that searches well."""
    return tuple(
        replace(run, text="".join(text for text, _ in group))
        for run, group in groupby(pieces, key=itemgetter(1))
    )
