"""Load: the workbook and the portraits become typed, checked data."""

from importlib import import_module
from typing import TYPE_CHECKING

from reportgen.workbook.cities import find_cities
from reportgen.workbook.load import load_workbook

if TYPE_CHECKING:
    from reportgen.workbook.portraits import load_portrait, unused_files
    from reportgen.workbook.template import make_template

__all__ = ["find_cities", "load_portrait", "load_workbook", "make_template", "unused_files"]

# markdown-it and openpyxl are slow to import, and a load of the workbook needs neither.
_LAZY = {"load_portrait": "portraits", "make_template": "template", "unused_files": "portraits"}


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
