"""Rules about structure trees that others made: each finds what breaks it, and nothing else.

The clauses are those of ISO 14289-1:2014 and ISO 14289-2:2024.
"""

from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.checks.archival.making import annotated, cited, judged, page_of, with_tree
from tests.checks.archival.making import element as e

PDF_2 = Dictionary(Type=Name.Namespace, NS=String("http://iso.org/pdf2/ssn"))


def tree(*kids: Dictionary, language: str = "de", **entries: Any) -> Pdf:
    document = with_tree(page_of(), *kids, **entries)
    if language:
        document.Root.Lang = String(language)
    return document


def head(scope: str) -> Dictionary:
    return e("TH", A=Dictionary(O=Name.Table, Scope=Name(f"/{scope}")))


def spanning(tag: str, **spans: int) -> Dictionary:
    return e(tag, A=Dictionary(O=Name.Table, Scope=Name.Column, **spans))


def rows(*each: Dictionary) -> Dictionary:
    return e("Table", *each)


def figure(**entries: Any) -> Dictionary:
    return e("Figure", A=Dictionary(O=Name.Layout, BBox=Array([0, 0, 1, 1])), **entries)


BROKEN = [
    ("nonstandard-type", tree(e("Chapter")), "7.1 8.2.4"),
    ("standard-type-mapped", tree(e("P"), RoleMap=Dictionary(P=Name.Span)), "7.1 8.2.4"),
    ("language-malformed", tree(e("P", Lang=String("deutsch sprache"))), "7.2 8.4.4"),
    ("language-missing", tree(figure(Alt=String("a")), language=""), "7.2 8.4.4"),
    ("wrong-place", tree(e("TR")), "7.2 -"),
    ("wrong-place", tree(e("L", e("P"))), "7.2 -"),
    ("table-parts", tree(rows(e("THead"), e("THead"), e("TBody"))), "7.2 -"),
    ("table-parts", tree(rows(e("THead", e("TR", head("Column"))))), "7.2 -"),
    (
        "ragged-table",
        tree(rows(e("TR", head("Column")), e("TR", e("TD"), e("TD")))),
        "7.2 8.2.5.26",
    ),
    (
        "ragged-table",
        tree(rows(e("TR", spanning("TH", ColSpan=3)), e("TR", e("TD"), e("TD")))),
        "7.2 8.2.5.26",
    ),
    (
        "scope-missing",
        tree(rows(e("TR", e("TH"), e("TH")), e("TR", e("TD"), e("TD")))),
        "7.5 8.2.5.26",
    ),
    ("caption-place", tree(rows(e("TR"), e("Caption"), e("TR"))), "7.2 8.2.5.27"),
    ("alt-missing", tree(figure()), "7.3 8.2.5.28.2"),
    ("alt-missing", tree(e("Formula")), "7.7 -"),
    ("skipped-heading", tree(e("H1"), e("H3")), "7.4.2 -"),
    ("skipped-heading", tree(e("H2")), "7.4.2 -"),
    ("mixed-headings", tree(e("H1"), e("H")), "7.4.4 -"),
    ("mixed-headings", tree(e("Sect", e("H"), e("H"))), "7.4.4 -"),
    ("forbidden-type", tree(e("H")), "- 8.2.5.12"),
    ("forbidden-type", tree(e("Note", ID=String("a"))), "- 8.2.5.14"),
    ("note-name", tree(e("Note")), "7.9 -"),
    ("note-name", tree(e("Note", ID=String("a")), e("Note", ID=String("a"))), "7.9 -"),
    ("document-element", tree(e("Document")), "- 8.2.5.2"),
    ("list-numbering", tree(e("L", e("LI", e("Lbl"), e("LBody")))), "- 8.2.5.25"),
]


