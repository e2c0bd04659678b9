"""The pass over the print edition: boxes, graphics states, output intents and what it claims.

One file is PDF/X-4 (ISO 15930-7:2010) and PDF/A-2b; both take the same output intent's profile.
"""

from hashlib import sha256
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

import pikepdf
from pikepdf import Array, Dictionary, Name

from reportgen.checks.press import press_preflight
from reportgen.document.metadata import (
    Claims,
    DocumentProperties,
    Extension,
    describe,
    output_intent,
)
from reportgen.editions.digital import saved_bytes
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


def finish_for_press(
    pdf: bytes, description: DocumentProperties, sheet: PressSheet, condition: PrintingCondition
) -> bytes:
    """Adds what PDF/X-4 and PDF/A-2b want, stores it, and checks the whole.

    Args:
        pdf: as reportlab wrote it.
        description: what it says of itself.
        sheet: boxes of every page.
        condition: what its inks are meant for.

    Returns:
        The finished file. Photos of low resolution, the one warning, were reported already.

    Raises:
        ConformanceError: it would violate a standard that it claims.
    """
    identifier = sha256(pdf).hexdigest()
    properties = {
        "pdf:Trapped": "False",
        "xmpMM:DocumentID": f"uuid:{uuid5(NAMESPACE_URL, identifier)}",
        "xmpMM:VersionID": "1",
        "xmpMM:RenditionClass": "default",
        "pdfxid:GTS_PDFXVersion": "PDF/X-4",
        "pdfaid:part": "2",
        "pdfaid:conformance": "B",
    }
    with pikepdf.open(BytesIO(pdf)) as document:
        describe(document, description, Claims(properties=properties, extensions=_EXTENSIONS))
        document.docinfo["/Trapped"] = Name("/False")
        _add_intents(document, condition)
        for page in document.pages:
            _add_boxes(page, sheet)
        _add_states(document)
        # With fixed dates reportlab gives all its files the same identifier.
        del document.trailer.ID
        content = saved_bytes(document, force_version="1.6")
    # Version and identifier are written with the file, so the file is what is checked.
    with pikepdf.open(BytesIO(content)) as finished:
        errors = errors_among(press_preflight(finished, condition.ink_limit))
    if errors:
        raise ConformanceError(*errors)
    return content


def _add_intents(document: pikepdf.Pdf, condition: PrintingCondition) -> None:
    profile = document.make_stream(condition.profile.content)
    profile.N = 4
    intents = [output_intent(kind, condition.name, profile) for kind in ("GTS_PDFX", "GTS_PDFA1")]
    if condition.registered:
        for intent in intents:
            intent.RegistryName = "http://www.color.org"
    document.Root.OutputIntents = Array(intents)


def _add_boxes(page: pikepdf.Page, sheet: PressSheet) -> None:
    # Four decimals are a thirtieth of a micrometre.
    boxes = {"MediaBox": sheet.media, "BleedBox": sheet.bleeding, "TrimBox": sheet.trim}
    for name, box in boxes.items():
        page.obj[f"/{name}"] = Array([round(value, 4) for value in box])


def _add_states(document: pikepdf.Pdf) -> None:
    """Defines how ink meets the ink below it, for all pages and forms."""
    states = document.make_indirect(
        Dictionary(
            {
                OVERPRINT: Dictionary(Type=Name.ExtGState, op=True, OP=True, OPM=1),
                KNOCKOUT: Dictionary(Type=Name.ExtGState, op=False, OP=False, OPM=0),
            }
        )
    )
    for thing in document.objects:
        is_page = isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == Name.Page
        is_form = isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Form
        if is_page or is_form:
            if "/Resources" not in thing:
                thing.Resources = Dictionary()
            thing.Resources.ExtGState = states
