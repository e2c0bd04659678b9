"""Seals reports (PAdES), and says of a sealed one who did it and whether it changed since.

A seal is a certifying signature that allows no change (ISO 32000-1, 12.8.2.2, P = 1): a report is
finished when it is published, and nobody is to fill in or to sign anything in it. What keeps a
signature provable for decades (timestamps and certificates) may be added even so (ISO 32000-2).

pyHanko is imported where it is needed, for it comes with the extra ``sign`` only.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from reportgen.archive.key import Key, holder
from reportgen.errors import ArchiveError, Problem

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

#: Name of the signature's field.
FIELD = "Seal"

#: What a screen reader says of it, by language of the report.
LABELS = {"de": "Elektronisches Siegel", "en": "Electronic seal"}

#: Seconds that a timestamp server may take.
PATIENCE = 30

_BYTE_RANGE = re.compile(rb"/ByteRange ?\[ ?0 (\d+) (\d+) (\d+) ?\]")

# What the libraries have to say is raised as well, and told by us.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).propagate = False
    logging.getLogger(_name).addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What is known of a signature in a PDF.

    Attributes:
        signer: whose certificate it is, in the words of the certificate.
        fingerprint: SHA-256 of the certificate.
        at: time of the timestamp, else what the signer's clock said; None when there is neither.
        timestamped: a timestamp server vouches for the time.
        intact: what was signed is still what was signed, by that key.
        whole: nothing was added to the file after it.
        trusted: the certificate comes from one of the authorities given; None when none was.
    """

    signer: str
    fingerprint: str
    at: datetime | None
    timestamped: bool
    intact: bool
    whole: bool
    trusted: bool | None

    @property
    def holds(self) -> bool:
        """Whether the file is as it was signed."""
        return self.intact and self.whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealer:
    """Seals reports, but none a second time.

    Attributes:
        key: of the seal.
        at: time of the signatures.
        timestamp_url: of a timestamp server (RFC 3161); without one the signer's clock counts.
    """

    key: Key
    at: datetime
    timestamp_url: str = ""

    def __call__(self, report: bytes, there: bytes | None) -> bytes:
        """The sealed report: what is `there` already, when it is this one under this seal.

        Raises:
            ArchiveError: it cannot be sealed.
        """
        if there is not None and self._is_done(report, there):
            return there
        return seal(report, self.key, self.at, self.timestamp_url)

    def _is_done(self, report: bytes, there: bytes) -> bool:
        if not is_sealed(there, report):
            return False
        (signature,) = examine(there, self.at)
        return (
            signature.holds
            and signature.fingerprint == self.key.fingerprint
            and signature.timestamped >= bool(self.timestamp_url)
        )


def require_extra() -> None:
    """Makes sure that signatures can be made and examined.

    Raises:
        ArchiveError: the extra is not installed.
    """
    try:
        import pyhanko.sign  # noqa: F401
    except ModuleNotFoundError as fault:
        raise ArchiveError(
            Problem(
                code="sign-extra-missing",
                message="signatures need pyHanko, which is not installed",
                hint="pip install reportgen[sign]",
            )
        ) from fault


def seal(pdf: bytes, key: Key, at: datetime, timestamp_url: str = "") -> bytes:
    """Seals a report: PAdES B-B, with a timestamp B-T (ETSI EN 319 142-1).

    The signature is an update behind the end of the file, which stays as it is; so PDF/A and
    PDF/UA hold, with an invisible field in the structure tree as the last thing to be read.

    Args:
        pdf: as the compose stage makes it.
        key: from `load_key`.
        at: time of the signature, with its zone.
        timestamp_url: of a timestamp server.

    Returns:
        The sealed file; it begins with `pdf`.

    Raises:
        ArchiveError: pyHanko is not installed, or the timestamp server does not answer.
    """
    require_extra()
    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError
    from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class AtThatTime(PdfSigner):
        """Has the time from its caller; pyHanko would ask the clock."""

        def init_signing_session(
            self, pdf_out: Any, existing_fields_only: bool = False
        ) -> PdfSigningSession:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = at
            return session

    certificates = [
        asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
        for certificate in (key.certificate, *key.chain)
    ]
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple(certificates)
    signer = AtThatTime(
        PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        SimpleSigner(certificates[0], keys.PrivateKeyInfo.load(private), store),
        timestamper=RequestsHTTPTimeStamper(timestamp_url, timeout=PATIENCE)
        if timestamp_url
        else None,
    )
    try:
        sealed: BytesIO = signer.sign_pdf(_with_field(pdf), existing_fields_only=True)
    except TimestampRequestError as fault:
        raise ArchiveError(_no_timestamp(timestamp_url, fault)) from fault
    return sealed.getvalue()


