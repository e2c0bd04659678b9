"""Makes keys with certificates as a test wants them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    KeySerializationEncryption,
    NoEncryption,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from msgspec import Struct

PASSWORD = "correct horse"

#: Within the validity of the certificates that are made when no other is asked for.
NOW = datetime.now(UTC).replace(microsecond=0)

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Pair(Struct, frozen=True):
    """A private key and its certificate."""

    private: PrivateKey
    certificate: x509.Certificate


@cache
def private_key(number: int = 0) -> rsa.RSAPrivateKey:
    """A key; making one takes a while."""
    assert number >= 0
    return rsa.generate_private_key(65537, 2048)


def pair(
    name: str = "Stadt Beispiel",
    *,
    private: PrivateKey | None = None,
    usage: Sequence[str] = ("digital_signature",),
    days: tuple[int, int] = (-1, 365),
    issuer: Pair | None = None,
    for_timestamps: bool = False,
) -> Pair:
    """A key with a certificate.

    Args:
        name: of the subject.
        private: the key; by default the same for all.
        usage: what it is for.
        days: from and until when the certificate is valid, counted from now.
        issuer: who signs the certificate; itself by default.
        for_timestamps: the certificate is one of a timestamp server.
    """
    private = private or private_key()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    kinds = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
        .add_extension(x509.KeyUsage(**{kind: kind in usage for kind in kinds}), critical=True)
        .add_extension(
            x509.BasicConstraints(ca="key_cert_sign" in usage, path_length=None), critical=True
        )
    )
    if for_timestamps:
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(stamping, critical=True)
    return Pair(private, builder.sign(issuer.private if issuer else private, SHA256()))


def key_file(
    path: Path,
    made: Pair | None = None,
    *,
    certificate: bool = True,
    key: bool = True,
    password: str | None = PASSWORD,
    chain: Sequence[x509.Certificate] = (),
) -> Path:
    """A PKCS#12 file; without its certificate, key or password when these are not wanted."""
    made = made or pair()
    encryption: KeySerializationEncryption = NoEncryption()
    if password is not None:
        encryption = BestAvailableEncryption(password.encode())
    content = serialize_key_and_certificates(
        b"seal",
        made.private if key else None,
        made.certificate if certificate else None,
        chain or None,
        encryption,
    )
    path.write_bytes(content)
    return path
