"""Versions vouch for each other: what the chain does not vouch for only a person can settle."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import bagit
import pytest

from reportgen.archive.accept import accept
from reportgen.archive.catalogue import versions
from reportgen.archive.keep import AddState, keep
from reportgen.archive.register import REGISTER
from reportgen.archive.verify import verify_archive
from reportgen.errors import ArchiveError, UsageError, errors_among
from tests.archive.bags import DESCRIPTION, FIRST, SECOND, YEAR, add, items, no_faults, opened

pytestmark = pytest.mark.exhaustive

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two versions of a year, then the first of the next."""
    archive = tmp_path / "archive"
    add(archive)
    add(archive, SECOND, "correction")
    keep(archive, YEAR + 1, items(FIRST), DESCRIPTION, reason="", prove=no_faults)
    return archive


def forge(bag: Path) -> None:
    """Changes a report, and writes all manifests anew, so that the bag is sound in itself."""
    with opened(bag) as folder:
        (folder / "data/reports/koeln.pdf").write_bytes(b"%PDF forged")
        bagit.Bag(str(folder)).save(manifests=True)


def remove(bag: Path) -> None:
    with opened(bag):
        shutil.rmtree(bag)


def forge_a_new_one(archive: Path, name: str) -> None:
    """Adds a whole bag of a chain of its own."""
    other = archive.parent / "other"
    add(other)
    add(other, SECOND, "correction")
    add(other, FIRST, "forged")
    (archive / name).parent.mkdir(exist_ok=True)
    shutil.copytree(other / "2020/v3", archive / name)


def lines(archive: Path) -> list[str]:
    return (archive / REGISTER).read_text(encoding="utf-8").splitlines(keepends=True)


def write(archive: Path, some: list[str]) -> None:
    (archive / REGISTER).write_text("".join(some), encoding="utf-8")


def without(archive: Path, name: str) -> None:
    write(archive, [line for line in lines(archive) if name not in line])


def removed_with_its_line(archive: Path) -> None:
    remove(archive / "2020/v2")
    without(archive, "2020/v2")


def exchanged_with_its_line(archive: Path) -> None:
    """In the middle: the list says what is there, but a later bag does not."""
    forge(archive / "2020/v1")
    added = {version.name: version.path for version in versions(archive)}["2020/v1"]
    from reportgen.archive.bag import fingerprint

    old = next(line for line in lines(archive) if "2020/v1" in line)
    write(archive, [line.replace(old[:128], fingerprint(added)) for line in lines(archive)])


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (lambda a: (a / REGISTER).unlink(), "register-unreadable"),
        (lambda a: (a / REGISTER).write_bytes(b""), "register-unreadable"),
        (lambda a: without(a, "2021/v1"), "version-unlisted"),
        (lambda a: without(a, "2020/v1"), "version-unlisted"),
        (lambda a: write(a, lines(a)[::-1]), "register-unreadable"),
        (lambda a: write(a, lines(a) * 2), "register-unreadable"),
        (lambda a: forge(a / "2020/v1"), "version-exchanged"),
        (lambda a: forge(a / "2020/v2"), "version-exchanged"),
        (lambda a: forge(a / "2021/v1"), "version-exchanged"),
        (lambda a: remove(a / "2020/v2"), "version-missing"),
        (lambda a: remove(a / "2021"), "version-missing"),
        (removed_with_its_line, "chain-broken"),
        (exchanged_with_its_line, "chain-broken"),
        (lambda a: forge_a_new_one(a, "2020/v3"), "version-unlisted"),
        (lambda a: forge_a_new_one(a, "2022/v1"), "version-unlisted"),
        (lambda a: (a / "2020/v2").rename(a / "2020/.v2.part"), "version-missing"),
    ],
)
def test_what_the_chain_does_not_vouch_for_is_an_error_and_is_never_enlisted(
    archive: Path, tamper: Callable[[Path], object], code: str
) -> None:
    with opened(archive):
        tamper(archive)
    before = (archive / REGISTER).read_bytes() if (archive / REGISTER).exists() else None

    assert code in {problem.code for problem in errors_among(verify_archive(archive))}
    for year in (YEAR, YEAR + 1, YEAR + 2):
        with pytest.raises(ArchiveError) as raised:
            keep(archive, year, items(FIRST), DESCRIPTION, reason="why", prove=no_faults)
        assert code in {problem.code for problem in raised.value.problems}
    assert before == ((archive / REGISTER).read_bytes() if (archive / REGISTER).exists() else None)


def test_a_bag_names_the_one_that_was_archived_before_it_of_whatever_year(archive: Path) -> None:
    info = (archive / "2021/v1/bag-info.txt").read_text(encoding="utf-8")

    assert "Follows: 2020/v2\n" in info
    assert lines(archive)[1][:128] in info


