"""`reportgen manual`: the German manual is opened or printed."""

from pathlib import Path

import pytest

from tests.running import run

TEXT = "# Anleitung\n\nJährlich: Vorlage, ausfüllen, prüfen.\n"


@pytest.fixture
def manual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A manual in the second of two places."""
    path = tmp_path / "ANLEITUNG.md"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr("reportgen.cli.manual.PLACES", (tmp_path / "none.md", path))
    return path


def answer(monkeypatch: pytest.MonkeyPatch, code: int) -> list[str]:
    """What is opened from now on, and with which result."""
    opened: list[str] = []

    def launch(url: str, **_: object) -> int:
        opened.append(url)
        return code

    monkeypatch.setattr("click.launch", launch)
    return opened


def test_the_manual_is_opened(manual: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = answer(monkeypatch, 0)

    result = run("manual")

    assert (result.code, result.out, opened) == (0, "", [str(manual)])


@pytest.mark.usefixtures("manual")
def test_the_manual_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = answer(monkeypatch, 0)

    result = run("manual", "--print")

    assert (result.code, result.out, opened) == (0, TEXT, [])


def test_a_manual_that_no_program_opens_is_printed(
    manual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, 3)

    result = run("manual")

    assert (result.code, result.out) == (0, TEXT)
    assert str(manual) in result.err


def test_a_manual_that_is_not_there_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.cli.manual.PLACES", (tmp_path / "none.md",))

    result = run("manual")

    assert result.code == 2
    assert "error[manual-missing]" in result.err
