"""The title photo: turned upright, cropped to its place, brought to print resolution, stripped."""

from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from math import ceil, sqrt
from pathlib import Path
from warnings import catch_warnings, simplefilter

from msgspec import Struct
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from reportgen.errors import Problem, Severity, reason_of
from reportgen.input_file import InputKind, read_input

#: Resolution that a photo is brought down to, and the JPEG quality it is stored with.
FULL_DPI, QUALITY = 300, 88

#: Formats of photos, by their content (a file's name does not matter), and most millions of pixels
#: of each. Cameras write JPEG, which can be decoded smaller; the others take more memory.
FORMATS = {"JPEG": 100, "PNG": 64, "TIFF": 64, "WEBP": 25}
#: Most pixels of a side of a photo.
_LONGEST_SIDE = 40_000
#: A photo with more pixels is made smaller before anything else is done with it.
_WORKING_PIXELS = 30_000_000
#: Rows of the smaller photo that are made at once.
_STRIP = 64
#: Most pixels of all scans of a JPEG, which is drawn anew with each of them.
_MOST_SCANNED = 1_500_000_000
#: A decoder may read so often, and so many times the size of the file: a few bytes can claim any
#: number of descriptions, and each of these the whole file as its content.
_MOST_READS, _MOST_READ_TIMES = 200_000, 4
#: Most bytes of EXIF: what fits into one segment of a JPEG.
_MOST_EXIF = 65_536


class Photo(Struct, frozen=True, kw_only=True):
    """A photo in sRGB, upright and without any metadata.

    `focus` is the place in it, from the left and from the top in parts of its size, that stays
    visible however it is cropped.
    """

    image: Image.Image
    focus: tuple[float, float]

    def dots_per_inch(self, width: float, height: float) -> float:
        """Resolution when it fills `width` by `height` points."""
        return 72 * min(self.image.width / width, self.image.height / height)

    def cropped(self, width: float, height: float, dpi: float) -> Image.Image:
        """The part that fills `width` by `height` points, at that resolution."""
        size = (max(round(width * dpi / 72), 1), max(round(height * dpi / 72), 1))
        method = Image.Resampling.LANCZOS
        image = ImageOps.fit(self.image, size, method=method, centering=self.focus)
        image.info.clear()  # a comment would be saved, too
        return image

    def jpeg(self, width: float, height: float) -> bytes:
        """JPEG for a screen and an office printer."""
        dpi = min(self.dots_per_inch(width, height), FULL_DPI)
        buffer = BytesIO()
        self.cropped(width, height, dpi).save(buffer, "JPEG", quality=QUALITY, optimize=True)
        return buffer.getvalue()


