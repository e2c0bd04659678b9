"""Where a word may be divided at the end of a line: by rule, or in need.

By rule it is divided after marks and between syllables. In need, when not even an empty line could
take it, it is divided anywhere, so that no text ever leaves its column.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from functools import cache, lru_cache

from pyphen import LANGUAGES, language_fallback

from reportgen.layout.hyphenation import hyphenation

#: How many letters of a word stand before the place, and what is added there: a hyphen or nothing.
Place = tuple[int, str]

#: The hyphen at a line's end is a soft one, so that programs that read a text join the word again
#: (ISO 32000-1, 14.8.2.2.3); it looks like any other.
HYPHEN = "\u00ad"

#: A hyphenated word keeps at least so many letters before and after the hyphen.
LETTERS_KEPT = 3
#: Words shorter than this are not hyphenated.
SHORTEST_HYPHENATED = 7
#: No line holds more; the rules look no further into what has no blanks.
MOST_CHARACTERS = 200

_MARKS = "-/–"
_MARKS_IN_NEED = _MARKS + "_.,;:?!&=#@%+~|)]}>\\\u00a0\u202f"

#: A hyphen that is added to an address would be taken for a part of it.
_ADDRESS = re.compile(r"://|@|_|=|\\|^www\.")


def place_by_rule(word: str, language: str, fits: Callable[[int, str], bool]) -> Place | None:
    """The last place by the rules of `language` whose head `fits`.

    Args:
        word: without a blank at its end.
        language: pyphen dictionary, e.g. ``de_DE``; empty for no hyphenation.
        fits: says of a place whether what stands before it fits into the line.
    """
    places = reversed(_places(word[:MOST_CHARACTERS], language))
    return next((place for place in places if fits(*place)), None)


def place_in_need(word: str, fits: Callable[[int, str], bool]) -> Place:
    """The last place whose head `fits`, whatever the rules; at least one character goes on.

    Args:
        word: of at least two characters, without a blank at its end.
        fits: as in `place_by_rule`; it must not fit again once it did not.
    """
    hyphen = HYPHEN if all(char.isalpha() for char in word) else ""
    most = min(len(word), MOST_CHARACTERS)
    place = max(bisect_left(range(1, most), True, key=lambda n: not fits(n, hyphen)), 1)
    while place > 1 and unicodedata.combining(word[place]):
        place -= 1
    after_mark = (n for n in range(place, place // 2, -1) if word[n - 1] in _MARKS_IN_NEED)
    best = next(after_mark, None)
    return (place, hyphen) if best is None else (best, "")


@cache
def dictionary_of(language: str) -> str:
    """pyphen's name of the dictionary of a language (BCP 47); empty where there is none."""
    name = str(language_fallback(language.replace("-", "_"))) if language else ""
    return name if name in LANGUAGES else ""


@lru_cache(maxsize=10_000)
def _places(word: str, language: str) -> tuple[Place, ...]:
    """All places of the rules, ascending."""
    after_marks = [(i + 1, "") for i, char in enumerate(word[:-1]) if char in _MARKS and i > 0]
    return tuple(sorted([*after_marks, *_syllables(word, language, after_marks)]))


def _syllables(word: str, language: str, after_marks: list[Place]) -> list[Place]:
    letters = [i for i, char in enumerate(word) if char.isalpha()]
    if not language or len(letters) < SHORTEST_HYPHENATED:
        return []
    if any(char.isdigit() for char in word) or _ADDRESS.search(word):
        return []
    first, last = letters[0], letters[-1] + 1
    beside_marks = {position + d for position, _ in after_marks for d in range(-2, 3)}
    return [
        (first + p, HYPHEN)
        for p in hyphenation(language).positions(word[first:last])
        if LETTERS_KEPT <= p <= last - first - LETTERS_KEPT and first + p not in beside_marks
    ]
