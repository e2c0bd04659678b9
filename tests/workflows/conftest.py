"""What tests of builds share."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import fsspec
import pytest

import reportgen.workflows.city_reports
from reportgen.model import Profile, Report
from tests.layouts import changed
from tests.workbooks import edited
from tests.workflows.three_cities import PORTRAIT, Made, build, options_of


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """Notes what is made from now on."""
    found = Made()
    original = reportgen.workflows.city_reports.build_reports

    def noting(profile: Profile, *args: Any, **kwargs: Any) -> Sequence[Report]:
        reports = original(profile, *args, **kwargs)
        found.files += (f"{profile.city.slug} {report.edition}" for report in reports)
        return reports

    monkeypatch.setattr(reportgen.workflows.city_reports, "build_reports", noting)
    return found


@pytest.fixture(scope="session")
def three_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A three whose reports are built."""
    folder = tmp_path_factory.mktemp("three")
    (folder / "data/portraits").mkdir(parents=True)
    edited(folder / "data")
    changed(folder)
    source = Path(__file__).parents[2] / "data/portraits"
    for name in ("duesseldorf.md", "duesseldorf.jpg"):
        shutil.copy(source / name, folder / "data/portraits" / name)
    (folder / "data/portraits/bremen.md").write_text(PORTRAIT, encoding="utf-8")
    (folder / "look/foreword.md").write_text("Ein Vorwort.\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        build(options_of(folder))
    return folder


@pytest.fixture
def three(three_built: Path, tmp_path: Path) -> Path:
    """A copy of it, where nothing is known of whole runs."""
    return Path(shutil.copytree(three_built, tmp_path / "three"))


@pytest.fixture
def memory() -> Iterator[str]:
    """A store in the memory of this process."""
    store = fsspec.filesystem("memory")
    store.store.clear()
    store.pseudo_dirs[:] = [""]
    yield "memory://bucket/out"
    store.store.clear()
