"""Small changes, each of which breaks a good press file in one way: boxes, claims, the file."""

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String
from PIL import ImageCms

from tests.checks.accessibility.breaking_file import encrypted as with_password
from tests.checks.accessibility.breaking_file import first_font, replaced, saved

_SCRIPT = {"/S": Name.JavaScript, "/JS": String("app.beep()")}

# Boxes --------------------------------------------------------------------------------------------


def no_trim(document: Pdf) -> None:
    del document.pages[1].obj.TrimBox


def trim_of_no_form(document: Pdf) -> None:
    document.pages[1].obj.TrimBox = Array([1, 2, 3])


def art_box(document: Pdf) -> None:
    document.pages[1].obj.ArtBox = document.pages[1].obj.TrimBox


def no_bleed(document: Pdf) -> None:
    del document.pages[1].obj.BleedBox


def trim_beyond_the_bleed(document: Pdf) -> None:
    page = document.pages[1].obj
    page.BleedBox = Array([float(edge) for edge in page.TrimBox])
    page.BleedBox[0] = float(page.TrimBox[0]) + 1


def bleed_beyond_the_sheet(document: Pdf) -> None:
    page = document.pages[1].obj
    page.MediaBox[0] = float(page.BleedBox[0]) + 1


def crop_within_the_bleed(document: Pdf) -> None:
    document.pages[1].obj.CropBox = document.pages[1].obj.TrimBox


def trims_of_two_sizes(document: Pdf) -> None:
    page = document.pages[1].obj
    page.TrimBox[2] = float(page.TrimBox[2]) + 1


# Output intents -----------------------------------------------------------------------------------


def no_press_intent(document: Pdf) -> None:
    intents = document.Root.OutputIntents
    document.Root.OutputIntents = Array([i for i in intents if i.S == Name.GTS_PDFA1])


def no_intent(document: Pdf) -> None:
    del document.Root.OutputIntents


def two_press_intents(document: Pdf) -> None:
    document.Root.OutputIntents[1].S = Name.GTS_PDFX


def no_condition(document: Pdf) -> None:
    del document.Root.OutputIntents[0].OutputConditionIdentifier


def no_profile(document: Pdf) -> None:
    for intent in document.Root.OutputIntents:
        del intent.DestOutputProfile


def profile_of_three_colours(document: Pdf) -> None:
    document.Root.OutputIntents[0].DestOutputProfile.N = 3


def profile_of_a_screen(document: Pdf) -> None:
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    document.Root.OutputIntents[0].DestOutputProfile.write(screen.tobytes())


def profile_that_is_none(document: Pdf) -> None:
    document.Root.OutputIntents[0].DestOutputProfile.write(b"This is no profile." * 20)


def profile_of_another_version(document: Pdf) -> None:
    profile = document.Root.OutputIntents[0].DestOutputProfile
    data = bytearray(profile.read_bytes())
    data[8] = 5
    profile.write(bytes(data))


def two_profiles(document: Pdf) -> None:
    first, second = document.Root.OutputIntents
    copy = document.make_stream(first.DestOutputProfile.read_bytes())
    copy.N = 4
    second.DestOutputProfile = copy


# Claims -------------------------------------------------------------------------------------------


def without(document: Pdf, name: str) -> None:
    """Takes an element out of the metadata."""
    packet = document.Root.Metadata.read_bytes().decode()
    start, end = packet.index(f"<{name}>"), packet.index(f"</{name}>") + len(f"</{name}>")
    document.Root.Metadata.write((packet[:start] + packet[end:]).encode())


def x_not_claimed(document: Pdf) -> None:
    without(document, "pdfxid:GTS_PDFXVersion")


def older_x_claimed(document: Pdf) -> None:
    replaced(document, ">PDF/X-4<", ">PDF/X-3:2002<")


def a_not_claimed(document: Pdf) -> None:
    without(document, "pdfaid:part")


