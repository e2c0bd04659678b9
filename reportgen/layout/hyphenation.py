"""Where words may be divided: Liang's patterns, from the dictionaries that pyphen keeps.

pyphen takes half a second to read the German dictionary, because it takes every pattern apart. A
report meets a few hundred of them, so here a pattern is taken apart when it is met.

Source: F. M. Liang, Word Hy-phen-a-tion by Com-put-er, Stanford 1983.
"""

import re
from functools import cache

from pyphen import LANGUAGES

_STEPS = re.compile(r"(\d?)(\D?)")


class Hyphenation:
    """The patterns of one language."""

    def __init__(self, language: str) -> None:
        """Reads the dictionary of `language`, e.g. ``de_DE``."""
        encoding, _, patterns = LANGUAGES[language].read_bytes().partition(b"\n")
        self._encoding = encoding.decode().strip()
        # Digits are the same bytes in all encodings of these dictionaries.
        letters = patterns.translate(None, b"0123456789")
        self._patterns = dict(zip(letters.splitlines(), patterns.splitlines(), strict=True))
        self._longest = max(map(len, self._patterns))

    def positions(self, word: str) -> tuple[int, ...]:
        """Numbers of letters before which `word` may be divided, ascending."""
        dotted = f".{word.lower()}."
        weights = [0] * (len(dotted) + 1)
        for start in range(len(dotted)):
            for end in range(start + 1, min(start + self._longest, len(dotted)) + 1):
                # No pattern has a letter that its dictionary cannot write.
                letters = dotted[start:end].encode(self._encoding, "xmlcharrefreplace")
                if pattern := self._patterns.get(letters):
                    for i, weight in enumerate(_weights(pattern.decode(self._encoding)), start):
                        weights[i] = max(weights[i], weight)
        return tuple(i - 1 for i, weight in enumerate(weights) if weight % 2 and i > 1)


@cache
def hyphenation(language: str) -> Hyphenation:
    """The patterns of a language; a dictionary is read once."""
    return Hyphenation(language)


@cache
def _weights(pattern: str) -> tuple[int, ...]:
    return tuple(int(digit or 0) for digit, _ in _STEPS.findall(pattern))
