"""The compose stage: everything known of a city becomes one PDF."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from reportgen.document.canvas import ReportCanvas
from reportgen.document.drawn import DrawnDocument
from reportgen.document.flow import TooTallError
from reportgen.document.flowables import flowables_of
from reportgen.document.metadata import DocumentProperties
from reportgen.document.outline import outline, title_band
from reportgen.document.page import Page, draw_pages, paginate
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.document.title import Band
from reportgen.editions.digital import digital_file
from reportgen.errors import ConformanceError, DocumentError, Problem, Severity
from reportgen.layout.appearance import POINTS_PER_MM
from reportgen.layout.load import Layout
from reportgen.model import (
    Chart,
    DigitalForm,
    Drawing,
    Edition,
    Erratum,
    Findings,
    Portrait,
    Profile,
    Report,
)

_PLAIN = DigitalForm()


class _Composition(Struct, frozen=True, kw_only=True):
    """Pages with everything in its place, before they are drawn."""

    pages: tuple[Page, ...]
    band: Band
    foot: str
    root: Element
    setting: Setting

    def draw_on(self, canvas: ReportCanvas) -> DrawnDocument:
        draw_pages(self.pages, self.band, self.foot, canvas, self.setting)
        return canvas.drawn()


def compose(
    profile: Profile,
    findings: Findings,
    charts: Mapping[str, Chart],
    portrait: Portrait,
    layout: Layout,
    issued: date,
    form: DigitalForm = _PLAIN,
    edition: Edition = Edition.DIGITAL,
    erratum: Erratum | None = None,
    tiles: Sequence[Drawing | None] = (),
) -> Report:
    """Composes a city's report.

    Args:
        profile: the city's numbers.
        findings: the sentences about them.
        charts: the charts; a section without one shows its note instead.
        portrait: how the office describes itself; may be empty.
        layout: look and words.
        issued: date of the document; nothing here asks the clock.
        form: of the digital edition; all others are the same by any.
        edition: what it is made for.
        erratum: what it corrects, if anything.
        tiles: the pictures of the title page's tiles.

    Returns:
        The finished PDF with its checksum and what there is to say about it.

    Raises:
        DocumentError: something does not fit on a page.
        ConformanceError: the file would violate a standard that it claims.
    """
    composition = _arrange(profile, findings, charts, portrait, layout, erratum, tiles)
    description = _describe(profile, layout, issued)
    label = layout.texts.document.erratum.heading if erratum else ""
    description = replace(description, label=label)
    try:
        if edition is Edition.PRINT:
            pdf, problems = _for_press(composition, description, profile)
        else:
            own = _PLAIN if edition.is_copy else form
            pdf, problems = _for_screens(composition, description, own, profile)
            if edition.is_copy:
                pdf = _imposed(pdf, edition)
    except ConformanceError as fault:
        located = (replace(p, where=f"{profile.city.name}, {p.where}") for p in fault.problems)
        raise ConformanceError(*located) from fault
    return Report(
        city=profile.city,
        year=profile.year,
        language=layout.language,
        edition=edition,
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        pages=len(composition.pages),
        problems=(*composition.band.problems, *problems),
        erratum=label,
    )


def _arrange(
    profile: Profile,
    findings: Findings,
    charts: Mapping[str, Chart],
    portrait: Portrait,
    layout: Layout,
    erratum: Erratum | None,
    tiles: Sequence[Drawing | None],
) -> _Composition:
    setting = Setting.of(layout)
    root = Element("Document")
    band = Band(title_band(profile, portrait, layout), setting, root)
    blocks = outline(profile, findings, charts, portrait, layout, erratum, tiles)
    flowables = [flowable for block in blocks for flowable in flowables_of(block, setting, root)]
    try:
        pages = paginate(flowables, band, setting)
    except TooTallError as fault:
        raise DocumentError(_too_tall(profile, fault)) from fault
    foot = layout.texts.document.foot.format(city=profile.city.name, year=profile.year)
    if profile.about.notice:
        # Before the title, which is cut where there is no room, and stands on the first page.
        foot = f"{layout.texts.names.notice(profile.about.notice)} · {foot}"
    return _Composition(pages=pages, band=band, foot=foot, root=root, setting=setting)


def _describe(profile: Profile, layout: Layout, issued: date) -> DocumentProperties:
    return DocumentProperties(
        title=layout.texts.document.title.format(city=profile.city.name, year=profile.year),
        author=profile.about.publisher,
        subject=_subject(profile, layout),
        keywords=(
            profile.city.name,
            str(profile.year),
            *(layout.texts.names.area(a) for a in profile.areas),
        ),
        language=layout.language,
        issued=issued,
    )


def _subject(profile: Profile, layout: Layout) -> str:
    """The project and, if there is one, what stands on every page."""
    about = profile.about
    notice = layout.texts.names.notice(about.notice)
    return f"{about.project}. {notice}" if notice else about.project


def _for_screens(
    composition: _Composition,
    description: DocumentProperties,
    form: DigitalForm,
    profile: Profile,
) -> tuple[bytes, tuple[Problem, ...]]:
    """The digital edition: PDF/UA and PDF/A in one file."""
    setting = composition.setting
    page = setting.layout.look.page
    size = (page.width * POINTS_PER_MM, page.height * POINTS_PER_MM)
    canvas = ReportCanvas(size, setting.fonts)
    drawn = composition.draw_on(canvas)
    pdf = digital_file(drawn, description, composition.root, form)
    return pdf, tuple(_missing_glyphs(profile, canvas.missing))


def _imposed(pdf: bytes, edition: Edition) -> bytes:
    from reportgen.editions.imposition import booklet, two_up  # noqa: PLC0415, pikepdf is slow

    return booklet(pdf) if edition is Edition.BOOKLET else two_up(pdf)


def _for_press(
    composition: _Composition, description: DocumentProperties, profile: Profile
) -> tuple[bytes, tuple[Problem, ...]]:
    """The print edition: PDF/X-4 and PDF/A-2b in one file."""
    from reportgen.editions.press.edition import press_edition  # noqa: PLC0415, pikepdf is slow

    pdf, missing = press_edition(
        composition.draw_on, description, profile.about, composition.setting
    )
    return pdf, tuple(_missing_glyphs(profile, missing))


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
