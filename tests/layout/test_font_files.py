"""A font that cannot be used is told, whatever is in it, and takes neither time nor memory."""

import os
import shutil
import time
from pathlib import Path

import pytest

from reportgen.layout.font_files import characters_of, font_fault
from reportgen.layout.glyphs import SHIPPED
from tests.layout.fonts import BROKEN, FONT, patched

#: These take the whole time that a font may take.
_LONG = {"backwards", "segments", "the same again", "overlapping", "every number", "too many"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.exhaustive if name in _LONG else ()) for name in BROKEN],
)
def test_a_font_that_cannot_be_used_is_told_in_time(name: str, tmp_path: Path) -> None:
    file = tmp_path / "font.ttf"
    file.write_bytes(BROKEN[name])
    started = time.monotonic()
    fault = font_fault(file)
    assert fault.startswith(("cannot be used: ", "is not a TrueType font"))
    assert len(fault) < 200
    assert time.monotonic() - started < 5


def test_a_font_of_ones_own_shows_what_the_shipped_one_shows(tmp_path: Path) -> None:
    for weight in SHIPPED:
        file = Path(shutil.copy(weight, tmp_path))
        assert not font_fault(file)
        assert characters_of([file]) == characters_of([weight])


def test_a_character_that_no_column_holds_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "font.ttf"
    # Its em is so small that letters keep to it, but not what is wider.
    file.write_bytes(patched(b"head", 18, b"\1\x90"))
    assert not font_fault(file)
    shown = characters_of([file])
    assert shown < characters_of([SHIPPED[-1]])
    assert "A" in shown


def test_a_font_that_is_a_pipe_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "font.ttf")
    assert font_fault(tmp_path / "font.ttf") == "cannot be read: it is not a regular file"


def test_the_shipped_font_is_sound() -> None:
    assert not any(map(font_fault, SHIPPED))
    assert SHIPPED[-1].read_bytes() == FONT
