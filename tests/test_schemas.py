"""What the program writes as JSON keeps to the schemas that it comes with."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from reportgen.workflows.part import Part
from reportgen.workflows.record import BuildRun, BuildSettings, Record, ReportRecord
from tests.delivery.servers import post_office
from tests.projects import build
from tests.running import Result, run
from tests.schemas import FOLDER, violations
from tests.workbook.make_youth_workbook import YOUTH_WORKBOOK
from tests.workbooks import WORKBOOK, edited, with_figure

SCHEMAS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.iterdir()}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_named_with_its_version(name: str) -> None:
    schema = SCHEMAS[name]

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:reportgen:schema:{name}"
    assert name.rpartition("-")[2].isdigit()


def test_the_program_lists_and_prints_its_schemas() -> None:
    listed = run("schema")

    assert [line.split()[0] for line in listed.out.splitlines()] == sorted(SCHEMAS)
    assert json.loads(run("schema", "build-1").out) == SCHEMAS["build-1"]


def test_a_schema_that_there_is_not_is_refused_with_the_nearest() -> None:
    result = run("schema", "event")

    assert result.code == 2
    assert "error[unknown-schema]" in result.err
    assert 'did you mean "events-1"?' in result.err


def test_the_schema_of_the_record_has_all_its_keys() -> None:
    schema = SCHEMAS["build-1"]
    run_schema = schema["properties"]["runs"]["items"]

    for kind, described in (
        (Record, schema),
        (BuildRun, run_schema),
        (BuildSettings, schema["$defs"]["terms"]),
        (ReportRecord, schema["$defs"]["report"]),
        (Part, schema["$defs"]["part"]),
    ):
        assert list(described["properties"]) == [*kind.__struct_fields__]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("events-1", {"schema": "events-1", "event": "planned"}),
        ("events-1", {"schema": "events-1", "event": "planned", "total": 1, "more": 1}),
        ("events-1", {"schema": "events-1", "event": "other"}),
        ("build-1", {"format": 2, "year": 2020, "runs": []}),
        ("indicators-1", [{"city": "Köln"}]),
        ("check-1", {}),
        ("sent-1", {"a.sqlite": "1"}),
    ],
)
def test_what_departs_from_a_schema_is_found(name: str, content: object) -> None:
    assert violations(name, content)


# --- real outputs ----------------------------------------------------------------------------


def content_of(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.exhaustive
@pytest.mark.usefixtures("without_verapdf")
def test_records_of_all_kinds_keep_to_their_schema(corrected: Path, tmp_path: Path) -> None:
    assert violations("build-1", content_of(corrected / "reports/2020/build.json")) == []
    assert (
        violations("build-1", content_of(corrected / "archive/2020/v1/data/about/build.json")) == []
    )
    out = ("--out", tmp_path / "reports")
    build(
        corrected, *out, "--edition", "both", "--erratum", corrected / "archive/2020/v1",
        "--peers", "K,E,D,DO", "--reference", "D", "--standard", "ua2", "--attach-data",
    )  # fmt: skip

    record = content_of(tmp_path / "reports/2020/build.json")

    assert violations("build-1", record) == []
    text = json.dumps(record)
    assert '"peers": ["' in text
    assert '"edition": "print"' in text


@pytest.mark.exhaustive
def test_what_an_archive_tells_of_its_reports_keeps_to_its_schemas(kept: Path) -> None:
    about = kept / "archive/2020/v1/data/about"
    schemas = {"conformance": "check", "software": "software", "validation": "validation"}

    found = {path.stem: path for path in about.glob("*.json")}

    assert found.keys() == {"build", *schemas}
    for name, schema in schemas.items():
        content = content_of(found[name])
        assert content
        assert violations(f"{schema}-1", content) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("workbook", "layout", "name"),
    [(WORKBOOK, "city-profile", "city"), (YOUTH_WORKBOOK, "district-youth", "name")],
)
def test_indicators_keep_to_their_schema(workbook: Path, layout: str, name: str) -> None:
    result = run("indicators", workbook, "--layout", layout, "--format", "json")

    rows = json.loads(result.out)
    assert len(rows) > 100
    assert all(name in row for row in rows)
    assert violations("indicators-1", rows) == []


@pytest.mark.exhaustive
def test_differences_keep_to_their_schema(tmp_path: Path) -> None:
    changed = edited(tmp_path, with_figure("Leistungsbeziehende", "Köln", 2020, "GSiAE", 23_456))

    different = json.loads(run("diff", WORKBOOK, changed, "--format", "json", "--city", "Köln").out)
    same = json.loads(run("diff", WORKBOOK, WORKBOOK, "--format", "json").out)

    assert different["values"]
    assert different["indicators"]
    assert different["reports"]
    assert violations("diff-1", different) == []
    assert violations("diff-1", same) == []


@pytest.mark.exhaustive
@pytest.mark.usefixtures("without_verapdf")
def test_checks_keep_to_their_schema(built: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7")

    results = json.loads(run("check", built / "reports/2020/koeln.pdf", bad, "--json").out)

    assert [result["compliant"] for result in results] == [None, False]
    assert violations("check-1", results) == []


@pytest.mark.exhaustive
def test_the_note_of_what_was_sent_keeps_to_its_schema(
    send: Callable[..., Result], to_server: Callable[[int], None], desk: Path
) -> None:
    with post_office() as server:
        to_server(server.port)
        assert send("--yes").code == 0

    note = content_of(desk / "2020/sent.json")

    assert note
    assert violations("sent-1", note) == []
