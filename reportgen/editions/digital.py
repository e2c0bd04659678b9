"""The digital edition as a file: pages and bookmarks, structure tree, metadata, files inside.

Everything is written once and in one go. The data behind a report are files inside the file,
associated with it as PDF/A-3 and PDF/A-4f want it.
"""

from collections.abc import Iterable
from functools import cache
from hashlib import md5

from PIL import ImageCms

from reportgen.document.drawn import DrawnDocument
from reportgen.document.metadata import (
    DocumentProperties,
    output_intent,
    pdf_day,
    write_information,
    write_metadata,
    xmp_packet,
)
from reportgen.document.pdf_file import PdfFile, Reference, numbers, references, text_string
from reportgen.document.structure import Element, write_tree
from reportgen.document.written_pages import write_bookmarks, write_pages
from reportgen.editions.claims import claims_of
from reportgen.editions.gate import violations
from reportgen.errors import ConformanceError
from reportgen.model import Attachment, DigitalForm, Standard

_PLAIN = DigitalForm()

#: Bytes of an ICC header that hold the time of making and the profile's identifier (ICC.1, 7.2).
_MADE, _IDENTIFIER = slice(24, 36), slice(84, 100)

#: What a viewer shows first, and what it calls pages.
_VIEWING = (
    "/PageMode/UseOutlines/ViewerPreferences<</DisplayDocTitle true>>"
    "/PageLabels<</Nums[0<</S/D>>]>>"
)


def digital_file(
    drawn: DrawnDocument,
    description: DocumentProperties,
    root: Element,
    form: DigitalForm = _PLAIN,
) -> bytes:
    """Writes the file, unless our own checks find that it must not be.

    The identifier is derived from the content and the dates are given, so the same input makes
    the same bytes (ISO 32000-1, 14.4).

    Args:
        drawn: the pages.
        description: what the file says of itself.
        root: the ``Document`` element.
        form: the standard that it claims, and the files to put inside.

    Raises:
        ConformanceError: it would violate a standard that it claims.
    """
    claims = claims_of(form)
    packet = xmp_packet(description, claims)
    if found := violations(drawn, root, description, packet, form):
        raise ConformanceError(*found)
    is_pdf_2 = form.standard is Standard.UA2
    file = PdfFile(form.standard.pdf_version)
    catalog, node = file.reserve(), file.reserve()
    pages = write_pages(file, drawn, node, f"/MediaBox{numbers((0, 0, *drawn.size))}")
    tree = write_tree(file, root, pages, form.standard)
    marks = [(each, drawn.bookmarks[each]) for each in root.walk() if each in drawn.bookmarks]
    outline = write_bookmarks(file, marks, pages, tree.elements if is_pdf_2 else {})
    profile = file.add_stream("/N 3", _srgb_profile())
    intent = output_intent("GTS_PDFA1", "sRGB IEC61966-2.1", profile)
    entries = (
        f"/Type/Catalog/Pages {node}/StructTreeRoot {tree.reference}/MarkInfo<</Marked true>>"
        f"/Outlines {outline}{_VIEWING}/Lang{text_string(description.language)}"
        f"/Metadata {write_metadata(file, packet)}/OutputIntents[{intent}]"
    )
    if form.attachments:
        entries += _attached(file, form.attachments, pdf_day(description.issued))
    file.put(catalog, f"<<{entries}>>")
    has_information = claims.has_information
    return file.to_bytes(catalog, write_information(file, description) if has_information else None)


@cache
def _srgb_profile() -> bytes:
    """An sRGB profile (IEC 61966-2-1) made by littlecms; the same bytes at any time."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_MADE] = bytes.fromhex("07e4000100010000 00000000".replace(" ", ""))
    profile[_IDENTIFIER] = bytes(16)
    return bytes(profile)


def _attached(file: PdfFile, attachments: Iterable[Attachment], changed: str) -> str:
    """Embeds files and associates them with the document (ISO 19005-3, 6.8).

    Args:
        file: gets them.
        attachments: with different names.
        changed: day of their last change.

    Returns:
        Entries of the catalog.
    """
    ordered = sorted(attachments, key=lambda attachment: text_string(attachment.name))
    every = [_embedded(file, attachment, changed) for attachment in ordered]
    names = " ".join(
        f"{text_string(attachment.name)} {reference}"
        for attachment, reference in zip(ordered, every, strict=True)
    )
    return f"/AF{references(every)}/Names<</EmbeddedFiles<</Names[{names}]>>>>"


def _embedded(file: PdfFile, attachment: Attachment, changed: str) -> Reference:
    # A checksum of the format (ISO 32000-1, 7.11.4), not a protection.
    checksum = md5(attachment.content, usedforsecurity=False).hexdigest()
    kind, name = attachment.media_type.replace("/", "#2F"), text_string(attachment.name)
    content = file.add_stream(
        f"/Type/EmbeddedFile/Subtype/{kind}/Params<</Size {len(attachment.content)}"
        f"/ModDate({changed})/CheckSum<{checksum}>>>",
        attachment.content,
    )
    return file.add(
        f"<</Type/Filespec/F{name}/UF{name}/Desc{text_string(attachment.description)}"
        f"/AFRelationship/Data/EF<</F {content}/UF {content}>>>>"
    )
