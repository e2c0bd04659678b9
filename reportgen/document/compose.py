"""The compose stage: everything known of a city becomes one PDF."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO

from reportgen.appearance import POINTS_PER_MM
from reportgen.document.canvas import ReportCanvas
from reportgen.document.finish import finish
from reportgen.document.flow import TooTallError
from reportgen.document.flowables import flowables_of
from reportgen.document.metadata import Description
from reportgen.document.outline import outline, title_band
from reportgen.document.page import draw_pages, paginate
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.document.title import Band
from reportgen.errors import ConformanceError, DocumentError, Problem, Severity
from reportgen.layout import Layout
from reportgen.model import Attachment, Chart, Findings, Portrait, Profile, Report, Section


def compose(
    profile: Profile,
    findings: Findings,
    charts: Mapping[Section, Chart],
    portrait: Portrait,
    layout: Layout,
    issued: date,
    attachments: Sequence[Attachment] = (),
) -> Report:
    """Composes a city's report.

    Args:
        profile: the city's numbers.
        findings: the sentences about them.
        charts: the charts; a section without one shows its note instead.
        portrait: how the office describes itself; may be empty.
        layout: look and words.
        issued: date of the document; nothing here asks the clock.
        attachments: files to put inside, e.g. the city's data.

    Returns:
        The finished PDF with its checksum and what there is to say about it.

    Raises:
        DocumentError: something does not fit on a page.
        ConformanceError: the file would violate PDF/A or PDF/UA.
    """
    setting = Setting.of(layout)
    root = Element("Document")
    band = Band(title_band(profile, portrait, layout), setting, root)
    blocks = outline(profile, findings, charts, portrait, layout)
    flowables = [flowable for block in blocks for flowable in flowables_of(block, setting, root)]
    try:
        pages = paginate(flowables, band, setting)
    except TooTallError as fault:
        raise DocumentError(_too_tall(profile, fault)) from fault

    page, words = layout.look.page, layout.texts.document
    size = (page.width * POINTS_PER_MM, page.height * POINTS_PER_MM)
    stream = BytesIO()
    canvas = ReportCanvas(stream, size, setting.fonts, layout.language)
    foot = words.foot.format(city=profile.city.name, year=profile.year)
    draw_pages(pages, band, foot, canvas, setting)
    canvas.save()
    description = Description(
        title=words.title.format(city=profile.city.name, year=profile.year),
        author=profile.about.publisher,
        subject=profile.about.project,
        keywords=(
            profile.city.name,
            str(profile.year),
            *(layout.texts.names.area(a) for a in profile.areas),
        ),
        language=layout.language,
        issued=issued,
    )
    owners = canvas.owners[: len(pages)]
    try:
        pdf = finish(stream.getvalue(), description, root, owners, attachments)
    except ConformanceError as fault:
        told = (replace(p, where=f"{profile.city.name}, {p.where}") for p in fault.problems)
        raise ConformanceError(*told) from fault
    return Report(
        city=profile.city,
        year=profile.year,
        language=layout.language,
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        pages=len(pages),
        problems=(*band.problems, *_missing_glyphs(profile, canvas.missing)),
    )


def _too_tall(profile: Profile, fault: TooTallError) -> Problem:
    return Problem(
        code="too-tall",
        message=f"a block of the report ({fault}) is taller than a page",
        where=profile.city.name,
        hint="shorten the text, or make the layout's margins or type smaller",
    )


def _missing_glyphs(profile: Profile, missing: Collection[str]) -> Iterator[Problem]:
    if missing:
        characters = ", ".join(f'"{char}" (U+{ord(char):04X})' for char in sorted(missing))
        yield Problem(
            code="missing-glyph",
            message=f"the layout's font cannot show {characters}",
            where=profile.city.name,
            hint="write something else in the workbook or the portrait, or choose another font",
            severity=Severity.WARNING,
        )
