"""A sealed report is the report, a signature, and nothing else; what was changed shows."""

import sys
from collections.abc import Callable, Mapping
from datetime import timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from reportgen.errors import ArchiveError
from reportgen.model import Report
from reportgen.signing.examine import (
    Signature,
    Trust,
    examine,
    examine_files,
    load_certificates,
)
from reportgen.signing.keys import Key
from reportgen.signing.seal import Sealer, is_sealed, seal
from tests.signing.keys import NOW, Pair, pair, private_key
from tests.signing.tsa import timestamp_server

pytestmark = pytest.mark.exhaustive


@pytest.fixture(scope="module")
def authority() -> Pair:
    return pair("Stammzertifikat", usage=["key_cert_sign"], private=private_key(1))


@pytest.fixture(scope="module")
def key(authority: Pair) -> Key:
    made = pair("Stadt Köln, Statistik", issuer=authority)
    return Key(private=made.private, certificate=made.certificate, chain=())


@pytest.fixture(scope="module")
def report(reports: Mapping[str, Report]) -> bytes:
    return reports["koeln"].pdf


@pytest.fixture(scope="module")
def sealed(report: bytes, key: Key) -> bytes:
    return seal(report, key, NOW)


def only(pdf: bytes, trust: Trust | None = None) -> Signature:
    (signature,) = examine(pdf, trust)
    return signature


def codes(raised: pytest.ExceptionInfo[ArchiveError]) -> list[str]:
    return [problem.code for problem in raised.value.problems]


# --- what a seal is -------------------------------------------------------------------------


def test_a_sealed_report_begins_with_the_report(report: bytes, sealed: bytes) -> None:
    assert sealed.startswith(report)
    assert is_sealed(sealed, report)


def test_it_is_a_pades_signature_that_certifies_and_allows_no_change(sealed: bytes) -> None:
    with pikepdf.open(BytesIO(sealed)) as document:
        (field,) = document.Root.AcroForm.Fields
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        (reference,) = field.V.Reference
        assert reference.TransformMethod == "/DocMDP"
        assert reference.TransformParams.P == 1
        assert document.Root.Perms.DocMDP.objgen == field.V.objgen


def test_it_is_not_seen_but_named_and_in_the_structure_tree(sealed: bytes) -> None:
    with pikepdf.open(BytesIO(sealed)) as document:
        (field,) = document.Root.AcroForm.Fields
        assert [float(side) for side in field.Rect] == [0, 0, 0, 0]
        assert str(field.TU) == "Elektronisches Siegel"
        form = document.Root.StructTreeRoot.K.K[-1]
        assert (form.S, form.K.Obj.objgen) == ("/Form", field.objgen)
        assert form.Pg.objgen == document.pages[-1].obj.objgen


def test_title_date_and_pages_stay(report: bytes, sealed: bytes) -> None:
    with pikepdf.open(BytesIO(report)) as before, pikepdf.open(BytesIO(sealed)) as after:
        assert dict(before.docinfo) == dict(after.docinfo)
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert [page.Contents.read_bytes() for page in before.pages] == [
            page.Contents.read_bytes() for page in after.pages
        ]


def test_signer_and_time_are_told(sealed: bytes, key: Key) -> None:
    signature = only(sealed)

    assert signature == Signature(
        signer="Stadt Köln, Statistik",
        fingerprint=key.fingerprint,
        at=NOW,
        timestamped=False,
        intact=True,
        whole=True,
        trusted=None,
    )
    assert signature.holds


def test_a_timestamp_server_vouches_for_the_time(report: bytes, key: Key) -> None:
    server = pair("Zeit", usage=["digital_signature"], for_timestamps=True)
    earlier = NOW - timedelta(hours=1)

    with timestamp_server(server) as url:
        signature = only(seal(report, key, earlier, url))

    assert (signature.timestamped, signature.at, signature.holds) == (True, NOW, True)


# --- whether it changed ---------------------------------------------------------------------


def flipped(pdf: bytes, mark: bytes, start: int, further: int) -> bytes:
    """The file with another bit, so many bytes after a mark."""
    changed = bytearray(pdf)
    changed[pdf.index(mark, start) + further] ^= 1
    return bytes(changed)


