"""The pass over the finished pages: what reportlab cannot write is written here, with pikepdf."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf

PRODUCER = "reportgen"

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:description>
    <rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt>
   </dc:description>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <pdf:Producer>{producer}</pdf:Producer>
   <xmp:CreateDate>{day}</xmp:CreateDate>
   <xmp:ModifyDate>{day}</xmp:ModifyDate>
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
    language: str
    issued: date


def finish(pdf: bytes, description: Description) -> bytes:
    """Describes the document and stores it compactly and reproducibly.

    The identifier is derived from the content and the dates are given, so the same input makes
    the same bytes (ISO 32000-1, 14.4).

    Args:
        pdf: as reportlab wrote it.
        description: goes into the document information and, in the same words, into XMP.

    Returns:
        The finished file.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        document.Root.Lang = description.language
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        _describe(document, description)
        # With fixed dates reportlab gives all its files the same identifier.
        del document.trailer.ID
        buffer = BytesIO()
        document.save(
            buffer,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
    return buffer.getvalue()


def _describe(document: pikepdf.Pdf, description: Description) -> None:
    day = f"{description.issued:%Y%m%d}000000Z"
    del document.docinfo
    document.docinfo["/Title"] = description.title
    document.docinfo["/Author"] = description.author
    document.docinfo["/Subject"] = description.subject
    document.docinfo["/Producer"] = PRODUCER
    document.docinfo["/CreationDate"] = f"D:{day}"
    document.docinfo["/ModDate"] = f"D:{day}"
    metadata = document.make_stream(_xmp(description).encode())
    metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    document.Root.Metadata = metadata


def _xmp(description: Description) -> str:
    """The description as an XMP packet (ISO 16684-1), in the words of the document information."""
    values = {
        "title": description.title,
        "author": description.author,
        "subject": description.subject,
        "language": description.language,
        "day": f"{description.issued:%Y-%m-%d}T00:00:00Z",
        "producer": PRODUCER,
    }
    return XMP.format_map({name: escape(value) for name, value in values.items()})