@pytest.mark.parametrize(("code", "document", "told"), BROKEN)
def test_what_breaks_a_clause_is_found_by_the_parts_that_have_it(
    code: str, document: Pdf, told: str
) -> None:
    parts = zip(("ua1", "ua2"), told.split(), strict=True)
    assert cited(document, code, "ua1 ua2") == {k: {clause} for k, clause in parts if clause != "-"}


GOOD = [
    tree(e("H1"), e("H2"), e("H3"), e("H2")),
    tree(e("Sect", e("H")), e("Sect", e("H"))),
    tree(e("Kapitel"), RoleMap=Dictionary(Kapitel=Name.Sect)),
    tree(figure(ActualText=String(""))),
    tree(e("L", e("Caption"), e("LI", e("LBody")), e("L", e("LI")))),
    tree(rows(e("TR", head("Column"), head("Column")), e("TR", e("TD"), e("TD")))),
    tree(rows(e("TR", spanning("TH", ColSpan=2)), e("TR", e("TD"), e("TD")))),
    tree(rows(e("TR", spanning("TH", RowSpan=2), head("Column")), e("TR", e("TD")))),
    tree(figure(Alt=String("a"), Lang=String("de")), language=""),
    tree(
        rows(e("TR", e("TH", C=Name.head)), e("TR", e("TD"))),
        ClassMap=Dictionary(head=Dictionary(O=Name.Table, Scope=Name.Column)),
    ),
]


@pytest.mark.parametrize("document", GOOD)
def test_what_the_standard_allows_is_no_violation(document: Pdf) -> None:
    codes = {code for code, _, _ in BROKEN}
    found = [p for p in judged(document, "ua1") if p.code in codes and "clause" in p.where]
    assert found == []


def test_an_element_that_names_no_parent_is_found() -> None:
    document = tree(e("P"))
    del document.Root.StructTreeRoot.K[0].P
    assert cited(document, "parent-missing", "ua1 ua2") == {"ua1": {"7.1"}, "ua2": {"8.2.1"}}
    assert cited(tree(e("P")), "parent-missing", "ua1 ua2") == {}


def test_types_of_pdf_2_need_its_namespace() -> None:
    assert cited(tree(e("Title")), "nonstandard-type", "ua2") == {"ua2": {"8.2.4"}}
    assert cited(tree(e("Title", NS=PDF_2)), "nonstandard-type", "ua2") == {}
    assert cited(tree(e("H7", NS=PDF_2)), "nonstandard-type", "ua2") == {}
    assert cited(tree(e("Note", NS=PDF_2)), "nonstandard-type", "ua2") == {"ua2": {"8.2.4"}}
    assert cited(tree(e("H0", NS=PDF_2)), "nonstandard-type", "ua2") == {"ua2": {"8.2.4"}}


def test_a_type_may_be_mapped_to_the_standard_one_of_the_same_name() -> None:
    own = Dictionary(NS=String("https://example.org/"), RoleMapNS=Dictionary())
    assert cited(tree(e("P", NS=own)), "nonstandard-type", "ua2") == {"ua2": {"8.2.4"}}
    own.RoleMapNS.P = Array([Name.P, PDF_2])
    assert cited(tree(e("P", NS=own)), "nonstandard-type", "ua2") == {}


def test_an_empty_language_is_told_once() -> None:
    document = tree(figure(Alt=String("a")), e("P"))
    document.Root.Lang = String("")
    codes = [p.code for p in judged(document, "ua1") if p.code.startswith("language")]
    assert codes == ["language-malformed"]


def test_a_document_of_pdf_2_may_stand_alone_at_the_top() -> None:
    assert cited(tree(e("Document", NS=PDF_2)), "document-element", "ua2") == {}
    two = tree(e("Document", NS=PDF_2), e("P", NS=PDF_2))
    assert cited(two, "document-element", "ua2") == {"ua2": {"8.2.5.2"}}


