"""Small changes, each of which breaks a good press file in one way: what is painted on a page.

Content is added after that of the first page, whose origin is the trim's lower left corner.
"""

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from tests.checks.accessibility.breaking_file import font_of

#: Somewhere amid the page.
SQUARE = b" 200 200 50 50 re f"


def painted(document: Pdf, content: bytes, **resources: Any) -> None:
    """Adds content to the first page; resources by their kind, under the name /X."""
    page = document.pages[0]
    # The pages share nothing with each other, but for their graphics states.
    page.Resources = Dictionary(page.Resources)
    for kind, resource in resources.items():
        named = Dictionary(page.Resources.get(f"/{kind}", Dictionary()))
        named.X = resource
        page.Resources[f"/{kind}"] = named
    page.contents_add(document.make_stream(b"q " + content + b" Q"))


def form(document: Pdf, content: bytes, **entries: Any) -> Stream:
    stream = document.make_stream(content)
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([0, 0, 600, 900])
    for key, value in entries.items():
        stream[f"/{key}"] = value
    return stream


def image(document: Pdf, samples: bytes, space: Object, **entries: Any) -> Stream:
    """An image of one row."""
    size = 4 if space == Name.DeviceCMYK else 3 if space == Name.DeviceRGB else 1
    stream = document.make_stream(samples)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = len(samples) // size, 1
    stream.BitsPerComponent, stream.ColorSpace = 8, space
    for key, value in entries.items():
        stream[f"/{key}"] = value
    return stream


def placed(document: Pdf, thing: Stream, size: str = "0.2 0 0 0.2 200 200") -> None:
    """Draws an image so small that it has pixels enough, or a form where it is."""
    matrix = size if thing.Subtype == Name.Image else "1 0 0 1 0 0"
    painted(document, f"{matrix} cm /X Do".encode(), XObject=thing)


def in_state(document: Pdf, content: bytes = SQUARE, **entries: Any) -> None:
    """Paints in a graphics state of its own."""
    painted(document, b"0 0 0 .5 k /X gs" + content, ExtGState=Dictionary(**entries))


def text(document: Pdf, before: str, place: str = "200 200", size: float = 10) -> None:
    """Writes two letters on the first page; `before` chooses colour and state."""
    font = font_of(document.pages[0], b"ei")
    painted(document, f"{before} BT {font} {size} Tf {place} Td (ei) Tj ET".encode())


def gray_profile(document: Pdf) -> Array:
    """A colour space of grey with a profile."""
    from PIL import ImageCms

    profile = document.make_stream(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    profile.N = 3
    return Array([Name.ICCBased, profile])


def tint(document: Pdf, inks: int) -> Stream:
    """A function from one number to as many inks; they need not be the right ones here."""
    function = document.make_stream(b"{" + b" dup" * (inks - 1) + b" }")
    function.FunctionType = 4
    function.Domain, function.Range = Array([0, 1]), Array([0, 1] * inks)
    return function


# Colour -------------------------------------------------------------------------------------------


def rgb_area(document: Pdf) -> None:
    painted(document, b"1 0 0 rg" + SQUARE)


def rgb_line(document: Pdf) -> None:
    painted(document, b"1 0 0 RG 2 w 200 200 m 300 200 l S")


def rgb_that_paints_nothing(document: Pdf) -> None:
    painted(document, b"1 0 0 rg")


def rgb_in_a_form_in_a_form(document: Pdf) -> None:
    inner = form(document, b"1 0 0 rg" + SQUARE)
    resources = Dictionary(XObject=Dictionary(X=inner))
    placed(document, form(document, b"/X Do", Resources=resources))


def rgb_in_a_pattern(document: Pdf) -> None:
    pattern = document.make_stream(b"1 0 0 rg 0 0 5 5 re f")
    pattern.Type, pattern.PatternType, pattern.PaintType, pattern.TilingType = Name.Pattern, 1, 1, 1
    pattern.BBox, pattern.XStep, pattern.YStep = Array([0, 0, 10, 10]), 10, 10
    pattern.Resources = Dictionary()
    painted(document, b"/Pattern cs /X scn" + SQUARE, Pattern=pattern)


def rgb_in_a_glyph(document: Pdf) -> None:
    glyph = document.make_stream(b"600 0 d0 1 0 0 rg 0 0 500 500 re f")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 600, 600]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(a=glyph),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=Array([600]),
        Resources=Dictionary(),
    )
    write = b"0 0 0 .5 k BT /X 20 Tf 200 200 Td (a) Tj ET"
    painted(document, write, Font=document.make_indirect(font))


def rgb_image(document: Pdf) -> None:
    placed(document, image(document, bytes(3), Name.DeviceRGB))


