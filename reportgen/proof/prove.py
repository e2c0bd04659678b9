"""Makes the proof: pictures and figures of every page, and the contact sheet."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from reportgen.page_reader.colours import INKS
from reportgen.proof.contact import ContactRow, contact_sheet, small
from reportgen.proof.measure import Figures, figures, render, totals
from reportgen.proof.picture import ink_map, look, plate, png, preview, with_legend
from reportgen.proof.separate import Separation


class PageProof(Struct, frozen=True, kw_only=True):
    """Pictures of a page as PNG files, and how much ink it takes.

    Attributes:
        number: counted from 1.
        preview: as it looks on paper.
        plates: one an ink, in the order of `INKS`; paper is white, solid ink black.
        ink_map: how much ink is where, with a legend below.
    """

    number: int
    figures: Figures
    preview: bytes
    plates: tuple[bytes, ...]
    ink_map: bytes

    def __repr__(self) -> str:
        return f"PageProof({self.number}, {self.figures})"


class Proof(Struct, frozen=True, kw_only=True):
    """The proof of a file; `contact` is the contact sheet as a PNG file."""

    pages: tuple[PageProof, ...]
    contact: bytes

    def __repr__(self) -> str:
        return f"Proof({self.pages})"

    def files(self) -> Mapping[str, bytes]:
        """All pictures by file name."""
        return dict(self._files())

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for page in self.pages:
            stem = f"page-{page.number}"
            yield f"{stem}.png", page.preview
            for ink, picture in zip(INKS, page.plates, strict=True):
                yield f"{stem}-{ink}.png", picture
            yield f"{stem}-ink.png", page.ink_map
        yield "contact.png", self.contact


def prove(separation: Separation, name: str, dpi: int, limit: float) -> Proof:
    """Renders and measures the plates of a press file.

    Args:
        separation: its plates.
        name: what the contact sheet calls it.
        dpi: pixels per inch of the pictures; all but the contact sheet show the whole sheet.
        limit: percent of ink that a spot may have, all four inks together.

    Raises:
        ConformanceError: the profile of the output intent cannot be used.
    """
    transform = look(separation.profile, name)
    pages: list[PageProof] = []
    rows: list[ContactRow] = []
    places = zip(separation.boxes, separation.turns, strict=True)
    for place, plates in zip(places, render(separation, dpi), strict=True):
        (media, trim), turn = place
        number, ink = len(pages) + 1, totals(plates)
        measured = figures(plates, ink, media, trim, turn, limit)
        seen = preview(plates, transform)
        greys = tuple(plate(plates, n) for n in range(len(INKS)))
        coverage = ink_map(ink, limit)
        pages.append(
            PageProof(
                number=number,
                figures=measured,
                preview=png(seen),
                plates=tuple(png(grey) for grey in greys),
                ink_map=png(with_legend(coverage, limit)),
            )
        )
        pictures = tuple(small(picture) for picture in (seen, *greys, coverage))
        rows.append(ContactRow(number=number, pictures=pictures, figures=measured))
    sheet = contact_sheet(rows, name, separation.condition, dpi, limit)
    return Proof(pages=tuple(pages), contact=png(sheet))
