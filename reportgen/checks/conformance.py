"""Parts and levels of standards, and which of them a file claims to conform to."""

from collections.abc import Sequence
from contextlib import suppress
from xml.etree import ElementTree

from msgspec import Struct
from pikepdf import Pdf

from reportgen.checks.objects import entry, text
from reportgen.checks.xmp import CONFORMS_TO, PDFA, PDFUA, PDFX, read_xmp, values


class Conformance(Struct, frozen=True, kw_only=True):
    """A part and level of a standard.

    Attributes:
        key: what options and veraPDF call it, e.g. ``2a``; of PDF/X, which veraPDF does not know,
            ``x4``.
        part: as in citations of clauses, e.g. ``PDF/A-2``.
        level: e.g. ``a``; empty where there are none.
    """

    key: str
    part: str
    level: str = ""

    @property
    def name(self) -> str:
        """In full, e.g. ``PDF/A-2a``."""
        return f"{self.part}{self.level}"

    @property
    def flavour(self) -> str:
        """What veraPDF calls it; empty when it does not know it."""
        return "" if self.key.startswith("x") else self.key

    @property
    def is_judged(self) -> bool:
        """Whether there are rules for it."""
        return self.key not in _UNJUDGED


def _archive(part: str, levels: str) -> dict[str, Conformance]:
    found = {f"{part}{level}": level for level in levels}
    return {k: Conformance(key=k, part=f"PDF/A-{part}", level=v) for k, v in found.items()}


#: All that can be claimed, by key.
CONFORMANCES = {
    "ua1": Conformance(key="ua1", part="PDF/UA-1"),
    "ua2": Conformance(key="ua2", part="PDF/UA-2"),
    **_archive("1", "ab"),
    **_archive("2", "abu"),
    **_archive("3", "abu"),
    "4": Conformance(key="4", part="PDF/A-4"),
    **_archive("4", "ef"),
    "wt1a": Conformance(key="wt1a", part="WTPDF-1.0", level=" for accessibility"),
    "wt1r": Conformance(key="wt1r", part="WTPDF-1.0", level=" for reuse"),
    "x4": Conformance(key="x4", part="PDF/X-4"),
    "x1a": Conformance(key="x1a", part="PDF/X-1a"),
    "x3": Conformance(key="x3", part="PDF/X-3"),
}

#: What files may claim, and nothing here judges.
_UNJUDGED = {"x1a", "x3"}

UA1, X4 = CONFORMANCES["ua1"], CONFORMANCES["x4"]
A2A, A3A = CONFORMANCES["2a"], CONFORMANCES["3a"]
UA2, A4 = CONFORMANCES["ua2"], CONFORMANCES["4"]

#: Declarations of Well-Tagged PDF.
_WELL_TAGGED = {
    "http://pdfa.org/declarations/wtpdf#accessibility1.0": "wt1a",
    "http://pdfa.org/declarations/wtpdf#reuse1.0": "wt1r",
}

#: How the document information names parts of PDF/X.
_VERSIONS = {"PDF/X-1": "x1a", "PDF/X-3": "x3"}

#: Levels of parts whose claimed level is none that they have.
_LOWEST = {"1": "1b", "2": "2b", "3": "3b", "4": "4"}


def claimed(document: Pdf) -> tuple[Conformance, ...]:
    """What a file claims, in the order of `CONFORMANCES`; none when its metadata claim nothing."""
    keys = _claimed_before_xmp(document)
    with suppress(ElementTree.ParseError):
        xmp = read_xmp(document)
        keys |= set() if xmp is None else _claimed_by(xmp)
    return tuple(found for key, found in CONFORMANCES.items() if key in keys)


def _claimed_before_xmp(document: Pdf) -> set[str]:
    """Claims of the parts of PDF/X that know no XMP (ISO 15930-1, -3)."""
    said = text(entry(document.trailer, "/Info"), "/GTS_PDFXVersion") or ""
    return {key for version, key in _VERSIONS.items() if said.startswith(version)}


def _claimed_by(xmp: ElementTree.Element) -> set[str]:
    keys = {f"ua{part.strip()}" for part in values(xmp, f"{PDFUA}part")}
    if "ua1" not in keys and "ua2" not in keys and keys:
        keys.add("ua1")  # a part that there is not: to be told what is wrong with it
    levels = [level.strip().lower() for level in values(xmp, f"{PDFA}conformance")] or [""]
    for part in values(xmp, f"{PDFA}part"):
        key = f"{part.strip()}{levels[0]}"
        keys.add(key if key in CONFORMANCES else _LOWEST.get(part.strip(), "2b"))
    keys |= {_WELL_TAGGED.get(said.strip(), "") for said in values(xmp, CONFORMS_TO)}
    if any(values(xmp, f"{PDFX}GTS_PDFXVersion")):
        keys.add("x4")
    return keys


def judged_by(document: Pdf, named: Sequence[str] = ()) -> tuple[Conformance, ...]:
    """What a file is judged by.

    Args:
        document: any PDF.
        named: keys of `CONFORMANCES` instead of what the file claims.

    Returns:
        What is named, else what the file claims, else the two that our digital files claim.
    """
    if named:
        return tuple(found for key, found in CONFORMANCES.items() if key in named)
    return claimed(document) or (UA1, A2A)
