"""Seals beside a file: a detached signature (CMS, RFC 5652) over all of its bytes.

Any tool that knows CMS makes sure of one, e.g. ``openssl cms -verify``. To look at one here takes
pyHanko, which comes with the extra ``sign`` only.
"""

import asyncio
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from msgspec.structs import replace

from reportgen.bounded import LimitExceededError, run_bounded
from reportgen.errors import ArchiveError, Problem
from reportgen.signing.examine import (
    Roots,
    Signature,
    require_extra,
    usage_of_seals,
    validation_context,
)
from reportgen.signing.keys import Key, holder


def sign_detached(content: bytes, key: Key) -> bytes:
    """A signature over `content`, in DER, with the certificates of the key and now as its time."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(key.certificate, key.private, SHA256())
    for certificate in key.chain:
        builder = builder.add_certificate(certificate)
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    return builder.sign(Encoding.DER, options)


def examine_detached(
    content: bytes, signature: bytes, trusted: tuple[x509.Certificate, ...] | None = None
) -> Signature:
    """What a signature beside a file is worth; nothing is fetched from anywhere.

    Args:
        content: of the file.
        signature: in DER.
        trusted: authorities, or the certificate of the signer itself; they must have been valid
            when the signer says that it was made. Without them that question stays open.

    Raises:
        ArchiveError: pyHanko is not installed, or it is no signature that can be read.
    """
    require_extra()
    roots = tuple(each.public_bytes(Encoding.DER) for each in trusted or ())
    try:
        return run_bounded(_examine, content, signature, None if trusted is None else roots)
    except LimitExceededError as fault:
        raise ArchiveError(_unreadable(fault)) from fault


def _examine(content: bytes, signature: bytes, roots: tuple[bytes, ...] | None) -> Signature:
    # The libraries rely on types of signatures; a malformed one may raise anything.
    try:
        found = _examined(content, signature, None)
    except RecursionError:
        raise
    except Exception as fault:
        raise ArchiveError(_unreadable(fault)) from fault
    if roots is None:
        return found
    try:
        return _examined(content, signature, roots)
    except Exception:
        # So may an authority of the same name with a key of another kind.
        return replace(found, trusted=False)


def _examined(content: bytes, signature: bytes, roots: tuple[bytes, ...] | None) -> Signature:
    from asn1crypto import cms
    from pyhanko.sign.validation import async_validate_detached_cms

    signed = cms.ContentInfo.load(signature, strict=True)["content"]
    (info,) = signed["signer_infos"]
    signed_attributes = {each["type"].native: each["values"] for each in info["signed_attrs"]}
    times = [each.native for each in signed_attributes.get("signing_time", ())]
    at = times[0] if times else None
    trust = None if roots is None else Roots(certificates=roots, at=at or datetime.now(UTC))
    status = asyncio.run(
        async_validate_detached_cms(
            content,
            signed,
            signer_validation_context=validation_context(trust),
            key_usage_settings=usage_of_seals(),
        )
    )
    certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
    return Signature(
        signer=holder(certificate),
        fingerprint=certificate.fingerprint(SHA256()).hex(),
        at=at,
        timestamped=False,
        intact=bool(status.intact and status.valid),
        whole=True,
        trusted=bool(status.trusted) if trust else None,
    )


def _unreadable(fault: Exception) -> Problem:
    return Problem(code="signature-unreadable", message=f"a signature cannot be read: {fault}")
