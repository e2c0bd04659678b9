"""A report's content as plain data, for programs that render the same pages.

What the product itself knows is handed over: its blocks in the order of reading, its charts as
marks, its look, and on which pages its parts begin. Programs of others need not compute any of it.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, fields

from reportgen.charts import draw, draw_tiles
from reportgen.document.blocks import Block, Columns, Part
from reportgen.document.flow import BalancedColumns, Flowable, fill
from reportgen.document.flowables import flowables_of
from reportgen.document.outline import outline, title_band
from reportgen.document.page import paginate
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.document.title import Band
from reportgen.findings import write
from reportgen.indicators import Profiles
from reportgen.layout.load import Layout
from reportgen.model import Chart, Drawing, Portrait, Profile
from reportgen.portraits.folder import Portraits
from tests.bench.chart_marks import marks_of

Content = dict[str, Any]

ROOT = Path(__file__).parents[2]

#: Fields that say how blocks came about, and not what they show.
_UNUSED = {"expansions", "keys", "kinds", "marks", "numbers", "part", "part_heights", "sheets"}


def write_contents(
    profiles: Profiles, layout: Layout, portraits: Portraits, folder: Path
) -> tuple[str, ...]:
    """Writes ``<slug>.json`` for each profile; gives the slugs."""
    folder.mkdir(parents=True, exist_ok=True)
    for profile in profiles:
        portrait, _ = portraits[profile.city]
        text = json.dumps(content_of(profile, layout, portrait), ensure_ascii=False)
        (folder / f"{profile.city.slug}.json").write_text(text, encoding="utf-8")
    return tuple(city.slug for city in profiles.cities)


def content_of(profile: Profile, layout: Layout, portrait: Portrait) -> Content:
    """All that stands in the report of a city, and how it looks."""
    findings = write(profile, layout)
    charts, tiles = draw(profile, layout), draw_tiles(profile, findings.tiles, layout)
    blocks = outline(profile, findings, charts, portrait, layout, None, tiles)
    words, look, setting = layout.texts.document, layout.look, Setting.of(layout)
    title = title_band(profile, portrait, layout)
    band = Band(title, setting, Element("Document"))
    shown, new_pages = _shown(blocks, band, setting)
    names = {"city": profile.city.name, "year": profile.year}
    return {
        "title": words.title.format(**names),
        "language": layout.language,
        "author": profile.about.publisher,
        "subject": profile.about.project,
        "date": profile.about.data_date.isoformat(),
        "foot": words.foot.format(**names),
        "page": words.page,
        "look": {
            "page": _plain(look.page),
            "type": {f.name: getattr(look.type, f.name) for f in fields(look.type)[1:]},
            "colours": dict(look.colours.by_role()),
        },
        "fonts": {
            str(layout.fonts.light): 300,
            str(layout.fonts.regular): 400,
            str(layout.fonts.semibold): 600,
            str(layout.fonts.bold): 700,
        },
        "band": _plain(title),
        "band_height": band.height,
        "new_pages": new_pages,
        "blocks": [_block(block, setting) for block in shown],
    }


def _block(block: Block, setting: Setting) -> Any:
    """A block as plain data; columns say how many of their flowables stand at the left."""
    plain = _plain(block)
    if isinstance(block, Part):
        plain["blocks"] = [_block(inner, setting) for inner in block.blocks]
    elif isinstance(block, Columns):
        (columns,) = flowables_of(block, setting, Element("Document"))
        assert isinstance(columns, BalancedColumns)
        width = setting.layout.look.page.text_width
        left, _ = fill(columns.flowables, (width - columns.GAP) / 2, columns.height(width) + 0.01)
        plain["left"] = len(left)
    return plain


def _shown(
    blocks: Sequence[Block], band: Band, setting: Setting
) -> tuple[tuple[Block, ...], tuple[int, ...]]:
    """The blocks that have a place, and the numbers from 0 of those that begin another page."""
    flowables: list[Flowable] = []
    owners: dict[int, int] = {}
    for number, block in enumerate(blocks):
        for flowable in flowables_of(block, setting, Element("Document")):
            owners[id(flowable)] = number
            flowables.append(flowable)
    pages = paginate(flowables, band, setting)
    placed = [[owners.get(id(item.flowable)) for item in page.placed] for page in pages]
    absent = {
        number
        for number, block in enumerate(blocks)
        if isinstance(block, Part) and block.is_optional and not any(number in p for p in placed)
    }
    shown = [number for number in range(len(blocks)) if number not in absent]
    starts = [shown.index(page[0]) for page in placed[1:] if page[0] is not None]
    return tuple(blocks[number] for number in shown), tuple(starts)


def _plain(value: Any) -> Any:
    """A value as JSON knows it; objects say in ``is`` what they are, figures become marks.

    What is empty or false is left out, so that nobody has to read it.
    """
    if isinstance(value, Struct):
        named = {k: v for k, v in asdict(value).items() if k not in _UNUSED}
        if isinstance(value, Chart | Drawing):
            named["figure"] = marks_of(value)
        filled = {key: inner for key, inner in named.items() if inner}
        return {"is": type(value).__name__} | {key: _plain(v) for key, v in filled.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, Path):
        return "/" + value.resolve().relative_to(ROOT).as_posix()
    return value
