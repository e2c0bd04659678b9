"""What stands beside the tables of figures: terms, areas, cities, signs and imprint."""

import re
from collections.abc import Collection, Iterator
from string import Formatter

from reportgen.document.blocks import Block, Heading, Paragraph, ParagraphStyle
from reportgen.layout.load import Layout
from reportgen.model import ALL_AREAS, Kind, Profile, Span, Table, claims

#: Signs in a cell: those that stand for or behind a number, and brackets around one.
_SIGNS = re.compile(r"^(?:0|·)$|(?<=[\u00a0 ])[a-z]\b|\*|\(\)")

#: More cities are not listed with their abbreviations.
MOST_LISTED = 30


def explanations(profile: Profile, layout: Layout, cells: Collection[str]) -> Iterator[Block]:
    """What the figures mean and who publishes them, in the order of reading.

    Of the signs those are explained that `cells` of the tables hold.
    """
    words, names, style = layout.texts.document.notes, layout.texts.names, layout.texts.style

    def heading(text: str) -> Heading:
        return Heading(level=3, text=text)

    def small(*spans: Span) -> Paragraph:
        return Paragraph(spans=spans, style=ParagraphStyle.SMALL)

    yield heading(words.definitions_heading)
    base = profile.base_of(ALL_AREAS)
    bases = {
        "thousand": layout.texts.group(base).thousand,
        "other_bases": _other_bases(profile, layout),
        "n": style.number(len(profile.cities)),
    }
    has_means = any(map(claims.has_mean, profile.comparisons.values()))
    for definition in (*words.definitions, *(words.definitions_of_means if has_means else ())):
        term, colon, text = definition.format_map(bases).partition(":")
        yield small(Span(text=term + colon, strong=True), Span(text=text))
    yield heading(words.areas_heading)
    for area in profile.areas:
        label = Span(text=names.area_label(area))
        law = Span(text=area.law, language=layout.foreign_language)
        short = Span(text=names.area(area), strong=True)
        yield small(short, *_filled(words.area, label=label, law=law))
    if len(profile.cities) <= MOST_LISTED:
        yield heading(words.cities_heading)
        listed = (f"{city.abbreviation}\u00a0{city.name}" for city in profile.cities)
        yield small(Span(text=", ".join(listed) + ".", language=layout.foreign_language))
    yield heading(words.signs_heading)
    used = {part for cell in cells for part in _SIGNS.findall(cell)}
    signs = [f"{sign} {meaning}" for sign, meaning in names.signs.items() if sign in used]
    yield small(Span(text="; ".join(signs) + "." * bool(signs)))
    yield from secrecy(profile, layout)
    yield heading(words.imprint_heading)
    about = profile.about
    yield small(
        *_filled(
            words.imprint,
            project=Span(text=about.project, language=layout.foreign_language),
            publisher=Span(text=about.publisher, language=layout.foreign_language),
            contact=Span(text=f"{about.contact} " if about.contact else ""),
            version=Span(text=about.version),
            date=Span(text=style.day(about.data_date)),
        )
    )


def secrecy(profile: Profile, layout: Layout) -> Iterator[Block]:
    """That small numbers are kept secret, and why; nothing where the layout has no such rule."""
    words, rule = layout.texts.document.confidentiality, layout.look.confidentiality
    if rule is None:
        return
    sentences = [words.counts.format(minimum=rule.minimum)]
    if Table.PAYMENTS in profile.sheets:
        sentences.append(words.payments.format(paid=rule.fewest_paid))
    if rule.rounding:
        sentences.append(words.rounding.format(base=rule.rounding))
    text = " ".join(sentences)
    yield Heading(level=3, text=words.heading)
    yield Paragraph(spans=(Span(text=text),), style=ParagraphStyle.SMALL)


def _other_bases(profile: Profile, layout: Layout) -> str:
    """The areas whose densities refer to other populations than that of all areas together."""
    texts, usual = layout.texts, profile.base_of(ALL_AREAS)
    areas: dict[str, list[str]] = {}
    for area in profile.areas:
        if area.base != usual and profile.get(Kind.DENSITY, area.key).reporting:
            areas.setdefault(area.base, []).append(texts.names.area(area))
    return "".join(
        texts.document.notes.other_base.format(
            areas=texts.style.enumerate(names), thousand=texts.group(base).thousand_of
        )
        for base, names in areas.items()
    )


def _filled(template: str, **gaps: Span) -> Iterator[Span]:
    """The text with spans in its gaps; neighbours that are alike become one."""
    spans: list[Span] = []
    for text, gap, _, _ in Formatter().parse(template):
        for span in (Span(text=text), *([gaps[gap]] if gap else [])):
            if spans and spans[-1].language == span.language:
                spans[-1] = Span(text=spans[-1].text + span.text, language=span.language)
            elif span.text:
                spans.append(span)
    return iter(spans)
