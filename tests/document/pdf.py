"""Reads finished PDFs: pikepdf for their structure, PDFium for the text that a reader gets."""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from msgspec import Struct

#: What PDFium gives for a hyphen that divides a word at the end of a line.
DIVIDING_HYPHEN = "\ufffe"


class Piece(Struct, frozen=True):
    """A run of text on a page with the box of its ink, in points from the lower left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str

    def overlaps(self, other: "Piece") -> bool:
        """Whether the two share more than half a point in both directions."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.top, other.top) - max(self.bottom, other.bottom) > 0.5
        )


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def operations(container: Any) -> Iterator[tuple[list[Any], str]]:
    """Operands and operator of all that a page does, with a form's own where the form is used."""
    for operands, operator in pikepdf.parse_content_stream(container):
        drawn = container.Resources.XObject[str(operands[0])] if str(operator) == "Do" else {}
        if drawn.get("/Subtype") == "/Form":
            yield from operations(drawn)
        else:
            yield list(operands), str(operator)


def as_printed(pdf: bytes) -> bytes:
    """The file without what is read instead of its text: its text is what the eye sees."""
    with opened(pdf) as document:
        for page in document.pages:
            kept = []
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "BDC" and "/ActualText" in operands[1]:
                    del operands[1]["/ActualText"]
                kept.append((operands, operator))
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
        stream = BytesIO()
        document.save(stream)
    return stream.getvalue()


def spoken_words(pdf: bytes) -> Iterator[str]:
    """What is read instead of the text, wherever that differs, in the order of drawing."""
    with opened(pdf) as document:
        for page in document.pages:
            for operands, operator in operations(page):
                if operator == "BDC" and operands[0] == "/Span" and "/ActualText" in operands[1]:
                    yield str(operands[1].ActualText)


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """The text of each page as it is read; lines end with CR and LF, pages count from 0."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return tuple(page.get_textpage().get_text_range() for page in document)


def running_text(pdf: bytes) -> str:
    """All text with the lines put together: their own blanks part the words, and nothing else."""
    return "".join(page_texts(pdf)).replace(f"{DIVIDING_HYPHEN}\r\n", "").replace(
        DIVIDING_HYPHEN, ""
    ).replace("\r\n", "")  # fmt: skip


def pieces(pdf: bytes) -> Iterator[Piece]:
    """The runs of text of all pages with their places."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for i in range(text.count_rects()):
                box = text.get_rect(i)
                yield Piece(number, *box, text.get_text_bounded(*box))


def pixels(pdf: bytes, page: int = 0, scale: float = 1.0) -> Any:
    """A page as a Pillow image; one pixel is one point at a scale of 1."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return document[page].render(scale=scale).to_pil()
