"""What a city profile contains, block by block, in the order of meaning."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reportgen.document.abbreviations import expand
from reportgen.document.blocks import (
    Beside,
    Block,
    BulletList,
    Columns,
    Comment,
    Heading,
    HeadingStyle,
    LabelledList,
    Note,
    Paragraph,
    ParagraphStyle,
    Part,
    Picture,
    Sidebar,
    TableBlock,
    Tiles,
    TitleBand,
    Together,
)
from reportgen.document.data_tables import figure_blocks
from reportgen.document.erratum import erratum_part
from reportgen.document.explanations import secrecy
from reportgen.document.marked_text import text_blocks
from reportgen.document.own_blocks import own_block
from reportgen.document.title_page import emphasised
from reportgen.layout.load import Layout
from reportgen.layout.texts import Texts
from reportgen.model import (
    ALL_AREAS,
    Chart,
    Drawing,
    Erratum,
    Finding,
    Findings,
    Kind,
    Portrait,
    Profile,
    Section,
    Span,
)

#: Sections that are a chart with its sentences.
CHART_SECTIONS = (
    Section.RECIPIENTS,
    Section.PAYMENTS,
    Section.DENSITIES,
    Section.MONEY,
    Section.ECONOMY,
    Section.DEVELOPMENT,
)

#: Those that are left out where there is neither a chart nor a comment of the office: nothing is
#: absent that a city could deliver.
_ONLY_WITH_CHART = frozenset({Section.MONEY, Section.DEVELOPMENT})

#: A section that wants a new page begins one where the page before is so full.
FULL = 0.75


class _Content(Struct, frozen=True):
    """All that a section may draw from."""

    profile: Profile
    findings: Findings
    charts: Mapping[str, Chart]
    tiles: Sequence[Drawing | None]
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
        is_alone=not portrait.blocks,
    )


def outline(
    profile: Profile,
    findings: Findings,
    charts: Mapping[str, Chart],
    portrait: Portrait,
    layout: Layout,
    erratum: Erratum | None = None,
    tiles: Sequence[Drawing | None] = (),
) -> tuple[Block, ...]:
    """The blocks of a report below its title band, in the layout's order of sections.

    What a report corrects stands behind all of them.
    """
    content = _Content(profile, findings, charts, tiles, portrait, layout)
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
    parts: list[tuple[str, Part]] = []
    for section in layout.look.sections:
        if section in layout.blocks:
            written = own_block(layout.blocks[section], charts.get(section), profile, layout)
        elif section in CHART_SECTIONS:
            written = _chart_section(Section(section), content)
        else:
            written = writers[Section(section)](content)
        filled = _with_content(tuple(written))
        if section == layout.look.sections[-1] and Section.FIGURES not in layout.look.own_sections:
            filled += tuple(secrecy(profile, layout))  # which stands beside the figures else
        if filled:
            start = FULL if section in layout.look.new_page else None
            own = layout.blocks.get(section)
            part = Part(
                blocks=filled, new_page_from=start, is_optional=own is not None and own.optional
            )
            parts.append((section, expand(part, expansions)))
    blocks = list(_paired(parts, charts, layout))
    if erratum:
        blocks.append(expand(erratum_part(erratum, layout), expansions))
    return tuple(blocks)


def comments_left_out(portrait: Portrait, layout: Layout) -> Iterator[str]:
    """The sections that the office comments on and that the layout does not have."""
    yield from (section for section in portrait.comments if section not in layout.look.sections)


def _paired(
    parts: Sequence[tuple[str, Part]], charts: Mapping[str, Chart], layout: Layout
) -> Iterator[Block]:
    """The parts in their order; two whose charts share a width stand side by side."""
    waiting = list(parts)
    while waiting:
        pair = [charts.get(section) for section, _ in waiting[:2]]
        widths = [chart.width for chart in pair if chart]
        _, part = waiting.pop(0)
        if len(widths) == 2 and sum(widths) < layout.look.page.text_width:
            _, other = waiting.pop(0)
            beside = Beside(left=_unstacked(part), right=_unstacked(other))
            yield Part(blocks=(beside,), new_page_from=part.new_page_from)
        else:
            yield part


def _unstacked(part: Part) -> Part:
    """A part without what keeps its blocks on one page."""
    blocks = (
        each.blocks if isinstance(each, Together | Columns) else (each,) for each in part.blocks
    )
    return Part(blocks=tuple(block for some in blocks for block in some))


def _with_content(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without those that are empty, and without headings over nothing."""
    kept: list[Block] = []
    for block in reversed(blocks):
        match block:
            case Columns() | Together():
                inner = _with_content(block.blocks)
                if inner:
                    kept.append(replace(block, blocks=inner))
            case Sidebar():
                inner, side = _with_content(block.blocks), _with_content(block.side)
                if inner or side:
                    kept.append(Sidebar(blocks=inner, side=side))
            case Heading():
                below = kept[-1] if kept else None
                is_above = isinstance(below, Heading) and below.level > block.level
                if below and (is_above or not isinstance(below, Heading)):
                    kept.append(block)
            case Paragraph() if not any(span.text.strip() for span in block.spans):
                pass
            case (
                BulletList(items=())
                | TableBlock(rows=())
                | Tiles(tiles=())
                | LabelledList(items=())
            ):
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
    findings = content.findings
    if findings.headline:
        text = findings.headline.sentence
        yield Heading(level=2, text=text, style=HeadingStyle.HEADLINE)
    if findings.tiles:
        pictures = content.tiles or (None,) * len(findings.tiles)
        yield Tiles(tiles=tuple(zip(findings.tiles, pictures, strict=True)))
        caption = next((picture.caption for picture in pictures if picture), "")
        yield Paragraph(spans=(Span(text=caption),), style=ParagraphStyle.MUTED)
    items = tuple(
        (each.label, emphasised(each.finding.sentence, _first_number(each.finding)))
        for each in findings.highlights
    )
    yield LabelledList(items=items)
    if portrait.blocks:
        yield Heading(level=2, text=words.office, style=HeadingStyle.QUIET)
        language, compact = content.layout.foreign_language, ParagraphStyle.COMPACT
        yield Columns(blocks=tuple(text_blocks(portrait.blocks, language, compact)))


