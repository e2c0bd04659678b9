"""The benchmark measures what it says, and hands peers all that reports hold."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.charts import draw
from reportgen.charts.board import Board
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout
from reportgen.model import Drawing, Profile
from reportgen.portraits.folder import load_portraits
from tests.bench import results, steady
from tests.bench.chart_marks import marks_of
from tests.bench.comparison import compare
from tests.bench.content import content_of
from tests.bench.processes import Command, Runs, Seconds, rounds, run
from tests.bench.results import Reach


def test_marks_of_a_chart_are_in_points_from_its_top(german: Layout) -> None:
    board = Board(72, 72, german.fonts)
    board.line((0, 0), (36, 36), Colour("#ff0000"), 2)
    board.box(0, 18, 36, 72, Colour("#0000ff"))
    drawn = marks_of(Drawing(marks=board.marks, width=72, height=72, alt_text="", caption=""))
    kinds = [drawn["looks"][mark[0]]["kind"] for mark in drawn["marks"]]
    assert sorted(kinds) == ["area", "lines"]
    by_kind = {kind: mark[1] for kind, mark in zip(kinds, drawn["marks"], strict=True)}
    assert by_kind["lines"] == [[[0, 0], [36, 36]]]
    assert by_kind["area"] == [[0, 72], [18, 72], [18, 36], [0, 36]]


def test_peers_get_every_chart_and_table_of_a_report(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    profile = cities["koeln"]
    portrait, _ = load_portraits(Path("none"), [profile.city], german.characters)[profile.city]
    found = _objects(content_of(profile, german, portrait)["blocks"])
    sections = {each["section"] for each in found if each["is"] == "Chart"}
    assert sections == {str(section) for section in draw(profile, german)}
    assert all(each["figure"]["marks"] for each in found if each["is"] in {"Chart", "Drawing"})
    assert sum(each["is"] == "TableBlock" for each in found) == 4


def _objects(value: object) -> list[dict[str, object]]:
    if isinstance(value, dict):
        own = [value] if "is" in value else []
        return own + [inner for part in value.values() for inner in _objects(part)]
    return [inner for part in value for inner in _objects(part)] if isinstance(value, list) else []


def test_a_worker_makes_a_report_and_says_how_long_it_took(tmp_path: Path) -> None:
    python = {"product": Path(sys.executable)}
    made = steady.measure(python, tmp_path, ["koeln"], 1, tmp_path)
    assert 0 < made.median("product", "wall") < 60
    assert made.median("product", "bytes") == (tmp_path / "product/koeln.pdf").stat().st_size
    same = compare(tmp_path / "product", tmp_path / "product")
    assert (same.reports, same.equal, same.share, same.tagged) == (1, 1, 1.0, 1)


def test_commands_run_in_turn_and_one_that_fails_says_why(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = "import sys; open('log', 'a').write(sys.argv[1])"
    commands = {
        name: Command(arguments=(sys.executable, "-c", code, name), folder=tmp_path)
        for name in "ab"
    }
    runs = rounds(commands, 2, warm=False)
    assert log.read_text(encoding="utf-8") == "abab"
    assert [len(runs[name]) for name in "ab"] == [2, 2]
    failing = Command(arguments=(sys.executable, "-c", "raise OSError('why')"), folder=tmp_path)
    with pytest.raises(RuntimeError, match="why"):
        run(failing)


def test_ratios_are_those_of_one_round_each() -> None:
    walls = {"a": (1.0, 4.0, 2.0), "b": (2.0, 4.0, 8.0)}
    runs = Runs({name: [Seconds(wall=w, cpu=w) for w in own] for name, own in walls.items()})
    assert runs.ratio("a", "b") == 0.5


@pytest.mark.parametrize(
    ("measured", "at_least", "kept"),
    [(0.62, False, "yes"), (0.71, False, "**no**"), (0.71, True, "yes"), (None, False, "–")],
)
def test_a_bar_is_kept_or_not(measured: float | None, at_least: bool, kept: str) -> None:
    reach = Reach(what="a report", bar=0.7, measured=measured, at_least=at_least)
    assert reach.row()[3] == kept


def test_results_show_each_bar_beside_what_was_measured(tmp_path: Path) -> None:
    sample = steady.Sample(wall=0.05, cpu=0.04, bytes=80_000)
    made = steady.Steady({"product": {(0, "koeln"): sample}, "typst": {(0, "koeln"): sample}})
    reach = Reach(what="a report beside Typst", bar=0.7, measured=0.62)
    tables = [results.steady_table(made)]
    results.write(tmp_path, [reach], tables, made, {"Typst": "1"}, "1 round")
    page = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "| a report beside Typst | at most 0.70 × | 0.62 × | yes |" in page
    assert "bar 0.70, measured 0.62" in (tmp_path / "results.svg").read_text(encoding="utf-8")
