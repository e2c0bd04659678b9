"""What a workbook or an archived version is read into, to be compared."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from reportgen.errors import ArchiveError, UsageError
from reportgen.layout.confidentiality import Confidentiality
from reportgen.layout.load import archived_rule
from reportgen.model import Edition
from reportgen.workflows.former import load_issue
from reportgen.workflows.record import (
    RECORD,
    BuildSettings,
    Input,
    ReportRecord,
    record_of,
    to_json,
)

pytestmark = pytest.mark.exhaustive


def test_a_folder_that_is_no_version_is_refused_with_one_that_may_be(tmp_path: Path) -> None:
    (tmp_path / "2020/v1").mkdir(parents=True)
    (tmp_path / "empty").mkdir()

    with pytest.raises(UsageError, match=r"not-a-version(.|\n)*2020/v1"):
        load_issue(tmp_path)
    with pytest.raises(UsageError, match=r"not-a-version(.|\n)*name a workbook"):
        load_issue(tmp_path / "empty")


def test_a_path_that_no_system_has_is_refused() -> None:
    with pytest.raises(ArchiveError, match="issue-unreadable"):
        load_issue(Path("x" * 5000))


@pytest.mark.parametrize("path", ["../../../elsewhere.xlsx", "/etc/hostname"])
def test_a_version_whose_workbook_is_elsewhere_is_refused(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.archive.verify_bag.verify_bag", lambda _folder: ())
    nothing = Input(name="x", path="", sha256="")
    settings = BuildSettings(
        workbook=replace(nothing, path=path), portraits="", layout=nothing, icc=(), ink_limit=300,
        language="de", issued="2021-12-01", attach_data=False, program="0",
    )  # fmt: skip
    report = ReportRecord(
        file="a.pdf", city="A", slug="a", edition=Edition.DIGITAL, sha256="", size=0, portrait=()
    )
    (tmp_path / "data/about").mkdir(parents=True)
    (tmp_path / "bagit.txt").touch()
    record = record_of(2020, [(settings, report)])
    (tmp_path / "data/about" / RECORD).write_bytes(to_json(record))

    with pytest.raises(ArchiveError, match="archived-workbook-missing"):
        load_issue(tmp_path)


def test_the_rule_of_an_archived_layout_is_read_whatever_else_it_says(tmp_path: Path) -> None:
    for name, text in (
        ("parent", 'name = "parent"\nof-later = 1\n[confidentiality]\nminimum = 7\n'),
        ("child", 'name = "child"\nextends = "parent"\n'),
        ("open", 'name = "open"\n'),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "layout.toml").write_text(text, encoding="utf-8")

    found = [archived_rule(tmp_path / name) for name in ("parent", "child", "open")]

    assert found == [Confidentiality(minimum=7), Confidentiality(minimum=7), None]
