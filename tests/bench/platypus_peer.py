"""The pages of a report by reportlab's platypus, with matplotlib's charts as PNG; without tags.

This is what most tutorials show, and the way of least effort.
"""

from functools import partial
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    ListFlowable,
    ListItem,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from tests.bench import matplotlib_charts
from tests.bench.platypus_frame import HEIGHT, MARGIN, MM, WIDTH, NumberedCanvas, Page, draw_band

Block = dict[str, Any]
Rules = list[tuple[Any, ...]]

TEXT_WIDTH = WIDTH - 2 * MARGIN
#: Of pages with many tables: what stands at their right, and the space between.
SIDE, GAP = 0.245, 12.0

#: Without the space that platypus puts into cells.
BARE: Rules = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


class Peer:
    """Makes reports, with fonts that are registered once."""

    def __init__(self, content: dict[str, Any]) -> None:
        for file, weight in content["fonts"].items():
            pdfmetrics.registerFont(TTFont(f"Sans{weight}", file))
        pdfmetrics.registerFontFamily("Sans400", "Sans400", "Sans600", "Sans400", "Sans600")
        matplotlib_charts.use_fonts(content["fonts"])

    def report(self, content: dict[str, Any]) -> bytes:
        """The PDF of a report."""
        return _Pages(content).pdf()


