"""`reportgen check`: what is known of finished files."""

from collections.abc import Sequence
from pathlib import Path

import click

from reportgen import console
from reportgen.cli.options import voiced
from reportgen.errors import ConformanceError


@click.command()
@click.argument("pdfs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PDF...")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@voiced
def check(pdfs: Sequence[Path], as_json: bool) -> int:
    """Check PDFs for PDF/UA-1 and PDF/A, with our own rules and with veraPDF.

    veraPDF decides. It is used when REPORTGEN_VERAPDF names it, when it is on the PATH, or when
    `make tools` has fetched it; without it our own rules are checked, and that is said.

    \b
    Examples:
      reportgen check build/reports/2020/*.pdf
      reportgen check build/reports/2020/koeln.pdf --json
    """
    from reportgen.document.check import check_files

    results = check_files(pdfs)
    console.show_checks(results, as_json=as_json)
    return ConformanceError.exit_code if any(result.problems for result in results) else 0
