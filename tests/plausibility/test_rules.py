"""A file of rules that makes no sense is a problem with its place."""

# ruff: noqa: E501

import shutil
from pathlib import Path

import pytest

from reportgen.errors import LayoutError
from reportgen.layout.load import load_layout
from reportgen.layout.places import layouts_folder
from reportgen.model import Dataset
from reportgen.plausibility import check_figures, read_rules
from reportgen.plausibility.rules import KINDS
from tests.running import run
from tests.workbooks import WORKBOOK


def layout_with(folder: Path, rules: str, why: str = 'mine = "Darum."') -> Path:
    copy = folder / "mine"
    shutil.copytree(layouts_folder() / "city-profile", copy)
    (copy / "checks.toml").write_text(rules, encoding="utf-8")
    words = (copy / "de.toml").read_text(encoding="utf-8")
    head, _, _ = words.partition("[checks.why]")
    (copy / "de.toml").write_text(f"{head}[checks.why]\n{why}\n", encoding="utf-8")
    return copy


SPAN = '[rules.mine]\nkind = "span"\nsheets = ["Wirtschaft"]\n'


@pytest.mark.parametrize(
    ("rules", "code", "place"),
    [
        ('[rules.mine]\nkind = "spam"', "unknown-check", "rules.mine.kind"),
        ("[rules.mine]\nleast = 1", "unknown-check", "rules.mine.kind"),
        ("[rules.mine]\nkind = 5", "unknown-check", "rules.mine.kind"),
        ("rules = 5", "wrong-type", "rules"),
        ("[rules]\nmine = 5", "wrong-value", "rules.mine"),
        (SPAN + "least = 5\nmost = 1", "impossible-value", "rules.mine.least"),
        (SPAN + "least = 5", "missing-key", "rules.mine.most"),
        (SPAN + 'least = "5"\nmost = 6', "wrong-type", "rules.mine.least"),
        (SPAN + "least = nan\nmost = 6", "impossible-value", "rules.mine.least"),
        (SPAN + "least = 1\nmost = 6\nlimit = 3", "unknown-key", "rules.mine.limit"),
        (SPAN.replace("Wirtschaft", "Wirtschat") + "least = 1\nmost = 6", "wrong-value", "sheets"),
        ('[rules.mine]\nkind = "previous"\nsheets = ["Wirtschaft"]\nfactor = 0.5', "impossible-value", "rules.mine.factor"),
        ('[rules.mine]\nkind = "order"\nsheet = "Wirtschaft"\nchain = ["a"]', "impossible-value", "rules.mine.chain"),
        ('[rules.mine]\nkind = "data-date"\nseverity = "note"', "wrong-value", "rules.mine.severity"),
        ('[rules.other]\nkind = "data-date"', "missing-text", "checks.why.other"),
        ("[rules.mine", "toml-syntax", "checks.toml"),
    ],
)  # fmt: skip
def test_a_senseless_rule_is_a_problem(rules: str, code: str, place: str, tmp_path: Path) -> None:
    with pytest.raises(LayoutError) as raised:
        read_rules(load_layout(layout_with(tmp_path, rules)))

    assert [p for p in raised.value.problems if p.code == code and place in p.where], raised.value


def test_a_column_that_no_sheet_has_is_a_problem(tmp_path: Path, right: Dataset) -> None:
    rules = SPAN + 'columns = ["Arbeitslosenqoute"]\nleast = 0\nmost = 50\n'
    rule_set = read_rules(load_layout(layout_with(tmp_path, rules)))

    with pytest.raises(LayoutError) as raised:
        check_figures(right, rule_set)

    (problem,) = raised.value.problems
    assert problem.code == "unknown-check-column"
    assert "Arbeitslosenquote" in problem.hint


def test_a_layout_without_rules_has_none(tmp_path: Path, right: Dataset) -> None:
    folder = layout_with(tmp_path, "")
    (folder / "checks.toml").unlink()

    assert check_figures(right, read_rules(load_layout(folder))).doubts == ()


def test_a_rule_may_be_an_error_that_stops_a_build(tmp_path: Path) -> None:
    rules = SPAN + 'severity = "error"\nunit = "%"\nleast = 0\nmost = 5\n'
    layout = layout_with(tmp_path, rules)

    assert run("validate", WORKBOOK, "--layout", layout).code == 3
    result = run("build", WORKBOOK, "--layout", layout, "--out", tmp_path / "out")
    assert result.code == 3
    assert not (tmp_path / "out").exists()


def test_every_rule_is_explained_in_every_language() -> None:
    for language in ("de", "en"):
        assert read_rules(load_layout(language=language)).rules


def test_the_rule_that_is_shown_is_read(tmp_path: Path) -> None:
    text = (layouts_folder() / "README.md").read_text(encoding="utf-8")
    shown = text.partition("## Rules on figures")[2].partition("```toml\n")[2].partition("```")[0]

    rules = read_rules(load_layout(layout_with(tmp_path, shown, 'previous = "Darum."'))).rules

    assert list(rules) == ["previous"]


def test_every_kind_is_described() -> None:
    text = (layouts_folder() / "README.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []
