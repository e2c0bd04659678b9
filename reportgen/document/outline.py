"""What a city profile contains, block by block, in the order of meaning."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.document.abbreviations import expand
from reportgen.document.blocks import (
    Block,
    BulletList,
    Columns,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    ParagraphStyle,
    Part,
    Picture,
    TableBlock,
    TitleBand,
    Together,
)
from reportgen.document.data_tables import figure_blocks
from reportgen.document.erratum import erratum_part
from reportgen.document.explanations import secrecy
from reportgen.layout.load import Layout
from reportgen.layout.texts import DocumentTexts
from reportgen.model import (
    ALL_AREAS,
    Chart,
    Erratum,
    Findings,
    Kind,
    Portrait,
    PortraitKind,
    Profile,
    Section,
    Span,
)

#: Sections that are a chart with its sentences.
CHART_SECTIONS = (Section.RECIPIENTS, Section.PAYMENTS, Section.DENSITIES, Section.ECONOMY)


@dataclass(frozen=True, slots=True)
class _Content:
    """All that a section may draw from."""

    profile: Profile
    findings: Findings
    charts: Mapping[Section, Chart]
    portrait: Portrait
    layout: Layout


def title_band(profile: Profile, portrait: Portrait, layout: Layout) -> TitleBand:
    """The head of the first page; the portrait's name of the office goes before the workbook's."""
    words, office = layout.texts.document, portrait.office or profile.city.office
    subtitle = words.subtitle if office else words.subtitle_without_office
    credit = words.photo_credit.format(credit=portrait.credit) if portrait.credit else ""
    return TitleBand(
        project=profile.about.project,
        language=layout.foreign_language,
        city=profile.city.name,
        subtitle=subtitle.format(office=office, year=profile.year),
        letters=profile.city.abbreviation,
        photo=portrait.photo,
        photo_focus=portrait.photo_focus,
        credit=credit if portrait.photo else "",
    )


def outline(
    profile: Profile,
    findings: Findings,
    charts: Mapping[Section, Chart],
    portrait: Portrait,
    layout: Layout,
    erratum: Erratum | None = None,
) -> tuple[Block, ...]:
    """The blocks of a report below its title band, in the layout's order of sections.

    What a report corrects stands behind all of them.
    """
    content = _Content(profile, findings, charts, portrait, layout)
    writers: dict[Section, Callable[[_Content], Iterator[Block]]] = {
        Section.TITLE: _title,
        Section.EXTRACT: _extract,
        Section.FIGURES: lambda c: figure_blocks(c.profile, c.layout),
    }
    names = layout.texts.names
    # What stands in brackets behind a label would be more to hear than it explains.
    labels = {names.area(area): names.area_label(area) for area in profile.areas}
    expansions = {short: label.partition(" (")[0] for short, label in labels.items()}
    expansions |= names.abbreviations
    blocks: list[Block] = []
    for section in layout.look.sections:
        chart = section in CHART_SECTIONS
        parts = _chart_section(section, content) if chart else writers[section](content)
        filled = _with_content(tuple(parts))
        if section is layout.look.sections[-1] and Section.FIGURES not in layout.look.sections:
            filled += tuple(secrecy(profile, layout))  # which stands below the figures else
        if filled:
            blocks.append(expand(Part(blocks=filled), expansions))
    if erratum:
        blocks.append(expand(erratum_part(erratum, layout), expansions))
    return tuple(blocks)


def _with_content(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without those that are empty, and without headings over nothing."""
    kept: list[Block] = []
    for block in reversed(blocks):
        match block:
            case Columns() | Together():
                inner = _with_content(block.blocks)
                if inner:
                    kept.append(replace(block, blocks=inner))
            case Heading():
                below = kept[-1] if kept else None
                is_above = isinstance(below, Heading) and below.level > block.level
                if below and (is_above or not isinstance(below, Heading)):
                    kept.append(block)
            case Paragraph() if not any(span.text.strip() for span in block.spans):
                pass
            case BulletList(items=()) | TableBlock(rows=()) | KeyFigures(figures=()):
                pass
            case _:
                kept.append(block)
    return tuple(reversed(kept))


