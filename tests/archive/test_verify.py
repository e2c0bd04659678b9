"""Each way to tamper with an archive is found."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from reportgen.archive import verify_bag as verify_bag_module
from reportgen.archive.bag import fingerprint
from reportgen.archive.catalogue import versions
from reportgen.archive.verify import verify_archive
from reportgen.archive.verify_bag import verify_bag
from reportgen.errors import ArchiveError, Severity, UsageError
from reportgen.input_file import InputKind
from tests.archive.bags import FIRST, SECOND, add, opened

Tampering = Callable[[Path], object]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with a first version and a correction."""
    add(tmp_path / "archive")
    add(tmp_path / "archive", SECOND, "correction")
    return tmp_path / "archive"


def flip_a_bit(name: str) -> Tampering:
    def tamper(bag: Path) -> None:
        content = bytearray((bag / name).read_bytes())
        content[len(content) // 2] ^= 1
        (bag / name).write_bytes(content)

    return tamper


def write(name: str, text: str) -> Tampering:
    return lambda bag: (bag / name).write_text(text, encoding="utf-8")


def cut(name: str, size: int) -> Tampering:
    """Cuts so many bytes off at the end of a file."""
    return lambda bag: (bag / name).write_bytes((bag / name).read_bytes()[:-size])


def cut_line(name: str) -> Tampering:
    """Cuts a file where a line ends."""

    def tamper(bag: Path) -> None:
        lines = (bag / name).read_bytes().splitlines(keepends=True)
        (bag / name).write_bytes(b"".join(lines[:-1]))

    return tamper


def name_in_manifest(path: str) -> Tampering:
    """Names a file in a manifest, with a checksum of the right length."""

    def tamper(bag: Path) -> None:
        with (bag / "manifest-sha256.txt").open("a", encoding="utf-8") as manifest:
            manifest.write(f"{'0' * 64}  {path}\n")

    return tamper


def link(name: str, target: str) -> Tampering:
    """Puts a link in the place of a file, to a copy that lies outside."""

    def tamper(bag: Path) -> None:
        outside = bag.parent.parent.parent / target
        (bag / name).rename(outside)
        (bag / name).symlink_to(outside)

    return tamper


REPORT = "data/reports/koeln.pdf"


@pytest.mark.parametrize(
    ("tamper", "code", "place"),
    [
        (flip_a_bit(REPORT), "checksum-differs", REPORT),
        (flip_a_bit("data/about/software.json"), "checksum-differs", "data/about/software.json"),
        (lambda bag: (bag / REPORT).unlink(), "archived-file-missing", REPORT),
        (lambda bag: (bag / REPORT).write_bytes(b""), "checksum-differs", REPORT),
        (write("data/reports/new.pdf", "%PDF"), "unlisted-file", "data/reports/new.pdf"),
        (write("data/.hidden", ""), "unlisted-file", "data/.hidden"),
        (write("note.txt", "hello"), "unlisted-file", "note.txt"),
        (write("fetch.txt", "https://example.org/x 1 data/x\n"), "unlisted-file", "fetch.txt"),
        (cut("manifest-sha256.txt", 9), "manifest-malformed", "manifest-sha256.txt, line 7"),
        (cut("manifest-sha256.txt", 1), "manifest-malformed", "manifest-sha256.txt, line 7"),
        (cut_line("manifest-sha512.txt"), "checksum-differs", "manifest-sha512.txt"),
        (write("manifest-sha256.txt", ""), "checksum-differs", "manifest-sha256.txt"),
        (cut_line("tagmanifest-sha256.txt"), "unlisted-file", ""),
        (
            lambda bag: (bag / "tagmanifest-sha512.txt").unlink(),
            "archived-file-missing",
            "tagmanifest-sha512.txt",
        ),
        (
            lambda bag: (bag / "manifest-sha256.txt").unlink(),
            "archived-file-missing",
            "manifest-sha256.txt",
        ),
        (lambda bag: (bag / "bagit.txt").unlink(), "archived-file-missing", "bagit.txt"),
        (write("bagit.txt", "BagIt-Version: 0.97\n"), "not-a-bag", "bagit.txt"),
        (write("bag-info.txt", "Retention: none\n"), "checksum-differs", "bag-info.txt"),
        (name_in_manifest("../../secret"), "path-leaves-bag", "manifest-sha256.txt, line 8"),
        (name_in_manifest("/etc/passwd"), "path-leaves-bag", "manifest-sha256.txt, line 8"),
        (name_in_manifest("data/../../x"), "path-leaves-bag", "manifest-sha256.txt, line 8"),
        (name_in_manifest("data\\x"), "path-leaves-bag", "manifest-sha256.txt, line 8"),
        (name_in_manifest("~/x"), "path-leaves-bag", "manifest-sha256.txt, line 8"),
        (name_in_manifest(REPORT), "manifest-malformed", "manifest-sha256.txt, line 8"),
        (name_in_manifest("data/gone.pdf"), "archived-file-missing", "data/gone.pdf"),
        (link(REPORT, "elsewhere.pdf"), "not-a-file", REPORT),
        (link("data/reports", "elsewhere"), "not-a-file", "data/reports"),
        (link("bag-info.txt", "elsewhere.txt"), "not-a-file", "bag-info.txt"),
        (lambda bag: os.mkfifo(bag / "data/pipe"), "not-a-file", "data/pipe"),
        (lambda bag: (bag / "data/extra").mkdir(), "unlisted-file", "data/extra"),
    ],
)
def test_tampering_with_a_bag_is_found(
    archive: Path, tamper: Tampering, code: str, place: str
) -> None:
    with opened(archive / "2020/v2") as bag:
        tamper(bag)

    found = {(problem.code, problem.where) for problem in verify_archive(archive)}

    wheres = {where for each, where in found if each == code}
    assert wheres
    assert not place or f"{bag}/{place}" in wheres
    assert all(where.startswith(str(bag)) for _, where in found)


def test_a_renamed_file_is_missed_and_unlisted(archive: Path) -> None:
    with opened(archive / "2020/v1") as bag:
        (bag / REPORT).rename(bag / "data/reports/aachen.pdf")

    found = [(problem.code, problem.where) for problem in verify_bag(bag)]

    assert found == [
        ("unlisted-file", f"{bag}/data/reports/aachen.pdf"),
        ("archived-file-missing", f"{bag}/{REPORT}"),
    ]


def test_everything_is_found_at_once(archive: Path) -> None:
    with opened(archive / "2020/v1") as bag:
        (bag / REPORT).unlink()
    with opened(archive / "2020/v2") as bag:
        (bag / REPORT).write_bytes(b"other")
    (archive / "note.txt").touch()

    found = {problem.code for problem in verify_archive(archive)}

    assert found == {"archived-file-missing", "checksum-differs", "unlisted-file"}


def test_a_wrong_number_of_bytes_is_found_though_all_checksums_are_right(archive: Path) -> None:
    """Someone wrote the description anew, with its checksums."""
    import bagit

    with opened(archive / "2020/v2") as folder:
        bag = bagit.Bag(str(folder))
        bag.info["Payload-Oxum"] = "1.1"
        bag.save()

    assert [problem.code for problem in verify_bag(folder)] == ["not-a-bag"]


def test_a_file_that_the_disk_does_not_give_is_told(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = verify_bag_module.read_input

    def failing(path: Path, kind: InputKind) -> bytes:
        if path.name == "koeln.pdf":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return read(path, kind)

    monkeypatch.setattr(verify_bag_module, "read_input", failing)

    found = {problem.code for problem in verify_bag(archive / "2020/v1")}

    assert found == {"archived-file-unreadable", "checksum-differs"}


def test_a_folder_that_the_disk_does_not_give_is_told(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def failing(folder: str | Path) -> object:
        if str(folder).endswith("reports"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", failing)

    told = verify_bag(archive / "2020/v1")[0]

    assert told.code == "archived-file-unreadable"
    assert told.message == "reports cannot be read: Permission denied"


def test_an_archive_that_the_disk_does_not_give_is_told(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(folder: Path) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))

    monkeypatch.setattr(Path, "iterdir", failing)

    with pytest.raises(ArchiveError) as raised:
        verify_archive(archive)

    (problem,) = raised.value.problems
    assert (problem.code, problem.where) == ("archive-unreadable", str(archive))


# --- the chain of versions ------------------------------------------------------------------


def test_an_older_version_that_was_exchanged_is_found(archive: Path, tmp_path: Path) -> None:
    """By a bag that is sound in itself."""
    add(tmp_path / "other", FIRST | {"reports/koeln.pdf": "%PDF forged"})
    shutil.rmtree(archive / "2020/v1")
    shutil.move(tmp_path / "other/2020/v1", archive / "2020/v1")

    assert verify_bag(archive / "2020/v1") == ()
    assert [(problem.code, problem.where) for problem in verify_archive(archive)] == [
        ("chain-broken", f"{archive}/2020/v2/bag-info.txt"),
        ("version-exchanged", f"{archive}/2020/v1"),
    ]


def test_a_version_that_is_missing_is_found(archive: Path) -> None:
    shutil.rmtree(archive / "2020/v1")

    assert [(problem.code, problem.message) for problem in verify_archive(archive)] == [
        ("version-missing", "2020/v1 is missing: 2020/v2 is the next that there is"),
        ("version-missing", "2020/v1 was archived and is not there"),
    ]


def test_a_version_under_another_number_is_found(archive: Path) -> None:
    with opened(archive / "2020/v2"):
        (archive / "2020/v2").rename(archive / "2020/v3")

    codes = [problem.code for problem in verify_archive(archive)]

    assert codes == ["version-moved", "version-missing", "version-missing", "version-unlisted"]


def test_a_version_in_another_year_is_found(archive: Path) -> None:
    shutil.copytree(archive / "2020/v1", archive / "2019/v1")

    moved, unlisted = verify_archive(archive)

    assert (moved.code, unlisted.code) == ("version-moved", "version-unlisted")
    assert moved.message == "2019/v1 is in another place: it was archived as 2020/v1"


def test_the_fingerprint_stands_for_all_of_a_bag(archive: Path) -> None:
    before = fingerprint(archive / "2020/v1")

    assert before == fingerprint(archive / "2020/v1")
    assert before != fingerprint(archive / "2020/v2")


# --- what lies beside the bags --------------------------------------------------------------


@pytest.mark.parametrize("name", ["note.txt", "2020/note.txt", "2020/v02/x", "2020-old/x"])
def test_what_is_no_bag_is_found(archive: Path, name: str) -> None:
    (archive / name).parent.mkdir(exist_ok=True)
    (archive / name).touch()

    assert [problem.code for problem in verify_archive(archive)] == ["unlisted-file"]


def test_a_link_in_the_place_of_a_version_is_found(archive: Path, tmp_path: Path) -> None:
    (archive / "2020/v2").rename(tmp_path / "v2")
    (archive / "2020/v2").symlink_to(tmp_path / "v2")

    assert [problem.code for problem in verify_archive(archive)] == [
        *("unlisted-file", "version-missing"),
    ]
    assert [version.number for version in versions(archive)] == [1]


def test_a_bag_that_is_being_written_is_told_and_is_no_fault(archive: Path) -> None:
    (archive / "2020/.v3.part").mkdir()

    (problem,) = verify_archive(archive)

    assert (problem.code, problem.severity) == ("left-over", Severity.WARNING)


def test_one_year_is_examined_alone(archive: Path) -> None:
    (archive / "2021").mkdir()
    (archive / "2021/note.txt").touch()

    assert verify_archive(archive, 2020) == ()
    assert [problem.code for problem in verify_archive(archive)] == ["unlisted-file"]


@pytest.mark.parametrize(
    ("place", "year", "code"), [("none", None, "archive-missing"), ("", 1999, "year-not-archived")]
)
def test_what_there_is_not_cannot_be_verified(
    archive: Path, place: str, year: int | None, code: str
) -> None:
    with pytest.raises(UsageError) as raised:
        verify_archive(archive / place, year)

    assert [problem.code for problem in raised.value.problems] == [code]
