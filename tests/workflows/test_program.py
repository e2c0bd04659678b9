"""The program itself is an input: whatever changes in its files changes its digest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.workflows import program


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "program"
    for name in ("workflows/program.py", "layout/de.po", "py.typed"):
        file = package / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    monkeypatch.setattr(program, "__file__", str(package / "workflows/program.py"))
    return package


def digest() -> str:
    return program.program_digest.__wrapped__()


def test_names_and_contents_of_all_files_count(package: Path) -> None:
    seen = {digest()}
    (package / "layout/de.po").write_text("other", encoding="utf-8")
    seen.add(digest())
    (package / "layout/de.po").rename(package / "layout/en.po")
    seen.add(digest())
    (package / "layout/en.po").rename(package / "en.po")
    seen.add(digest())
    (package / "new.toml").touch()
    seen.add(digest())
    assert len(seen) == 5


def test_what_is_made_of_them_does_not_count(package: Path) -> None:
    before = digest()
    (package / "workflows/__pycache__").mkdir()
    (package / "workflows/__pycache__/program.pyc").write_bytes(b"x")
    (package / "layout/.#de.po").symlink_to("nobody@nowhere")
    assert digest() == before


def test_a_folder_that_cannot_be_listed_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Python itself does: where one may not look, nothing is imported from."""
    described = tmp_path / "there/numbers-1.0.dist-info"
    described.mkdir(parents=True)
    closed = tmp_path / "closed"
    closed.mkdir()
    listed = Path.iterdir

    def refusing(folder: Path) -> Iterator[Path]:
        if folder == closed:
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refusing)
    monkeypatch.setattr("sys.path", [str(closed), str(tmp_path / "gone"), str(described.parent)])

    assert list(program.described_packages()) == [described]
