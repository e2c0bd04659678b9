"""Reads from a finished PDF whose report it is, so that nobody is sent another city's."""

import re
import unicodedata

from pikepdf import Dictionary, Pdf, PdfError

from reportgen.bounded import LimitExceededError, run_bounded
from reportgen.errors import DeliveryError, Problem
from reportgen.model import Edition, Identity
from reportgen.page_reader.files import legible, open_pdf_bytes

#: Present in files for the press only (PDF/X-4, ISO 15930-7).
_PDFX_VERSION = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"

#: The document's keywords begin with the city and the reporting year.
_KEYWORDS = re.compile(r"(?P<city>.+?), (?P<year>\d{4})(?:, |$)")


def identify(pdf: bytes, place: str) -> Identity:
    """Whose report `pdf` is, by its own metadata.

    Args:
        pdf: content of the file.
        place: its name, for the message when it is unknown.

    Raises:
        DeliveryError: it is no PDF, or does not say of which city, year and language it is.
    """
    try:
        return run_bounded(_identify, pdf, place)
    except LimitExceededError as fault:
        raise DeliveryError(_nameless(place, f"cannot be read: {fault}")) from fault


def _identify(pdf: bytes, place: str) -> Identity:
    # What was cut off is not mended: of a sealed file that would leave the earlier state.
    if not pdf.rstrip().endswith(b"%%EOF"):
        raise DeliveryError(_nameless(place, "has no end"))
    try:
        with open_pdf_bytes(pdf, mend=False) as document:
            language = str(document.Root.get("/Lang", ""))
            # A file of PDF 2.0 has no document information.
            information = document.trailer.get("/Info", Dictionary())
            with document.open_metadata() as metadata:
                said = str(metadata.get("pdf:Keywords", ""))
                keywords = _KEYWORDS.match(said)
                agrees = not information or said == str(information.get("/Keywords", ""))
                has_data = _data_in(document) is not None
                edition = Edition.PRINT if _PDFX_VERSION in metadata else Edition.DIGITAL
                erratum = str(metadata.get("xmp:Label", ""))
    except Exception as fault:
        # The libraries rely on types of objects; a malformed one may raise anything.
        raise DeliveryError(_nameless(place, f"cannot be read: {fault}")) from fault
    if keywords is None or not agrees or not language:
        raise DeliveryError(_nameless(place, "does not say whose report it is"))
    return Identity(
        city=unicodedata.normalize("NFC", keywords["city"]),
        year=int(keywords["year"]),
        language=language,
        edition=edition,
        has_data=has_data,
        erratum=erratum,
    )


def data_of(pdf: bytes) -> bytes:
    """The indicators as CSV that a report carries; empty when it has none.

    Raises:
        DeliveryError: they cannot be read.
    """
    try:
        return run_bounded(_data_of, pdf)
    except (LimitExceededError, PdfError) as fault:
        raise DeliveryError(
            _nameless("a report", f"has data that cannot be read: {fault}")
        ) from fault


def _data_of(pdf: bytes) -> bytes:
    with open_pdf_bytes(pdf) as document:
        name = _data_in(document)
        return document.attachments[name].get_file().read_bytes() if name else b""


def _data_in(document: Pdf) -> str | None:
    names = (name for name in document.attachments if name != "columns.csv")
    return next((name for name in names if name.endswith(".csv")), None)


def _nameless(place: str, what: str) -> Problem:
    problem = Problem(
        code="not-a-report",
        message=f"{place} {what}",
        where=place,
        hint="build it again with `reportgen build`",
    )
    return legible(problem)
