"""What PDF/UA-2 and PDF/A-4 ask otherwise than the standards for PDF 1.7.

WTPDF 1.0 asks nothing more of a file that keeps PDF/UA-2, but that it says so.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from xml.etree import ElementTree

from pikepdf import Array, Dictionary, Name, Object, Pdf

from reportgen.checks.accessibility.destinations import destinations
from reportgen.checks.accessibility.structure_rules import (
    STANDARD_TYPES,
    attribute_of,
    is_unseen_field,
    kids_of,
)
from reportgen.checks.rules import A4, UA2, violation
from reportgen.checks.xmp import DECLARATIONS, PDFA, PDFUA, read_xmp, values
from reportgen.errors import Problem

PDF_2, PDF_1, MATHML = (
    "http://iso.org/pdf2/ssn",
    "http://iso.org/pdf/ssn",
    "http://www.w3.org/1998/Math/MathML",
)

#: Types that PDF 2.0 took out of the standard ones, and those that it added (ISO 32000-2, 14.8.4).
_REMOVED = "Art BlockQuote TOC TOCI Index NonStruct Private Quote Note Reference BibEntry Code"
_ADDED = "DocumentFragment Aside Title FENote Sub Em Strong Artifact"
_TYPES = (STANDARD_TYPES - set(_REMOVED.split())) | set(_ADDED.split())
#: Standard types that PDF/UA-2 forbids, each with the clause.
_FORBIDDEN = {"H": "8.2.5.12", "Note": "8.2.5.14"}
_HEADING = re.compile(r"H[1-9]\d*")

#: The clause of each violation that the standards for PDF 1.7 have too.
_CLAUSES = {
    UA2: {
        **dict.fromkeys(("untagged-content", "unbalanced-marks"), "8.2.2"),
        **dict.fromkeys(("artifact-in-content", "content-in-artifact"), "8.2.2"),
        **dict.fromkeys(("repeated-number", "wrong-parent"), "8.2.1"),
        **dict.fromkeys(("structure-missing", "circular-tree"), "8.2.1"),
        **dict.fromkeys(("language-missing", "language-malformed"), "8.4.4"),
        **dict.fromkeys(("alt-missing", "box-missing"), "8.2.5.28.2"),
        **dict.fromkeys(("scope-missing", "ragged-table"), "8.2.5.26"),
        "not-marked": "6.2",
        "wrong-place": "8.2.5",
        "caption-place": "8.2.5.27",
        "link-untagged": "8.2.5.20",
        "annotation-untagged": "8.9.2",
        "tab-order": "8.9.3.3",
        "title-missing": "8.11.1",
        "title-not-shown": "8.11.2",
        "font-not-embedded": "8.4.5.5.1",
        "font-without-unicode": "8.4.5.8",
        "font-wrong-unicode": "8.4",
        "font-widths": "8.4.5.6",
    },
    A4: {
        **dict.fromkeys(("xmp-missing", "xmp-malformed"), "6.7.2.1"),
        **dict.fromkeys(("encrypted", "identifier-missing"), "6.1.3"),
        **dict.fromkeys(("intent-missing", "device-cmyk"), "6.2.4.3"),
        "intent-profile": "6.2.3",
        "interpolated-image": "6.2.7.1",
        "annotation-flags": "6.3.2",
        "action": "6.6",
        "embedded-file": "6.9",
    },
}

#: What PDF/A-4f and 4e, which may hold other files, say of their level.
_LEVELS_WITH_FILES = (["F"], ["E"])

#: Declarations of Well-Tagged PDF 1.0 (6.1), and what veraPDF calls them.
_WELL_TAGGED = {
    "http://pdfa.org/declarations/wtpdf#accessibility1.0": "wt1a",
    "http://pdfa.org/declarations/wtpdf#reuse1.0": "wt1r",
}

#: What they do not ask, or ask otherwise, as below.
NOT_ASKED = {
    *("ua-not-claimed", "a-not-claimed", "extension-schema", "metadata-differ"),
    *("nonstandard-type", "note-name", "mixed-headings", "skipped-heading", "second-title"),
    *("suspects", "link-contents", "postscript"),
}


def claims_pdf_2(document: Pdf) -> bool:
    """Whether a file claims PDF/UA-2 or PDF/A-4, which are for PDF 2.0."""
    try:
        xmp = read_xmp(document)
    except ElementTree.ParseError:
        return False
    return xmp is not None and (
        values(xmp, f"{PDFUA}part") == ["2"] or values(xmp, f"{PDFA}part") == ["4"]
    )


def flavours_of_pdf_2(document: Pdf) -> tuple[str, ...]:
    """What veraPDF is to be asked of such a file: its parts of the standards, and declarations."""
    xmp = read_xmp(document)
    assert xmp is not None, "only files with metadata claim anything"
    level = values(xmp, f"{PDFA}conformance")
    archive = f"4{level[0].lower()}" if level in _LEVELS_WITH_FILES else "4"
    declared = values(xmp, f"{DECLARATIONS}conformsTo")
    return ("ua2", archive, *(flavour for uri, flavour in _WELL_TAGGED.items() if uri in declared))


def cited_for_pdf_2(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Violations of the standards for PDF 1.7 as those for PDF 2.0 see them."""
    places = {
        code: f"{standard}, clause {clause}"
        for standard, clauses in _CLAUSES.items()
        for code, clause in clauses.items()
    }
    for problem in problems:
        if problem.code in places:
            page = problem.where.partition(", ")[0] if problem.where.startswith("page ") else ""
            yield replace(problem, where=", ".join(filter(None, (page, places[problem.code]))))
        elif problem.code not in NOT_ASKED:
            yield problem


def check_pdf_2(document: Pdf) -> Iterator[Problem]:
    """Checks what only the standards for PDF 2.0 ask, or they alone in this way."""
    yield from _check_file(document)
    yield from _check_claims(document)
    root = document.Root.get("/StructTreeRoot")
    if isinstance(root, Dictionary):
        elements = _elements(root)
        yield from _check_elements(root, elements)
        yield from _check_destinations(document, elements)
    yield from _check_fields(document)


def _check_file(document: Pdf) -> Iterator[Problem]:
    if not document.pdf_version.startswith("2."):
        message = f"the file is one of PDF {document.pdf_version}, not of PDF 2.0"
        yield violation("pdf-version", A4, "6.1.2", message)
    if "/Info" in document.trailer and "/PieceInfo" not in document.Root:
        message = "the file has a document information dictionary"
        yield violation("information-present", A4, "6.1.3", message)


def _check_claims(document: Pdf) -> Iterator[Problem]:
    xmp = read_xmp(document)
    if xmp is None:  # that is reported already
        return
    found = {name: values(xmp, f"{PDFUA}{name}") for name in ("part", "rev")}
    if found != {"part": ["2"], "rev": ["2024"]}:
        yield violation("ua-not-claimed", UA2, "5", "the metadata do not claim PDF/UA-2")
    found = {name: values(xmp, f"{PDFA}{name}") for name in ("part", "rev")}
    level = values(xmp, f"{PDFA}conformance")
    if found != {"part": ["4"], "rev": ["2020"]} or level not in ([], *_LEVELS_WITH_FILES):
        yield violation("a-not-claimed", A4, "6.7.3", "the metadata do not claim PDF/A-4 or 4f")
    files = document.Root.get("/Names", Dictionary()).get("/EmbeddedFiles")
    if files is not None and level not in _LEVELS_WITH_FILES:
        yield violation("embedded-file", A4, "6.9", "files are inside, as PDF/A-4f only allows")
    elif files is None and level == ["F"]:
        message = "PDF/A-4f is claimed, and no files are inside"
        yield violation("embedded-file", A4, "6.9", message)
    for name in document.attachments:
        if not document.attachments[name].description:
            message = f'nothing describes the file "{name}" inside'
            yield violation("embedded-file", UA2, "8.14.1", message)


def _elements(root: Object) -> Mapping[tuple[int, int], Object]:
    """Every element below the root of the structure tree, by its object number."""
    found: dict[tuple[int, int], Object] = {}
    waiting = [root]
    while waiting:
        for kid in kids_of(waiting.pop()):
            if not isinstance(kid, int) and "/S" in kid and kid.objgen not in found:
                found[kid.objgen] = kid
                waiting.append(kid)
    return found


