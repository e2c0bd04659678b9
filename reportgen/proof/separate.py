"""Takes a press file apart into its four plates.

Every page becomes four pages in grey, one for each ink. Any viewer then shows plates, without
knowing of inks or overprint.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from msgspec import Struct
from pikepdf import Array, Dictionary, Stream

from reportgen.errors import ConformanceError, Problem
from reportgen.page_reader.files import beyond_limits, limit_behind, limits_reached
from reportgen.page_reader.geometry import Box, box_of, common
from reportgen.page_reader.interpreter import MALFORMED_ERRORS
from reportgen.proof.plates import Separator

#: Least and greatest side of a page in points (ISO 32000-1, annex C.2).
_SIDES = (3.0, 14_400.0)

#: Entries of the catalog that say how pages look.
_OF_PAGES = {"/Type", "/Pages", "/Version", "/OCProperties"}


class Separation(Struct, frozen=True, kw_only=True):
    """The plates of a file.

    Attributes:
        pdf: four pages in grey for each page, in the order of `INKS`.
        boxes: for each page media and trim box in points, as they are before turning.
        turns: for each page how it is turned clockwise, in degrees.
        condition: what the inks are meant for, as the output intent calls it.
        profile: the output intent's ICC profile.
    """

    pdf: bytes
    boxes: tuple[tuple[Box, Box], ...]
    turns: tuple[int, ...]
    condition: str
    profile: bytes


def separate(document: pikepdf.Pdf, where: str) -> Separation:
    """Makes the plates of a press file.

    Args:
        document: the file; its pages are replaced by the plates.
        where: what the file is called in problems.

    Raises:
        ConformanceError: it has no output intent for CMYK, colours that are not of the four inks,
            no pages, or one that cannot be read or that no program shows.
        pikepdf.PdfError: its pages cannot be found.
    """
    separator = Separator(document)
    intent = _press_intent(document)
    pages = list(document.pages)
    problems = [] if pages else [_unprovable("no-pages", "there are no pages", where)]
    boxes: list[tuple[Box, Box]] = []
    reached = limits_reached()
    for number, page in enumerate(pages, start=1):
        place = f"{where}, page {number}"
        try:
            separator.add_plates(page, number)
            media = box_of(page.mediabox)
            boxes.append((media, _visible(box_of(page.trimbox), media)))
        except MALFORMED_ERRORS as fault:
            if limit := limit_behind(fault, reached):
                problems.append(beyond_limits("the page cannot be read", place, limit))
                continue
            message = f"the page cannot be read: {fault}"
            problems.append(_unprovable("page-unreadable", message, place))
        else:
            problems += _wrongs_of_size(boxes[-1][0], place)
    problems += [
        Problem(
            code="not-of-four-inks",
            message=f"the page uses {what}",
            where=f"{where}, page {number}",
            hint="this proof is for print editions, whose colours are all DeviceCMYK or DeviceGray",
        )
        for number, what in separator.foreign
    ]
    if intent is None:
        problems.append(
            Problem(
                code="no-press-intent",
                message="the PDF has no output intent with an ICC profile for CMYK",
                where=where,
                hint="this proof is for print editions: build with `--edition print`",
            )
        )
    if problems or intent is None:
        raise ConformanceError(*problems)
    condition = str(intent.get("/OutputConditionIdentifier", ""))
    profile = _profile(intent, where)
    turns = tuple(page.rotation % 360 for page in pages)
    for _ in pages:
        del document.pages[0]
    for entry in set(document.Root.keys()) - _OF_PAGES:
        del document.Root[entry]
    buffer = BytesIO()
    document.save(buffer, compress_streams=False)
    return Separation(
        pdf=buffer.getvalue(),
        boxes=tuple(boxes),
        turns=turns,
        condition=condition,
        profile=profile,
    )


def _press_intent(document: pikepdf.Pdf) -> Any:
    intents = document.Root.get("/OutputIntents")
    for intent in intents if isinstance(intents, Array) else ():
        profile = intent.get("/DestOutputProfile") if isinstance(intent, Dictionary) else None
        if isinstance(profile, Stream) and profile.get("/N") == 4:
            return intent
    return None


def _profile(intent: Any, where: str) -> bytes:
    try:
        content: bytes = intent.DestOutputProfile.read_bytes()
    except pikepdf.PdfError as fault:
        message = f"the output intent's ICC profile cannot be unpacked: {fault}"
        raise ConformanceError(_unprovable("bad-press-profile", message, where)) from fault
    return content


def _visible(trim: Box, media: Box) -> Box:
    """What is left of a page when it is cut; all of it when that would be nothing."""
    x0, y0, x1, y1 = common(trim, media) or media
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else media


def _unprovable(code: str, message: str, where: str) -> Problem:
    hint = "make the file anew, or repair it with `qpdf`"
    return Problem(code=code, message=message, where=where, hint=hint)


def _wrongs_of_size(media: Box, where: str) -> Iterator[Problem]:
    (least, most), (x0, y0, x1, y1) = _SIDES, media
    if not all(least <= side <= most for side in (x1 - x0, y1 - y0)):
        message = f"the page measures {x1 - x0:g} by {y1 - y0:g} points"
        yield _unprovable("page-size", message, where)
