"""Operators that choose colours (ISO 32000-1, 8.6.8) and set the graphics state (8.4.4)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from pikepdf import Dictionary, Name, Object

from reportgen.page_reader.geometry import matrix_of, product
from reportgen.page_reader.resources import GraphicsStateChange
from reportgen.page_reader.scene import Scene
from reportgen.page_reader.spaces import Space
from reportgen.page_reader.state import PaintColour

#: What an operator does with its operands.
Handler = Callable[[Scene, Sequence[Any]], None]

#: States kept within states that content may have; ISO 32000-1, annex C, knows 28.
_MOST_KEPT = 512

_FILL, _STROKE = "fill", "stroke"


def _set(scene: Scene, operands: Sequence[Any], what: str) -> None:
    setattr(scene.state, what, float(operands[0]))


def setting(what: str) -> Handler:
    """An operator whose one number is an attribute of the state."""
    return partial(_set, what=what)


def _keep(scene: Scene, _: Sequence[Any]) -> None:
    if len(scene.kept) >= _MOST_KEPT:
        raise ValueError("too many graphics states are kept")
    scene.kept.append(scene.state.copy())


def _restore(scene: Scene, _: Sequence[Any]) -> None:
    if not scene.kept:
        raise ValueError("a graphics state is restored that was not kept")
    scene.state = scene.kept.pop()


def _concatenate(scene: Scene, operands: Sequence[Any]) -> None:
    scene.state.matrix = product(matrix_of(operands), scene.state.matrix)


def _set_state(scene: Scene, operands: Sequence[Any]) -> None:
    def read(dictionary: Object) -> tuple[Object, GraphicsStateChange]:
        if not isinstance(dictionary, Dictionary):
            raise TypeError("a graphics state is no dictionary")
        return dictionary, scene.library.change(dictionary)

    dictionary, change = scene.content.find("ExtGState", operands[0], read)
    scene.reading.states[id(dictionary)] = dictionary
    scene.state.set(change)


def _set_intent(scene: Scene, operands: Sequence[Any]) -> None:
    scene.reading.intents.add(str(operands[0]))


def _choose(scene: Scene, what: str, space: Space, numbers: Sequence[Any]) -> None:
    scene.note_space(space)
    setattr(scene.state, what, PaintColour(space, space.inks(numbers)))


def _choose_device(scene: Scene, operands: Sequence[Any], what: str, family: str) -> None:
    _choose(scene, what, scene.content.device(family), operands)


def _choose_space(scene: Scene, operands: Sequence[Any], what: str) -> None:
    space = scene.content.space(operands[0])
    if space.family == "Pattern":
        setattr(scene.state, what, PaintColour(space, None))
    else:
        _choose(scene, what, space, space.first)


def _choose_colour(scene: Scene, operands: Sequence[Any], what: str) -> None:
    space = getattr(scene.state, what).space
    if space.family != "Pattern":
        _choose(scene, what, space, operands)
        return
    *numbers, name = operands
    if not isinstance(name, Name):
        raise TypeError("a pattern is chosen without a name")
    inks = None
    if space.base and numbers:  # a pattern that has no colours of its own
        scene.note_space(space.base)
        inks = space.base.inks(numbers)
    setattr(scene.state, what, PaintColour(space, inks, str(name)))


COLOURING: Mapping[str, Handler] = {
    "q": _keep,
    "Q": _restore,
    "cm": _concatenate,
    "gs": _set_state,
    "ri": _set_intent,
    "w": setting("width"),
    **{
        operator: partial(_choose_device, what=what, family=family)
        for what, operators in ((_FILL, "g rg k"), (_STROKE, "G RG K"))
        for operator, family in zip(
            operators.split(), ("DeviceGray", "DeviceRGB", "DeviceCMYK"), strict=True
        )
    },
    "cs": partial(_choose_space, what=_FILL),
    "CS": partial(_choose_space, what=_STROKE),
    **dict.fromkeys(("sc", "scn"), partial(_choose_colour, what=_FILL)),
    **dict.fromkeys(("SC", "SCN"), partial(_choose_colour, what=_STROKE)),
}
