"""`build --sign` and what `check` and the archive make of sealed reports."""

import json
import re
import sys
from pathlib import Path

import pytest

from tests.archive.bags import snapshot
from tests.projects import CITIES, add, archived, book, build
from tests.running import Result, run
from tests.schemas import violations
from tests.signing.keys import PASSWORD, key_file, pair

pytestmark = [pytest.mark.exhaustive, pytest.mark.usefixtures("without_verapdf")]


@pytest.fixture(autouse=True)
def _no_password_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPORTGEN_SIGN_PASSWORD", raising=False)


# --- sealed ----------------------------------------------------------------------------------


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
    checks = json.loads((archived(project) / "data/about/conformance.json").read_bytes())
    assert {seal["signer"] for check in checks for seal in check["signatures"]} == {
        "Stadt Köln, Statistik"
    }
    assert run("archive", "verify", project / "archive").code == 0
    result = run("archive", "rebuild", project / "archive", "--year", 2020)

    assert result.code == 0
    assert "identical below the signature   koeln.pdf" in result.err


def test_reports_of_pdf_2_are_sealed_archived_and_built_again(project: Path, sealing: Path) -> None:
    build(project, "--sign", sealing, "--standard", "ua2")
    assert (project / "reports/2020/koeln.pdf").read_bytes().startswith(b"%PDF-2.0")

    assert add(project).code == 0
    result = run("archive", "rebuild", project / "archive", "--year", 2020)

    assert result.code == 0
    assert "identical below the signature   koeln.pdf" in result.err
    assert run("check", project / "reports/2020/koeln.pdf").code == 0


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


def test_a_build_without_the_key_tells_which_seals_are_lost(project: Path, sealing: Path) -> None:
    build(project, "--sign", sealing)

    first, second = (
        run("build", book(project), "--out", project / "reports", "--city", "Köln")
        for _ in range(2)
    )

    assert "warning[seal-lost]: koeln.pdf was sealed, and is not any more" in first.err
    assert "essen" not in first.err
    assert "seal-lost" not in second.err


def test_only_digital_editions_are_sealed_and_that_is_told(project: Path, sealing: Path) -> None:
    build_one = ("build", book(project), "--out", project / "reports", "--city", "Köln")

    both = run(*build_one, "--sign", sealing, "--edition", "both", "--booklet")
    alone = run(*build_one, "--sign", sealing, "--edition", "digital")
    refused = run(*build_one, "--sign", sealing, "--edition", "print")

    assert both.code == alone.code == 0
    assert "only the digital editions are sealed" in both.err
    assert "only the digital editions are sealed" not in alone.err
    assert (refused.code, "only digital editions are sealed" in refused.err) == (2, True)
    assert b"/ByteRange" in (project / "reports/2020/koeln.pdf").read_bytes()
    for kind in ("print", "booklet"):
        assert b"/ByteRange" not in (project / f"reports/2020/koeln-{kind}.pdf").read_bytes()


def test_seals_that_cannot_be_examined_are_told_by_verify(
    project: Path, sealing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(project, "--sign", sealing)
    add(project)
    monkeypatch.setitem(sys.modules, "pyhanko.sign", None)

    result = run("archive", "verify", project / "archive")

    assert result.code == 9
    assert result.err.count("error[sign-extra-missing]") == 2


def test_a_broken_seal_is_found_and_not_archived(project: Path, sealing: Path) -> None:
    build(project, "--sign", sealing)
    path = project / "reports/2020/koeln.pdf"
    content = path.read_bytes()
    head, digits, _ = re.split(rb"(?<=/Contents <)([0-9A-F]+)", content)
    # What is at the end of it is the signature itself, and zeros that fill its place.
    last = len(digits.rstrip(b"0")) - 20
    other = b"0123456789ABCDEF".replace(digits[last : last + 1], b"")[:1]
    path.write_bytes(head + digits[:last] + other + content[len(head) + last + 1 :])

    for result in (add(project), run("check", path)):
        assert result.code == 9
        assert "error[signature-broken]" in result.err


def test_check_tells_who_sealed_a_file(project: Path, sealing: Path) -> None:
    build(project, "--sign", sealing)
    path = project / "reports/2020/koeln.pdf"

    result = run("check", path, project / "reports/2020/essen.pdf")
    (told,) = json.loads(run("check", "--json", path).out)

    assert violations("check-1", [told]) == []
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
    assert b"/Widget" in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(b"/F 132", b"/F 131", 1))

    result = run("check", path)

    assert result.code in {7, 9}
    assert "error[signature-broken]: koeln.pdf is not as it was" in result.err


# --- the list of versions --------------------------------------------------------------------


def test_the_list_of_versions_is_sealed_and_needs_the_key_from_then_on(
    project: Path, sealing: Path
) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    own, other = pair("Stadt Köln, Statistik"), pair("Anderes")
    key_file(sealing, own)
    for name, made in (("own.pem", own), ("other.pem", other)):
        (project / name).write_bytes(made.certificate.public_bytes(Encoding.PEM))
    archive = project / "archive"

    added = add(project, "--sign", sealing)
    without_key = add(project)
    verified, untrusted, unchecked = (
        run("archive", "verify", archive, *trust)
        for trust in (["--trust", project / "own.pem"], ["--trust", project / "other.pem"], [])
    )

    assert (added.code, verified.code, unchecked.code) == (0, 0, 0)
    assert (without_key.code, "error[seal-key-missing]" in without_key.err) == (9, True)
    assert (untrusted.code, "error[seal-untrusted]" in untrusted.err) == (9, True)
    assert "0 errors, 0 warnings" in verified.err
    assert "warning[seal-not-verified]: the list is sealed by Stadt Köln" in unchecked.err


def test_an_archive_is_sealed_for_the_first_time_by_a_person(project: Path, sealing: Path) -> None:
    add(project)
    archive = project / "archive"

    refused = add(project, "--sign", sealing)
    accepted = run(
        "archive", "accept", archive, "versions.sha512", "--sign", sealing, "--reason", "compared"
    )

    assert (refused.code, "error[list-unsealed]" in refused.err) == (9, True)
    assert (accepted.code, (archive / "versions.sha512.p7s").is_file()) == (0, True)
    assert add(project, "--sign", sealing).code == 0


# --- the password ----------------------------------------------------------------------------


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
    assert asked == [("reportgen", "sign-password")]


def test_a_person_may_be_asked_for_the_password(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    monkeypatch.setattr("reportgen.cli.sealing.is_asked", lambda: True)
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
