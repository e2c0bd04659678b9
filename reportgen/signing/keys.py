"""Keys that sign reports and mails: a private key with its certificate, from one PKCS#12 file."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PKCS12KeyAndCertificates,
    load_pkcs12,
)
from cryptography.x509.oid import NameOID
from msgspec import Struct

from reportgen.errors import ArchiveError, Problem, faults_as
from reportgen.input_file import InputKind, read_input

#: Kinds of keys whose signatures PDF readers know.
PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey

_ASK = "ask the certification authority for a key with a certificate for signatures"


class Key(Struct, frozen=True, kw_only=True):
    """A key that may sign.

    Attributes:
        private: never shown.
        certificate: of the key.
        chain: certificates between that and an authority.
    """

    private: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    def __repr__(self) -> str:
        return f"Key({self.certificate.subject.rfc4514_string()})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("certificate", self.certificate)]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate."""
        return self.certificate.fingerprint(SHA256()).hex()


def load_key(file: Path, password: Callable[[], str], at: datetime) -> Key:
    """Reads a key and checks that it may sign.

    Args:
        file: PKCS#12, usually ``.p12`` or ``.pfx``.
        password: is asked for it only when the file is protected by one.
        at: time of the signatures.

    Raises:
        ArchiveError: the file cannot be read, the password is wrong, or the key must not sign.
    """
    unreadable = _problem("key-unreadable", "the key cannot be read", file, "check the path")
    with faults_as(ArchiveError, unreadable):
        content = read_input(file, InputKind.KEY)
    found = _opened(content, password, file)
    if problems := tuple(_refusals(found, file, at)):
        raise ArchiveError(*problems)
    assert isinstance(found.key, PrivateKey)
    assert found.cert
    return Key(
        private=found.key,
        certificate=found.cert.certificate,
        chain=tuple(extra.certificate for extra in found.additional_certs),
    )


def holder(certificate: x509.Certificate) -> str:
    """Whose certificate it is, in the words of the certificate."""
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if names := certificate.subject.get_attributes_for_oid(kind):
            return str(names[0].value)
    return certificate.subject.rfc4514_string()


def _opened(content: bytes, password: Callable[[], str], file: Path) -> PKCS12KeyAndCertificates:
    try:
        return _load(content, None, file)
    except ValueError as fault:
        # The library does not distinguish otherwise a file that wants a password from any other.
        if "password" not in str(fault).lower():
            hint = "name a file .p12 or .pfx, as certification authorities hand them out"
            message = f"{file.name} is not a PKCS#12 file"
            raise ArchiveError(_problem("key-malformed", message, file, hint)) from None
    try:
        return _load(content, password().encode(), file)
    except ValueError:
        message, hint = f"the password of {file.name} is wrong", "give the one of this file"
        # What was given stands in no message and in no cause of one.
        raise ArchiveError(_problem("password-wrong", message, file, hint)) from None


def _load(content: bytes, password: bytes | None, file: Path) -> PKCS12KeyAndCertificates:
    try:
        return load_pkcs12(content, password)
    except UnsupportedAlgorithm:
        raise ArchiveError(_unsupported(file)) from None


def _refusals(found: PKCS12KeyAndCertificates, file: Path, at: datetime) -> Iterator[Problem]:
    """Why a key must not sign."""
    if found.key is None:
        yield _problem("key-absent", f"{file.name} holds no private key", file, _ASK)
    elif not isinstance(found.key, PrivateKey):
        yield _unsupported(file)
    if found.cert is None:
        yield _problem("certificate-absent", f"{file.name} holds no certificate", file, _ASK)
        return
    certificate = found.cert.certificate
    if at > certificate.not_valid_after_utc:
        message = f"the certificate expired on {certificate.not_valid_after_utc:%Y-%m-%d}"
        yield _problem("certificate-expired", message, file, "renew it")
    if at < certificate.not_valid_before_utc:
        message = f"the certificate is valid from {certificate.not_valid_before_utc:%Y-%m-%d} on"
        yield _problem("certificate-early", message, file, "check the clock, or wait")
    if not _may_sign(certificate):
        message = "the certificate is not for signatures, e.g. for encryption only"
        yield _problem("certificate-usage", message, file, _ASK)


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _unsupported(file: Path) -> Problem:
    message = f"{file.name} holds a key that is neither RSA nor on a common elliptic curve"
    return _problem("key-unsupported", message, file, _ASK)


def _problem(code: str, message: str, file: Path, hint: str) -> Problem:
    return Problem(code=code, message=message, where=str(file), hint=hint)
