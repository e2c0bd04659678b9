"""Which standards the digital edition claims to keep: all that it says of them stands here."""

from reportgen.document.metadata import Claims, Extension
from reportgen.model import DigitalForm, Standard

_UA_1_IDENTIFIER = Extension(
    title="PDF/UA identification schema",
    namespace="http://www.aiim.org/pdfua/ns/id/",
    prefix="pdfuaid",
    name="part",
    kind="Integer",
    meaning="Part of ISO 14289 conformed to",
)

#: Well-Tagged PDF 1.0, 6.1: for reuse, and for accessibility.
_WELL_TAGGED = (
    "http://pdfa.org/declarations/wtpdf#reuse1.0",
    "http://pdfa.org/declarations/wtpdf#accessibility1.0",
)


def claims_of(form: DigitalForm) -> Claims:
    """What a file claims; PDF/A-2 forbids files inside it, and so does PDF/A-4 without F."""
    if form.standard is Standard.UA1:
        archive = {"pdfaid:part": "3" if form.attachments else "2", "pdfaid:conformance": "A"}
        properties = archive | {"pdfuaid:part": "1"}
        return Claims(properties=properties, extensions=(_UA_1_IDENTIFIER,))
    archive = {"pdfaid:part": "4", "pdfaid:rev": "2020"}
    archive |= {"pdfaid:conformance": "F"} if form.attachments else {}
    return Claims(
        properties=archive | {"pdfuaid:part": "2", "pdfuaid:rev": "2024"},
        declarations=_WELL_TAGGED,
        has_information=False,
    )
