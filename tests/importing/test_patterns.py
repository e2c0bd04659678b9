"""Patterns of recipes have a limit of time, and an import as a whole has one of its own."""

import time
from pathlib import Path

import pytest

from reportgen.errors import WorkbookError
from reportgen.importing import carry_out, patterns
from reportgen.importing.patterns import Pattern, limited_matching
from tests.importing.made_exports import RECIPE, TEXT, write
from tests.running import run

LONG = "a" * 40 + "!"

#: Patterns that take years with a text of forty letters.
ENDLESS = (r"(a+)+", r"(a|a)*", r"(a*)*b", r"(?:a|aa)+$", r"(\w+\s?)*", r"([a-z]+)*\d")


@pytest.mark.parametrize("text", ENDLESS)
def test_a_pattern_without_end_is_broken_off(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_TICK", 0.02)
    started = time.process_time()

    with pytest.raises(WorkbookError) as caught, limited_matching("recipe.toml"):
        Pattern(text).fits(LONG)

    assert time.process_time() - started < 2
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("import-slow-pattern", "recipe.toml")
    assert f'the pattern "{text}"' in problem.message
    assert "repeat nothing within what is repeated" in problem.hint


def test_what_a_pattern_finds_has_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_TICK", 0.02)

    with pytest.raises(WorkbookError, match="takes too long"), limited_matching("recipe.toml"):
        Pattern("(a+)+b").parts(LONG)


def test_many_quick_matches_take_as_long_as_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_TICK", 0.01)
    fits = Pattern(r"\d{5}").fits
    end = time.process_time() + 0.1

    with limited_matching("recipe.toml"):
        while time.process_time() < end:
            assert fits("01001")


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("end = '_+'", "end = '(_+)+x'"),
        ('pattern = "Insgesamt"', "pattern = '([A-Za-z0-9]+)+x'"),
        ("key = '\\d{8}'", "key = '(\\d+)+x'"),
    ],
)
def test_an_import_with_such_a_pattern_ends_with_its_name(
    old: str, new: str, tmp_path: Path
) -> None:
    text = TEXT.replace("__________", "_" * 60).replace("Insgesamt", "A" * 60)
    text = text.replace("01001000", "0" * 60)
    assert old in RECIPE

    result = run(
        "import", write(tmp_path, RECIPE.replace(old, new), hilfen=text), "--out", tmp_path / "o.x"
    )

    assert result.code == 3
    assert "error[import-slow-pattern]" in result.err
    assert not (tmp_path / "o.x").exists()


def test_an_import_has_a_limit_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carry_out, "_SECONDS", 0.5)
    rows = "".join(f"0100{n:04};Ort {n};1;2;3\n" for n in range(60_000))
    path = write(tmp_path, hilfen=TEXT.replace("01001000;", rows + "01001000;"))

    result = run("import", path, "--out", tmp_path / "out.xlsx")

    assert result.code == 3
    assert "error[import-limit]: the import was broken off: it takes more than 0.5 s" in result.err
    assert not (tmp_path / "out.xlsx").exists()