def _check_elements(root: Object, elements: Mapping[tuple[int, int], Object]) -> Iterator[Problem]:
    tops = [kid for kid in kids_of(root) if not isinstance(kid, int)]
    if len(tops) != 1 or tops[0].get("/S") != Name.Document or _namespace(tops[0]) != PDF_2:
        message = "the structure tree does not hold one Document of PDF 2.0, and nothing else"
        yield violation("document-element", UA2, "8.2.5.2", message)
    roles = root.get("/RoleMap", Dictionary())
    known, unknown = set[str](), set[str]()
    for each in elements.values():
        (known if _is_known(each, roles) else unknown).add(_tag(each))
    yield from check_types(known, unknown)
    if any(_has_labels(e) and not _is_numbered(e) for e in elements.values()):
        yield unnumbered_list()


def check_types(known: Collection[str], unknown: Collection[str]) -> Iterator[Problem]:
    """Checks the structure types of a document, those that are standard ones and the others."""
    for tag in sorted(unknown):
        message = f"{tag} is no standard structure type"
        yield violation("nonstandard-type", UA2, "8.2.4", message)
    for tag, clause in _FORBIDDEN.items():
        if tag in known:
            message = f"{tag} is a structure type that must not be used any more"
            yield violation("forbidden-type", UA2, clause, message)


def unnumbered_list() -> Problem:
    """A list has labels, but no list numbering."""
    message = "a list has labels, and does not say of what kind they are"
    return violation("list-numbering", UA2, "8.2.5.25", message)


def _namespace(element: Object) -> str:
    # Without one it is of the default namespace (ISO 32000-2, 14.7.4.1).
    return str(element.NS.get("/NS", "")) if "/NS" in element else PDF_1


def _tag(element: Object) -> str:
    return str(element.S)[1:]


def _is_known(element: Object, roles: Object) -> bool:
    namespace, tag = _namespace(element), _tag(element)
    if namespace == PDF_2:
        return is_type_of_pdf_2(tag)
    if namespace == PDF_1:
        return tag in STANDARD_TYPES or str(element.S) in roles
    return namespace == MATHML or str(element.S) in element.NS.get("/RoleMapNS", Dictionary())


def is_type_of_pdf_2(tag: str) -> bool:
    """Whether a structure type is a standard one of PDF 2.0."""
    return tag in _TYPES or _HEADING.fullmatch(tag) is not None


def _has_labels(element: Object) -> bool:
    if element.S != Name.L:
        return False
    items = [item for item in kids_of(element) if not isinstance(item, int)]
    kids = (kid for item in items for kid in kids_of(item) if not isinstance(kid, int))
    return any(kid.get("/S") == Name.Lbl for kid in kids)


def _is_numbered(element: Object) -> bool:
    return attribute_of(element, "/ListNumbering") not in {None, Name("/None")}


def _check_destinations(
    document: Pdf, elements: Mapping[tuple[int, int], Object]
) -> Iterator[Problem]:
    astray = 0
    for destination in destinations(document):
        first = destination[0] if isinstance(destination, Array) and len(destination) else None
        astray += not (isinstance(first, Dictionary) and first.objgen in elements)
    if astray:
        message = f"{astray} × bookmark or link that leads to no element of the structure tree"
        yield violation("structure-destination", UA2, "8.8", message)


def _check_fields(document: Pdf) -> Iterator[Problem]:
    for number, page in enumerate(document.pages, start=1):
        for annotation in page.obj.get("/Annots", Array()):
            if not isinstance(annotation, Dictionary) or not is_unseen_field(annotation):
                continue
            if "/StructParent" in annotation:
                message = "a field without extent is in the structure tree"
                yield violation("field-in-tree", UA2, "8.9.2.4.13", message, number)
            if not str(annotation.get("/Contents", "")):
                message = "a field does not say what it is for"
                yield violation("field-contents", UA2, "8.10.2.3", message, number)
