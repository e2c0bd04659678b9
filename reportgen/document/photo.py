"""The title photo: turned upright, cropped to its place, brought to print resolution, stripped."""

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from warnings import catch_warnings, simplefilter

from PIL import Image, ImageCms, ImageOps

from reportgen.errors import Problem, Severity

#: Resolution that a photo is brought down to, and the JPEG quality it is stored with.
FULL_DPI, QUALITY = 300, 88


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo ready to be placed: JPEG data without any metadata."""

    jpeg: bytes


def load_photo(
    file: Path, width: float, height: float, least_dpi: int
) -> tuple[Photo | None, tuple[Problem, ...]]:
    """Prepares a photo for a place of `width` by `height` points.

    Args:
        file: any image that Pillow reads.
        width: of its place.
        height: of its place; what exceeds the place's shape is cropped evenly.
        least_dpi: resolution below which it is warned of.

    Returns:
        The photo, or None when it cannot be used, and what there is to say.
    """
    try:
        with catch_warnings():
            # Large is welcome here; Pillow's limit for what is too large stands.
            simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file) as opened:
                image = _flat(_in_srgb(ImageOps.exif_transpose(opened)))
    except (OSError, Image.DecompressionBombError) as fault:
        problem = Problem(
            code="photo-unreadable",
            message=f"the photo cannot be read: {fault}",
            where=str(file),
            hint="save it as JPEG or PNG; until then the profile has a coloured band",
            severity=Severity.WARNING,
        )
        return None, (problem,)
    scale = min(image.width / width, image.height / height)
    dpi = scale * 72
    problems: tuple[Problem, ...] = ()
    if dpi < least_dpi:
        good_for = width / 72 * 25.4 * dpi / least_dpi
        problems = (
            Problem(
                code="photo-resolution",
                message=f"the photo has {dpi:.0f} dpi at its printed size of "
                f"{width / 72 * 25.4:.0f} mm, less than {least_dpi}",
                where=str(file),
                hint=f"it is good for a width of {good_for:.0f} mm; use a larger original",
                severity=Severity.WARNING,
            ),
        )
    shown = min(scale, FULL_DPI / 72)
    size = (round(width * shown), round(height * shown))
    image = ImageOps.fit(image, size, method=Image.Resampling.LANCZOS)
    image.info.clear()  # a comment would be saved, too
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return Photo(buffer.getvalue()), problems


def _in_srgb(image: Image.Image) -> Image.Image:
    """The image in sRGB, if it has a profile of its own that says how to get there."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    with suppress(ImageCms.PyCMSError, OSError):
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
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
