"""Only the profile of a CMYK press is taken for a printing condition; all else is told apart."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ImageCms

from reportgen.errors import Problem
from reportgen.layout.icc import PressProfile, read_press_profile
from tests.layouts import SHIPPED

COATED = SHIPPED / "coated-fogra39l.icc"


def read(file: Path) -> tuple[PressProfile | None, list[Problem]]:
    problems: list[Problem] = []
    return read_press_profile(file, problems), problems


def with_bytes(start: int, content: bytes) -> Callable[[bytes], bytes]:
    return lambda profile: profile[:start] + content + profile[start + len(content) :]


def with_description(tag: bytes) -> bytes:
    """The shipped profile, its description replaced and put at the end."""
    profile = COATED.read_bytes()
    entry = profile.index(b"desc", 128)
    changed = bytearray(profile + tag)
    struct.pack_into(">4sII", changed, entry, b"desc", len(profile), len(tag))
    struct.pack_into(">I", changed, 0, len(changed))
    return bytes(changed)


def test_the_shipped_profile_is_taken_with_its_name() -> None:
    profile, problems = read(COATED)

    assert problems == []
    assert profile == PressProfile(
        description="Coated FOGRA39L, ink limit 300 %", content=COATED.read_bytes()
    )


def test_littlecms_reads_the_shipped_profile_as_we_do() -> None:
    read_by_littlecms = ImageCms.ImageCmsProfile(str(COATED)).profile

    assert read_by_littlecms.profile_description == "Coated FOGRA39L, ink limit 300 %"
    assert (read_by_littlecms.device_class, read_by_littlecms.xcolor_space) == ("prtr", "CMYK")
    assert read_by_littlecms.version == 2.2
    assert COATED.stat().st_size < 125_000


@pytest.mark.parametrize(
    ("change", "code", "word"),
    [
        (with_bytes(12, b"mntr"), "profile-class", '"mntr"'),
        (with_bytes(12, b"link"), "profile-class", '"link"'),
        (with_bytes(16, b"RGB "), "profile-space", '"RGB"'),
        (with_bytes(16, b"GRAY"), "profile-space", '"GRAY"'),
        (with_bytes(8, b"\x05"), "profile-version", "version 5"),
        (with_bytes(36, b"xxxx"), "not-a-profile", "not an ICC profile"),
        (lambda profile: profile[:-1], "not-a-profile", "cut off"),
        (lambda profile: profile + b"\0", "not-a-profile", "longer"),
        (lambda _: b"", "not-a-profile", "not an ICC profile"),
        (lambda profile: profile.replace(b"B2A0", b"xxxx", 1), "profile-tables", "B2A0"),
        (lambda profile: profile.replace(b"A2B0", b"xxxx", 1), "profile-tables", "A2B0"),
    ],
)
def test_a_profile_of_the_wrong_kind_is_refused_with_the_reason(
    change: Callable[[bytes], bytes], code: str, word: str, tmp_path: Path
) -> None:
    file = tmp_path / "press.icc"
    file.write_bytes(change(COATED.read_bytes()))

    profile, (problem,) = read(file)

    assert profile is None
    assert (problem.code, problem.where) == (code, str(file))
    assert word in problem.message
    assert problem.hint


def test_all_that_is_wrong_with_a_profile_is_told(tmp_path: Path) -> None:
    file = tmp_path / "screen.icc"
    file.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())

    _, problems = read(file)

    assert [p.code for p in problems] == ["profile-class", "profile-space", "profile-tables"]


def test_a_profile_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path / "none.icc")

    assert problem.code == "profile-unreadable"
    assert "No such file" in problem.message


def test_a_name_is_read_in_the_form_of_version_4_too(tmp_path: Path) -> None:
    name = "PSO Uncoated v3 (FOGRA52)"
    text = name.encode("utf-16-be")
    record = struct.pack(">2s2sII", b"en", b"US", len(text), 28)
    tag = b"mluc" + bytes(4) + struct.pack(">II", 1, 12) + record + text
    file = tmp_path / "press.icc"
    file.write_bytes(with_description(tag))

    profile, problems = read(file)

    assert problems == []
    assert profile is not None
    assert profile.description == name


def test_a_profile_may_have_no_name(tmp_path: Path) -> None:
    file = tmp_path / "press.icc"
    file.write_bytes(with_description(b"text" + bytes(12)))

    profile, _ = read(file)

    assert profile is not None
    assert profile.description == ""
