"""Changes the parts of a workbook's file, as other writers than ours would have made them."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.workbooks import WORKBOOK

#: The parts of the sheets in workbooks that openpyxl has written.
PARTS = {
    name: f"xl/worksheets/sheet{number}.xml"
    for number, name in enumerate(
        (
            "Erläuterung", "Städte", "Leistungsbereiche", "Bevölkerung", "Leistungsbeziehende",
            "Auszahlungen", "Indikatoren", "Wirtschaft", "Angaben", "Quellen",
        ),
        start=1,
    )
}  # fmt: skip


def rewritten(
    folder: Path,
    change: Callable[[str, bytes], bytes | None] = lambda _, content: content,
    rename: Callable[[str], str] = lambda name: name,
    source: Path = WORKBOOK,
) -> Path:
    """A copy of a workbook with other parts; a part that becomes None is left out."""
    path = folder / "rewritten.xlsx"
    with ZipFile(source) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(rename(name), content)
    return path


def replacing(part: str, replacements: Mapping[str, str]) -> Callable[[str, bytes], bytes]:
    """Replaces texts in one part; each must be there."""

    def change(name: str, content: bytes) -> bytes:
        if name == part:
            for old, new in replacements.items():
                assert old.encode() in content, old
                content = content.replace(old.encode(), new.encode())
        return content

    return change


def with_xml(place: str, cell: str) -> Callable[[str, bytes], bytes]:
    """Puts XML in the place of a cell, e.g. ``<c r="C11"><v>5</v></c>`` for ``Wirtschaft!C11``."""
    sheet, address = place.split("!")
    pattern = re.compile(rf'<c r="{address}"(?: [^>]*)?(?:/>|>.*?</c>)'.encode(), re.DOTALL)

    def change(name: str, content: bytes) -> bytes:
        if name != PARTS[sheet]:
            return content
        changed, count = pattern.subn(lambda _: cell.encode(), content, count=1)
        assert count == 1, place
        return changed

    return change


def without_addresses(name: str, content: bytes) -> bytes:
    """Sheets whose rows and cells do not say where they stand, as far as none is left out."""
    if not name.startswith("xl/worksheets/"):
        return content

    def row(found: re.Match[bytes]) -> bytes:
        columns = re.findall(rb'<c r="([A-Z]+)[0-9]+"', found[0])
        is_whole = columns == [b"%c" % letter for letter in range(65, 65 + len(columns))]
        return re.sub(rb'<(row|c) r="\w+"', rb"<\1", found[0]) if is_whole else found[0]

    return re.sub(rb"<row .*?</row>", row, content, flags=re.DOTALL)
