"""Places elsewhere: what their URLs mean, what is shown of them, and what lies there."""

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from rich.pretty import pretty_repr

from reportgen.errors import UsageError
from reportgen.remote import RemotePath, place_of

KIND: Any = fsspec.get_filesystem_class("memory")


@pytest.fixture
def memory() -> Iterator[RemotePath]:
    """A folder of a store in the memory of this process, with the sign of a pattern in its name."""
    store = fsspec.filesystem("memory")
    store.store.clear()
    store.pseudo_dirs[:] = [""]
    yield RemotePath("memory://bucket/berichte [neu]")
    store.store.clear()


# --- URLs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("file:///tmp/a%20b/%C3%BC", "/tmp/a b/ü"),
        ("file://localhost/tmp/x", "/tmp/x"),
        ("file:/tmp/x", "/tmp/x"),
        ("FILE:///tmp/x", "/tmp/x"),
        ("C://reports/x", "C://reports/x"),
        ("C:\\reports", "C:\\reports"),
        ("reports/2020", "reports/2020"),
        ("file", "file"),
        ("./a://b", "./a:/b"),
    ],
)
def test_a_path_or_the_url_of_a_file_is_a_place_of_this_machine(text: str, path: str) -> None:
    assert place_of(text) == Path(path)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("S3://Bucket/Out/", "s3://Bucket/Out"),
        ("memory:///", "memory://"),
        ("MEMORY://a", "memory://a"),
        ("sftp://host", "sftp://host"),
    ],
)
def test_the_scheme_of_a_url_has_no_case(text: str, url: str) -> None:
    assert place_of(text) == RemotePath(url)


@pytest.mark.parametrize(
    "text",
    [
        "s3://",
        "S3:///out",
        "gs://",
        "abfs:///x",
        "file://",
        "file://server/x",
        "file:///%00",
        "file:/%00",
    ],
)
def test_a_url_that_names_no_place_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        place_of(text)

    assert refused.value.problems[0].code == "bad-url"
    assert refused.value.problems[0].where == text


def test_folders_and_names_are_found_up_to_the_root() -> None:
    file = RemotePath("memory://") / "a.pdf"

    assert (file.name, file.suffix, file.parent.url) == ("a.pdf", ".pdf", "memory://")
    assert RemotePath("memory://a.pdf").parent.url == "memory://"
    assert RemotePath("s3://bucket/x").parent.url == "s3://bucket"


# --- secrets --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://user:ge/heim@host/out", "http://***@host/out"),
        ("sftp://user:geheim@1@host/out", "sftp://***@host/out"),
        ("sftp://user:ge heim@host", "sftp://***@host"),
        ("sftp://user:geheim?heim@host/x", "sftp://***"),
        ("https://host/x?sig=a@geheim", "https://***"),
        ("sftp://user:geheim@host", "sftp://***@host"),
        ("s3://AKIA:ge/heim@bucket/x", "s3://***@bucket/x"),
        ("https://geheim@host/x", "https://***@host/x"),
        ("https://acc.example/c/x.pdf?sv=1&sig=geheim", "https://acc.example/c/x.pdf?***"),
        ("abfs://container@account/x", "abfs://container@account/x"),
        ("abfs://user:geheim@account/x", "abfs://***@account/x"),
        ("s3://bucket/a@b/x", "s3://bucket/a@b/x"),
    ],
)
def test_of_a_url_no_secret_is_shown(url: str, shown: str) -> None:
    path = RemotePath(url)

    assert str(path) == shown
    assert "geheim" not in f"{path!r} {pretty_repr(path)} {path.name} {path.parent}"


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("kind", [OSError, PermissionError, RuntimeError, ValueError])
@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("memory://user:p@ss/geheim@host/out", "p@ss/geheim"),
        ("memory://user:ge%2Fheim@host/out", "ge/heim"),
        ("memory://host/out?a=b&sig=geheim", "geheim"),
    ],
)
def test_what_a_store_says_is_told_without_secrets(
    kind: type[Exception],
    url: str,
    secret: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise kind(f"AccessDenied for {url} (sent {secret})")

    monkeypatch.setattr(KIND, "ls", refuse)
    with pytest.raises(OSError, match="AccessDenied") as told:
        RemotePath(url).sizes()

    assert told.value.errno == (errno.EACCES if kind is PermissionError else errno.EIO)
    assert str(told.value.filename) == str(RemotePath(url))
    assert "heim" not in str(told.value)


def test_what_is_not_there_is_told_in_words(memory: RemotePath) -> None:
    with pytest.raises(FileNotFoundError, match="No such file or directory"):
        (memory / "none.pdf").read(10)


# --- what lies there ------------------------------------------------------------------------


def test_files_are_found_level_by_level(memory: RemotePath) -> None:
    for name in ("2020/b.pdf", "2020/a.pdf", "2021/a.pdf", "2021/deep/x.pdf", "top.pdf"):
        memory.__truediv__(name).write(b"x")

    def found(pattern: str) -> list[str]:
        return [path.url.removeprefix(f"{memory.url}/") for path in memory.glob(pattern)]

    assert found("*") == ["top.pdf"]
    assert found("*/*") == ["2020/a.pdf", "2020/b.pdf", "2021/a.pdf"]
    assert found("202[1-9]/*.pdf") == ["2021/a.pdf"]
    assert found("*/a.pdf") == ["2020/a.pdf", "2021/a.pdf"]
    assert found("*/*/*") == ["2021/deep/x.pdf"]


def test_a_folder_that_is_refused_is_told_and_one_that_went_away_is_empty(
    memory: RemotePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("2020/a.pdf", "2021/a.pdf"):
        memory.__truediv__(name).write(b"x")
    before, fault = KIND.ls, PermissionError("Access Denied")

    def listed(self: object, path: str, **others: Any) -> Any:
        if path.endswith("2021"):
            raise fault
        return before(self, path, **others)

    monkeypatch.setattr(KIND, "ls", listed)

    with pytest.raises(PermissionError, match="Access Denied"):
        list(memory.glob("*/*"))
    fault = FileNotFoundError("2021")  # type: ignore[assignment]
    assert [path.parent.name for path in memory.glob("*/*")] == ["2020"]
    with pytest.raises(FileNotFoundError):
        list((memory / "none").glob("*"))


def test_names_that_lead_out_of_a_folder_are_passed_over(
    memory: RemotePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["a.pdf", "../evil.pdf", "2020/../../evil.pdf", "..", ".", "", "/c.pdf"]
    found = [
        {"name": f"/bucket/berichte [neu]/{name}", "type": "file", "size": 1} for name in names
    ]
    monkeypatch.setattr(KIND, "ls", lambda *_, **__: found)

    assert [path.name for path in memory.glob("*")] == ["a.pdf"]


# --- what is written ------------------------------------------------------------------------


@pytest.mark.parametrize("old", [b"old", b"newer"])
def test_a_store_that_does_not_replace_what_is_there_is_told(
    old: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(old)
    monkeypatch.setattr(fsspec.get_filesystem_class("local"), "mv", lambda *_: None)

    with pytest.raises(FileExistsError, match="does not replace"):
        RemotePath(f"local://{file}").write(b"newer")

    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]
    assert file.read_bytes() == old


def test_trying_a_store_out_leaves_nothing(memory: RemotePath) -> None:
    memory.try_out()

    assert fsspec.filesystem("memory").find("") == []
