"""Whether peers make the same pages: their text, charts, tables and tags beside the product's."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from msgspec import Struct
from pikepdf import Array, Dictionary, Name, Object, Pdf
from pypdfium2 import PdfDocument

#: Hyphens, as they are typed, as lines end with them, and as PDFium says that one ends so.
_HYPHENS = re.compile("[-\u2010\u00ad\u0002\ufffe]\\s*")

#: Words, numbers and single signs: spaces that are narrow are not seen by all alike.
_WORDS = re.compile(r"\w+|[^\w\s]")


class Sameness(Struct, frozen=True, kw_only=True):
    """A peer's reports beside the product's.

    Attributes:
        reports: that were compared.
        equal: in how many all words are the same.
        share: of words that are the same in both, over all reports.
        pages, figures, tables: of how many reports the numbers of these are the same; tables are
            those with heads, for some lay out pages by others.
        tagged: how many are tagged.
    """

    reports: int
    equal: int
    share: float
    pages: int
    figures: int
    tables: int
    tagged: int


def compare(ours: Path, theirs: Path) -> Sameness:
    """Compares the PDFs of a folder with those of the same names in another."""
    same = total = equal = 0
    counts = Counter[str]()
    files = sorted(theirs.glob("*.pdf"))
    for file in files:
        mine, other = _words(ours / file.name), _words(file)
        shared = (mine & other).total()
        same, total = same + shared, total + max(mine.total(), other.total())
        equal += mine == other
        with pikepdf.open(ours / file.name) as a, pikepdf.open(file) as b:
            counts["pages"] += len(a.pages) == len(b.pages)
            tags = [Counter(_tags(each)) for each in (a, b)]
            for tag in ("Figure", "THead"):
                counts[tag] += tags[0][tag] == tags[1][tag]
            counts["tagged"] += bool(tags[1])
    return Sameness(
        reports=len(files),
        equal=equal,
        share=same / max(total, 1),
        pages=counts["pages"],
        figures=counts["Figure"],
        tables=counts["THead"],
        tagged=counts["tagged"],
    )


def _words(file: Path) -> Counter[str]:
    """How often each word and sign stands in a PDF, whatever lines it is divided by.

    Capitals count as small letters: some say in the text behind them what they stand for.
    """
    document = PdfDocument(file)
    try:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return Counter(_WORDS.findall(_HYPHENS.sub("", text).casefold()))


def _tags(document: Pdf) -> Iterator[str]:
    """The standard type of every structure element."""
    root = document.Root.get("/StructTreeRoot")
    if root is None:
        return
    roles = root.get("/RoleMap", Dictionary())
    waiting: list[Object] = [root]
    while waiting:
        element = waiting.pop()
        tag = element.get("/S")
        if isinstance(tag, Name):
            mapped = roles.get(tag, tag)
            yield str(mapped).removeprefix("/")
        kids = element.get("/K")
        kids = kids if isinstance(kids, Array) else [kids]
        waiting.extend(kid for kid in kids if isinstance(kid, Dictionary))
