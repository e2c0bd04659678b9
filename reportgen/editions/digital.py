"""The pass over the digital edition: what reportlab cannot write is written here, with pikepdf."""

from collections.abc import Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

from reportgen.checks.accessibility import preflight
from reportgen.document.metadata import DocumentProperties, Extension, describe, output_intent
from reportgen.document.structure import Element, attach
from reportgen.editions.attachments import attach_files
from reportgen.editions.srgb import srgb_profile
from reportgen.errors import ConformanceError
from reportgen.model import Attachment

# Three quarters of the time of the usual level 6, for a file that is 4 % larger.
pikepdf.settings.set_flate_compression_level(4)

_UA_IDENTIFIER = Extension(
    title="PDF/UA identification schema",
    namespace="http://www.aiim.org/pdfua/ns/id/",
    prefix="pdfuaid",
    name="part",
    kind="Integer",
    meaning="Part of ISO 14289 conformed to",
)


def finish(
    pdf: bytes,
    description: DocumentProperties,
    root: Element,
    owners: Sequence[Sequence[Element]],
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Adds structure tree, metadata and attachments, checks the whole, and stores it.

    The file claims PDF/UA-1 and PDF/A-2a, with attachments PDF/A-3a, and is not made when our own
    checks find that it must not.

    The identifier is derived from the content and the dates are given, so the same input makes
    the same bytes (ISO 32000-1, 14.4).

    Args:
        pdf: as reportlab wrote it.
        description: what it says of itself.
        root: the ``Document`` element.
        owners: for each page the element of each marked-content sequence.
        attachments: files to put inside.

    Returns:
        The finished file.

    Raises:
        ConformanceError: it would violate a standard that it claims.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        attach(document, root, owners)
        claims = {"pdfaid:part": "3" if attachments else "2", "pdfaid:conformance": "A"}
        describe(document, description, claims | {"pdfuaid:part": "1"}, [_UA_IDENTIFIER])
        _set_up_for_screens(document)
        if attachments:
            attach_files(document, attachments, description.issued)
        violations = preflight(document)
        if violations:
            raise ConformanceError(*violations)
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


def _set_up_for_screens(document: pikepdf.Pdf) -> None:
    """What a viewer shows first, and what its colours mean."""
    root = document.Root
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    profile = document.make_stream(srgb_profile())
    profile.N = 3
    root.OutputIntents = Array([output_intent("GTS_PDFA1", "sRGB IEC61966-2.1", profile)])
