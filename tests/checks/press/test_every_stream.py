"""No colour but inks, proved without the preflight: every stream of a file is parsed.

Not the pages are followed here, but every object of a file is looked at, whether anything uses it
or not; the colour spaces named in dictionaries are, too.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

#: Operators that choose a colour which is none of DeviceCMYK, or may be.
OTHER_COLOURS = {"g", "G", "rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN", "sh", "ri"}

#: Names of colour spaces that are not inks.
OTHER_SPACES = {
    *("/DeviceRGB", "/DeviceGray", "/CalRGB", "/CalGray", "/Lab", "/ICCBased"),
    *("/Indexed", "/Separation", "/DeviceN", "/Pattern", "/RGB", "/G"),
}


def contents(document: Pdf) -> Iterator[Any]:
    """Pages, and every stream that holds operators, used or not."""
    yield from (page.obj for page in document.pages)
    for thing in document.objects:
        if isinstance(thing, Stream):
            is_pattern = "/PatternType" in thing
            if thing.get("/Subtype") == Name.Form or is_pattern:
                yield thing
        elif isinstance(thing, Dictionary) and thing.get("/Subtype") == Name.Type3:
            yield from thing.CharProcs.values()


def values(thing: Any, depth: int = 0) -> Iterator[Any]:
    """Everything within an object, down to its references."""
    yield thing
    if depth and getattr(thing, "is_indirect", False):
        return
    if isinstance(thing, Dictionary | Stream):
        for value in thing.values():
            yield from values(value, depth + 1)
    elif isinstance(thing, Array):
        for value in thing:
            yield from values(value, depth + 1)


def colours_besides_inks(document: Pdf) -> set[str]:
    found = set()
    for content in contents(document):
        for instruction in pikepdf.parse_content_stream(content):
            name = str(instruction.operator)
            if name in OTHER_COLOURS or name == "INLINE IMAGE":
                found.add(name)
    for thing in document.objects:
        for value in values(thing):
            if isinstance(value, Name) and str(value) in OTHER_SPACES:
                found.add(str(value))
        if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image:
            found |= {str(thing.get("/ColorSpace"))} - {"/DeviceCMYK"}
    return found


def test_no_stream_of_any_press_file_has_another_colour(press_files: Mapping[str, Path]) -> None:
    found = {}
    for name, file in press_files.items():
        with pikepdf.open(file) as document:
            found[name] = colours_besides_inks(document)
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_what_is_parsed_is_all_that_holds_operators(press_files: Mapping[str, Path]) -> None:
    """Every stream is a page's, a form, an image, a font, a map, metadata or the profile."""
    with pikepdf.open(press_files["photo-rgb"]) as document:
        pages = {page.obj.Contents.objgen for page in document.pages}
        parsed = {content.objgen for content in contents(document)} | pages
        others = []
        for thing in document.objects:
            if isinstance(thing, Stream) and thing.objgen not in parsed:
                start = (
                    thing.read_raw_bytes()[:2] if "/DCTDecode" in str(thing.get("/Filter")) else b""
                )
                is_known = (
                    start == b"\xff\xd8"
                    or "/Length1" in thing  # a font
                    or thing.get("/N") == 4  # the profile
                    or thing.get("/Type") in {Name.Metadata, Name.XRef, Name.ObjStm}
                    or b"begincmap" in thing.read_bytes()
                )
                others += [] if is_known else [thing.objgen]
    assert others == []
    assert len(parsed) >= 5


@pytest.mark.parametrize(
    ("fault", "colour"),
    [
        ("rgb-area", "rg"),
        ("rgb-line", "RG"),
        ("rgb-in-a-form-in-a-form", "rg"),
        ("rgb-in-a-pattern", "rg"),
        ("rgb-in-a-glyph", "rg"),
        ("rgb-image", "/DeviceRGB"),
        ("rgb-image-inline", "INLINE IMAGE"),
        ("palette-of-rgb", "/DeviceRGB"),
        ("colour-with-profile", "/ICCBased"),
        ("lab-colour", "/Lab"),
        ("calibrated-grey", "/CalGray"),
    ],
)
def test_the_search_finds_them(
    broken_press_files: Mapping[str, Path], fault: str, colour: str
) -> None:
    with pikepdf.open(broken_press_files[fault]) as document:
        assert colour in colours_besides_inks(document)
