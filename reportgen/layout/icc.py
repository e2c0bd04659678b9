"""Reads ICC profiles of printing presses, and refuses those that are none.

Only the header and the name are read here (ICC.1:2022, 7.2 and 9.2.41); littlecms does the colours,
and says whether it can.
"""

import struct
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageCms

from reportgen.errors import Problem, reason_of
from reportgen.input_file import InputKind, read_input

_HEADER = 128

#: How colours become inks, and inks are shown.
INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION

#: Tables from colours to inks and back, without which nothing can be converted or shown.
_TABLES = {b"B2A0", b"A2B0"}


class PressProfile(Struct, frozen=True, kw_only=True):
    """The ICC profile of a CMYK press; `description` is what it calls itself."""

    description: str
    content: bytes

    def __repr__(self) -> str:
        return f"PressProfile({self.description!r}, {len(self.content)} bytes)"


def read_press_profile(file: Path, problems: list[Problem]) -> PressProfile | None:
    """Reads and checks a profile for an output intent of PDF/X-4 (ISO 15930-7, 6.2.2).

    Args:
        file: an ICC profile, of class output, for CMYK, version 2 or 4.
        problems: gets everything that is wrong.

    Returns:
        The profile, or None when there was a problem.
    """
    try:
        content = read_input(file, InputKind.COLOUR_PROFILE)
    except OSError as fault:
        problems.append(
            Problem(
                code="profile-unreadable",
                message=f"the ICC profile cannot be read: {reason_of(fault)}",
                where=str(file),
                hint="check the path; profiles usually end in .icc",
            )
        )
        return None
    wrong = list(wrongs_of_press_profile(content, str(file))) or list(_unusable(content, str(file)))
    problems.extend(wrong)
    return None if wrong else PressProfile(description=_description(content), content=content)


def wrongs_of_press_profile(content: bytes, where: str = "") -> Iterator[Problem]:
    """Why a profile cannot be that of an output intent for four-colour printing.

    Args:
        content: of the profile's file.
        where: it comes from.
    """
    if len(content) < _HEADER + 4 or content[36:40] != b"acsp":
        yield Problem(
            code="not-a-profile",
            message="the file is not an ICC profile",
            where=where,
            hint="name the .icc file that your printer gave you",
        )
        return
    if struct.unpack(">I", content[:4])[0] != len(content):
        yield Problem(
            code="not-a-profile",
            message=f"the ICC profile is cut off or longer than it says ({len(content)} bytes)",
            where=where,
            hint="fetch it once more",
        )
        return
    major, kind, space = content[8], content[12:16], content[16:20]
    if kind != b"prtr":
        yield Problem(
            code="profile-class",
            message=f'the ICC profile is of class "{_word(kind)}", not of a press ("prtr")',
            where=where,
            hint="name the profile of the press, not that of a screen, scanner or link",
        )
    if space != b"CMYK":
        yield Problem(
            code="profile-space",
            message=f'the ICC profile is for "{_word(space)}", not for CMYK',
            where=where,
            hint="name a profile for four-colour printing",
        )
    if major not in {2, 4}:
        yield Problem(
            code="profile-version",
            message=f"the ICC profile is of version {major}, PDF/X-4 takes 2 and 4",
            where=where,
            hint="ask for a profile of ICC version 2 or 4",
        )
    if missing := sorted(tag.decode() for tag in _TABLES - set(_tags(content))):
        yield Problem(
            code="profile-tables",
            message=f"the ICC profile has no table {' and no '.join(missing)}",
            where=where,
            hint="name a profile that converts both to inks and back",
        )


def _unusable(content: bytes, where: str) -> Iterator[Problem]:
    """Tables that are there may still hold nothing that colours could be converted by."""
    if fault := _conversion_fault(content):
        yield Problem(
            code="profile-unusable",
            message=f"no colour can be converted by the ICC profile: {fault}",
            where=where,
            hint="fetch it once more, or ask for another one",
        )


@lru_cache(maxsize=4)  # a layout is loaded once a language, and once a report that is built again
def _conversion_fault(content: bytes) -> str:
    """Why no colour can be converted to inks, and these be shown; empty when all can."""
    try:
        press = ImageCms.ImageCmsProfile(BytesIO(content))
        screen, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        # What pages, plates and proofs need; a profile may have tables for some of them only.
        for source, target, modes in (
            (screen, press, ("RGB", "CMYK")),
            (press, lab, ("CMYK", "LAB")),
            (press, screen, ("CMYK", "RGB")),
        ):
            # Without tables for many pixels, which take a while.
            flags = FLAGS | ImageCms.Flags.NOOPTIMIZE
            transform = ImageCms.buildTransform(source, target, *modes, INTENT, flags)
            ImageCms.applyTransform(Image.new(modes[0], (1, 1)), transform)
    except (ImageCms.PyCMSError, OSError) as fault:
        return str(fault)
    return ""


def _word(four: bytes) -> str:
    return four.decode("ascii", "replace").strip()


def _tags(content: bytes) -> dict[bytes, bytes]:
    """Content of each tag by its signature (ICC.1, 7.3)."""
    (count,) = struct.unpack_from(">I", content, _HEADER)
    found = {}
    for number in range(min(count, (len(content) - _HEADER - 4) // 12)):
        tag, start, length = struct.unpack_from(">4sII", content, _HEADER + 4 + 12 * number)
        found[tag] = content[start : start + length]
    return found


def _description(content: bytes) -> str:
    """The profile's name: ASCII in version 2, one of several languages in version 4."""
    tag = _tags(content).get(b"desc", b"")
    if tag[:4] == b"desc" and len(tag) > 12:
        (length,) = struct.unpack_from(">I", tag, 8)
        return tag[12 : 12 + length].rstrip(b"\0").decode("ascii", "replace").strip()
    if tag[:4] == b"mluc" and len(tag) >= 28:
        length, start = struct.unpack_from(">II", tag, 20)
        return tag[start : start + length].decode("utf-16-be", "replace").strip("\0 ")
    return ""
