"""`reportgen build`: the reports themselves."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from reportgen.cli import console, events
from reportgen.cli.console import Verbosity
from reportgen.cli.options import (
    LocalPath,
    PlaceType,
    cities_option,
    complete_layout,
    events_option,
    peers_option,
    reference_option,
    verbosity_options,
    workbook_argument,
    year_option,
)
from reportgen.cli.terminal import progress
from reportgen.errors import INTERRUPTED, SOME_CITIES_FAILED, DocumentError
from reportgen.messages import translated
from reportgen.model import Edition, Standard
from reportgen.workflows.begin import begin
from reportgen.workflows.options import BuildOptions, CityResult, Seal
from reportgen.workflows.part import Shard


def _shard(_ctx: click.Context, _param: click.Parameter, text: str | None) -> Shard | None:
    """A part, as in ``2/8``."""
    if text is None:
        return None
    number, _, count = text.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise click.BadParameter(f"{text} is no part; the second of eight is 2/8")
    return int(number), int(count)


def _cluster(_ctx: click.Context, _param: click.Parameter, text: str) -> str:
    """An address, as in ``tcp://scheduler:8786``."""
    if text and not re.fullmatch(r"(tcp|tls)://[^/@\s]+:\d{1,5}", text):
        raise click.BadParameter(f"{text} is no address; one is tcp://scheduler:8786")
    return text


@click.command()
@workbook_argument
@cities_option
@year_option
@peers_option
@reference_option
@click.option(
    "--layout",
    shell_complete=complete_layout,
    default="city-profile",
    show_default=True,
    metavar="NAME|PATH",
    help="How it looks.",
)
@click.option(
    "--lang",
    "language",
    metavar="LANGUAGE",
    default="de",
    show_default=True,
    help="Language of the reports, one that the layout has: de or en, or a file of your own.",
)
@click.option(
    "--out",
    type=PlaceType(file_okay=False),
    default=Path("build/reports"),
    show_default=True,
    metavar="DIRECTORY|URL",
    help="Reports go to OUT/YEAR/NAME.pdf; also elsewhere, e.g. s3://bucket/reports.",
)
@click.option(
    "--date",
    "issued",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of the documents  [default: SOURCE_DATE_EPOCH, or the date of the data].",
)
@click.option(
    "--edition",
    type=click.Choice(["digital", "print", "both"]),
    default="digital",
    show_default=True,
    help="For screens and archives, or for a printing press (NAME-print.pdf).",
)
@click.option(
    "--standard",
    type=click.Choice([standard.value for standard in Standard]),
    default=Standard.UA1.value,
    show_default=True,
    help="What digital PDFs keep: PDF/UA-1 and PDF/A-2a, or PDF/UA-2, PDF/A-4 and WTPDF (PDF 2.0).",
)
@click.option(
    "--booklet", is_flag=True, help="Add a booklet for the office printer (NAME-booklet.pdf, A3)."
)
@click.option(
    "--nup", type=click.Choice(["2"]), help="Add a copy of two pages a sheet (NAME-2up.pdf, A4)."
)
@click.option(
    "--icc",
    type=LocalPath(dir_okay=False),
    help="The printer's own ICC profile  [default: the layout's].",
)
@click.option(
    "--ink-limit",
    type=click.FloatRange(200, 400),
    metavar="PERCENT",
    help="Most ink on one spot that the printer's paper takes  [default: the layout's].",
)
@click.option(
    "--erratum",
    type=LocalPath(),
    metavar="OLD",
    help="Workbook or archived version that is corrected: each report ends with what differs.",
)
@click.option(
    "--published",
    type=LocalPath(),
    multiple=True,
    metavar="OLD",
    help="Workbook or archived version that readers have, where numbers are kept secret.",
)
@click.option("--attach-data", is_flag=True, help="Put the data inside each PDF, as CSV.")
@click.option(
    "--sign",
    "key_file",
    type=LocalPath(),
    metavar="KEY.p12",
    help="Seal each digital PDF with this key (PAdES).",
)
@click.option("--timestamp", metavar="URL", help="Timestamp server for the seals.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that make reports  [default: one a core; one alone for few reports].",
)
@click.option(
    "--cluster",
    callback=_cluster,
    default="",
    metavar="tcp://HOST:PORT",
    help="Scheduler of a Dask cluster whose workers make the reports.",
)
@click.option(
    "--shard",
    callback=_shard,
    metavar="I/N",
    help="Only part I of N, for several machines; `reportgen merge` puts all together.",
)
@click.option(
    "--force", is_flag=True, help="Build all, and write files even when nothing in them changes."
)
@events_option
@verbosity_options
@click.pass_obj
def build(
    verbosity: Verbosity,
    /,
    edition: str,
    standard: str,
    booklet: bool,
    nup: str | None,
    key_file: Path | None,
    timestamp: str | None,
    issued: datetime | None,
    **others: Any,
) -> int:
    """Build the PDF profile of every city, or other unit, in WORKBOOK.

    Portraits are read from the folder "portraits" beside the workbook. What is there and would
    not change is not built again. One that fails does not stop the others.

    The password of the key comes from REPORTGEN_SIGN_PASSWORD, from the keyring (service
    "reportgen", user "sign-password"), or is asked for.

    \b
    Examples:
      reportgen build data/benchmarking-2020.xlsx
      reportgen build data/benchmarking-2020.xlsx --city Köln --city D --lang en
      reportgen build data/benchmarking-2020.xlsx --out /tmp/profiles --force
      reportgen build data/benchmarking-2020.xlsx --city D --peers F,HH,K,N,S --reference K
      reportgen build data/benchmarking-2020.xlsx --standard ua2 --attach-data
      reportgen build data/benchmarking-2020.xlsx --edition print --icc printer.icc --ink-limit 280
      reportgen build data/benchmarking-2020.xlsx --erratum archive/2020/v1
    """
    others["cluster"] = _without_jobs(others["cluster"])
    if timestamp and not key_file:
        raise click.UsageError("a timestamp is part of a seal: add --sign KEY.p12")
    if key_file and edition == "print":
        raise click.UsageError("only digital editions are sealed: leave out --sign, or use both")
    if standard != Standard.UA1 and edition == "print":
        raise click.UsageError("print editions are PDF/X-4: leave out --standard, or use both")
    editions = {
        Edition.DIGITAL: edition != "print",
        Edition.PRINT: edition != "digital",
        Edition.BOOKLET: booklet,
        Edition.TWO_UP: nup is not None,
    }
    options = BuildOptions(
        **others,
        issued=issued.date() if issued else None,
        editions=tuple(kind for kind, is_wanted in editions.items() if is_wanted),
        standard=Standard(standard),
        seal=_sealer(key_file, timestamp or "") if key_file else None,
    )
    run = begin(options)
    events.emit("planned", total=run.count)
    results: list[CityResult] = []
    interrupted, unrecorded = False, None
    try:
        with progress(run.count, verbosity) as step:
            for result in run.results:
                results.append(result)
                step(result.city.name, _files_of(result))
                _emit(result)
    except KeyboardInterrupt:
        interrupted = True
    except DocumentError as fault:  # at the end of the run, of its record
        unrecorded = fault
    try:
        run.results.close()
    except DocumentError as fault:
        unrecorded = fault
    problems = [*run.warnings, *(p for result in results for p in result.problems)]
    problems += unrecorded.problems if unrecorded else ()
    console.report_problems(problems, verbosity)
    if interrupted:
        done = f"{len(results)} of {run.count} are done, their files stay"
        console.say(f"interrupted; {done}")
        return INTERRUPTED
    if not (verbosity.quiet or events.are_on()):
        _report_summary(results)
        if options.seal and options.editions != (Edition.DIGITAL,):
            console.say("only the digital editions are sealed")
    failed = [result.exit_code for result in results if result.exit_code]
    if not failed:
        return unrecorded.exit_code if unrecorded else 0
    return SOME_CITIES_FAILED if len(failed) < len(results) else failed[0]


