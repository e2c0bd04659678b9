"""The list of versions is sealed: even an archive that was written wholly anew is found."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from reportgen.archive.accept import accept
from reportgen.archive.bag import read_info
from reportgen.archive.keep import AddState
from reportgen.archive.register import REGISTER, SEAL, UNFINISHED_SEAL
from reportgen.archive.verify import verify_archive
from reportgen.errors import ArchiveError, UsageError, errors_among
from reportgen.signing.keys import Key
from tests.archive.bags import FIRST, SECOND, add, opened, snapshot
from tests.archive.steps import Steps, interrupt, stopping
from tests.signing.keys import pair, private_key

pytestmark = pytest.mark.exhaustive

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@cache
def key(name: str = "Stadt Beispiel") -> Key:
    """A key, another for each name."""
    made = pair(name, private=ec.generate_private_key(ec.SECP256R1()))
    return Key(private=made.private, certificate=made.certificate, chain=())


def errors(archive: Path, *trusted: Key) -> set[str]:
    """Codes of what is wrong, with the certificates of these keys trusted."""
    certificates = tuple(each.certificate for each in trusted) or None
    return {p.code for p in errors_among(verify_archive(archive, trusted=certificates))}


def codes(archive: Path) -> list[str]:
    return [problem.code for problem in verify_archive(archive)]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two versions, sealed."""
    archive = tmp_path / "archive"
    add(archive, key=key())
    add(archive, SECOND, "correction", key=key())
    return archive


def rewritten(archive: Path, forger: Key | None) -> None:
    """Makes the archive wholly anew, with other content."""
    shutil.rmtree(archive.rename(archive.with_name("old")), ignore_errors=True)
    add(archive, FIRST | {"reports/koeln.pdf": "%PDF forged"}, key=forger)
    add(archive, SECOND, "correction", key=forger)


# --- what the seal vouches for ---------------------------------------------------------------


def test_a_sealed_archive_is_as_it_was(archive: Path) -> None:
    assert verify_archive(archive, trusted=(key().certificate,)) == ()
    assert read_info(archive / "2020/v2")["List-Sealed-By"] == key().fingerprint


def test_without_a_certificate_it_is_told_that_the_seal_was_not_verified(archive: Path) -> None:
    (told,) = verify_archive(archive)

    assert told.code == "seal-not-verified"
    assert told.message.startswith("the list is sealed by Stadt Beispiel on 20")
    assert not errors_among((told,))


@pytest.mark.parametrize("name", [None, "Stadt Beispiel ", "Forger"])
def test_an_archive_that_was_wholly_rewritten_is_found(archive: Path, name: str | None) -> None:
    seal = (archive / SEAL).read_bytes()
    rewritten(archive, key(name) if name else None)

    assert errors(archive, key()) == {"seal-untrusted" if name else "seal-missing"}
    if name is None:
        (archive / SEAL).write_bytes(seal)
        assert errors(archive, key()) == errors(archive) == {"seal-broken"}


def test_an_authority_vouches_for_the_key(tmp_path: Path) -> None:
    authority = pair("Authority", usage=["key_cert_sign"])
    made = pair("Stadt", issuer=authority, private=private_key(1))
    other = pair("Other", usage=["key_cert_sign"], private=private_key(2))
    add(tmp_path, key=Key(private=made.private, certificate=made.certificate, chain=()))

    assert verify_archive(tmp_path, trusted=(authority.certificate,)) == ()
    (told,) = verify_archive(tmp_path, trusted=(other.certificate,))
    assert told.code == "seal-untrusted"


def test_a_certificate_must_have_been_valid_when_it_sealed(tmp_path: Path) -> None:
    authority = pair("Authority", usage=["key_cert_sign"])
    made = pair("Stadt", issuer=authority, private=private_key(1), days=(-50, -5))
    add(tmp_path, key=Key(private=made.private, certificate=made.certificate, chain=()))

    (told,) = verify_archive(tmp_path, trusted=(authority.certificate,))

    assert told.code == "seal-untrusted"


def _with(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda archive: (archive / name).write_bytes(content)


def _linked(archive: Path) -> None:
    (archive / SEAL).rename(archive.parent / "elsewhere")
    (archive / SEAL).symlink_to(archive.parent / "elsewhere")


def _folder(archive: Path) -> None:
    (archive / SEAL).unlink()
    (archive / SEAL).mkdir()


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (lambda a: (a / SEAL).unlink(), "seal-missing"),
        (_with(SEAL, b""), "seal-broken"),
        (_with(SEAL, b"0" * 700), "seal-broken"),
        (_linked, "seal-broken"),
        (_folder, "seal-broken"),
        (lambda a: (a / REGISTER).write_bytes(b"# note\n"), "register-unreadable"),
        (lambda a: (a / REGISTER).unlink(), "seal-broken"),
    ],
)
def test_a_seal_that_is_gone_or_not_that_of_the_list_is_an_error_and_nothing_is_added(
    archive: Path, tamper: Callable[[Path], object], code: str
) -> None:
    tamper(archive)
    before = snapshot(archive)

    assert code in errors(archive)
    for with_key in (key(), None):
        with pytest.raises(ArchiveError) as raised:
            add(archive, FIRST, "why", key=with_key)
        assert code in {problem.code for problem in raised.value.problems}
    assert snapshot(archive) == before


def test_an_old_seal_is_an_error(archive: Path) -> None:
    old = (archive / SEAL).read_bytes()
    add(archive, FIRST, "back again", key=key())
    (archive / SEAL).write_bytes(old)

    assert errors(archive) == {"seal-broken"}


