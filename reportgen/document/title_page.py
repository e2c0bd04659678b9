"""What only the title page has: tiles with a number and a picture each, and labelled findings."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from reportgen.document.blocks import LabelledList, Tiles
from reportgen.document.canvas import ReportCanvas
from reportgen.document.chart_renderer import draw_marks
from reportgen.document.flow import Flowable
from reportgen.document.fonts import ASCENT, text_width
from reportgen.document.lines import TextLine, TextRun, break_lines
from reportgen.document.paragraphs import TextLines
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.layout.appearance import TILE_GAP, TILE_PADDING
from reportgen.model import Drawing, Span, Tile


class TileRow(Flowable):
    """Tiles side by side on a ground, all of one height."""

    before, after = 10.0, 4.0
    ACCENT, LEADING, ABOVE_FIGURE, BELOW_FIGURE = 2.5, 1.22, 3.0, 7.0
    #: A number is not set smaller than this part of its size, as long as its unit can be moved.
    SMALLEST = 0.6

    def __init__(self, block: Tiles, setting: Setting, element: Element) -> None:
        self.setting = setting
        width = setting.layout.look.page.text_width
        room = (width - (len(block.tiles) - 1) * TILE_GAP) / len(block.tiles) - 2 * TILE_PADDING
        self.tiles = tuple((self._parted(tile, room), drawing) for tile, drawing in block.tiles)
        self._elements = [_TileElements(element.add("LI"), drawing) for _, drawing in self.tiles]

    def height(self, width: float) -> float:
        return self._figure_top(width) + self._below_figure()

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        tile, height, colours = self._tile_width(width), self.height(width), self.setting.colours
        figure_top = top - self._figure_top(width)
        for place, ((content, drawing), elements) in enumerate(
            zip(self.tiles, self._elements, strict=True)
        ):
            left = x + place * (tile + TILE_GAP)
            with canvas.artifact():
                canvas.area(left, top - height, tile, height, colours.ground)
                canvas.area(left, top - self.ACCENT, tile, self.ACCENT, colours.city)
            left += TILE_PADDING
            y = top - self.ACCENT - TILE_PADDING
            for lines in self._heads(content, width):
                size = lines[0].runs[0].size if lines else 0.0
                leading = self.LEADING * size
                baseline = y - ASCENT * size
                canvas.write_lines(lines, left, baseline, leading, elements.label)
                y -= leading * len(lines)
            self._draw_figure(canvas, content, left, figure_top, tile, elements.figure)
            if drawing and elements.picture:
                bottom = top - height + TILE_PADDING
                box = (left, bottom, left + drawing.width, bottom + drawing.height)
                elements.picture.box = box
                with canvas.tagged(elements.picture):
                    draw_marks(canvas, drawing.marks, left, bottom)

    def _draw_figure(
        self,
        canvas: ReportCanvas,
        tile: Tile,
        left: float,
        top: float,
        width: float,
        element: Element,
    ) -> None:
        """The number, smaller where it is too wide for its tile."""
        font, size = self.setting.fonts.bold, self.setting.type.key_figure
        room = width - 2 * TILE_PADDING
        size = min(size, size * room / max(text_width(tile.figure, font, size), 1.0))
        run = TextRun(text=tile.figure, font=font, size=size, colour=self.setting.colours.city)
        baseline = top - ASCENT * self.setting.type.key_figure
        canvas.write_lines((TextLine((run,)),), left, baseline, 0, element)

    def _parted(self, tile: Tile, room: float) -> Tile:
        """The tile with a long unit moved from its number to the line above it."""
        size = self.setting.type.key_figure * self.SMALLEST
        number, *unit = re.split(r"[ \u00a0\u202f]", tile.figure, maxsplit=1)
        if not unit or text_width(tile.figure, self.setting.fonts.bold, size) <= room:
            return tile
        return replace(tile, figure=number, unit="; ".join(filter(None, (*unit, tile.unit))))

    def _tile_width(self, width: float) -> float:
        return (width - (len(self.tiles) - 1) * TILE_GAP) / len(self.tiles)

    def _figure_top(self, width: float) -> float:
        """Distance of the numbers from the upper edge: below the tallest head."""
        kind = self.setting.type
        heads = (self._heads(tile, width) for tile, _ in self.tiles)
        tallest = max(
            self.LEADING * (len(label) * kind.table + len(unit) * kind.small)
            for label, unit in heads
        )
        return self.ACCENT + TILE_PADDING + tallest + self.ABOVE_FIGURE

    def _below_figure(self) -> float:
        pictures = max((drawing.height for _, drawing in self.tiles if drawing), default=0.0)
        room = self.BELOW_FIGURE + pictures if pictures else 0.0
        return self.setting.type.key_figure + room + TILE_PADDING

    def _heads(self, tile: Tile, width: float) -> tuple[tuple[TextLine, ...], tuple[TextLine, ...]]:
        """The lines of the label and of the unit."""
        setting, kind = self.setting, self.setting.type
        room = self._tile_width(width) - 2 * TILE_PADDING
        label = TextRun(
            text=f"{tile.label} " if tile.unit else tile.label,
            font=setting.fonts.semibold,
            size=kind.table,
            colour=setting.colours.ink,
        )
        unit = replace(
            label,
            text=tile.unit,
            font=setting.fonts.regular,
            size=kind.small,
            colour=setting.colours.muted,
        )
        lines = break_lines([label], room, setting.hyphenation)
        return lines, break_lines([unit], room, setting.hyphenation) if tile.unit else ()


class _TileElements:
    """The elements of a tile: what it is called, its number, and its picture."""

    def __init__(self, item: Element, drawing: Drawing | None) -> None:
        body = item.add("LBody")
        self.label, self.figure = body.add("P"), body.add("P")
        self.picture = body.add("Figure") if drawing else None
        if self.picture and drawing:
            self.picture.alt = drawing.alt_text


class LabelledRows(Flowable):
    """The items of a labelled list between rules, their labels in a column of their own."""

    before, after = 8.0, 8.0
    PADDING, GAP, MOST_LABEL = 4.0, 16.0, 0.3

    def __init__(self, block: LabelledList, setting: Setting, element: Element) -> None:
        self.setting = setting
        self._labels: list[tuple[TextRun, Element]] = []
        self._texts: list[TextLines] = []
        for label, spans in block.items:
            item = element.add("LI")
            run = TextRun(
                text=f"{label} ",
                font=setting.fonts.semibold,
                size=setting.type.body,
                colour=setting.colours.heading,
            )
            self._labels.append((run, item.add("Lbl")))
            runs = setting.runs(spans, setting.type.body, setting.colours.ink)
            self._texts.append(TextLines(runs, setting, item.add("LBody"), wide=True))

    def height(self, width: float) -> float:
        return sum(self._heights(width))

    def draw(self, canvas: ReportCanvas, x: float, top: float, width: float) -> None:
        column, colours = self._label_width(width), self.setting.colours
        inner = width - column - self.GAP
        with canvas.artifact():
            canvas.rule(x, x + width, top, colours.rule)
        for (_, element), text, height in zip(
            self._labels, self._texts, self._heights(width), strict=True
        ):
            lines = self._label_lines(element, width)
            size = self.setting.type.body
            leading = self.setting.type.leading * size
            baseline = top - self.PADDING - (leading - size) / 2 - ASCENT * size
            canvas.write_lines(lines, x, baseline, leading, element)
            text.draw(canvas, x + column + self.GAP, top - self.PADDING, inner)
            top -= height
            with canvas.artifact():
                canvas.rule(x, x + width, top, colours.rule)

    def _label_lines(self, element: Element, width: float) -> tuple[TextLine, ...]:
        run = next(run for run, own in self._labels if own is element)
        return break_lines([run], self._label_width(width), self.setting.hyphenation)

    def _label_width(self, width: float) -> float:
        return min(max(run.width for run, _ in self._labels), self.MOST_LABEL * width)

    def _heights(self, width: float) -> Sequence[float]:
        inner = width - self._label_width(width) - self.GAP
        leading = self.setting.type.leading * self.setting.type.body
        return [
            max(text.height(inner), leading * len(self._label_lines(element, width)))
            + 2 * self.PADDING
            for (_, element), text in zip(self._labels, self._texts, strict=True)
        ]


def emphasised(text: str, number: str) -> tuple[Span, ...]:
    """A sentence whose first `number` is set strong; as it is where it holds none."""
    before, found, after = text.partition(number) if number else (text, "", "")
    if not found:
        return (Span(text=text),)
    spans = (Span(text=before), Span(text=found, strong=True), Span(text=after))
    return tuple(span for span in spans if span.text)
