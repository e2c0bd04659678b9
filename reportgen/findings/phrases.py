"""Pieces of sentences that keep the numbers they print."""

from collections.abc import Iterable
from functools import cache
from string import Formatter

from msgspec import Struct
from msgspec.structs import replace

from reportgen.model import Finding, Quote


class Phrase(Struct, frozen=True, kw_only=True):
    """Some words of a sentence, and the numbers among them in their order."""

    text: str
    numbers: tuple[Quote, ...] = ()

    def as_finding(self, kind: str) -> Finding:
        """The complete sentence; it may begin with a word that is not capitalised by itself."""
        numbers = self.numbers
        if numbers and self.text.startswith(numbers[0].text):
            first = replace(numbers[0], text=_capitalised(numbers[0].text))
            numbers = (first, *numbers[1:])
        return Finding(kind=kind, sentence=_capitalised(self.text), numbers=numbers)


def fill(template: str, **gaps: Phrase | str) -> Phrase:
    """Fills the named gaps of a text; the numbers of those that it has come along."""
    phrases = {
        name: Phrase(text=gap) if isinstance(gap, str) else gap for name, gap in gaps.items()
    }
    used = _gaps(template)
    return Phrase(
        text=template.format_map({name: phrase.text for name, phrase in phrases.items()}),
        numbers=tuple(quote for name in used for quote in phrases[name].numbers),
    )


@cache
def _gaps(template: str) -> tuple[str, ...]:
    """Names of the gaps of a text of the layout, in their order."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


def first_that_fits(phrases: Iterable[Phrase], most: int) -> Phrase:
    """The first of some phrases, from the fullest on, with at most so many characters.

    Where none is so short, it is the last one.
    """
    phrase = Phrase(text="")
    for phrase in phrases:
        if len(phrase.text) <= most:
            break
    return phrase


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
