"""City profiles of social spending: from one benchmarking workbook, one PDF for every city.

>>> from pathlib import Path
>>> import reportgen
>>> dataset = reportgen.load_workbook(Path("data/benchmarking-2020.xlsx"))
>>> profile = reportgen.build_profile(dataset, "Düsseldorf")
>>> layout = reportgen.load_layout("city-profile", "de")
>>> report = reportgen.build_report(profile, layout, Path("data/portraits"))
>>> report.pages
5
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.editions import compose
    from reportgen.layout.load import load_layout
    from reportgen.pipeline import build_profile, build_report
    from reportgen.workbook import load_workbook

__version__ = "0.4.0"

__all__ = ["build_profile", "build_report", "compose", "load_layout", "load_workbook"]

_HOMES = {
    "build_profile": "reportgen.pipeline",
    "build_report": "reportgen.pipeline",
    "compose": "reportgen.editions",
    "load_layout": "reportgen.layout.load",
    "load_workbook": "reportgen.workbook",
}


def __getattr__(name: str) -> Any:
    # Loaded when first used (PEP 562), so that `reportgen --help` does not wait for matplotlib.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
