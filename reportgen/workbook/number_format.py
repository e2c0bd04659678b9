"""What a number format makes of a number: which section holds, what it adds, scales or hides.

Grammar: ECMA-376-1, 18.8.31. Only what decides over meaning is read; how many decimals are shown
matters where a number is used as a text.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from reportgen.clean_text import one_line

GENERAL = "General"

#: Formats that a file names by number only, as a German Excel shows them.
BUILTIN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '#,##0 "€";-#,##0 "€"', 6: '#,##0 "€";[Red]-#,##0 "€"',
    7: '#,##0.00 "€";-#,##0.00 "€"', 8: '#,##0.00 "€";[Red]-#,##0.00 "€"',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd.mm.yyyy", 15: "d. mmm yy", 16: "d. mmm", 17: "mmm yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "hh:mm", 21: "hh:mm:ss", 22: "dd.mm.yyyy hh:mm",
    37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-',
    42: '_-* #,##0 "€"_-;-* #,##0 "€"_-;_-* "-" "€"_-;_-@_-',
    43: '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
    44: '_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-"?? "€"_-;_-@_-',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "dd.mm.yyyy"),
}  # fmt: skip

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\] | (?P<general>General|Standard|Allgemein)
    | (?P<clock>AM/PM|A/P) | (?P<exponent>E[+-]0+) | (?P<digit>[0#?]) | (?P<point>\.)
    | (?P<comma>,) | (?P<percent>%) | (?P<text>@) | (?P<end>;) | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(<=|>=|<>|<|>|=)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d{1,3})?)", re.IGNORECASE
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
#: Numbers from here on, and decimals beyond these, are shown otherwise than asked for.
_LONGEST, _MOST_DECIMALS = 10**15, 10
_DATE_LETTERS = frozenset("ymdhs")
#: Digits before the decimal point, where some writers add the marks of groups as literals.
_GROUPS = re.compile(r"[0#?]+(?:[ .'’\u00a0\u202f][0#?]{3})*")


class Section(Struct, frozen=True, kw_only=True):
    """One of the up to four sections of a format.

    Attributes:
        before, after: what is shown around the number; without a number, all that is shown.
        parted: literals stand between its digits.
        broken: they part the digits otherwise than into groups of three.
        shows_number: a number is shown; else the literals stand in its place.
        is_date: the number is shown as day or time.
        is_text: a text is shown, with `before` and `after` around it.
        percent: it is multiplied by 100.
        scale: it is divided by a thousand so many times.
        zeros: least digits before the decimal point; -1 shows a number as it is.
        decimals: least and most digits after it.
        grouped: with marks between groups of three digits.
        other_form: fractions and powers of ten.
        condition: comparison and number that decide when the section holds.
    """

    before: str = ""
    after: str = ""
    parted: bool = False
    broken: bool = False
    shows_number: bool = False
    is_date: bool = False
    is_text: bool = False
    percent: bool = False
    scale: int = 0
    zeros: int = -1
    decimals: tuple[int, int] = (0, 0)
    grouped: bool = False
    other_form: bool = False
    condition: tuple[str, float] | None = None

    def shows(self, value: float) -> bool:
        """Whether digits of `value` are shown; a format without 0 shows none of a zero."""
        if not self.shows_number or self.zeros or self.decimals[0] or self.other_form:
            return self.shows_number
        return abs(value) >= _LONGEST or bool(_rounded(value, self))


class NumberFormat(Struct, frozen=True, kw_only=True):
    """A format by its sections; the text section apart.

    Attributes:
        sections: for numbers.
        text: for texts; none where they are shown as they are.
        is_plain: any number is shown as it is, but for rounding.
        has_dates: some numbers are shown as day or time.
    """

    sections: tuple[Section, ...]
    text: Section | None
    is_plain: bool
    has_dates: bool

    def section_of(self, value: float) -> tuple[Section | None, bool]:
        """The section that shows `value`, and whether it shows it without its minus sign."""
        if any(section.condition for section in self.sections):
            return self._conditional(value)
        first = self.sections[0]
        if len(self.sections) == 1 or value > 0:
            return first, False
        if value < 0:
            return self.sections[1], True
        return (self.sections[2] if len(self.sections) > 2 else first), False

    def _conditional(self, value: float) -> tuple[Section | None, bool]:
        for place, section in enumerate(self.sections):
            if section.condition is None:
                # Without a condition of its own, the second one is for what is below zero.
                last = place == len(self.sections) - 1
                if last or (place == 1 and value < 0) or (place == 0 and value > 0):
                    return section, place == 1 and not last
            elif _holds(section.condition, value):
                sign, bound = section.condition
                return section, sign in {"<", "<="} and bound <= 0
        return None, False


@lru_cache(maxsize=512)
def number_format(format_code: str) -> NumberFormat:
    """Reads a format code, e.g. ``#,##0.0" p";-0;"."``."""
    sections: list[Section] = []
    builder = _Builder()
    for token in _TOKEN.finditer(format_code or GENERAL):
        if token.lastgroup == "end":
            sections.append(builder.section())
            builder = _Builder()
        else:
            builder.add(token.lastgroup or "", token[token.lastgroup or 0] or "")
    sections.append(builder.section())
    text = next((section for section in sections if section.is_text), None)
    if text is None and len(sections) > 3:
        text = sections[3]
    numbers = tuple(section for section in sections[:3] if not section.is_text)
    if not numbers and text is not None:
        # A format for texts shows a number as it is.
        numbers = (replace(text, is_text=False, shows_number=True),)
    first = numbers[0]
    return NumberFormat(
        sections=numbers,
        text=None if text == Section(is_text=True) else text,
        is_plain=len(numbers) == 1
        and first
        == Section(
            shows_number=True,
            zeros=first.zeros,
            decimals=first.decimals,
            grouped=first.grouped,
            other_form=first.other_form,
        )
        and first.zeros != 0,
        has_dates=any(section.is_date for section in numbers),
    )


