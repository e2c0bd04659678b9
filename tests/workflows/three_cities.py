"""A project of three cities, its builds, and what of it is made again."""

from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from reportgen.workflows.begin import begin
from reportgen.workflows.options import BuildOptions, CityResult

THREE = ("Bremen", "Düsseldorf", "Essen")
ALL = {"bremen.pdf", "duesseldorf.pdf", "essen.pdf"}
PORTRAIT = "+++\noffice = 'Amt für Soziales'\n+++\n\nDas Amt berät.\n"


class Made(Struct):
    """The reports that were made, by the names of cities and editions."""

    files: list[str] = field(default_factory=list)


def options_of(three: Path, **others: Any) -> BuildOptions:
    usual = BuildOptions(
        workbook=three / "data/benchmarking-2020.xlsx",
        out=three / "out",
        cities=THREE,
        layout=str(three / "look"),
    )
    return replace(usual, **others)


def build(options: BuildOptions) -> list[CityResult]:
    results = list(begin(options).results)
    assert not any(result.exit_code for result in results), results
    return results