def _first_number(finding: Finding) -> str:
    return finding.numbers[0].text if finding.numbers else ""


def _extract(content: _Content) -> Iterator[Block]:
    words, profile = content.layout.texts.document, content.profile
    date = profile.get(Kind.RECIPIENTS, ALL_AREAS).measure.period
    text = words.extract_text.format(
        compared=_compared(profile, content.layout.texts),
        year=profile.year,
        date=content.layout.texts.style.period(date),
    )
    findings = content.findings
    sentences = [text, *(each.sentence for each in findings.statements.get(Section.EXTRACT, ()))]
    if note := findings.notes.get(Section.EXTRACT):
        sentences.append(note)
    spans = (Span(text=f"{words.extract}: ", strong=True), Span(text=" ".join(sentences)))
    yield Paragraph(spans=spans, style=ParagraphStyle.SMALL)


def _compared(profile: Profile, texts: Texts) -> str:
    """With how many other cities the city is compared, in words."""
    words, city, n = texts.document, profile.city.name, len(profile.cities)
    if n > 2:
        return words.extract_cities.format(city=city, n=texts.style.number(n))
    return (words.extract_one_city if n == 1 else words.extract_two_cities).format(city=city)


def _chart_section(section: Section, content: _Content) -> Iterator[Block]:
    words, findings = content.layout.texts.document, content.findings
    chart, note = content.charts.get(section), findings.notes.get(section)
    comment = content.portrait.comments.get(section)
    if section in _ONLY_WITH_CHART and not (chart or comment):
        return
    texts = getattr(content.layout.texts.charts, section.value)
    explanations = {
        Section.DENSITIES: words.what_density_is,
        Section.ECONOMY: words.why_economy,
    }
    message, aside = findings.messages.get(section), chart.subtitle if chart else ""
    if message:
        heading = Heading(level=2, text=message.sentence, topic=texts.title, aside=aside)
    else:
        heading = Heading(level=2, text=texts.title, aside=aside)
    sentences = [finding.sentence for finding in findings.statements.get(section, ())]
    if section in explanations:
        sentences.append(explanations[section])
    blocks: list[Block] = [heading]
    if sentences:
        text = " ".join(sentences)
        blocks.append(Paragraph(spans=(Span(text=text),), style=ParagraphStyle.COMPACT))
    if chart:
        blocks.append(Picture(chart=chart))
    if note:
        blocks.append(Note(label=words.not_shown, text=note))
    if comment:
        said = tuple(text_blocks(comment, content.layout.foreign_language, ParagraphStyle.SMALL))
        blocks.append(Comment(label=words.comment, blocks=said))
    yield Together(blocks=tuple(blocks))
