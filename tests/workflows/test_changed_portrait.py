"""When only portraits change, nobody looks again at cities whose portrait did not."""

import json
from pathlib import Path
from typing import Any

import pytest

from reportgen.store import FileState
from reportgen.workflows import job
from reportgen.workflows.begin import begin
from reportgen.workflows.city_reports import Maker, Order
from reportgen.workflows.last_runs import NOTES
from reportgen.workflows.options import BuildOptions
from reportgen.workflows.record import hash_of
from tests.workbooks import edited, with_figure
from tests.workflows.three_cities import PORTRAIT, build, options_of


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Places of the cities whose numbers are looked at from now on."""
    found: list[int] = []
    original = Maker.__call__

    def noting(self: Maker, order: Order) -> Any:
        found.append(order.place)
        return original(self, order)

    monkeypatch.setattr(Maker, "__call__", noting)
    return found


def said(three: Path) -> list[tuple[str, FileState | None, list[str]]]:
    """Of each city in a run: its slug, the state of its report, and the codes of what is odd."""
    return [
        (result.city.slug, *result.files.values(), [problem.code for problem in result.problems])
        for result in begin(options_of(three)).results
    ]


@pytest.fixture
def built(three: Path, asked: list[int]) -> Path:
    build(options_of(three))
    asked.clear()
    return three


def test_the_text_of_one_city_is_that_of_its_report_only(built: Path, asked: list[int]) -> None:
    text = PORTRAIT.replace("berät", "hilft")
    (built / "data/portraits/bremen.md").write_text(text, encoding="utf-8")

    assert said(built) == [
        ("bremen", FileState.WRITTEN, []),
        ("duesseldorf", FileState.UNCHANGED, []),
        ("essen", FileState.UNCHANGED, ["portrait-missing"]),
    ]
    assert asked == [0]


def test_a_photo_is_a_part_of_its_portrait(built: Path, asked: list[int]) -> None:
    photo = built / "data/portraits/duesseldorf.jpg"
    photo.write_bytes(photo.read_bytes() + b"\0")

    build(options_of(built))

    assert asked == [1]


def test_a_portrait_that_comes_or_goes_is_a_change(built: Path, asked: list[int]) -> None:
    (built / "data/portraits/bremen.md").rename(built / "data/portraits/essen.md")

    assert [(slug, odd) for slug, _, odd in said(built)] == [
        ("bremen", ["portrait-missing"]), ("duesseldorf", []), ("essen", []),
    ]  # fmt: skip
    assert asked == [0, 2]


def test_a_file_that_is_nobodys_is_nobodys_change(built: Path, asked: list[int]) -> None:
    (built / "data/portraits/notes.txt").write_text("Termine", encoding="utf-8")

    assert {state for _, state, _ in said(built)} == {FileState.UNCHANGED}
    assert asked == []


def test_the_next_run_knows_all_again(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (built / "data/portraits/bremen.md").write_text(PORTRAIT + "Es hilft.\n", encoding="utf-8")
    before = said(built)

    monkeypatch.setattr("reportgen.workflows.job.load_workbook", None)

    again = [(slug, FileState.UNCHANGED, odd) for slug, _, odd in before]
    assert said(built) == again


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("out/2020/essen.pdf", {0, 2}),
        ("out/2020/build.json", {0, 1, 2}),
        (f"out/{NOTES}", {0, 1, 2}),
    ],
)
def test_what_is_not_as_it_was_left_is_looked_at(
    name: str, places: set[int], built: Path, asked: list[int]
) -> None:
    before = (built / "out/2020/essen.pdf").read_bytes()
    (built / "data/portraits/bremen.md").write_text(PORTRAIT + "Es hilft.\n", encoding="utf-8")
    (built / name).unlink()

    build(options_of(built))

    assert set(asked) == places
    assert (built / "out/2020/essen.pdf").read_bytes() == before
    assert (built / name).is_file()


def test_whatever_else_changes_concerns_all(built: Path, asked: list[int]) -> None:
    (built / "look/foreword.md").write_text("Ein anderes Vorwort.\n", encoding="utf-8")
    (built / "data/portraits/bremen.md").write_text(PORTRAIT + "Es hilft.\n", encoding="utf-8")

    build(options_of(built))

    assert asked == [0, 1, 2]


def test_what_is_damaged_while_the_run_goes_on_is_made_again(built: Path) -> None:
    essen = built / "out/2020/essen.pdf"
    before = essen.read_bytes()
    (built / "data/portraits/bremen.md").write_text(PORTRAIT + "Es hilft.\n", encoding="utf-8")

    results = begin(options_of(built)).results
    next(results)
    essen.write_bytes(before[:-100])
    *_, last = results

    assert last.files == {essen: FileState.WRITTEN}
    assert essen.read_bytes() == before


def test_what_another_run_puts_there_is_not_noted_as_ones_own(built: Path) -> None:
    (built / "data/portraits/bremen.md").write_text(PORTRAIT + "Es hilft.\n", encoding="utf-8")

    results = begin(options_of(built)).results
    next(results)
    build(options_of(built, attach_data=True))
    list(results)

    states = [state for result in build(options_of(built)) for state in result.files.values()]
    assert states == [FileState.WRITTEN, FileState.UNCHANGED, FileState.UNCHANGED]


@pytest.mark.parametrize("is_noted", [False, True])
def test_a_portrait_that_is_written_otherwise_and_says_the_same_is_recorded(
    is_noted: bool, built: Path
) -> None:
    """Or else what is built could not be archived."""
    portrait = built / "data/portraits/bremen.md"
    portrait.write_text(PORTRAIT + "\n\n", encoding="utf-8")
    if not is_noted:
        (built / "out" / NOTES).unlink()

    assert {state for _, state, _ in said(built)} == {FileState.UNCHANGED}

    record = json.loads((built / "out/2020/build.json").read_bytes())
    (bremen,) = (r for run in record["runs"] for r in run["reports"] if r["slug"] == "bremen")
    assert [each["sha256"] for each in bremen["portrait"]] == [hash_of(portrait)]


def test_a_workbook_that_is_saved_meanwhile_is_what_reports_are_made_from(
    built: Path, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (built / "data/portraits/bremen.md").write_text(PORTRAIT + "Es hilft.\n", encoding="utf-8")
    original = job.prepare

    def saved_meanwhile(options: BuildOptions) -> job.BuildJob:
        edited(built / "data", with_figure("Auszahlungen", "Essen", 2020, "SGB II", 1_000_000))
        return original(options)

    monkeypatch.setattr(job, "prepare", saved_meanwhile)

    states = [*list(begin(options_of(built)).results)[2].files.values()]

    assert states == [FileState.WRITTEN]
    assert asked == [0, 1, 2]
