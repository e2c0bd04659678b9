"""What a file says of itself: document information and XMP in the same words, and its standards.

PDF/A-2 wants both kinds of metadata to agree (ISO 19005-2, 6.6.3) and every property outside its
own list to be described by an extension schema (6.6.2.3); PDF/UA's identifier is such a property.
"""

from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, String

from reportgen.document.colour import srgb_profile

PRODUCER = "reportgen"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
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
   <pdfaid:part>{part}</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
   <pdfuaid:part>1</pdfuaid:part>
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Part of ISO 14289 conformed to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a PDF says of itself; `language` is a BCP 47 tag."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    language: str
    issued: date


def describe(document: Pdf, description: Description, *, pdfa_part: int) -> None:
    """Writes metadata, language, output intent and what a viewer shows first.

    Args:
        document: is changed.
        description: in the words of both kinds of metadata.
        pdfa_part: 2, or 3 for files with other files inside; the level is A, and PDF/UA-1 is
            claimed as well.
    """
    root, day = document.Root, f"D:{description.issued:%Y%m%d}000000Z"
    del document.docinfo
    document.docinfo["/Title"] = description.title
    document.docinfo["/Author"] = description.author
    document.docinfo["/Subject"] = description.subject
    document.docinfo["/Keywords"] = ", ".join(description.keywords)
    document.docinfo["/Creator"] = document.docinfo["/Producer"] = PRODUCER
    document.docinfo["/CreationDate"] = document.docinfo["/ModDate"] = day
    metadata = document.make_stream(_xmp(description, pdfa_part).encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    root.Metadata = metadata
    root.Lang = description.language
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    profile = document.make_stream(srgb_profile())
    profile.N = 3
    root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=profile,
            )
        ]
    )


def _xmp(description: Description, pdfa_part: int) -> str:
    """The description as an XMP packet (ISO 16684-1)."""
    values = {
        "title": description.title,
        "author": description.author,
        "subject": description.subject,
        "language": description.language,
        "keywords": ", ".join(description.keywords),
        "day": f"{description.issued:%Y-%m-%d}T00:00:00Z",
        "producer": PRODUCER,
        "part": str(pdfa_part),
    }
    escaped = {name: escape(value) for name, value in values.items()}
    subjects = "".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in description.keywords)
    return _XMP.format_map(escaped | {"subjects": subjects})
