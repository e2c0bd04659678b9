"""`reportgen archive`, from built reports to reports that are built again from the archive."""

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from reportgen.archive.bag import read_info
from reportgen.errors import ArchiveError
from reportgen.holdings import other_software
from reportgen.rebuilding import Match, rebuild
from tests.archive.bags import opened, snapshot
from tests.archive.keys import PASSWORD, key_file, pair
from tests.running import ROOT, Result, run
from tests.workbooks import WORKBOOK, edited, with_cell, with_figure

CITIES = ("--city", "Köln", "--city", "Essen")


@pytest.fixture(autouse=True)
def _no_verapdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes seconds a run; what it finds in reports is tested elsewhere."""
    monkeypatch.setattr("reportgen.document.check.find_verapdf", lambda: None)
    monkeypatch.delenv("REPORTGEN_SIGN_PASSWORD", raising=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data, and the reports of two cities built from them."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data", folder / "data")
    build(folder)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of that folder; records have no paths that a copy would break."""
    return Path(shutil.copytree(built, tmp_path, dirs_exist_ok=True))


@pytest.fixture(scope="module")
def kept(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with an archive of them."""
    folder = Path(shutil.copytree(built, tmp_path_factory.mktemp("kept"), dirs_exist_ok=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportgen.document.check.find_verapdf", lambda: None)
        assert add(folder).code == 0
    return folder


@pytest.fixture(scope="module")
def corrected(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a correction."""
    folder = Path(shutil.copytree(kept, tmp_path_factory.mktemp("twice"), dirs_exist_ok=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportgen.document.check.find_verapdf", lambda: None)
        correct(folder)
        assert add(folder, "--reason", "Köln hat korrigiert").code == 0
    return folder


@pytest.fixture
def archiving(kept: Path, tmp_path: Path) -> Path:
    """A copy of the project with its archive."""
    return Path(shutil.copytree(kept, tmp_path, dirs_exist_ok=True))


def build(project: Path, *args: object) -> None:
    result = run("-q", "build", book(project), "--out", project / "reports", *CITIES, *args)
    assert result.code == 0, result.err


def book(project: Path) -> Path:
    return project / "data" / WORKBOOK.name


def add(project: Path, *args: object) -> Result:
    return run("archive", "add", project / "reports", "--to", project / "archive", *args)


def correct(project: Path) -> None:
    """Köln corrects a number, and its report is built again."""
    changed = edited(project, with_figure("Leistungsbeziehende", "Köln", 2020, "GSiAE", 23_456))
    shutil.move(changed, book(project))
    build(project)


def archived(project: Path, version: str = "v1") -> Path:
    return project / "archive/2020" / version


# --- add ------------------------------------------------------------------------------------


def test_reports_are_archived_with_all_that_they_were_made_from(project: Path) -> None:
    result = add(project)

    assert result.code == 0, result.err
    assert f"added      {archived(project)}" in result.err
    data = snapshot(archived(project) / "data")
    assert data["reports/koeln.pdf"] == (project / "reports/2020/koeln.pdf").read_bytes()
    assert data[f"inputs/{WORKBOOK.name}"] == WORKBOOK.read_bytes()
    look = ROOT / "layouts/city-profile"
    assert {n for n in data if n.startswith("inputs/layouts/city-profile/")} == {
        f"inputs/layouts/city-profile/{path.name}" for path in look.iterdir()
    }
    assert data["results/indicators.csv"].startswith(b"city,kind,key,")
    assert data["results/columns.csv"].startswith(b"column,meaning")
    assert [check["problems"] for check in json.loads(data["about/conformance.json"])] == [[], []]
    told = [problem["code"] for problem in json.loads(data["about/validation.json"])]
    assert told == ["portrait-missing", "portrait-missing"]
    software = json.loads(data["about/software.json"])
    assert {"reportgen", "CPython", "zlib", "pikepdf", "reportlab", "numpy"} <= set(software)
    assert str(project) not in data["about/build.json"].decode()


def test_a_bag_says_who_published_it_and_how_long_it_is_kept(project: Path) -> None:
    add(project, "--identifier", "urn:example:7", "--retention", "until 2050")

    info = read_info(archived(project))
    assert info["Source-Organization"] == "Benchmarking der großen Großstädte"
    assert (info["External-Identifier"], info["Retention"]) == ("urn:example:7", "until 2050")
    assert info["Bag-Software-Agent"].startswith("reportgen ")


def test_adding_again_changes_nothing(archiving: Path) -> None:
    before = snapshot(archiving / "archive")
    build(archiving, "--force")

    result = add(archiving)

    assert (result.code, result.err) == (0, f"unchanged  {archived(archiving)}\n")
    assert snapshot(archiving / "archive") == before


def test_a_correction_needs_a_reason_and_tells_what_changed(archiving: Path) -> None:
    correct(archiving)

    refused = add(archiving)
    accepted = add(archiving, "--reason", "Köln hat korrigiert")

    assert refused.code == 9
    assert "error[reason-missing]" in refused.err
    assert accepted.code == 0
    assert "indicators changed:" in accepted.err
    rows = [line.split() for line in accepted.out.splitlines() if "Köln" in line]
    assert any(row[1] == "recipients" and row[-1] == "23456.0" for row in rows)
    assert read_info(archived(archiving, "v2"))["Replaces"] == "2020/v1"


def test_both_languages_and_the_data_inside_are_archived_and_built_again(project: Path) -> None:
    build(project, "--lang", "en", "--date", "2022-05-04")
    run("-q", "build", book(project), "--out", project / "reports", "--city", "Bonn")
    run("-q", "build", book(project), "--out", project / "reports", "--city", "D", "--attach-data")

    assert add(project).code == 0
    rebuilt = list(rebuild(archived(project) / "data"))

    assert {one.file for one in rebuilt} == {
        *("koeln.pdf", "koeln-en.pdf", "essen.pdf", "essen-en.pdf", "duesseldorf.pdf"),
    }
    assert {one.match for one in rebuilt} == {Match.IDENTICAL}


def test_each_year_has_bags_of_its_own(project: Path) -> None:
    build(project, "--year", 2019)

    assert add(project, "--year", 2019).code == 0
    assert [path.name for path in (project / "archive").iterdir() if path.is_dir()] == ["2019"]
    assert add(project).code == 0
    assert archived(project).is_dir()


def test_a_portrait_is_archived_with_its_photo(project: Path) -> None:
    portraits = project / "data/portraits"
    (portraits / "koeln.md").write_text(
        '+++\nphoto = "photos/dom.png"\ncredit = "Wir"\n+++\nDer Dom.\n', encoding="utf-8"
    )
    (portraits / "photos").mkdir()
    Image.new("RGB", (2600, 1300), "navy").save(portraits / "photos/dom.png")
    build(project)

    assert add(project).code == 0
    names = snapshot(archived(project) / "data/inputs/portraits")
    assert sorted(names) == ["koeln.md", "photos/dom.png"]
    assert run("archive", "rebuild", project / "archive", "--year", 2020).code == 0


def test_inputs_that_were_moved_can_be_named(project: Path) -> None:
    (project / "data").rename(project / "moved")

    assert "error[input-missing]" in add(project).err
    assert add(project, "--workbook", project / "moved" / WORKBOOK.name).code == 0


def test_a_layout_of_ones_own_is_archived_and_used_again(project: Path) -> None:
    own = project / "look"
    shutil.copytree(ROOT / "layouts/city-profile", own)
    text = (own / "de.toml").read_text(encoding="utf-8")
    (own / "de.toml").write_text(text.replace("Stadtprofil", "Bericht"), encoding="utf-8")
    build(project, "--layout", own)

    assert add(project).code == 0
    shutil.rmtree(own)

    assert tomllib.loads((archived(project) / "data/inputs/layouts/look/de.toml").read_text())
    assert run("archive", "rebuild", project / "archive", "--year", 2020).code == 0


# --- what is not archived -------------------------------------------------------------------


def touch_up(project: Path) -> None:
    with (project / "reports/2020/koeln.pdf").open("ab") as file:
        file.write(b"\n")


def change_workbook(project: Path) -> None:
    shutil.move(edited(project, with_cell("Angaben!B7", "2.0")), book(project))


def add_portrait(project: Path) -> None:
    (project / "data/portraits/koeln.md").write_text("Der Dom.\n", encoding="utf-8")


def change_portrait(project: Path) -> None:
    add_portrait(project)
    build(project)
    (project / "data/portraits/koeln.md").write_text("Die Dom.\n", encoding="utf-8")


def photo_outside(project: Path) -> None:
    Image.new("RGB", (2600, 1300), "navy").save(project / "data/dom.png")
    (project / "data/portraits/koeln.md").write_text(
        '+++\nphoto = "../dom.png"\ncredit = "Wir"\n+++\n', encoding="utf-8"
    )
    build(project)


def two_workbooks(project: Path) -> None:
    change_workbook(project)
    run("-q", "build", book(project), "--out", project / "reports", "--city", "Köln")


def foreign_report(project: Path) -> None:
    shutil.copy(project / "reports/2020/koeln.pdf", project / "reports/2020/bonn.pdf")


def lost_report(project: Path) -> None:
    (project / "reports/2020/koeln.pdf").unlink()


def lost_record(project: Path) -> None:
    (project / "reports/2020/build.json").write_text("{}", encoding="utf-8")


def nothing_built(project: Path) -> None:
    shutil.rmtree(project / "reports/2020")


def forged_record(project: Path) -> None:
    """A report of another date, with a record that says it was made on these terms."""
    path = project / "reports/2020/build.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"attach_data": false', '"attach_data": true'), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (touch_up, "report-changed"),
        (change_workbook, "input-changed"),
        (add_portrait, "input-changed"),
        (change_portrait, "input-changed"),
        (photo_outside, "photo-outside"),
        (two_workbooks, "inputs-mixed"),
        (foreign_report, "report-unknown"),
        (lost_report, "report-missing"),
        (lost_record, "record-unreadable"),
        (nothing_built, "nothing-to-archive"),
        (forged_record, "not-reproducible"),
    ],
)
def test_what_cannot_be_proved_is_not_archived(
    project: Path, spoil: Callable[[Path], None], code: str
) -> None:
    spoil(project)

    result = add(project)

    assert result.code == 9
    assert f"error[{code}]" in result.err
    assert "hint: " in result.err
    assert not (project / "archive/2020").exists()


def test_what_breaks_a_standard_is_not_archived(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.document.preflight.violation import UA, violation

    told = violation("alt-missing", UA, "7.3", "a figure has no alternative text", 2)
    monkeypatch.setattr("reportgen.document.check.preflight", lambda _: [told])

    result = add(project)

    assert result.code == 9
    assert "error[alt-missing]" in result.err
    assert "--> koeln.pdf, page 2, PDF/UA-1, clause 7.3" in result.err
    assert not (project / "archive").exists()


# --- verify, list, show ---------------------------------------------------------------------


def test_an_archive_that_is_as_it_was_is_verified(archiving: Path) -> None:
    result = run("archive", "verify", archiving / "archive")

    assert result.code == 0
    assert result.err.endswith("1 bags, 2 reports: 0 errors, 0 warnings\n")


def test_everything_that_is_wrong_is_told(archiving: Path) -> None:
    with opened(archived(archiving)) as bag:
        (bag / "data/reports/koeln.pdf").write_bytes(b"%PDF-1.7 other")
        (bag / "data/reports/essen.pdf").unlink()

    result = run("archive", "verify", archiving / "archive", "--year", 2020)

    assert result.code == 9
    assert "error[checksum-differs]: koeln.pdf is not as it was archived" in result.err
    assert "error[archived-file-missing]: essen.pdf was archived and is not there" in result.err


def test_reports_that_rules_of_today_refuse_are_told(
    archiving: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.document.preflight.violation import UA, violation

    told = violation("alt-missing", UA, "7.3", "a figure has no alternative text", 2)
    monkeypatch.setattr("reportgen.document.check.preflight", lambda _: [told])

    result = run("archive", "verify", archiving / "archive")

    assert result.code == 9
    assert f"--> {archived(archiving)}/data/reports/koeln.pdf, page 2" in result.err


def test_versions_are_listed_with_reason_and_fingerprint(corrected: Path) -> None:
    result = run("archive", "list", corrected / "archive")

    assert result.code == 0
    first, second = (" ".join(line.split()) for line in result.out.splitlines()[2:])
    assert first.startswith("2020/v1 2")
    assert "2 2020/v1 Köln hat korrigiert" in second
    assert len(second.rpartition(" ")[2]) == 16


@pytest.mark.parametrize("name", ["Köln", "koeln", "KÖLN"])
def test_a_city_is_shown_with_files_totals_and_changes(corrected: Path, name: str) -> None:
    result = run("archive", "show", corrected / "archive", name, "--year", 2020)

    assert result.code == 0
    assert result.out.count("koeln.pdf") == 2
    assert "2020/v1 totals" in result.out
    assert "2020/v2 Köln hat korrigiert" in result.out
    assert "23,456" in result.out or "23456.0" in result.out
    assert "Essen" not in result.out


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("show", "Köln", "--year", 2018), "year-not-archived"),
        (("show", "Bonn", "--year", 2020), "city-not-archived"),
        (("rebuild", "--year", 2020, "--version", 7), "version-not-archived"),
        (("rebuild", "--year", 2018), "year-not-archived"),
        (("verify", "--year", 2018), "year-not-archived"),
    ],
)
def test_what_there_is_not_is_wrong_use(
    archiving: Path, args: tuple[object, ...], code: str
) -> None:
    result = run("archive", args[0], archiving / "archive", *args[1:])

    assert result.code == 2
    assert f"error[{code}]" in result.err


