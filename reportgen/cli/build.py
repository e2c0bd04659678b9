"""`reportgen build`: the reports themselves."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import (
    cities_option,
    portraits_beside,
    verbosity_options,
    workbook_argument,
    year_option,
)
from reportgen.cli.sealing import sealer
from reportgen.errors import INTERRUPTED, SOME_CITIES_FAILED


@click.command()
@workbook_argument
@cities_option
@year_option
@click.option(
    "--layout", default="city-profile", show_default=True, metavar="NAME|PATH", help="How it looks."
)
@click.option(
    "--lang",
    type=click.Choice(["de", "en"]),
    default="de",
    show_default=True,
    help="Language of the reports.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/reports"),
    show_default=True,
    help="Reports go to OUT/YEAR/CITY.pdf.",
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
    help="For screens and archives, or for a printing press (CITY-print.pdf).",
)
@click.option(
    "--booklet", is_flag=True, help="Add a booklet for the office printer (CITY-booklet.pdf, A3)."
)
@click.option(
    "--nup", type=click.Choice(["2"]), help="Add a copy of two pages a sheet (CITY-2up.pdf, A4)."
)
@click.option(
    "--icc",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The printer's own ICC profile  [default: the layout's].",
)
@click.option(
    "--ink-limit",
    type=click.FloatRange(200, 400),
    metavar="PERCENT",
    help="Most ink on one spot that the printer's paper takes  [default: the layout's].",
)
@click.option("--attach-data", is_flag=True, help="Put the data inside each PDF, as CSV.")
@click.option(
    "--sign",
    "key_file",
    type=click.Path(path_type=Path),
    metavar="KEY.p12",
    help="Seal each digital PDF with this key (PAdES).",
)
@click.option("--timestamp", metavar="URL", help="Timestamp server for the seals.")
@click.option("--force", is_flag=True, help="Write files even when nothing in them changes.")
@verbosity_options
@click.pass_obj
def build(
    verbosity: Verbosity,
    workbook: Path,
    names: Sequence[str],
    year: int | None,
    layout: str,
    lang: str,
    out: Path,
    issued: datetime | None,
    edition: str,
    booklet: bool,
    nup: str | None,
    icc: Path | None,
    ink_limit: float | None,
    attach_data: bool,
    key_file: Path | None,
    timestamp: str | None,
    force: bool,
) -> int:
    """Build the PDF profile of every city in WORKBOOK.

    Portraits are read from the folder "portraits" beside the workbook. Files whose content does
    not change stay as they are. A city that fails does not stop the others.

    The password of the key comes from REPORTGEN_SIGN_PASSWORD, from the keyring (service
    "reportgen", user "sign-password"), or is asked for.

    \b
    Examples:
      reportgen build data/benchmarking-2020.xlsx
      reportgen build data/benchmarking-2020.xlsx --city Köln --city D --lang en
      reportgen build data/benchmarking-2020.xlsx --out /tmp/profiles --force
      reportgen build data/benchmarking-2020.xlsx --edition print --icc printer.icc --ink-limit 280
    """
    from reportgen import pipeline
    from reportgen.layout.load import load_layout
    from reportgen.model import Edition
    from reportgen.workbook import load_workbook
    from reportgen.workflows.build import CityResult, build_all

    if timestamp and not key_file:
        raise click.UsageError("a timestamp is part of a seal: add --sign KEY.p12")
    if key_file and edition == "print":
        raise click.UsageError("only digital editions are sealed: leave out --sign, or use both")
    editions = {
        Edition.DIGITAL: edition != "print",
        Edition.PRINT: edition != "digital",
        Edition.BOOKLET: booklet,
        Edition.TWO_UP: nup is not None,
    }
    seal = sealer(key_file, timestamp or "") if key_file else None
    look = load_layout(layout, lang, icc, ink_limit)
    dataset = load_workbook(workbook, look.characters)
    wanted = pipeline.find_cities(dataset, names)
    day = issued.date() if issued else pipeline.date_from_environment()
    profiles = [p for p in pipeline.build_profiles(dataset, year) if p.city in wanted]
    run = build_all(
        profiles,
        look,
        portraits_beside(workbook),
        out,
        day,
        editions=[kind for kind, is_wanted in editions.items() if is_wanted],
        attach_data=attach_data,
        force=force,
        workbook=workbook,
        seal=seal,
    )
    outcomes: list[CityResult] = []
    try:
        with console.progress(len(profiles), verbosity) as tell:
            for outcome in run:
                outcomes.append(outcome)
                tell(outcome)
    except KeyboardInterrupt:
        console.say(
            f"interrupted; {len(outcomes)} of {len(profiles)} cities are done, their files stay"
        )
        return INTERRUPTED
    problems = [*dataset.warnings, *(p for outcome in outcomes for p in outcome.problems)]
    console.tell_problems(problems, verbosity)
    if not verbosity.quiet:
        labels = {a.key: a.short for a in dataset.areas} | {
            i.key: i.label for i in dataset.indicators
        }
        console.tell_summary(outcomes, labels)
        if seal and (edition == "both" or booklet or nup):
            console.say("only the digital editions are sealed")
    failed = [outcome.exit_code for outcome in outcomes if outcome.exit_code]
    if not failed:
        return 0
    return SOME_CITIES_FAILED if len(failed) < len(outcomes) else failed[0]
