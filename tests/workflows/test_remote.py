"""Reports go to stores elsewhere, and come from there, as they do here."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pytest

from reportgen.remote import RemotePath
from reportgen.workflows.record import RECORD, read_record
from tests.delivery.servers import post_office
from tests.running import Result, files_in, run, run_alone
from tests.workbooks import WORKBOOK
from tests.workflows.stores import BUCKET, s3_server

TWO = ("--city", "HB", "--city", "E")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is built on this machine."""
    out = tmp_path_factory.mktemp("plain")
    assert run("build", WORKBOOK, *TWO, "--out", out).code == 0
    return out


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A store of a real server."""
    with s3_server():
        yield f"s3://{BUCKET}"


def content(url: str, *, hidden: bool = True) -> dict[str, bytes]:
    """All files below a URL, by their names seen from there."""
    store, root = fsspec.core.url_to_fs(url)
    store.invalidate_cache()
    found = (path for path in store.find(root))
    files = {path.removeprefix(root).lstrip("/"): store.cat_file(path) for path in found}
    return {n: c for n, c in files.items() if hidden or not n.rpartition("/")[2].startswith(".")}


def reports(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_in(folder)}


def build(out: object, *args: object) -> Result:
    return run("build", WORKBOOK, *TWO, "--out", out, *args)


# --- in memory ------------------------------------------------------------------------------


def test_reports_are_the_same_elsewhere_and_nothing_else_is_left(memory: str, plain: Path) -> None:
    result = build(memory)

    assert result.code == 0, result.err
    assert f"written    {memory}/2020/bremen.pdf" in result.err
    there = content(memory)
    record = json.loads(there.pop("2020/build.json"))
    assert there == reports(plain)
    local = json.loads((plain / "2020" / RECORD).read_bytes())
    assert [run["reports"] for run in record["runs"]] == [run["reports"] for run in local["runs"]]
    assert record["runs"][0]["terms"]["workbook"]["path"] == str(WORKBOOK.resolve())


def test_the_root_of_a_store_is_a_folder(memory: str, plain: Path) -> None:
    assert build("memory://").code == 0

    assert content("memory://").keys() == {*reports(plain), "2020/build.json"}
    assert memory


def test_what_is_there_is_not_made_again_and_what_was_altered_is(memory: str, plain: Path) -> None:
    build(memory)
    assert "0 written, 2 unchanged" in build(memory).err
    store = fsspec.filesystem("memory")
    store.pipe_file("/bucket/out/2020/essen.pdf", b"x" * len(reports(plain)["2020/essen.pdf"]))
    store.rm("/bucket/out/2020/bremen.pdf")

    again = build(memory)

    assert "2 written, 0 unchanged" in again.err
    files = content(memory)
    files.pop("2020/build.json")
    assert files == reports(plain)


def test_shards_elsewhere_are_merged(memory: str, plain: Path) -> None:
    for shard in ("1/2", "2/2"):
        if shard == "2/2":
            missing = run("merge", memory, "--out", f"{memory}-all")
            assert missing.code == 6
            assert "error[shard-missing]: shard 2 of 2 is missing" in missing.err
            assert content(f"{memory}-all") == {}
        assert build(memory, "--shard", shard).code == 0

    merged = run("merge", memory, "--out", f"{memory}-all")

    assert merged.code == 0, merged.err
    files = content(f"{memory}-all")
    assert json.loads(files.pop("2020/build.json"))["runs"]
    assert files == reports(plain)


def test_shards_from_elsewhere_are_merged_here(memory: str, plain: Path, tmp_path: Path) -> None:
    assert build(memory, "--shard", "1/2").code == 0
    assert build(tmp_path / "two", "--shard", "2/2").code == 0

    merged = run("merge", memory, tmp_path / "two", "--out", tmp_path / "all")

    assert merged.code == 0, merged.err
    assert reports(tmp_path / "all") == reports(plain)
    record = read_record(tmp_path / "all/2020", [])
    assert record is not None
    found = tmp_path / "all/2020" / record.runs[0].terms.workbook.path
    assert found.resolve() == WORKBOOK.resolve()


def test_an_altered_shard_elsewhere_is_told_and_nothing_is_written(memory: str) -> None:
    assert build(memory, "--shard", "1/1").code == 0
    fsspec.filesystem("memory").pipe_file("/bucket/out/2020/essen.pdf", b"x")

    result = run("merge", memory, "--out", f"{memory}-all")

    assert result.code == 6
    assert "error[shard-altered]" in result.err
    assert f"--> {memory}/2020/essen.pdf" in result.err
    assert content(f"{memory}-all") == {}


def test_a_file_url_is_a_folder_of_this_machine(plain: Path, tmp_path: Path) -> None:
    assert build(f"file://{tmp_path}").code == 0

    assert reports(tmp_path) == reports(plain)


@pytest.mark.usefixtures("without_verapdf")
def test_reports_elsewhere_are_checked_and_called_by_their_urls(memory: str) -> None:
    assert build(memory).code == 0

    whole, one, some, none = (
        run("check", f"{memory}/{name}", "--json")
        for name in ("2020", "2020/essen.pdf", "2020/b*.pdf", "2021")
    )

    assert (whole.code, one.code, some.code) == (0, 0, 0), whole.err
    found = [[each["file"] for each in json.loads(r.out)] for r in (whole, one, some)]
    names = [f"{memory}/2020/{name}.pdf" for name in ("bremen", "essen")]
    assert found == [names, names[1:], names[:1]]
    assert none.code == 2
    assert "error[place-unreadable]" in none.err
    assert f"--> {memory}/2021" in none.err


@pytest.mark.exhaustive
def test_reports_elsewhere_are_archived(memory: str, tmp_path: Path) -> None:
    assert build(memory).code == 0

    result = run("archive", "add", memory, "--to", tmp_path / "archive")

    assert result.code == 0, result.err
    assert reports(tmp_path / "archive/2020/v1/data/reports").keys() == {"bremen.pdf", "essen.pdf"}


def test_what_is_wrong_with_reports_elsewhere_is_told_by_their_urls(
    memory: str, tmp_path: Path
) -> None:
    assert build(memory).code == 0
    fsspec.filesystem("memory").pipe_file("/bucket/out/2020/essen.pdf", b"x")

    result = run("archive", "add", memory, "--to", tmp_path / "archive")

    assert result.code == 9
    assert "error[report-changed]" in result.err
    assert f"--> {memory}/2020/essen.pdf" in result.err


def test_reports_elsewhere_are_sent_once_and_a_note_is_left_beside_them(
    memory: str, desk: Path, to_server: Callable[[int], None]
) -> None:
    store = fsspec.filesystem("memory")
    for name, pdf in reports(desk).items():
        if name.endswith(".pdf"):
            store.pipe_file(f"/bucket/out/{name}", pdf)
    args = ("send", memory, "--departments", desk / "departments.toml", "--yes")

    with post_office() as post:
        to_server(post.port)
        first, second = run(*args), run(*args)
        assert len(post.mail) == 2
        (desk / "deliveries.sqlite").unlink()
        third = run(*args)
        assert len(post.mail) == 2

    assert (first.code, second.code) == (0, 0), first.err
    assert json.loads(content(memory)["2020/sent.json"]) == {str(desk / "deliveries.sqlite"): 3}
    assert "error[ledger-incomplete]" in third.err
    assert f"reports were sent from {memory}/2020" in third.err


# --- what cannot be reached -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "code", "hint"),
    [
        ("nowhere://a/b", "unknown-store", "s3://bucket/folder"),
        ("smb://a/b", "remote-extra-missing", 'SMB requires "smbprotocol"'),
        ("gs://a/b", "remote-extra-missing", "install gcsfs"),
    ],
)
def test_stores_that_cannot_be_reached_are_told_at_once(url: str, code: str, hint: str) -> None:
    result = build(url)

    assert result.code == 2
    assert result.err.startswith(f"error[{code}]")
    assert hint in result.err


@pytest.mark.parametrize(
    "args",
    [
        ("build", "s3://bucket/workbook.xlsx"),
        ("archive", "add", "memory://out", "--to", "s3://bucket/archive"),
        ("send", "memory://out", "--dry-run", "--out", "s3://bucket/mail"),
        ("indicators", WORKBOOK, "--out", "s3://bucket/i.csv"),
    ],
)
def test_what_must_be_on_this_machine_is_no_url(
    args: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = run(*args)

    assert result.code == 2
    assert "is not on this machine, as it must be" in result.err


def test_without_the_extra_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)

    result = build("s3://bucket/out")

    assert result.code == 2
    assert "error[remote-extra-missing]: s3:// needs what is not installed: " in result.err
    assert "pip install stadtprofil[remote]" in result.err


@pytest.mark.parametrize("scheme", ["memory", "local"])
def test_a_file_elsewhere_is_there_whole_or_not_at_all(
    scheme: str, memory: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = RemotePath(memory if scheme == "memory" else f"local://{tmp_path}") / "2020" / "a.pdf"
    path.write(b"old")
    kind = fsspec.get_filesystem_class(scheme)
    before = kind.pipe_file

    def stopped(*args: object, **others: object) -> None:
        if scheme != "memory":  # an object comes into being with the last of its bytes
            before(*args, **others)
        raise KeyboardInterrupt

    monkeypatch.setattr(kind, "pipe_file", stopped)
    with pytest.raises(KeyboardInterrupt):
        path.write(b"newer")

    assert path.read(10) == b"old"
    assert list(path.parent.sizes()) == ["a.pdf"]


# --- a real server --------------------------------------------------------------------------


@pytest.mark.exhaustive
def test_reports_go_to_s3_are_merged_checked_and_archived_there(
    s3: str, plain: Path, tmp_path: Path
) -> None:
    for shard in ("1/2", "2/2"):
        parts = build(f"{s3}/parts", "--shard", shard)
        assert parts.code == 0, parts.err
    merged = run("merge", f"{s3}/parts", "--out", f"{s3}/all")
    assert merged.code == 0, merged.err
    whole = build(f"{s3}/whole", "--jobs", 2)
    assert whole.code == 0, whole.err

    for name in ("all", "whole"):
        files = content(f"{s3}/{name}")
        record = files.pop("2020/build.json")
        assert files == reports(plain)
        assert b"secret" not in record
        assert b"AKIA" not in record
    assert "0 written, 2 unchanged" in build(f"{s3}/whole").err
    assert run("check", f"{s3}/all/2020").code == 0
    assert run("archive", "add", f"{s3}/all", "--to", tmp_path / "archive").code == 0


@pytest.mark.exhaustive
@pytest.mark.usefixtures("s3")
def test_what_s3_refuses_is_told_without_credentials() -> None:
    result = run_alone("build", WORKBOOK, *TWO, "--out", "s3://no-such-bucket/out")

    assert result.code == 6
    assert "error[output-unwritable]" in result.err
    assert "--> s3://no-such-bucket/out/2020\n" in result.err
    assert "Traceback" not in result.err
    assert "secret" not in result.err
    assert "AKIA" not in result.err


@pytest.mark.exhaustive
@pytest.mark.usefixtures("s3")
def test_a_bucket_that_is_missing_is_no_empty_one(tmp_path: Path) -> None:
    result = run("merge", "s3://no-such-bucket/out", "--out", tmp_path)

    assert result.code == 6
    assert "error[place-unreadable]" in result.err
    assert "bucket does not exist" in result.err


@pytest.mark.exhaustive
def test_an_empty_object_is_read(s3: str) -> None:
    path = RemotePath(f"{s3}/empty")
    path.write(b"")

    assert path.read(10) == b""
    path.write(b"x" * 11)
    assert path.read(10) is None
    assert path.read(11) == b"x" * 11
