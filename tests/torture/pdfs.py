"""PDFs: our own with odd objects in them, and bombs, for the commands that read PDFs."""

import random
import zlib
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Object, Stream

from tests.delivery.making import write_departments
from tests.running import Result, run
from tests.torture.attempt import Attempt
from tests.workbooks import WORKBOOK

#: What packed bytes may have been, in megabytes.
_PACKED = (1, 40, 900)

_NUMBERS = (-1, 0, 1, 255, 2**31 - 1, -(2**31), 2**63 - 1, 10**9)

#: What may stand in the place of an entry.
_KINDS = (
    *("nothing", "own", "other", "number", "real", "name", "text"),
    *("gaps", "many", "deep", "bomb"),
)

#: Operators with operands that make little sense.
_CONTENT = (
    b"/None gs /None Do /None sh ",
    b"q " * 3,
    b"Q Q ",
    b"1" + b"0" * 320 + b" 0 0 1 0 0 cm ",
    b"-1 0 0 -999999999999999999999999999999999 0 0 cm ",
    b"0 0 0 0 0 0 cm 0 0 99 99 re f ",
    b"BT /#ff#fe 10 Tf (x) Tj ET ",
    b"BT 0 0 0 0 0 0 Tm (x) ' ET ",
    b"/P <</MCID 99999999999>> BDC EMC EMC ",
    b"BI /W 30000 /H 30000 /CS /CMYK /BPC 8 ID x EI ",
    b"[[[[ (x) ]]]] TJ ",
    b"/Self Do ",
    b"0 0 9 9 re f\n" * 100_000,
    b"/Form Do " * 5000,
)


@cache
def _own(edition: str) -> bytes:
    """A report as it is built."""
    state = random.getstate()  # which belongs to hypothesis
    with TemporaryDirectory() as folder:
        arguments = ("--city", "Köln", "--edition", edition, "--out", folder, "-q")
        assert run("build", WORKBOOK, *arguments).code == 0
        (file,) = Path(folder).rglob("*.pdf")
        content = file.read_bytes()
    random.setstate(state)
    return content


@cache
def _departments() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "departments.toml")
        return write_departments(file, {"Köln": ["a@koeln-amt.de"]}).read_bytes()


@cache
def _packed(megabytes: int, byte: bytes) -> bytes:
    packer = zlib.compressobj(9)
    parts = [packer.compress(byte * 1_000_000) for _ in range(megabytes)]
    return b"".join((*parts, packer.flush()))


def _value(draw: st.DrawFn, document: pikepdf.Pdf, own: Object) -> object:
    """Something that no standard puts at this place.

    No object is put into itself but by its number: no file can say so, and qpdf has no end then.
    """
    own = own if own.is_indirect else document.make_indirect(own)
    objects = document.objects
    kind = draw(st.sampled_from(_KINDS))
    match kind:
        case "own":
            return own
        case "other":
            return objects[draw(st.integers(1, len(objects) - 1))]
        case "number":
            return draw(st.sampled_from(_NUMBERS))
        case "real":
            return Object.parse(b"-1" + b"0" * draw(st.sampled_from((30, 310))) + b".5")
        case "name":
            return Object.parse(draw(st.sampled_from((b"/#ff#fe", b"/\xff", b"/#1b#5b2J", b"/"))))
        case "text":
            return pikepdf.String(draw(st.sampled_from(("", "\x1b[2J", "a" * 100_000))))
        case "gaps":
            return Array([None, own, None, 1, Array()])
        case "many":
            return Array([draw(st.sampled_from((None, 0, own)))] * 200_000)
        case "deep":
            return _chain(document, draw(st.sampled_from((30, 3000, 50_000))))
        case "bomb":
            return _bomb(draw, document)
        case _:
            return None


def _chain(document: pikepdf.Pdf, length: int) -> Object:
    """Elements, pages, forms or nodes of a tree within one another, whichever is looked for."""
    below = document.make_indirect(Dictionary(S=Name.P))
    for _ in range(length):
        kids = Array([below, below])
        below = document.make_indirect(Dictionary(S=Name.Div, K=kids, Kids=kids, Type=Name.Pages))
    return below


