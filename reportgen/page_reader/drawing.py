"""Operators that build and paint paths, images, forms and shadings (ISO 32000-1, 8.5 to 8.10)."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pikepdf import Name, Object

from reportgen.page_reader.colouring import Handler
from reportgen.page_reader.geometry import Box, common, grown, thinnest, transformed
from reportgen.page_reader.marks import MarkKind, PlacedImage
from reportgen.page_reader.path import Path
from reportgen.page_reader.resources import ContentStream
from reportgen.page_reader.scene import Scene
from reportgen.page_reader.spaces import PATTERN
from reportgen.page_reader.state import PaintColour

_UNIT: Box = (0.0, 0.0, 1.0, 1.0)


def _add_points(scene: Scene, operands: Sequence[Any]) -> None:
    scene.path.points(scene.state.matrix, operands)


def _add_rectangle(scene: Scene, operands: Sequence[Any]) -> None:
    x, y, width, height = operands
    scene.path.rectangle(scene.state.matrix, x, y, width, height)


def _clip(scene: Scene, _: Sequence[Any]) -> None:
    scene.path.clips = True


def _paint(scene: Scene, _: Sequence[Any], *, fill: bool = False, stroke: bool = False) -> None:
    path, state, box = scene.path, scene.state, scene.path.box
    scene.path = Path()
    if box and fill:
        scene.mark(MarkKind.FILL, box, state.fill)
    if box and stroke:
        width = state.width * thinnest(state.matrix)
        scene.mark(MarkKind.STROKE, grown(box, width / 2), state.stroke, width=width)
    if path.clips:
        state.clip = common(state.clip, box)


def _paint_shading(scene: Scene, operands: Sequence[Any]) -> None:
    space = scene.shade(scene.content.named("Shading", operands[0]))
    scene.mark(MarkKind.FILL, scene.state.clip, PaintColour(space, None))


def _use(scene: Scene, operands: Sequence[Any]) -> None:
    def read(external: Object) -> tuple[Object, ContentStream | None]:
        is_form = external.get("/Subtype") == Name.Form
        resources = scene.content.resources
        return external, scene.library.content(external, resources) if is_form else None

    external, content = scene.content.find("XObject", operands[0], read)
    scene.reading.externals[id(external)] = external
    if content is not None:
        scene.use(content, scene.state.matrix)
    elif external.get("/Subtype") == Name.Image:
        _place(scene, external)


def _use_inline(scene: Scene, operands: Sequence[Any]) -> None:
    scene.reading.externals[id(operands[0])] = operands[0]
    _place(scene, operands[0])


def _place(scene: Scene, image: Object) -> None:
    space, colour, matrix = None, PaintColour(PATTERN, None), scene.state.matrix
    if image.get("/ImageMask"):
        colour = scene.state.fill
    elif "/ColorSpace" in image:  # JPEG 2000 may bring its own
        space = scene.content.space(image.ColorSpace)
        scene.note_space(space)
        colour = PaintColour(space, None)
    scene.reading.images.append(PlacedImage(image=image, matrix=matrix, space=space))
    scene.mark(MarkKind.IMAGE, transformed(_UNIT, matrix), colour)


DRAWING: Mapping[str, Handler] = {
    **dict.fromkeys(("m", "l", "c", "v", "y"), _add_points),
    "re": _add_rectangle,
    **dict.fromkeys(("W", "W*"), _clip),
    "n": _paint,
    **dict.fromkeys(("S", "s"), partial(_paint, stroke=True)),
    **dict.fromkeys(("f", "F", "f*"), partial(_paint, fill=True)),
    **dict.fromkeys(("B", "B*", "b", "b*"), partial(_paint, fill=True, stroke=True)),
    "sh": _paint_shading,
    "Do": _use,
    "INLINE IMAGE": _use_inline,
}
