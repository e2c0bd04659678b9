"""Texts of cells: runs joined, cleaned, and what of them a page could not say."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, overload

from reportgen.clean_text import one_line
from reportgen.workbook.cell import Oddity, OddityKind
from reportgen.workbook.package import Package
from reportgen.workbook.xml_parts import is_true, unescaped

#: Most characters that a spreadsheet program takes in a cell.
_LONGEST = 32_767
#: So many texts of one run are remembered.
_MOST_PLAIN = 50_000


class CellText(NamedTuple):
    """A text in one line, and what is odd about it."""

    text: str
    oddity: Oddity | None = None


class TextParser:
    """Gathers the runs of a text; guides to its pronunciation are no part of it.

    Args:
        characters: what the fonts of the pages can show.
    """

    def __init__(self, characters: frozenset[str]) -> None:
        self._characters = characters
        self._parts: list[str] = []
        self._raised: list[str] = []
        self._run_is_raised = False
        self._plain: dict[str, CellText] = {}

    def start(self, tail: list[str], attributes: Mapping[str, str]) -> None:
        """An element within the text begins; `tail` is its path from there on."""
        if tail == ["r"]:
            self._run_is_raised = False
        elif tail[:-1] == ["r", "rPr"]:
            value = attributes.get("val", "1")
            struck = tail[-1] == "strike" and is_true(value)
            self._run_is_raised |= struck or (tail[-1] == "vertAlign" and value != "baseline")

    def end(self, tail: list[str], text: str) -> None:
        """An element within the text ends."""
        if tail == ["t"]:
            self._parts.append(text)
        elif tail == ["r", "t"]:
            self._parts.append(text)
            if self._run_is_raised:
                self._raised.append(text)

    def take(self) -> CellText:
        """The text so far; the next one begins."""
        return self.text_of(*self.take_raw())

    def take_raw(self) -> tuple[str, str]:
        """The same as `text_of` wants it."""
        whole, raised = "".join(self._parts), "".join(self._raised) if self._raised else ""
        self._parts.clear()
        self._raised.clear()
        self._run_is_raised = False
        return whole, raised

    def plain(self, whole: str) -> CellText:
        """A text of one run; the same ones are one object, as names stand in many sheets."""
        if whole not in self._plain:
            if len(self._plain) >= _MOST_PLAIN:
                return self.text_of(whole)
            self._plain[whole] = self.text_of(whole)
        return self._plain[whole]

    def text_of(self, whole: str, raised: str = "") -> CellText:
        """A text cleaned; `raised` is what of it is superscript, subscript or struck out."""
        if len(whole) > _LONGEST:
            return CellText("", Oddity(OddityKind.DAMAGED, f"text of {len(whole)} characters"))
        text = one_line(unescaped(whole))
        if raised and (raised := one_line(raised)):
            return CellText(text, Oddity(OddityKind.RAISED, raised))
        if not (text.isascii() or self._characters.issuperset(text)):
            missing = "".join(dict.fromkeys(c for c in text if c not in self._characters))
            return CellText(text, Oddity(OddityKind.UNPRINTABLE, missing))
        return CellText(text)


class SharedTexts(Sequence[CellText]):
    """Texts by their number; each is made when a cell asks for it, and most of a file may not be.

    Args:
        raw: what `TextParser.take_raw` gives; without what is raised it is the text alone.
        make: a text of that, `TextParser.text_of`.
    """

    def __init__(self, raw: Sequence[str | tuple[str, str]], make: Callable[..., CellText]) -> None:
        self._raw, self._make = raw, make
        self._made: dict[int, CellText] = {}

    def __len__(self) -> int:
        return len(self._raw)

    @overload
    def __getitem__(self, number: int) -> CellText: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[CellText]: ...
    def __getitem__(self, number: int | slice) -> CellText | Sequence[CellText]:
        if isinstance(number, slice):
            return SharedTexts(self._raw[number], self._make)
        if number not in self._made:
            raw = self._raw[number]
            self._made[number] = self._make(raw) if isinstance(raw, str) else self._make(*raw)
        return self._made[number]


def read_strings(package: Package, parser: TextParser) -> Sequence[CellText]:
    """The texts that cells share."""
    strings: list[str | tuple[str, str]] = []

    def end(path: list[str], text: str) -> None:
        if len(path) == 2:
            whole, raised = parser.take_raw()
            strings.append((whole, raised) if raised else whole)
        elif len(path) > 2:
            parser.end(path[2:], text)

    def start(path: list[str], attributes: Mapping[str, str]) -> None:
        if len(path) > 2:
            parser.start(path[2:], attributes)

    if package.has(package.strings):
        package.parse(package.strings, start, end)
    return SharedTexts(strings, parser.text_of)
