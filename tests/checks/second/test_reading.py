"""pdf.js, which knows nothing of how the tree is made or of our reader, hears the same text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from tests.checks.accessibility import breaking as b
from tests.checks.accessibility.breaking_file import saved
from tests.checks.accessibility.spoken import as_heard
from tests.checks.second.pdfjs import LINE_END, tree_by_pdf_js
from tests.document.pdf import opened
from tests.running import ROOT

pytestmark = pytest.mark.exhaustive

GOLDEN = ROOT / "tests" / "golden" / "reading-duesseldorf.de.txt"

#: pdf.js tells all kinds of blanks as one.
BLANKS = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+"


def lines_of(heard: str) -> list[str]:
    """A line for each heading, paragraph, entry, row and picture, without what pdf.js lacks."""
    whole = re.sub(r"\n    (?=\S)", " ", heard)
    plain = re.sub(r" \[das heißt [^]]*\]", "", whole).replace("  • ", "  ")
    return [re.sub(BLANKS, " ", line).strip() for line in plain.split("\n")]


def differences(golden: str, heard: str) -> Iterator[tuple[str, str]]:
    """Pairs of lines that are not the same; the end of a line may be a blank, or nothing."""
    pairs = zip(lines_of(golden), lines_of(heard), strict=True)
    for expected, line in pairs:
        parts = re.split(f" ?{LINE_END}[ {LINE_END}]*", line)
        if not re.fullmatch(" ?".join(map(re.escape, parts)), expected):
            yield expected, line


def test_pdf_js_reads_what_was_reviewed(duesseldorf: bytes, tmp_path: Path) -> None:
    """Headings, paragraphs, lists, cells of tables and alternative texts, in their order.

    Compared without expansions, which pdf.js does not know, and without bullets: they are drawn as
    shapes, with a replacement text (``ActualText``) that it does not know either. So it does not
    put the halves of a divided word together: where a line ends, a blank may be or not.
    """
    file = tmp_path / "duesseldorf.pdf"
    file.write_bytes(duesseldorf)
    heard = as_heard(tree_by_pdf_js(file))
    assert list(differences(GOLDEN.read_text(encoding="utf-8"), heard)) == []


def test_pdf_js_knows_every_alternative_text(duesseldorf: bytes, tmp_path: Path) -> None:
    """Also those of the small charts within a list, of which the golden file has the words."""
    file = tmp_path / "duesseldorf.pdf"
    file.write_bytes(duesseldorf)
    with opened(duesseldorf) as document:
        texts = [str(figure.Alt) for figure in b.elements(document, "Figure")]
    assert [figure.alt for figure in tree_by_pdf_js(file).all("Figure")] == texts
    assert len(texts) >= 9


def test_another_tree_reads_otherwise(duesseldorf: bytes, tmp_path: Path) -> None:
    """Alternative texts and the order of cells are taken from the tree, not from the page."""
    with opened(duesseldorf) as document:
        for figure in b.elements(document, "Figure"):
            figure.Alt = pikepdf.String("Bild")
        row = b.elements(document, "TR")[1]
        name, first, second, *cells = b.kids_of(row)
        row.K = pikepdf.Array([name, second, first, *cells])
        file = tmp_path / "changed.pdf"
        file.write_bytes(saved(document))
    heard = as_heard(tree_by_pdf_js(file))
    found = [line for _, line in differences(GOLDEN.read_text(encoding="utf-8"), heard)]
    pictures = [line for line in found if line == "Grafik: Bild"]
    (cells_swapped,) = [line for line in found if line not in pictures]
    assert len(pictures) == heard.count("\nGrafik: ") >= 4
    assert re.match(f"SGB II: {LINE_END}?Personen [+]2,6 %; seit 2019 56.351; ", cells_swapped)
