"""`reportgen proof`: how a print edition will look, plate by plate."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from reportgen.cli import console
from reportgen.cli.console import Verbosity
from reportgen.cli.options import LocalPath, verbosity_options
from reportgen.cli.terminal import show_table
from reportgen.errors import ConformanceError, Problem
from reportgen.layout.press_limits import INK_LIMIT
from reportgen.proof import Proof, prove_files
from reportgen.store import store


@click.command()
@click.argument("pdfs", nargs=-1, required=True, type=LocalPath(), metavar="PDF...")
@click.option(
    "--out",
    type=LocalPath(file_okay=False),
    default=Path("build/proof"),
    show_default=True,
    help="Pictures go to OUT/NAME/, where NAME is the PDF's.",
)
@click.option(
    "--dpi",
    type=click.IntRange(36, 600),
    default=150,
    show_default=True,
    help="Pixels per inch; 300 shows each pixel of a photo.",
)
@click.option(
    "--ink-limit",
    type=click.FloatRange(0, 400, min_open=True),
    default=INK_LIMIT,
    show_default=True,
    help="Most ink on one spot in percent, all four together.",
)
@verbosity_options
@click.pass_obj
def proof(verbosity: Verbosity, pdfs: Sequence[Path], out: Path, dpi: int, ink_limit: float) -> int:
    """Picture the plates and the ink of print editions.

    For each page: how it looks, the plates cyan, magenta, yellow and black, and a map of how much
    ink is where; and contact.png with all of that on one picture. Too much ink ends in exit code 7;
    2 % more than the limit are let pass, because plates are measured in steps of 0.4 %.

    \b
    Examples:
      reportgen proof build/reports/2020/*-print.pdf
      reportgen proof build/reports/2020/koeln-print.pdf --dpi 300 --ink-limit 280
    """
    proofs = {}
    for file, made in prove_files(pdfs, dpi, ink_limit):
        proofs[file] = made
        for name, picture in made.files().items():
            store(picture, out / file.stem / name)
        if not verbosity.quiet:
            console.say(f"all pages at a glance: {out / file.stem / 'contact.png'}")
    _show_proofs(proofs)
    over = {file: sum(page.figures.over for page in p.pages) for file, p in proofs.items()}
    problems = [_too_much(file, pixels, ink_limit) for file, pixels in over.items() if pixels]
    console.report_problems(problems, verbosity)
    return ConformanceError.exit_code if problems else 0


def _too_much(file: Path, pixels: int, limit: float) -> Problem:
    return Problem(
        code="too-much-ink",
        message=f"{pixels:,} {'pixel has' if pixels == 1 else 'pixels have'} more than "
        f"{limit:g} % of ink",
        where=str(file),
        hint="the ink maps (page-N-ink.png) show where; such spots dry badly and smear",
    )


def _show_proofs(proofs: Mapping[Path, Proof]) -> None:
    """Prints how much ink the pages of each file take; all in percent."""
    rows = (
        (
            *(file.name, str(page.number)),
            *(f"{mean:.1f}" for mean in (*page.figures.means, page.figures.mean)),
            f"{page.figures.most:.0f}",
        )
        for file, proof in proofs.items()
        for page in proof.pages
    )
    show_table("", ("file", "page", "C %", "M %", "Y %", "K %", "all %", "most %"), rows)
