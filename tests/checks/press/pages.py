"""Pages made by hand, and what the interpreter finds on them."""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from reportgen.page_reader.geometry import IDENTITY, Box
from reportgen.page_reader.marks import Mark, PageContent
from reportgen.page_reader.page import read_page
from reportgen.page_reader.resources import Library

#: Of every page here.
SHEET = (0.0, 0.0, 300.0, 400.0)

#: Images within content live as long as the library of their document.
_IN_USE: list[Library] = []


def new_page() -> Pdf:
    document = pikepdf.new()
    document.add_blank_page(page_size=(300, 400))
    return document


def read(content: str | bytes, document: Pdf | None = None, **resources: Any) -> PageContent:
    """What is found in content; resources by their kind, as mappings from names."""
    document = document or new_page()
    page = document.pages[0]
    data = content.encode("latin-1") if isinstance(content, str) else content
    page.Contents = document.make_stream(data)
    page.Resources = Dictionary(
        {
            f"/{kind}": Dictionary({f"/{k}": v for k, v in named.items()})
            for kind, named in resources.items()
        }
    )
    library = Library()
    _IN_USE.append(library)
    return read_page(page.obj, 1, IDENTITY, SHEET, library)


def marks(content: str | bytes, document: Pdf | None = None, **resources: Any) -> list[Mark]:
    """What is painted by content that can be understood."""
    reading = read(content, document, **resources)
    assert reading.unreadable == {}
    return reading.marks


def box(mark: Mark) -> Box:
    """Around a mark, without the noise of arithmetic."""
    x0, y0, x1, y1 = (round(edge, 4) for edge in mark.box)
    return x0, y0, x1, y1


def form(document: Pdf, content: str, **entries: Any) -> Stream:
    stream = document.make_stream(content.encode("latin-1"))
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([-1000, -1000, 1000, 1000])
    for key, value in entries.items():
        stream[f"/{key}"] = value
    return stream


def simple_font(**entries: Any) -> Dictionary:
    """Letters a, b and c are 500, 600 and 700 wide, the space is 250."""
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name.Made,
        FirstChar=97,
        LastChar=99,
        Widths=Array([500, 600, 700]),
        FontDescriptor=Dictionary(Ascent=800, Descent=-200, MissingWidth=250),
    )
    for key, value in entries.items():
        font[f"/{key}"] = value
    return font
