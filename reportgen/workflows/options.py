"""What a build is asked for, and what it answers.

It loads none of the libraries that reports are made with.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from reportgen.errors import Problem
from reportgen.model import City, Edition, Standard
from reportgen.remote import Place
from reportgen.store import FileState
from reportgen.workflows.part import Shard

#: Makes of a report, and of the file in its place (if any), the file that is to be there.
Seal = Callable[[bytes, bytes | None], bytes]


class BuildOptions(Struct, frozen=True, kw_only=True):
    """What is to be built, and how.

    Attributes:
        workbook: the portraits are in the folder ``portraits`` beside it.
        out: of this machine or elsewhere; reports go to ``<out>/<year>/<slug>.pdf``, in other
            languages than German to ``<slug>-<language>.pdf``; editions other than the digital one
            end in their name.
        cities: names, slugs or abbreviations; without any, all cities.
        year: by default the workbook's reporting year.
        peers: names of cities that each city is compared with, also between commas; without any,
            the groups of the workbook, or the nearest cities.
        reference: name of one city that each city is compared with by name; empty for none.
        layout: name or path.
        icc, ink_limit: the printer's own, instead of the layout's; the limit in percent.
        issued: date of the documents, by default that of ``SOURCE_DATE_EPOCH``, else of the data.
        editions: of which each city's files are made, or none of them.
        standard: that digital reports keep.
        attach_data: put each city's indicators inside its report.
        force: make every report, and write files even when their content is the same.
        erratum: the workbook, or the version of an archive, that the reports correct: those that
            differ end with a page that says what.
        published: workbooks, or versions of archives, that readers have: what stood there counts as
            known where the layout keeps numbers secret.
        jobs: processes that make reports; by default as many as there are cores, where they are
            worth it. They make the same reports.
        cluster: address of the scheduler of a Dask cluster that makes reports; empty for none.
        shard: which part of the cities, from 1, and of how many; None for all.
        seal: signs digital reports.
    """

    workbook: Path
    out: Place
    cities: Sequence[str] = ()
    year: int | None = None
    peers: Sequence[str] = ()
    reference: str = ""
    layout: str = "city-profile"
    language: str = "de"
    icc: Path | None = None
    ink_limit: float | None = None
    issued: date | None = None
    editions: tuple[Edition, ...] = (Edition.DIGITAL,)
    standard: Standard = Standard.UA1
    attach_data: bool = False
    force: bool = False
    erratum: Path | None = None
    published: Sequence[Path] = ()
    jobs: int | None = None
    cluster: str = ""
    shard: Shard | None = None
    seal: Seal | None = None


class CityResult(Struct, frozen=True, kw_only=True):
    """What became of one city.

    Attributes:
        files: path of each edition, and whether it was written; None when the city failed.
        problems: warnings, or the errors that made it fail.
        exit_code: of the error that made it fail, else 0.
        absent: what the city has not delivered, by table; empty where that is nothing.
        hashes: SHA-256 of the content of each edition, without a seal; none when the city failed.
    """

    city: City
    files: Mapping[Place, FileState | None]
    problems: tuple[Problem, ...]
    exit_code: int = 0
    absent: str = ""
    hashes: tuple[str, ...] = ()


def portraits_beside(workbook: Path) -> Path:
    """Where the portraits of a workbook's cities are."""
    return workbook.parent / "portraits"
