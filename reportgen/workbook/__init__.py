"""Load: the workbook becomes typed, checked data."""

from importlib import import_module
from typing import TYPE_CHECKING

from reportgen.workbook.cities import choose_peers, find_cities
from reportgen.workbook.load import load_workbook

if TYPE_CHECKING:
    from reportgen.workbook.template import make_template

__all__ = ["choose_peers", "find_cities", "load_workbook", "make_template"]

# openpyxl is slow to import, and a load of the workbook does not need it.
_LAZY = {"make_template": "template"}


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
