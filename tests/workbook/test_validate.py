"""`validate` knows what a build would stumble over, also in the folder of the portraits."""

import shutil
from pathlib import Path

from tests.running import run
from tests.workbooks import WORKBOOK, edited, with_cell


def test_files_of_no_city_and_photos_that_cannot_be_read_are_reported(tmp_path: Path) -> None:
    shutil.copy(WORKBOOK, tmp_path)
    folder = tmp_path / "portraits"
    folder.mkdir()
    (folder / "wuppertal.md").write_text("Text", encoding="utf-8")
    (folder / "amt.jpg").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n")
    text = '+++\nphoto = "amt.jpg"\ncredit = "Stadt"\n+++\nText\n'
    (folder / "koeln.md").write_text(text, encoding="utf-8")

    result = run("validate", tmp_path / WORKBOOK.name)

    assert result.code == 0
    assert "warning[unused-file]" in result.err
    assert '"wuppertal.md"' in result.err
    assert "warning[photo-unreadable]" in result.err


def test_a_portrait_that_no_font_can_show_is_an_error(tmp_path: Path) -> None:
    shutil.copy(WORKBOOK, tmp_path)
    (tmp_path / "portraits").mkdir()
    (tmp_path / "portraits" / "koeln.md").write_text("Amt 😀", encoding="utf-8")

    for command in ("validate", "build"):
        result = run(command, tmp_path / WORKBOOK.name)
        assert result.code == 3
        assert "error[missing-glyph]" in result.err


def test_validate_and_build_refuse_the_same_workbook(tmp_path: Path) -> None:
    path = edited(tmp_path, with_cell("Wirtschaft!C11", 7.9, "0.0,"))

    assert run("validate", path).err == run("build", path, "--out", tmp_path).err
    assert not (tmp_path / "2020").exists()


def test_a_city_is_found_by_any_way_to_write_its_name(tmp_path: Path) -> None:
    for name in ("Ko\u0308ln", "k\u200böln", " KÖLN\u00a0"):
        assert run("indicators", WORKBOOK, "--city", name).code == 0
    assert run("indicators", WORKBOOK, "--city", "Bonn").code == 2
    assert not list(tmp_path.iterdir())
