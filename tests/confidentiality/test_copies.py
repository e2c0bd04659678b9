"""The copy of a workbook that an archive holds: without what is secret, and with all else."""

from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from reportgen.confidentiality import protect
from reportgen.layout.confidentiality import Confidentiality
from reportgen.model import Dataset
from reportgen.workbook import load_workbook
from reportgen.workbook.withhold import withheld
from reportgen.workflows.publishable import told
from tests.confidentiality.secrets import workbook
from tests.workbook.make_youth_workbook import YOUTH_WORKBOOK

RULE = Confidentiality(minimum=5)


def copied(book: Path, folder: Path) -> tuple[Dataset, Dataset, Path]:
    """What may be published of a workbook, what a copy of it says, and the copy."""
    dataset = load_workbook(book)
    published = protect(dataset, RULE).dataset
    copy = folder / "copy.xlsx"
    copy.write_bytes(withheld(book.read_bytes(), dataset, published))
    return published, load_workbook(copy), copy


def test_a_copy_says_all_that_is_published(tmp_path: Path) -> None:
    published, copy, file = copied(workbook(tmp_path / "data"), tmp_path)

    assert copy.breaks == published.breaks != ()
    assert copy.sources == published.sources != ()
    assert told(copy) == told(published)
    assert "Bestätigt" not in openpyxl.load_workbook(file).sheetnames


def test_a_copy_with_neutral_names_keeps_its_sheets(tmp_path: Path) -> None:
    published, copy, _ = copied(YOUTH_WORKBOOK, tmp_path)

    assert copy.is_neutral
    assert told(copy) == told(published)


@pytest.mark.parametrize("lost", ["breaks", "sources", "areas", "unused"])
def test_a_copy_that_lost_something_is_no_copy(committed: Dataset, lost: str) -> None:
    assert getattr(committed, lost)

    without = replace(committed, **{lost: {} if lost == "unused" else ()})

    assert told(without) != told(committed)
