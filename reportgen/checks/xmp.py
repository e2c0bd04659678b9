"""What XMP metadata say (ISO 16684-1), and whether the document information says the same."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
MEDIA = "{http://ns.adobe.com/xap/1.0/mm/}"
PDFX = "{http://www.npes.org/pdfx/ns/id/}"
CONFORMS_TO = "{http://pdfa.org/declarations/}conformsTo"

#: First bytes of packets that are not in UTF-8 (ISO 16684-1, 7.3.2), the longer ones first.
_ENCODINGS = {
    "utf-32-le": (b"\xff\xfe\x00\x00", b"<\x00\x00\x00"),
    "utf-32-be": (b"\x00\x00\xfe\xff", b"\x00\x00\x00<"),
    "utf-16-le": (b"\xff\xfe", b"<\x00"),
    "utf-16-be": (b"\xfe\xff", b"\x00<"),
}

_EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
_PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"

#: A date with the zone of its time, as in D:20200131235959+01 or 2020-01-31T23:59:59+01:00.
_DATE = re.compile(r"[0-9D][-0-9:T.]*(?:([+-])(\d\d)[:']?(\d\d)?)?")

#: Namespaces whose properties PDF/A knows (ISO 19005-2, 6.6.2.3.1), and those it knows of Adobe's.
_KNOWN = {
    *(DC, XMP, PDFA, MEDIA, _EXTENSION, RDF),
    *(f"{{http://ns.adobe.com/xap/1.0/{name}/}}" for name in ("rights", "bj", "t/pg")),
    *(f"{{http://ns.adobe.com/{name}/1.0/}}" for name in ("photoshop", "tiff", "exif")),
    *(f"{{http://ns.adobe.com/{name}/}}" for name in ("camera-raw-settings/1.0", "exif/1.0/aux")),
    "{http://ns.adobe.com/xmp/1.0/DynamicMedia/}",
    "{http://ns.adobe.com/xmp/Identifier/qual/1.0/}",
}
_KNOWN_OF_PDF = {f"{PDF}{name}" for name in ("Keywords", "PDFVersion", "Producer")}

#: Entries of the document information and the XMP property that must say the same.
AGREEING = {
    "/Title": f"{DC}title",
    "/Author": f"{DC}creator",
    "/Subject": f"{DC}description",
    "/Keywords": f"{PDF}Keywords",
    "/Producer": f"{PDF}Producer",
    "/Creator": f"{XMP}CreatorTool",
    "/CreationDate": f"{XMP}CreateDate",
    "/ModDate": f"{XMP}ModifyDate",
}


def parsed(packet: bytes) -> ElementTree.Element:
    """What a packet says.

    Raises:
        ElementTree.ParseError: it is no XML.
    """
    return ElementTree.fromstring(_readable(packet))


def encoding_of(packet: bytes) -> str:
    """How a packet is encoded, by its first bytes: in UTF-8 when they show nothing else."""
    for encoding, starts in _ENCODINGS.items():
        if packet.startswith(starts):
            return encoding
    return "utf-8"


def prefixes_of(packet: bytes, namespace: str) -> set[str]:
    """The prefixes that a packet declares for a namespace, which is given in braces.

    Raises:
        ElementTree.ParseError: it is no XML.
    """
    text_ = _readable(packet)
    source = BytesIO(text_) if isinstance(text_, bytes) else StringIO(text_)
    declared: Iterator[tuple[str, Any]] = ElementTree.iterparse(source, events=("start-ns",))
    return {str(prefix) for _, (prefix, uri) in declared if f"{{{uri}}}" == namespace}


def _readable(packet: bytes) -> bytes | str:
    """A packet as the parser of XML takes it, which knows no UTF-32."""
    encoding = encoding_of(packet)
    if not encoding.startswith("utf-32"):
        return packet
    return packet.decode(encoding, errors="replace").removeprefix("\ufeff")


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


def undescribed(xmp: ElementTree.Element) -> set[str]:
    """Properties that neither PDF/A knows nor an extension schema describes (6.6.2.3)."""
    used: set[str] = set()
    for description in xmp.iter(f"{RDF}Description"):
        used |= {child.tag for child in description} | set(description.attrib)
    qualified = {name for name in used if name.startswith("{")}
    known = {name for name in qualified if f"{name.partition('}')[0]}}}" in _KNOWN}
    return qualified - known - _KNOWN_OF_PDF - _described(xmp)


def _described(xmp: ElementTree.Element) -> set[str]:
    """Properties that extension schemas describe."""
    found = set()
    for schema in xmp.iter(f"{RDF}li"):
        namespace = schema.find(f"{SCHEMA}namespaceURI")
        properties = schema.find(f"{SCHEMA}property")
        if namespace is not None and properties is not None:
            for name in properties.iter(f"{_PROPERTY}name"):
                found.add(f"{{{namespace.text}}}{name.text}")
    return found


def disagreements(xmp: ElementTree.Element, information: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each entry of the document information that XMP says otherwise."""
    for entry, property_ in AGREEING.items():
        said = information.get(entry)
        known = _moments if entry.endswith("Date") else list
        # Of a text in several languages the first one counts, of several authors each.
        in_xmp = values(xmp, property_)[: None if entry == "/Author" else 1]
        if said is not None and known(in_xmp) != known([said]):
            yield f"{entry[1:]} is not the same in document information and XMP"


def _moments(dates: list[str]) -> list[object]:
    """Dates in either notation, in the time of Greenwich where they name a zone."""
    return [_moment(value) for value in dates]


def _moment(value: str) -> object:
    found = _DATE.search(value)
    digits = "".join(char for char in (found or [value])[0] if char.isdigit())[:14]
    try:
        known = datetime.strptime(f"{digits:0<14}", "%Y%m%d%H%M%S")
    except ValueError:
        return digits
    if not found or not found[1]:
        return known
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return known - offset if found[1] == "+" else known + offset