class _PhotoFile(BytesIO):
    """The content of a photo, for a decoder that may not read without end."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self._reads, self._bytes = _MOST_READS, _MOST_READ_TIMES * len(content) + 1_000_000

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(size)
        self._reads -= 1
        self._bytes -= len(content)
        if self._reads < 0 or self._bytes < 0:
            raise ValueError("it has too many descriptions besides the picture")
        return content


def load_photo(
    file: Path, focus: tuple[float, float], width: float, height: float, least_dpi: int
) -> tuple[Photo | None, tuple[Problem, ...]]:
    """Reads a photo for a place of `width` by `height` points.

    Args:
        file: JPEG, PNG, TIFF or WebP.
        focus: what stays visible, from the left and the top in parts of the photo's size.
        width: of its place.
        height: of its place.
        least_dpi: resolution below which it is warned of.

    Returns:
        The photo, or None when it cannot be used, and what there is to say.
    """
    try:
        image = _Latest.decoded(read_input(file, InputKind.PHOTO))
    except Exception as fault:  # a malformed photo may raise anything
        problem = Problem(
            code="photo-unreadable",
            message=f"the photo cannot be read: {_reason(fault)}",
            where=str(file),
            hint="save it as JPEG or PNG (TIFF and WebP can be read, too); until then the profile "
            "has a coloured band",
            severity=Severity.WARNING,
        )
        return None, (problem,)
    photo = Photo(image=image, focus=focus)
    dpi = photo.dots_per_inch(width, height)
    if dpi >= least_dpi:
        return photo, ()
    good_for = width / 72 * 25.4 * dpi / least_dpi
    problem = Problem(
        code="photo-resolution",
        message=f"the photo has {dpi:.0f} dpi at its printed size of "
        f"{width / 72 * 25.4:.0f} mm, less than {least_dpi}",
        where=str(file),
        hint=f"it is good for a width of {good_for:.0f} mm; use a larger original",
        severity=Severity.WARNING,
    )
    return photo, (problem,)


class _Latest:
    """The photo decoded last; all editions of a city show it, and are made one after the other."""

    _fingerprint = b""
    _result: Image.Image | Exception

    @classmethod
    def decoded(cls, content: bytes) -> Image.Image:
        """The picture in the content of a file, or what is wrong with it."""
        fingerprint = sha256(content).digest()
        if fingerprint != cls._fingerprint:
            cls._result = ValueError()  # the former picture makes room
            try:
                cls._result = _decoded(content)
            except Exception as fault:
                cls._result = fault.with_traceback(None)  # which would keep the picture
            cls._fingerprint = fingerprint
        if isinstance(cls._result, Exception):
            raise cls._result
        return cls._result


def _decoded(content: bytes) -> Image.Image:
    with catch_warnings():
        # Large is welcome here; `FORMATS` has the limits for what is too large.
        simplefilter("ignore")
        # Without a list of formats, a file of PostScript would be run by Ghostscript.
        with Image.open(_PhotoFile(content), formats=tuple(FORMATS)) as opened:
            _check_effort(opened, content)
            return _upright(opened)


def _check_effort(opened: Image.Image, content: bytes) -> None:
    """Looks at what a photo says of itself, before it is decoded."""
    pixels = opened.width * opened.height
    most = FORMATS[opened.format or "JPEG"]
    if pixels > most * 1_000_000:
        raise ValueError(f"it has more than {most} million pixels")
    if max(opened.size) > _LONGEST_SIDE:
        raise ValueError(f"it is more than {_LONGEST_SIDE} pixels wide or high")
    # Within a scan a marker cannot occur; a preview in the metadata has its own.
    if opened.format == "JPEG" and pixels * content.count(b"\xff\xda") > _MOST_SCANNED:
        raise ValueError("it is drawn in too many scans")
    if len(opened.info.get("exif", b"")) > _MOST_EXIF:
        raise ValueError("its EXIF data are too large")
    # Nobody says which of these numbers is white; in a photo it would be all black or all white.
    if opened.mode in {"F", "I"}:
        raise ValueError("its brightness is given in numbers of 32 bits")


def _upright(opened: Image.Image) -> Image.Image:
    """The photo as it is to be seen, in sRGB."""
    if (times := _times_too_large(opened)) > 1:
        # JPEG is decoded at an eighth, a quarter or half of its size when that is enough.
        opened.draft(None, (opened.width // times, opened.height // times))
    opened.load()
    try:
        image = _reduced(opened, opened.getexif())
        if image is not opened:
            opened.close()  # frees its pixels
        ImageOps.exif_transpose(image, in_place=True)
    except (MemoryError, OSError):
        raise
    except Exception as fault:
        # Unknown is whether it stands upright, and what Pillow says is about TIFF.
        raise ValueError("its EXIF data are damaged") from fault
    return _flat(_in_srgb(image))


def _reduced(opened: Image.Image, exif: Image.Exif) -> Image.Image:
    """The photo with so many pixels that copies of it fit into the memory of any machine."""
    times = _times_too_large(opened)
    if times == 1:
        return opened
    if opened.mode in {"1", "P"} or opened.mode.startswith("I"):
        size = (max(opened.width // times, 1), max(opened.height // times, 1))
        image = opened.resize(size, Image.Resampling.NEAREST)
    else:
        image = _averaged(opened, times)
    image.info = opened.info
    # A TIFF has it nowhere else.
    image.getexif()[ExifTags.Base.Orientation] = exif.get(ExifTags.Base.Orientation, 1)
    return image


def _averaged(image: Image.Image, times: int) -> Image.Image:
    """The image divided by so much, strip by strip: transparency needs copies of what is read."""
    size = (ceil(image.width / times), ceil(image.height / times))
    reduced, rows = Image.new(image.mode, size), _STRIP * times
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        reduced.paste(strip.reduce(times), (0, top // times))
    return reduced


def _times_too_large(image: Image.Image) -> int:
    """By how much its sides are to be divided."""
    return ceil(sqrt(image.width * image.height / _WORKING_PIXELS)) or 1


def _reason(fault: Exception) -> str:
    """What is wrong in words; some faults of a malformed file come without any."""
    if isinstance(fault, UnidentifiedImageError):
        return "it is neither JPEG, PNG, TIFF nor WebP"
    if isinstance(fault, MemoryError):
        return "it takes too much memory"
    return reason_of(fault)


def _in_srgb(image: Image.Image) -> Image.Image:
    """The image in sRGB, if it has a profile of its own that says how to get there."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    with suppress(ImageCms.PyCMSError, OSError):
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode=mode)
        return image if converted is None else converted
    return image


def _flat(image: Image.Image) -> Image.Image:
    """The image in RGB with eight bits a channel; what was transparent is white."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        if image.mode != "RGBA":
            image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image)
        return ground
    return image.convert("RGB")
