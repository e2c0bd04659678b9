"""From a workbook to a finished report; the table of contents of this program.

    load -> compute -> write -> draw -> compose

Each stage is one call. Stages do not know one another; what they exchange is in `model/`. They
are imported where they are called: `reportgen validate` needs no PDF library, and `--help` nothing.
`batch.py` does all this for every city and stores what comes out.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from reportgen.clean_text import one_line
from reportgen.errors import Problem, UsageError, WorkbookError, did_you_mean, errors_among
from reportgen.layout.load import Layout
from reportgen.model import Attachment, City, Dataset, Edition, Portrait, Profile, Report

#: By city, its portrait and the warnings about it.
Portraits = Mapping[City, tuple[Portrait, tuple[Problem, ...]]]


def build_profiles(dataset: Dataset, year: int | None = None) -> tuple[Profile, ...]:
    """All indicators of all cities for `year`, by default the workbook's reporting year.

    Raises:
        IndicatorError: there are no data for that year.
    """
    from reportgen.indicators import compute

    return compute(dataset, year if year is not None else dataset.about.year)


def build_profile(dataset: Dataset, city: str, year: int | None = None) -> Profile:
    """The indicators of one city, compared with the whole group.

    Args:
        dataset: from `load_workbook`.
        city: its name, slug or abbreviation.
        year: by default the workbook's reporting year.

    Raises:
        UsageError: there is no such city.
        IndicatorError: there are no data for that year.
    """
    (chosen,) = find_cities(dataset, [city])
    return next(p for p in build_profiles(dataset, year) if p.city == chosen)


def load_portraits(
    folder: Path, cities: Iterable[City], characters: frozenset[str] | None = None
) -> Portraits:
    """The portraits of `cities`; those that have none get an empty one, with a warning.

    Args:
        folder: of the portraits.
        cities: whose portraits to read.
        characters: what the fonts of the pages can show; by default those that come with the
            program.

    Raises:
        WorkbookError: with all problems, when a portrait cannot be read.
    """
    from reportgen.workbook import load_portrait

    portraits = {city: load_portrait(folder, city, characters) for city in cities}
    problems = [problem for _, told in portraits.values() for problem in told]
    if errors_among(problems):
        raise WorkbookError(*problems)
    return portraits


def photo_problems(portraits: Iterable[Portrait]) -> tuple[Problem, ...]:
    """What keeps photos from being shown."""
    photos = [portrait.photo for portrait in portraits if portrait.photo]
    if not photos:
        return ()
    from reportgen.document.photo import load_photo

    return tuple(p for photo in photos for p in load_photo(photo, (0.5, 0.5), 1, 1, 0)[1])


def build_report(
    profile: Profile,
    layout: Layout,
    portraits: Path,
    issued: date | None = None,
    *,
    attach_data: bool = False,
    edition: Edition = Edition.DIGITAL,
) -> Report:
    """The finished PDF of one city.

    Args:
        profile: from `build_profile`.
        layout: from `load_layout`.
        portraits: folder with a `<slug>.md` for each city that has a portrait.
        issued: date of the document, by default the workbook's date of the data.
        attach_data: put the city's indicators inside, as CSV with a dictionary of its columns;
            the file is then PDF/A-3a instead of PDF/A-2a.
        edition: what it is made for.

    Raises:
        WorkbookError: the portrait cannot be read.
        DocumentError: something does not fit on a page.
        ConformanceError: the file would violate a standard.
    """
    loaded = load_portraits(portraits, [profile.city], layout.characters)
    (report,) = build_reports(profile, layout, loaded, issued, [edition], attach_data=attach_data)
    return report


def build_reports(
    profile: Profile,
    layout: Layout,
    portraits: Portraits,
    issued: date | None,
    editions: Iterable[Edition],
    *,
    attach_data: bool,
) -> tuple[Report, ...]:
    """The report of a city in each edition.

    Args:
        profile: from `build_profiles`.
        layout: look and words.
        portraits: from `load_portraits`.
        issued: date of the document, by default the workbook's date of the data.
        editions: in which to make it.
        attach_data: put the city's indicators inside the digital edition.

    Raises:
        DocumentError: something does not fit on a page.
        ConformanceError: a file would violate a standard.
    """
    from reportgen.charts import draw
    from reportgen.editions import compose
    from reportgen.findings import write

    portrait, problems = portraits[profile.city]
    findings = write(profile, layout)
    charts = draw(profile, layout)
    day = issued or profile.about.data_date
    attachments = _data_of(profile) if attach_data else ()
    reports = (
        compose(profile, findings, charts, portrait, layout, day, attachments, edition)
        for edition in editions
    )
    return tuple(replace(report, problems=(*problems, *report.problems)) for report in reports)


def find_cities(dataset: Dataset, names: Sequence[str]) -> tuple[City, ...]:
    """The cities of that name, slug or abbreviation, in the workbook's order; without names, all.

    Raises:
        UsageError: for every name that is not one of the workbook's, with the nearest one.
    """
    if not names:
        return dataset.cities
    known = {_folded(n): c for c in dataset.cities for n in (c.abbreviation, c.slug, c.name)}
    unknown = [name for name in names if _folded(name) not in known]
    if unknown:
        cities = [city.name for city in dataset.cities]
        raise UsageError(
            *(
                Problem(
                    code="unknown-city",
                    message=f'the workbook has no city "{name}"',
                    where=dataset.file,
                    hint=did_you_mean(name, cities) or "`reportgen cities WORKBOOK` lists them",
                )
                for name in unknown
            )
        )
    wanted = {known[_folded(name)] for name in names}
    return tuple(city for city in dataset.cities if city in wanted)


def _folded(name: str) -> str:
    return one_line(name).casefold()


def date_from_environment() -> date | None:
    """The day that ``SOURCE_DATE_EPOCH`` names, if it is set (reproducible-builds.org).

    Raises:
        UsageError: it is not a number of seconds.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(int(seconds), tz=UTC).date()
    except (ValueError, OverflowError, OSError) as fault:
        raise UsageError(
            Problem(
                code="bad-epoch",
                message=f"SOURCE_DATE_EPOCH must be a number of seconds, not {seconds!r}",
                where="environment",
                hint="unset it, or give the seconds since 1970-01-01 UTC",
            )
        ) from fault


def _data_of(profile: Profile) -> tuple[Attachment, ...]:
    from reportgen.indicators import columns_to_csv, table, to_csv

    return (
        Attachment(
            name=f"{profile.city.slug}-{profile.year}.csv",
            media_type="text/csv",
            description="Indicators",
            content=to_csv(table([profile])),
        ),
        Attachment(
            name="columns.csv",
            media_type="text/csv",
            description="Columns of the table of indicators",
            content=columns_to_csv(),
        ),
    )
