"""What is printed in a report and was printed otherwise before: numbers, sentences and notes.

Both reports are written with the same layout and compared as they are printed, so what only differs
beyond the printed digits is no correction. Of the numbers of charts those count that no table has.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from reportgen.document.blocks import (
    Block,
    BulletList,
    Columns,
    Heading,
    Note,
    NumberedList,
    Paragraph,
    Part,
    Sidebar,
    TableBlock,
    Together,
)
from reportgen.document.data_tables import NO_VALUE
from reportgen.document.outline import CHART_SECTIONS, outline, title_band
from reportgen.layout.load import Layout
from reportgen.model import (
    Correction,
    Finding,
    Findings,
    Kind,
    Portrait,
    PrintedNumber,
    Profile,
    Quote,
    Section,
    Span,
    Tile,
)

#: Sections whose words are not those of `Findings`.
_OTHER_SECTIONS = (Section.EXTRACT, Section.FIGURES)


#: A number as it is printed, without its unit.
_NUMBER = re.compile(r"[-+−]?\d[\d.,]*")

#: Kinds of which the note of a section says why they are absent.
_NOTED: Mapping[Section, frozenset[Kind]] = {
    Section.RECIPIENTS: frozenset({Kind.RECIPIENTS, Kind.SHARE_OF_RECIPIENTS}),
    Section.PAYMENTS: frozenset({Kind.PAYMENTS, Kind.SHARE_OF_PAYMENTS}),
    Section.DENSITIES: frozenset({Kind.DENSITY}),
    Section.ECONOMY: frozenset({Kind.ECONOMY}),
}


class Written(Struct, frozen=True, kw_only=True):
    """A city's numbers, what is said of them, and the numbers that pictures show of them."""

    profile: Profile
    findings: Findings
    pictured: tuple[PrintedNumber, ...] = ()


class _Cell(Struct, frozen=True):
    """A cell of a table: its row's name, its text, what it shows, whether it names the row."""

    row: str
    text: str
    kind: Kind
    is_name: bool


class _Text(Struct, frozen=True):
    """A sentence, or a paragraph that is one piece; two of the same `mark` say the same thing."""

    text: str
    mark: str = ""
    language: str = ""
    indicators: frozenset[tuple[Kind, str]] = frozenset()


#: A cell by title of its table, key of its row and name of its column.
_Cells = dict[tuple[str, str, str], _Cell]
_Texts = dict[str, list[_Text]]


def corrections(
    before: Written, after: Written, portrait: Portrait, layout: Layout
) -> tuple[Correction, ...]:
    """Everything that a report prints otherwise than the one before.

    Args:
        before: of the report that is corrected, for the same year.
        after: of its correction.
        portrait: of both.
        layout: of both.

    Returns:
        Those of the tables first, then those of charts, then those of running text; each in the
        order of reading. Version and date of the data are none.
    """
    about = after.profile.about
    dated = replace(
        before.profile.about,
        version=about.version,
        data_date=about.data_date,
    )
    former = replace(before, profile=replace(before.profile, about=dated))
    old, new = (_blocks(written, portrait, layout) for written in (former, after))
    in_cells = tuple(_in_cells(_cells(old), _cells(new)))
    return (
        *in_cells,
        *_in_pictures(before.pictured, after.pictured, in_cells),
        *_in_texts(_texts(former, old, portrait, layout), _texts(after, new, portrait, layout)),
    )


def _blocks(written: Written, portrait: Portrait, layout: Layout) -> tuple[Block, ...]:
    """The blocks of those sections that do not only consist of findings and charts."""
    sections = tuple(each for each in layout.look.own_sections if each in _OTHER_SECTIONS)
    some = replace(
        layout, look=replace(layout.look, sections=tuple(each.value for each in sections))
    )
    return tuple(_flat(outline(written.profile, written.findings, {}, portrait, some)))


