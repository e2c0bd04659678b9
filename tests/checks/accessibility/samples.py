"""Reports of profiles that real cities do not have, each for one thing that could go wrong."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from reportgen.document.blocks import Block, Part, TableBlock, TitleBand
from reportgen.document.canvas import ReportCanvas
from reportgen.document.flowables import flowables_of
from reportgen.document.metadata import DocumentProperties
from reportgen.document.page import draw_pages, paginate
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.document.title import Band
from reportgen.editions.digital import digital_file
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.load import Layout
from reportgen.model import (
    Edition,
    Portrait,
    PortraitBlock,
    PortraitKind,
    Profile,
    Reason,
    Report,
    Span,
)
from reportgen.pipeline import build_report
from tests.any_profiles import Size, made
from tests.document.making import ISSUED, report_of
from tests.made_up import area, indicator, profiles

CITIES = ("Köln", "Bonn", "Aachen")

#: Of the title band, in pixels enough for print.
PHOTO = (2600, 1300)

#: How photos come, with the colours of their upper half.
PHOTOS = {
    "rgb": ("RGB", "jpg", (160, 30, 40)),
    "alpha": ("RGBA", "png", (160, 30, 40, 90)),
    "cmyk": ("CMYK", "jpg", (0, 255, 255, 0)),
    "grey16": ("I;16", "png", 0x4000),
}


def paragraph(*spans: Span | str) -> PortraitBlock:
    return _block(PortraitKind.PARAGRAPH, spans)


def heading(*spans: Span | str) -> PortraitBlock:
    return _block(PortraitKind.HEADING, spans)


def bullet(*spans: Span | str) -> PortraitBlock:
    return _block(PortraitKind.BULLET, spans)


def _block(kind: PortraitKind, spans: tuple[Span | str, ...]) -> PortraitBlock:
    return PortraitBlock(
        kind=kind, spans=tuple(Span(text=s) if isinstance(s, str) else s for s in spans)
    )


def link(text: str, path: str = "amt") -> Span:
    return Span(text=text, href=f"https://example.org/{path}?a=1&b=2")


#: Everything that a portrait may hold.
PORTRAIT = Portrait(
    office="Amt für Soziales",
    blocks=(
        paragraph("Das Amt hilft; mehr steht bei der ", link("Beratung der Stadt"), "."),
        heading("Aufgaben"),
        bullet(Span(text="Pflege: ", strong=True), "Beratung nach ", link("dem Gesetz", "gesetz")),
        bullet("Wohnungsnotfälle, Obdachlosigkeit und Geflüchtete"),
        paragraph(
            "Donaudampfschifffahrtsgesellschaftskapitäne werden am Zeilenende getrennt. " * 3
        ),
    ),
)


def small_profile() -> Profile:
    """A city with two areas and an indicator; some payments and an indicator are absent."""
    profile, *_ = profiles(
        CITIES,
        areas=(area("SGB II", "Grundsicherung"), area("HzP", "Hilfe zur Pflege")),
        indicators=(indicator("Arbeitslosenquote"), indicator("Kaufkraft")),
        recipients={"SGB II": (900, 800, 700), "HzP": (90, 70, 50)},
        payments={"SGB II": (9e6, 8e6, 7e6)},
        economy={
            "Arbeitslosenquote": (8.5, 7.5, 5.0),
            "Kaufkraft": (Reason.NOT_DELIVERED, 7, 5),
        },
    )
    return profile


def bare_profile() -> Profile:
    """All that is optional is absent: payments, economy, indicators, all areas but one."""
    keys = ("SGB II", "HzP", "HLU", "GSiAE")
    profile, *_ = profiles(
        CITIES, areas=tuple(map(area, keys)), recipients={"HLU": (90, 70, 50)}, office=""
    )
    return profile


def large_profile() -> Profile:
    """Twenty areas: each chart, and each table, fills a page."""
    keys = [f"B{number:02}" for number in range(1, 21)]
    profile, *_ = profiles(
        CITIES,
        areas=tuple(area(key, f"Hilfe {key}") for key in keys),
        recipients={key: (900 + i, 800, 700 - i) for i, key in enumerate(keys)},
        payments={key: (9e6, 8e6 + i, 7e6) for i, key in enumerate(keys)},
    )
    return profile


#: Charts of two pages, columns of all widths, words that no line can hold, in any style.
WIDE = made(Size(seed=2, cities=5, areas=28, indicators=40, longest=8, digits=9))

#: Its paragraphs, and the second of its lists, do not fit on the title page.
LONG_PORTRAIT = Portrait(
    blocks=(
        paragraph(
            "Die Leistungsberechtigten erhalten Grundsicherung und Eingliederungshilfe, wie es "
            "die Verwaltungsvorschriften der Landesregierung vorsehen. " * 45
        ),
        *(bullet(f"Aufgabe {number}: " + "Beratung und Vermittlung. " * 5) for number in range(40)),
    )
)


def photo_of(kind: str, folder: Path) -> Path:
    """A photo of one of `PHOTOS`, in two colours."""
    mode, suffix, colour = PHOTOS[kind]
    image = Image.new(mode, PHOTO)
    image.paste(Image.new(mode, (PHOTO[0], PHOTO[1] // 2), colour))  # type: ignore[arg-type]
    file = folder / f"{kind}.{suffix}"
    image.save(file)
    return file


def with_photo(kind: str, folder: Path, layout: Layout) -> Report:
    """A small report with a photo and who took it."""
    photo = Portrait(photo=photo_of(kind, folder), credit="Stadt Köln", blocks=PORTRAIT.blocks)
    return report_of(small_profile(), layout, photo)


def corrected(layout: Layout, edition: Edition = Edition.DIGITAL) -> Report:
    """A report of many indicators that ends with hundreds of corrections."""

    def profile(shift: float) -> Profile:
        names = [f"Quote {number}" for number in range(60)]
        return profiles(
            CITIES,
            areas=(area("SGB II", "Grundsicherung"),),
            indicators=tuple(map(indicator, names)),
            recipients={"SGB II": (900 + 10 * shift, 800, 700)},
            economy=dict.fromkeys(names, (8.5 + shift, 7.5, 5.0)),
            office="Sozialamt" if shift else "Amt für Soziales",
        )[0]

    return build_report(
        profile(0), layout, Path("nowhere"), ISSUED, edition=edition, former=profile(1)
    )


#: A table that needs three pages, with a sum.
LONG_TABLE = TableBlock(
    title="Alle Bereiche",
    head=("Leistungsbereich", "Personen", "Anteil"),
    rows=tuple((f"Bereich {number}", str(1000 + number), f"{number},0") for number in range(149)),
    total=True,
)


def document_of(blocks: Sequence[Block], layout: Layout) -> bytes:
    """A finished file of nothing but a title band and `blocks`."""
    setting, root = Setting.of(layout), Element("Document")
    title = TitleBand(project="P", language="", city="Köln", subtitle="Amt", letters="K")
    band = Band(title, setting, root)
    pages = paginate(flowables_of(Part(blocks=tuple(blocks)), setting, root), band, setting)
    page = layout.look.page
    size = (page.width * POINTS_PER_MM, page.height * POINTS_PER_MM)
    canvas = ReportCanvas(size, setting.fonts)
    draw_pages(pages, band, "Fuß", canvas, setting)
    description = DocumentProperties(
        title="Köln", author="A", subject="S", keywords=("K",), language="de", issued=ISSUED
    )
    return digital_file(canvas.drawn(), description, root)
