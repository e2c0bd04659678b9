"""Layouts: settings and texts that make no sense, broken fonts and profiles."""

import shutil
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from reportgen.layout.places import layouts_folder
from tests.layout.fonts import BROKEN, FONT, table_of
from tests.torture.attempt import Attempt
from tests.torture.mutation import mutated
from tests.workbooks import WORKBOOK

_SOURCE = layouts_folder() / "city-profile"
_PROFILE = "coated-fogra39l.icc"
_COMMAND = (
    *("build", "book.xlsx", "--city", "Köln", "--edition", "both"),
    *("--layout", "look", "--out", "out", "-q"),
)

#: What stands in the place of a value.
_VALUES = st.one_of(
    st.sampled_from(
        (
            *("0", "-1", "1", "1e308", "1e-308", "nan", "inf", "-inf", "9" * 401, "9" * 10_000),
            *("true", "[]", "{}", "2020-01-01", '""', '" "', '"W W"', '"{city}"', '"{city:>9}"'),
            *('"{city.__class__}"', '"{{city}}"', '"{"', "'%1000000000d'", '"\\u0000"', '"<b>&"'),
            *('"' + "Wort " * 4000 + '"', '"' + "W" * 400 + '"', '"' + "{city}" * 900 + '"'),
            *('"../../x"', '"/dev/zero"', '"#ffffff"', '"a\\nb"', "[" * 5000, '["a", "a"]'),
        )
    ),
    st.floats(0, 1000).map(str),
    st.integers(0, 300).map(str),
)


@cache
def _text(name: str) -> str:
    return (_SOURCE / name).read_text(encoding="utf-8")


@st.composite
def _settings(draw: st.DrawFn) -> tuple[str, bytes, str]:
    """A file of settings with up to three values exchanged, or of other bytes."""
    name = draw(st.sampled_from(("layout.toml", "layout.toml", "de.toml")))
    if draw(st.integers(0, 5)) == 0:
        return name, draw(mutated(_text(name).encode())), "bytes"
    lines = _text(name).split("\n")
    places = [number for number, line in enumerate(lines) if " = " in line]
    changes = []
    for place in draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        key, _, _ = lines[place].partition(" = ")
        lines[place] = f"{key} = {draw(_VALUES)}"
        changes.append(lines[place][:60])
    return name, "\n".join(lines).encode(), ", ".join(changes)


@st.composite
def fonts(draw: st.DrawFn) -> tuple[str, bytes, str]:
    """A broken font."""
    way = draw(st.sampled_from(("broken", "directory", "table", "anything")))
    if way == "broken":
        name = draw(st.sampled_from(sorted(BROKEN)))
        return "font.ttf", BROKEN[name], name
    if way == "table":
        tags = (b"head", b"hhea", b"hmtx", b"maxp", b"cmap", b"loca", b"glyf", b"name", b"post")
        tag = draw(st.sampled_from((*tags, b"OS/2", b"fpgm", b"prep", b"cvt ")))
        _, start, length = table_of(tag)
        table = draw(mutated(FONT[start : start + length], 60))[:length].ljust(length, b"\0")
        return "font.ttf", FONT[:start] + table + FONT[start + length :], f"table {tag!r}"
    return "font.ttf", draw(mutated(FONT, 300 if way == "directory" else len(FONT))), way


@st.composite
def profiles(draw: st.DrawFn) -> tuple[str, bytes, str]:
    """A broken ICC profile, of the layout or of the command line."""
    profile = (_SOURCE / _PROFILE).read_bytes()
    content = draw(mutated(profile, draw(st.sampled_from((400, 4000, len(profile))))))
    if draw(st.booleans()):  # so that not only the length is found to be wrong
        content = content[: len(profile)].ljust(len(profile), b"\0")
    return draw(st.sampled_from((_PROFILE, "own.icc"))), content, "profile"


def attempts() -> st.SearchStrategy[Attempt]:
    """A layout with one file that is hostile."""
    return attempts_with(st.one_of(_settings(), fonts(), profiles()))


@st.composite
def attempts_with(draw: st.DrawFn, files: st.SearchStrategy[tuple[str, bytes, str]]) -> Attempt:
    """A layout with one file of these: its name, its content, and what is wrong with it."""
    name, content, words = draw(files)
    weight = draw(st.sampled_from(("light", "regular", "semibold", "bold")))

    def prepare(folder: Path) -> None:
        shutil.copy(WORKBOOK, folder / "book.xlsx")
        look = folder / "look"
        shutil.copytree(_SOURCE, look, ignore=shutil.ignore_patterns("*.png"))
        (look / name).write_bytes(content)
        if name == "font.ttf":
            lines = _text("layout.toml").split("\n")
            number = next(n for n, line in enumerate(lines) if line.startswith(f"{weight} = "))
            lines[number] = f'{weight} = "font.ttf"'
            (look / "layout.toml").write_text("\n".join(lines), encoding="utf-8")

    command = (*_COMMAND, "--icc", "look/own.icc") if name == "own.icc" else _COMMAND
    return Attempt(commands=(command,), prepare=prepare, words=f"{name}, {words}")
