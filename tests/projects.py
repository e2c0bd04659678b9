"""A project with data and built reports, for tests of the archive."""

import shutil
from pathlib import Path

from tests.running import Result, run
from tests.workbooks import WORKBOOK, edited, with_figure

CITIES = ("--city", "Köln", "--city", "Essen")


def build(project: Path, *args: object) -> None:
    """Builds two cities."""
    result = run("-q", "build", book(project), "--out", project / "reports", *CITIES, *args)
    assert result.code == 0, result.err


def book(project: Path) -> Path:
    """The workbook."""
    return project / "data" / WORKBOOK.name


def add(project: Path, *args: object) -> Result:
    """Archives what was built."""
    return run("archive", "add", project / "reports", "--to", project / "archive", *args)


def correct(project: Path) -> None:
    """Köln corrects a number, and its report is built again."""
    changed = edited(project, with_figure("Leistungsbeziehende", "Köln", 2020, "GSiAE", 23_456))
    shutil.move(changed, book(project))
    build(project)


def archived(project: Path, version: str = "v1") -> Path:
    """A bag of the archive."""
    return project / "archive/2020" / version
