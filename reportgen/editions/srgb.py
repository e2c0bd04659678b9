"""The colour spaces that a file names: sRGB for the digital edition."""

from functools import cache

from PIL import ImageCms

#: Bytes of an ICC header that hold the time of making and the profile's identifier (ICC.1, 7.2).
_MADE, _IDENTIFIER = slice(24, 36), slice(84, 100)


@cache
def srgb_profile() -> bytes:
    """An sRGB profile (IEC 61966-2-1) made by littlecms; the same bytes at any time."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_MADE] = bytes.fromhex("07e4000100010000 00000000".replace(" ", ""))
    profile[_IDENTIFIER] = bytes(16)
    return bytes(profile)
