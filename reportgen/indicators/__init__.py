"""From a dataset to profiles: every indicator of every city, compared with the whole group."""

from reportgen.indicators.compute import Profiles, compute
from reportgen.indicators.export import columns_to_csv, csv_to_xlsx, to_csv, to_json, to_xlsx
from reportgen.indicators.frame import to_frame
from reportgen.indicators.rows import HEAD, IndicatorRow, table

__all__ = [
    "HEAD",
    "IndicatorRow",
    "Profiles",
    "columns_to_csv",
    "compute",
    "csv_to_xlsx",
    "table",
    "to_csv",
    "to_frame",
    "to_json",
    "to_xlsx",
]
