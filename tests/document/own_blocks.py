"""A layout with every kind of block of its own, and a portrait with comments."""

from pathlib import Path

from PIL import Image

from reportgen.layout.load import Layout, load_layout
from reportgen.model import Portrait, PortraitBlock, PortraitKind, Section, Span

#: Where the code leads; the gaps are filled for each city.
LINK = "https://example.org/{slug}/{year}"

#: What the office says on densities.
COMMENT = "Die Zahl der Anträge ist nach der Reform gestiegen."

_LOOK = """
name = "own"
extends = "city-profile"
sections = [
    "title", "extract", "foreword", "badge", "contact", "recipients", "payments", "densities",
    "economy", "figures",
]

[blocks.foreword]
kind = "text"
file = "foreword.md"

[blocks.badge]
kind = "logo"
file = "badge.png"
width = 30

[blocks.contact]
kind = "contact"
link = "LINK"
"""

_WORDS = """
[blocks.foreword]
heading = "Vorwort"

[blocks.badge]
alt = "Wappen der Stadt"
"""

_TEXT = """Ein Wort vorab zu **diesem** Bericht.

## Wozu er dient

- zum Lesen
- zum Weitergeben
"""


def own_layout(folder: Path, link: str = LINK, *, optional: bool = False) -> Layout:
    """The layout in a new folder within `folder`; its box may be left out if `optional`."""
    own = folder / "own"
    own.mkdir()
    look = _LOOK.replace("LINK", link) + f"optional = {str(optional).lower()}\n"
    (own / "layout.toml").write_text(look, encoding="utf-8")
    (own / "de.toml").write_text(_WORDS, encoding="utf-8")
    (own / "foreword.md").write_text(_TEXT, encoding="utf-8")
    Image.new("RGB", (354, 177), "#c24a16").save(own / "badge.png", dpi=(300, 300))
    return load_layout(own, "de")


def commenting() -> Portrait:
    """A portrait of nothing but a comment on densities."""
    block = PortraitBlock(kind=PortraitKind.PARAGRAPH, spans=(Span(text=COMMENT),))
    return Portrait(comments={Section.DENSITIES: (block,)})
