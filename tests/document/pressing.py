"""Makes small files for a press by hand, and reads what their plates show."""

from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name

from reportgen.layout.load import load_layout
from reportgen.proof import separate
from reportgen.proof.measure import Plates, render

#: Width and height of a page in points.
SIDE = 100

#: States that a page and its forms may set: overprint in both modes, and none.
STATES = {
    "/Over": {"/op": True, "/OP": True, "/OPM": 1},
    "/Over0": {"/op": True, "/OP": True, "/OPM": 0},
    "/OverBoth": {"/OP": True, "/OPM": 1},
    "/Knock": {"/op": False, "/OP": False, "/OPM": 0},
    "/Half": {"/ca": 0.5, "/CA": 0.5},
}


@cache
def profile() -> bytes:
    """The ICC profile of the layout."""
    return load_layout().condition.profile.content


def new_document() -> pikepdf.Pdf:
    """A file without pages that says which inks it means."""
    document = pikepdf.new()
    stream = document.make_stream(profile())
    stream.N = 4
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier="FOGRA39",
        DestOutputProfile=stream,
    )
    document.Root.OutputIntents = Array([intent])
    return document


def add_page(document: pikepdf.Pdf, content: str, **things: Any) -> pikepdf.Page:
    """Adds a page of `SIDE` by `SIDE` points that draws `content` and may use the `STATES`."""
    page = document.add_blank_page(page_size=(SIDE, SIDE))
    page.obj.Contents = document.make_stream(content.encode())
    page.obj.Resources = resources(**things)
    return page


def resources(**things: Any) -> Dictionary:
    """Resources with the `STATES` and XObjects by name."""
    states = Dictionary({name: Dictionary(state) for name, state in STATES.items()})
    named = Dictionary({f"/{name}": thing for name, thing in things.items()})
    return Dictionary(ExtGState=states, XObject=named)


def add_form(document: pikepdf.Pdf, content: str, **things: Any) -> Any:
    """A form as large as a page."""
    form = document.make_stream(content.encode())
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array([0, 0, SIDE, SIDE])
    form.Resources = resources(**things)
    return form


def add_image(document: pikepdf.Pdf, samples: bytes, width: int, height: int, **more: Any) -> Any:
    """An image in DeviceCMYK of 8 bits, or whatever `more` says."""
    image = document.make_stream(samples)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = width, height
    image.ColorSpace, image.BitsPerComponent = Name.DeviceCMYK, 8
    for name, value in more.items():
        image[f"/{name}"] = value
    return image


def saved(document: pikepdf.Pdf) -> bytes:
    """The file's content."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def plates_of(document: pikepdf.Pdf) -> list[Plates]:
    """The plates of each page; one pixel is one point."""
    return list(render(separate(document, "made.pdf"), 72))


def plates(content: str) -> Plates:
    """The plates of a page that needs nothing but `STATES`."""
    document = new_document()
    add_page(document, content)
    return plates_of(document)[0]


def inks_at(plates: Plates, x: int, y: int) -> tuple[int, ...]:
    """Percent of each ink at a place, in points from the lower left."""
    return tuple(round(float(ink) / 2.55) for ink in plates[len(plates) - 1 - y, x])


def means(plates: Plates) -> tuple[float, ...]:
    """Percent of each ink on the whole page."""
    return tuple(float(mean) for mean in np.mean(plates, axis=(0, 1)) / 2.55)
