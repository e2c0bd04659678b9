"""The pages of a report by HTML and WeasyPrint, as PDF/UA-1, with matplotlib's charts as SVG."""

from base64 import b64encode
from html import escape
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from tests.bench import matplotlib_charts

Block = dict[str, Any]

ROOT = Path(__file__).parents[2]


class Peer:
    """Makes reports, with style sheet and fonts that are read once."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._fonts = FontConfiguration()
        faces = "".join(
            f"@font-face {{font-family: 'Source Sans Pro'; font-weight: {weight};"
            f" src: url(file://{file})}}\n"
            for file, weight in content["fonts"].items()
        )
        style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
        self._css = CSS(string=faces + style, font_config=self._fonts)
        matplotlib_charts.use_fonts(content["fonts"])

    def report(self, content: dict[str, Any]) -> bytes:
        """The PDF of a report."""
        page = HTML(string=_page(content), base_url=f"{ROOT}/")
        made = page.write_pdf(
            stylesheets=[self._css], font_config=self._fonts, pdf_variant="pdf/ua-1"
        )
        return bytes(made or b"")


def _page(content: dict[str, Any]) -> str:
    parts = []
    for number, block in enumerate(content["blocks"]):
        first = ' class="first"' if number in content["new_pages"] else ""
        parts.append(f"<section{first}>{_block(block)}</section>")
    return (
        f'<!doctype html><html lang="{content["language"]}"><head><meta charset="utf-8">'
        f"<title>{escape(content['title'])}</title>"
        f'<meta name="author" content="{escape(content["author"])}">'
        f"<style>@page {{@bottom-left {{content: '{content['foot']}'}}}}</style></head><body>"
        f"{_band(content['band'], content['band_height'])}{''.join(parts)}</body></html>"
    )


def _band(band: Block, height: float) -> str:
    if "photo" in band:
        photo = escape(band["photo"][1:])
        ground = f'<img class="photo" alt="" style="height: {height - 76}pt" src="{photo}">'
        third = f'<p class="credit">{escape(band.get("credit", ""))}</p>'
    else:
        ground = f'<div class="letters" aria-hidden="true">{escape(band["letters"])}</div>'
        third = f'<p class="project">{escape(band["project"]).upper()}</p>'
    return (
        f'<div class="band" style="height: {height}pt">{ground}<h1>{escape(band["city"])}</h1>'
        f'<p class="subtitle">{escape(band["subtitle"])}</p>{third}</div>'
    )


def _spans(spans: list[Block]) -> str:
    shown = []
    for span in spans:
        text = escape(span["text"])
        if "expansion" in span:
            text = f'<abbr title="{escape(span["expansion"])}">{text}</abbr>'
        if "href" in span:
            text = f'<a href="{escape(span["href"])}">{text}</a>'
        shown.append(f"<strong>{text}</strong>" if "strong" in span else text)
    return "".join(shown)


def _all(blocks: list[Block]) -> str:
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    maker = _MAKERS[block["is"]]
    return maker(block)


def _heading(block: Block) -> str:
    level, topic, aside = block["level"], block.get("topic", ""), block.get("aside", "")
    text = escape(block["text"])
    if topic:
        above = f'<p class="topic"><b>{escape(topic)}</b> {escape(aside)}</p>'
        return f'{above}<h{level} class="{block["style"]}">{text}</h{level}>'
    text += f" <span>{escape(aside)}</span>" if aside else ""
    return f'<h{level} class="{block["style"]}">{text}</h{level}>'


def _paragraph(block: Block) -> str:
    tag = f"h{block['level']}" if "level" in block else "p"
    wide = " wide" if "is_wide" in block else ""
    return f'<{tag} class="{block["style"]}{wide}">{_spans(block["spans"])}</{tag}>'


def _bullets(block: Block) -> str:
    items = "".join(f"<li>{_spans(item)}</li>" for item in block["items"])
    return f'<ul class="{block["style"]}">{items}</ul>'


def _numbered(block: Block) -> str:
    return f"<ol>{''.join(f'<li>{_spans(item)}</li>' for item in block['items'])}</ol>"


def _described(block: Block) -> str:
    rows = block["items"] if block["is"] == "LabelledList" else block["rows"]
    shown = "".join(f"<div><dt>{escape(label)}</dt><dd>{_spans(s)}</dd></div>" for label, s in rows)
    return f'<dl class="{block["is"].lower()}">{shown}</dl>'


def _image(drawing: Block) -> str:
    data = b64encode(matplotlib_charts.svg(drawing)).decode()
    return (
        f'<img alt="{escape(drawing["alt_text"])}" style="width: {drawing["width"]}pt"'
        f' src="data:image/svg+xml;base64,{data}">'
    )


def _tiles(block: Block) -> str:
    heads, bodies = [], []
    for tile, drawing in block["tiles"]:
        unit = f"<span>{escape(tile['unit'])}</span>" if "unit" in tile else ""
        heads.append(f"<td><b>{escape(tile['label'])}</b>{unit}</td>")
        picture = _image(drawing) if drawing else ""
        bodies.append(f'<td><b class="key">{escape(tile["figure"])}</b>{picture}</td>')
    return f'<table class="tiles"><tr>{"".join(heads)}</tr><tr>{"".join(bodies)}</tr></table>'


def _picture(block: Block) -> str:
    chart = block["chart"]
    caption = f"{escape(chart.get('caption', ''))} {_spans(chart['source'])}"
    return f"<figure>{_image(chart)}<figcaption>{caption}</figcaption></figure>"


def _table(block: Block) -> str:
    count = len(block["head"])
    first = 1.5 if count > 6 else 3.2 if count > 5 else 1.3  # as many shares as others have one
    heads = "".join(f'<th scope="col">{escape(words)}</th>' for words in block["head"])
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for name, *cells in block["rows"]
    )
    total = " total" if "total" in block else ""
    return (
        f'<table class="figures{total}">'
        f'<col style="width: {100 * first / (first + count - 1):.1f}%">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _note(block: Block) -> str:
    return f'<p class="note"><b>{escape(block["label"])}</b> {escape(block["text"])}</p>'


def _comment(block: Block) -> str:
    return f'<div class="comment"><p class="small"><b>{escape(block["label"])}</b></p>' + (
        f"{_all(block['blocks'])}</div>"
    )


def _columns(block: Block) -> str:
    flat: list[Block] = []
    for inner in block["blocks"]:
        lists = inner["is"] == "BulletList"
        flat += [{**inner, "items": [i]} for i in inner["items"]] if lists else [inner]
    left, right = flat[: block["left"]], flat[block["left"] :]
    return f'<table class="columns"><tr><td>{_all(left)}</td><td>{_all(right)}</td></tr></table>'


def _beside(block: Block) -> str:
    cells: list[list[str]] = [[], []]
    for part in (block["left"]["blocks"], block["right"]["blocks"]):
        at = next(n for n, inner in enumerate(part) if inner["is"] == "Picture")
        width = part[at]["chart"]["width"]
        for row, blocks in zip(cells, (part[:at], part[at:]), strict=True):
            row.append(f'<td style="width: {width}pt">{_all(blocks)}</td>')
    rows = "".join(f"<tr>{left}<td></td>{right}</tr>" for left, right in cells)
    return f'<table class="beside">{rows}</table>'


def _sidebar(block: Block) -> str:
    main, side = _all(block.get("blocks", [])), _all(block.get("side", []))
    return f'<table class="sidebar"><tr><td>{main}</td><td class="side">{side}</td></tr></table>'


_MAKERS = {
    "Part": lambda block: _all(block["blocks"]),
    "Together": lambda block: f'<div class="together">{_all(block["blocks"])}</div>',
    "Heading": _heading,
    "Paragraph": _paragraph,
    "BulletList": _bullets,
    "NumberedList": _numbered,
    "LabelledList": _described,
    "ContactBox": _described,
    "Tiles": _tiles,
    "Picture": _picture,
    "TableBlock": _table,
    "Note": _note,
    "Comment": _comment,
    "Columns": _columns,
    "Beside": _beside,
    "Sidebar": _sidebar,
}
