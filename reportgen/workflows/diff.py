"""What differs between two workbooks of a comparison, and in whose reports that is printed.

    read both -> compare what was delivered -> compare indicators -> compare what is printed

Which number is printed where is not derived from formulas: the reports of all cities are written
from both workbooks and compared as they are printed, so a mean that only changes beyond its printed
digits is printed nowhere. A number of an indicator that differs in a report is counted for every
change of that indicator; which of several changes moved a mean cannot be told.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reportgen.archive.history import IndicatorChange, changes
from reportgen.confidentiality import as_archived, protect
from reportgen.errors import Problem, Severity, UsageError
from reportgen.indicators import table, to_csv
from reportgen.layout.load import Layout
from reportgen.model import (
    Correction,
    Dataset,
    Kind,
    Observation,
    ObservationKey,
    Profile,
    Table,
)
from reportgen.pipeline import build_profiles, find_erratum
from reportgen.portraits.folder import load_portraits
from reportgen.workbook import find_cities
from reportgen.workflows.described import TextChange, text_changes
from reportgen.workflows.former import (
    Issue,
    former_profiles,
    publications,
    require_same_comparison,
    same_cities,
    same_version,
)
from reportgen.workflows.options import portraits_beside

#: An indicator by its kind and key.
_Indicator = tuple[Kind, str]


class InputChange(Struct, frozen=True, kw_only=True):
    """A value that was delivered otherwise; None on the side that has no such city or column.

    Attributes:
        city: its name in the new workbook, or in the old one when it is gone.
        of: name of the column.
        printed_in: names of the cities in whose reports something differs because of it.
    """

    table: Table
    city: str
    year: int
    of: str
    old: Observation | None
    new: Observation | None
    printed_in: tuple[str, ...]


class PrintedIndicator(Struct, frozen=True, kw_only=True):
    """An indicator of a city that changed, and where that is printed."""

    change: IndicatorChange
    printed_in: tuple[str, ...]


class PrintedText(Struct, frozen=True, kw_only=True):
    """A text that changed, and where that is printed."""

    change: TextChange
    printed_in: tuple[str, ...]


class Difference(Struct, frozen=True, kw_only=True):
    """All that differs between two workbooks.

    Attributes:
        year: that is compared.
        corrections: by name of the city, what its report prints otherwise; cities without any
            have no entry.
        cities: names of those that were asked for; without any, all.
        problems: warnings.
    """

    old: Issue
    new: Issue
    year: int
    inputs: tuple[InputChange, ...]
    indicators: tuple[PrintedIndicator, ...]
    texts: tuple[PrintedText, ...]
    corrections: Mapping[str, tuple[Correction, ...]]
    problems: tuple[Problem, ...]
    cities: tuple[str, ...] = ()

    def asked_corrections(self) -> Mapping[str, tuple[Correction, ...]]:
        """Those of the cities that were asked for."""
        asked = self.cities or self.corrections
        return {city: some for city, some in self.corrections.items() if city in asked}


class _Sides(Struct, frozen=True, kw_only=True):
    """Both workbooks, computed.

    Attributes:
        profiles: of all cities of the new one.
        former: of those that the old one has, by the slug in the new one.
        lost: of the cities that only the old one has.
        corrections: as in `Difference`.
    """

    old: Dataset
    new: Dataset
    profiles: tuple[Profile, ...]
    former: Mapping[str, Profile]
    lost: tuple[Profile, ...]
    corrections: Mapping[str, tuple[Correction, ...]]

    def reports_with(self, indicators: set[_Indicator], city: str) -> tuple[str, ...]:
        """The cities in whose reports a number of some indicators of a city differs, or is new."""
        # Both stand in one column, whichever is printed.
        in_percent = {
            (Kind.CHANGE_OF_RECIPIENTS, key)
            for kind, key in indicators
            if kind is Kind.CHANGE_IN_PERSONS
        }
        shown = indicators | in_percent
        return tuple(
            profile.city.name
            for profile in self.profiles
            if any(
                not shown.isdisjoint(correction.indicators)
                for correction in self.corrections.get(profile.city.name, ())
            )
            or (indicators and profile.city.name == city and profile.city.slug not in self.former)
        )


def compare(
    old: Issue,
    new: Issue,
    layout: Layout,
    *,
    cities: Sequence[str] = (),
    year: int | None = None,
) -> Difference:
    """Compares two workbooks, or versions of an archive.

    Args:
        old: what was published.
        new: its correction.
        layout: decides what is printed; what a version kept secret stays so with any.
        cities: names; only what is delivered by one of them, or printed in its report. Without
            any, all.
        year: by default the reporting year of the new one.

    Raises:
        UsageError: they are of different comparisons, or a city is in neither.
        WorkbookError: a portrait cannot be read.
        IndicatorError: there are no data for that year.
    """
    wanted = require_same_comparison(old, new, year)
    chosen = {_city(name, old.dataset, new.dataset) for name in cities}
    layout, kept = _with_rule(layout, old, new)
    rule = layout.look.confidentiality
    old, new = (
        replace(each, dataset=as_archived(each.dataset, rule)) if each.rule == rule else each
        for each in (old, new)
    )
    hidden = protect(new.dataset, rule, publications([old], new.dataset) if rule else ())
    new = replace(new, dataset=hidden.dataset)
    old = replace(old, dataset=protect(old.dataset, rule).dataset)
    sides = _sides(old.dataset, new, wanted, layout)
    everything = Difference(
        old=old,
        new=new,
        year=wanted,
        inputs=tuple(_inputs(sides)),
        indicators=tuple(_indicators(sides)),
        texts=tuple(_texts(sides)),
        corrections=sides.corrections,
        problems=(*kept, *hidden.problems, *same_version(old, new)),
    )
    return _only(everything, chosen) if chosen else everything


def _with_rule(layout: Layout, old: Issue, new: Issue) -> tuple[Layout, tuple[Problem, ...]]:
    """The layout, with the rule of a version of an archive where it has none of its own.

    What was kept secret there is not to be shown beside it.
    """
    kept = next((each for each in (new, old) if each.rule), None)
    if layout.look.confidentiality or not kept:
        return layout, ()
    told = Problem(
        code="archived-rule",
        message=f"the layout of {kept.name} keeps small numbers secret: none are shown here either",
        where=str(layout.folder),
        hint="name the layout of the reports: --layout PATH",
        severity=Severity.WARNING,
    )
    return replace(layout, look=replace(layout.look, confidentiality=kept.rule)), (told,)


def _city(name: str, old: Dataset, new: Dataset) -> str:
    """The name of a city that is in one of the workbooks."""
    try:
        (found,) = find_cities(new, [name])
    except UsageError as fault:
        try:
            (found,) = find_cities(old, [name])
        except UsageError:
            raise fault from None
    return found.name


def _only(everything: Difference, cities: set[str]) -> Difference:
    """What concerns some cities."""

    def concerns(city: str, printed_in: Sequence[str]) -> bool:
        return city in cities or not cities.isdisjoint(printed_in)

    return replace(
        everything,
        inputs=tuple(i for i in everything.inputs if concerns(i.city, i.printed_in)),
        indicators=tuple(i for i in everything.indicators if concerns(i.change.city, i.printed_in)),
        texts=tuple(t for t in everything.texts if concerns(t.change.of, t.printed_in)),
        cities=tuple(cities),
    )


def _sides(old: Dataset, new: Issue, year: int, layout: Layout) -> _Sides:
    profiles = tuple(build_profiles(new.dataset, year))
    former = former_profiles(old, new.dataset, year)
    kept = {profile.city for profile in former.values()}
    gone = [city.slug for city in old.cities if city not in kept]
    cities = [profile.city for profile in profiles]
    portraits = load_portraits(portraits_beside(new.file), cities, layout.characters)
    corrections: dict[str, tuple[Correction, ...]] = {}
    for profile in profiles:
        if before := former.get(profile.city.slug):
            portrait, _ = portraits[profile.city]
            if erratum := find_erratum(before, profile, portrait, layout):
                corrections[profile.city.name] = erratum.corrections
    return _Sides(
        old=old,
        new=new.dataset,
        profiles=profiles,
        former=former,
        lost=tuple(build_profiles(old, year, gone)) if gone else (),
        corrections=corrections,
    )


# --- what was delivered -----------------------------------------------------------------------


def _inputs(sides: _Sides) -> Iterator[InputChange]:
    old, new = sides.old, sides.new
    renamed = {city.slug: slug for slug, city in same_cities(old, new).items()}
    before: dict[ObservationKey, Observation] = {
        (sheet, renamed.get(slug, slug), year, key): value
        for (sheet, slug, year, key), value in old.observations.items()
    }
    names = {city.slug: city.name for city in (*old.cities, *new.cities)}
    columns = _column_names(old) | _column_names(new)
    of_new = _indicators_by_cell(sides.profiles, new)
    of_old = _indicators_by_cell((*sides.former.values(), *sides.lost), old)
    for place in dict.fromkeys((*new.observations, *before)):
        was, now = before.get(place), new.observations.get(place)
        if _told(was) == _told(now):
            continue
        sheet, slug, year, key = place
        affected = of_old.get(was.where, set()) if was else set()
        affected = affected | (of_new.get(now.where, set()) if now else set())
        yield InputChange(
            table=sheet,
            city=names[slug],
            year=year,
            of=columns.get(key, key),
            old=was,
            new=now,
            printed_in=sides.reports_with(affected, names[slug]),
        )


def _told(value: Observation | None) -> tuple[object, ...]:
    """What an observation says, wherever it stands."""
    return (value.value, value.reason, value.flag, value.reason_text) if value else ()


def _column_names(dataset: Dataset) -> dict[str, str]:
    areas = {area.key: area.short for area in dataset.areas}
    return areas | {indicator.key: indicator.label for indicator in dataset.indicators}


def _indicators_by_cell(
    profiles: Collection[Profile], dataset: Dataset
) -> Mapping[str, set[_Indicator]]:
    """The indicators that are computed from each cell, or show it in a series.

    A series is computed in each of its years from what it is computed from in the last one.
    """
    found: dict[str, set[_Indicator]] = {}
    series: dict[tuple[Table, str, str], set[_Indicator]] = {}
    keys = {one.where: key for key, one in dataset.observations.items()}
    for profile in profiles:
        for name, comparison in profile.comparisons.items():
            for cell in comparison.measure.cells:
                found.setdefault(cell, set()).add(name)
                table, slug, year, of = keys[cell]
                if name in profile.series and year == profile.year:
                    series.setdefault((table, slug, of), set()).add(name)
    for (table, slug, _, of), one in dataset.observations.items():
        if (table, slug, of) in series:
            found.setdefault(one.where, set()).update(series[table, slug, of])
    return found


# --- indicators and texts ---------------------------------------------------------------------


def _indicators(sides: _Sides) -> Iterator[PrintedIndicator]:
    names = {profile.city.slug: profile.city.name for profile in sides.profiles}
    before = [
        replace(row, city=names[slug])
        for slug, profile in sides.former.items()
        for row in table([profile])
    ]
    before += table(sides.lost)
    for change in changes(to_csv(before), to_csv(table(sides.profiles))):
        affected = {(Kind(change.kind), change.key)}
        printed_in = sides.reports_with(affected, change.city)
        yield PrintedIndicator(change=change, printed_in=printed_in)


def _texts(sides: _Sides) -> Iterator[PrintedText]:
    for change in text_changes(sides.old, sides.new):
        printed_in = tuple(
            profile.city.name
            for profile in sides.profiles
            if change.is_on_every_page
            or any(
                _speaks_of(change, correction)
                for correction in sides.corrections.get(profile.city.name, ())
            )
        )
        yield PrintedText(change=change, printed_in=printed_in)


def _speaks_of(change: TextChange, correction: Correction) -> bool:
    """Whether a correction shows the old or the new text, or concerns what it describes."""
    if change.key and any(key == change.key for _, key in correction.indicators):
        return True
    words = [re.escape(text) for text in (change.old, change.new) if text]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")
    return any(map(pattern.search, (correction.name, correction.old, correction.new)))
