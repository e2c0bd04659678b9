"""`reportgen check` applies the rules of a press to files that claim PDF/X, and to no others."""

import json
from collections.abc import Collection, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

import reportgen.checks.check
from reportgen.errors import Problem
from reportgen.model import Report
from tests.checks.accessibility.breaking_file import replaced, saved
from tests.running import run

pytestmark = pytest.mark.exhaustive


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What a veraPDF that finds nothing is asked: names of files by flavour."""
    asked: dict[str, list[str]] = {}

    def validate_all(
        command: Sequence[str], wanted: Mapping[Path, Sequence[str]], claiming: Collection[Path]
    ) -> Mapping[Path, Mapping[str, Sequence[Problem]]]:
        assert command == ("verapdf",)
        assert set(claiming) <= wanted.keys()
        for file, flavours in wanted.items():
            for flavour in flavours:
                asked.setdefault(flavour, []).append(file.name)
        return {file: dict.fromkeys(flavours, ()) for file, flavours in wanted.items()}

    monkeypatch.setattr(reportgen.checks.check, "find_verapdf", lambda: ("verapdf",))
    monkeypatch.setattr(reportgen.checks.check, "validate_all", validate_all)
    return asked


@pytest.fixture
def digital(reports: Mapping[str, Report], tmp_path: Path) -> Path:
    file = tmp_path / "digital.pdf"
    file.write_bytes(reports["koeln"].pdf)
    return file


def test_each_file_is_checked_against_what_it_claims(
    asked: dict[str, list[str]], digital: Path, press_files: Mapping[str, Path]
) -> None:
    result = run("check", digital, press_files["koeln"])
    assert (result.code, result.err) == (0, "")
    assert asked == {"ua1": ["digital.pdf"], "2a": ["digital.pdf"], "2b": ["koeln.pdf"]}
    assert result.out.count("compliant") == 3
    assert "PDF/X-4    no violation found   own rules" in result.out


def test_a_file_that_claims_both_is_checked_against_both(
    asked: dict[str, list[str]], press_files: Mapping[str, Path], tmp_path: Path
) -> None:
    file = tmp_path / "both.pdf"
    with pikepdf.open(press_files["koeln"]) as document:
        claim = '<pdfuaid:part xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">1</pdfuaid:part>'
        replaced(document, "<dc:format>", f"{claim}<dc:format>")
        document.pages[0].ArtBox = document.pages[0].TrimBox
        file.write_bytes(saved(document))
    result = run("check", file)
    assert result.code == 7
    assert sorted(asked) == ["2b", "ua1"]
    assert "error[art-box]" in result.err
    # veraPDF, which finds nothing, decides on PDF/UA; on PDF/X our own rules do.
    assert "warning[structure-missing]" in result.err


@pytest.mark.usefixtures("asked")
def test_a_violation_is_told_with_page_and_rule(broken_press_files: Mapping[str, Path]) -> None:
    result = run("check", broken_press_files["hairline"])
    assert result.code == 7
    assert "hairline.pdf: error[hairline]: a line of 0.2 pt breaks on the plate" in result.err
    assert "--> page 1, print rule P6" in result.err
    assert "print rules   1 violation" in result.out


@pytest.mark.usefixtures("asked")
def test_a_warning_is_told_and_passes(broken_press_files: Mapping[str, Path]) -> None:
    file = broken_press_files["image-of-few-pixels"]
    result = run("check", file)
    assert result.code == 0
    assert "warning[image-resolution]" in result.err
    assert "compliant" in result.out
    assert "1 remark" in result.out
    (told,) = json.loads(run("check", "--json", file).out)
    assert told["compliant"] is True
    assert [problem["severity"] for problem in told["problems"]] == ["warning"]


@pytest.mark.usefixtures("asked")
def test_the_ink_limit_may_be_another(
    digital: Path, press_files: Mapping[str, Path], broken_press_files: Mapping[str, Path]
) -> None:
    assert run("check", press_files["koeln"], digital, "--ink-limit", "190").code == 7
    result = run("check", digital, "--ink-limit", "190")
    assert result.code == 0
    result = run("check", broken_press_files["too-much-ink"], "--ink-limit", "310")
    assert result.code == 0


@pytest.mark.parametrize("limit", ["-1", "401", "much"])
def test_an_ink_limit_that_cannot_be_is_refused(
    press_files: Mapping[str, Path], limit: str
) -> None:
    assert run("check", press_files["koeln"], "--ink-limit", limit).code == 2


STRANGE = {
    "/MediaBox": 5,
    "/TrimBox": pikepdf.Array([pikepdf.Name.A] * 4),
    "/Resources": 5,
    "/Contents": 5,
    "/UserUnit": pikepdf.Name.A,
    "/Group": 5,
}


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("key", STRANGE)
def test_a_strange_page_fails_without_a_crash_and_the_others_go_on(
    press_files: Mapping[str, Path], tmp_path: Path, key: str
) -> None:
    file = tmp_path / "odd.pdf"
    with pikepdf.open(BytesIO(press_files["koeln"].read_bytes())) as document:
        document.pages[1].obj[key] = STRANGE[key]
        file.write_bytes(saved(document))
    result = run("check", "--json", file, press_files["koeln"])
    odd, good = json.loads(result.out)
    assert "Traceback" not in result.err
    assert good["problems"] == []
    # A group that is no dictionary is none; pages without content are allowed.
    assert odd["problems"] or key in {"/Group", "/Contents"}


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("key", ["OutputIntents", "Names", "AcroForm", "Outlines", "OpenAction"])
def test_a_strange_catalog_fails_without_a_crash(
    press_files: Mapping[str, Path], tmp_path: Path, key: str
) -> None:
    file = tmp_path / "odd.pdf"
    with pikepdf.open(BytesIO(press_files["koeln"].read_bytes())) as document:
        document.Root[f"/{key}"] = 5
        file.write_bytes(saved(document))
    result = run("check", file)
    assert "Traceback" not in result.err
    # What veraPDF does not mind is a remark.
    assert result.code == (7 if key == "OutputIntents" else 0)
    assert ("warning[malformed-catalog]" in result.err) is (key in {"Names", "AcroForm"})