def _title(content: _Content) -> Iterator[Block]:
    words, portrait = content.layout.texts.document, content.portrait
    if notice := content.profile.about.notice:
        # Running feet are not read aloud.
        said = content.layout.texts.names.notice(notice)
        language = content.layout.foreign_language if said == notice else ""
        yield Paragraph(spans=(Span(text=said, strong=True),), language=language)
    if content.findings.key_figures:
        yield KeyFigures(figures=content.findings.key_figures)
    if content.findings.at_a_glance:
        yield Heading(level=2, text=words.at_a_glance, quiet=True)
        items = tuple((Span(text=f.sentence),) for f in content.findings.at_a_glance)
        yield Columns(blocks=(BulletList(items=items),))
    yield Heading(level=2, text=words.office, quiet=True)
    if portrait.blocks:
        yield Columns(blocks=tuple(_portrait(portrait, content.layout.foreign_language)))
    else:
        yield Paragraph(spans=(Span(text=words.no_portrait),))


def _portrait(portrait: Portrait, language: str) -> Iterator[Block]:
    items: list[tuple[Span, ...]] = []
    for block in portrait.blocks:
        if block.kind is PortraitKind.BULLET:
            items.append(block.spans)
            continue
        if items:
            yield BulletList(items=tuple(items), language=language)
            items = []
        if block.kind is PortraitKind.HEADING:
            strong = tuple(Span(text=span.text, strong=True) for span in block.spans)
            yield Paragraph(spans=strong, holds_next=True, language=language, level=3)
        else:
            yield Paragraph(spans=block.spans, language=language)
    if items:
        yield BulletList(items=tuple(items), language=language)


def _extract(content: _Content) -> Iterator[Block]:
    words, profile = content.layout.texts.document, content.profile
    charts = [content.charts[s] for s in content.layout.look.sections if s in content.charts]
    date = profile.get(Kind.RECIPIENTS, ALL_AREAS).measure.period
    text = words.extract_text.format(
        compared=_compared(profile, words),
        year=profile.year,
        date=content.layout.texts.style.period(date),
        charts=_announced(len(charts), content.layout),
    )
    blocks: list[Block] = [
        Heading(level=2, text=words.extract),
        Paragraph(spans=(Span(text=text),), holds_next=bool(charts)),
    ]
    if charts:
        items = tuple(_shown(chart, content.layout) for chart in charts)
        blocks.append(Columns(blocks=(BulletList(items=items),)))
    note = content.findings.notes.get(Section.EXTRACT)
    if note:
        blocks.append(Paragraph(spans=(Span(text=note),)))
    yield Together(blocks=tuple(blocks))


def _compared(profile: Profile, words: DocumentTexts) -> str:
    """With how many other cities the city is compared, in words."""
    city, n = profile.city.name, len(profile.cities)
    if n > 2:
        return words.extract_cities.format(city=city, n=n)
    return (words.extract_one_city if n == 1 else words.extract_two_cities).format(city=city)


def _announced(n: int, layout: Layout) -> str:
    """How many charts follow, in words."""
    words = layout.texts.document
    if n < 2:
        return words.extract_one_chart if n else words.extract_no_chart
    number = layout.texts.style.count(n)
    return words.extract_charts.format(n=number[:1].upper() + number[1:])


def _shown(chart: Chart, layout: Layout) -> tuple[Span, ...]:
    texts = getattr(layout.texts.charts, chart.section.value)
    return Span(text=f"{texts.title}: ", strong=True), Span(text=f"{texts.shows}.")


def _chart_section(section: Section, content: _Content) -> Iterator[Block]:
    words, findings = content.layout.texts.document, content.findings
    texts = getattr(content.layout.texts.charts, section.value)
    chart, note = content.charts.get(section), findings.notes.get(section)
    explanations = {
        Section.DENSITIES: words.what_density_is,
        Section.ECONOMY: words.why_economy,
    }
    blocks: list[Block] = [
        Heading(level=2, text=texts.title, aside=chart.subtitle if chart else ""),
    ]
    lead, *others = [finding.sentence for finding in findings.statements[section]]
    blocks.append(Paragraph(spans=(Span(text=lead),), style=ParagraphStyle.LEAD))
    paragraphs = [Paragraph(spans=(Span(text=" ".join(others)),))] if others else []
    if section in explanations:
        paragraphs.append(Paragraph(spans=(Span(text=explanations[section]),)))
    blocks += [Columns(blocks=tuple(paragraphs))] if len(paragraphs) > 1 else paragraphs
    if chart:
        blocks.append(Picture(chart=chart))
        blocks.append(Paragraph(spans=chart.source, style=ParagraphStyle.MUTED))
    if note:
        blocks.append(Note(name=section, label=words.not_shown, text=note))
    yield Together(blocks=tuple(blocks))
