"""Reads and checks everything that the reports of a run are made from, before any is made."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import Struct

from reportgen.charts import require_measures
from reportgen.confidentiality import protect
from reportgen.errors import Problem, Severity, UsageError
from reportgen.indicators import Profiles
from reportgen.layout.load import Layout, load_layout
from reportgen.model import Dataset, PeerChoice, Profile
from reportgen.pipeline import build_profiles
from reportgen.portraits.folder import Portraits, load_portraits
from reportgen.workbook import choose_peers, find_cities, load_workbook
from reportgen.workflows.former import (
    Issue,
    former_profiles,
    load_issue,
    publications,
    require_same_comparison,
    same_version,
)
from reportgen.workflows.options import BuildOptions, portraits_beside
from reportgen.workflows.part import part_of
from reportgen.workflows.validate import doubts_of_build


class BuildJob(Struct, frozen=True, kw_only=True):
    """What all cities of a run have in common, read and checked.

    Attributes:
        choice: of peers, for all of them.
        profiles: of the wanted cities, each made when it is asked for.
        issued: date of the documents, if it is not that of the data.
        former: the workbook that the reports correct, and its profiles by the slug that the city
            has now.
        published: workbooks that readers know already.
        warnings: what is odd about the workbook, with one on all implausible values, and about
            the correction.
    """

    options: BuildOptions
    dataset: Dataset
    choice: PeerChoice
    profiles: Profiles
    layout: Layout
    portraits: Portraits
    issued: date | None
    former: Path | None
    published: tuple[Path, ...]
    former_profiles: Mapping[str, Profile]
    warnings: tuple[Problem, ...]


def prepare(options: BuildOptions) -> BuildJob:
    """Reads and checks everything that reports are made from; nothing is written.

    Raises:
        LayoutError: the layout cannot be used, or not with this workbook.
        WorkbookError: the workbook or a portrait cannot be read, or a rule takes a
            value for an error.
        UsageError: a city is not in the workbook or has too few peers, ``SOURCE_DATE_EPOCH`` is no
            number, or what is corrected is of another comparison.
        ArchiveError: the archive's version that is corrected is damaged.
        IndicatorError: there are no data for the year, or none that are not secret.
    """
    layout = load_layout(options.layout, options.language, options.icc, options.ink_limit)
    dataset = load_workbook(options.workbook, layout.characters)
    old, new = None, Issue(name=str(options.workbook), file=options.workbook, dataset=dataset)
    former: Mapping[str, Profile] = {}
    rule, year = layout.look.confidentiality, options.year
    if options.erratum:
        old = load_issue(options.erratum, layout.characters)
        year = require_same_comparison(old, new, options.year)
    known = [load_issue(path, layout.characters) for path in options.published]
    before = publications([*filter(None, [old]), *known], dataset) if rule else ()
    protected = protect(dataset, rule, before)
    wanted = find_cities(dataset, options.cities)
    choice = choose_peers(dataset, options.peers, options.reference, wanted)
    here = [city.slug for city in part_of(wanted, options.shard)]
    profiles = build_profiles(protected.dataset, options.year, here, choice)
    cities = profiles.cities
    require_measures(profiles[0], layout)
    if old and year:
        protected_old = protect(old.dataset, rule).dataset
        former = former_profiles(protected_old, dataset, year, cities, choice)
    return BuildJob(
        options=options,
        dataset=protected.dataset,
        choice=choice,
        profiles=profiles,
        layout=layout,
        portraits=load_portraits(portraits_beside(options.workbook), cities, layout.characters),
        issued=options.issued or date_from_environment(),
        former=old.file if old else None,
        published=tuple(issue.file for issue in known),
        former_profiles=former,
        warnings=(
            *dataset.warnings,
            *doubts_of_build(dataset, layout),
            *protected.problems,
            *(_published_unused(options) if known and not rule else ()),
            *(same_version(old, new) if old else ()),
        ),
    )


def _published_unused(options: BuildOptions) -> Iterator[Problem]:
    yield Problem(
        code="published-unused",
        message="what was published before makes no difference: the layout keeps nothing secret",
        where=options.layout,
        hint="a rule is the table [confidentiality] in its layout.toml",
        severity=Severity.WARNING,
    )


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