def _flat(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Part() | Columns() | Together():
                yield from _flat(block.blocks)
            case Sidebar():
                yield from _flat((*block.blocks, *block.side))
            case _:
                yield block


# --- tables -----------------------------------------------------------------------------------


def _cells(blocks: Sequence[Block]) -> _Cells:
    return {
        (table.title, key, head): _Cell(row[0], text, kind, not column)
        for table in blocks
        if isinstance(table, TableBlock)
        for key, row in zip(table.keys, table.rows, strict=True)
        for column, (head, text, kind) in enumerate(zip(table.head, row, table.kinds, strict=True))
    }


def _in_cells(before: _Cells, after: _Cells) -> Iterator[Correction]:
    tables = list(dict.fromkeys(title for title, _, _ in (*after, *before)))
    places = dict.fromkeys((*after, *before))
    for place in sorted(places, key=lambda place: tables.index(place[0])):
        title, key, head = place
        old, new = before.get(place), after.get(place)
        cell = new or old
        assert cell
        if cell.is_name and (old is None or new is None):
            continue  # the other cells of the row say that it is new, or gone
        texts = tuple(each.text if each and each.text else NO_VALUE for each in (old, new))
        if texts[0] != texts[1]:
            yield Correction(
                place=title,
                name=head if cell.is_name else f"{cell.row}, {head}",
                old=texts[0],
                new=texts[1],
                indicators=frozenset({(cell.kind, key)}),
            )


# --- charts -----------------------------------------------------------------------------------


def _in_pictures(
    before: Sequence[PrintedNumber], after: Sequence[PrintedNumber], told: Sequence[Correction]
) -> Iterator[Correction]:
    """What charts show otherwise, but for what is `told` of a table already."""
    old, new = (
        {(each.place, each.indicator, each.role): each for each in some} for some in (before, after)
    )
    known = {(i, _bare(c.old), _bare(c.new)) for c in told for i in c.indicators}
    for place in dict.fromkeys((*new, *old)):
        was, now = old.get(place), new.get(place)
        texts = tuple(each.text if each else NO_VALUE for each in (was, now))
        there = now or was
        assert there
        indicator = there.indicator
        if texts[0] == texts[1] or (indicator, *map(_bare, texts)) in known:
            continue
        yield Correction(
            place=there.place,
            name=there.name,
            old=texts[0],
            new=texts[1],
            indicators=frozenset({indicator}),
        )


def _bare(text: str) -> str:
    """A number without its unit and what stands around it."""
    found = _NUMBER.search(text)
    return found.group() if found else text


# --- running text -----------------------------------------------------------------------------


def _texts(written: Written, blocks: Sequence[Block], portrait: Portrait, layout: Layout) -> _Texts:
    """Sentences and paragraphs by the heading that they stand under."""
    words, findings, sections = layout.texts.document, written.findings, layout.look.own_sections
    band = title_band(written.profile, portrait, layout)
    texts: _Texts = {words.erratum.first_page: [_Text(band.city, "city")]}
    texts[words.erratum.first_page].append(_Text(band.subtitle, "subtitle"))
    if Section.TITLE in sections:
        texts[words.erratum.first_page] += _on_title(findings)
    for section in (each for each in sections if each in CHART_SECTIONS):
        message = [findings.messages[section]] if section in findings.messages else []
        said = [*message, *findings.statements.get(section, ())]
        if not said and section not in findings.notes:
            continue
        found = texts.setdefault(getattr(layout.texts.charts, section.value).title, [])
        found += map(_of_finding, said)
        if note := findings.notes.get(section):
            text = f"{words.not_shown} {note}"
            found.append(_Text(text, "note", "", _absent(written.profile, section)))
    heading = words.extract
    for block in blocks:
        match block:
            case Heading():
                heading = block.text
            case TableBlock():
                # Behind the title of a table its heading has the numbers of its notes.
                heading = block.title
            case Paragraph():
                texts.setdefault(heading, []).append(_of_spans(block.spans, block.language))
            case BulletList():
                items = (_of_spans(item, block.language) for item in block.items)
                texts.setdefault(heading, []).extend(items)
            case NumberedList():
                texts.setdefault(heading, []).extend(map(_of_spans, block.items))
            case Note():
                texts.setdefault(heading, []).append(_Text(f"{block.label} {block.text}", "note"))
    return texts


def _absent(profile: Profile, section: Section) -> frozenset[tuple[Kind, str]]:
    """The indicators whose absence the note of a section explains."""
    return frozenset(
        (kind, key)
        for (kind, key), comparison in profile.comparisons.items()
        if kind in _NOTED[section] and comparison.measure.exact is None
    )


def _of_spans(spans: Sequence[Span], language: str = "") -> _Text:
    """A piece of running text; in another language where all of it is."""
    languages = {span.language for span in spans}
    own = languages.pop() if len(languages) == 1 else ""
    return _Text("".join(span.text for span in spans), language=language or own)


def _of_finding(finding: Finding) -> _Text:
    return _Text(finding.sentence, *_spoken_of(finding.kind, finding.numbers))


def _on_title(findings: Findings) -> Iterator[_Text]:
    """The message of the whole, the measures and the findings of the first page."""
    if findings.headline:
        yield _of_finding(findings.headline)
    yield from map(_of_tile, findings.tiles)
    for highlight in findings.highlights:
        finding = replace(highlight.finding, kind=f"highlight {highlight.kind}")
        yield replace(_of_finding(finding), mark=finding.kind)


def _of_tile(tile: Tile) -> _Text:
    text = f"{tile.label}: {tile.figure} {tile.unit}".rstrip()
    return _Text(text, *_spoken_of("tile", tile.numbers))


def _spoken_of(kind: str, numbers: Sequence[Quote]) -> tuple[str, str, frozenset[tuple[Kind, str]]]:
    subject = f" {numbers[0].kind} {numbers[0].key}" if numbers else ""
    return kind + subject, "", frozenset((number.kind, number.key) for number in numbers)


def _in_texts(before: _Texts, after: _Texts) -> Iterator[Correction]:
    for place in dict.fromkeys((*after, *before)):
        old, new = before.get(place, []), after.get(place, [])
        known, present = {each.text for each in old}, {each.text for each in new}
        gone = _by_mark([each for each in old if each.text not in present])
        come = _by_mark([each for each in new if each.text not in known])
        for mark in dict.fromkeys((*come, *gone)):
            for pair in zip_longest(gone.get(mark, ()), come.get(mark, ())):
                yield _corrected(place, *pair)


def _by_mark(texts: Sequence[_Text]) -> Mapping[str, list[_Text]]:
    found: dict[str, list[_Text]] = {}
    for text in texts:
        found.setdefault(text.mark, []).append(text)
    return found


def _corrected(place: str, old: _Text | None, new: _Text | None) -> Correction:
    there = [text for text in (new, old) if text]
    return Correction(
        place=place,
        name="",
        old=old.text if old else "",
        new=new.text if new else "",
        language=there[0].language,
        indicators=frozenset().union(*(text.indicators for text in there)),
        is_other=len(there) > 1
        and all(text.indicators for text in there)
        and not there[0].indicators & there[1].indicators,
    )