def no_identifier_in_xmp(document: Pdf) -> None:
    without(document, "xmpMM:DocumentID")


def no_version(document: Pdf) -> None:
    without(document, "xmpMM:VersionID")


def no_date(document: Pdf) -> None:
    without(document, "xmp:MetadataDate")


def empty_title(document: Pdf) -> None:
    packet = document.Root.Metadata.read_bytes().decode()
    title = str(document.docinfo["/Title"])
    document.Root.Metadata.write(packet.replace(f">{title}<", "><").encode())
    del document.docinfo["/Title"]


def trapped_not_told(document: Pdf) -> None:
    del document.docinfo["/Trapped"]


def trapping_unknown(document: Pdf) -> None:
    document.docinfo["/Trapped"] = Name.Unknown
    replaced(document, "<pdf:Trapped>False<", "<pdf:Trapped>Unknown<")


def trapped_in_one_place(document: Pdf) -> None:
    document.docinfo["/Trapped"] = Name("/True")


def titles_differ(document: Pdf) -> None:
    document.docinfo["/Title"] = "Anderswo"


def no_extension_schemas(document: Pdf) -> None:
    without(document, "pdfaExtension:schemas")


def property_without_schema(document: Pdf) -> None:
    replaced(document, "<dc:format>", '<x:y xmlns:x="urn:x">z</x:y><dc:format>')


def no_xmp(document: Pdf) -> None:
    del document.Root.Metadata


def malformed_xmp(document: Pdf) -> None:
    replaced(document, "</rdf:RDF>", "</rdf:RdF>")


# The file -----------------------------------------------------------------------------------------


def newer_version(document: Pdf) -> bytes:
    return saved(document, min_version="1.7")


def newer_version_in_the_catalog(document: Pdf) -> None:
    document.Root.Version = Name("/1.7")


def no_identifier(document: Pdf) -> bytes:
    """qpdf always writes one."""
    pdf = saved(document, object_stream_mode=ObjectStreamMode.disable)
    assert pdf.count(b"/ID [") == 1
    return pdf.replace(b"/ID [", b"/IX [")


def encrypted(document: Pdf) -> bytes:
    return with_password(document)


def script_on_opening(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(_SCRIPT)


def place_on_opening(document: Pdf) -> None:
    place = Array([document.pages[1].obj, Name.Fit])
    document.Root.OpenAction = Dictionary(S=Name.GoTo, D=place)


def named_script(document: Pdf) -> None:
    scripts = Dictionary(Names=Array([String("beep"), Dictionary(_SCRIPT)]))
    document.Root.Names = Dictionary(JavaScript=scripts)


def page_action(document: Pdf) -> None:
    document.pages[0].obj.AA = Dictionary(O=Dictionary(_SCRIPT))


def bookmark_with_action(document: Pdf) -> None:
    outlines = document.make_indirect(Dictionary(Type=Name.Outlines, Count=1))
    place = Array([document.pages[1].obj, Name.Fit])
    action = Dictionary(S=Name.GoTo, D=place)
    entry = document.make_indirect(Dictionary(Title=String("1"), Parent=outlines, A=action))
    outlines.First = outlines.Last = entry
    document.Root.Outlines = outlines


def link(document: Pdf) -> None:
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([100, 100, 200, 120]),
        F=4,
        Dest=Array([document.pages[1].obj, Name.Fit]),
    )
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])


def form_field(document: Pdf) -> None:
    field = document.make_indirect(Dictionary(FT=Name.Tx, T=String("name")))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def layers(document: Pdf) -> None:
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("Ebene")))
    order = Dictionary(Name=String("Ebenen"), Order=Array([group]))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=order)


# Fonts --------------------------------------------------------------------------------------------


def font_not_embedded(document: Pdf) -> None:
    del first_font(document).FontDescriptor.FontFile2


def too_few_widths(document: Pdf) -> None:
    font = first_font(document)
    font.LastChar = font.LastChar + 1