def rgb_image_inline(document: Pdf) -> None:
    painted(document, b".2 0 0 .2 200 200 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID \1\2\3 EI")


def rgb_shading(document: Pdf) -> None:
    function = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0, 0]), C1=Array([0, 0, 1]), N=1
    )
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 9, 9]), Function=function
    )
    painted(document, b"200 200 50 50 re W n /X sh", Shading=shading)


def palette_of_rgb(document: Pdf) -> None:
    space = Array([Name.Indexed, Name.DeviceRGB, 0, String(b"abc")])
    placed(document, image(document, bytes(1), space))


def colour_with_profile(document: Pdf) -> None:
    painted(document, b"/X cs 1 0 0 sc" + SQUARE, ColorSpace=gray_profile(document))


def image_with_profile(document: Pdf) -> None:
    picture = image(document, bytes(3), Name.DeviceRGB)
    picture.ColorSpace = gray_profile(document)
    placed(document, picture)


def lab_colour(document: Pdf) -> None:
    space = Array([Name.Lab, Dictionary(WhitePoint=Array([0.9642, 1, 0.8249]))])
    painted(document, b"/X cs 50 0 0 sc" + SQUARE, ColorSpace=space)


def calibrated_grey(document: Pdf) -> None:
    space = Array([Name.CalGray, Dictionary(WhitePoint=Array([0.9642, 1, 0.8249]))])
    painted(document, b"/X cs .5 sc" + SQUARE, ColorSpace=space)


def profile_in_place_of_grey(document: Pdf) -> None:
    """The grey of the device is none, when the resources say so."""
    space = Array([Name.CalGray, Dictionary(WhitePoint=Array([0.9642, 1, 0.8249]))])
    painted(document, b".5 g" + SQUARE)
    document.pages[0].Resources.ColorSpace = Dictionary(DefaultGray=space)


def spot_colour(document: Pdf) -> None:
    space = Array([Name.Separation, Name.Gold, Name.DeviceCMYK, tint(document, 4)])
    painted(document, b"/X cs 1 scn" + SQUARE, ColorSpace=space)


def spot_colour_over_rgb(document: Pdf) -> None:
    space = Array([Name.DeviceN, Array([Name.Black]), Name.DeviceRGB, tint(document, 3)])
    painted(document, b"/X cs 1 scn" + SQUARE, ColorSpace=space)


def too_much_ink(document: Pdf) -> None:
    painted(document, b".8 .8 .8 .7 k" + SQUARE)


def registration_colour_amid(document: Pdf) -> None:
    space = Array([Name.Separation, Name.All, Name.DeviceCMYK, tint(document, 4)])
    painted(document, b"/X cs 1 scn" + SQUARE, ColorSpace=space)


def too_much_ink_in_an_image(document: Pdf) -> None:
    placed(document, image(document, bytes(4) + b"\xf0" * 4, Name.DeviceCMYK))


def too_much_ink_in_a_shading(document: Pdf) -> None:
    ends = {"C0": Array([0, 0, 0, 0]), "C1": Array([0.9, 0.9, 0.9, 0.9])}
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, **ends)
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([0, 0, 9, 9]), Function=function
    )
    painted(document, b"200 200 50 50 re W n /X sh", Shading=shading)


def shading_by_a_program(document: Pdf) -> None:
    """How much ink its colours take, only running the program could tell."""
    shading = Dictionary(
        ShadingType=2,
        ColorSpace=Name.DeviceCMYK,
        Coords=Array([0, 0, 9, 9]),
        Function=tint(document, 4),
    )
    painted(document, b"200 200 50 50 re W n /X sh", Shading=shading)


# Text and lines -----------------------------------------------------------------------------------


def coloured_small_text(document: Pdf) -> None:
    text(document, ".5 .2 0 .4 k", size=13.9)


def coloured_text_made_small(document: Pdf) -> None:
    """By the matrix, not by its size."""
    text(document, ".5 0 0 .5 100 100 cm .5 .2 0 .4 k", size=20)


def black_text_that_knocks_out(document: Pdf) -> None:
    text(document, "/Knockout gs 0 0 0 1 k")


def white_text_that_overprints(document: Pdf) -> None:
    text(document, "/Overprint gs 0 0 0 0 k")


def white_area_that_overprints(document: Pdf) -> None:
    painted(document, b"/Overprint gs 0 0 0 0 k" + SQUARE)


def text_near_the_trim(document: Pdf) -> None:
    text(document, "/Overprint gs 0 0 0 1 k", place="8 200")


def text_across_the_trim(document: Pdf) -> None:
    text(document, "/Overprint gs 0 0 0 1 k", place="200 -3")


