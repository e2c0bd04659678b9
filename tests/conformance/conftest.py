"""Files that are validated, and what veraPDF finds in them; one run of it checks many files."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from reportgen.document.blocks import Heading
from reportgen.document.verapdf import find_verapdf, validate
from reportgen.errors import Problem
from reportgen.layout import Layout
from reportgen.model import Profile, Report
from reportgen.pipeline import build_report
from tests.conformance import samples
from tests.conformance.breaking_file import saved
from tests.conformance.faults import FAULTS
from tests.conformance.tree import Node, tree_of
from tests.document.making import report_of
from tests.document.pdf import opened

#: By name of the file and flavour.
Verdicts = Mapping[tuple[str, str], tuple[Problem, ...]]
Validate = Callable[[Mapping[str, Sequence[Path]]], Verdicts]


@pytest.fixture(scope="session")
def validated() -> Validate:
    """Validates files, by flavour, with one run of veraPDF for each flavour."""
    command = find_verapdf()
    if command is None:
        reason = "veraPDF or a Java is not there; `make tools` fetches it"
        # Where a submission is tested, nothing may go unproved.
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)

    def run(flavour: str, files: Sequence[Path]) -> Verdicts:
        found = validate(command, files, flavour)
        return {(file.stem, flavour): problems for file, problems in found.items()}

    def validated(files: Mapping[str, Sequence[Path]]) -> Verdicts:
        with ThreadPoolExecutor(2) as pool:
            results = [pool.submit(run, *item) for item in files.items()]
        return {key: value for result in results for key, value in result.result().items()}

    return validated


@pytest.fixture(scope="session")
def english(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], portraits: Path
) -> Mapping[str, Report]:
    """The English reports of all cities by slug."""
    return {slug: build_report(city, layouts["en"], portraits) for slug, city in cities.items()}


@pytest.fixture(scope="session")
def with_data(
    cities: Mapping[str, Profile], german: Layout, portraits: Path
) -> Mapping[str, Report]:
    """The German reports of all cities with their data inside."""
    return {
        slug: build_report(city, german, portraits, attach_data=True)
        for slug, city in cities.items()
    }


@pytest.fixture(scope="session")
def sample_files(german: Layout, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Files of made-up profiles, by what is special in them."""
    folder = tmp_path_factory.mktemp("samples")
    pdfs = {
        "portrait": report_of(samples.small_profile(), german, samples.PORTRAIT).pdf,
        "bare": report_of(samples.bare_profile(), german).pdf,
        "large": report_of(samples.large_profile(), german, samples.LONG_PORTRAIT).pdf,
        "table": samples.document_of(
            [Heading(level=2, text="Tabelle"), samples.LONG_TABLE], german
        ),
    }
    for kind in samples.PHOTOS:
        pdfs[f"photo-{kind}"] = samples.with_photo(kind, folder, german).pdf
    return _written(pdfs, folder)


@pytest.fixture(scope="session")
def trees(reports: Mapping[str, Report], english: Mapping[str, Report]) -> Mapping[str, Node]:
    """Structure trees of all German reports by slug, and of the English ones by ``slug.en``."""
    every = {**reports, **{f"{slug}.en": report for slug, report in english.items()}}
    found = {}
    for name, report in every.items():
        with opened(report.pdf) as document:
            found[name] = tree_of(document)
    return found


@pytest.fixture(scope="session")
def sample_trees(sample_files: Mapping[str, Path]) -> Mapping[str, Node]:
    """Structure trees of the samples."""
    found = {}
    for name, file in sample_files.items():
        with pikepdf.open(file) as document:
            found[name] = tree_of(document)
    return found


@pytest.fixture(scope="session")
def broken_files(
    sample_files: Mapping[str, Path],
    with_data: Mapping[str, Report],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, Path]:
    """A file for each fault, by its name."""
    good = {False: sample_files["portrait"].read_bytes(), True: with_data["rostock"].pdf}
    pdfs = {}
    for fault in FAULTS:
        with pikepdf.open(BytesIO(good[fault.attached])) as document:
            pdfs[fault.name] = fault.breaking(document) or saved(document)
    return _written(pdfs, tmp_path_factory.mktemp("broken"))


def _written(pdfs: Mapping[str, bytes], folder: Path) -> Mapping[str, Path]:
    files = {name: folder / f"{name}.pdf" for name in pdfs}
    for name, file in files.items():
        file.write_bytes(pdfs[name])
    return files


@pytest.fixture(scope="session")
def verdicts_on_good(
    reports: Mapping[str, Report],
    english: Mapping[str, Report],
    with_data: Mapping[str, Report],
    sample_files: Mapping[str, Path],
    validated: Validate,
    tmp_path_factory: pytest.TempPathFactory,
) -> Verdicts:
    """What veraPDF finds in what the program makes."""
    folder = tmp_path_factory.mktemp("good")
    sets = {"de": reports, "en": english, "data": with_data}
    files = {
        kind: _written({f"{slug}-{kind}": report.pdf for slug, report in some.items()}, folder)
        for kind, some in sets.items()
    }
    plain = [*files["de"].values(), *files["en"].values(), *sample_files.values()]
    data = [*files["data"].values()]
    return validated({"ua1": [*plain, *data], "2a": plain, "3a": data})


@pytest.fixture(scope="session")
def verdicts_on_broken(broken_files: Mapping[str, Path], validated: Validate) -> Verdicts:
    """What veraPDF finds in the broken files."""
    files: dict[str, list[Path]] = {"ua1": [*broken_files.values()], "2a": [], "3a": []}
    for fault in FAULTS:
        files[fault.archive].append(broken_files[fault.name])
    return validated(files)
