"""The print edition as a file: pages with boxes and graphics states, output intents, claims.

One file is PDF/X-4 (ISO 15930-7:2010) and PDF/A-2b; both take the same output intent's profile.
"""

from hashlib import sha256
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

import pikepdf

from reportgen.checks.press import press_preflight
from reportgen.document.drawn import DrawnDocument
from reportgen.document.metadata import (
    Claims,
    DocumentProperties,
    Extension,
    output_intent,
    write_information,
    write_metadata,
    xmp_packet,
)
from reportgen.document.pdf_file import PdfFile, numbers, text_string
from reportgen.document.written_pages import write_pages
from reportgen.editions.press.press_canvas import KNOCKOUT, OVERPRINT
from reportgen.editions.press.sheet import PressSheet
from reportgen.errors import ConformanceError, errors_among
from reportgen.layout.load import PrintingCondition

_EXTENSIONS = (
    Extension(
        title="PDF/X identification schema",
        namespace="http://www.npes.org/pdfx/ns/id/",
        prefix="pdfxid",
        name="GTS_PDFXVersion",
        kind="Text",
        meaning="Part of ISO 15930 conformed to",
    ),
    Extension(
        title="Adobe PDF schema",
        namespace="http://ns.adobe.com/pdf/1.3/",
        prefix="pdf",
        name="Trapped",
        kind="Text",
        meaning="Whether the colours were trapped",
    ),
)

#: How ink meets the ink below it, for all pages and forms.
STATES = (
    f"<<{OVERPRINT}<</Type/ExtGState/op true/OP true/OPM 1>>"
    f"{KNOCKOUT}<</Type/ExtGState/op false/OP false/OPM 0>>>>"
)


def press_file(
    drawn: DrawnDocument,
    description: DocumentProperties,
    sheet: PressSheet,
    condition: PrintingCondition,
) -> bytes:
    """Writes the file and checks the whole.

    Args:
        drawn: the pages.
        description: what the file says of itself.
        sheet: boxes of every page.
        condition: what its inks are meant for.

    Returns:
        The file. Photos of low resolution, the one warning, were reported already.

    Raises:
        ConformanceError: it would violate a standard that it claims.
    """
    identifier = sha256(b"".join(page.content for page in drawn.pages)).hexdigest()
    properties = {
        "pdf:Trapped": "False",
        "xmpMM:DocumentID": f"uuid:{uuid5(NAMESPACE_URL, identifier)}",
        "xmpMM:VersionID": "1",
        "xmpMM:RenditionClass": "default",
        "pdfxid:GTS_PDFXVersion": "PDF/X-4",
        "pdfaid:part": "2",
        "pdfaid:conformance": "B",
    }
    claims = Claims(properties=properties, extensions=_EXTENSIONS)
    file = PdfFile((1, 6))
    catalog, node = file.reserve(), file.reserve()
    write_pages(file, drawn, node, _boxes(sheet), file.add(STATES))
    metadata = write_metadata(file, xmp_packet(description, claims))
    file.put(
        catalog,
        f"<</Type/Catalog/Pages {node}/Lang{text_string(description.language)}"
        f"/Metadata {metadata}/OutputIntents[{_intents(file, condition)}]>>",
    )
    content = file.to_bytes(catalog, write_information(file, description, "/Trapped/False"))
    # Version and identifier are written with the file, so the file is what is checked.
    with pikepdf.open(BytesIO(content)) as finished:
        errors = errors_among(press_preflight(finished, condition.ink_limit))
    if errors:
        raise ConformanceError(*errors)
    return content


def _intents(file: PdfFile, condition: PrintingCondition) -> str:
    profile = file.add_stream("/N 4", condition.profile.content)
    registry = "/RegistryName(http://www.color.org)" if condition.registered else ""
    return "".join(
        output_intent(kind, condition.name, profile, registry) for kind in ("GTS_PDFX", "GTS_PDFA1")
    )


def _boxes(sheet: PressSheet) -> str:
    boxes = {"MediaBox": sheet.media, "BleedBox": sheet.bleeding, "TrimBox": sheet.trim}
    return "".join(f"/{name}{numbers(box)}" for name, box in boxes.items())
