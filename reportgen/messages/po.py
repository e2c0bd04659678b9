"""Reads a catalogue of gettext as text, so that none has to be compiled."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LINE = re.compile(r'(?:(msgctxt|msgid|msgstr) )?"(.*)"')
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "b": "\b"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message and its translation.

    Attributes:
        context: what kind of text it is, where that is needed to tell it from others.
        message: in English, with gaps in braces as for `str.format`.
        translation: with the same gaps.
    """

    context: str = ""
    message: str
    translation: str


def read_entries(text: str) -> Iterator[Entry]:
    """The entries of a catalogue, without its head."""
    for block in text.split("\n\n"):
        parts: dict[str, list[str]] = {}
        part: list[str] = []
        for line in block.splitlines():
            if match := _LINE.fullmatch(line):
                if match[1]:
                    part = parts.setdefault(match[1], [])
                part.append(match[2])
        if message := _joined(parts.get("msgid", ())):
            yield Entry(
                context=_joined(parts.get("msgctxt", ())),
                message=message,
                translation=_joined(parts.get("msgstr", ())),
            )


def _joined(lines: Sequence[str]) -> str:
    text = "".join(lines)
    return _ESCAPED.sub(lambda m: _MEANT.get(m[1], m[1]), text) if "\\" in text else text
