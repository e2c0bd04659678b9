"""Breaks text into lines: left-aligned, divided by the language's rules, any number of styles.

reportlab's own Paragraph drops the blank at a line's end, so that words read aloud run together,
and it cannot say where it hyphenated. Here a line keeps its trailing blank, and a divided word
is spoken, searched and copied as the one word that it is. No line is wider than its column.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from reportgen.document.fonts import text_width
from reportgen.document.structure import Element
from reportgen.layout.appearance import Colour
from reportgen.layout.word_division import (
    Place,
    dictionary_of,
    place_by_rule,
    place_in_need,
)

#: Is spoken for what was spoken before, with the head of its word: a character, but no sound or
#: space.
WORD_JOINER = "\u2060"


class Link(Struct, frozen=True, eq=False):
    """A place in the web that a text leads to; `element` stands for it in the structure tree."""

    href: str
    element: Element


class TextRun(Struct, frozen=True, kw_only=True):
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

    def saying(self, text: str) -> "TextRun":
        """Another text in the same style."""
        if text == self.text:
            return self
        # Faster than `replace`, and each word of a report comes by here.
        return TextRun(
            text=text,
            font=self.font,
            size=self.size,
            colour=self.colour,
            link=self.link,
            spoken=self.spoken,
            expansion=self.expansion,
            language=self.language,
        )


#: Part of a run's text, with the run that gives its style.
Piece = tuple[str, TextRun]


class TextLine(Struct, frozen=True):
    """Runs side by side; the last one ends with a blank where the text goes on after one."""

    runs: tuple[TextRun, ...]

    @property
    def ink_width(self) -> float:
        """Width in points without the blank at the end."""
        *before, last = self.runs
        end = text_width(last.text.rstrip(" "), last.font, last.size)
        return sum(run.width for run in before) + end


def break_lines(
    runs: Sequence[TextRun], width: float, language: str, *, whole_words: bool = False
) -> tuple[TextLine, ...]:
    """Fills lines of at most `width` points, one after another.

    Args:
        runs: the text; its blanks are the places to break, no-break spaces are not.
        width: in points.
        language: pyphen dictionary, e.g. ``de_DE``; empty for no hyphenation.
        whole_words: divide only words that are wider than a line, as suits headings.

    Returns:
        At least one line, unless the text is empty.
    """
    if sum([run.width for run in runs]) <= width:
        return (TextLine(tuple(runs)),) if runs else ()
    if any(run.link for run in runs):
        # A link belongs to one report, which must not be kept for it.
        return broken_lines(tuple(runs), width, language, whole_words=whole_words)
    return _known_lines(tuple(runs), width, language, whole_words=whole_words)


def broken_lines(
    runs: tuple[TextRun, ...], width: float, language: str, *, whole_words: bool
) -> tuple[TextLine, ...]:
    """What `break_lines` makes of a text that is wider than a line."""
    breakable = [
        replace(run, expansion="") if run.expansion and run.width > width else run for run in runs
    ]
    lines: list[TextLine] = []
    current: list[Piece] = []
    used = 0.0
    words = list(_words(breakable))
    for number, word in enumerate(words, start=1):
        rest = word
        while rest:
            whole, ink = _widths(rest)
            if ink <= width - used:
                current += rest
                used += whole
                break
            # Half a word is no last line: the last one goes to a line of its own.
            is_divided = not current or (number < len(words) and not whole_words)
            by_rule = _rules_of(word, language) if is_divided else None
            head, rest = _divide(rest, width - used, by_rule, in_need=not current)
            current += head
            used += _width(head)
            if rest:
                lines.append(TextLine(_runs(current)))
                current, used = [], 0.0
    if current:
        lines.append(TextLine(_runs(current)))
    return tuple(lines)


#: Explanations and notes are the same in all reports; what is said of one city makes way soon.
_known_lines = lru_cache(maxsize=128)(broken_lines)


def _rules_of(word: Sequence[Piece], language: str) -> str:
    """The dictionary of a word in another language than the text around it, else `language`."""
    own = word[0][1].language
    return dictionary_of(own) if own and language else language


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


def _width(word: Sequence[Piece]) -> float:
    return sum([text_width(text, run.font, run.size) for text, run in word])


def _widths(word: list[Piece]) -> tuple[float, float]:
    """Width with and without the blank behind the word."""
    if len(word) == 1:
        ((text, run),) = word
        width = text_width(text, run.font, run.size)
        if not text.endswith(" "):
            return width, width
        return width, text_width(text.rstrip(" "), run.font, run.size)
    length = len("".join([text for text, _ in word]).rstrip(" "))
    return _width(word), _width(_before(word, length))


def _divide(
    word: list[Piece], room: float, language: str | None, *, in_need: bool
) -> tuple[list[Piece], list[Piece]]:
    """What of a word that is wider than `room` fits into it, and the rest; either may be nothing.

    Args:
        word: with the blank behind it.
        room: in points; the blank may reach beyond it.
        language: by whose rules it may be divided; None when it must stay whole.
        in_need: whether it is divided anywhere when the rules find no place.
    """
    text = "".join(part for part, _ in word).rstrip(" ")
    atoms = list(_atoms(word))

    def fits(position: int, mark: str) -> bool:
        *others, (last, run) = _before(word, position)
        return _width([*others, (last + mark, run)]) <= room

    def fits_by_rule(position: int, mark: str) -> bool:
        return not any(a <= position <= b for a, b in atoms) and fits(position, mark)

    place = None if language is None else place_by_rule(text, language, fits_by_rule)
    if place is None and in_need and len(text) > 1:
        position, mark = place_in_need(text, fits)
        # No line is narrower than an abbreviation, so before or behind it there is a place.
        around = next(((a, b) for a, b in atoms if a <= position <= b), None)
        place = (position, mark) if around is None else (_edge(position, *around), "")
    if place is None or place[0] >= len(text):
        return (word, []) if in_need else ([], word)
    return _cut(word, place)


def _before(word: Sequence[Piece], position: int) -> list[Piece]:
    """The pieces before a number of characters."""
    pieces: list[Piece] = []
    for text, run in word:
        pieces.append((text[:position], run))
        position -= len(text)
        if position <= 0:
            break
    return pieces


def _atoms(word: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Where abbreviations that are expanded begin and end."""
    start = 0
    for text, run in word:
        if run.expansion:
            yield start, start + len(text)
        start += len(text)