class _Pages(Page):
    """One report's story."""

    def pdf(self) -> bytes:
        content, stream = self._content, BytesIO()
        document = BaseDocTemplate(
            stream,
            pagesize=(WIDTH, HEIGHT),
            title=content["title"],
            author=content["author"],
            lang=content["language"],
        )
        top = content["band_height"] + 20
        document.addPageTemplates(
            [
                PageTemplate("first", self._frame(top), onPage=partial(draw_band, content)),
                PageTemplate("next", self._frame(20 * MM)),
            ]
        )
        story: list[Flowable] = [NextPageTemplate("next")]
        for number, block in enumerate(content["blocks"]):
            if number in content["new_pages"]:
                story.append(PageBreak())
            story += self._block(block, TEXT_WIDTH)
        canvas = type("_Numbered", (NumberedCanvas,), {"foot": content["foot"]})
        document.build(story, canvasmaker=canvas)
        return stream.getvalue()

    def _frame(self, top: float) -> Frame:
        return Frame(
            MARGIN, 21 * MM, TEXT_WIDTH, HEIGHT - 21 * MM - top,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip

    def _all(self, blocks: list[Block], width: float) -> list[Flowable]:
        return [flowable for block in blocks for flowable in self._block(block, width)]

    def _block(self, block: Block, width: float) -> list[Flowable]:
        if block["is"] == "Part":
            return self._all(block["blocks"], width)
        if block["is"] == "Together":
            return [KeepTogether(self._all(block["blocks"], width))]
        makers = {
            "Heading": self._heading,
            "Paragraph": self._paragraph,
            "BulletList": self._bullets,
            "NumberedList": self._numbered,
            "LabelledList": partial(self._labelled, "items"),
            "ContactBox": partial(self._labelled, "rows"),
            "Tiles": self._tiles,
            "Picture": self._picture,
            "TableBlock": self._table,
            "Note": self._note,
            "Comment": self._comment,
            "Columns": self._columns,
            "Beside": self._beside,
            "Sidebar": self._sidebar,
        }
        return makers[block["is"]](block, width)

    def _heading(self, block: Block, width: float) -> list[Flowable]:  # noqa: ARG002
        topic, aside = block.get("topic", ""), block.get("aside", "")
        small = block["level"] > 2 or block["style"] == "quiet"
        sizes = {"headline": self._sizes["headline"], "message": self._sizes["heading"]}
        size = self._sizes["subheading"] if small else sizes[block["style"]]
        before, after = (6, 3) if small else (16, 4)
        text, shown = escape(block["text"]), list[Flowable]()
        if topic:
            city = self._colours["city"].hexval()[2:]
            above = f'<font name="Sans600" color="#{city}">{escape(topic)}</font> {escape(aside)}'
            shown = [self._text(above, self._sizes["table"], before, 2, "muted", leading=1.2)]
            before = 0
        elif aside:
            text += f' <font name="Sans300" size="11.5" color="#55616b">{escape(aside)}</font>'
        heading = self._text(text, size, before, after, "heading", 700, 1.2)
        return [CondPageBreak(4 * size), *shown, heading]

    def _paragraph(self, block: Block, width: float) -> list[Flowable]:
        size, before, after = {
            "lead": (self._sizes["lead"], 3, 5),
            "body": (self._sizes["body"], 3, 6),
            "compact": (self._sizes["table"], 2, 4),
            "small": (self._sizes["small"], 2, 3),
            "muted": (self._sizes["small"], 2, 2),
        }[block["style"]]
        colour = "muted" if block["style"] == "muted" else "ink"
        wide = "is_wide" in block or size < self._sizes["table"]
        indent = 0.0 if wide else max(0.0, width - self._sizes["measure"] * size)
        return [self._text(_markup(block["spans"]), size, before, after, colour, indent=indent)]

    def _bullets(self, block: Block, width: float) -> list[Flowable]:  # noqa: ARG002
        size = self._sizes["table" if block["style"] == "compact" else "body"]
        items = [
            ListItem(self._text(_markup(item), size, 1, 3), bulletColor=self._colours["mean"])
            for item in block["items"]
        ]
        return [
            ListFlowable(
                items, bulletType="bullet", start="square", bulletFontSize=5, leftIndent=13
            )
        ]

    def _numbered(self, block: Block, width: float) -> list[Flowable]:  # noqa: ARG002
        size = self._sizes["small"]
        items = [
            ListItem(self._text(_markup(item), size, 1, 2.5, "muted")) for item in block["items"]
        ]
        look = {"bulletFontName": "Sans600", "bulletColor": self._colours["city"]}
        return [ListFlowable(items, bulletType="1", bulletFontSize=size, leftIndent=13, **look)]

    def _labelled(self, field: str, block: Block, width: float) -> list[Flowable]:
        boxed = field == "rows"
        size, column = self._sizes["small" if boxed else "body"], 60 if boxed else 103
        rows = [
            [
                self._text(escape(label), size, colour="heading", weight=600),
                self._text(_markup(spans), size),
            ]
            for label, spans in block[field]
        ]
        rules: Rules = [*BARE, ("TOPPADDING", (0, 0), (-1, -1), 4)]
        rules.append(("BOTTOMPADDING", (0, 0), (-1, -1), 4))
        if boxed:
            rules += [("BACKGROUND", (0, 0), (-1, -1), self._colours["ground"])]
            rules += [("LEFTPADDING", (0, 0), (0, -1), 8)]
        else:
            rules += [("LINEABOVE", (0, 0), (-1, -1), 0.6, self._colours["rule"])]
            rules += [("LINEBELOW", (0, -1), (-1, -1), 0.6, self._colours["rule"])]
        table = Table(rows, colWidths=[column, width - column], style=rules)
        return [Spacer(1, 8), table, Spacer(1, 8)]

    def _tiles(self, block: Block, width: float) -> list[Flowable]:
        count = len(block["tiles"])
        own = (width - 10 * (count - 1)) / count
        heads, bodies, widths = list[Any](), list[Any](), list[float]()
        rules: Rules = [*BARE]
        for place, (tile, drawing) in enumerate(block["tiles"]):
            if place:
                heads.append("")
                bodies.append("")
                widths.append(10)
            column = 2 * place
            rules += [
                ("BACKGROUND", (column, 0), (column, 1), self._colours["ground"]),
                ("LINEABOVE", (column, 0), (column, 0), 2.5, self._colours["city"]),
                ("LEFTPADDING", (column, 0), (column, 1), 8),
                ("TOPPADDING", (column, 0), (column, 0), 9),
            ]
            head = [self._text(escape(tile["label"]), self._sizes["table"], weight=600)]
            if "unit" in tile:
                head.append(self._text(escape(tile["unit"]), self._sizes["small"], colour="muted"))
            figure = escape(tile["figure"])
            body: list[Flowable] = [
                self._text(figure, self._sizes["key_figure"], 0, 7, "city", 700, 1.0)
            ]
            if drawing:
                body.append(self._image(drawing))
            heads.append(head)
            bodies.append(body)
            widths.append(own)
        return [Spacer(1, 10), Table([heads, bodies], colWidths=widths, style=rules), Spacer(1, 4)]

    def _image(self, drawing: Block) -> Flowable:
        picture = matplotlib_charts.png(drawing)
        return Image(picture, drawing["width"], drawing["height"], hAlign="LEFT")

    def _picture(self, block: Block, width: float) -> list[Flowable]:  # noqa: ARG002
        chart = block["chart"]
        caption = f"{escape(chart.get('caption', ''))} {_markup(chart['source'])}"
        below = self._text(caption, self._sizes["small"], 6, 2, "muted")
        return [Spacer(1, 4), self._image(chart), below]

    def _table(self, block: Block, width: float) -> list[Flowable]:
        sizes, count, last = self._sizes, len(block["head"]), len(block["rows"]) - 1

        def cell(words: str, place: int, size: float, colour: str, weight: int) -> Paragraph:
            align = TA_RIGHT if place else 0
            return self._text(escape(words), size, 0, 0, colour, weight, 1.19, align)

        rows = [[cell(w, i, sizes["small"], "muted", 600) for i, w in enumerate(block["head"])]]
        for number, row in enumerate(block["rows"]):
            weight = 600 if number == last and "total" in block else 400
            rows.append([cell(w, i, sizes["table"], "ink", weight) for i, w in enumerate(row)])
        first = 1.5 if count > 6 else 3.2 if count > 5 else 1.3
        share = width / (first + count - 1)
        rules: Rules = [
            *BARE,
            ("TOPPADDING", (0, 0), (-1, -1), 0.6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.8),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.9, self._colours["ink"]),
            ("LINEBELOW", (0, 1), (-1, -1), 0.6, self._colours["rule"]),
        ]
        widths = [first * share, *[share] * (count - 1)]
        return [Spacer(1, 2), Table(rows, colWidths=widths, style=rules), Spacer(1, 3)]

    def _note(self, block: Block, width: float) -> list[Flowable]:
        text = f"<b>{escape(block['label'])}</b> {escape(block['text'])}"
        rules = [
            ("BACKGROUND", (0, 0), (-1, -1), self._colours["ground"]),
            ("LINEBEFORE", (0, 0), (0, -1), 2.5, self._colours["mean"]),
        ]
        table = Table([[self._text(text, self._sizes["small"])]], colWidths=[width], style=rules)
        return [Spacer(1, 4), table, Spacer(1, 4)]

    def _comment(self, block: Block, width: float) -> list[Flowable]:
        label = self._text(f"<b>{escape(block['label'])}</b>", self._sizes["small"])
        inner = [label, *self._all(block["blocks"], width - 12)]
        rules = [("LINEBEFORE", (0, 0), (0, -1), 2.5, self._colours["city"])]
        return [Table([[inner]], colWidths=[width], style=rules)]

    def _columns(self, block: Block, width: float) -> list[Flowable]:
        flat: list[Block] = []
        for inner in block["blocks"]:
            lists = inner["is"] == "BulletList"
            flat += [{**inner, "items": [i]} for i in inner["items"]] if lists else [inner]
        own = (width - 24) / 2
        left, right = flat[: block["left"]], flat[block["left"] :]
        cells = [self._all(left, own), "", self._all(right, own)]
        return [Table([cells], colWidths=[own, 24, own], style=BARE)]

    def _beside(self, block: Block, width: float) -> list[Flowable]:
        rows: list[list[Any]] = [[], []]
        widths = []
        for part in (block["left"]["blocks"], block["right"]["blocks"]):
            at = next(n for n, inner in enumerate(part) if inner["is"] == "Picture")
            own = part[at]["chart"]["width"]
            for row, blocks in zip(rows, (part[:at], part[at:]), strict=True):
                row.append(_without_breaks(self._all(blocks, own)))
            widths.append(own)
        cells = [[left, "", right] for left, right in rows]
        gap = width - sum(widths)
        return [Table(cells, colWidths=[widths[0], gap, widths[1]], style=BARE)]

    def _sidebar(self, block: Block, width: float) -> list[Flowable]:
        side = SIDE * width - GAP
        main = width - side - GAP
        cells = [
            _without_breaks(self._all(block.get("blocks", []), main)),
            "",
            _without_breaks(self._all(block.get("side", []), side - 16)),
        ]
        rules: Rules = [
            *BARE,
            ("BACKGROUND", (2, 0), (2, 0), self._colours["ground"]),
            ("LEFTPADDING", (2, 0), (2, 0), 8),
            ("TOPPADDING", (2, 0), (2, 0), 8),
        ]
        return [Table([cells], colWidths=[main, GAP, side], style=rules)]


def _without_breaks(flowables: list[Flowable]) -> list[Flowable]:
    """What may stand in a cell of a table."""
    flat: list[Flowable] = []
    for flowable in flowables:
        if isinstance(flowable, KeepTogether):
            flat += _without_breaks(flowable._content)
        elif not isinstance(flowable, CondPageBreak):
            flat.append(flowable)
    return flat


def _markup(spans: list[Block]) -> str:
    return "".join(
        f"<b>{escape(span['text'])}</b>" if "strong" in span else escape(span["text"])
        for span in spans
    )
