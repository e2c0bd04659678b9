"""The list of versions: what is gone from the end of an archive is missed."""

import os
import shutil
from collections.abc import Callable
from hashlib import sha512
from pathlib import Path

import pytest

from reportgen.archive.catalogue import versions
from reportgen.archive.register import REGISTER
from reportgen.archive.verify import verify_archive
from reportgen.errors import ArchiveError
from tests.archive.bags import SECOND, add, opened


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with a first version and a correction."""
    add(tmp_path / "archive")
    add(tmp_path / "archive", SECOND, "correction")
    return tmp_path / "archive"


def codes(archive: Path) -> list[str]:
    return [problem.code for problem in verify_archive(archive)]


def replace_by_a_link(register: Path) -> None:
    """To a copy of its content, which somebody may exchange later."""
    register.rename(register.parent.parent / "elsewhere")
    register.symlink_to(register.parent.parent / "elsewhere")


def replace_by_a_pipe(register: Path) -> None:
    register.unlink()
    os.mkfifo(register)


def remove(bag: Path) -> None:
    with opened(bag):
        shutil.rmtree(bag)


def test_it_names_every_version_with_its_fingerprint(archive: Path) -> None:
    lines = (archive / REGISTER).read_text(encoding="ascii").splitlines()

    assert [line.split("  ")[1] for line in lines] == [
        "2020/v1/tagmanifest-sha512.txt",
        "2020/v2/tagmanifest-sha512.txt",
    ]
    for line in lines:
        checksum, name = line.split("  ")
        assert checksum == sha512((archive / name).read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "remove",
    [
        lambda archive: remove(archive / "2020/v2"),
        lambda archive: remove(archive / "2020"),
        lambda archive: [remove(bag) for bag in (archive / "2020").iterdir()],
    ],
)
def test_what_is_removed_from_the_end_is_missed(
    archive: Path, remove: Callable[[Path], object]
) -> None:
    """The last version, a whole year, or all that is in its folder."""
    remove(archive)

    last = verify_archive(archive)[-1]

    assert (last.code, last.where) == ("version-missing", f"{archive}/2020/v2")
    with pytest.raises(ArchiveError) as raised:
        add(archive, SECOND, "once more")
    assert "version-missing" in {problem.code for problem in raised.value.problems}
    assert not (archive / "2020/v2").exists()


def test_a_last_version_that_was_exchanged_is_found(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    add(other)
    add(other, SECOND | {"reports/koeln.pdf": "%PDF forged"}, "correction")
    remove(archive / "2020/v2")
    shutil.move(other / "2020/v2", archive / "2020/v2")

    assert codes(archive) == ["version-exchanged"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes() + b"note\n"),
        lambda path: path.write_bytes(path.read_bytes() * 2),
        lambda path: path.write_bytes(b"\xff" + path.read_bytes()),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\n"),
        lambda path: path.write_bytes(b"".join(reversed(path.read_bytes().splitlines(True)))),
        lambda path: path.write_bytes(path.read_bytes().replace(b"2020/v2", b"2020/../2020/v2")),
        lambda path: path.write_bytes(path.read_bytes().replace(b"v2", b"v" + b"2" * 5000)),
        lambda path: path.write_bytes(path.read_bytes() + b"# a note\n"),
        replace_by_a_link,
        replace_by_a_pipe,
        lambda path: (path.unlink(), path.mkdir()),
    ],
)
def test_a_register_that_is_gone_or_damaged_is_told(
    archive: Path, damage: Callable[[Path], object]
) -> None:
    damage(archive / REGISTER)

    assert "register-unreadable" in codes(archive)
    with pytest.raises(ArchiveError):
        add(archive, SECOND, "once more")


def test_the_register_knows_all_years(archive: Path) -> None:
    shutil.move(archive / "2020", archive / "2021")

    assert {version.year for version in versions(archive)} == {2021}
    assert verify_archive(archive, 2021)[0].code == "version-moved"
    assert not any("2020/v1 was archived" in p.message for p in verify_archive(archive, 2021))
    assert any("2020/v1 was archived" in p.message for p in verify_archive(archive))