def shown_number(value: float, format_code: str, decimal: str = ",") -> str:
    """`value` as a German spreadsheet program shows it in the format `format_code`.

    Args:
        value: a number.
        format_code: of the cell.
        decimal: mark before the decimals; groups are parted by a dot only where it is a comma.
    """
    section, bare = number_format(format_code).section_of(value)
    if section is None:
        return "#####"
    shown = _digits(value, section, decimal) if section.shows(value) else ""
    sign = "-" if value < 0 and not bare and shown else ""
    return one_line(sign + section.before + shown + section.after)


def _digits(value: float, section: Section, decimal: str) -> str:
    number = abs(Decimal(repr(value)))
    if section.zeros < 0 or section.other_form or number >= _LONGEST:
        text = f"{number.normalize():f}" if number < _LONGEST else f"{float(number):.15g}"
        return text.replace(".", decimal)
    least, most = section.decimals
    whole, _, places = f"{_rounded(value, section):.{most}f}".partition(".")
    places = places[:least] + places[least:].rstrip("0")
    whole = whole.lstrip("0").rjust(section.zeros, "0")
    if section.grouped and decimal == ",":
        whole = f"{int(whole or 0):,}".replace(",", ".").rjust(section.zeros, "0")
    percent = "%" if section.percent else ""
    return f"{whole}{decimal if places else ''}{places}{percent}"


def _rounded(value: float, section: Section) -> Decimal:
    """What is shown of `value`, without its sign; commercially rounded."""
    number = abs(Decimal(repr(value))).scaleb(2 * section.percent - 3 * section.scale)
    return number.quantize(Decimal(1).scaleb(-section.decimals[1]), ROUND_HALF_UP)


class _Builder:
    """Gathers the tokens of one section."""

    def __init__(self) -> None:
        self._before = self._after = self._whole = ""
        self._digits = self._point = self._commas = self._scale = 0
        self._zeros = self._least = self._most = 0
        self._general = self._date = self._text = self._grouped = self._other = False
        self._percent = False
        self._condition: tuple[str, float] | None = None

    def add(self, kind: str, content: str) -> None:
        """Takes the next token."""
        match kind:
            case "quoted" | "escaped":
                self._literal(content)
            case "space" | "fill":
                self._literal(" ")
            case "bracket":
                self._bracket(content)
            case "digit":
                self._digit(content)
            case "general":
                self._general = True
            case "comma":
                self._commas += 1
            case "point":
                self._point += 1
                self._scale += self._commas if self._digits else 0
                self._commas = 0
            case "percent":
                self._percent = True
            case "exponent":
                self._other = True
            case "clock":
                self._date = True
            case "text":
                self._text = True
            case _:
                self._letter(content)

    def section(self) -> Section:
        """What was gathered."""
        shows_number = bool(self._digits or self._general)
        whole = self._whole.strip()
        # Without digits beside it, a point is a literal.
        before = self._before + ("" if shows_number else "." * self._point)
        return Section(
            before=before,
            after=self._after,
            parted=any(sign not in "0#?" for sign in whole),
            broken=bool(whole and not self._other and not _GROUPS.fullmatch(whole)),
            shows_number=shows_number and not self._date,
            is_date=self._date,
            is_text=self._text,
            percent=self._percent,
            scale=self._scale + (self._commas if self._digits else 0),
            zeros=-1 if self._general or not self._digits else self._zeros,
            decimals=(min(self._least, _MOST_DECIMALS), min(self._most, _MOST_DECIMALS)),
            grouped=self._grouped,
            other_form=self._other,
            condition=self._condition,
        )

    def _literal(self, text: str) -> None:
        if self._digits or self._general or self._text:
            self._after += text
        else:
            self._before += text

    def _digit(self, content: str) -> None:
        if self._digits and self._commas:
            # A comma between digits groups them; behind the last one it divides by a thousand.
            self._grouped = True
        self._commas = 0
        # What stands between digits of the decimals makes the pattern no group either.
        self._whole += self._after + ("" if self._point else content)
        self._after = ""
        self._digits += 1
        if self._point:
            self._most += 1
            self._least = self._most if content == "0" else self._least
        elif content == "0" or self._zeros:
            self._zeros += 1

    def _bracket(self, content: str) -> None:
        if condition := _CONDITION.fullmatch(content.strip()):
            self._condition = (condition[1], float(condition[2]))
        elif _ELAPSED.fullmatch(content):
            self._date = True
        elif currency := _CURRENCY.fullmatch(content):
            self._literal(currency[1])

    def _letter(self, content: str) -> None:
        if content == "/" and self._digits and not self._date:
            self._other = True
        elif content.lower() in _DATE_LETTERS and not (self._digits or self._general):
            self._date = True
        elif self._other and content.isdigit():
            pass  # the denominator of a fraction
        else:
            self._literal(content)


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, bound = condition
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]
