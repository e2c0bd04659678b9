"""TOML becomes a frozen type, or one list of all that is wrong with it."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

import pytest
from msgspec import Struct

from reportgen.errors import Problem
from reportgen.tomlfile import Gaps, Range, fill, numbers_out_of_range, read_toml


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Even(int):
    @classmethod
    def from_toml(cls, value: object) -> Self:
        if not isinstance(value, int) or value % 2:
            raise ValueError(f"must be even, not {value!r}")
        return cls(value)


class Inner(Struct, frozen=True, kw_only=True):
    depth: float
    remark: str = "none"


class Schema(Struct, frozen=True, kw_only=True):
    title: Annotated[str, Gaps("city", "year")]
    count: int
    ready: bool = True
    even: Even
    sides: tuple[Side, ...]
    inner: Inner
    units: Mapping[str, str]
    words: Mapping[Side, str]


GOOD = """
title = "{city} in {year}"
count = 3
even = 4
sides = ["left", "right"]
inner = {depth = 2}
units = {EUR = "€"}
words = {left = "links", right = "rechts"}
"""


def problems_of(text: str) -> list[tuple[str, str, str]]:
    """Code, key path and hint of each problem."""
    found: list[Problem] = []
    assert (fill(Schema, tomllib.loads(text), "a.toml", found) is None) == bool(found)
    assert all(p.where.startswith("a.toml, ") for p in found)
    assert all(p.message.startswith(p.where.removeprefix("a.toml, ") + ": ") for p in found)
    return [(p.code, p.where.removeprefix("a.toml, "), p.hint) for p in found]


def with_line(line: str) -> str:
    """The good file with one key given anew."""
    key = line.partition(" =")[0]
    kept = [old for old in GOOD.splitlines() if not old.startswith(f"{key} =")]
    return "\n".join([*kept, line])


def test_a_good_file_is_filled_with_typed_values() -> None:
    problems: list[Problem] = []

    filled = fill(Schema, tomllib.loads(GOOD), "a.toml", problems)

    assert problems == []
    assert filled is not None
    assert filled == Schema(
        title="{city} in {year}",
        count=3,
        ready=True,
        even=Even(4),
        sides=(Side.LEFT, Side.RIGHT),
        inner=Inner(depth=2.0, remark="none"),
        units={"EUR": "€"},
        words={Side.LEFT: "links", Side.RIGHT: "rechts"},
    )
    assert isinstance(filled.inner.depth, float)
    assert isinstance(filled.even, Even)
    assert filled.words[Side.RIGHT] == "rechts"
    with pytest.raises(TypeError):
        filled.units["EUR"] = "$"  # type: ignore[index]


@pytest.mark.parametrize(
    ("line", "code", "path", "hint"),
    [
        ("tile = 1", "unknown-key", "tile", 'did you mean "title"?'),
        ("inner = {depth = 1, dept = 2}", "unknown-key", "inner.dept", 'did you mean "depth"?'),
        (
            'inner = {remark = ""}',
            "missing-key",
            "inner.depth",
            "add it; the default layout shows how",
        ),
        ("title = 3", "wrong-type", "title", ""),
        ("count = 3.0", "wrong-type", "count", ""),
        ('count = "3"', "wrong-type", "count", ""),
        ("count = true", "wrong-type", "count", ""),
        ("ready = 1", "wrong-type", "ready", ""),
        ("inner = 3", "wrong-type", "inner", ""),
        ('inner = {depth = "2"}', "wrong-type", "inner.depth", ""),
        ("inner = {depth = true}", "wrong-type", "inner.depth", ""),
        ('sides = "left"', "wrong-type", "sides", ""),
        ('sides = ["left", "rigth"]', "wrong-value", "sides[1]", 'did you mean "right"?'),
        ("sides = [7]", "wrong-value", "sides[0]", "valid are: left, right"),
        ("sides = [[]]", "wrong-value", "sides[0]", "valid are: left, right"),
        ("even = 5", "wrong-value", "even", ""),
        ("units = []", "wrong-type", "units", ""),
        ("units = {EUR = 3}", "wrong-type", "units.EUR", ""),
        ('units = {"EUR" = "a", "EU\u200bR" = "b"}', "duplicate-key", "units.EUR", ""),
        ('title = "{cty}"', "unknown-gap", "title", 'did you mean "city"?'),
        ('title = "{}"', "unknown-gap", "title", "valid are: city, year"),
        ('title = "{0}"', "unknown-gap", "title", "valid are: city, year"),
        ('title = "{city.name}"', "unknown-gap", "title", 'did you mean "city"?'),
        ('title = "{city"', "wrong-value", "title", ""),
        ('title = "{year:d}"', "wrong-value", "title", "write {year}"),
        ('title = "{city!r}"', "wrong-value", "title", "write {city}"),
        ('words = {left = ""}', "missing-text", "words.right", "add it;"),
        (
            'words = {left = "", right = "", rigth = ""}',
            "unknown-key",
            "words.rigth",
            'did you mean "right"?',
        ),
    ],
)
def test_a_fault_is_told_with_its_key_and_a_hint(
    line: str, code: str, path: str, hint: str
) -> None:
    ((found_code, found_path, found_hint),) = problems_of(with_line(line))

    assert (found_code, found_path) == (code, path)
    assert found_hint.startswith(hint)
    assert bool(found_hint) == bool(hint)


@pytest.mark.parametrize("text", ["{{city}}", "{year} {year}", "", "no gap"])
def test_a_text_may_do_without_its_gaps_or_have_them_twice(text: str) -> None:
    assert problems_of(with_line(f'title = "{text}"')) == []


def test_all_faults_are_told_in_the_order_of_the_file_and_the_schema() -> None:
    found = problems_of(
        """
