"""One form for every text that enters: workbook, portraits, layouts, departments, command line.

Texts that are pasted from Word, web pages or PDFs bring characters along that nobody sees, or that
look like others. Here they become the characters that a person who types would have used.
"""

import re
import unicodedata
from functools import cache

_BREAKS = "\u2028\u2029\x0b\x0c\x85\x1c\x1d\x1e"
_BLANKS = "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u205f\u2800\u3000"
_HYPHENS = "\u2010\u2011\u2043\ufe58\ufe63\uff0d\u02d7\uf02d\uf0be"
_BULLETS = (
    "\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u2981\u29bf\uf06c\uf06e\uf06f\uf071\uf076\uf09f"
    "\uf0a7\uf0a8\uf0b7\uf0d8\uf0de"
)
_ARROWS, _CHECKS = "\uf0e0\uf0e8\uf0f0", "\uf0fc\uf0fe\u2714"
#: Characters without width that Unicode does not count among those of format.
_FILLERS = "\ufffc\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
_VARIATIONS = (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_LIGATURES_AND_WIDE = (*range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5F))

_TABLE: dict[int, str] = {
    **dict.fromkeys(map(ord, _BREAKS), " "),
    **dict.fromkeys(map(ord, _BLANKS), " "),
    # No line ends at a thin space either, and most fonts have no other that is narrow.
    0x2009: "\u202f",
    0x200A: "\u202f",
    0x2007: "\u00a0",
    0x2027: "\u00b7",
    **dict.fromkeys(map(ord, _HYPHENS), "-"),
    **dict.fromkeys(map(ord, _BULLETS), "\u2022"),
    **dict.fromkeys(map(ord, _ARROWS), "\u2192"),
    **dict.fromkeys(map(ord, _CHECKS), "\u2713"),
    **dict.fromkeys(map(ord, _FILLERS), ""),
    **dict.fromkeys(_VARIATIONS, ""),
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in _LIGATURES_AND_WIDE},
}
_KEPT_CONTROLS = {"\t", "\n", "\r"}


def clean_text(text: str) -> str:
    """`text` composed (NFC), without what nobody sees, with plain hyphens, blanks and bullets.

    No-break spaces, wide or narrow, stay: they say where a line must not end.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    # Composed again: a letter may have been parted from its accent by what is gone.
    return unicodedata.normalize("NFC", "".join(map(_clean_character, composed)))


def one_line(text: str) -> str:
    """`text` cleaned, with any run of blanks, tabs and line breaks as one plain blank."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(clean_text(text).split())


def name_invisible(text: str) -> str:
    """`text` for a message: characters that a reader could not see or tell are named.

    For example ``Al-[U+E000]`` or ``a[U+200B ZERO WIDTH SPACE]b``.
    """
    return "".join(
        c if c.isprintable() or c in "\n\u00a0\u202f" else f"[{_named(c)}]" for c in text
    )


def transliterated(name: str) -> str:
    """`name` in letters from a to z, in lower case; what has no such form stays as it is.

    German umlauts become two letters, other accents go: ``koeln`` for Köln, ``hue`` for Huế.
    """
    if name.isascii() and name.isprintable():
        return name.lower()
    text = clean_text(name).lower().translate(_LETTERS)
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(_LETTERS)


#: Letters that Unicode does not decompose, or that German writes otherwise.
_LETTERS = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o",
        "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ĸ": "k", "ŋ": "ng",
        "ŧ": "t", "ə": "e", "ɓ": "b", "ɗ": "d", "ƒ": "f", "ŀ": "l", "ŉ": "n", "ſ": "s",
        "ƙ": "k", "ƴ": "y", "ǝ": "e", "ɛ": "e", "ɔ": "o", "ɨ": "i", "ʉ": "u",
    }
)  # fmt: skip


@cache
def _clean_character(character: str) -> str:
    if (mapped := _TABLE.get(ord(character))) is not None:
        return mapped
    category = unicodedata.category(character)
    if category == "Cf" or (category == "Cc" and character not in _KEPT_CONTROLS):
        return ""
    return character


def _named(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def slug_of(name: str) -> str:
    """File name of a city: ``frankfurt-am-main`` for Frankfurt am Main."""
    return re.sub(r"[^a-z0-9]+", "-", transliterated(name)).strip("-")
