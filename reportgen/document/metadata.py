"""What a file says of itself: document information and XMP in the same words.

PDF/A-2 wants both kinds of metadata to agree (ISO 19005-2, 6.6.3) and every property outside its
own list to be described by an extension schema (6.6.2.3). Which standards a file claims, the
editions say: `digital.py` and `press.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, Pdf, Stream, String

PRODUCER = "reportgen"

#: Prefixes that every file declares, and namespaces of claims that PDF/A knows.
_DECLARED = {"pdf", "pdfaid", "xmp"}
_STANDARD = {"xmpMM": "http://ns.adobe.com/xap/1.0/mm/"}

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
   <pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


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


def describe(
    document: Pdf,
    description: DocumentProperties,
    claims: Mapping[str, str],
    extensions: Sequence[Extension],
) -> None:
    """Writes both kinds of metadata, and the language.

    Args:
        document: is changed.
        description: in the words of both kinds of metadata.
        claims: XMP properties of the standards by name, in their order, e.g. ``pdfaid:part``.
        extensions: describe those of the claims that PDF/A does not know.
    """
    root, day = document.Root, f"D:{description.issued:%Y%m%d}000000Z"
    del document.docinfo
    document.docinfo["/Title"] = description.title
    document.docinfo["/Author"] = description.author
    document.docinfo["/Subject"] = description.subject
    document.docinfo["/Keywords"] = ", ".join(description.keywords)
    document.docinfo["/Creator"] = document.docinfo["/Producer"] = PRODUCER
    document.docinfo["/CreationDate"] = document.docinfo["/ModDate"] = day
    metadata = document.make_stream(_xmp(description, claims, extensions).encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    root.Metadata = metadata
    root.Lang = description.language


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


def _xmp(
    description: DocumentProperties, claims: Mapping[str, str], extensions: Sequence[Extension]
) -> str:
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
    if description.label:
        claims = {**claims, "xmp:Label": description.label}
    known = _STANDARD | {extension.prefix: extension.namespace for extension in extensions}
    prefixes = dict.fromkeys(name.partition(":")[0] for name in claims)
    namespaces = {prefix: known[prefix] for prefix in prefixes if prefix not in _DECLARED}
    lists = {
        "subjects": "".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in description.keywords),
        "namespaces": "\n    ".join(f'xmlns:{p}="{uri}"' for p, uri in namespaces.items()),
        "claims": "\n   ".join(f"<{n}>{escape(v)}</{n}>" for n, v in claims.items()),
        "schemas": "".join(_SCHEMA.format_map(asdict(extension)) for extension in extensions),
    }
    return _XMP.format_map({name: escape(value) for name, value in values.items()} | lists)
