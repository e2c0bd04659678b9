"""The contact sheet: every page on one picture, with its plates, its ink map and its figures."""

from collections.abc import Sequence

from msgspec import Struct
from PIL import Image, ImageDraw

from reportgen.proof.measure import Figures
from reportgen.proof.picture import PAPER, QUIET, SIGNAL, TEXT, Rgb, draw_legend, face

#: Measures in pixels: of a small picture, the gaps, the outer margin, the column of figures.
_WIDTH, _HEIGHT, _GAP, _MARGIN, _FIGURES = 360, 500, 24, 56, 240

#: Height of the figures of a page, so the least of a row.
_LEAST = 300

#: Sizes of type in pixels.
_TITLE, _TEXT, _SMALL = 38, 22, 19

_GROUND: Rgb = (236, 237, 238)
_LINE: Rgb = (200, 202, 204)

#: What the columns show, and the colours of the inks' marks.
_COLUMNS = ("As printed", "Cyan", "Magenta", "Yellow", "Black", "All inks")
_INKS: tuple[Rgb, ...] = ((0, 158, 224), (226, 0, 122), (255, 222, 0), (29, 29, 27))


class ContactRow(Struct, frozen=True, kw_only=True):
    """A page of the sheet: preview, four plates and ink map, and the figures."""

    number: int
    pictures: tuple[Image.Image, ...]
    figures: Figures


def small(image: Image.Image) -> Image.Image:
    """A picture in the size that it has on the contact sheet."""
    shown = image.convert("RGB") if image.mode == "P" else image.copy()
    shown.thumbnail((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS, reducing_gap=2)
    return shown.convert("RGB")


def contact_sheet(
    rows: Sequence[ContactRow], name: str, condition: str, dpi: int, limit: float
) -> Image.Image:
    """Draws the sheet.

    Args:
        rows: one a page, with pictures made `small`.
        name: of the file.
        condition: what its inks are meant for.
        dpi: at which it was measured.
        limit: percent of ink that a spot may have.
    """
    heights = [max(_LEAST, *(picture.height for picture in row.pictures)) for row in rows]
    top = _MARGIN + 150
    columns = len(_COLUMNS) * (_WIDTH + _GAP)
    width = 2 * _MARGIN + columns + _FIGURES
    height = top + sum(heights) + len(rows) * 2 * _GAP + 60 + _MARGIN
    sheet = Image.new("RGB", (width, height), _GROUND)
    draw = ImageDraw.Draw(sheet)
    _draw_head(draw, width, name, condition, dpi, limit, max(r.figures.most for r in rows))
    y = top
    for row, row_height in zip(rows, heights, strict=True):
        for number, picture in enumerate(row.pictures):
            x = _MARGIN + number * (_WIDTH + _GAP)
            sheet.paste(picture, (x, y))
            draw.rectangle((x - 1, y - 1, x + picture.width, y + picture.height), outline=_LINE)
        _draw_figures(draw, _MARGIN + columns, y, row, limit)
        y += row_height + 2 * _GAP
    draw.text((_MARGIN, y + 16), "Ink on a spot", TEXT, face(_SMALL, "Semibold"), anchor="lm")
    draw_legend(draw, _MARGIN + 150, y, width - 2 * _MARGIN - 150, _SMALL, limit)
    return sheet


def _draw_head(
    draw: ImageDraw.ImageDraw,
    width: int,
    name: str,
    condition: str,
    dpi: int,
    limit: float,
    most: float,
) -> None:
    draw.text((_MARGIN, _MARGIN), name, TEXT, face(_TITLE, "Bold"), anchor="lt")
    words = (condition, f"measured at {dpi} dpi", f"ink limit {limit:g} %", f"most {most:.0f} %")
    about = "   ·   ".join(word for word in words if word)
    draw.text((_MARGIN, _MARGIN + 52), about, QUIET, face(_TEXT), anchor="lt")
    y = _MARGIN + 124
    draw.line((_MARGIN, y - 34, width - _MARGIN, y - 34), _LINE, 2)
    for number, title in enumerate(_COLUMNS):
        x = _MARGIN + number * (_WIDTH + _GAP)
        if 0 < number <= len(_INKS):
            draw.ellipse((x, y - 8, x + 16, y + 8), _INKS[number - 1])
            x += 26
        draw.text((x, y), title, TEXT, face(_TEXT, "Semibold"), anchor="lm")


def _draw_figures(draw: ImageDraw.ImageDraw, x: int, y: int, row: ContactRow, limit: float) -> None:
    """The figures of a page, right of its pictures."""
    figures, right = row.figures, x + _FIGURES
    draw.text((x, y), f"Page {row.number}", TEXT, face(_TITLE - 8, "Bold"), anchor="lt")
    draw.text((x, y + 42), "mean on the page", QUIET, face(_SMALL), anchor="lt")
    y += 86
    for title, colour, mean in zip(_COLUMNS[1:5], _INKS, figures.means, strict=True):
        draw.ellipse((x, y - 7, x + 14, y + 7), colour)
        draw.text((x + 26, y), title, TEXT, face(_TEXT), anchor="lm")
        draw.text((right, y), f"{mean:.1f} %", TEXT, face(_TEXT), anchor="rm")
        y += 30
    draw.line((x, y - 8, right, y - 8), _LINE, 2)
    y += 14
    bold = face(_TEXT, "Semibold")
    draw.text((x, y), "All inks", TEXT, bold, anchor="lm")
    draw.text((right, y), f"{figures.mean:.1f} %", TEXT, bold, anchor="rm")
    y += 52
    draw.text((x, y), "Most ink", TEXT, bold, anchor="lm")
    draw.text((right, y), f"{figures.most:.0f} %", TEXT, bold, anchor="rm")
    y += 30
    if figures.over:
        text = f"{figures.over:,} pixels above"
        draw.rectangle((x - 8, y - 15, right + 8, y + 15), SIGNAL)
        draw.text((x, y), text, PAPER, bold, anchor="lm")
    else:
        draw.text((x, y), f"nowhere above {limit:g} %", QUIET, face(_SMALL), anchor="lm")
