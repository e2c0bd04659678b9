"""Reading XMP metadata (ISO 16684-1), and comparing them with the document information."""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from pikepdf import Dictionary, Pdf, PdfError, Stream

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
DECLARATIONS = "{http://pdfa.org/declarations/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"

#: Entries of the document information and the XMP property that must say the same.
_AGREE = {
    "Title": f"{DC}title",
    "Author": f"{DC}creator",
    "Subject": f"{DC}description",
    "Keywords": f"{PDF}Keywords",
    "Producer": f"{PDF}Producer",
    "Creator": f"{XMP}CreatorTool",
    "CreationDate": f"{XMP}CreateDate",
    "ModDate": f"{XMP}ModifyDate",
}


def read_xmp(document: Pdf) -> ElementTree.Element | None:
    """The XMP metadata of a document; None when it has none that is a stream.

    Raises:
        ElementTree.ParseError: they are no XML, or cannot be unpacked.
    """
    stream = document.Root.get("/Metadata")
    if not isinstance(stream, Stream):
        return None
    try:
        content = stream.read_bytes()
    except PdfError as fault:
        raise ElementTree.ParseError(str(fault)) from fault
    return ElementTree.fromstring(content)


def values(xmp: ElementTree.Element, property_: str) -> list[str]:
    """All values of a property, written as element or as attribute, in a list or alone."""
    found = []
    for element in xmp.iter():
        if property_ in element.attrib:
            found.append(element.attrib[property_])
        if element.tag == property_:
            items = [item.text or "" for item in element.iter(f"{RDF}li")]
            found += items or [element.text or ""]
    return found


def disagreements(xmp: ElementTree.Element, information: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each entry of the document information that XMP says otherwise."""
    for entry, property_ in _AGREE.items():
        said = information.get(entry)
        known = _digits if entry.endswith("Date") else list
        if said is not None and known(values(xmp, property_)[:1]) != known([said]):
            yield f"{entry} is not the same in document information and XMP"


def information_of(document: Pdf) -> Mapping[str, str]:
    """The entries of the document information that XMP may say, too."""
    # `docinfo` would add the dictionary where there is none.
    information = document.trailer.get("/Info", Dictionary())
    said = {entry: information.get(f"/{entry}") for entry in _AGREE}
    return {entry: str(text) for entry, text in said.items() if text is not None}


def _digits(dates: list[str]) -> list[str]:
    """Year to second of dates in either notation."""
    return ["".join(char for char in value if char.isdigit())[:14] for value in dates]
