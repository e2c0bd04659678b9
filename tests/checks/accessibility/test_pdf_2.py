"""Files of PDF 2.0: our own checks and veraPDF agree on good ones, and on broken ones."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from reportgen.checks.accessibility.preflight import preflight
from reportgen.checks.metadata import claimed
from reportgen.layout.load import Layout
from reportgen.model import Profile, Standard
from reportgen.pipeline import build_report
from reportgen.signing.keys import Key
from reportgen.signing.seal import seal
from tests.checks.accessibility import breaking as b
from tests.checks.accessibility import breaking_file as f
from tests.checks.accessibility import samples
from tests.checks.accessibility.faults import FAULTS as OLDER
from tests.checks.accessibility.faults import Fault as OlderFault
from tests.document.making import report_of
from tests.document.pdf import opened
from tests.signing.keys import NOW, pair
from tests.validating import Validate, Verdicts, written

FLAVOURS = ("ua2", "wt1a", "wt1r")


class Fault(NamedTuple):
    """A way to break a file.

    Attributes:
        breaking: changes a good file, or gives the bytes of a broken one.
        ours: codes of our own checks, each with the clause that is cited.
        theirs: what veraPDF finds, as ``flavour clause-test ..., flavour ...``.
        kind: of the good file.
    """

    breaking: Callable[[Pdf], bytes | None]
    ours: Mapping[str, str]
    theirs: str
    kind: str = "portrait"

    @property
    def name(self) -> str:
        return f"pdf-2-{self.breaking.__name__.replace('_', '-')}"

    @property
    def archive(self) -> str:
        return "4f" if self.kind == "data" else "4"


def other_version(document: Pdf) -> bytes:
    stream = BytesIO()
    document.save(stream, force_version="1.7")
    return stream.getvalue()


def with_information(document: Pdf) -> None:
    document.docinfo["/Title"] = "Köln"


def no_revision(document: Pdf) -> None:
    f.replaced(document, "<pdfuaid:rev>2024</pdfuaid:rev>", "")


def no_archive_revision(document: Pdf) -> None:
    f.replaced(document, "<pdfaid:rev>2020</pdfaid:rev>", "")


def ua_not_claimed(document: Pdf) -> None:
    f.replaced(document, "<pdfuaid:part>2</pdfuaid:part>", "")


def level_of_part_two(document: Pdf) -> None:
    old, new = (f"<pdfaid:conformance>{level}</pdfaid:conformance>" for level in "FA")
    f.replaced(document, old, new)


def level_of_files(document: Pdf) -> None:
    rev = "<pdfaid:rev>2020</pdfaid:rev>"
    f.replaced(document, rev, f"{rev}<pdfaid:conformance>F</pdfaid:conformance>")


def file_not_described(document: Pdf) -> None:
    del document.Root.AF[0].Desc


def document_of_the_old_namespace(document: Pdf) -> None:
    del document.Root.StructTreeRoot.K.NS


def note_again(document: Pdf) -> None:
    b.elements(document, "P")[3].S = Name.Note


def note_of_the_old_namespace(document: Pdf) -> None:
    note_again(document)
    del b.elements(document, "Note")[0].NS


def heading_without_level(document: Pdf) -> None:
    b.elements(document, "H2")[0].S = Name.H


def unknown_namespace(document: Pdf) -> None:
    b.elements(document, "P")[0].NS = document.make_indirect(
        Dictionary(Type=Name.Namespace, NS=String("urn:example"))
    )


def list_of_no_kind(document: Pdf) -> None:
    del next(each for each in b.elements(document, "L") if "/A" in each).A


def bookmark_to_a_page(document: Pdf) -> None:
    del document.Root.Outlines.First.A.SD


def bookmark_to_a_stranger(document: Pdf) -> None:
    stranger = document.make_indirect(Dictionary(S=Name.P))
    document.Root.Outlines.First.A.SD[0] = stranger


def link_to_a_page(document: Pdf) -> None:
    link = document.pages[0].Annots[0]
    del link.A
    link.Dest = Array([document.pages[1].obj, Name.Fit])


def opening_at_a_page(document: Pdf) -> None:
    document.Root.OpenAction = Array([document.pages[1].obj, Name.Fit])


def field_in_the_tree(document: Pdf) -> None:
    tree = document.Root.StructTreeRoot
    field = document.pages[-1].Annots[-1]
    form = Dictionary(S=Name.Form, P=tree.K, Pg=document.pages[-1].obj, NS=tree.Namespaces[0])
    form.K = Dictionary(Type=Name.OBJR, Obj=field)
    number = tree.ParentTreeNextKey
    tree.K.K.append(document.make_indirect(form))
    tree.ParentTree.Nums.extend([number, tree.K.K[-1]])
    field.StructParent = number


def nameless_field(document: Pdf) -> None:
    del document.pages[-1].Annots[-1].Contents


EVERY = "ua2 {0}, wt1a {0}, wt1r {0}"

FAULTS = (
    Fault(other_version, {"pdf-version": "6.1.2"}, "4 6.1.2-1"),
    Fault(with_information, {"information-present": "6.1.3"}, "4 6.1.3-4 6.1.3-5"),
    Fault(no_revision, {"ua-not-claimed": "5"}, "ua2 5-5"),
    Fault(no_archive_revision, {"a-not-claimed": "6.7.3"}, "4 6.7.3-5"),
    Fault(ua_not_claimed, {"ua-not-claimed": "5"}, "ua2 5-2"),
    Fault(
        level_of_part_two, {"a-not-claimed": "6.7.3", "embedded-file": "6.9"}, "4f 6.7.3-3", "data"
    ),
    Fault(level_of_files, {"embedded-file": "6.9"}, "4 6.7.3-3"),
    Fault(file_not_described, {"embedded-file": "8.14.1"}, EVERY.format("8.14.1-1"), "data"),
    Fault(
        document_of_the_old_namespace,
        {"document-element": "8.2.5.2"},
        EVERY.format("8.2.5.2-2"),
    ),
    Fault(note_again, {"nonstandard-type": "8.2.4"}, EVERY.format("8.2.4-1")),
    Fault(note_of_the_old_namespace, {"forbidden-type": "8.2.5.14"}, EVERY.format("8.2.5.14-1")),
    Fault(heading_without_level, {"forbidden-type": "8.2.5.12"}, EVERY.format("8.2.5.12-1")),
    Fault(unknown_namespace, {"nonstandard-type": "8.2.4"}, EVERY.format("8.2.4-1")),
    Fault(list_of_no_kind, {"list-numbering": "8.2.5.25"}, EVERY.format("8.2.5.25-1")),
    Fault(bookmark_to_a_page, {"structure-destination": "8.8"}, EVERY.format("8.8-2")),
    Fault(bookmark_to_a_stranger, {"structure-destination": "8.8"}, ""),
    Fault(link_to_a_page, {"structure-destination": "8.8"}, EVERY.format("8.8-1")),
    Fault(opening_at_a_page, {"structure-destination": "8.8"}, EVERY.format("8.8-1")),
    Fault(
        field_in_the_tree, {"field-in-tree": "8.9.2.4.13"}, EVERY.format("8.9.2.4.13-1"), "sealed"
    ),
    Fault(nameless_field, {"field-contents": "8.10.2.3"}, EVERY.format("8.10.2.3-1"), "sealed"),
    # What both pairs of standards ask.
    Fault(b.untagged_text, {"untagged-content": "8.2.2"}, EVERY.format("8.2.2-1")),
    Fault(
        b.figure_without_alt, {"alt-missing": "8.2.5.28.2"}, "ua2 8.2.5.28.2-1, wt1a 8.2.5.28.2-1"
    ),
    Fault(b.caption_amid, {"caption-place": "8.2.5.27"}, EVERY.format("8.2.5.27-1")),
    Fault(b.page_without_tab_order, {"tab-order": "8.9.3.3"}, EVERY.format("8.9.3.3-1")),
    Fault(f.no_language, {"language-missing": "8.4.4"}, EVERY.format("8.4.4-1")),
    Fault(f.title_not_shown, {"title-not-shown": "8.11.2"}, "ua2 8.11.2-1, wt1a 8.11.2-1"),
    Fault(f.no_intent, {"intent-missing": "6.2.4.3"}, "4 6.2.4.3-2"),
    Fault(f.font_without_unicode, {"font-without-unicode": "8.4.5.8"}, EVERY.format("8.4.5.8-1")),
)

#: What they do not ask any more.
NOT_ASKED = {
    *("artifact-in-content", "content-in-artifact", "suspects", "skipped-heading", "wrong-place"),
    *("link-contents", "postscript"),
}

#: The table of the older standards, as far as it breaks what stands on the pages and in the tree.
SHARED = [fault for fault in OLDER if fault.breaking.__module__ == b.__name__]

each_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)


@pytest.fixture(scope="session")
def good(cities: Mapping[str, Profile], german: Layout, portraits: Path) -> Mapping[str, bytes]:
    """Good files by kind."""
    made, standard = pair(), Standard.UA2
    key = Key(private=made.private, certificate=made.certificate, chain=())
    small = report_of(samples.small_profile(), german, samples.PORTRAIT, standard).pdf
    data = build_report(cities["rostock"], german, portraits, attach_data=True, standard=standard)
    return {"portrait": small, "data": data.pdf, "sealed": seal(small, key, NOW)}


@pytest.fixture(scope="session")
def broken(
    good: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Path]:
    """A file for each fault, by its name."""
    pdfs = {}
    for fault in FAULTS:
        with opened(good[fault.kind]) as document:
            pdfs[fault.name] = fault.breaking(document) or f.saved(document)
    return written(pdfs, tmp_path_factory.mktemp("broken-pdf-2"))


@pytest.mark.parametrize("kind", ["portrait", "data", "sealed"])
def test_our_checks_find_nothing_in_good_files(good: Mapping[str, bytes], kind: str) -> None:
    with opened(good[kind]) as document:
        before = sorted(document.trailer.keys())
        assert preflight(document) == ()
        assert sorted(document.trailer.keys()) == before


@each_fault
def test_our_checks_find_it_and_cite_these_standards(
    broken: Mapping[str, Path], fault: Fault
) -> None:
    with pikepdf.open(broken[fault.name]) as document:
        problems = preflight(document)
    cited = [p for p in problems if "house rule" not in p.where]
    assert {p.code: p.where.rpartition(" ")[2] for p in cited} == fault.ours
    for problem in cited:
        assert "PDF/UA-2, clause" in problem.where or "PDF/A-4, clause" in problem.where


def test_verapdf_is_asked_what_a_file_claims_and_declares(good: Mapping[str, bytes]) -> None:
    with opened(good["data"]) as document:
        assert [each.flavour for each in claimed(document)] == ["ua2", "4f", "wt1a", "wt1r"]
    with opened(good["portrait"]) as document:
        f.replaced(document, "wtpdf#reuse1.0", "other#1.0")
        assert [each.flavour for each in claimed(document)] == ["ua2", "4", "wt1a"]


@pytest.mark.parametrize("fault", SHARED, ids=lambda fault: fault.name)
def test_what_both_pairs_of_standards_ask_is_cited_by_these(
    good: Mapping[str, bytes], fault: OlderFault
) -> None:
    with opened(good["portrait"]) as document:
        fault.breaking(document)
        problems = preflight(document)
    assert not [p for p in problems if "PDF/UA-1" in p.where or "PDF/A-2" in p.where]
    found = {p.code for p in problems}
    assert found <= {*fault.ours.split(), "nonstandard-type", "forbidden-type"}
    assert found or set(fault.ours.split()) <= NOT_ASKED


def test_a_named_destination_may_lead_to_an_element(good: Mapping[str, bytes]) -> None:
    with opened(good["portrait"]) as document:
        first = document.Root.Outlines.First
        document.Root.Names = Dictionary(
            Dests=Dictionary(Names=Array([String("a"), Dictionary(D=first.A.D, SD=first.A.SD)]))
        )
        first.Dest = String("a")
        del first.A
        assert preflight(document) == ()
        first.Dest = String("b")
        assert [problem.code for problem in preflight(document)] == ["structure-destination"]


@pytest.fixture(scope="session")
def files(
    good: Mapping[str, bytes],
    cities: Mapping[str, Profile],
    layouts: Mapping[str, Layout],
    portraits: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, Path]:
    """All cities in both languages, with data, sealed; and samples of what cities do not have."""
    german, standard = layouts["de"], Standard.UA2
    made = pair()
    key = Key(private=made.private, certificate=made.certificate, chain=())
    pdfs = {f"sample-{kind}": pdf for kind, pdf in good.items()}
    for name, profile in (
        ("bare", samples.bare_profile()),
        ("large", samples.large_profile()),
        ("any", samples.WIDE.profile),
    ):
        pdfs[f"sample-{name}"] = report_of(profile, german, None, standard).pdf
    for slug, city in cities.items():
        for language, layout in layouts.items():
            pdfs[f"{slug}-{language}"] = build_report(
                city, layout, portraits, standard=standard
            ).pdf
        pdfs[f"{slug}-data"] = build_report(
            city, german, portraits, attach_data=True, standard=standard
        ).pdf
        pdfs[f"{slug}-sealed"] = seal(pdfs[f"{slug}-de"], key, NOW)
    pdfs["koeln-sealed-data"] = seal(pdfs["koeln-data"], key, NOW)
    return written({f"pdf-2-{k}": v for k, v in pdfs.items()}, tmp_path_factory.mktemp("pdf-2"))


@pytest.fixture(scope="session")
def verdicts_on_pdf_2(
    files: Mapping[str, Path], broken: Mapping[str, Path], validated: Validate
) -> Verdicts:
    every: dict[str, list[Path]] = {flavour: [] for flavour in (*FLAVOURS, "4", "4f")}
    archives = {fault.name: fault.archive for fault in FAULTS}
    for name, file in {**files, **broken}.items():
        archive = archives.get(name) or ("4f" if name.endswith("-data") else "4")
        for flavour in (*FLAVOURS, archive):
            every[flavour].append(file)
    return validated(every, claiming={*files.values()})


@pytest.mark.exhaustive
def test_verapdf_finds_every_file_compliant(
    files: Mapping[str, Path], verdicts_on_pdf_2: Verdicts
) -> None:
    found = {key: v for key, v in verdicts_on_pdf_2.items() if key[0] in files}
    assert len(files) >= 15 * 4
    assert len(found) == 4 * len(files)
    assert {key: problems for key, problems in found.items() if problems} == {}


@pytest.mark.exhaustive
@each_fault
def test_verapdf_finds_what_is_broken(verdicts_on_pdf_2: Verdicts, fault: Fault) -> None:
    found = {}
    for flavour in (*FLAVOURS, fault.archive):
        for problem in verdicts_on_pdf_2[fault.name, flavour]:
            clause, _, test = problem.where.rpartition("clause ")[2].partition(", test ")
            found.setdefault(flavour, set()).add(f"{clause}-{test}")
    assert found == {p.split()[0]: set(p.split()[1:]) for p in fault.theirs.split(", ") if p}
