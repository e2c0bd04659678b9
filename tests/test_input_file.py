"""What comes from outside is a regular file of a reasonable size, or is refused."""

import os
from pathlib import Path

import pytest

from reportgen.input_file import InputKind, UnfitInputError, read_input, read_input_text


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(bytes(range(256)) * 300)
    assert read_input(file, InputKind.KEY) == bytes(range(256)) * 300


@pytest.mark.parametrize("kind", InputKind)
def test_a_file_beyond_its_limit_is_refused_by_its_kind(tmp_path: Path, kind: InputKind) -> None:
    file = tmp_path / "large"
    with file.open("wb") as opened:
        opened.truncate(3_000_000_000)
    with pytest.raises(UnfitInputError, match=f"too much for a {kind.words}"):
        read_input(file, kind)


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "just"
    file.write_bytes(b"a" * InputKind.KEY.most)
    assert len(read_input(file, InputKind.KEY)) == InputKind.KEY.most
    file.write_bytes(b"a" * (InputKind.KEY.most + 1))
    with pytest.raises(UnfitInputError, match="more than 1 MB"):
        read_input(file, InputKind.KEY)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(device: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011  # a terminal that is not there says something else
        read_input(Path(device), InputKind.PORTRAIT)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such pipes")
def test_a_pipe_that_nobody_writes_to_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnfitInputError, match="not a regular file"):
        read_input(tmp_path / "pipe", InputKind.WORKBOOK)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"irectory|ermission|denied"):
        read_input(tmp_path, InputKind.WORKBOOK)
    with pytest.raises(FileNotFoundError):
        read_input(tmp_path / "missing", InputKind.WORKBOOK)


def test_a_link_is_followed_to_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "zero").symlink_to("/dev/zero")
    with pytest.raises(UnfitInputError):
        read_input(tmp_path / "zero", InputKind.PDF)


def test_text_has_no_byte_order_mark_and_one_kind_of_line_end(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\rc = 3\n")
    assert read_input_text(file, InputKind.SETTINGS) == "a = 1\nb = 2\nc = 3\n"
