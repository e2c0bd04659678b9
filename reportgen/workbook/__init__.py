"""Load: the workbook becomes typed, checked data."""

from reportgen.workbook.cities import find_cities
from reportgen.workbook.load import load_workbook

__all__ = ["find_cities", "load_workbook"]
