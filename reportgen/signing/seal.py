"""Seals reports: a signature (PAdES) behind the end of the file, invisible.

A seal is a certifying signature that allows no change (ISO 32000-1, 12.8.2.2, P = 1): a report is
finished when it is published, and nobody is to fill in or to sign anything in it. What keeps a
signature provable for decades (timestamps and certificates) may be added even so (ISO 32000-2).

pyHanko is imported where it is needed, for it comes with the extra ``sign`` only.
"""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from msgspec import Struct

from reportgen.errors import ArchiveError, Problem
from reportgen.signing.examine import examine, require_extra
from reportgen.signing.keys import Key

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import Signer

#: Name of the signature's field.
FIELD = "Seal"

#: What a screen reader says of it, by language of the report.
LABELS = {"de": "Elektronisches Siegel", "en": "Electronic seal"}

#: Seconds that a timestamp server may take.
PATIENCE = 30

# What differs between two seals of one report: which bytes are signed and since when, the
# signature itself, and a number that is drawn for each version of a file.
_BYTE_RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) \d+ *\]")
_TIME = re.compile(rb"/M \(D\\072(\d{14})Z\)")
_SIGNATURE = re.compile(rb"<[0-9A-Fa-f]*>")
_NUMBER = re.compile(rb"/ID \[ <[0-9a-f]{32}> <([0-9a-f]{32})> \]")


class Sealer(Struct, frozen=True, kw_only=True):
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
        try:
            (signature,) = examine(there)
        except ArchiveError:
            return False  # It is damaged, and a new seal mends it.
        return (
            signature.holds
            and signature.fingerprint == self.key.fingerprint
            and signature.timestamped >= bool(self.timestamp_url)
        )


def seal(pdf: bytes, key: Key, at: datetime, timestamp_url: str = "") -> bytes:
    """Seals a report: PAdES B-B, with a timestamp B-T (ETSI EN 319 142-1).

    The signature is an update behind the end of the file, which stays as it is; so PDF/A and
    PDF/UA hold; by PDF/UA-1 its invisible field is the last thing to be read.

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
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    certificate, *chain = (
        asn1.Certificate.load(each.public_bytes(Encoding.DER))
        for each in (key.certificate, *key.chain)
    )
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple(chain)
    signer = SimpleSigner(certificate, keys.PrivateKeyInfo.load(private), store)
    try:
        return _signed(pdf, signer, at, timestamp_url)
    except (TimestampRequestError, ValueError) as fault:
        # An answer that is no timestamp is a ValueError.
        if not timestamp_url:
            raise
        raise ArchiveError(_no_timestamp(timestamp_url, fault)) from fault


def is_sealed(pdf: bytes, report: bytes) -> bool:
    """Whether `pdf` is `report` with one seal after it, as `seal` makes it, and nothing else.

    A signature is an update behind the end of a file (ISO 32000-1, 12.8.1), and an update may
    also draw something else on a page; who signs that has a sound signature of another document.
    So the update is made again and compared. Whether the signature holds is another question.

    Raises:
        ArchiveError: there is a signature, and pyHanko is not installed.
    """
    if not pdf.startswith(report):
        return False
    ranges = _BYTE_RANGE.findall(pdf, len(report))
    times, numbers = _TIME.findall(pdf, len(report)), list(_NUMBER.finditer(pdf, len(report)))
    if not (len(ranges) == len(times) == len(numbers) == 1):
        return False
    start, end = map(int, ranges[0])
    if not _SIGNATURE.fullmatch(pdf, start, end):
        return False
    require_extra()
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.signers import ExternalSigner

    try:
        (found,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
        at = datetime.strptime(f"{times[0].decode()}Z", "%Y%m%d%H%M%S%z")
        unsigned = ExternalSigner(found.signer_cert, None, bytes(1))
        again = bytearray(_signed(report, unsigned, at, room=end - start - len("<>")))
    except Exception:
        # As in `examine`, what is malformed may raise anything.
        return False
    for first, last in ((start, end), numbers[0].span(1)):
        again[first:last] = pdf[first:last]
    return again == pdf


def _signed(
    pdf: bytes, signer: "Signer", at: datetime, timestamp_url: str = "", room: int | None = None
) -> bytes:
    """The report with a seal by `signer`, with room for so many digits of its signature."""
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers.pdf_signer import (
        PdfSignatureMetadata,
        PdfSigner,
        PdfSigningSession,
    )
    from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

    class AtThatTime(PdfSigner):
        """Has the time from its caller; pyHanko would ask the clock."""

        def init_signing_session(
            self, pdf_out: Any, existing_fields_only: bool = False
        ) -> PdfSigningSession:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = at.astimezone(UTC)
            return session

    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    timestamper = (
        RequestsHTTPTimeStamper(timestamp_url, timeout=PATIENCE) if timestamp_url else None
    )
    sealed: BytesIO = AtThatTime(metadata, signer, timestamper=timestamper).sign_pdf(
        _with_field(pdf), existing_fields_only=True, bytes_reserved=room
    )
    return sealed.getvalue()


def _with_field(pdf: bytes) -> "IncrementalPdfFileWriter":
    """The report with an empty field for the signature.

    By PDF/UA-1 every widget must stand in a ``Form`` element, seen or not (ISO 14289-1, 7.18.4);
    by PDF/UA-2 one that is not seen must not, but says itself what it is (ISO 14289-2, 8.9.2.4.13,
    8.10.2.3).
    """
    from pyhanko.pdf_utils.generic import NameObject, TextStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    class Update(IncrementalPdfFileWriter):
        """Leaves the metadata as they are: the report is the same, and so is its date."""

        def _update_meta(self) -> None:
            pass

    writer = Update(BytesIO(pdf))
    label = LABELS.get(str(writer.root.get("/Lang", "")).partition("-")[0], LABELS["en"])
    # On the last page, as in the order of reading.
    spec = SigFieldSpec(FIELD, on_page=-1, readable_field_name=label)
    append_signature_field(writer, spec)
    field = writer.root["/AcroForm"]["/Fields"][0]
    if writer.prev.input_version < (2, 0):
        _put_into_tree(writer)
    else:
        field[NameObject("/Contents")] = TextStringObject(label)
        writer.update_container(field)
    return writer


def _put_into_tree(writer: "IncrementalPdfFileWriter") -> None:
    """Makes the field the last thing of the structure tree."""
    from pyhanko.pdf_utils.generic import (
        ArrayObject,
        DictionaryObject,
        NameObject,
        NumberObject,
    )

    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    tree = writer.root["/StructTreeRoot"]
    document = tree["/K"]
    form = writer.add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject("/Form"),
                NameObject("/P"): tree.raw_get("/K"),
                NameObject("/Pg"): field.get_object().raw_get("/P"),
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


def _no_timestamp(url: str, fault: Exception) -> Problem:
    return Problem(
        code="timestamp-failed",
        message=f"there is no timestamp: {fault}",
        # A name and a password may stand before the server.
        where=url.rpartition("@")[2],
        hint="check the address, or seal without --timestamp",
    )
