"""City profiles of social spending: from one benchmarking workbook, one PDF for every city.

What a script needs is here. A report in three steps:

>>> from pathlib import Path
>>> import reportgen
>>> dataset = reportgen.load_workbook(Path("data/benchmarking-2020.xlsx"))
>>> profile = reportgen.build_profile(dataset, "Düsseldorf")
>>> layout = reportgen.load_layout("city-profile", "de")
>>> report = reportgen.build_report(profile, layout, Path("data/portraits"))
>>> report.pages
4

The last of them stage by stage, e.g. to look at sentences or to leave out a chart:

>>> findings = reportgen.write(profile, layout)
>>> charts = reportgen.draw(profile, layout)
>>> portrait, problems = reportgen.load_portrait(Path("data/portraits"), profile.city)
>>> day = dataset.about.data_date
>>> edition = reportgen.Edition.PRINT
>>> printed = reportgen.compose(
...     profile, findings, charts, portrait, layout, day, edition=edition
... )
>>> printed.edition
<Edition.PRINT: 'print'>

The newest standards, PDF/UA-2 and PDF/A-4, are a choice:

>>> report = reportgen.build_report(
...     profile, layout, Path("data/portraits"), standard=reportgen.Standard.UA2
... )
>>> report.pdf[:8]
b'%PDF-2.0'

A layout with a rule of confidentiality takes only profiles of a dataset without small numbers:

>>> kept = reportgen.protect(dataset, layout.look.confidentiality)
>>> profile = reportgen.build_profile(kept.dataset, "Düsseldorf")

`build_profiles` gives the indicators of many cities at once, `to_frame` makes a table of pandas
from them:

>>> frame = reportgen.to_frame(reportgen.build_profiles(dataset))
>>> densities = frame[(frame.kind == "density") & (frame.key == "sgb2")]
>>> print(f"{densities.value.mean():.1f}")
125.6

Whatever is wrong with workbook,
layout or text is a `ReportgenError`, which has all `problems`:

>>> try:
...     reportgen.build_profile(dataset, "Dusseldorf")
... except reportgen.ReportgenError as fault:
...     print(fault.problems[0].hint)
did you mean "Düsseldorf"?
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.charts import draw
    from reportgen.confidentiality import protect
    from reportgen.editions import compose
    from reportgen.errors import ReportgenError
    from reportgen.findings import write
    from reportgen.indicators import to_frame
    from reportgen.layout.load import load_layout
    from reportgen.model import Edition, Standard
    from reportgen.pipeline import build_profile, build_profiles, build_report
    from reportgen.portraits import load_portrait
    from reportgen.workbook import load_workbook

__version__ = "0.5.0"

__all__ = [
    "Edition",
    "ReportgenError",
    "Standard",
    "build_profile",
    "build_profiles",
    "build_report",
    "compose",
    "draw",
    "load_layout",
    "load_portrait",
    "load_workbook",
    "protect",
    "to_frame",
    "write",
]

_HOMES = {
    "Edition": "model",
    "ReportgenError": "errors",
    "Standard": "model",
    "build_profile": "pipeline",
    "build_profiles": "pipeline",
    "build_report": "pipeline",
    "compose": "editions",
    "draw": "charts",
    "load_layout": "layout.load",
    "load_portrait": "portraits",
    "load_workbook": "workbook",
    "protect": "confidentiality",
    "to_frame": "indicators",
    "write": "findings",
}


def __getattr__(name: str) -> Any:
    # Loaded when first used (PEP 562), so that `reportgen --help` does not wait for matplotlib.
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