def _without_jobs(cluster: str) -> str:
    """The address of a cluster; empty when an option wants processes of this machine instead."""
    source = click.get_current_context().get_parameter_source
    if not cluster or source("jobs") is not ParameterSource.COMMANDLINE:
        return cluster
    if source("cluster") is ParameterSource.COMMANDLINE:
        raise click.UsageError("a cluster has its own processes: leave out --jobs or --cluster")
    return ""


def _sealer(key_file: Path, timestamp_url: str) -> Seal:
    from reportgen.cli.sealing import sealer  # noqa: PLC0415, it is slow to import

    return sealer(key_file, timestamp_url)


def _files_of(result: CityResult) -> str:
    return "\n".join(
        f"{console.word(state or 'failed')}  {path}" for path, state in result.files.items()
    )


def _emit(result: CityResult) -> None:
    for path, state in result.files.items():
        events.emit(
            "report",
            city=result.city.name,
            slug=result.city.slug,
            path=path,
            state=state or "failed",
        )


def _report_summary(results: Sequence[CityResult]) -> None:
    """What was written, what was not, and which categories are absent where."""
    states = Counter(state or "failed" for r in results for state in r.files.values())
    counts = (f"{states[s]} {translated(s, 'word')}" for s in ("written", "unchanged", "failed"))
    console.say_as_is(", ".join(counts))
    if failed := [result.city.name for result in results if result.exit_code]:
        listed = ", ".join(failed)
        console.say(f"failed: {listed}")
    cities = defaultdict(list)
    for result in results:
        cities[result.absent or "nothing"].append(result.city.name)
    for text, names in cities.items():
        if len(names) == len(results) > 1:
            console.say(f"absent in all {len(names)}: {text}")
        else:
            listed = ", ".join(names)
            console.say(f"absent in {listed}: {text}")
