"""Load: the workbook becomes typed, checked data."""

from reportgen.workbook.cities import choose_peers, find_cities
from reportgen.workbook.load import load_workbook

__all__ = ["choose_peers", "find_cities", "load_workbook"]
