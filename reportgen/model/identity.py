"""What a finished report says of itself to those who hand it on."""

from msgspec import Struct

from reportgen.model.report import Edition


class Identity(Struct, frozen=True, kw_only=True):
    """Whose report a PDF is, read from the PDF itself.

    Attributes:
        city: its name as in the workbook.
        year: reporting year.
        language: ``de`` or ``en``.
        has_data: whether the city's indicators are inside as CSV.
        erratum: what it calls its page of corrections; empty where it has none.
    """

    city: str
    year: int
    language: str
    edition: Edition
    has_data: bool
    erratum: str = ""
