"""Pieces of sentences that keep the numbers they print."""

from dataclasses import dataclass
from string import Formatter

from reportgen.model import Finding, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Some words of a sentence, and the numbers among them in their order."""

    text: str
    numbers: tuple[Quote, ...] = ()

    def as_finding(self, kind: str) -> Finding:
        """The complete sentence; it may begin with a word that is not capitalised by itself."""
        sentence = self.text[:1].upper() + self.text[1:]
        return Finding(kind=kind, sentence=sentence, numbers=self.numbers)


def fill(template: str, **gaps: Phrase | str) -> Phrase:
    """Fills the named gaps of a text; the numbers of those that it has come along."""
    phrases = {
        name: Phrase(text=gap) if isinstance(gap, str) else gap for name, gap in gaps.items()
    }
    used = [name for _, name, _, _ in Formatter().parse(template) if name]
    return Phrase(
        text=template.format_map({name: phrase.text for name, phrase in phrases.items()}),
        numbers=tuple(quote for name in used for quote in phrases[name].numbers),
    )
