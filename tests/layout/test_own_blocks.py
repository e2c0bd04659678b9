"""Blocks that a layout names: what is wrong with them is told before anything is built."""

from pathlib import Path

import pytest

from reportgen.errors import Problem
from reportgen.layout.load import LayoutError, load_layout
from reportgen.layout.own_blocks import BlockKind
from tests.document.own_blocks import own_layout


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """The folder of a layout with all kinds of blocks, in whose file one text is another."""
    own_layout(folder)
    file = folder / "own" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder / "own"


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(LayoutError) as caught:
        load_layout(folder, "de")
    return caught.value.problems


def with_chart(folder: Path, chart: str) -> Path:
    """A layout whose only block is a chart with these keys."""
    look = 'name = "own"\nextends = "city-profile"\nsections = ["title", "x"]\n'
    (folder / "layout.toml").write_text(
        f'{look}[blocks.x]\nkind = "chart"\n{chart}\n', encoding="utf-8"
    )
    return folder


def test_each_kind_is_loaded_with_what_it_shows(tmp_path: Path) -> None:
    blocks = own_layout(tmp_path).blocks
    assert {name: block.kind for name, block in blocks.items()} == {
        "foreword": BlockKind.TEXT,
        "badge": BlockKind.LOGO,
        "contact": BlockKind.CONTACT,
    }
    assert (blocks["foreword"].heading, len(blocks["foreword"].blocks)) == ("Vorwort", 4)
    assert (blocks["badge"].alt, blocks["badge"].width) == ("Wappen der Stadt", 30)
    assert blocks["contact"].link.startswith("https://")


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("layout.toml", '"foreword", ', "", "unused-block"),
        ("layout.toml", '"foreword", ', '"forewrod", "foreword", ', "unknown-section"),
        ("layout.toml", '"foreword.md"', '"nowhere.md"', "file-missing"),
        ("layout.toml", "https://", "gopher://", "unusable-link"),
        ("layout.toml", "width = 30", 'width = 30\nstyle = "bars"', "unused-key"),
        ("layout.toml", 'file = "foreword.md"', 'file = "foreword.md"\nwidth = 40', "unused-key"),
        ("layout.toml", 'link = "', 'file = ""\nlink = "', "unused-key"),
        ("layout.toml", "sections = [", 'new_page = ["money"]\nsections = [', "unused-section"),
        ("de.toml", "heading = ", 'alt = "Vorwort"\nheading = ', "unused-key"),
        ("de.toml", "alt = ", 'heading = "Wappen"\nalt = ', "unused-key"),
        ("layout.toml", "{slug}", "{shoe}", "unknown-gap"),
        ("layout.toml", 'kind = "logo"', 'kind = "lago"', "wrong-value"),
        ("de.toml", "alt = ", "alt = ''  # ", "missing-text"),
        ("de.toml", "[blocks.foreword]", "[blocks.afterword]", "unused-block"),
    ],
)
def test_what_is_wrong_with_one_is_told(
    name: str, old: str, new: str, code: str, tmp_path: Path
) -> None:
    problems = problems_of(changed(tmp_path, name, old, new))
    assert code in {problem.code for problem in problems}
    assert all(str(tmp_path) in problem.where for problem in problems)
    assert all(problem.hint for problem in problems)


def test_an_unknown_section_is_told_with_the_nearest_block(tmp_path: Path) -> None:
    folder = changed(tmp_path, "layout.toml", '"foreword", ', '"forewrod", "foreword", ')
    (problem,) = problems_of(folder)
    assert problem.hint == 'did you mean "foreword"?'


@pytest.mark.parametrize(
    ("chart", "fault"),
    [
        ('measure = "density nope"\nstyle = "deviations"', "favourable side"),
        ('measure = "dichte sgb2"', '"dichte" is no kind'),
        ('measure = " "', "needs a measure"),
        ('style = "dots"', "needs a measure"),
    ],
)
def test_a_chart_needs_a_measure_that_its_style_can_show(
    chart: str, fault: str, tmp_path: Path
) -> None:
    (problem,) = problems_of(with_chart(tmp_path, chart))
    assert problem.code == "unknown-measure"
    assert fault in problem.message
    assert "economy" in problem.hint


@pytest.mark.parametrize("kind", ["payments", "share-of-payments", "payments-per-recipient"])
def test_a_line_needs_a_kind_with_earlier_years(kind: str, tmp_path: Path) -> None:
    chart = f'measure = "{kind} sgb2"\nstyle = '
    (problem,) = problems_of(with_chart(tmp_path, f'{chart}"lines"'))
    assert (problem.code, problem.message) == (
        "unknown-measure",
        f'blocks.x.measure: the kind "{kind}" is not followed over the years',
    )
    assert kind not in problem.hint.replace(",", "").replace(";", "").split()
    assert load_layout(with_chart(tmp_path, f'{chart}"dots"'), "de").blocks


def test_what_a_layout_inherits_may_go_unused(tmp_path: Path) -> None:
    (tmp_path / "layout.toml").write_text(
        'name = "own"\nextends = "city-profile"\nsections = ["title"]\n', encoding="utf-8"
    )
    assert load_layout(tmp_path, "de").look.new_page
