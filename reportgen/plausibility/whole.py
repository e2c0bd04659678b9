"""Kinds of rules on what a workbook says besides its figures: its day, sources and cities."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import numpy as np

from reportgen.model import City, ObservationKey, Table, content_of
from reportgen.plausibility.figures import Figures
from reportgen.plausibility.rule import Hit, Rule


class DataDate(Rule, frozen=True, kw_only=True):
    """The day on which the data were closed lies before the end of the reporting year."""

    def hits(self, figures: Figures) -> Iterator[Hit]:
        about = figures.dataset.about
        end = date(about.year, 12, 31)
        if about.data_date < end:
            yield Hit(
                says="data_date",
                facts={"day": about.data_date.isoformat(), "end": end.isoformat()},
                place=about.data_date_cell,
                content=content_of(about.data_date),
            )


class Sourceless(Rule, frozen=True, kw_only=True):
    """A sheet with figures of the reporting year for which no source is named."""

    def hits(self, figures: Figures) -> Iterator[Hit]:
        year, sources = figures.dataset.about.year, figures.dataset.sources
        for table, block in figures.blocks.items():
            if year not in block.years or not np.any(
                np.isfinite(block.values[block.years.index(year)])
            ):
                continue
            named = [s for s in sources if s.table is table and s.year in {None, year}]
            cities = {source.city for source in named}
            if None not in cities and not cities >= set(figures.slugs):
                yield Hit(says="no_source", facts={"other": str(table)}, place="Quellen!A1",
                          content=str(table))  # fmt: skip


class Regions(Rule, frozen=True, kw_only=True):
    """A city whose name has one of these `words`, or that holds another one of the group.

    By its official key a region or county holds the municipalities whose keys begin like its own,
    which ends in 000.
    """

    words: tuple[str, ...]

    def hits(self, figures: Figures) -> Iterator[Hit]:
        words = "|".join(map(re.escape, self.words))
        named = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
        held: dict[str, list[City]] = defaultdict(list)
        for city in figures.dataset.cities:
            held[city.ags[:5]].append(city)
        keys: dict[str, ObservationKey] = {}
        for key in figures.dataset.observations:
            if key[0] is Table.POPULATION and key[2] == figures.dataset.about.year:
                keys.setdefault(key[1], key)
        for city in figures.dataset.cities:
            inside = held[city.ags[:5]] if city.ags.endswith("000") else ()
            own = [each.name for each in inside if each is not city]
            if (own or (words and named.search(city.name))) and city.slug in keys:
                facts = {"other": own[0]} if own else {}
                says = "holds_other" if own else "region"
                yield Hit(says=says, facts=facts, keys=(keys[city.slug],))
