"""The title photo: turned upright, cropped to its place, brought to print resolution, stripped."""

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from warnings import catch_warnings, simplefilter

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from reportgen.errors import Problem, Severity

#: Resolution that a photo is brought down to, and the JPEG quality it is stored with.
FULL_DPI, QUALITY = 300, 88

#: Formats of photos, by their content; a file's name does not matter.
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
#: Most pixels of a photo; more than any camera of an office has.
MOST_PIXELS = 120_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
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
        with catch_warnings():
            # Large is welcome here; MOST_PIXELS is the limit for what is too large.
            simplefilter("ignore")
            # Without a list of formats, a file of PostScript would be run by Ghostscript.
            with Image.open(file, formats=FORMATS) as opened:
                image = _upright(opened)
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


def _upright(opened: Image.Image) -> Image.Image:
    """The photo as it is to be seen, in sRGB."""
    if opened.width * opened.height > MOST_PIXELS:
        raise ValueError(f"it has more than {MOST_PIXELS // 10**6} million pixels")
    if opened.mode == "F":
        raise ValueError("its brightness is given in floating-point numbers")
    opened.load()
    try:
        turned = ImageOps.exif_transpose(opened)
    except Exception as fault:
        # Unknown is whether it stands upright, and what Pillow says is about TIFF.
        raise ValueError("its EXIF data are damaged") from fault
    return _flat(_in_srgb(turned))


def _reason(fault: Exception) -> str:
    """What is wrong in words; some faults of a malformed file come without any."""
    if isinstance(fault, UnidentifiedImageError):
        return "it is neither JPEG, PNG, TIFF nor WebP"
    return str(fault) or type(fault).__name__


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
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")
