"""`reportgen layout`: which layouts there are, and copies of them."""

from pathlib import Path

from reportgen.layout.load import load_layout
from reportgen.layout.places import layouts_folder
from tests.running import files_in, run
from tests.workbooks import WORKBOOK


def test_the_layouts_of_the_program_are_listed() -> None:
    result = run("layout", "list")

    assert (result.code, result.out) == (
        0,
        "city-profile (de, en)\ndistrict-youth extends city-profile (de, en)\n",
    )


def test_a_copy_is_complete_but_for_the_pictures_of_the_original(tmp_path: Path) -> None:
    result = run("layout", "copy", "city-profile", tmp_path / "mine/one")

    assert result.code == 0
    assert f"--layout {tmp_path / 'mine/one'}" in result.err
    copied = files_in(tmp_path / "mine/one")
    original = layouts_folder() / "city-profile"
    assert copied == [n for n in files_in(original) if not n.startswith("preview-")]
    for name in copied:
        assert (tmp_path / "mine/one" / name).read_bytes() == (original / name).read_bytes()
    assert load_layout(tmp_path / "mine/one", "en").look == load_layout(language="en").look


def test_a_copy_that_is_changed_changes_the_reports(tmp_path: Path) -> None:
    run("layout", "copy", "city-profile", tmp_path / "mine")
    texts = tmp_path / "mine/de.toml"
    texts.write_text(texts.read_text(encoding="utf-8") + "\nunknown = 1\n", encoding="utf-8")

    result = run("build", WORKBOOK, "--layout", tmp_path / "mine", "--out", tmp_path / "out")

    assert result.code == 4
    assert "mine/de.toml" in result.err


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()

    result = run("layout", "copy", "city-profile", tmp_path / "mine")

    assert result.code == 2
    assert "is there already; choose another name" in result.err
    assert files_in(tmp_path) == []


def test_an_unknown_layout_is_reported_with_the_nearest_name(tmp_path: Path) -> None:
    result = run("layout", "copy", "city-profil", tmp_path / "mine")

    assert result.code == 4
    assert 'did you mean "city-profile"?' in result.err
    assert files_in(tmp_path) == []


def test_a_place_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = run("layout", "copy", "city-profile", tmp_path / "file/mine")

    assert result.code == 6
    assert "error[output-unwritable]" in result.err


def test_a_copy_of_a_layout_that_extends_another_extends_the_same(tmp_path: Path) -> None:
    assert run("layout", "copy", "district-youth", tmp_path / "mine").code == 0

    assert files_in(tmp_path) == [
        "mine/checks.toml",
        "mine/de.toml",
        "mine/en.toml",
        "mine/layout.toml",
        "mine/workbook.toml",
    ]
    copied = load_layout(tmp_path / "mine")
    assert copied.parents == (layouts_folder() / "city-profile",)
    assert copied.texts == load_layout("district-youth").texts


def test_what_a_layout_extends_and_does_not_ship_is_copied_beside_it(tmp_path: Path) -> None:
    run("layout", "copy", "city-profile", tmp_path / "one/own")
    child = tmp_path / "one/child"
    child.mkdir()
    (child / "layout.toml").write_text('name = "child"\nextends = "own"\n', encoding="utf-8")

    assert run("layout", "copy", child, tmp_path / "two/copy").code == 0

    assert load_layout(tmp_path / "two/copy").parents == (tmp_path / "two/own",)
    other = tmp_path / "two/own/de.toml"
    other.write_text(other.read_text(encoding="utf-8") + "# other\n", encoding="utf-8")
    again = run("layout", "copy", child, tmp_path / "two/again")
    assert (again.code, (tmp_path / "two/again").exists()) == (2, False)
    assert "is there already, and not what" in again.err


def test_a_copy_has_another_name_than_what_it_extends(tmp_path: Path) -> None:
    result = run("layout", "copy", "district-youth", tmp_path / "city-profile")

    assert (result.code, files_in(tmp_path)) == (2, [])
    assert "choose another name for the copy" in result.err
