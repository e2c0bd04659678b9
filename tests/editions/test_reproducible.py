"""The same input makes the same bytes, wherever and however often it is built."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.layout.load import Layout
from reportgen.model import Edition, Profile, Report
from reportgen.pipeline import build_report

pytestmark = pytest.mark.exhaustive

ROOT = Path(__file__).parents[2]

#: What a user may have set for reportlab; each line would change a report or stop it.
REPORTLAB = """
useA85 = 1
pageCompression = 0
invariant = 0
documentLang = "xx"
canvas_basefontname = "Courier"
canvas_baseColor = "red"
defaultEncoding = "MacRomanEncoding"
defaultPageSize = "A5"
shapeChecking = 0
pdfComments = 1
pdfMultiLine = 1
verbose = 1
ttfAsciiReadable = 1
warnOnMissingFontGlyphs = 1
_FUZZ = 3
eps_preview = 0
autoConvertEncoding = 1
trustedHosts = []
trustedSchemes = []
"""

#: The same for matplotlib.
MATPLOTLIB = """
path.sketch: 5, 50, 2
path.snap: False
path.simplify_threshold: 1.0
lines.linewidth: 7
lines.antialiased: False
lines.dash_capstyle: round
lines.solid_capstyle: round
lines.marker: x
lines.markersize: 30
markers.fillstyle: none
patch.linewidth: 5
patch.force_edgecolor: True
hatch.color: red
text.usetex: True
text.antialiased: False
text.hinting: none
font.family: cursive
font.size: 30
axes.unicode_minus: False
figure.dpi: 300
figure.facecolor: yellow
figure.autolayout: True
figure.constrained_layout.use: True
savefig.dpi: 20
svg.fonttype: none
pdf.compression: 0
"""

#: Builds two reports, and one for the press, and prints their checksums; the second city has no
#: portrait.
PROGRAM = """
import sys
from pathlib import Path
import reportgen
from reportgen.model import Edition

root = Path(sys.argv[1])
dataset = reportgen.load_workbook(root / "data" / "benchmarking-2020.xlsx")
layout = reportgen.load_layout("city-profile", "de")
for name in ("Düsseldorf", "Frankfurt am Main"):
    profile = reportgen.build_profile(dataset, name)
    print(reportgen.build_report(profile, layout, root / "data" / "portraits").sha256)
press = Edition.PRINT
print(reportgen.build_report(profile, layout, root / "data" / "portraits", edition=press).sha256)
"""


def checksums(folder: Path, **environment: str) -> list[str]:
    """Of reports built by another process in `folder`, with that environment and nothing else."""
    paths = os.pathsep.join([str(ROOT), environment.pop("PYTHONPATH", "")])
    program = folder / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    process = subprocess.run(
        [sys.executable, str(program), str(ROOT)],
        cwd=folder,
        env={"PATH": os.defpath, "PYTHONPATH": paths, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return process.stdout.split()


@pytest.fixture(scope="module")
def expected(
    reports: Mapping[str, Report], cities: Mapping[str, Profile], german: Layout, portraits: Path
) -> list[str]:
    last = "frankfurt-am-main"
    press = build_report(cities[last], german, portraits, edition=Edition.PRINT)
    return [*(reports[slug].sha256 for slug in ("duesseldorf", last)), press.sha256]


def test_in_another_process_with_hostile_settings_at_home(
    tmp_path: Path, expected: list[str]
) -> None:
    settings = tmp_path / ".reportlab_settings"
    settings.write_text(REPORTLAB, encoding="utf-8")
    matplotlibrc = tmp_path / "matplotlibrc"
    matplotlibrc.write_text(MATPLOTLIB, encoding="utf-8")
    assert expected == checksums(
        tmp_path,
        HOME=str(tmp_path),
        MATPLOTLIBRC=str(matplotlibrc),
        TZ="Pacific/Kiritimati",
        PYTHONHASHSEED="1",
        LC_ALL="de_DE.UTF-8",
        LANG="de_DE.UTF-8",
        RL_invariant="0",
        RL_useA85="1",
        RL_documentLang="xx",
        RL_canvas_basefontname="Courier",
        RL_pageCompression="not a number, which stops reportlab where it is read",
        RL_ttfAsciiReadable="1",
    )


def test_in_another_process_with_a_hostile_module_and_a_bare_locale(
    tmp_path: Path, expected: list[str]
) -> None:
    """A module of settings goes before the file; a matplotlibrc may lie in the folder itself."""
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "reportlab_settings.py").write_text(REPORTLAB, encoding="utf-8")
    (tmp_path / "matplotlibrc").write_text(MATPLOTLIB, encoding="utf-8")
    assert expected == checksums(
        tmp_path,
        HOME=str(tmp_path / "nowhere"),
        PYTHONPATH=str(modules),
        TZ="America/St_Johns",
        PYTHONHASHSEED="4294967295",
        LC_ALL="POSIX",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        SOURCE_DATE_EPOCH="1",
    )


def test_the_second_build_in_a_process_is_the_first(
    cities: Mapping[str, Profile],
    german: Layout,
    portraits: Path,
    reports: Mapping[str, Report],
) -> None:
    """Also after reports of all other cities, so nothing is carried from one to the next."""
    for slug in ("rostock", "bremen"):
        assert build_report(cities[slug], german, portraits).pdf == reports[slug].pdf


def test_no_two_cities_have_the_same_report(reports: Mapping[str, Report]) -> None:
    assert len({report.sha256 for report in reports.values()}) == 15
