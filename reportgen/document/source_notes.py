"""The sources of the tables as numbered notes: a number behind a table's title leads to them."""

from collections.abc import Iterator, Sequence

from reportgen.document.blocks import (
    Block,
    Heading,
    NumberedList,
    TableBlock,
)
from reportgen.layout.load import Layout
from reportgen.model import Kind, Profile, Source, Span, Table

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class SourceNotes:
    """One note for each sheet of the workbook that the tables rest on, in their order."""

    def __init__(self, profile: Profile, layout: Layout, tables: Sequence[TableBlock]) -> None:
        self._profile, self._layout = profile, layout
        sheets = dict.fromkeys(sheet for table in tables for sheet in table.sheets)
        notes = {sheet: tuple(self._note(sheet)) for sheet in sheets}
        self._notes = {sheet: spans for sheet, spans in notes.items() if spans}
        self._numbers = {sheet: place for place, sheet in enumerate(self._notes, start=1)}

    def marks(self, table: TableBlock) -> str:
        """The numbers of a table's notes, raised, with the space before them."""
        numbers = [str(self._numbers[s]) for s in table.sheets if s in self._numbers]
        return "\u202f" + "\u202f".join(numbers).translate(_SUPERSCRIPTS) if numbers else ""

    def blocks(self) -> Iterator[Block]:
        """The list of notes under its heading; nothing without notes."""
        if self._notes:
            yield Heading(level=3, text=self._layout.texts.document.notes.sources_heading)
            yield NumberedList(items=tuple(self._notes.values()))

    def _note(self, sheet: Table) -> Iterator[Span]:
        """The name of the sheet, its citations, and who provides which indicator."""
        profile, foreign = self._profile, self._layout.foreign_language
        cited = [*self._citations(sheet), *(self._indicators() if sheet is Table.ECONOMY else ())]
        if cited:
            name = profile.sheets.get(sheet, sheet)
            yield Span(text=f"{name}: ", strong=True, language=foreign)
            yield Span(text=" ".join(cited), language=foreign)

    def _citations(self, sheet: Table) -> Iterator[str]:
        """Each once; what is said of one city stands below the tables."""
        sources = [s for s in self._sources(sheet) if not self._is_said(s)]
        general = {source.citation for source in sources if source.city is None}
        said = set()
        for source in sources:
            text = _sentence(source.citation, source.remark)
            if (source.city is None or source.citation not in general) and text not in said:
                said.add(text)
                yield text

    def _is_said(self, source: Source) -> bool:
        """Whether those of single indicators say the same, and more."""
        cited = [i.source for i in self._profile.indicators if source.table is Table.ECONOMY]
        return (
            bool(cited) and not source.remark and all(s.startswith(source.citation) for s in cited)
        )

    def _sources(self, sheet: Table) -> tuple[Source, ...]:
        """Those of the years that are printed: of the last one, or of all in a series."""
        profile = self._profile
        years = {
            year
            for (kind, _), series in profile.series.items()
            if (kind is Kind.ECONOMY) == (sheet is Table.ECONOMY) and sheet is not Table.PAYMENTS
            for year in series.panel.years
        }
        return tuple(
            source
            for source in profile.sources
            if source.table is sheet and source.year in {None, profile.year, *years}
        )

    def _indicators(self) -> Iterator[str]:
        """Sources of single indicators, with the indicators."""
        profile, texts = self._profile, self._layout.texts
        by_source: dict[str, list[str]] = {}
        for indicator in profile.indicators:
            if indicator.source and profile.get(Kind.ECONOMY, indicator.key).reporting:
                by_source.setdefault(indicator.source, []).append(texts.names.indicator(indicator))
        words = texts.document.notes
        most = max(by_source, key=lambda cited: len(by_source[cited]), default="")
        for cited, indicators in by_source.items():
            if cited != most:
                listed = texts.style.enumerate(indicators)
                yield words.indicator_source.format(source=cited, indicators=listed)
        if most:
            others = len(by_source) > 1
            listed = words.other_indicators if others else texts.style.enumerate(by_source[most])
            yield words.indicator_source.format(source=most, indicators=listed)


def _sentence(*parts: str) -> str:
    """Parts with a full stop each."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)
