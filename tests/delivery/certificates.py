"""Keys and certificates, made when they are needed."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from msgspec import Struct

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


class Owner(Struct, frozen=True):
    """A key and its certificate."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate

    @classmethod
    def authority(cls) -> Self:
        return cls(*_certify("Test CA", None, x509.BasicConstraints(ca=True, path_length=None)))

    def server(self, until: datetime = NOW + DAY) -> "Owner":
        """A certificate for 127.0.0.1, signed by this authority."""
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        return Owner(*_certify("127.0.0.1", self, names, until=until))

    def person(self, address: str, until: datetime = NOW + DAY) -> "Owner":
        """A certificate for a mail address, with an RSA key."""
        names = x509.SubjectAlternativeName([x509.RFC822Name(address)])
        key = rsa.generate_private_key(65537, 2048)
        return Owner(*_certify(address, self, names, until=until, key=key))

    @classmethod
    def self_signed(cls) -> Self:
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        return cls(*_certify("127.0.0.1", None, names))

    def pem(self, path: Path, *, with_key: bool = False) -> Path:
        content = self.certificate.public_bytes(Encoding.PEM)
        if with_key:
            content += self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(content)
        return path

    def p12(self, path: Path, password: str, *above: "Owner") -> Path:
        chain = [owner.certificate for owner in above]
        content = pkcs12.serialize_key_and_certificates(
            b"key", self.key, self.certificate, chain, BestAvailableEncryption(password.encode())
        )
        path.write_bytes(content)
        return path


def _certify(
    name: str,
    by: Owner | None,
    extension: x509.ExtensionType,
    *,
    until: datetime = NOW + DAY,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
) -> tuple[ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, x509.Certificate]:
    own = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - 2 * DAY)
        .not_valid_after(until)
        .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        .sign(by.key if by else own, hashes.SHA256())
    )
    return own, certificate