@pytest.mark.parametrize("command", ["list", "verify"])
def test_a_place_without_an_archive_is_wrong_use(tmp_path: Path, command: str) -> None:
    result = run("archive", command, tmp_path / "none")

    assert result.code == 2
    assert "error[archive-missing]" in result.err


@pytest.mark.parametrize(
    ("args", "file"),
    [
        (["list"], "bag-info.txt"),
        (["show", "Köln", "--year", 2020], "data/results/indicators.csv"),
        (["rebuild", "--year", 2020], "data/about/software.json"),
    ],
)
def test_a_bag_that_cannot_be_read_is_told(archiving: Path, args: list[object], file: str) -> None:
    with opened(archived(archiving)) as bag:
        (bag / file).write_bytes(b"\xff")

    result = run("archive", args[0], archiving / "archive", *args[1:])

    assert result.code == 9
    assert "error[" in result.err
    assert "Traceback" not in result.err


# --- rebuild --------------------------------------------------------------------------------


def test_reports_come_out_of_the_archive_identical(archiving: Path) -> None:
    shutil.rmtree(archiving / "data")
    shutil.rmtree(archiving / "reports")
    before = snapshot(archiving)

    result = run("archive", "rebuild", archiving / "archive", "--year", 2020)

    assert result.code == 0
    assert "2020/v1: 2 of 2 reports come out identical" in result.err
    assert snapshot(archiving) == before


