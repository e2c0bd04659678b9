"""Standard structure types, by their namespaces."""

import re

#: Standard structure types of PDF 1.7 (ISO 32000-1, 14.8.4).
STANDARD_TYPES = frozenset(
    [
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Figure",
        "Formula",
        "Form",
    ]
)

#: Those that PDF 2.0 adds (ISO 32000-2, 14.8.4); headings may have any level.
_NEW_TYPES = frozenset(
    ["DocumentFragment", "Aside", "Title", "FENote", "Sub", "Em", "Strong", "Artifact", "math"]
)

#: Those that PDF 2.0 leaves out (ISO 32000-2, annex M).
_OLD_TYPES = frozenset(
    [
        "Art",
        "BlockQuote",
        "TOC",
        "TOCI",
        "Index",
        "Private",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
    ]
)

_OF_PDF_2 = (STANDARD_TYPES - _OLD_TYPES) | _NEW_TYPES

#: A heading with its level.
NUMBERED_HEADING = re.compile("H([1-9][0-9]*)")

#: Namespaces of standard types; the first one is that of elements which name none.
PDF_1, PDF_2 = "http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn"
_MATHML = "http://www.w3.org/1998/Math/MathML"


def is_standard(tag: str, namespace: str) -> bool:
    """Whether a type is a standard one of its namespace; those of MathML all are."""
    if namespace == _MATHML:
        return True
    if namespace == PDF_2:
        return tag in _OF_PDF_2 or NUMBERED_HEADING.fullmatch(tag) is not None
    return namespace == PDF_1 and tag in STANDARD_TYPES
