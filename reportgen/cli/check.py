"""`reportgen check`: what is known of finished files."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.options import verbosity_options
from reportgen.errors import ArchiveError, ConformanceError, errors_among
from reportgen.layout.press_limits import INK_LIMIT


@click.command()
@click.argument("pdfs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PDF...")
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
    type=click.Path(path_type=Path),
    metavar="CA.pem",
    help="Certificates of authorities that may vouch for signers.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@verbosity_options
def check(pdfs: Sequence[Path], ink_limit: float, trust: Path | None, as_json: bool) -> int:
    """Check PDFs for PDF/UA-1 and PDF/A, those for a press for PDF/X-4 and what printers ask.

    veraPDF decides on PDF/UA and PDF/A; what a printer asks beyond them, our own rules alone know.
    It is used when REPORTGEN_VERAPDF names it, when it is on the PATH, or when `make tools` has
    fetched it; without it our own rules are checked, and that is said.

    Of a sealed file it is told who sealed it and whether anything changed since. Whether that
    signer is to be trusted is only looked at when authorities are named.

    \b
    Examples:
      reportgen check build/reports/2020/*.pdf
      reportgen check build/reports/2020/koeln.pdf --json
      reportgen check build/reports/2020/koeln-print.pdf --ink-limit 280
    """
    from reportgen.checks.check import check_files
    from reportgen.signing.examine import Trust, examine_files, load_certificates

    trusted = Trust(authorities=load_certificates(trust), at=datetime.now(UTC)) if trust else None
    results = check_files(pdfs, ink_limit)
    seals = examine_files(pdfs, trusted)
    console.show_checks(results, seals, as_json=as_json)
    if any(errors_among(result.problems) for result in results):
        return ConformanceError.exit_code
    return ArchiveError.exit_code if any(seal.problems for seal in seals) else 0
