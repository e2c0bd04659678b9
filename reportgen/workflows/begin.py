"""The way into a build: it repeats what an equal run said, or reads everything and builds.

When only portraits have changed, it repeats that of each city whose portrait has not.
"""

from collections.abc import Generator, Mapping
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from reportgen.errors import Problem
from reportgen.model import City
from reportgen.workflows.last_runs import (
    Outcome,
    RunInputs,
    inputs_of,
    recall,
    recall_cities,
    remember,
)
from reportgen.workflows.options import BuildOptions, CityResult

if TYPE_CHECKING:
    from reportgen.workflows.job import BuildJob


class Run(Struct, frozen=True, kw_only=True):
    """A build that is about to begin.

    Attributes:
        count: number of cities.
        warnings: what is odd about the workbook, and about the correction.
        results: what becomes of each city, as soon as it is known; who stops early closes it.
    """

    count: int
    warnings: tuple[Problem, ...]
    results: Generator[CityResult, None, None]


def begin(options: BuildOptions) -> Run:
    """Reads and checks everything, unless it is as it was; reports are made as one asks for them.

    Raises:
        ReportgenError: as of `prepare`; the results as of `build_all`.
    """
    inputs = inputs_of(options)
    if inputs and (outcome := recall(inputs)):
        return Run(
            count=len(outcome.results),
            warnings=outcome.warnings,
            results=(result for result in outcome.results),
        )
    from reportgen.workflows.job import prepare  # noqa: PLC0415, all libraries come with it

    job = prepare(options)
    return Run(count=len(job.profiles), warnings=job.warnings, results=_built(job, inputs))


def _built(job: "BuildJob", inputs: RunInputs | None) -> Generator[CityResult, None, None]:
    from reportgen.workflows.build import build_all  # noqa: PLC0415

    results: list[CityResult] = []
    portraits = _fingerprints_of_portraits(job) if inputs else {}
    # What was read may be newer than what was looked at before.
    is_same = inputs is not None and inputs_of(job.options) == inputs
    known = recall_cities(inputs, portraits) if inputs and is_same else {}
    with closing(build_all(job, known)) as building:
        for result in building:
            results.append(result)
            yield result
    if inputs:
        fonts = job.layout.fonts
        remember(
            job.options,
            inputs,
            Outcome(warnings=job.warnings, results=tuple(results)),
            portraits,
            (fonts.light, fonts.regular, fonts.semibold, fonts.bold),
        )


def _fingerprints_of_portraits(job: "BuildJob") -> Mapping[City, str]:
    """Of all portraits, with what is odd about them; not of one whose photo cannot be read."""
    from reportgen.workflows.fingerprint import fingerprint_of  # noqa: PLC0415, numpy comes with it

    found = {}
    for city, portrait in job.portraits.items():
        with suppress(OSError):
            found[city] = fingerprint_of(portrait)
    return found
