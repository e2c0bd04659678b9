"""What a cell of values says: a number by the rules of the recipe, or one of its marks."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from msgspec import Struct

from reportgen.importing.grid import Odd, Raw, raw_text
from reportgen.importing.recipe import Meaning, Source
from reportgen.model import Flag
from reportgen.problems import excerpt

#: Signs of the workbook.
SIGNS: Mapping[Meaning, str] = MappingProxyType(
    {
        Meaning.NOT_DELIVERED: "",
        Meaning.CONFIDENTIAL: ".",
        Meaning.LATER: "...",
        Meaning.UNRELIABLE: "/",
        Meaning.NOT_RESPONSIBLE: "x",
        Meaning.NOT_MEANINGFUL: "x",
    }
)
#: Larger numbers lose digits.
_MOST = 10**15


class Content(Struct, frozen=True):
    """A number with or without a flag, or why there is none."""

    number: float | None = None
    flag: Flag | None = None
    meaning: Meaning | None = None

    @property
    def entry(self) -> str | float:
        """What stands in the workbook's cell."""
        if self.number is None:
            return SIGNS[self.meaning or Meaning.NOT_DELIVERED]
        whole = int(self.number) if self.number == int(self.number) else self.number
        if self.flag is None:
            return whole
        german = f"{Decimal(repr(whole)):f}".replace(".", ",")
        return f"({german})" if self.flag is Flag.LIMITED else f"{german} {self.flag}"

    @property
    def kind(self) -> str:
        """For counting: zero, number, or the meaning of its mark."""
        if self.number is None:
            return str(self.meaning)
        return "number" if self.number else "zero"


class Unread(Struct, frozen=True):
    """Why a cell is not understood, and what to do."""

    message: str
    hint: str


class ValueRules:
    """Reads cells by the signs and marks of a source."""

    def __init__(self, source: Source) -> None:
        self._source = source
        groups = rf"(?:[0-9]{{1,3}}(?:{re.escape(source.thousands)}[0-9]{{3}})+|[0-9]+)"
        digits = groups if source.thousands else "[0-9]+"
        self._number = re.compile(rf"([-–−+]?)({digits})(?:{re.escape(source.decimal)}([0-9]+))?")
        self._marked_numbers = {
            number: meaning
            for mark, meaning in source.marks.items()
            if (number := _float(mark)) is not None
        }

    def read(self, raw: Raw, factor: float, *, percent: bool) -> Content | Unread:
        """What a cell says.

        Args:
            raw: the cell.
            factor: of the column; 0 when the recipe states none.
            percent: it is shown as a percentage.
        """
        text = raw_text(raw)
        if isinstance(raw, Odd):
            return Unread(f'the cell is {raw.words}: "{excerpt(text)}"', "correct it in the file")
        if (meaning := self._source.marks.get(text)) is not None:
            return _of(meaning)
        if isinstance(raw, float):
            number = Decimal(repr(raw))
            if percent and not factor:
                return Unread(
                    f"the cell holds {text} and shows it as {raw * 100:.15g} %",
                    "say factor = 100.0 in the column for what it shows, or 1.0 for what it holds",
                )
            return self._counted(number, None, factor)
        return self._of_text(text, factor)

    def _of_text(self, text: str, factor: float) -> Content | Unread:
        bare, flag = text, None
        for suffix in self._source.suffixes:
            bare = bare.removesuffix(suffix).rstrip()
        for mark, meaning in self._source.flags.items():
            opening, _, closing = mark.partition(" ") if mark == "( )" else ("", "", mark)
            if bare.startswith(opening) and bare.endswith(closing) and len(bare) > len(mark):
                bare = bare[len(opening) : len(bare) - len(closing)].strip()
                flag = meaning
                break
        match = self._number.fullmatch(bare)
        if match is None:
            return Unread(*self._not_a_number(text))
        sign, whole, decimals = match.groups()
        digits = re.sub("[^0-9]", "", whole)
        number = Decimal(f"{digits}.{decimals or 0}")
        return self._counted(-number if sign in {"-", "–", "−"} else number, flag, factor)

    def _counted(self, number: Decimal, flag: Flag | None, factor: float) -> Content | Unread:
        if (meaning := self._marked_numbers.get(float(number))) is not None:
            return _of(meaning)
        try:
            result = float(number * Decimal(repr(factor or 1.0)))
        except InvalidOperation:
            result = float("inf")
        if abs(result) > _MOST:
            return Unread(f"{float(number):g} is too large", "correct it, or the factor")
        return Content(number=result + 0.0, flag=flag)

    def _not_a_number(self, text: str) -> tuple[str, str]:
        if not text:
            return "the cell is empty", 'say what that means: marks = { "" = "not-delivered" }'
        signs = f'decimal = "{self._source.decimal}", thousands = "{self._source.thousands}"'
        return (
            f'"{excerpt(text)}" is neither a number ({signs}) nor a mark of the recipe',
            f'correct these signs, or say what it means: marks = {{ "{excerpt(text)}" = "..." }}',
        )


def _of(meaning: Meaning) -> Content:
    return Content(number=0.0) if meaning is Meaning.ZERO else Content(meaning=meaning)


def _float(text: str) -> float | None:
    try:
        return float(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None
    except ValueError:
        return None
