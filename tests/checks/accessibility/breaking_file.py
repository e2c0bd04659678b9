"""Small changes, each of which breaks a good PDF in one way; what it says of itself, and fonts."""

from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Encryption, Name, Object, ObjectStreamMode, Page, Pdf, String

# Catalog, metadata and output intent --------------------------------------------------------------


def replaced(document: Pdf, old: str, new: str) -> None:
    """Changes the XMP packet in one place."""
    packet = document.Root.Metadata.read_bytes().decode()
    assert packet.count(old) == 1, old
    document.Root.Metadata.write(packet.replace(old, new).encode())


def no_language(document: Pdf) -> None:
    del document.Root.Lang


def language_of_no_form(document: Pdf) -> None:
    document.Root.Lang = String("in German")


def no_title(document: Pdf) -> None:
    packet = document.Root.Metadata.read_bytes().decode()
    start, end = packet.index("<dc:title>"), packet.index("</dc:title>") + len("</dc:title>")
    document.Root.Metadata.write((packet[:start] + packet[end:]).encode())
    del document.docinfo["/Title"]


def title_not_shown(document: Pdf) -> None:
    document.Root.ViewerPreferences.DisplayDocTitle = False


def ua_not_claimed(document: Pdf) -> None:
    replaced(document, "<pdfuaid:part>1</pdfuaid:part>", "")


def a_not_claimed(document: Pdf) -> None:
    replaced(document, "<pdfaid:part>2</pdfaid:part>", "")


def lower_level_claimed(document: Pdf) -> None:
    old, new = (f"<pdfaid:conformance>{level}</pdfaid:conformance>" for level in "AB")
    replaced(document, old, new)


def no_xmp(document: Pdf) -> None:
    del document.Root.Metadata


def malformed_xmp(document: Pdf) -> None:
    replaced(document, "</rdf:RDF>", "</rdf:RdF>")


def titles_differ(document: Pdf) -> None:
    document.docinfo["/Title"] = "Anderswo"


def dates_differ(document: Pdf) -> None:
    document.docinfo["/CreationDate"] = "D:19990101000000Z"


def no_extension_schema(document: Pdf) -> None:
    packet = document.Root.Metadata.read_bytes().decode()
    start, end = (packet.index(f"<{mark}pdfaExtension:schemas>") for mark in ("", "/"))
    without = packet[:start] + packet[end + len("</pdfaExtension:schemas>") :]
    document.Root.Metadata.write(without.encode())


def schema_of_another_property(document: Pdf) -> None:
    old, new = (f"<pdfaProperty:name>{name}</pdfaProperty:name>" for name in ("part", "level"))
    replaced(document, old, new)


def property_without_schema(document: Pdf) -> None:
    replaced(document, "<dc:format>", '<x:y xmlns:x="urn:x">z</x:y><dc:format>')


def no_intent(document: Pdf) -> None:
    del document.Root.OutputIntents


def intent_without_profile(document: Pdf) -> None:
    document.Root.OutputIntents[0].DestOutputProfile.write(b"This is no profile." * 20)


def profile_of_four_colours(document: Pdf) -> None:
    document.Root.OutputIntents[0].DestOutputProfile.N = 4


# What must not be there ---------------------------------------------------------------------------

_SCRIPT = {"/S": Name.JavaScript, "/JS": String("app.beep()")}


def script_on_opening(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(_SCRIPT)


def named_script(document: Pdf) -> None:
    document.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("beep"), Dictionary(_SCRIPT)]))
    )


def action_on_closing(document: Pdf) -> None:
    document.Root.AA = Dictionary(WC=Dictionary(_SCRIPT))


def page_action(document: Pdf) -> None:
    document.pages[0].obj.AA = Dictionary(O=Dictionary(_SCRIPT))


def encrypted(document: Pdf) -> bytes:
    # AES takes random numbers, and with one key in thirty veraPDF cannot read the file.
    rc4 = Encryption(owner="secret", user="", R=3, aes=False, metadata=False)
    return saved(document, encryption=rc4, static_id=True)


def no_identifier(document: Pdf) -> bytes:
    """qpdf always writes one."""
    pdf = saved(document, object_stream_mode=ObjectStreamMode.disable)
    assert pdf.count(b"/ID [") == 1
    return pdf.replace(b"/ID [", b"/IX [")


def saved(document: Pdf, **options: Any) -> bytes:
    stream = BytesIO()
    # pikepdf would mend broken metadata.
    document.save(stream, fix_metadata_version=False, **options)
    return stream.getvalue()


def form_fields(document: Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]), NeedAppearances=True)


def layers(document: Pdf) -> None:
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("Ebene")))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group])))


def embedded_file(document: Pdf) -> None:
    content = document.make_stream(b"a;b")
    content.Type, content.Subtype = Name.EmbeddedFile, Name("/text/csv")
    specification = Dictionary(
        Type=Name.Filespec,
        F=String("a.csv"),
        UF=String("a.csv"),
        AFRelationship=Name.Data,
        EF=Dictionary(F=content, UF=content),
    )
    names = Array([String("a.csv"), document.make_indirect(specification)])
    document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))


# Files inside, of a PDF/A-3 -----------------------------------------------------------------------


def attached(document: Pdf) -> Object:
    return document.Root.AF[0]


def claims_second_part(document: Pdf) -> None:
    replaced(document, "<pdfaid:part>3</pdfaid:part>", "<pdfaid:part>2</pdfaid:part>")


def files_not_associated(document: Pdf) -> None:
    del document.Root.AF


def file_of_no_relation(document: Pdf) -> None:
    del attached(document).AFRelationship


def file_of_no_type(document: Pdf) -> None:
    del attached(document).EF.F.Subtype


def file_of_one_name(document: Pdf) -> None:
    del attached(document).UF


# Fonts --------------------------------------------------------------------------------------------


def first_font(document: Pdf) -> Object:
    return next(iter(document.pages[0].Resources.Font.values()))


def font_of(page: Page, text: bytes) -> str:
    """The name of the first font that has all letters of a text."""
    wanted = [b"<%02X>" % code for code in text]
    for name, font in sorted(page.Resources.Font.items()):
        if all(code in font.ToUnicode.read_bytes() for code in wanted):
            return str(name)
    raise LookupError(text)


def font_not_embedded(document: Pdf) -> None:
    del first_font(document).FontDescriptor.FontFile2


def font_without_unicode(document: Pdf) -> None:
    del first_font(document).ToUnicode


def mapped_to(document: Pdf, character: str) -> None:
    """Gives the glyph of the first letter of the font another character."""
    table = first_font(document).ToUnicode
    lines = table.read_bytes().decode().splitlines()
    at = next(i for i, line in enumerate(lines) if line.endswith("<004B>"))  # K, as in Köln
    lines[at] = lines[at].replace("<004B>", f"<{character}>")
    table.write("\n".join(lines).encode())


def glyph_without_character(document: Pdf) -> None:
    mapped_to(document, "0000")


def glyph_that_is_a_byte_order_mark(document: Pdf) -> None:
    mapped_to(document, "FEFF")


def glyph_of_private_use(document: Pdf) -> None:
    mapped_to(document, "E000")


def too_few_widths(document: Pdf) -> None:
    font = first_font(document)
    font.LastChar = font.LastChar + 1


def wrong_widths(document: Pdf) -> None:
    font = first_font(document)
    font.Widths = Array([width + 50 for width in font.Widths])