def test_a_person_vouches_for_a_version_and_the_archive_keeps_why(archive: Path) -> None:
    forge_a_new_one(archive, "2020/v3")

    accept(archive, "2020/v3", by="Ada", at=NOW, reason="by\nthe old \x1b[31mprogram")

    (told,) = verify_archive(archive)
    assert told.code == "version-accepted"
    assert told.message == "2020/v3 is vouched for by hand: by the old [31mprogram"
    assert told.where == f"{archive}/{REGISTER}, by Ada on 2026-05-04 12:00"
    assert add(archive, SECOND, "next").version.name == "2020/v4"
    assert not errors_among(verify_archive(archive))


@pytest.mark.parametrize("name", ["2020/v1", "2020/v2", "2021/v1"])
def test_an_exchanged_version_can_be_accepted(archive: Path, name: str) -> None:
    forge(archive / name)

    kept = accept(archive, name, by="Ada", at=NOW, reason="known")

    assert kept.instead
    assert kept.instead != kept.fingerprint
    assert not errors_among(verify_archive(archive))
    forge_again = archive / name
    with opened(forge_again) as bag:
        (bag / "data/reports/bonn.pdf").write_bytes(b"%PDF other")
        bagit.Bag(str(bag)).save(manifests=True)
    assert errors_among(verify_archive(archive))


def test_a_lost_version_can_be_accepted_and_its_number_is_not_given_again(archive: Path) -> None:
    remove(archive / "2020/v2")

    accept(archive, "2020/v2", by="Ada", at=NOW, reason="the disk broke")

    assert not errors_among(verify_archive(archive))
    added = add(archive, SECOND, "the same once more")
    assert (added.version.name, added.state) == ("2020/v3", AddState.ADDED)
    assert not errors_among(verify_archive(archive))


def test_a_list_that_is_lost_is_made_anew_version_by_version(archive: Path) -> None:
    (archive / REGISTER).unlink()

    for name in ("2020/v2", "2020/v1"):
        accept(archive, name, by="Ada", at=NOW, reason="compared with the copy")
        assert errors_among(verify_archive(archive))
    accept(archive, "2021/v1", by="Ada", at=NOW, reason="compared with the copy")

    assert not errors_among(verify_archive(archive))


@pytest.mark.parametrize(
    ("name", "reason", "code"),
    [
        ("2020/v2", "why", "nothing-to-accept"),
        ("2020/v9", "why", "version-not-archived"),
        ("2020/v3", " \n", "reason-missing"),
        ("2020/../2020/v3", "why", "bad-version"),
        ("2020/v3/", "why", "bad-version"),
        ("../2020/v3", "why", "bad-version"),
        ("2020/v03", "why", "bad-version"),
    ],
)
def test_what_needs_no_settling_cannot_be_accepted(
    archive: Path, name: str, reason: str, code: str
) -> None:
    forge_a_new_one(archive, "2020/v3")

    with pytest.raises(UsageError) as raised:
        accept(archive, name, by="Ada", at=NOW, reason=reason)

    assert [problem.code for problem in raised.value.problems] == [code]


def test_a_damaged_version_cannot_be_accepted(archive: Path) -> None:
    forge_a_new_one(archive, "2020/v3")
    with opened(archive / "2020/v3") as bag:
        (bag / "data/reports/koeln.pdf").write_bytes(b"")

    with pytest.raises(ArchiveError) as raised:
        accept(archive, "2020/v3", by="Ada", at=NOW, reason="why")

    assert "version-damaged" in {problem.code for problem in raised.value.problems}


def test_a_run_that_is_stopped_between_list_and_move_is_finished_by_the_next(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr(Path, "rename", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            add(archive, FIRST, "once more")

    (told,) = verify_archive(archive)
    assert (told.code, told.where) == ("version-unfinished", f"{archive}/2020/v3")

    finished = add(archive, FIRST, "once more")

    assert (finished.version.name, finished.state) == ("2020/v3", AddState.UNCHANGED)
    assert [problem.code for problem in finished.problems] == ["version-finished"]
    assert verify_archive(archive) == ()


def test_a_bag_that_was_exchanged_before_it_was_moved_is_not_taken(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr(Path, "rename", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            add(archive, FIRST, "once more")
    forge(archive / "2020/.v3.part")

    assert "version-missing" in {problem.code for problem in errors_among(verify_archive(archive))}
    with pytest.raises(ArchiveError):
        add(archive, FIRST, "once more")
    assert not (archive / "2020/v3").exists()


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt
