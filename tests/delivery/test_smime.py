"""Signed mails prove their sender, encrypted ones are read by their recipients only."""

import email
import email.policy
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

import pyhanko.sign.signers
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import pkcs7
from msgspec.structs import replace

from reportgen.credentials import Secret
from reportgen.delivery.deliver import first_job
from reportgen.delivery.smime import Seal, load_certificates, load_signer
from reportgen.errors import DeliveryError
from tests.delivery.certificates import NOW, Owner
from tests.delivery.making import Office, write_departments

#: It adds kinds of attributes to asn1crypto, and must do so before the first one is read.
assert pyhanko.sign.signers

BOX = "amt@koeln-amt.de"
SENDER = "post@benchmarking.de"


@pytest.fixture(scope="session")
def sender(authority: Owner) -> Owner:
    return authority.person(SENDER)


@pytest.fixture(scope="session")
def recipient(authority: Owner) -> Owner:
    return authority.person(BOX)


@pytest.fixture
def key_file(sender: Owner, authority: Owner, tmp_path: Path) -> Path:
    return sender.p12(tmp_path / "key.p12", "geheim-ß", authority)


def signer_fault(file: Path, password: str = "geheim-ß", sender: str = SENDER) -> str:
    with pytest.raises(DeliveryError) as caught:
        load_signer(file, Secret(password), sender, NOW)
    (problem,) = caught.value.problems
    assert problem.code == "key-unusable"
    assert password not in str(problem)
    return problem.message


def sealed(sending: Office, seal: Seal) -> bytes:
    sending.seal = seal
    (message,) = sending.messages()
    return message.content


