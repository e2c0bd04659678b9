"""Which codes the characters of a font have in a document: in the order in which they are used.

A simple font has 256 codes (ISO 32000-1, 9.6), so a font of more characters becomes several
subsets. In each, the first code means nothing.
"""

from collections.abc import Iterator
from itertools import groupby

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase.ttfonts import TTFontFace

from reportgen.document.drawn import FontSubset

_BLANK, _NO_BREAK_BLANK, _UNKNOWN = ord(" "), 0xA0, ord("?")

#: Each code as strings have it (7.3.4.2).
_WRITTEN = tuple(str(escapePDF(bytes([code]))) for code in range(256))

#: Stands for a character of a further subset; no code is written so.
_FURTHER = "\n"


class FontCodes(dict[int, str]):
    """What is written for each character; one that is met for the first time gets the next code.

    Attributes:
        name: by which pages name the font.
        missing: characters that were written and that the font cannot show.
    """

    def __init__(self, name: str, face: TTFontFace) -> None:
        """Begins without any character but the blank, which keeps its code."""
        super().__init__({_BLANK: _WRITTEN[_BLANK]})
        self.name, self.missing = name, set[str]()
        self._face = face
        self._subsets = [[0] + [_BLANK] * _BLANK]
        self._next = 1
        self._further: dict[int, tuple[int, str]] = {}

    def write(self, text: str) -> list[tuple[int, str]]:
        """A text in codes as strings have them, in parts, each with the number of its subset."""
        written = text.translate(self)
        if _FURTHER not in written:
            return [(0, written)] if written else []
        places = (self._further.get(ord(char), (0, self[ord(char)])) for char in text)
        return [
            (subset, "".join(code for _, code in part))
            for subset, part in groupby(places, key=lambda place: place[0])
        ]

    def __missing__(self, character: int) -> str:
        if character not in self._face.charToGlyph:
            # The box for unknown characters has no meaning to be read aloud (PDF/UA-1, 7.21.8).
            self.missing.add(chr(character))
            shown = _UNKNOWN
        else:
            shown = _BLANK if character == _NO_BREAK_BLANK else character
        if shown != character:
            written = self[shown]
            if shown in self._further:
                self._further[character] = self._further[shown]
        else:
            written = self._assign(character)
        self[character] = written
        return written

    def _assign(self, character: int) -> str:
        code = self._next % 256
        if self._next == _BLANK:
            code = self._next = _BLANK + 1
        elif code == _BLANK:
            self._subsets[-1].append(_BLANK)
            self._next += 1
            code += 1
        if self._next > _BLANK:
            if not code:
                self._subsets.append([0])
                self._next += 1
                code = 1
            self._subsets[-1].append(character)
        else:
            self._subsets[0][code] = character
        subset = self._next // 256
        self._next += 1
        if not subset:
            return _WRITTEN[code]
        self._further[character] = subset, _WRITTEN[code]
        return _FURTHER

    def subsets(self) -> Iterator[FontSubset]:
        """All characters that were written, by their codes."""
        for number, characters in enumerate(self._subsets):
            yield FontSubset(
                name=f"{self.name}+{number}",
                face=self._face,
                number=number,
                characters=tuple(characters),
            )
