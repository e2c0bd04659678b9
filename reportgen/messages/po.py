"""Reads a catalogue of gettext as text, so that none has to be compiled."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ENTRY = re.compile(r'^(?:msgctxt "(.*)"\n)?msgid "(.+)"\nmsgstr "(.+)"$', re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t"}


class Entry(NamedTuple):
    """A message and its translation.

    Attributes:
        context: what kind of text it is, where that is needed to tell it from others.
        message: in English, with gaps in braces as for `str.format`.
        translation: with the same gaps.
    """

    context: str
    message: str
    translation: str


def read_entries(text: str) -> Iterator[Entry]:
    """The entries of a catalogue, without its head."""
    # A text may go on in the next line; comments and empty lines part entries.
    for context, message, translation in _ENTRY.findall(text.replace('"\n"', "")):
        yield Entry(context, _plain(message), _plain(translation))


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda m: _MEANT.get(m[1], m[1]), text) if "\\" in text else text
