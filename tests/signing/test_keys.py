"""A key that must not or cannot seal is told, and its password never."""

import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    load_pkcs12,
    serialize_key_and_certificates,
)
from rich.pretty import pretty_repr

from reportgen.errors import ArchiveError
from reportgen.signing.keys import Key, load_key
from tests.signing.keys import NOW, PASSWORD, key_file, pair

Make = Callable[[Path], object]


def loaded(path: Path, password: str = PASSWORD) -> Key:
    return load_key(path, lambda: password, NOW)


def no_password() -> str:
    pytest.fail("nobody needs a password here")


def test_a_key_comes_with_its_certificate_and_the_chain_above_it(tmp_path: Path) -> None:
    authority = pair("Stammzertifikat", usage=["key_cert_sign"])
    made = pair("Stadt Köln", issuer=authority)

    key = loaded(key_file(tmp_path / "k.p12", made, chain=[authority.certificate]))

    assert key.certificate == made.certificate
    assert key.chain == (authority.certificate,)
    assert key.private.private_numbers() == made.private.private_numbers()


def test_a_file_without_a_password_needs_none(tmp_path: Path) -> None:
    path = key_file(tmp_path / "k.p12", password=None)

    assert load_key(path, no_password, NOW).certificate


@pytest.mark.parametrize(
    "usage", [["digital_signature"], ["content_commitment"], ["digital_signature", "crl_sign"]]
)
def test_certificates_for_signatures_may_seal(tmp_path: Path, usage: list[str]) -> None:
    assert loaded(key_file(tmp_path / "k.p12", pair(usage=usage)))


def test_a_key_on_an_elliptic_curve_may_seal(tmp_path: Path) -> None:
    made = pair(private=ec.generate_private_key(ec.SECP256R1()))

    assert loaded(key_file(tmp_path / "k.p12", made)).certificate == made.certificate


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (lambda path: path.mkdir(), ["key-unreadable"]),
        (os.mkfifo, ["key-unreadable"]),
        (lambda path: path.symlink_to("/dev/zero"), ["key-unreadable"]),
        (lambda path: path.write_bytes(b""), ["key-malformed"]),
        (lambda path: path.write_bytes(b"-----BEGIN PRIVATE KEY-----"), ["key-malformed"]),
        (lambda path: key_file(path, password="other"), ["password-wrong"]),
        (lambda path: key_file(path, certificate=False), ["certificate-absent"]),
        (lambda path: key_file(path, pair(days=(-9, -1))), ["certificate-expired"]),
        (lambda path: key_file(path, pair(days=(1, 9))), ["certificate-early"]),
        (lambda path: key_file(path, pair(usage=["key_encipherment"])), ["certificate-usage"]),
        (
            lambda path: key_file(path, pair(usage=["data_encipherment"], days=(-9, -1))),
            ["certificate-expired", "certificate-usage"],
        ),
    ],
)
def test_a_key_that_cannot_seal_is_told(tmp_path: Path, make: Make, codes: list[str]) -> None:
    path = tmp_path / "k.p12"
    make(path)

    with pytest.raises(ArchiveError) as raised:
        loaded(path)

    assert [problem.code for problem in raised.value.problems] == codes
    assert {problem.where for problem in raised.value.problems} == {str(path)}
    assert PASSWORD not in "".join(traceback.format_exception(raised.value))


def test_a_key_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError) as raised:
        loaded(tmp_path / "k.p12")

    assert [problem.code for problem in raised.value.problems] == ["key-unreadable"]


def test_certificates_without_a_key_are_told(tmp_path: Path) -> None:
    path = tmp_path / "k.p12"
    certificate = pair().certificate
    encryption = BestAvailableEncryption(PASSWORD.encode())
    path.write_bytes(serialize_key_and_certificates(b"x", None, None, [certificate], encryption))

    with pytest.raises(ArchiveError) as raised:
        loaded(path)

    codes = [problem.code for problem in raised.value.problems]
    assert codes == ["key-absent", "certificate-absent"]


@pytest.mark.parametrize("kind", [ed448.Ed448PrivateKey, ed25519.Ed25519PrivateKey])
def test_a_key_of_a_kind_that_readers_of_pdfs_do_not_know_is_told(
    tmp_path: Path, kind: type[ed448.Ed448PrivateKey] | type[ed25519.Ed25519PrivateKey]
) -> None:
    path = tmp_path / "k.p12"
    key = kind.generate()
    encryption = BestAvailableEncryption(PASSWORD.encode())
    path.write_bytes(serialize_key_and_certificates(b"x", key, None, None, encryption))

    with pytest.raises(ArchiveError) as raised:
        loaded(path)

    assert "key-unsupported" in [problem.code for problem in raised.value.problems]


@pytest.mark.parametrize("password", [None, PASSWORD])
def test_a_key_that_the_library_does_not_know_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str | None
) -> None:
    path = key_file(tmp_path / "k.p12", password=password)

    def load(content: bytes, given: bytes | None) -> NoReturn:
        load_pkcs12(content, given)  # which wants the right password first
        raise UnsupportedAlgorithm("curve 1.3.132.0.32")

    monkeypatch.setattr("reportgen.signing.keys.load_pkcs12", load)

    with pytest.raises(ArchiveError) as raised:
        loaded(path)

    assert [problem.code for problem in raised.value.problems] == ["key-unsupported"]


def test_what_is_shown_of_a_key_holds_nothing_private(tmp_path: Path) -> None:
    key = loaded(key_file(tmp_path / "k.p12", pair("Stadt Köln")))

    assert "Stadt K" in repr(key)
    assert "private" not in repr(key)
    assert "private" not in pretty_repr(key)
