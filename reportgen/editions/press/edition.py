"""The print edition: pages are drawn in inks on a press' sheet, and become a file."""

from collections.abc import Callable, Collection
from functools import partial

from reportgen.document.canvas import ReportCanvas
from reportgen.document.drawn import DrawnDocument
from reportgen.document.metadata import DocumentProperties
from reportgen.document.setting import Setting
from reportgen.editions.press.finish import press_file
from reportgen.editions.press.inks import Inks
from reportgen.editions.press.press_canvas import PressCanvas
from reportgen.editions.press.sheet import PressSheet, Slug
from reportgen.model import About


def press_edition(
    draw_on: Callable[[ReportCanvas], DrawnDocument],
    description: DocumentProperties,
    about: About,
    setting: Setting,
) -> tuple[bytes, Collection[str]]:
    """PDF/X-4 and PDF/A-2b in one file.

    Args:
        draw_on: draws the pages on a canvas.
        description: what the file says of itself.
        about: the workbook, which the slug line names.
        setting: layout and fonts.

    Returns:
        The file, and the characters that no font can show.

    Raises:
        ConformanceError: it would violate a standard that it claims.
    """
    layout = setting.layout
    look, words = layout.look, layout.texts.document.slug
    sheet = PressSheet.of(look.page, look.press.bleed)
    job = partial(
        words.job.format,
        project=about.project,
        title=description.title,
        version=about.version,
        date=layout.texts.style.day(description.issued),
    )
    slug = Slug(
        job=lambda page: job(page=page),
        plates=(words.cyan, words.magenta, words.yellow, words.black),
    )
    inks = Inks(layout.condition, look.colours)
    canvas = PressCanvas(sheet, inks, setting.fonts, slug)
    drawn = draw_on(canvas)
    return press_file(drawn, description, sheet, layout.condition), canvas.missing