def in_tree(document: Pdf, tag: str, **entries: Any) -> Pdf:
    """The first annotation of a file in an element."""
    annotation = document.pages[0].Annots[0]
    annotation.StructParent = 0
    with_tree(document, e(tag, Dictionary(Type=Name.OBJR, Obj=annotation), **entries))
    root = document.Root.StructTreeRoot
    root.ParentTree = Dictionary(Nums=Array([0, root.K[0]]))
    document.Root.Lang = String("de")
    document.pages[0].Tabs = Name.S
    return document


def film(**entries: Any) -> Dictionary:
    """An action that shows a film."""
    clip = Dictionary(S=Name.MCD, **entries)
    return Dictionary(S=Name.Rendition, R=Dictionary(S=Name.MR, C=clip))


ANNOTATIONS = [
    ("annotation-untagged", annotated(Name.Text), "7.18.1 8.9.2.3"),
    ("annotation-undescribed", in_tree(annotated(Name.Text), "Annot"), "7.18.1 -"),
    ("field-untagged", annotated(Name.Widget), "7.18.4 8.10.1"),
    ("field-undescribed", in_tree(annotated(Name.Widget), "Form"), "7.18.1 -"),
    ("field-contents", in_tree(annotated(Name.Widget), "Form"), "- 8.10.2.3"),
    ("link-untagged", annotated(Name.Link), "7.18.5 8.2.5.20"),
    ("link-contents", in_tree(annotated(Name.Link), "Link"), "7.18.5 -"),
    ("tab-order", annotated(Name.Text), "7.18.3 8.9.3.3"),
    ("printer-mark-tagged", in_tree(annotated(Name.PrinterMark), "Span"), "7.18.8 8.9.2.4.14"),
    ("annotation-type", annotated(Name.TrapNet), "7.18.2 8.9.2.4.15"),
    ("annotation-type", annotated(Name.Movie), "- 8.9.2.4.11"),
    ("media-undescribed", annotated(Name.Screen, A=film()), "7.18.6.2 -"),
    (
        "media-undescribed",
        annotated(Name.Screen, A=film(CT=String("video/mp4"), Alt=Array([String(""), String("")]))),
        "7.18.6.2 -",
    ),
]


@pytest.mark.parametrize(("code", "document", "told"), ANNOTATIONS)
def test_what_annotations_break_is_found(code: str, document: Pdf, told: str) -> None:
    parts = zip(("ua1", "ua2"), told.split(), strict=True)
    assert cited(document, code, "ua1 ua2") == {k: {clause} for k, clause in parts if clause != "-"}


@pytest.mark.parametrize(
    "document",
    [
        in_tree(annotated(Name.Text, Contents=String("a")), "Annot"),
        in_tree(annotated(Name.Text), "Annot", Alt=String("a")),
        in_tree(annotated(Name.Widget, TU=String("a"), Contents=String("a")), "Form"),
        in_tree(annotated(Name.Link, Contents=String("a")), "Link"),
        in_tree(
            annotated(
                Name.Screen,
                A=film(CT=String("video/mp4"), Alt=Array([String(""), String("a walk")])),
                Contents=String("a"),
            ),
            "Annot",
        ),
        annotated(Name.Popup),
        annotated(Name.Text, F=2),
        annotated(Name.Text, Rect=Array([300, 300, 310, 310])),
    ],
)
def test_annotations_that_are_described_or_out_of_sight_are_no_violation(document: Pdf) -> None:
    codes = {code for code, _, _ in ANNOTATIONS} - {"tab-order"}
    assert [p.code for p in judged(document, "ua1", "ua2") if p.code in codes] == []


def test_a_tagged_form_may_be_drawn_once() -> None:
    for content, found in ((b"/F Do", {}), (b"/F Do /F Do", {"ua1": {"7.20"}})):
        document = tree(e("P"))
        form = document.make_stream(b"", Subtype=Name.Form, StructParents=0)
        page = document.pages[0].obj
        page.Contents = document.make_stream(content)
        page.Resources = Dictionary(XObject=Dictionary(F=form))
        assert cited(document, "form-repeated", "ua1 ua2") == found