def _edge(position: int, start: int, end: int) -> int:
    """A place at the edge of an abbreviation instead of one within it."""
    return position if position in {start, end} else start or end


def _cut(word: list[Piece], place: Place) -> tuple[list[Piece], list[Piece]]:
    """A word's head, with the mark that is added, and its rest.

    What is divided is spoken with the head, and with the rest nothing but its blank. Of a word in
    several styles that is the piece that is divided, or the two that are parted; where one of
    these is a link or an abbreviation, each of them speaks for itself.
    """
    position, mark = place
    head = _before(word, position)
    text, run = head.pop()
    whole, _ = word[len(head)]
    rest = word[len(head) + 1 :]
    spoken = _spoken(whole, run)
    if len(text) < len(whole):
        behind, after = whole[len(text) :], run
    else:
        (behind, after), *rest = rest
        if run.link is not after.link or run.expansion or after.expansion:
            unmarked = replace(run, spoken=spoken) if mark else run
            return [*head, (text + mark, unmarked)], [(behind, after), *rest]
        spoken += _spoken(behind, after)
    last = " " if spoken.endswith(" ") else WORD_JOINER
    said = replace(run, spoken=spoken.removesuffix(" ") or WORD_JOINER)
    return [*head, (text + mark, said)], [(behind, replace(after, spoken=last)), *rest]


def _spoken(text: str, run: TextRun) -> str:
    return text if run.spoken is None else run.spoken


def _runs(pieces: Sequence[Piece]) -> tuple[TextRun, ...]:
    """Pieces of the same run in one: fewer operators, and text that searches well."""
    return tuple(
        [
            run.saying("".join([text for text, _ in group]))
            for run, group in groupby(pieces, key=itemgetter(1))
        ]
    )
