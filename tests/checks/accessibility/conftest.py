"""Files that are validated, and what veraPDF finds in them; one run of it checks many files."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from reportgen.document.blocks import Heading
from reportgen.layout.load import Layout
from reportgen.model import Profile, Report
from reportgen.pipeline import build_report
from reportgen.signing.keys import Key
from reportgen.signing.seal import seal
from tests.checks.accessibility import samples
from tests.checks.accessibility.breaking_file import saved
from tests.checks.accessibility.faults import FAULTS
from tests.checks.accessibility.tree import Node, tree_of
from tests.document.making import report_of
from tests.document.pdf import opened
from tests.signing.keys import NOW, pair
from tests.signing.tsa import timestamp_server
from tests.validating import Validate, Verdicts, written


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
        "any": report_of(samples.WIDE.profile, german, samples.WIDE.portrait).pdf,
        "corrected": samples.corrected(german).pdf,
        "table": samples.document_of(
            [Heading(level=2, text="Tabelle"), samples.LONG_TABLE], german
        ),
    }
    for kind in samples.PHOTOS:
        pdfs[f"photo-{kind}"] = samples.with_photo(kind, folder, german).pdf
    return written(pdfs, folder)


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
    return written(pdfs, tmp_path_factory.mktemp("broken"))


@pytest.fixture(scope="session")
def sealed_files(
    reports: Mapping[str, Report],
    english: Mapping[str, Report],
    with_data: Mapping[str, Report],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, Path]:
    """Sealed files: German, English, with the data inside, and with a timestamp."""
    made = pair()
    key = Key(private=made.private, certificate=made.certificate, chain=())
    pdfs = {
        "sealed-de": seal(reports["duesseldorf"].pdf, key, NOW),
        "sealed-en": seal(english["rostock"].pdf, key, NOW),
        "sealed-data": seal(with_data["koeln"].pdf, key, NOW),
    }
    with timestamp_server(pair("Zeit", for_timestamps=True)) as url:
        pdfs["sealed-timestamp"] = seal(reports["koeln"].pdf, key, NOW, url)
    return written(pdfs, tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="session")
def verdicts(
    reports: Mapping[str, Report],
    english: Mapping[str, Report],
    with_data: Mapping[str, Report],
    sample_files: Mapping[str, Path],
    sealed_files: Mapping[str, Path],
    broken_files: Mapping[str, Path],
    validated: Validate,
    tmp_path_factory: pytest.TempPathFactory,
) -> Verdicts:
    """What veraPDF finds in all that the program makes, and in the broken files."""
    folder = tmp_path_factory.mktemp("good")
    sets = {"de": reports, "en": english, "data": with_data}
    cities = {
        f"{slug}-{kind}": report.pdf for kind, some in sets.items() for slug, report in some.items()
    }
    good = {**written(cities, folder), **sample_files, **sealed_files}
    assert not good.keys() & broken_files.keys()
    archives = {name: "3a" if name.endswith("-data") else "2a" for name in good}
    archives |= {fault.name: fault.archive for fault in FAULTS}
    files: dict[str, list[Path]] = {"ua1": [], "2a": [], "3a": []}
    for name, file in {**good, **broken_files}.items():
        files["ua1"].append(file)
        files[archives[name]].append(file)
    return validated(files, claiming={*good.values()})
