"""Seals beside a file."""

from base64 import b64decode
from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from reportgen.errors import ArchiveError
from reportgen.signing.detached import examine_detached, sign_detached
from reportgen.signing.keys import Key
from tests.signing.keys import Pair, pair, private_key

#: An authority, and a seal over ``sealed`` by a key whose certificate expired a few seconds later.
AUTHORITY = """
MIIBTjCB9aADAgECAhRNqGl6tgD2FN0pR0r6MiEbeEmEajAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlBdXRob3JpdHkw
IBcNMjYxMTI0MjIxMjM2WhgPMjEyNjExMDEyMjEyMzZaMBQxEjAQBgNVBAMMCUF1dGhvcml0eTBZMBMGByqGSM49AgEG
CCqGSM49AwEHA0IABJEwi23uCWBkzqfwZTen1cnk1BQ7JJuQGUFDKX7iJ8i5Ti/3sD2f2oa+3q41APIzvt+A9VAc9BLx
x8eZpgMVAfOjIzAhMA4GA1UdDwEB/wQEAwICBDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQC4ToWg
b/M1ahlqvsoM2Tpw1BxsVb5ID9803Bry5SEFbwIgWBmsoM6Ige7W8nuWqHrxEYKzrAJWfeTTvdWQLbuyhrU=
"""
SEAL = """
MIICywYJKoZIhvcNAQcCoIICvDCCArgCAQExDzANBglghkgBZQMEAgEFADALBgkqhkiG9w0BBwGgggFTMIIBTzCB9aAD
AgECAhRWJXTMmaz1Xbx9trbM5eVm8n6sKzAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlBdXRob3JpdHkwHhcNMjYxMTI0
MjIxMjM5WhcNMjYxMTI1MjIxMjM5WjAZMRcwFQYDVQQDDA5TdGFkdCBCZWlzcGllbDBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABOlCvsRR8DKOt62+seWAqpUE7JPzZ1KlBjmS014aAOb03lnsbDlnXXAK/T1HmQTCJve2obBuWyF5CVezrhXD
G3KjIDAeMA4GA1UdDwEB/wQEAwIHgDAMBgNVHRMBAf8EAjAAMAoGCCqGSM49BAMCA0kAMEYCIQD/oJB/Z7fjr0xYQ9NZ
f7ZGdcgjDUOhn1IW8Hx8T2xyRgIhAN9d+oTgGsbW0rS2h2Ry4+UXVXivKrIB77xE7h0Mrp0dMYIBPDCCATgCAQEwLDAU
MRIwEAYDVQQDDAlBdXRob3JpdHkCFFYldMyZrPVdvH22tszl5WbyfqwrMA0GCWCGSAFlAwQCAQUAoIGhMBgGCSqGSIb3
DQEJAzELBgkqhkiG9w0BBwEwHAYJKoZIhvcNAQkFMQ8XDTI2MTEyNTIyMTIzNlowLwYJKoZIhvcNAQkEMSIEICTy+STx
ZxburpMN/HygHdUOS1h1SZfZrDx+YwoMnTtxMDYGCSqGSIb3DQEJDzEpMCcwCwYJYIZIAWUDBAEqMAsGCWCGSAFlAwQB
FjALBglghkgBZQMEAQIwCgYIKoZIzj0EAwIERjBEAiBMfApyTQ3x+MMcjlwFlKDAaUtFWtzswM0hENqY1NMaawIgWZXF
+PSbbOW/yH6Pdfs3IMDuHIEJeSht/KZSYW0mt1k=
"""


def key(made: Pair) -> Key:
    return Key(private=made.private, certificate=made.certificate, chain=())


@pytest.mark.parametrize("made", [pair(), pair(private=ec.generate_private_key(ec.SECP384R1()))])
def test_a_seal_is_by_its_key_and_over_every_byte(made: Pair) -> None:
    seal = sign_detached(b"a\r\nb\n", key(made))

    good = examine_detached(b"a\r\nb\n", seal, (made.certificate,))

    assert (good.holds, good.trusted, good.signer) == (True, True, "Stadt Beispiel")
    assert good.fingerprint == key(made).fingerprint
    assert not examine_detached(b"a\nb\n", seal).holds
    assert examine_detached(b"a\r\nb\n", seal).trusted is None
    stranger = pair("Stadt Beispiel", private=private_key(3))
    assert examine_detached(b"a\r\nb\n", seal, (stranger.certificate,)).trusted is False


def test_a_seal_holds_for_good_when_its_certificate_was_valid_at_its_time() -> None:
    authority = x509.load_der_x509_certificate(b64decode(AUTHORITY))

    found = examine_detached(b"sealed\n", b64decode(SEAL), (authority,))

    assert (found.holds, found.trusted) == (True, True)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda seal: seal[:0],
        lambda seal: seal[:-1],
        lambda seal: seal + b"\0",
        lambda seal: b"\x30\x80" * len(seal),
        lambda seal: seal[:100] + bytes(50) + seal[150:],
    ],
)
def test_what_is_no_seal_cannot_be_read(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ArchiveError) as raised:
        examine_detached(b"sealed\n", spoil(b64decode(SEAL)))

    assert [problem.code for problem in raised.value.problems] == ["signature-unreadable"]
