"""Renders the pictures that the README shows: `make previews`."""

from pathlib import Path

import pypdfium2
from PIL import Image

import reportgen

ROOT = Path(__file__).parents[1]
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