def parse(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def signed(content: bytes) -> tuple[bytes, bytes]:
    """The part that is signed, as it stands there, and the signature."""
    message = parse(content)
    boundary = f"--{message.get_boundary()}\r\n".encode()
    part = content.split(boundary)[1].removesuffix(b"\r\n")
    _, signature = message.iter_parts()
    return part, signature.get_content()


def verified(content: bytes, signer: Owner) -> bool:
    """Whether the signature is of that part and by that key (RFC 5652, 5.4)."""
    part, signature = signed(content)
    (info,) = cms.ContentInfo.load(signature)["content"]["signer_infos"]
    attributes = {entry["type"].native: entry["values"][0] for entry in info["signed_attrs"]}
    public = signer.certificate.public_key()
    assert isinstance(public, RSAPublicKey)
    # Raises when it is not by that key; the tag is that of a set on its own.
    public.verify(
        info["signature"].native,
        info["signed_attrs"].untag().dump(),
        PKCS1v15(),
        SHA256(),
    )
    return bool(attributes["message_digest"].native == sha256(part).digest())


def test_a_signed_mail_says_the_same_as_one_that_is_not(
    office: Callable[..., Office], key_file: Path
) -> None:
    sending = office()
    (plain,) = sending.messages()
    signer = load_signer(key_file, Secret("geheim-ß"), SENDER, NOW)

    content = sealed(sending, Seal(signer=signer))

    outer, inner = (parse(c) for c in (plain.content, signed(content)[0]))
    assert {name: outer[name] for name in inner} == dict(inner.items())
    assert inner.get_payload(decode=True) == outer.get_payload(decode=True)
    assert [part.get_payload() for part in inner.walk() if not part.is_multipart()] == [
        part.get_payload() for part in outer.walk() if not part.is_multipart()
    ]
    for name in ("Date", "From", "To", "Subject", "Message-ID"):
        assert parse(content)[name] == outer[name]
    certificates = pkcs7.load_der_pkcs7_certificates(signed(content)[1])
    assert signer.certificate in certificates
    assert len(certificates) == 2


def test_a_signature_breaks_with_every_change(
    office: Callable[..., Office], key_file: Path, sender: Owner
) -> None:
    sending = office()
    signer = load_signer(key_file, Secret("geheim-ß"), SENDER, NOW)
    content = sealed(sending, Seal(signer=signer))
    changed = content.replace(b"Stadtprofil K=C3=B6ln 2020\r\n", b"Stadtprofil K=C3=B6ln 2021\r\n")

    assert changed != content
    assert verified(content, sender)
    assert not verified(changed, sender)


def test_an_encrypted_mail_is_read_by_its_recipient(
    office: Callable[..., Office], recipient: Owner, key_file: Path, tmp_path: Path
) -> None:
    sending = office()
    recipient.pem(tmp_path / "amt.pem")
    write_departments(
        tmp_path / "departments.toml", {"Köln": [BOX]}, extra='certificates = ["amt.pem"]'
    )
    signer = load_signer(key_file, Secret("geheim-ß"), SENDER, NOW)
    certificates = load_certificates(
        sending.directory.departments.cities, tmp_path / "departments.toml", NOW
    )

    content = sealed(sending, Seal(signer=signer, certificates=certificates))

    assert b"Stadtprofil K=C3=B6ln" not in content
    message = parse(content)
    assert message["Content-Type"].params["smime-type"] == "enveloped-data"
    assert isinstance(recipient.key, RSAPrivateKey)
    opened = pkcs7.pkcs7_decrypt_der(
        b64decode(str(message.get_payload())), recipient.certificate, recipient.key, []
    )
    within = parse(opened)
    assert within.get_content_type() == "multipart/signed"


def test_whoever_is_to_get_encrypted_mail_needs_a_certificate(
    office: Callable[..., Office], recipient: Owner, authority: Owner, tmp_path: Path
) -> None:
    sending = office({"Köln": [BOX, "b@koeln-amt.de"]})
    recipient.pem(tmp_path / "amt.pem")
    authority.pem(tmp_path / "elliptic.pem")
    authority.person("b@koeln-amt.de", until=NOW - timedelta(days=1)).pem(tmp_path / "old.pem")
    (department,) = sending.directory.departments.cities.values()

    def codes(*names: str) -> list[str]:
        cities = {"koeln": replace(department, certificates=names)}  # type: ignore[arg-type]
        with pytest.raises(DeliveryError) as caught:
            load_certificates(cities, tmp_path / "departments.toml", NOW)
        return [problem.code for problem in caught.value.problems]

    assert codes("amt.pem") == ["no-certificate"]
    assert codes("amt.pem", "old.pem") == ["key-unusable", "no-certificate"]
    assert codes("amt.pem", "elliptic.pem") == ["key-unusable", "no-certificate"]
    assert codes("amt.pem", "none.pem") == ["key-unusable", "no-certificate"]


def test_without_certificates_nothing_is_encrypted(office: Callable[..., Office]) -> None:
    sending = office()

    directory = sending.directory
    assert load_certificates(directory.departments.cities, directory.file, NOW) == {}


def test_a_key_that_does_not_fit_is_told(key_file: Path, authority: Owner, tmp_path: Path) -> None:
    old = authority.person(SENDER, until=NOW - timedelta(days=1)).p12(tmp_path / "old.p12", "x-y-z")

    assert "the password of key.p12 is wrong" in signer_fault(key_file, "wrong one")
    assert "No such file" in signer_fault(tmp_path / "none.p12")
    assert "names another address: post@benchmarking.de" in signer_fault(key_file, sender="a@b.de")
    assert "the certificate expired on" in signer_fault(old, "x-y-z")
    assert "private" not in repr(load_signer(key_file, Secret("geheim-ß"), SENDER, NOW)).lower()


def test_what_is_to_be_signed_is_the_message_of_the_job(
    office: Callable[..., Office], key_file: Path
) -> None:
    sending = office()
    sending.seal = Seal(signer=load_signer(key_file, Secret("geheim-ß"), SENDER, NOW))
    (job,) = [first_job(mailing) for mailing in sending.mailings()]

    part, _ = signed(sending.write(job).content)

    inner = parse(part)
    (attachment,) = inner.iter_attachments()
    assert attachment.get_content() == sending.report("Köln").read_bytes()
