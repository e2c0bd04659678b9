"""Runs veraPDF over many files at once, for all tests that ask it."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reportgen.checks.verapdf import find_verapdf, validate
from reportgen.errors import Problem

#: By name of the file and flavour.
Verdicts = Mapping[tuple[str, str], tuple[Problem, ...]]
Validate = Callable[[Mapping[str, Sequence[Path]]], Verdicts]


def validator() -> Validate:
    """Validates files, by flavour, with one run of veraPDF for each flavour.

    Without veraPDF the test that asks is skipped.
    """
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


def written(pdfs: Mapping[str, bytes], folder: Path) -> Mapping[str, Path]:
    """Puts files into a folder, by their names."""
    files = {name: folder / f"{name}.pdf" for name in pdfs}
    for name, file in files.items():
        file.write_bytes(pdfs[name])
    return files
