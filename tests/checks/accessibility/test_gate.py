"""No file with a false claim is left behind: what breaks a standard is not written."""

from pathlib import Path

import pytest

from reportgen.document.canvas import ReportCanvas
from reportgen.document.title import Band
from tests.running import files_in, run
from tests.workbooks import WORKBOOK


@pytest.fixture
def untagged_in_koeln(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program that shows in one city."""
    draw = Band.draw

    def fail(self: Band, canvas: ReportCanvas, top: float) -> None:
        draw(self, canvas, top)
        if self.block.city == "Köln":
            canvas.area(10, 10, 5, 5, self.setting.colours.ink)

    monkeypatch.setattr(Band, "draw", fail)


@pytest.mark.usefixtures("untagged_in_koeln")
class TestAViolation:
    def test_it_fails_the_build_with_city_page_and_clause(self, tmp_path: Path) -> None:
        result = run("build", WORKBOOK, "--city", "Köln", "--out", tmp_path)
        assert result.code == 7
        assert "error[untagged-content]" in result.err
        assert "--> Köln, page 1, PDF/UA-1, clause 7.1" in result.err
        assert files_in(tmp_path) == []

    def test_it_leaves_an_older_file_as_it_was(self, tmp_path: Path) -> None:
        older = tmp_path / "2020" / "koeln.pdf"
        older.parent.mkdir()
        older.write_bytes(b"older")
        assert run("build", WORKBOOK, "--city", "Köln", "--out", tmp_path, "--force").code == 7
        assert older.read_bytes() == b"older"
        assert files_in(tmp_path) == ["2020/koeln.pdf"]

    def test_it_does_not_stop_the_other_cities(self, tmp_path: Path) -> None:
        result = run(
            "build", WORKBOOK, "--city", "Bremen", "--city", "Köln", "--city", "Essen",
            "--out", tmp_path,
        )  # fmt: skip
        assert result.code == 10
        assert "--> Köln, page 1, PDF/UA-1, clause 7.1" in result.err
        assert files_in(tmp_path) == ["2020/bremen.pdf", "2020/essen.pdf"]


def test_every_violation_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who mends one should not find the next one afterwards."""
    draw = Band.draw

    def fail(self: Band, canvas: ReportCanvas, top: float) -> None:
        draw(self, canvas, top)
        canvas.area(10, 10, 5, 5, self.setting.colours.ink)
        canvas._code.append("EMC")
        for element in self._elements:
            element.tag = "Titel"

    monkeypatch.setattr(Band, "draw", fail)
    result = run("build", WORKBOOK, "--city", "Köln", "--out", tmp_path)
    assert result.code == 7
    for code in ("untagged-content", "unbalanced-marks", "nonstandard-type", "skipped-heading"):
        assert f"error[{code}]" in result.err
