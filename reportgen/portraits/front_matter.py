"""The lines of TOML at the head of a portrait; what nearly looks like them is an error."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from reportgen.problems import Problems, excerpt
from reportgen.tomlfile import parse_toml

FENCE = "+++"
#: So many lines with content are looked at for keys that stand outside.
_LINES_LOOKED_AT = 15


class FrontMatter(Struct, frozen=True, kw_only=True):
    """What a portrait says besides its text."""

    office: str = ""
    photo: str = ""
    photo_focus: tuple[float, ...] = (0.5, 0.5)
    credit: str = ""


_KEYS = "|".join(FrontMatter.__struct_fields__)
_KEY_LINE = re.compile(rf"""\W*["']?(?:{_KEYS})["']?\s*[:=]""", re.IGNORECASE)
_ANY_KEY_LINE = re.compile(r"[\w-]+\s*[:=]\s*\S")
_YAML_FENCE = re.compile(r"-{3,}|\.{3}")
_NEARLY_FENCE = re.compile(r"(?:\\?\+\s*){2,}")
_HINT = (
    f"begin the file with a line {FENCE}, then lines such as"
    f' office = "Amt für Soziales", then again a line {FENCE}'
)


def split_front_matter(
    lines: Sequence[str], problems: Problems
) -> tuple[Mapping[str, object], list[str]]:
    """The front matter and the lines of the text.

    Args:
        lines: of a portrait.
        problems: takes what is wrong with the front matter.

    Returns:
        The keys, and the lines of Markdown; blank ones stand for the front matter, so that lines
        keep their numbers. No lines when something stands outside that belongs inside.
    """
    if not lines or lines[0].strip() != FENCE:
        return {}, [] if _is_outside(lines, 0, problems) else list(lines)
    end = next((i for i, line in enumerate(lines) if i and line.strip() == FENCE), None)
    if end is None:
        message = f"the second line {FENCE} is missing"
        problems.error("bad-front-matter", message, "line 1", _HINT)
        return {}, []
    outside = _is_outside(lines, end + 1, problems)
    rest = [] if outside else [*[""] * (end + 1), *lines[end + 1 :]]
    try:
        return parse_toml("\n".join(["", *lines[1:end]])), rest
    except ValueError as fault:
        quotes = any(mark in line for line in lines[1:end] for mark in "„“”‚‘’»«")
        hint = 'write straight quotes: office = "Amt für Soziales"' if quotes else _HINT
        problems.error("bad-front-matter", excerpt(str(fault), 200), "front matter", hint)
        return {}, rest


def _is_outside(lines: Sequence[str], start: int, problems: Problems) -> bool:
    """True, with an error noted, when lines after `start` are meant as front matter."""
    looked_at = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    looked_at = [(number, line) for number, line in looked_at if number > start]
    for place, (number, line) in enumerate(looked_at[:_LINES_LOOKED_AT]):
        if _KEY_LINE.match(line) or _NEARLY_FENCE.fullmatch(line):
            message = f'"{excerpt(line)}" looks like front matter, but stands outside of it'
        elif place == 0 and start == 0 and _is_yaml(line, [each for _, each in looked_at[1:]]):
            message = f'front matter stands between lines {FENCE}, not "{excerpt(line)}"'
        else:
            continue
        problems.error("bad-front-matter", message, f"line {number}", _HINT)
        return True
    return False


def _is_yaml(first: str, others: Sequence[str]) -> bool:
    """Whether a text begins with lines of keys between two rules."""
    end = next((i for i, line in enumerate(others) if _YAML_FENCE.fullmatch(line)), 0)
    inside = others[:end]
    return bool(_YAML_FENCE.fullmatch(first) and inside and all(map(_ANY_KEY_LINE.match, inside)))