@pytest.mark.parametrize(
    ("mark", "in_the_update"),
    [(b"stream", False), (b"/Contents", True), (b"/FT /Sig", True), (b"/ByteRange", True)],
)
def test_a_flipped_bit_shows(
    sealed: bytes, report: bytes, tmp_path: Path, mark: bytes, in_the_update: bool
) -> None:
    """In the report, in the signature, in what leads to it, and in what it says it covers."""
    start, further = (len(report), len(mark) + 4) if in_the_update else (9000, 40)
    if mark == b"/Contents":
        further = 400
    (tmp_path / "broken.pdf").write_bytes(flipped(sealed, mark, start, further))
    (tmp_path / "good.pdf").write_bytes(sealed)

    broken, good = examine_files([tmp_path / "broken.pdf", tmp_path / "good.pdf"])

    (problem,) = broken.problems
    assert problem.code in {"signature-broken", "signature-unreadable"}
    assert problem.where == str(tmp_path / "broken.pdf")
    assert good.problems == ()


def test_another_name_in_the_certificate_shows(sealed: bytes) -> None:
    """The key is the same, so the signature itself is still right."""
    name, other = (b"Statistik".hex().upper(), b"Astrologe".hex().upper())

    changed = sealed.replace(name.encode(), other.encode())
    assert changed != sealed

    with pytest.raises(ArchiveError) as raised:
        examine(changed)

    assert codes(raised) == ["signature-unreadable"]


def test_what_is_added_after_it_shows(sealed: bytes, report: bytes) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    out = BytesIO()
    writer.write(out)

    signature = only(out.getvalue())
    assert (signature.intact, signature.whole, signature.holds) == (True, False, False)
    assert not is_sealed(out.getvalue(), report)


@pytest.mark.parametrize("more", [b"\n", b"%%EOF", b"/ByteRange [0 1 2 3]"])
def test_bytes_after_the_end_are_no_part_of_it(sealed: bytes, report: bytes, more: bytes) -> None:
    assert not is_sealed(sealed + more, report)
    assert not is_sealed(report + more, report)


def stain(writer: Any) -> None:
    """Draws on the first page."""
    from pyhanko.pdf_utils.generic import ArrayObject, NameObject, StreamObject

    page, _ = writer.find_page_for_modification(0)
    drawn = writer.add_object(StreamObject(stream_data=b"/Artifact BMC 0 0 99 99 re f EMC"))
    content = page.get_object()
    content[NameObject("/Contents")] = ArrayObject([content.raw_get("/Contents"), drawn])


def cover(writer: Any) -> None:
    """Lets the field of the signature be seen, over the last page."""
    from pyhanko.pdf_utils.generic import ArrayObject, NameObject, NumberObject

    field = writer.root["/AcroForm"]["/Fields"][0]
    field[NameObject("/Rect")] = ArrayObject(map(NumberObject, (0, 0, 500, 800)))


@pytest.mark.parametrize("forge", [stain, cover])
def test_a_sound_signature_of_a_changed_report_is_no_seal_of_it(
    report: bytes, key: Key, monkeypatch: pytest.MonkeyPatch, forge: Callable[[Any], None]
) -> None:
    """The update that brings the signature brings the change too, and is signed with it."""
    import pyhanko.sign.fields

    append = pyhanko.sign.fields.append_signature_field

    def forging(writer: Any, *args: Any) -> Any:
        appended = append(writer, *args)
        forge(writer)
        return appended

    with monkeypatch.context() as patched:
        patched.setattr(pyhanko.sign.fields, "append_signature_field", forging)
        pdf = seal(report, key, NOW)

    assert pdf.startswith(report)
    assert only(pdf).holds
    assert not is_sealed(pdf, report)
    assert Sealer(key=key, at=NOW)(report, pdf) != pdf


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/M (D", b"/N (D"),
        (b"Z)\n", b"X)\n"),
        (b"/SubFilter /ETSI.CAdES", b"/SubFilter /ETSI.XAdES"),
        (b"/Contents <3", b"/Contents <g"),
        (b"/Contents <30", b"/Contents <31"),
        (b"/P 1\n", b"/P 3\n"),
        (b"0000000000000>", b">/Name/A/B<00>"),
    ],
)
def test_what_is_not_as_it_would_be_made_is_no_seal(
    report: bytes, sealed: bytes, old: bytes, new: bytes
) -> None:
    start = len(report)
    assert old in sealed[start:]

    assert not is_sealed(sealed[:start] + sealed[start:].replace(old, new), report)