b_key = 1
a_key = 2
count = "3"
sides = ["up", "left", "down"]
inner = {wrong = 1}
units = {}
words = {}
"""
    )

    assert [(code, path) for code, path, _ in found] == [
        ("unknown-key", "b_key"),
        ("unknown-key", "a_key"),
        ("missing-text", "title"),
        ("wrong-type", "count"),
        ("missing-key", "even"),
        ("wrong-value", "sides[0]"),
        ("wrong-value", "sides[2]"),
        ("unknown-key", "inner.wrong"),
        ("missing-key", "inner.depth"),
        ("missing-text", "words.left"),
        ("missing-text", "words.right"),
    ]


def test_problems_that_were_there_before_do_not_spoil_a_good_table() -> None:
    before = [Problem(code="other", message="")]

    assert fill(Inner, {"depth": 1}, "a.toml", before) == Inner(depth=1.0)
    assert len(before) == 1


# --- files ----------------------------------------------------------------------------------


def read(path: Path) -> tuple[Inner | None, list[str]]:
    problems: list[Problem] = []
    filled = read_toml(path, Inner, problems)
    assert all(p.where == str(path) for p in problems)
    assert all(path.name in p.message for p in problems)
    return filled, [p.code for p in problems]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"depth = ", ["toml-syntax"]),
        (b"depth = 1\ndepth = 2", ["toml-syntax"]),
        (b"depth = 1 # \xff", ["file-unreadable"]),
    ],
)
def test_a_file_that_is_no_toml_is_told(content: bytes, codes: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(content)

    assert read(tmp_path / "a.toml") == (None, codes)


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    assert read(tmp_path / "a.toml") == (None, ["file-missing"])


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.toml").mkdir()

    assert read(tmp_path / "a.toml") == (None, ["file-unreadable"])


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes("depth = 1".encode("utf-8-sig"))

    assert read(tmp_path / "a.toml") == (Inner(depth=1.0), [])


# --- hostile ones -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 20_000 + "]" * 20_000,
        "a = " + "{a = " * 20_000,
        "a." * 20_000 + "b = 1",
        '"a".' * 200 + "b = 1",
        "[" + "a . " * 200 + "b]",
        "count = " + "9" * 10_000,
        "count = 2020-99-99",
    ],
)
def test_what_would_exhaust_the_parser_is_no_toml(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    found: list[Problem] = []

    assert read_toml(tmp_path / "x.toml", Schema, found) is None
    assert [p.code for p in found] == ["toml-syntax"]
    assert len(str(found[0])) < 1000


@pytest.mark.parametrize(
    "value", ["9" * 400, "-" + "9" * 400, "0x" + "f" * 9000, "1e308", "nan", "-inf"]
)
def test_a_number_of_any_size_is_within_its_range_or_told(value: str, tmp_path: Path) -> None:
    class Sizes(Struct, frozen=True, kw_only=True):
        width: Annotated[float, Range(1, 1000)]

    (tmp_path / "x.toml").write_text(f"width = {value}", encoding="utf-8")
    found: list[Problem] = []
    sizes = read_toml(tmp_path / "x.toml", Sizes, found)

    assert sizes
    assert not found
    (problem,) = numbers_out_of_range(sizes, "x.toml")
    assert (problem.code, problem.where) == ("impossible-value", "x.toml, width")


def test_a_flood_of_faults_is_told_in_part() -> None:
    found: list[Problem] = []

    fill(Schema, {"k" * 99_999 + str(n): 1 for n in range(1000)}, "x.toml", found)

    assert 50 < len(found) <= 100
    assert all(len(str(problem)) < 1500 for problem in found)