def test_another_key_than_the_bags_name_is_an_error(archive: Path) -> None:
    from reportgen.signing.detached import sign_detached

    seal = sign_detached((archive / REGISTER).read_bytes(), key("Forger"))
    (archive / SEAL).write_bytes(seal)

    assert errors(archive) == {"seal-by-other"}


# --- adding ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "code"), [(None, "seal-key-missing"), ("Forger", "seal-by-other")]
)
def test_to_a_sealed_archive_only_its_key_adds(archive: Path, other: str | None, code: str) -> None:
    before = snapshot(archive)

    with pytest.raises(ArchiveError) as raised:
        add(archive, FIRST, "why", key=key(other) if other else None)

    (told,) = raised.value.problems
    assert (told.code, "--sign KEY.p12" in told.hint) == (code, True)
    assert snapshot(archive) == before


def test_adding_with_a_key_does_not_vouch_for_what_was_there_unsealed(tmp_path: Path) -> None:
    add(tmp_path)

    with pytest.raises(ArchiveError) as raised:
        add(tmp_path, SECOND, "correction", key=key())

    assert [problem.code for problem in raised.value.problems] == ["list-unsealed"]
    assert not (tmp_path / SEAL).exists()


def test_a_person_seals_an_archive_for_the_first_time_and_that_is_kept(tmp_path: Path) -> None:
    add(tmp_path)

    accept(tmp_path, REGISTER, by="Ada", at=NOW, reason="compared", key=key())

    (told,) = verify_archive(tmp_path, trusted=(key().certificate,))
    assert told.code == "version-accepted"
    assert told.message == "versions.sha512 is vouched for by hand: compared"
    assert add(tmp_path, SECOND, "correction", key=key()).state is AddState.ADDED
    assert errors(tmp_path, key()) == set()
    (tmp_path / SEAL).unlink()
    assert errors(tmp_path) == {"seal-missing"}


def test_a_key_is_replaced_by_a_person(archive: Path) -> None:
    accept(archive, REGISTER, by="Ada", at=NOW, reason="new certificate", key=key("New"))

    line = (archive / REGISTER).read_text(encoding="utf-8").splitlines()[-1]
    assert f"sealed by {key('New').fingerprint} instead of {key().fingerprint}, by Ada" in line
    assert errors(archive, key("New")) == set()
    assert add(archive, FIRST, "next", key=key("New")).version.name == "2020/v3"
    assert errors(archive, key("New")) == set()


def test_a_list_that_is_sealed_already_needs_no_settling(archive: Path) -> None:
    with pytest.raises(UsageError) as raised:
        accept(archive, REGISTER, by="Ada", at=NOW, reason="why", key=key())
    assert [problem.code for problem in raised.value.problems] == ["nothing-to-accept"]
    with pytest.raises(UsageError) as raised:
        accept(archive, REGISTER, by="Ada", at=NOW, reason="why")
    assert [problem.code for problem in raised.value.problems] == ["seal-key-missing"]


def test_a_version_of_a_sealed_archive_is_accepted_with_its_key_only(archive: Path) -> None:
    with opened(archive / "2020/v2"):
        shutil.rmtree(archive / "2020/v2")

    with pytest.raises(ArchiveError):
        accept(archive, "2020/v2", by="Ada", at=NOW, reason="the disk broke")
    accept(archive, "2020/v2", by="Ada", at=NOW, reason="the disk broke", key=key())

    assert errors(archive, key()) == set()


# --- stopped ---------------------------------------------------------------------------------


def test_whenever_a_run_is_stopped_the_seal_is_one_of_the_list_and_the_next_run_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    base = tmp_path / "base"
    add(base, key=key())
    assert errors(base, key()) == set()  # which starts the process that looks at seals
    shutil.copytree(base, tmp_path / "counted")
    with stopping(Steps()) as steps:
        add(tmp_path / "counted", SECOND, "correction", key=key())
    seen: set[str] = set()
    healed: set[str] = set()
    # The last steps are those of list and seal.
    for step in range(steps.count - 12, steps.count + 1):
        archive = Path(shutil.copytree(base, tmp_path / str(step)))
        with stopping(Steps(step, interrupt)), pytest.raises(KeyboardInterrupt):
            add(archive, SECOND, "correction", key=key())
        seen |= set(codes(archive))
        assert errors(archive, key()) == set()
        healed |= {p.code for p in add(archive, SECOND, "correction", key=key()).problems}
        assert codes(archive) == ["seal-not-verified"]
        assert not (archive / UNFINISHED_SEAL).exists()

    assert {"version-unfinished", "seal-unfinished"} <= seen
    assert "seal-finished" in healed


# --- without this program --------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
@pytest.mark.skipif(sys.platform == "win32", reason="its openssl may be anything")
def test_openssl_makes_sure_of_a_seal(archive: Path) -> None:
    (archive.parent / "cert.pem").write_bytes(key().certificate.public_bytes(Encoding.PEM))
    words = (
        "openssl cms -verify -binary -inform DER -in versions.sha512.p7s -content versions.sha512"
        " -CAfile ../cert.pem -purpose any -no_check_time -out /dev/null"
    )

    def verified() -> bool:
        done = subprocess.run(words.split(), cwd=archive, capture_output=True, check=False)
        return done.returncode == 0

    assert verified()
    with (archive / REGISTER).open("ab") as file:
        file.write(b"#\n")
    assert not verified()
