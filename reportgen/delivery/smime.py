"""Signs and encrypts mails (S/MIME 4.0, RFC 8551), when there are a key or certificates."""

import base64
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from msgspec import Struct, field
from msgspec.structs import replace

from reportgen.credentials import Secret
from reportgen.delivery.departments import Department
from reportgen.errors import ArchiveError, DeliveryError, Problem
from reportgen.input_file import InputKind, read_input
from reportgen.signing.keys import Key, load_key


class Seal(Struct, frozen=True, kw_only=True):
    """How the mails of a run are protected.

    Attributes:
        signer: signs every mail, when there is one.
        certificates: by slug of a city, those that its mails are encrypted for.
    """

    signer: Key | None = None
    certificates: Mapping[str, tuple[x509.Certificate, ...]] = field(default_factory=dict)

    def apply(self, entity: bytes, slug: str, identifier: str) -> bytes:
        """The signed and encrypted form of a MIME entity, with MIME headers of its own.

        Args:
            entity: headers and body, lines end with CRLF.
            slug: of the city that receives it.
            identifier: makes a boundary that the entity does not have.
        """
        if self.signer:
            entity = _signed(entity, self.signer, f"=_{identifier}_s")
        if recipients := self.certificates.get(slug):
            entity = _encrypted(entity, recipients)
        return entity


def load_signer(file: Path, password: Secret, sender: str, now: datetime) -> Key:
    """Reads the key that signs mails, and checks that it is the sender's.

    Raises:
        DeliveryError: the file or its password is wrong, or its certificate does not fit.
    """
    try:
        signer = load_key(file, password.reveal, now)
    except ArchiveError as fault:
        raise DeliveryError(*(replace(p, code="key-unusable") for p in fault.problems)) from fault
    if reason := _reason_against(signer.certificate, {sender}, now):
        raise DeliveryError(_unusable(file, reason))
    return signer


def load_certificates(
    cities: Mapping[str, Department], file: Path, now: datetime
) -> Mapping[str, tuple[x509.Certificate, ...]]:
    """The recipients' certificates of all cities that have some.

    Args:
        cities: departments by slug.
        file: that names them; their paths are relative to its folder.
        now: certificates must be valid then.

    Raises:
        DeliveryError: one cannot be used, or a recipient has none: mails that are meant to be
            encrypted are never sent in plain.
    """
    problems: list[Problem] = []
    found = {}
    for slug, department in cities.items():
        if department.certificates:
            loaded = [_load(file.parent / name, now, problems) for name in department.certificates]
            found[slug] = tuple(certificate for certificate in loaded if certificate)
            covered = {name for certificate in found[slug] for name in _addresses(certificate)}
            problems += (
                Problem(
                    code="no-certificate",
                    message=f"{box.address} has no certificate among those of {department.name}",
                    where=f"{file}, cities.{slug}.certificates",
                    hint="add it, or remove all certificates of the city to send without",
                )
                for box in department.recipients
                if box.key not in covered
            )
    if problems:
        raise DeliveryError(*problems)
    return found


def _load(file: Path, now: datetime, problems: list[Problem]) -> x509.Certificate | None:
    try:
        certificate = x509.load_pem_x509_certificate(read_input(file, InputKind.KEY))
    except (OSError, ValueError, UnsupportedAlgorithm):
        problems.append(_unusable(file, "it cannot be read as a certificate in PEM form"))
        return None
    # Agreeing on a key by elliptic curves is not what the library's envelopes can do.
    reason = "" if isinstance(certificate.public_key(), RSAPublicKey) else "its key is not RSA"
    if reason := reason or _reason_against(certificate, set(_addresses(certificate)), now):
        problems.append(_unusable(file, reason))
        return None
    return certificate


def _reason_against(certificate: x509.Certificate, owners: set[str], now: datetime) -> str:
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        return f"its certificate is valid until {certificate.not_valid_after_utc:%Y-%m-%d} only"
    if not owners or not {o.casefold() for o in owners} <= set(_addresses(certificate)):
        return "its certificate names another address: " + ", ".join(_addresses(certificate))
    return ""


def _addresses(certificate: x509.Certificate) -> Iterator[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        pass
    else:
        yield from (name.casefold() for name in names.get_values_for_type(x509.RFC822Name))
    for attribute in certificate.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS):
        yield str(attribute.value).casefold()


def _unusable(file: Path, reason: str) -> Problem:
    return Problem(
        code="key-unusable", message=f"{file.name} cannot be used: {reason}", where=str(file)
    )


def _signed(entity: bytes, signer: Key, boundary: str) -> bytes:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(entity)
    builder = builder.add_signer(signer.certificate, signer.private, SHA256())
    for certificate in signer.chain:
        builder = builder.add_certificate(certificate)
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    signature = builder.sign(Encoding.DER, options)
    return b"".join(
        (
            b'MIME-Version: 1.0\r\nContent-Type: multipart/signed; micalg="sha-256";\r\n'
            b' protocol="application/pkcs7-signature";\r\n'
            b' boundary="%b"\r\n\r\n' % boundary.encode(),
            b"--%b\r\n%b\r\n--%b\r\n" % (boundary.encode(), entity, boundary.encode()),
            _part("application/pkcs7-signature", "smime.p7s", signature),
            b"\r\n--%b--\r\n" % boundary.encode(),
        )
    )


def _encrypted(entity: bytes, recipients: tuple[x509.Certificate, ...]) -> bytes:
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(entity)
    builder = builder.set_content_encryption_algorithm(AES256)
    for certificate in recipients:
        builder = builder.add_recipient(certificate)
    envelope = builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    kind = "application/pkcs7-mime; smime-type=enveloped-data"
    return b"MIME-Version: 1.0\r\n" + _part(kind, "smime.p7m", envelope)


def _part(kind: str, name: str, content: bytes) -> bytes:
    head = (
        f'Content-Type: {kind};\r\n name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    )
    return head.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")
