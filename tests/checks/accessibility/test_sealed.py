"""A seal keeps the standards: veraPDF finds sealed files compliant, and so do we."""

from collections.abc import Mapping
from pathlib import Path

import pikepdf

from reportgen.checks.accessibility.preflight import preflight
from tests.validating import Verdicts

KINDS = {"sealed-de": "2a", "sealed-en": "2a", "sealed-timestamp": "2a", "sealed-data": "3a"}


def test_our_checks_find_nothing_in_sealed_files(sealed_files: Mapping[str, Path]) -> None:
    assert sealed_files.keys() == KINDS.keys()
    for file in sealed_files.values():
        with pikepdf.open(file) as document:
            assert preflight(document) == ()


def test_sealed_files_are_compliant(verdicts: Verdicts) -> None:
    """German, English, with the data inside, and with a timestamp."""
    found = {
        (name, flavour): verdicts[name, flavour]
        for name, archive in KINDS.items()
        for flavour in ("ua1", archive)
    }
    assert {key: problems for key, problems in found.items() if problems} == {}