def is_sealed(pdf: bytes, report: bytes) -> bool:
    """Whether `pdf` is `report` with one signature after it that covers all of the file.

    A signature is an update behind the end of a file (ISO 32000-1, 12.8.1), so the report
    before it is still there, byte by byte. Whether the signature holds is another question.
    """
    if not pdf.startswith(report) or len(pdf) == len(report):
        return False
    ranges = _BYTE_RANGE.findall(pdf, len(report))
    return len(ranges) == 1 and int(ranges[0][1]) + int(ranges[0][2]) == len(pdf)


def examine(
    pdf: bytes, now: datetime, trusted: Sequence[x509.Certificate] = ()
) -> tuple[Signature, ...]:
    """What the signatures in a PDF are worth; nothing is fetched from anywhere.

    Args:
        pdf: any PDF.
        now: certificates must be valid at this time to be trusted.
        trusted: certificates of authorities.

    Raises:
        ArchiveError: there is a signature, and pyHanko is not installed, or it cannot be read.
    """
    # This entry of a signature stands outside of compressed streams, for it counts bytes.
    if b"/ByteRange" not in pdf:
        return ()
    require_extra()
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SignedDataCerts  # noqa: F401

    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_signatures
        return tuple(_examined(one, now, trusted) for one in found)
    except (PdfError, ValueError, LookupError, TypeError) as fault:
        raise ArchiveError(
            Problem(code="signature-unreadable", message=f"a signature cannot be read: {fault}")
        ) from fault


def load_certificates(file: Path) -> tuple[x509.Certificate, ...]:
    """The certificates of authorities in a PEM file.

    Raises:
        ArchiveError: there is none that can be read.
    """
    try:
        return tuple(x509.load_pem_x509_certificates(file.read_bytes()))
    except (OSError, ValueError) as fault:
        raise ArchiveError(
            Problem(
                code="certificates-unreadable",
                message=f"{file.name} holds no certificates that can be read",
                where=str(file),
                hint="name a PEM file, with lines such as -----BEGIN CERTIFICATE-----",
            )
        ) from fault


def _examined(
    found: "EmbeddedPdfSignature", now: datetime, trusted: Sequence[x509.Certificate]
) -> Signature:
    from asn1crypto import x509 as asn1
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    roots = [asn1.Certificate.load(root.public_bytes(Encoding.DER)) for root in trusted]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=now)
    status = validate_pdf_signature(found, context)
    certificate = x509.load_der_x509_certificate(found.signer_cert.dump())
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.intact and stamp.valid
    return Signature(
        signer=holder(certificate),
        fingerprint=certificate.fingerprint(SHA256()).hex(),
        at=stamp.timestamp if stamp and stamped else status.signer_reported_dt,
        timestamped=stamped,
        intact=status.intact and status.valid and stamped >= (stamp is not None),
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        trusted=bool(status.trusted) if trusted else None,
    )


def _with_field(pdf: bytes) -> "IncrementalPdfFileWriter":
    """The report with an empty field for the signature, which is in the structure tree.

    Every widget must stand in a ``Form`` element (ISO 14289-1, 7.18.4), seen or not.
    """
    from pyhanko.pdf_utils.generic import (
        ArrayObject,
        DictionaryObject,
        NameObject,
        NumberObject,
    )
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    class Update(IncrementalPdfFileWriter):
        """Leaves the metadata as they are: the report is the same, and so is its date."""

        def _update_meta(self) -> None:
            pass

    writer = Update(BytesIO(pdf))
    label = LABELS.get(str(writer.root.get("/Lang", "")).partition("-")[0], LABELS["en"])
    last_page = -1
    spec = SigFieldSpec(FIELD, on_page=last_page, readable_field_name=label)
    append_signature_field(writer, spec)
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    page, _ = writer.find_page_for_modification(last_page)
    tree = writer.root["/StructTreeRoot"]
    document = tree["/K"]
    form = writer.add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject("/Form"),
                NameObject("/P"): tree.raw_get("/K"),
                NameObject("/Pg"): page,
                NameObject("/K"): DictionaryObject(
                    {NameObject("/Type"): NameObject("/OBJR"), NameObject("/Obj"): field}
                ),
            }
        )
    )
    number = tree["/ParentTreeNextKey"]
    field.get_object()[NameObject("/StructParent")] = NumberObject(number)
    tree[NameObject("/ParentTreeNextKey")] = NumberObject(number + 1)
    for container, more in (
        (document["/K"], [form]),
        (tree["/ParentTree"]["/Nums"], [NumberObject(number), form]),
    ):
        assert isinstance(container, ArrayObject), "the compose stage writes arrays"
        container.extend(more)
        writer.update_container(container)
    writer.update_container(tree)
    return writer


def _no_timestamp(url: str, fault: Exception) -> Problem:
    return Problem(
        code="timestamp-failed",
        message=f"there is no timestamp: {fault}",
        where=url,
        hint="check the address, or seal without --timestamp",
    )