def hairline(document: Pdf) -> None:
    painted(document, b"/Knockout gs 0 0 0 1 K .2 w 200 200 m 300 200 l S")


def line_of_no_width(document: Pdf) -> None:
    painted(document, b"/Knockout gs 0 0 0 1 K 0 w 200 200 m 300 200 l S")


def line_made_thin(document: Pdf) -> None:
    painted(document, b"/Knockout gs .1 0 0 1 0 0 cm 0 0 0 1 K 2 w 900 200 m 900 300 l S")


def coloured_thin_line(document: Pdf) -> None:
    painted(document, b"/Knockout gs .5 0 0 .5 K .9 w 200 200 m 300 200 l S")


def area_that_ends_at_the_trim(document: Pdf) -> None:
    painted(document, b"/Knockout gs 0 0 0 .2 k 0 300 50 50 re f")


def area_that_ends_within_the_bleed(document: Pdf) -> None:
    painted(document, b"/Knockout gs 0 0 0 .2 k 500 300 100 50 re f")


def photo_that_ends_at_the_trim(document: Pdf) -> None:
    things = document.pages[0].Resources.XObject.items()
    photo = next(name for name, thing in things if thing.Subtype == "/Image")
    painted(document, f"100 0 0 100 0 650 cm {photo} Do".encode())


def clipped_at_the_trim(document: Pdf) -> None:
    """It would reach the bleed, but that a form's box cuts it off."""
    area = form(document, b"0 0 0 .2 k -9 300 50 50 re f")
    placed(document, area)


# Transparency and other states --------------------------------------------------------------------


def see_through_area(document: Pdf) -> None:
    in_state(document, ca=0.5)


def see_through_line(document: Pdf) -> None:
    in_state(document, CA=0.99)


def blended(document: Pdf) -> None:
    in_state(document, BM=Name.Multiply)


def soft_mask(document: Pdf) -> None:
    group = form(document, b"", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK))
    in_state(document, SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=group))


def group_of_a_page(document: Pdf) -> None:
    document.pages[0].Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)


def group_of_a_form(document: Pdf) -> None:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    placed(document, form(document, b"", Group=group))


def image_with_a_soft_mask(document: Pdf) -> None:
    mask = image(document, bytes(1), Name.DeviceGray)
    placed(document, image(document, bytes(4), Name.DeviceCMYK, SMask=mask))


def transfer_function(document: Pdf) -> None:
    in_state(document, TR=Name.Identity)


def halftone_by_name(document: Pdf) -> None:
    halftone = Dictionary(
        Type=Name.Halftone,
        HalftoneType=1,
        HalftoneName=String("fine"),
        Frequency=60,
        Angle=45,
        SpotFunction=Name.Round,
    )
    in_state(document, HT=halftone)


def unknown_rendering_intent(document: Pdf) -> None:
    painted(document, b"/Nicest ri")


# Images, forms, content ---------------------------------------------------------------------------


def interpolated_image(document: Pdf) -> None:
    placed(document, image(document, bytes(4), Name.DeviceCMYK, Interpolate=True))


def image_with_alternates(document: Pdf) -> None:
    other = image(document, bytes(4), Name.DeviceCMYK)
    alternates = Array([Dictionary(Image=other, DefaultForPrinting=True)])
    placed(document, image(document, bytes(4), Name.DeviceCMYK, Alternates=alternates))


def image_elsewhere(document: Pdf) -> None:
    placed(document, image(document, bytes(4), Name.DeviceCMYK, OPI=Dictionary()))


def image_of_few_pixels(document: Pdf) -> None:
    placed(document, image(document, bytes(4), Name.DeviceCMYK), "1 0 0 1 200 200")


def image_that_is_cut_off(document: Pdf) -> None:
    placed(document, image(document, bytes(8), Name.DeviceCMYK, Height=9))


def postscript(document: Pdf) -> None:
    program = document.make_stream(b"showpage")
    program.Type, program.Subtype = Name.XObject, Name.PS
    placed(document, program)


def page_of_another_file(document: Pdf) -> None:
    reference = Dictionary(F=String("other.pdf"), Page=0)
    placed(document, form(document, b"", Ref=reference))


def unknown_operator(document: Pdf) -> None:
    painted(document, b"BX 1 2 glow EX")


def state_not_restored(document: Pdf) -> None:
    painted(document, b"q")


def unknown_font(document: Pdf) -> None:
    painted(document, b"BT /Nowhere 10 Tf ET")


def form_that_uses_itself(document: Pdf) -> None:
    circle = form(document, b"/X Do")
    circle.Resources = Dictionary(XObject=Dictionary(X=circle))
    placed(document, circle)
