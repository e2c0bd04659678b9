"""Each cause for which reports are built again: exactly those come out otherwise."""

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reportgen.model import Standard
from tests.workbooks import Edit, edited, with_cell, with_figure
from tests.workflows.three_cities import ALL, PORTRAIT, Made, build, options_of


@pytest.fixture(autouse=True)
def _no_date_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


# --- something changes ----------------------------------------------------------------------

Change = Callable[[Path], dict[str, Any]]


def workbook(*edits: Edit) -> Change:
    def change(three: Path) -> dict[str, Any]:
        edited(three / "data", *edits)
        return {}

    return change


def text(name: str, old: str, new: str) -> Change:
    def change(three: Path) -> dict[str, Any]:
        file = three / name
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        assert old in before
        file.write_text(before.replace(old, new, 1) if old else new, encoding="utf-8")
        return {}

    return change


def option(**options: Any) -> Change:
    return lambda _: options


def a_smaller_photo(three: Path) -> dict[str, Any]:
    from PIL import Image

    file = three / "data/portraits/duesseldorf.jpg"
    with Image.open(file) as image:
        image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(file, quality=90)
    return {}


def another_font(three: Path) -> dict[str, Any]:
    import font_source_sans_pro

    fonts = Path(font_source_sans_pro.__file__).parent / "files"
    name = "SourceSansPro-Semibold.ttf"
    # In the layout's own folder it goes before that of the package.
    shutil.copy(fonts / "SourceSansPro-Bold.ttf", three / "look" / name)
    return {}


def a_parent(three: Path) -> dict[str, Any]:
    """A layout that extends another one, of which a text then changes."""
    child = three / "child"
    child.mkdir()
    (child / "layout.toml").write_text('extends = "look"\n', encoding="utf-8")
    build(options_of(three, layout=str(child)))
    text("look/de.toml", 'title = "{unit.profile} ', 'title = "Ein {unit.profile} ')(three)
    return {"layout": str(child)}


def environment(_: Path) -> dict[str, Any]:
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    return {}


DUESSELDORF = {"duesseldorf.pdf"}
ENGLISH_TITLE = 'title = "'
TITLE = 'title = "{unit.profile} '
CHANGES: dict[str, tuple[Change, set[str]]] = {
    "a value of another city": (
        workbook(with_figure("Leistungsbeziehende", "Köln", 2020, "GSiAE", 23_456)),
        ALL,
    ),
    "the name of a city": (workbook(with_cell("Städte!C3", "XY")), ALL),
    "the version of the data": (workbook(with_cell("Angaben!B7", "2.0")), ALL),
    "a cell that no report shows": (workbook(with_cell("Angaben!D20", "x")), set()),
    "a portrait": (text("data/portraits/duesseldorf.md", "ordnet", "sortiert"), DUESSELDORF),
    "a first portrait": (text("data/portraits/essen.md", "", PORTRAIT), {"essen.pdf"}),
    "a photo": (a_smaller_photo, DUESSELDORF),
    "a credit": (text("data/portraits/duesseldorf.md", "eigene", "unsere"), DUESSELDORF),
    "a text": (text("look/de.toml", TITLE, 'title = "Das {unit.profile} '), ALL),
    "a text of another language": (text("look/en.toml", ENGLISH_TITLE, 'title = "The '), set()),
    "a remark in a layout": (text("look/layout.toml", "[page]", "# Seiten\n[page]"), set()),
    "a colour": (text("look/layout.toml", 'ink = "#16222c"', 'ink = "#16222d"'), ALL),
    "a text of a layout that is extended": (a_parent, ALL),
    "a font": (another_font, ALL),
    "the date": (option(issued=date(2022, 5, 4)), ALL),
    "the date in the environment": (environment, ALL),
    "attached data": (option(attach_data=True), ALL),
    "the standard": (option(standard=Standard.UA2), ALL),
    "peers": (option(peers=["HB,D,K"]), ALL),
    "a reference": (option(reference="K"), ALL),
}  # fmt: skip


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_builds_again_what_it_changes(
    name: str, three: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    change, expected = CHANGES[name]
    build(options_of(three))  # so that this run, at this place, is known as a whole
    assert made.files == []
    before = {file: (three / "out/2020" / file).read_bytes() for file in ALL}
    others = change(three)
    if name == "a text of a layout that is extended":
        before = {file: (three / "out/2020" / file).read_bytes() for file in ALL}
    made.files.clear()

    build(options_of(three, **others))

    assert {f"{each.split()[0]}.pdf" for each in made.files} == expected
    after = {file: (three / "out/2020" / file).read_bytes() for file in ALL}
    build(options_of(three, **others, out=three / "fresh"))
    fresh = {file: (three / "fresh/2020" / file).read_bytes() for file in ALL}
    assert after == fresh
    assert {file for file in ALL if after[file] != before[file]} == expected
