"""A seal keeps the standards: veraPDF finds sealed files compliant, and so do we."""

from collections.abc import Mapping
from pathlib import Path

from reportgen.checks.accessibility import preflight
from reportgen.model import Report
from reportgen.signing.keys import Key
from reportgen.signing.seal import seal
from tests.checks.accessibility.conftest import Validate
from tests.document.pdf import opened
from tests.signing.keys import NOW, pair
from tests.signing.tsa import timestamp_server


def test_sealed_files_are_compliant(
    reports: Mapping[str, Report],
    english: Mapping[str, Report],
    with_data: Mapping[str, Report],
    validated: Validate,
    tmp_path: Path,
) -> None:
    """German, English, with the data inside, and with a timestamp."""
    made = pair()
    key = Key(private=made.private, certificate=made.certificate, chain=())
    pdfs = {
        "de": seal(reports["duesseldorf"].pdf, key, NOW),
        "en": seal(english["rostock"].pdf, key, NOW),
        "data": seal(with_data["koeln"].pdf, key, NOW),
    }
    with timestamp_server(pair("Zeit", for_timestamps=True)) as url:
        pdfs["timestamp"] = seal(reports["koeln"].pdf, key, NOW, url)
    files = {name: tmp_path / f"{name}.pdf" for name in pdfs}
    for name, pdf in pdfs.items():
        files[name].write_bytes(pdf)
        with opened(pdf) as document:
            assert preflight(document) == ()

    plain = [files[name] for name in ("de", "en", "timestamp")]
    verdicts = validated({"ua1": [*files.values()], "2a": plain, "3a": [files["data"]]})

    assert len(verdicts) == 8
    assert {key: problems for key, problems in verdicts.items() if problems} == {}