def test_every_version_can_be_built_again(corrected: Path) -> None:
    for number in (1, 2):
        args = ("--year", 2020, "--version", number)
        result = run("archive", "rebuild", corrected / "archive", *args)
        assert f"2020/v{number}: 2 of 2 reports come out identical" in result.err


def test_another_result_is_told_with_the_software_that_differs(
    archiving: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.document.metadata.PRODUCER", "reportgen 9")
    monkeypatch.setattr("reportgen.rebuilding.__version__", "9.0.0")

    result = run("archive", "rebuild", archiving / "archive", "--year", 2020)

    assert result.code == 9
    assert "different                       koeln.pdf" in result.err
    assert "2020/v1: 0 of 2 reports come out identical" in result.err
    assert "is 9.0.0" in result.err


def test_a_damaged_bag_is_not_built_from(archiving: Path) -> None:
    with opened(archived(archiving)) as bag:
        path = bag / "data/about/build.json"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("../inputs/benchmarking", "../../../../../b"))

    result = run("archive", "rebuild", archiving / "archive", "--year", 2020)

    assert result.code == 9
    assert "error[checksum-differs]" in result.err


def test_nothing_outside_of_the_bag_is_read(archiving: Path) -> None:
    """Even of one that is sound as a bag, but was not made by this program."""
    with opened(archived(archiving)) as bag:
        path = bag / "data/about/build.json"
        text = path.read_text(encoding="utf-8")
        outside = text.replace(f"../inputs/{WORKBOOK.name}", f"../../../../../data/{WORKBOOK.name}")
        assert outside != text
        path.write_text(outside, encoding="utf-8")

    with pytest.raises(ArchiveError) as raised:
        list(rebuild(archived(archiving) / "data"))

    assert [problem.code for problem in raised.value.problems] == ["input-outside"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"slug": "koeln"', '"slug": "bonn"', "city-missing"),
        ('"portrait": []', '"portrait": [{"name": "x.md", "path": "", "sha256": ""}]',
         "portrait-incomplete"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_built_is_told(
    archiving: Path, old: str, new: str, code: str
) -> None:
    with opened(archived(archiving)) as bag:
        path = bag / "data/about/build.json"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    rebuilt = list(rebuild(archived(archiving) / "data"))

    assert code in {problem.code for one in rebuilt for problem in one.problems}
    assert Match.FAILED in {one.match for one in rebuilt}


def test_software_is_compared_by_name(archiving: Path) -> None:
    from reportgen.archive.catalogue import versions

    (version,) = versions(archiving / "archive")

    assert other_software(version) == ()
    with opened(version.path) as bag:
        (bag / "data/about/software.json").write_text('{"zlib": "0.1"}', encoding="utf-8")
    assert ("zlib", "0.1") in {(name, then) for name, then, _ in other_software(version)}
    assert ("numpy", "absent") in {(name, then) for name, then, _ in other_software(version)}
    (version.path / "data/about/software.json").chmod(0o644)
    (version.path / "data/about/software.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(ArchiveError) as raised:
        other_software(version)
    assert [problem.code for problem in raised.value.problems] == ["bag-unreadable"]


# --- sealed ---------------------------------------------------------------------------------


@pytest.fixture
def sealing(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key whose password the environment knows."""
    monkeypatch.setenv("REPORTGEN_SIGN_PASSWORD", PASSWORD)
    return key_file(project / "key.p12", pair("Stadt Köln, Statistik"))


def test_sealed_reports_are_identical_below_the_signature(project: Path, sealing: Path) -> None:
    unsigned = (project / "reports/2020/koeln.pdf").read_bytes()
    build(project, "--sign", sealing)
    sealed = (project / "reports/2020/koeln.pdf").read_bytes()
    assert sealed.startswith(unsigned)
    assert len(sealed) > len(unsigned)

    assert add(project).code == 0
    assert run("archive", "verify", project / "archive").code == 0
    result = run("archive", "rebuild", project / "archive", "--year", 2020)

    assert result.code == 0
    assert "identical below the signature   koeln.pdf" in result.err


def test_a_second_build_does_not_seal_again(project: Path, sealing: Path) -> None:
    build(project, "--sign", sealing)
    record = (project / "reports/2020/build.json").read_bytes()
    before = snapshot(project / "reports")

    result = run("build", book(project), "--out", project / "reports", *CITIES, "--sign", sealing)

    assert "0 written, 2 unchanged, 0 failed" in result.err
    assert snapshot(project / "reports") == before
    build(project, "--sign", sealing, "--force")
    assert (project / "reports/2020/koeln.pdf").read_bytes() != before["2020/koeln.pdf"]
    assert (project / "reports/2020/build.json").read_bytes() == record


def test_a_broken_seal_is_not_archived(project: Path, sealing: Path) -> None:
    build(project, "--sign", sealing)
    path = project / "reports/2020/koeln.pdf"
    content = bytearray(path.read_bytes())
    content[content.index(b"/Contents", content.index(b"/ByteRange") - 20000) + 400] ^= 1
    path.write_bytes(content)

    result = add(project)

    assert result.code == 9
    assert "error[signature-" in result.err


def test_check_tells_who_sealed_a_file(project: Path, sealing: Path) -> None:
    build(project, "--sign", sealing)
    path = project / "reports/2020/koeln.pdf"

    result = run("check", path, project / "reports/2020/essen.pdf")
    (told,) = json.loads(run("check", "--json", path).out)

    assert result.code == 0
    assert "koeln.pdf: sealed by Stadt Köln, Statistik, 20" in result.err
    assert "(by the signer's clock); unchanged since; not verified against a list" in result.err
    (signature,) = told["signatures"]
    assert (signature["signer"], signature["unchanged"], signature["trusted"]) == (
        "Stadt Köln, Statistik", True, None,
    )  # fmt: skip


def test_check_tells_whether_an_authority_vouches_for_the_signer(
    project: Path, sealing: Path
) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    build(project, "--sign", sealing)
    stranger = pair("Anderes", usage=["key_cert_sign"])
    (project / "ca.pem").write_bytes(stranger.certificate.public_bytes(Encoding.PEM))

    result = run("check", project / "reports/2020/koeln.pdf", "--trust", project / "ca.pem")

    assert result.code == 0
    assert "the authorities given do not vouch for the signer" in result.err


def test_check_tells_that_a_sealed_file_was_changed(project: Path, sealing: Path) -> None:
    build(project, "--sign", sealing)
    path = project / "reports/2020/koeln.pdf"
    content = path.read_bytes()
    path.write_bytes(content.replace(b"/TU", b"/TV", 1) if b"/TU" in content else content)

    result = run("check", path)

    assert result.code in {7, 9}
    assert "error[signature-broken]: koeln.pdf is not as it was" in result.err


# --- the password ---------------------------------------------------------------------------


def sign(project: Path, key: Path) -> Result:
    out = project / "signed"
    return run("build", book(project), "--out", out, "--city", "Köln", "--sign", key)


def test_the_keyring_may_know_the_password(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def know(service: str, user: str) -> str:
        asked.append((service, user))
        return PASSWORD

    monkeypatch.setattr("keyring.get_password", know)

    assert sign(project, key_file(project / "key.p12")).code == 0
    assert asked == [("reportgen", "key.p12")]


def test_a_person_may_be_asked_for_the_password(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    monkeypatch.setattr("reportgen.cli.key.is_asked", lambda: True)
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: PASSWORD)

    result = sign(project, key_file(project / "key.p12"))

    assert result.code == 0
    assert PASSWORD not in result.out + result.err


def test_without_a_keyring_and_a_terminal_the_password_is_missing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from keyring.errors import NoKeyringError

    def no_keyring(*_: str) -> None:
        raise NoKeyringError

    monkeypatch.setattr("keyring.get_password", no_keyring)

    result = sign(project, key_file(project / "key.p12"))

    assert result.code == 9
    assert "error[password-missing]" in result.err
    assert not (project / "signed").exists()


def test_a_wrong_password_is_told_and_not_shown(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTGEN_SIGN_PASSWORD", "hunter2")

    result = run(
        "-v", "build", book(project), "--out", project / "signed",
        "--sign", key_file(project / "key.p12"),
    )  # fmt: skip

    assert result.code == 9
    assert "error[password-wrong]" in result.err
    assert "hunter2" not in result.out + result.err


def test_a_timestamp_without_a_key_is_wrong_use(project: Path) -> None:
    result = run("build", book(project), "--timestamp", "http://127.0.0.1:1")

    assert result.code == 2
    assert "add --sign KEY.p12" in result.err
