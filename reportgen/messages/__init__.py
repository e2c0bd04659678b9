"""What an officer reads, in German; the source has every message in English.

The catalogue ``de.po`` has the templates of the messages. A finished message is recognised by its
template, and its gaps are filled into the German one. Without German nothing is loaded.
"""

from pathlib import Path

from reportgen.messages.catalogue import Catalogue
from reportgen.messages.locale import GERMAN, LANGUAGES, language_of
from reportgen.messages.po import read_entries

__all__ = ["CATALOGUE", "LANGUAGES", "choose", "is_german", "language_of", "translated"]

#: The German messages.
CATALOGUE = Path(__file__).with_name("de.po")


class _Chosen:
    """What the messages of this run are translated by; None for English."""

    catalogue: Catalogue | None = None


def choose(language: str) -> None:
    """Sets the language of the messages from now on, ``de`` or ``en``."""
    if language != GERMAN:
        _Chosen.catalogue = None
    elif _Chosen.catalogue is None:
        _Chosen.catalogue = Catalogue(read_entries(CATALOGUE.read_text(encoding="utf-8")))


def is_german() -> bool:
    """Whether messages are told in German."""
    return _Chosen.catalogue is not None


def translated(text: str, context: str = "") -> str:
    """A message in the chosen language; in English when there is no other."""
    return _Chosen.catalogue.translated(text, context) if _Chosen.catalogue else text
