"""Parts and levels of standards that a file can claim to conform to."""

from msgspec import Struct


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
