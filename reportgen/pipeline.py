"""The whole run, from a workbook to finished reports; the table of contents of this program.

    load -> compute -> write -> draw -> compose -> store

Each stage is one call. Stages do not know one another; what they exchange is in `model/`. They
are imported where they are called: `reportgen validate` needs no PDF library, and `--help` nothing.
"""

import logging
import os
import traceback
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from reportgen.errors import (
    Problem,
    ReportgenError,
    UsageError,
    WorkbookError,
    did_you_mean,
    errors_among,
)
from reportgen.layout import Layout
from reportgen.model import Absence, Attachment, City, Dataset, Portrait, Profile, Report
from reportgen.records import Made, Terms, made_of, portrait_inputs, save, terms_of
from reportgen.store import State, store

_log = logging.getLogger(__name__)

#: By city, its portrait and the warnings about it.
Portraits = Mapping[City, tuple[Portrait, tuple[Problem, ...]]]

#: Makes of a report, and of the file in its place (if any), the file that is to be there.
Seal = Callable[[bytes, bytes | None], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one city.

    Attributes:
        path: of its report.
        state: whether it was written; None when the city failed.
        problems: warnings, or the errors that made it fail.
        absences: categories that the city did not deliver.
        made: what is recorded of its report; None when the city failed.
        exit_code: of the error that made it fail, else 0.
    """

    city: City
    path: Path
    state: State | None
    problems: tuple[Problem, ...]
    absences: tuple[Absence, ...]
    made: Made | None = None
    exit_code: int = 0


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


def load_portraits(folder: Path, cities: Iterable[City]) -> Portraits:
    """The portraits of `cities`; those that have none get an empty one, with a warning.

    Raises:
        WorkbookError: with all problems, when a portrait cannot be read.
    """
    from reportgen.workbook import load_portrait

    portraits = {city: load_portrait(folder, city) for city in cities}
    problems = [problem for _, told in portraits.values() for problem in told]
    if errors_among(problems):
        raise WorkbookError(*problems)
    return portraits


def build_report(
    profile: Profile,
    layout: Layout,
    portraits: Path,
    issued: date | None = None,
    *,
    attach_data: bool = False,
) -> Report:
    """The finished PDF of one city.

    Args:
        profile: from `build_profile`.
        layout: from `load_layout`.
        portraits: folder with a `<slug>.md` for each city that has a portrait.
        issued: date of the document, by default the workbook's date of the data.
        attach_data: put the city's indicators inside, as CSV with a dictionary of its columns;
            the file is then PDF/A-3a instead of PDF/A-2a.

    Raises:
        WorkbookError: the portrait cannot be read.
        DocumentError: something does not fit on a page.
        ConformanceError: the file would violate a standard.
    """
    loaded = load_portraits(portraits, [profile.city])
    return _report(profile, layout, loaded, issued, attach_data=attach_data)


def _report(
    profile: Profile,
    layout: Layout,
    portraits: Portraits,
    issued: date | None,
    *,
    attach_data: bool,
) -> Report:
    from reportgen.charts import draw
    from reportgen.document import compose
    from reportgen.findings import write

    portrait, problems = portraits[profile.city]
    findings = write(profile, layout)
    charts = draw(profile, layout)
    date_of_issue = issued or profile.about.data_date
    attachments = _data_of(profile) if attach_data else ()
    report = compose(profile, findings, charts, portrait, layout, date_of_issue, attachments)
    return replace(report, problems=(*problems, *report.problems))


def build_all(
    profiles: Sequence[Profile],
    layout: Layout,
    portraits: Path,
    out: Path,
    issued: date | None = None,
    *,
    attach_data: bool = False,
    force: bool = False,
    workbook: Path | None = None,
    seal: Seal | None = None,
) -> Iterator[Outcome]:
    """Builds and stores the reports of `profiles`, one after another.

    All portraits are read first. A city that fails does not stop the others. A file that is there
    already stays untouched unless its content changes.

    Args:
        profiles: of the wanted cities.
        layout: look and words.
        portraits: folder of the portraits.
        out: reports go to ``<out>/<year>/<slug>.pdf``, in other languages than German to
            ``<slug>-<language>.pdf``.
        issued: date of the documents.
        attach_data: put each city's indicators inside its report.
        force: write files even when their content is the same.
        workbook: where the profiles come from; when it is given, a record is written beside the
            reports that tells the archive how to make them again.
        seal: signs reports.

    Returns:
        What became of each city, as soon as it is known.

    Raises:
        WorkbookError: with all problems, when a portrait cannot be read; nothing is written.
    """
    loaded = load_portraits(portraits, [profile.city for profile in profiles])
    outcomes = _build_each(
        *(profiles, layout, loaded, portraits, out, issued),
        attach_data=attach_data, force=force, seal=seal,
    )  # fmt: skip
    if workbook is None or not profiles:
        return outcomes
    folder, day = out / str(profiles[0].year), issued or profiles[0].about.data_date
    terms = terms_of(folder, workbook, portraits, layout, day, attach_data=attach_data)
    return _recorded(outcomes, folder, profiles[0].year, terms)


def _recorded(
    outcomes: Iterator[Outcome], folder: Path, year: int, terms: Terms
) -> Iterator[Outcome]:
    """The same outcomes; whatever ends them, what was made until then is recorded."""
    made: list[Made] = []
    try:
        for outcome in outcomes:
            if outcome.made:
                made.append(outcome.made)
            yield outcome
    finally:
        if made:
            save(folder, year, terms, made)


def _build_each(
    profiles: Sequence[Profile],
    layout: Layout,
    portraits: Portraits,
    portraits_folder: Path,
    out: Path,
    issued: date | None,
    *,
    attach_data: bool,
    force: bool,
    seal: Seal | None,
) -> Iterator[Outcome]:
    for profile in profiles:
        suffix = "" if layout.language == "de" else f"-{layout.language}"
        path = out / str(profile.year) / f"{profile.city.slug}{suffix}.pdf"
        state, made, exit_code = None, None, 0
        try:
            report = _report(profile, layout, portraits, issued, attach_data=attach_data)
            problems = report.problems
            pdf = report.pdf
            if seal:
                pdf = seal(pdf, path.read_bytes() if path.is_file() and not force else None)
            state = store(pdf, path, force=force)
            photo = portraits[profile.city][0].photo
            inputs = portrait_inputs(portraits_folder, profile.city, photo)
            made = made_of(report, path.name, inputs)
        except ReportgenError as fault:
            problems, exit_code = fault.problems, fault.exit_code
        except Exception as fault:
            # A bug that one city brings to light must not cost the others their reports.
            _log.debug("%s", profile.city.name, exc_info=fault)
            problems, exit_code = (_bug(profile.city, fault),), 1
        yield Outcome(
            city=profile.city,
            path=path,
            state=state,
            problems=problems,
            absences=profile.absences,
            made=made,
            exit_code=exit_code,
        )


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
    # An umlaut may come as one character or, e.g. from macOS, as a letter and its dots.
    return unicodedata.normalize("NFC", name).casefold()


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


def _bug(city: City, fault: Exception) -> Problem:
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    return Problem(
        code="bug",
        message=f"{type(fault).__name__}: {fault}",
        where=f"{city.name}, {Path(frame.filename).name}:{frame.lineno}",
        hint="this is a fault of the program: please report it; `-v` shows the traceback",
    )
