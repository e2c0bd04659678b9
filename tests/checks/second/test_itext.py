"""A second validator, iText's, agrees with veraPDF about files that are good, and broken."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Pdf

from reportgen.layout.load import Layout
from reportgen.model import Profile, Standard
from reportgen.pipeline import build_report
from tests.checks.accessibility import breaking as b
from tests.checks.accessibility import breaking_file as f
from tests.checks.accessibility import samples
from tests.checks.second.conftest import Make
from tests.checks.second.itext import violations
from tests.document.making import report_of
from tests.validating import written

pytestmark = pytest.mark.exhaustive

#: How a file is broken, and part of what iText says of it.
BROKEN: Mapping[Callable[[Pdf], object], str] = {
    b.untagged_area: "Tag hasn't been added before adding content",
    b.untagged_text: "Tag hasn't been added before adding content",
    # veraPDF judges a form only where it is first drawn.
    b.untagged_form: "page 2: PdfUAConformanceException: Tag hasn't been added",
    b.untagged_image: "Tag hasn't been added before adding content",
    b.artifact_in_content: "Content marked as artifact may only reside in Artifact content",
    b.content_in_artifact: "Content marked as content may not reside in Artifact content",
    b.number_without_element: "MCID wasn't found in StructTreeRoot",
    b.tree_without_parents: "MCID wasn't found in StructTreeRoot",
    b.no_tree: 'because "structTreeRoot" is null',
    b.suspects: "Suspects entry in mark info dictionary",
    b.figure_without_alt: "Figure tags shall include an alternative representation",
    b.figure_with_empty_alt: "Figure tags shall include an alternative representation",
    b.skipped_heading: "Heading level 2 is skipped",
    b.first_heading_is_second: "Heading level 1 is skipped",
    b.headings_of_both_kinds: "uses both H and H# tags",
    b.ragged_table: "has invalid role",
    b.note_without_name: "Note tags shall include a unique ID entry",
    b.standard_type_remapped: "standard types are remapped",
    b.link_without_contents: "Annotation of type Link shall have contents",
    b.link_under_a_paragraph: "not nested within a <Link> tag",
    f.no_language: "Catalog dictionary should contain lang entry",
    f.language_of_no_form: "does not contain valid lang entry",
    f.no_title: "shall contain dc:title entry",
    f.title_not_shown: "DisplayDocTitle entry with a value of false",
    f.ua_not_claimed: "correct pdfuaid:part version identifier",
    f.no_xmp: "Metadata shall be present in the catalog",
    f.malformed_xmp: "shall contain a XMP metadata stream",
    f.layers: "Optional Content properties configs",
}

#: Ways that break another standard, or none.
NOT_UA: tuple[Callable[[Pdf], object], ...] = (
    b.interpolated_image,
    b.cmyk_image,
    b.mark_closed_twice,
    b.two_titles,
    b.hidden_link,
    f.a_not_claimed,
    f.no_intent,
    f.script_on_opening,
)


@pytest.fixture
def sample(german: Layout) -> bytes:
    """A small report with links, lists, charts and tables."""
    return report_of(samples.small_profile(), german, samples.PORTRAIT).pdf


def broken_by(breaking: Callable[[Pdf], object], pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        breaking(document)
        return f.saved(document)


def test_cities_are_accessible(make: Make, tmp_path: Path) -> None:
    """One with a portrait, and one whose figures are not all there; also with their data inside."""
    pdfs = {
        f"{slug}-{language}{'-data' * attached}": make(slug, language, attached)
        for slug in ("duesseldorf", "hannover")
        for language, attached in (("de", False), ("de", True), ("en", True))
    }
    found = violations("ua1", list(written(pdfs, tmp_path).values()))
    assert found == {name: [] for name in pdfs}


def test_it_finds_what_is_broken_and_nothing_else(sample: bytes, tmp_path: Path) -> None:
    """Else its silence about good files would mean nothing."""
    names = {breaking.__name__: said for breaking, said in BROKEN.items()}
    pdfs = {each.__name__: broken_by(each, sample) for each in (*BROKEN, *NOT_UA)}
    found = violations("ua1", list(written({**pdfs, "sample": sample}, tmp_path).values()))
    objections = {name: each[0] for name, each in found.items() if each}
    assert objections.keys() == names.keys()
    assert {n: o for n, o in objections.items() if names[n] not in o} == {}


@pytest.mark.parametrize("standard", ["ua2", "wt1a", "wt1r"])
def test_cities_are_accessible_as_pdf_2(
    cities: Mapping[str, Profile],
    layouts: Mapping[str, Layout],
    portraits: Path,
    tmp_path: Path,
    standard: str,
) -> None:
    """With their data inside, and without."""
    pdfs = {
        f"{slug}-{language}": build_report(
            cities[slug],
            layouts[language],
            portraits,
            attach_data=language == "en",
            standard=Standard.UA2,
        ).pdf
        for slug, language in (("duesseldorf", "de"), ("hannover", "en"))
    }
    found = violations(standard, list(written(pdfs, tmp_path).values()))
    assert found == {name: [] for name in pdfs}
