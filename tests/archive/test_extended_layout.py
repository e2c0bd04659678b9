"""A bag holds what its layout extends, and reports come out of it again."""

from pathlib import Path

import pytest

from tests.running import run
from tests.workbook.make_youth_workbook import YOUTH_WORKBOOK

pytestmark = [pytest.mark.exhaustive, pytest.mark.usefixtures("without_verapdf")]


@pytest.fixture
def archived(tmp_path: Path) -> Path:
    run("layout", "copy", "city-profile", tmp_path / "own")
    child = tmp_path / "child"
    child.mkdir()
    (child / "layout.toml").write_text('name = "child"\nextends = "own"\n', encoding="utf-8")
    city = ("--city", "Musterkreis Rabenau", "--layout", child)
    built = run("-q", "build", YOUTH_WORKBOOK, "--out", tmp_path / "reports", *city)
    assert built.code == 0, built.err
    return tmp_path


def add(folder: Path) -> tuple[int, str]:
    result = run("archive", "add", folder / "reports", "--to", folder / "archive")
    return result.code, result.err


def test_both_layouts_are_kept_and_built_with_again(archived: Path) -> None:
    assert add(archived)[0] == 0

    layouts = archived / "archive/2020/v1/data/inputs/layouts"
    assert sorted(each.name for each in layouts.iterdir()) == ["child", "own"]
    (archived / "own/de.toml").unlink()
    again = run("archive", "rebuild", archived / "archive", "--year", 2020)
    assert again.code == 0
    assert "1 of 1 reports come out identical" in again.err


def test_a_change_of_what_a_layout_extends_is_told(archived: Path) -> None:
    texts = archived / "own/de.toml"
    texts.write_text(texts.read_text(encoding="utf-8") + "# other\n", encoding="utf-8")

    code, told = add(archived)

    assert code == 9
    assert "the layout was changed since the reports were built" in told
