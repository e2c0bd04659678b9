"""What the signatures of a PDF are worth: who signed it, and whether it changed since.

pyHanko is imported where it is needed, for it comes with the extra ``sign`` only.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from msgspec import Struct
from msgspec.structs import replace

from reportgen.bounded import LimitExceededError, run_bounded
from reportgen.errors import ArchiveError, Problem
from reportgen.input_file import InputKind, read_input
from reportgen.signing.keys import holder
from reportgen.signing.presence import has_signature

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

# What the libraries have to say is raised as well, and reported by us.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).propagate = False
    logging.getLogger(_name).addHandler(logging.NullHandler())


class Signature(Struct, frozen=True, kw_only=True):
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

    def as_dict(self) -> dict[str, object]:
        """What is known, for JSON."""
        return {
            "signer": self.signer,
            "certificate": self.fingerprint,
            "time": self.at.isoformat() if self.at else None,
            "timestamped": self.timestamped,
            "unchanged": self.holds,
            "trusted": self.trusted,
        }


class FileSignatures(Struct, frozen=True, kw_only=True):
    """A file with its signatures; `problems` are those of the signatures."""

    file: Path
    signatures: tuple[Signature, ...]
    problems: tuple[Problem, ...]


class Trust(Struct, frozen=True, kw_only=True):
    """Authorities whose certificates are trusted, and the time at which these must be valid."""

    authorities: tuple[x509.Certificate, ...]
    at: datetime


class Roots(Struct, frozen=True, kw_only=True):
    """The same in the form in which it may go to another process: certificates in DER."""

    certificates: tuple[bytes, ...]
    at: datetime

    @classmethod
    def of(cls, trust: Trust | None) -> "Roots | None":
        if trust is None:
            return None
        certificates = tuple(each.public_bytes(Encoding.DER) for each in trust.authorities)
        return cls(certificates=certificates, at=trust.at)


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
                hint="pip install stadtprofil[sign]",
            )
        ) from fault


def examine(pdf: bytes, trust: Trust | None = None) -> tuple[Signature, ...]:
    """What the signatures in a PDF are worth; nothing is fetched from anywhere.

    Args:
        pdf: any PDF.
        trust: whose certificates are trusted; without it that question stays open.

    Raises:
        ArchiveError: there is a signature, and pyHanko is not installed, or it cannot be read.
    """
    if not has_signature(pdf):
        return ()
    require_extra()
    try:
        return run_bounded(_examine, pdf, Roots.of(trust))
    except LimitExceededError as fault:
        raise ArchiveError(_unreadable(fault)) from fault


def _examine(pdf: bytes, trust: Roots | None) -> tuple[Signature, ...]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not found:
            raise ValueError("no field of the file refers to it")
        return tuple(_examined(one, trust) for one in found)
    except RecursionError:
        raise
    except Exception as fault:
        # The libraries rely on types of signatures; a malformed one may raise anything.
        raise ArchiveError(_unreadable(fault)) from fault


def _unreadable(fault: Exception) -> Problem:
    return Problem(code="signature-unreadable", message=f"a signature cannot be read: {fault}")


def examine_files(files: Sequence[Path], trust: Trust | None = None) -> tuple[FileSignatures, ...]:
    """The signatures of each file, and what is wrong with them."""
    return tuple(_examined_file(file, trust) for file in files)


def load_certificates(file: Path) -> tuple[x509.Certificate, ...]:
    """The certificates of authorities in a PEM file.

    Raises:
        ArchiveError: there is none that can be read.
    """
    try:
        return tuple(x509.load_pem_x509_certificates(read_input(file, InputKind.KEY)))
    except (OSError, ValueError) as fault:
        raise ArchiveError(
            Problem(
                code="certificates-unreadable",
                message=f"{file.name} holds no certificates that can be read",
                where=str(file),
                hint="name a PEM file, with lines such as -----BEGIN CERTIFICATE-----",
            )
        ) from fault


def _examined_file(file: Path, trust: Trust | None) -> FileSignatures:
    try:
        found = examine(read_input(file, InputKind.PDF), trust)
    except OSError:
        # Those who check what is in it report that it cannot be read.
        return FileSignatures(file=file, signatures=(), problems=())
    except ArchiveError as fault:
        problems = tuple(replace(problem, where=str(file)) for problem in fault.problems)
        return FileSignatures(file=file, signatures=(), problems=problems)
    broken = (
        Problem(
            code="signature-broken",
            message=f"{file.name} is not as it was when {signature.signer} sealed it",
            where=str(file),
            hint="take it from where it was published, or build and seal it again",
        )
        for signature in found
        if not signature.holds
    )
    return FileSignatures(file=file, signatures=found, problems=tuple(broken))


def _examined(found: "EmbeddedPdfSignature", trust: Roots | None) -> Signature:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    context, usage = validation_context(trust), usage_of_seals()
    status = validate_pdf_signature(found, context, key_usage_settings=usage)
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
        trusted=bool(status.trusted) if trust else None,
    )


def validation_context(trust: Roots | None) -> "ValidationContext":
    """Who is trusted, in the words of the library; nothing is fetched from anywhere."""
    from asn1crypto import x509 as asn1
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=[asn1.Certificate.load(each) for each in (trust.certificates if trust else ())],
        allow_fetching=False,
        # Without authorities nothing depends on it, and the clock is not asked.
        moment=trust.at if trust else datetime(2000, 1, 1, tzinfo=UTC),
    )


def usage_of_seals() -> "KeyUsageConstraints":
    """Organisations get certificates for either use; `load_key` accepts both."""
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    return KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
