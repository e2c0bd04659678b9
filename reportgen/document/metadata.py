"""What a file says of itself: document information and XMP in the same words.

PDF/A-2 wants both kinds of metadata to agree (ISO 19005-2, 6.6.3) and every property outside its
own list to be described by an extension schema (6.6.2.3). PDF/A-4 forbids the first kind (ISO
19005-4, 6.1.3) and asks for no schemas. Which standards a file claims, the editions say:
`claims.py` and `press/finish.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from html import escape

from msgspec import Struct
from msgspec.structs import asdict

from reportgen.document.pdf_file import PdfFile, Reference, text_string

PRODUCER = "reportgen"

#: Prefixes that every file declares, and namespaces of claims that PDF/A knows.
_DECLARED = {"pdf", "pdfaid", "xmp"}
_STANDARD = {
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfd": "http://pdfa.org/declarations/",
}

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    {namespaces}
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:publisher><rdf:Bag><rdf:li>{author}</rdf:li></rdf:Bag></dc:publisher>
   <dc:description>
    <rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt>
   </dc:description>
   <dc:subject><rdf:Bag>{subjects}</rdf:Bag></dc:subject>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <pdf:Keywords>{keywords}</pdf:Keywords>
   <pdf:Producer>{producer}</pdf:Producer>
   <xmp:CreatorTool>{producer}</xmp:CreatorTool>
   <xmp:CreateDate>{day}</xmp:CreateDate>
   <xmp:ModifyDate>{day}</xmp:ModifyDate>
   <xmp:MetadataDate>{day}</xmp:MetadataDate>
   {claims}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


_DECLARATION = """<rdf:li rdf:parseType="Resource">
    <pdfd:conformsTo>{uri}</pdfd:conformsTo>
   </rdf:li>"""

_SCHEMA = """<rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>{title}</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>{name}</pdfaProperty:name>
     <pdfaProperty:valueType>{kind}</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>{meaning}</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li>"""


class Extension(Struct, frozen=True, kw_only=True):
    """A property outside of PDF/A's list, described as ISO 19005-2, 6.6.2.3.3 wants it."""

    title: str
    namespace: str
    prefix: str
    name: str
    kind: str
    meaning: str


class Claims(Struct, frozen=True, kw_only=True):
    """Which standards a file says it keeps, in the way that they want it said.

    Attributes:
        properties: of XMP by name, in their order, e.g. ``pdfaid:part``.
        extensions: describe those properties that PDF/A does not know.
        declarations: URIs of what else it conforms to (PDF Declarations, PDF Association).
        has_information: whether the file has a document information dictionary.
    """

    properties: Mapping[str, str]
    extensions: tuple[Extension, ...] = ()
    declarations: tuple[str, ...] = ()
    has_information: bool = True


class DocumentProperties(Struct, frozen=True, kw_only=True):
    """What a PDF says of itself.

    Attributes:
        language: BCP 47 tag.
        label: what sets it apart from others of its kind; may be empty.
    """

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    language: str
    issued: date
    label: str = ""


def write_information(file: PdfFile, description: DocumentProperties, more: str = "") -> Reference:
    """Writes the document information dictionary (ISO 32000-1, 14.3.3).

    Args:
        file: gets it.
        description: in the same words as those of the XMP packet.
        more: entries besides.
    """
    entries = "".join(f"/{name}{text_string(text)}" for name, text in information(description))
    return file.add(f"<<{entries}{more}>>")


def information(description: DocumentProperties) -> Iterator[tuple[str, str]]:
    """The entries of the document information, by name."""
    yield from (("Title", description.title), ("Author", description.author))
    yield from (("Subject", description.subject), ("Keywords", ", ".join(description.keywords)))
    yield from (("Creator", PRODUCER), ("Producer", PRODUCER))
    yield from (
        ("CreationDate", pdf_day(description.issued)),
        ("ModDate", pdf_day(description.issued)),
    )


def pdf_day(day: date) -> str:
    """The beginning of a day as files have it (ISO 32000-1, 7.9.4)."""
    return f"D:{day:%Y%m%d}000000Z"


def output_intent(kind: str, condition: str, profile: Reference, more: str = "") -> str:
    """An output intent (ISO 32000-1, 14.11.5).

    Args:
        kind: ``GTS_PDFA1`` or ``GTS_PDFX``.
        condition: name of what the colours are meant for.
        profile: ICC profile; intents of one file share it.
        more: entries besides.
    """
    name = text_string(condition)
    return (
        f"<</Type/OutputIntent/S/{kind}/OutputConditionIdentifier{name}/Info{name}"
        f"/DestOutputProfile {profile}{more}>>"
    )


def xmp_packet(description: DocumentProperties, claims: Claims) -> bytes:
    """The description and the claims as an XMP packet (ISO 16684-1)."""
    return _xmp(description, claims).encode()


def write_metadata(file: PdfFile, packet: bytes) -> Reference:
    """Writes an XMP packet; whoever searches files for it finds it uncompressed."""
    return file.add_stream("/Type/Metadata/Subtype/XML", packet, compression="")


def _xmp(description: DocumentProperties, claims: Claims) -> str:
    values = {
        "title": description.title,
        "author": description.author,
        "subject": description.subject,
        "language": description.language,
        "keywords": ", ".join(description.keywords),
        "day": f"{description.issued:%Y-%m-%d}T00:00:00Z",
        "producer": PRODUCER,
    }
    properties = dict(claims.properties)
    if description.label:
        properties["xmp:Label"] = description.label
    properties = {name: _escape(value) for name, value in properties.items()}
    if claims.declarations:
        listed = (_DECLARATION.format(uri=_escape(uri)) for uri in claims.declarations)
        properties["pdfd:declarations"] = _bag(listed)
    known = _STANDARD | {each.prefix: each.namespace for each in claims.extensions}
    prefixes = dict.fromkeys(name.partition(":")[0] for name in properties)
    namespaces = {prefix: known[prefix] for prefix in prefixes if prefix not in _DECLARED}
    if claims.extensions:
        listed = (_SCHEMA.format_map(asdict(extension)) for extension in claims.extensions)
        properties["pdfaExtension:schemas"] = _bag(listed)
    lists = {
        "subjects": "".join(f"<rdf:li>{_escape(word)}</rdf:li>" for word in description.keywords),
        "namespaces": "\n    ".join(f'xmlns:{p}="{uri}"' for p, uri in namespaces.items()),
        "claims": "\n   ".join(f"<{n}>{v}</{n}>" for n, v in properties.items()),
    }
    return _XMP.format_map({name: _escape(value) for name, value in values.items()} | lists)


def _bag(items: Iterable[str]) -> str:
    return f"<rdf:Bag>{''.join(items)}</rdf:Bag>"


def _escape(text: str) -> str:
    return escape(text, quote=False)
