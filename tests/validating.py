"""Runs veraPDF over many files at once, for all tests that ask it."""

import json
import os
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import NoReturn, Protocol

import pytest
from filelock import FileLock
from msgspec.structs import asdict

from reportgen.checks.verapdf import find_verapdf, validate, validate_all
from reportgen.errors import Problem, Severity

#: By name of the file and flavour.
Verdicts = Mapping[tuple[str, str], tuple[Problem, ...]]


class Validate(Protocol):
    """Validates files by flavour."""

    def __call__(
        self, files: Mapping[str, Sequence[Path]], claiming: Collection[Path] = ()
    ) -> Verdicts:
        """Validates them.

        Args:
            files: by flavour.
            claiming: those of them whose flavours are what they claim themselves. They are read
                once for all flavours; one that a file does not claim is asked for all the same.
        """
        ...


def validator(shared: Path) -> Validate:
    """Validates files with as few runs of veraPDF as can be.

    Without veraPDF the test that asks is skipped.

    Args:
        shared: a folder that all processes of this test run share. What one of them has asked is
            not asked again, so files of one name must be made alike by all of them.
    """
    command = find_verapdf()
    if command is None:
        go_without("veraPDF or a Java")

    def run(flavour: str, files: Sequence[Path]) -> Verdicts:
        found = validate(command, files, flavour)
        return {(file.stem, flavour): problems for file, problems in found.items()}

    def by_claims(files: Mapping[str, Sequence[Path]]) -> Verdicts:
        wanted: dict[Path, list[str]] = defaultdict(list)
        for flavour, some in files.items():
            for file in some:
                wanted[file].append(flavour)
        found = validate_all(command, wanted, wanted).items()
        return {(f.stem, flavour): tuple(told) for f, by in found for flavour, told in by.items()}

    def validated(files: Mapping[str, Sequence[Path]], claiming: Collection[Path] = ()) -> Verdicts:
        names = sorted(f"{flavour} {file.stem}" for flavour in files for file in files[flavour])
        told = shared / f"verapdf-{sha256(repr(names).encode()).hexdigest()[:16]}.json"
        others = {name: [f for f in some if f not in claiming] for name, some in files.items()}
        claimed = {name: [f for f in some if f in claiming] for name, some in files.items()}
        with FileLock(shared / "verapdf.lock"):
            if not told.is_file():
                with ThreadPoolExecutor(2) as pool:
                    results = [pool.submit(by_claims, claimed)]
                    results += [pool.submit(run, *item) for item in others.items() if item[1]]
                found = {k: v for result in results for k, v in result.result().items()}
                told.write_text(json.dumps([(k, [asdict(p) for p in v]) for k, v in found.items()]))
        return {
            (name, flavour): tuple(_problem(**problem) for problem in problems)
            for (name, flavour), problems in json.loads(told.read_text())
        }

    return validated


def go_without(tool: str) -> NoReturn:
    """Skips the test that needs what is not there; where a submission is tested it fails."""
    reason = f"{tool} is not there; `make tools` fetches it"
    # Nothing may go unproved there.
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _problem(severity: str, **attributes: str) -> Problem:
    return Problem(severity=Severity(severity), **attributes)


def written(pdfs: Mapping[str, bytes], folder: Path) -> Mapping[str, Path]:
    """Puts files into a folder, by their names."""
    files = {name: folder / f"{name}.pdf" for name in pdfs}
    for name, file in files.items():
        file.write_bytes(pdfs[name])
    return files
