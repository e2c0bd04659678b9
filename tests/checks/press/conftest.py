"""Press files that many tests look at and none changes, and what veraPDF finds in them."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from reportgen.charts import draw
from reportgen.checks.press import press_preflight
from reportgen.editions import compose
from reportgen.errors import Problem
from reportgen.findings import write
from reportgen.layout.load import Layout
from reportgen.model import Edition, Portrait, Profile, Report
from reportgen.pipeline import build_report
from tests.checks.accessibility import samples
from tests.checks.accessibility.breaking_file import saved
from tests.checks.press.faults import FAULTS
from tests.document.making import ISSUED
from tests.validating import Validate, Verdicts, written

#: Cities whose English press files are looked at, too.
IN_ENGLISH = ("koeln", "muenchen", "dresden")


@pytest.fixture(scope="session")
def press_reports(
    cities: Mapping[str, Profile], german: Layout, portraits: Path
) -> Mapping[str, Report]:
    """The German press files of all cities by slug."""
    return {
        slug: build_report(city, german, portraits, edition=Edition.PRINT)
        for slug, city in cities.items()
    }


@pytest.fixture(scope="session")
def press_samples(
    cities: Mapping[str, Profile],
    layouts: Mapping[str, Layout],
    portraits: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, Report]:
    """Some English press files, some of made-up profiles, by what is special in them."""
    english = {
        f"{slug}-en": build_report(cities[slug], layouts["en"], portraits, edition=Edition.PRINT)
        for slug in IN_ENGLISH
    }
    folder = tmp_path_factory.mktemp("photos")
    photos = {f"photo-{k}": with_photo(k, folder, layouts["de"]) for k in samples.PHOTOS}
    wide, layout = samples.WIDE, layouts["de"]
    findings, charts = write(wide.profile, layout), draw(wide.profile, layout)
    pages = compose(
        wide.profile, findings, charts, wide.portrait, layout, ISSUED, edition=Edition.PRINT
    )
    corrected = samples.corrected(layout, Edition.PRINT)
    return {**english, **photos, "any": pages, "corrected": corrected}


def with_photo(kind: str, folder: Path, layout: Layout) -> Report:
    """A small press file with one of the sample photos."""
    profile, file = samples.small_profile(), samples.photo_of(kind, folder)
    portrait = Portrait(photo=file, credit="Stadt Köln", blocks=samples.PORTRAIT.blocks)
    findings, charts = write(profile, layout), draw(profile, layout)
    return compose(profile, findings, charts, portrait, layout, ISSUED, edition=Edition.PRINT)


@pytest.fixture(scope="session")
def press_files(
    press_reports: Mapping[str, Report],
    press_samples: Mapping[str, Report],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, Path]:
    """All good press files by slug, or by what is special in them."""
    pdfs = {name: r.pdf for name, r in {**press_reports, **press_samples}.items()}
    return written(pdfs, tmp_path_factory.mktemp("press"))


@pytest.fixture(scope="session")
def broken_press_files(
    press_samples: Mapping[str, Report], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Path]:
    """A file for each fault, by its name; made from the one with a photo."""
    pdfs = {}
    for fault in FAULTS:
        with pikepdf.open(BytesIO(press_samples["photo-rgb"].pdf)) as document:
            pdfs[fault.name] = fault.breaking(document) or saved(document)
    return written(pdfs, tmp_path_factory.mktemp("broken-press"))


@pytest.fixture(scope="session")
def told(broken_press_files: Mapping[str, Path]) -> Mapping[str, tuple[Problem, ...]]:
    """What our preflight says of the broken files."""
    found = {}
    for name, file in broken_press_files.items():
        with pikepdf.open(file) as document:
            found[name] = press_preflight(document, 300)
    return found


@pytest.fixture(scope="session")
def verdicts(
    press_files: Mapping[str, Path],
    broken_press_files: Mapping[str, Path],
    validated: Validate,
) -> Verdicts:
    """What veraPDF finds in all press files, good and broken, as PDF/A-2b."""
    return validated({"2b": [*press_files.values(), *broken_press_files.values()]})
