"""All cities of a run: what is stored, what becomes of each, and what fails alone."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reportgen.editions.press import finish as press_finish
from reportgen.errors import (
    Problem,
    WorkbookError,
    errors_among,
)
from reportgen.layout.load import Layout
from reportgen.model import Edition, Profile, Report, Table
from reportgen.store import FileState
from reportgen.workflows.build import build_all
from tests.running import files_in


def test_outcomes_say_what_became_of_each_city(
    cities: Mapping[str, Profile],
    german: Layout,
    fail_for: Callable[[str, BaseException], None],
    tmp_path: Path,
) -> None:
    fail_for("koeln", ValueError("oh"))
    three = [cities[slug] for slug in ("bremen", "koeln", "essen")]

    outcomes = list(build_all(three, german, tmp_path, tmp_path / "out"))

    assert [(o.city.slug, o.files, o.exit_code) for o in outcomes] == [
        ("bremen", {tmp_path / "out/2020/bremen.pdf": FileState.WRITTEN}, 0),
        ("koeln", {tmp_path / "out/2020/koeln.pdf": None}, 1),
        ("essen", {tmp_path / "out/2020/essen.pdf": FileState.WRITTEN}, 0),
    ]
    assert [[p.code for p in o.problems] for o in outcomes] == [
        ["portrait-missing"],
        ["bug"],
        ["portrait-missing"],
    ]
    assert {a.table for a in outcomes[0].absences} == {Table.RECIPIENTS, Table.PAYMENTS}


def test_a_bug_names_the_city_and_the_line(
    cities: Mapping[str, Profile],
    german: Layout,
    fail_for: Callable[[str, BaseException], None],
    tmp_path: Path,
) -> None:
    fail_for("koeln", ValueError("oh"))

    (outcome,) = build_all([cities["koeln"]], german, tmp_path, tmp_path)

    (bug,) = outcome.problems
    assert bug.message == "ValueError: oh"
    assert bug.where.startswith("Köln, conftest.py:")
    assert "`-v` shows the traceback" in bug.hint


def test_all_portraits_are_read_before_anything_is_built(
    cities: Mapping[str, Profile], german: Layout, tmp_path: Path
) -> None:
    for slug in ("koeln", "essen", "rostock"):
        (tmp_path / f"{slug}.md").write_bytes(b"\xff")
    three = [cities[slug] for slug in ("bremen", "koeln", "essen")]

    with pytest.raises(WorkbookError) as caught:
        build_all(three, german, tmp_path, tmp_path / "out")

    assert [p.where for p in errors_among(caught.value.problems)] == ["koeln.md", "essen.md"]
    assert not (tmp_path / "out").exists()


def test_a_report_is_stored_before_the_next_is_built(
    cities: Mapping[str, Profile], german: Layout, tmp_path: Path
) -> None:
    outcomes = build_all([cities["bremen"], cities["essen"]], german, tmp_path, tmp_path)

    next(outcomes)
    assert files_in(tmp_path) == ["2020/bremen.pdf"]
    next(outcomes)
    assert files_in(tmp_path) == ["2020/bremen.pdf", "2020/essen.pdf"]


def test_each_edition_is_a_file_and_its_problems_are_told_once(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], tmp_path: Path
) -> None:
    (outcome,) = build_all(
        [cities["bremen"]],
        layouts["en"],
        tmp_path,
        tmp_path,
        editions=(Edition.DIGITAL, Edition.PRINT),
    )

    assert outcome.files == {
        tmp_path / "2020/bremen-en.pdf": FileState.WRITTEN,
        tmp_path / "2020/bremen-en-print.pdf": FileState.WRITTEN,
    }
    assert [p.code for p in outcome.problems] == ["portrait-missing"]


def test_a_city_whose_print_edition_fails_gets_no_file(
    cities: Mapping[str, Profile],
    german: Layout,
    portraits: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    violation = Problem(code="not-nested", message="m", where="page 1")
    monkeypatch.setattr(press_finish, "press_preflight", lambda *_: (violation,))

    (outcome,) = build_all(
        [cities["bremen"]], german, portraits, tmp_path, editions=(Edition.DIGITAL, Edition.PRINT)
    )

    assert outcome.exit_code == 7
    assert [(p.code, p.where) for p in outcome.problems] == [("not-nested", "Bremen, page 1")]
    assert set(outcome.files.values()) == {None}
    assert files_in(tmp_path) == []


def test_what_is_stored_is_the_report(
    cities: Mapping[str, Profile],
    layouts: Mapping[str, Layout],
    portraits: Path,
    reports: Mapping[str, Report],
    tmp_path: Path,
) -> None:
    list(build_all([cities["bremen"]], layouts["de"], portraits, tmp_path))
    list(build_all([cities["bremen"]], layouts["en"], portraits, tmp_path))

    assert files_in(tmp_path) == ["2020/bremen-en.pdf", "2020/bremen.pdf"]
    assert (tmp_path / "2020/bremen.pdf").read_bytes() == reports["bremen"].pdf
    assert (tmp_path / "2020/bremen-en.pdf").read_bytes() != reports["bremen"].pdf
