"""What a file says of itself: document information and XMP in the same words.

PDF/A-2 wants both kinds of metadata to agree (ISO 19005-2, 6.6.3) and every property outside its
own list to be described by an extension schema (6.6.2.3). PDF/A-4 forbids the first kind (ISO
19005-4, 6.1.3) and asks for no schemas. Which standards a file claims, the editions say:
`claims.py` and `press/finish.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, Pdf, Stream, String

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A property outside of PDF/A's list, described as ISO 19005-2, 6.6.2.3.3 wants it."""

    title: str
    namespace: str
    prefix: str
    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentProperties:
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


def describe(document: Pdf, description: DocumentProperties, claims: Claims) -> None:
    """Writes the metadata, and the language.

    Args:
        document: is changed.
        description: in the words of both kinds of metadata.
        claims: of the standards that the file keeps.
    """
    del document.docinfo
    if claims.has_information:
        _write_information(document, description)
    metadata = document.make_stream(_xmp(description, claims).encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    document.Root.Metadata = metadata
    document.Root.Lang = description.language


def _write_information(document: Pdf, description: DocumentProperties) -> None:
    day = f"D:{description.issued:%Y%m%d}000000Z"
    document.docinfo["/Title"] = description.title
    document.docinfo["/Author"] = description.author
    document.docinfo["/Subject"] = description.subject
    document.docinfo["/Keywords"] = ", ".join(description.keywords)
    document.docinfo["/Creator"] = document.docinfo["/Producer"] = PRODUCER
    document.docinfo["/CreationDate"] = document.docinfo["/ModDate"] = day


def output_intent(kind: str, condition: str, profile: Stream) -> Dictionary:
    """An output intent (ISO 32000-1, 14.11.5).

    Args:
        kind: ``GTS_PDFA1`` or ``GTS_PDFX``.
        condition: name of what the colours are meant for.
        profile: ICC profile as a stream of the document; intents of one file share it.
    """
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name(f"/{kind}"),
        OutputConditionIdentifier=String(condition),
        Info=String(condition),
        DestOutputProfile=profile,
    )


def _xmp(description: DocumentProperties, claims: Claims) -> str:
    """The description as an XMP packet (ISO 16684-1)."""
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
    properties = {name: escape(value) for name, value in properties.items()}
    if claims.declarations:
        listed = (_DECLARATION.format(uri=escape(uri)) for uri in claims.declarations)
        properties["pdfd:declarations"] = _bag(listed)
    known = _STANDARD | {each.prefix: each.namespace for each in claims.extensions}
    prefixes = dict.fromkeys(name.partition(":")[0] for name in properties)
    namespaces = {prefix: known[prefix] for prefix in prefixes if prefix not in _DECLARED}
    if claims.extensions:
        listed = (_SCHEMA.format_map(asdict(extension)) for extension in claims.extensions)
        properties["pdfaExtension:schemas"] = _bag(listed)
    lists = {
        "subjects": "".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in description.keywords),
        "namespaces": "\n    ".join(f'xmlns:{p}="{uri}"' for p, uri in namespaces.items()),
        "claims": "\n   ".join(f"<{n}>{v}</{n}>" for n, v in properties.items()),
    }
    return _XMP.format_map({name: escape(value) for name, value in values.items()} | lists)


def _bag(items: Iterable[str]) -> str:
    return f"<rdf:Bag>{''.join(items)}</rdf:Bag>"
