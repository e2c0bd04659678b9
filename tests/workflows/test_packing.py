"""What goes to another machine arrives with its files, and with nothing of that machine."""

from pathlib import Path

import pytest

from reportgen.errors import Problem
from reportgen.workflows.packing import packed, unpacked


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def test_files_arrive_with_their_names_and_contents(tmp_path: Path, elsewhere: Path) -> None:
    (tmp_path / "a").mkdir()
    one, other = tmp_path / "photo.jpg", tmp_path / "a/photo.jpg"
    one.write_bytes(b"one")
    other.write_bytes(b"other")

    data = packed({"first": one, "again": (one, one), "other": [other], "text": "x"})
    one.unlink()
    found = unpacked(data, elsewhere).content

    assert found["text"] == "x"
    assert found["again"] == (found["first"], found["first"])
    assert [found["first"].read_bytes(), found["other"][0].read_bytes()] == [b"one", b"other"]
    assert {found["first"].name, found["other"][0].name} == {"photo.jpg"}
    assert found["first"].is_relative_to(elsewhere)


def test_what_is_not_there_is_not_found_in_the_other_place_either(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packed((Path("later.md"), tmp_path))
    monkeypatch.chdir(tmp_path)
    Path("later.md").touch()

    later, folder = unpacked(data, elsewhere).content

    assert (later.name, later.exists(), folder.exists()) == ("later.md", False, False)


def test_what_cannot_be_read_is_not_sent(tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(300_000_000)

    with pytest.raises(OSError, match="too much"):
        packed(large)


def test_problems_name_files_as_they_are_called_at_home(tmp_path: Path, elsewhere: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"x")
    found = unpacked(packed(photo), elsewhere)
    told = Problem(code="c", message=f"{found.content} is odd", where=str(found.content), hint="h")

    (problem,) = found.as_there([told])

    assert problem == Problem(code="c", message=f"{photo} is odd", where=str(photo), hint="h")