def test_the_seal_of_any_key_and_zone_is_known_as_one(report: bytes) -> None:
    made = pair("Stadt Bonn", private=ec.generate_private_key(ec.SECP384R1()))
    key = Key(private=made.private, certificate=made.certificate, chain=())

    assert is_sealed(seal(report, key, NOW.astimezone(timezone(timedelta(hours=9)))), report)
    with timestamp_server(pair("Zeit", for_timestamps=True)) as url:
        assert is_sealed(seal(report, key, NOW, url), report)


# --- whom to trust --------------------------------------------------------------------------


def test_an_authority_vouches_for_its_own_certificates(sealed: bytes, authority: Pair) -> None:
    stranger = pair("Anderes", usage=["key_cert_sign"], private=private_key(2))

    for given, expected in ((authority, True), (stranger, False)):
        trust = Trust(authorities=(given.certificate,), at=NOW)
        signature = only(sealed, trust)
        assert (signature.trusted, signature.holds) == (expected, True)


def test_a_certificate_that_has_expired_since_is_not_trusted(
    sealed: bytes, authority: Pair
) -> None:
    later = Trust(authorities=(authority.certificate,), at=NOW + timedelta(days=4000))

    assert only(sealed, later).trusted is False


@pytest.mark.parametrize("content", [None, b"", b"nothing"])
def test_a_file_without_certificates_is_told(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "ca.pem").write_bytes(content)

    with pytest.raises(ArchiveError) as raised:
        load_certificates(tmp_path / "ca.pem")

    assert codes(raised) == ["certificates-unreadable"]


# --- not twice ------------------------------------------------------------------------------


def test_a_report_that_carries_the_seal_is_not_sealed_again(
    report: bytes, sealed: bytes, key: Key
) -> None:
    sealer = Sealer(key=key, at=NOW + timedelta(days=1))

    assert sealer(report, sealed) is sealed


def test_a_damaged_seal_is_made_anew(report: bytes, sealed: bytes, key: Key) -> None:
    for mark in (b"/Contents", b"/FT /Sig"):
        made = Sealer(key=key, at=NOW)(report, flipped(sealed, mark, len(report), len(mark) + 4))
        assert only(made).holds


def test_all_other_reports_are_sealed(
    report: bytes, sealed: bytes, key: Key, reports: Mapping[str, Report]
) -> None:
    sealer = Sealer(key=key, at=NOW)
    other = pair("Stadt Bonn", private=private_key(2))
    by_another = seal(
        report, Key(private=other.private, certificate=other.certificate, chain=()), NOW
    )

    for there in (None, b"", report, seal(reports["essen"].pdf, key, NOW), by_another):
        made = sealer(report, there)
        assert made != there
        assert only(made).fingerprint == key.fingerprint
    with timestamp_server(pair("Zeit", for_timestamps=True)) as url:
        stamped = Sealer(key=key, at=NOW, timestamp_url=url)(report, sealed)
        assert only(stamped).timestamped
        assert Sealer(key=key, at=NOW, timestamp_url=url)(report, stamped) is stamped


# --- what may be missing --------------------------------------------------------------------


def test_a_timestamp_server_that_refuses_is_told(report: bytes, key: Key) -> None:
    server = pair("Zeit", for_timestamps=True)

    with timestamp_server(server, refusing=True) as url, pytest.raises(ArchiveError) as raised:
        seal(report, key, NOW, url)

    assert codes(raised) == ["timestamp-failed"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://me:secret@127.0.0.1:1", "nonsense"])
def test_a_timestamp_server_that_is_not_there_is_told(report: bytes, key: Key, url: str) -> None:
    with pytest.raises(ArchiveError) as raised:
        seal(report, key, NOW, url)

    assert codes(raised) == ["timestamp-failed"]
    assert raised.value.problems[0].where == url.rpartition("@")[2]
    assert "secret" not in str(raised.value)


def test_without_the_extra_that_is_told(
    report: bytes, sealed: bytes, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko.sign", None)

    for call in (
        lambda: seal(report, key, NOW),
        lambda: examine(sealed),
        lambda: is_sealed(sealed, report),
    ):
        with pytest.raises(ArchiveError) as raised:
            call()
        assert codes(raised) == ["sign-extra-missing"]
        assert raised.value.problems[0].hint == "pip install stadtprofil[sign]"
    assert examine(report) == ()
