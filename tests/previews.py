"""Renders the pictures that the README shows: `make previews`."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

import reportgen

ROOT = Path(__file__).parents[1]

BLOCKS = """name = "blocks"
extends = "city-profile"
sections = ["title", "foreword", "logo", "contact"]

[blocks.foreword]
kind = "text"
file = "foreword.md"

[blocks.logo]
kind = "logo"
file = "logo.png"
width = 40

[blocks.contact]
kind = "contact"
link = "https://example.org/data/{year}/{slug}"
"""
WORDS = """[blocks.foreword]
heading = "Vorwort"

[blocks.logo]
alt = "Ein blaues Feld anstelle eines Logos"
"""
FOREWORD = """Ein **Vorwort** ist ein Text in Markdown, mit Absätzen, Überschriften und Listen:

- ein erster Punkt,
- ein zweiter mit einem [Verweis](https://example.org).
"""
CITIES = ("Düsseldorf", "Frankfurt am Main", "Hannover", "Rostock")
PAGE_WIDTH, GAP, GROUND = 440, 10, "#c8ced3"


def main() -> None:
    """Writes a strip of all pages for each of the cities, into the layout's folder."""
    layout = reportgen.load_layout()
    dataset = reportgen.load_workbook(ROOT / "data" / "benchmarking-2020.xlsx")
    for city in CITIES:
        profile = reportgen.build_profile(dataset, city)
        report = reportgen.build_report(profile, layout, ROOT / "data" / "portraits")
        file = layout.folder / f"preview-{profile.city.slug}.png"
        colours = strip(report.pdf).quantize(128, method=Image.Quantize.MAXCOVERAGE)
        colours.save(file, optimize=True)
        print(f"{file.name}: {file.stat().st_size // 1000} kB")
    file = layout.folder.parent / "preview-blocks.png"
    blocks().quantize(64, method=Image.Quantize.MAXCOVERAGE).save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size // 1000} kB")


def blocks() -> Image.Image:
    """The part of a page that shows blocks of one's own, from a layout made for this picture."""
    with TemporaryDirectory() as folder:
        own = Path(folder) / "blocks"
        own.mkdir()
        (own / "layout.toml").write_text(BLOCKS, encoding="utf-8")
        (own / "de.toml").write_text(WORDS, encoding="utf-8")
        (own / "foreword.md").write_text(FOREWORD, encoding="utf-8")
        Image.new("RGB", (945, 236), "#0b3a5e").save(own / "logo.png")
        dataset = reportgen.load_workbook(ROOT / "data" / "benchmarking-2020.xlsx")
        profile = reportgen.build_profile(dataset, "Rostock")
        layout = reportgen.load_layout(own)
        report = reportgen.build_report(profile, layout, ROOT / "data" / "portraits")
        picture = pypdfium2.PdfDocument(report.pdf)[0].render(scale=1.2).to_pil()
        return picture.crop((0, int(0.58 * picture.height), *picture.size))


def strip(pdf: bytes) -> Image.Image:
    """All pages side by side."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=PAGE_WIDTH / page.get_width()).to_pil() for page in document]
    height = max(page.height for page in pages)
    picture = Image.new("RGB", (len(pages) * (PAGE_WIDTH + GAP) + GAP, height + 2 * GAP), GROUND)
    for number, page in enumerate(pages):
        picture.paste(page, (GAP + number * (PAGE_WIDTH + GAP), GAP))
    return picture


if __name__ == "__main__":
    main()
