"""Which codes the characters of a font have in a document.

A simple font has 256 codes (ISO 32000-1, 9.6). Characters of Windows' Latin alphabet have the codes
that they have there, so that reports which show the same characters share their fonts to the byte,
whatever comes first in each; others get those that are left, in the order in which they are used,
and a font of more characters becomes several subsets. The first code means nothing.
"""

from collections.abc import Iterator
from itertools import groupby

from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase.ttfonts import TTFontFace

from reportgen.document.drawn import FontSubset

_BLANK, _NO_BREAK_BLANK, _UNKNOWN = ord(" "), 0xA0, ord("?")

#: Each code as strings have it (7.3.4.2).
_WRITTEN = tuple(str(escapePDF(bytes([code]))) for code in range(256))

#: Codes by character, but of the blank that is written as the other one; and those of none.
_LATIN = {
    ord(bytes([code]).decode("cp1252")): code
    for code in range(_BLANK, 256)
    if code not in {0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D, _NO_BREAK_BLANK}
}
_LEFT = tuple(sorted({*range(1, 256)} - {*_LATIN.values()}))

#: A font that shows more than half of the characters of a group gets all: few reports then differ.
_GROUPS = tuple(
    frozenset(map(ord, group))
    for group in ("0123456789,", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyzäöüß")
)

#: Stands for a character of a further subset; no code is written so.
_FURTHER = "\n"


class FontCodes(dict[int, str]):
    """What is written for each character that was met.

    Attributes:
        name: by which pages name the font.
        missing: characters that were written and that the font cannot show.
    """

    def __init__(self, name: str, face: TTFontFace) -> None:
        """Begins without any character but the blank."""
        super().__init__({_BLANK: _WRITTEN[_BLANK]})
        self.name, self.missing = name, set[str]()
        self._face = face
        self._first = {_BLANK: _BLANK}
        self._left = iter(_LEFT)
        self._further: dict[int, tuple[int, str]] = {}
        self._choices: dict[tuple[int, float], str] = {}

    def write(self, text: str) -> list[tuple[int, str]]:
        """A text in codes as strings have them, in parts, each with the number of its subset."""
        written = text.translate(self)
        if _FURTHER not in written:
            return [(0, written)] if written else []
        places = [self._further.get(ord(char), (0, self[ord(char)])) for char in text]
        return [
            (subset, "".join(code for _, code in part))
            for subset, part in groupby(places, key=lambda place: place[0])
        ]

    def choice(self, subset: int, size: float) -> str:
        """The operator that chooses a subset in a size."""
        found = self._choices.get((subset, size))
        if found is None:
            found = self._choices[subset, size] = f"/{self.name}+{subset} {fp_str(size)} Tf"
        return found

    def __missing__(self, character: int) -> str:
        shown = _BLANK if character == _NO_BREAK_BLANK else character
        if shown not in self._face.charToGlyph:
            # The box for unknown characters has no meaning to be read aloud (PDF/UA-1, 7.21.8).
            self.missing.add(chr(character))
            shown = _UNKNOWN
        self[character] = self[shown] if shown != character else self._assign(character)
        return self[character]

    def _assign(self, character: int) -> str:
        code = _LATIN.get(character) or next(self._left, None)
        if code is not None:
            self._first[code] = character
            return _WRITTEN[code]
        subset, place = divmod(len(self._further), 255)
        self._further[character] = subset + 1, _WRITTEN[place + 1]
        return _FURTHER

    def subsets(self) -> Iterator[FontSubset]:
        """All characters that were written, by their codes."""
        used = set(self._first.values())
        completed = {
            character
            for group in _GROUPS
            if 2 * len(group & used) > len(group)
            for character in group
            if character in self._face.charToGlyph
        }
        first = self._first | {_LATIN[character]: character for character in completed}
        further = list(self._further)
        yield self._subset(0, [first.get(code, 0) for code in range(max(first) + 1)])
        for number, begin in enumerate(range(0, len(further), 255), start=1):
            yield self._subset(number, [0, *further[begin : begin + 255]])

    def _subset(self, number: int, characters: list[int]) -> FontSubset:
        name = f"{self.name}+{number}"
        return FontSubset(name=name, face=self._face, number=number, characters=tuple(characters))