def _bomb(draw: st.DrawFn, document: pikepdf.Pdf) -> Stream:
    """Much in little; one time in three packed again and again."""
    megabytes, byte = draw(st.sampled_from(_PACKED)), draw(st.sampled_from((b" ", b"\0", b"0")))
    stream = document.make_stream(b"")
    filters, content = [Name.FlateDecode], _packed(megabytes, byte)
    for _ in range(draw(st.sampled_from((0, 0, 3)))):
        filters, content = [*filters, Name.FlateDecode], zlib.compress(content)
    stream.write(content, filter=Array(filters))
    stream.N, stream.Width, stream.Height = draw(st.sampled_from((1, 4))), 15_000, 15_000
    stream.Subtype, stream.BitsPerComponent = Name.Image, 8
    stream.ColorSpace = Name.DeviceCMYK
    return stream


def _disturb(draw: st.DrawFn, document: pikepdf.Pdf) -> None:
    """Puts something odd in the place of an object's entry."""
    objects = document.objects
    first = document.pages[0].obj if document.pages else document.Root
    places: Sequence[Object] = (
        document.Root,
        first,
        first.get("/Resources", first),
        document.Root.get("/StructTreeRoot", document.Root),
        document.Root.get("/Pages", document.Root),
        objects[draw(st.integers(1, len(objects) - 1))],
    )
    place = draw(st.sampled_from(places))
    if isinstance(place, Dictionary | Stream):
        keys = sorted(place.keys())
        if keys:
            key = draw(st.sampled_from(keys))
            value = _value(draw, document, place)
            if value is None:
                del place[key]
            elif key != "/Length":
                place[key] = value
    elif isinstance(place, Array):
        place.append(_value(draw, document, place))


def _disturb_content(draw: st.DrawFn, document: pikepdf.Pdf) -> None:
    page = document.pages[draw(st.integers(0, len(document.pages) - 1))]
    content = b"".join(draw(st.lists(st.sampled_from(_CONTENT), min_size=1, max_size=4)))
    page.contents_add(content, prepend=draw(st.booleans()))
    form = document.make_stream(b"/Form Do 1 0 0 1 1 0 cm 0.5 g /Form Do")
    for _ in range(draw(st.sampled_from((1, 30)))):
        below, form = form, document.make_stream(b"/Form Do 1 0 0 1 1 0 cm .3 g /Form Do")
        form.Resources = Dictionary(XObject=Dictionary(Form=below))
        for one in (below, form):
            one.Type, one.Subtype, one.BBox = Name.XObject, Name.Form, Array([0, 0, 500, 500])
    own = document.make_stream(b"/Self Do")
    own.Subtype, own.BBox = Name.Form, Array([0, 0, 5, 5])
    own.Resources = Dictionary(XObject=Dictionary(Self=own))
    externals = page.obj.Resources.get("/XObject", Dictionary())
    externals.Form, externals.Self = form, own
    page.obj.Resources.XObject = externals


def _no_blame(folder: Path, results: Sequence[Result]) -> str:
    """A file that opens has no kind of its own."""
    del folder
    return "no word of an object" if "object at 0x" in "".join(r.err for r in results) else ""


@st.composite
def attempts(draw: st.DrawFn) -> Attempt:
    """A report with up to four odd places, or one that was damaged on its way."""
    edition = draw(st.sampled_from(("digital", "print")))
    content = bytearray(_own(edition))
    how = draw(st.sampled_from(("objects", "objects", "content", "both", "bytes", "cut")))
    if how in {"bytes", "cut"}:
        if how == "cut":
            del content[draw(st.integers(0, len(content))) :]
        for _ in range(draw(st.integers(1, 20))):
            if content:
                content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    else:
        with pikepdf.open(BytesIO(content)) as document:
            if how != "objects":
                _disturb_content(draw, document)
            # Without a tree of pages that can be followed, what is there is odd enough.
            with suppress(AttributeError, TypeError, ValueError, pikepdf.PdfError):
                for _ in range(draw(st.integers(1, 4)) if how != "content" else 0):
                    _disturb(draw, document)
            buffer = BytesIO()
            document.save(buffer, compress_streams=False, fix_metadata_version=False)
        content = bytearray(buffer.getvalue())
    commands = {
        "check": ("check", "reports/2020/koeln.pdf"),
        "proof": ("proof", "reports/2020/koeln.pdf", "--dpi", "72"),
        "send": ("send", "reports/2020", "--departments", "departments.toml", "--dry-run"),
    }
    command = draw(st.sampled_from(("check", "check", "proof", "send")))
    return Attempt(
        files={"reports/2020/koeln.pdf": bytes(content), "departments.toml": _departments()},
        commands=(commands[command],),
        judge=_no_blame,
        words=f"{edition} report, {how}",
    )
