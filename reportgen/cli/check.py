"""`reportgen check`: what is known of finished files."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from reportgen.checks.check import Check, Verdict, check_files
from reportgen.checks.conformance import CONFORMANCES
from reportgen.checks.coverage import checkable_clauses, covered_clauses
from reportgen.checks.rules import PRINT_RULE
from reportgen.cli import console
from reportgen.cli.fetched import local_pdfs
from reportgen.cli.options import LocalPath, PlaceType, verbosity_options
from reportgen.cli.terminal import show_table
from reportgen.errors import ArchiveError, ConformanceError, Problem, errors_among
from reportgen.layout.press_limits import INK_LIMIT
from reportgen.messages import translated
from reportgen.remote import Place
from reportgen.signing.examine import (
    FileSignatures,
    Signature,
    Trust,
    examine_files,
    load_certificates,
)


@click.command()
@click.argument("pdfs", nargs=-1, required=True, type=PlaceType(), metavar="PDF...")
@click.option(
    "--standard",
    "standards",
    type=click.Choice([key for key, each in CONFORMANCES.items() if each.is_judged]),
    multiple=True,
    help="What to check against instead of what the files claim; may be repeated.",
)
@click.option(
    "--ink-limit",
    type=click.FloatRange(0, 400),
    default=INK_LIMIT,
    show_default=True,
    metavar="PERCENT",
    help="Most ink on one spot, of files for a press.",
)
@click.option(
    "--trust",
    type=LocalPath(),
    metavar="CA.pem",
    help="Certificates of authorities that may vouch for signers.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@verbosity_options
def check(
    pdfs: Sequence[Place],
    standards: Sequence[str],
    ink_limit: float,
    trust: Path | None,
    as_json: bool,
) -> int:
    """Check PDFs for the standards that they claim: PDF/UA, PDF/A and PDF/X-4.

    Each file is checked against the part and level that its metadata claim, and one that claims
    nothing against PDF/UA-1 and PDF/A-2a.

    veraPDF decides on PDF/UA and PDF/A, and what only our own rules find is a remark; on PDF/X-4,
    and on what else printers ask, our own rules decide. It is used when REPORTGEN_VERAPDF names
    it, or when it is on the PATH; without it our own rules are checked, and how many clauses they
    cover is said.

    Of a sealed file it is reported who sealed it and whether anything changed since. Whether that
    signer is to be trusted is only looked at when authorities are named.

    \b
    Examples:
      reportgen check build/reports/2020/*.pdf
      reportgen check build/reports/2020/koeln.pdf --json
      reportgen check build/reports/2020/koeln-print.pdf --ink-limit 280
      reportgen check s3://bucket/reports/2020
      reportgen check brochure.pdf --standard ua1 --standard 2b
    """
    trusted = Trust(authorities=load_certificates(trust), at=datetime.now(UTC)) if trust else None
    files = click.get_current_context().with_resource(local_pdfs(pdfs))
    results = check_files(files, ink_limit, standards)
    whole = [result.file for result in results if not result.was_broken_off]
    known = {seal.file: seal for seal in examine_files(whole, trusted)}
    none = (FileSignatures(file=file, signatures=(), problems=()) for file in files)
    seals = [known.get(seal.file, seal) for seal in none]
    if as_json:
        _print_json(results, seals)
    else:
        _print_table(results, seals)
    if not all(result.validator for result in results):
        console.say(
            "veraPDF is not there, so only our own rules were checked; install it "
            "(verapdf.org) and name it by REPORTGEN_VERAPDF"
        )
    if any(errors_among(result.problems) for result in results):
        return ConformanceError.exit_code
    return ArchiveError.exit_code if any(seal.problems for seal in seals) else 0


def _print_json(results: Sequence[Check], seals: Sequence[FileSignatures]) -> None:
    objects = [
        result.as_dict()
        | {
            "file": console.named(str(result.file)),
            "problems": [
                _as_dict(problem) | {"severity": problem.severity} for problem in result.problems
            ],
            "signatures": [signature.as_dict() for signature in seal.signatures],
            "signature_problems": [_as_dict(problem) for problem in seal.problems],
        }
        for result, seal in zip(results, seals, strict=True)
    ]
    # Always UTF-8, as JSON is to be; names of files may have bytes that are not.
    text = json.dumps(objects, ensure_ascii=False, indent=2)
    click.echo(text.encode(errors="backslashreplace"))


def _as_dict(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "message": console.named(translated(problem.message)),
        "where": console.named(console.place(problem.where)),
    }


def _print_table(results: Sequence[Check], seals: Sequence[FileSignatures]) -> None:
    rows = [row for result in results for row in _rows(result)]
    show_table("", ("file", "standard", "result", "judged by"), rows)
    for result in results:
        for problem in result.problems:
            console.say_as_is(f"{result.file.name}: {console.told(problem)}")
    for seal in seals:
        for signature in seal.signatures:
            console.say_as_is(f"{seal.file.name}: {translated(_sealed(signature))}")
        for problem in seal.problems:
            console.say_as_is(console.told(problem))


def _sealed(signature: Signature) -> str:
    clock = "by a timestamp server" if signature.timestamped else "by the signer's clock"
    time = f"{signature.at:%Y-%m-%d %H:%M:%S %Z}" if signature.at else "at an unknown time"
    changed = "unchanged since" if signature.holds else "CHANGED since"
    trusted = {
        None: "not verified against a list of trusted authorities",
        True: "the signer is vouched for by the authorities given",
        False: "the authorities given do not vouch for the signer",
    }
    return (
        f"sealed by {signature.signer}, {time} ({clock}); {changed}; {trusted[signature.trusted]}"
    )


def _rows(result: Check) -> Iterator[tuple[str, str, str, str]]:
    """A row for each standard that a file was judged by; one where it cannot be judged."""
    file, ours = str(result.file), translated("own rules", "word")
    errors = errors_among(result.problems)
    for verdict in result.verdicts:
        judge = "veraPDF" if verdict.by_verapdf else ours
        yield file, verdict.conformance.name, _said(verdict), judge
        file = ""
    if not result.verdicts:
        yield file, "", console.counted(len(errors), "violation"), ours
    elif of_print := [problem for problem in errors if PRINT_RULE in problem.where]:
        name = translated("print rules", "word")
        yield "", name, console.counted(len(of_print), "violation"), ours
    if remarks := len(result.problems) - len(errors):
        yield "", "", console.counted(remarks, "remark"), ""


def _said(verdict: Verdict) -> str:
    if verdict.violations:
        return console.counted(verdict.violations, "violation")
    if verdict.is_kept:
        return translated("compliant", "word")
    if not verdict.conformance.is_judged:
        return translated("not judged", "word")
    every, covered = checkable_clauses(verdict.conformance), covered_clauses(verdict.conformance)
    if not every:
        return translated("no violation found", "word")
    return translated(f"none found by {len(covered)} of {len(every)} clauses", "word")
