"""What many tests look at; what is large is made once a session, and none changes it."""

import gc
import os
import shutil
import signal
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

import reportgen.pipeline
from reportgen.delivery.deliver import Clock
from reportgen.layout.load import Layout, load_layout
from reportgen.model import Chart, Dataset, Profile, Report
from reportgen.pipeline import build_profiles, build_report
from reportgen.workbook import load_workbook
from tests.delivery.making import TWO, forget_settings, write_departments, write_report
from tests.projects import add, build, correct
from tests.running import Result, run
from tests.validating import Validate, validator

ROOT = Path(__file__).parents[1]

# Wherever tests are run, the program answers them in English.
os.environ["REPORTGEN_MESSAGES"] = "en"

# A shell that starts them in the background has them, and all that they start, not heed Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def committed() -> Dataset:
    """The workbook that `make reports` reads."""
    return load_workbook(ROOT / "data" / "benchmarking-2020.xlsx")


@pytest.fixture(scope="session")
def cities(committed: Dataset) -> Mapping[str, Profile]:
    """The profiles of the 15 real cities by slug."""
    return {profile.city.slug: profile for profile in build_profiles(committed)}


class Layouts(dict[str, Layout]):
    """A layout by language; hypothesis refuses to print a failing example of all its words."""

    def __repr__(self) -> str:
        return f"<layouts in {', '.join(self)}>"


@pytest.fixture(scope="session")
def layouts() -> Mapping[str, Layout]:
    """The layout that comes with the program, by language."""
    return Layouts((language, load_layout(language=language)) for language in ("de", "en"))


@pytest.fixture(scope="session")
def german(layouts: Mapping[str, Layout]) -> Layout:
    """The German layout."""
    return layouts["de"]


@pytest.fixture(scope="session")
def portraits() -> Path:
    """The folder of the committed portraits."""
    return ROOT / "data" / "portraits"


@pytest.fixture(scope="session")
def reports(cities: Mapping[str, Profile], german: Layout, portraits: Path) -> Mapping[str, Report]:
    """The German reports of all cities by slug."""
    return {slug: build_report(city, german, portraits) for slug, city in cities.items()}


@pytest.fixture
def fail_for(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, BaseException], None]:
    """Makes the charts of one city fail."""
    draw = reportgen.pipeline.draw

    def prepare(slug: str, fault: BaseException) -> None:
        def failing(profile: Profile, layout: Layout) -> tuple[Chart, ...]:
            if profile.city.slug == slug:
                raise fault
            return draw(profile, layout)

        monkeypatch.setattr(reportgen.pipeline, "draw", failing)

    return prepare


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data, and the reports of two cities built from them."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "data", folder / "data")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def kept(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with an archive of them."""
    folder = Path(shutil.copytree(built, tmp_path_factory.mktemp("kept"), dirs_exist_ok=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportgen.checks.check.find_verapdf", lambda: None)
        assert add(folder).code == 0
    return folder


@pytest.fixture(scope="session")
def corrected(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a correction."""
    folder = Path(shutil.copytree(kept, tmp_path_factory.mktemp("corrected"), dirs_exist_ok=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportgen.checks.check.find_verapdf", lambda: None)
        correct(folder)
        assert add(folder, "--reason", "Köln hat korrigiert").code == 0
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of the built reports; records have no paths that a copy would break."""
    return Path(shutil.copytree(built, tmp_path, dirs_exist_ok=True))


@pytest.fixture
def archiving(kept: Path, tmp_path: Path) -> Path:
    """A copy of the project with its archive."""
    return Path(shutil.copytree(kept, tmp_path, dirs_exist_ok=True))


@pytest.fixture(scope="session")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validate:
    """Validates files with veraPDF, by flavour; a test that uses it is marked ``verapdf``."""
    folder = tmp_path_factory.getbasetemp()
    return validator(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Marks what needs veraPDF."""
    if "validated" in getattr(item, "fixturenames", ()):
        item.add_marker("verapdf")


def pytest_collection_finish() -> None:
    """Saves the garbage collector from going through every test and module again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture
def without_verapdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes seconds a run; what it finds in reports is tested elsewhere."""
    monkeypatch.setattr("reportgen.checks.check.find_verapdf", lambda: None)


def _clock_without_pauses(now: Callable[[], datetime], sleep: Callable[[float], None]) -> Clock:
    """The machine's; the minutes between two tries at a server are a fault of the test."""

    def wait(seconds: float) -> None:
        assert seconds < 1, f"a test waits {seconds} seconds"
        sleep(seconds)

    return Clock(now=now, sleep=wait)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with departments of two cities, and their reports in ``2020``."""
    forget_settings(monkeypatch)
    monkeypatch.setattr("reportgen.workflows.send.Clock", _clock_without_pauses)
    for city, name in (("Köln", "koeln"), ("Essen", "essen")):
        write_report(tmp_path / "2020" / f"{name}.pdf", city)
    write_departments(tmp_path / "departments.toml", TWO)
    return tmp_path


@pytest.fixture
def send(desk: Path) -> Callable[..., Result]:
    """Runs `reportgen send` with the reports and departments of the desk."""

    def call(*args: object) -> Result:
        file = desk / "departments.toml"
        return run("send", desk / "2020", "--departments", file, *args)

    return call


@pytest.fixture
def to_server(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Names the mail server on that port."""

    def name(port: int) -> None:
        monkeypatch.setenv("REPORTGEN_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("REPORTGEN_SMTP_PORT", str(port))
        monkeypatch.setenv("REPORTGEN_SMTP_SECURITY", "none")

    return name
