"""From a workbook to a finished report; the table of contents of this program.

    load -> protect -> compute -> write -> draw -> compose

Each stage is one call. Stages do not know one another; what they exchange is in `model/`.
`workflows/build.py` does all this for every city and stores what comes out.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from reportgen.charts import draw, draw_tiles, printed_numbers
from reportgen.confidentiality import is_protected
from reportgen.document.corrections import Written, corrections
from reportgen.document.outline import comments_left_out
from reportgen.editions import compose
from reportgen.errors import Problem, Severity, UsageError
from reportgen.findings import write
from reportgen.indicators import Profiles, columns_to_csv, compute, table, to_csv
from reportgen.layout.load import Layout
from reportgen.model import (
    Attachment,
    Dataset,
    DigitalForm,
    Edition,
    Erratum,
    Findings,
    PeerChoice,
    Portrait,
    Profile,
    Report,
    Standard,
)
from reportgen.portraits.folder import Portraits, load_portraits
from reportgen.workbook import find_cities


def build_profiles(
    dataset: Dataset,
    year: int | None = None,
    cities: Sequence[str] = (),
    choice: PeerChoice | None = None,
) -> Profiles:
    """All indicators of cities, each compared with the whole group.

    Args:
        dataset: from `load_workbook`.
        year: by default the workbook's reporting year.
        cities: names, slugs or abbreviations; without any, all cities.
        choice: who is compared with whom, by default as the workbook or the figures say.

    Raises:
        UsageError: a city is not in the workbook.
        IndicatorError: there are no data for that year.
    """
    wanted = find_cities(dataset, cities)
    return compute(dataset, year if year is not None else dataset.about.year, wanted, choice)


def build_profile(dataset: Dataset, city: str, year: int | None = None) -> Profile:
    """The indicators of one city, compared with the whole group; see `build_profiles`."""
    (profile,) = build_profiles(dataset, year, [city])
    return profile


def build_report(
    profile: Profile,
    layout: Layout,
    portraits: Path,
    issued: date | None = None,
    *,
    attach_data: bool = False,
    edition: Edition = Edition.DIGITAL,
    former: Profile | None = None,
    standard: Standard = Standard.UA1,
) -> Report:
    """The finished PDF of one city.

    Args:
        profile: from `build_profile`.
        layout: from `load_layout`.
        portraits: folder with a `<slug>.md` for each city that has a portrait.
        issued: date of the document, by default the workbook's date of the data.
        attach_data: put the city's indicators inside, as CSV with a dictionary of its columns;
            the file is then PDF/A-3a instead of PDF/A-2a, or PDF/A-4f instead of PDF/A-4.
        edition: what it is made for.
        former: of the report that this one corrects: it ends with a page of all that is printed
            otherwise, unless that is nothing.
        standard: that a digital edition keeps.

    Raises:
        WorkbookError: the portrait cannot be read.
        UsageError: the layout keeps small numbers secret, and `profile` or `former` has them.
        DocumentError: something does not fit on a page.
        ConformanceError: the file would violate a standard.
    """
    loaded = load_portraits(portraits, [profile.city], layout.characters)
    (report,) = build_reports(
        profile,
        layout,
        loaded,
        issued,
        [edition],
        attach_data=attach_data,
        former=former,
        standard=standard,
    )
    return report


def build_reports(
    profile: Profile,
    layout: Layout,
    portraits: Portraits,
    issued: date | None,
    editions: Iterable[Edition],
    *,
    attach_data: bool,
    former: Profile | None = None,
    standard: Standard = Standard.UA1,
) -> tuple[Report, ...]:
    """The report of a city in each edition, from portraits that are loaded; see `build_report`."""
    for each in filter(None, (profile, former)):
        if not is_protected(each.protection, layout.look.confidentiality):
            raise UsageError(_unprotected(layout))
    portrait, _ = portraits[profile.city]
    problems = problems_of_words(profile, portraits, layout)
    findings = write(profile, layout)
    charts, tiles = draw(profile, layout), draw_tiles(profile, findings.tiles, layout)
    day = issued or profile.about.data_date
    attachments = _data_of(profile) if attach_data else ()
    form = DigitalForm(standard=standard, attachments=attachments)
    erratum = find_erratum(former, profile, portrait, layout, findings) if former else None
    reports = (
        compose(profile, findings, charts, portrait, layout, day, form, edition, erratum, tiles)
        for edition in editions
    )
    return tuple(replace(report, problems=(*problems, *report.problems)) for report in reports)


def problems_of_words(
    profile: Profile, portraits: Portraits, layout: Layout
) -> tuple[Problem, ...]:
    """What is odd about a city's portrait; it is reported with each of its editions."""
    portrait, problems = portraits[profile.city]
    return (*problems, *_comments_left_out(profile, portrait, layout))


def find_erratum(
    former: Profile,
    profile: Profile,
    portrait: Portrait,
    layout: Layout,
    findings: Findings | None = None,
) -> Erratum | None:
    """What a city's report prints otherwise than the one that it corrects; None when nothing.

    Args:
        former: the city's numbers in the report that is corrected, for the same year.
        profile: those of the correction.
        portrait: the words of the office, in both.
        layout: look and words of both.
        findings: what is said of `profile`, where it is known already.
    """
    before, after = (
        Written(
            profile=each,
            findings=said,
            pictured=tuple(printed_numbers(each, said.tiles, layout)),
        )
        for each, said in (
            (former, write(former, layout)),
            (profile, findings or write(profile, layout)),
        )
    )
    found = corrections(before, after, portrait, layout)
    return Erratum(before=former.about, after=profile.about, corrections=found) if found else None


def _comments_left_out(profile: Profile, portrait: Portrait, layout: Layout) -> Iterator[Problem]:
    """Warnings of what an office says in its portrait and no page of the layout has."""
    for section in comments_left_out(portrait, layout):
        yield Problem(
            code="comment-left-out",
            message=f"the comment on {section} is not printed, for the layout has no such section",
            where=f"{profile.city.slug}.md",
            hint=f"add {section} to the sections of the layout, or take the comment out",
            severity=Severity.WARNING,
        )


def _unprotected(layout: Layout) -> Problem:
    return Problem(
        code="unprotected",
        message="the layout keeps small numbers secret, and the profile may have some",
        where=str(layout.folder),
        hint="compute the profile from `protect(dataset, layout.look.confidentiality).dataset`",
    )


def _data_of(profile: Profile) -> tuple[Attachment, ...]:
    return (
        Attachment(
            name=f"{profile.city.slug}-{profile.year}.csv",
            media_type="text/csv",
            description="Indicators",
            content=to_csv(table([profile]), neutral=profile.is_neutral),
        ),
        Attachment(
            name="columns.csv",
            media_type="text/csv",
            description="Columns of the table of indicators",
            content=columns_to_csv(neutral=profile.is_neutral),
        ),
    )
