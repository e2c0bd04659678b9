"""What was measured, as a page of tables and as a chart."""

import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from msgspec import Struct

from reportgen import __version__
from tests.bench.comparison import Sameness
from tests.bench.steady import Steady

#: Order of the product and its peers, with their names.
NAMES = {
    "product": "reportgen",
    "typst": "Typst",
    "platypus": "matplotlib PNG + platypus",
    "weasyprint": "matplotlib SVG + WeasyPrint",
}

#: Colours of what keeps its bar and of what does not; they differ in lightness as well.
_KEPT, _MISSED, _PEER = "#0b5d8e", "#c24a16", "#828c95"


class Reach(Struct, frozen=True, kw_only=True):
    """A measure that has a bar.

    Attributes:
        what: is measured.
        bar: that `measured` is to be at most, or at least.
        measured: None where it was not, for which `note` has the reason.
        unit: behind both; a ratio has ``×``.
        at_least: whether more is better.
        note: how it came about, in a few words.
    """

    what: str
    bar: float
    measured: float | None
    unit: str = "×"
    at_least: bool = False
    note: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether what was measured keeps the bar."""
        if self.measured is None:
            return False
        return self.measured >= self.bar if self.at_least else self.measured <= self.bar

    @property
    def part_of_bar(self) -> float:
        """How much of the bar is used; more than 1 where it is missed."""
        assert self.measured is not None
        return self.bar / self.measured if self.at_least else self.measured / self.bar

    def row(self) -> tuple[str, ...]:
        """As a row of the table."""
        side = "at least" if self.at_least else "at most"
        measured = "left out" if self.measured is None else f"{_number(self.measured)} {self.unit}"
        kept = "–" if self.measured is None else "yes" if self.is_kept else "**no**"
        bar = f"{side} {_number(self.bar)} {self.unit}"
        return self.what, bar, measured, kept, self.note


class Figures(Struct, frozen=True, kw_only=True):
    """A table of plain figures: its title, heads and rows."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def write(
    folder: Path,
    reaches: Sequence[Reach],
    tables: Sequence[Figures],
    steady: Steady,
    versions: Mapping[str, str],
    conditions: str,
) -> None:
    """Writes ``RESULTS.md`` and ``results.svg``."""
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "results"}):
        _draw(reaches, steady).savefig(folder / "results.svg", metadata={"Date": None})
    page = Path(__file__).with_name("results-page.md").read_text(encoding="utf-8")
    made = ", ".join(f"{name} {version}" for name, version in versions.items())
    text = page.format(
        day=datetime.now(tz=UTC).date().isoformat(),
        version=__version__,
        python=platform.python_version(),
        machine=f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        peers=made,
        conditions=conditions,
        reach=_table(("measure", "bar", "measured", "kept", "how"), [r.row() for r in reaches]),
        tables="\n\n".join(f"### {t.title}\n\n{_table(t.head, t.rows)}" for t in tables),
    )
    (folder / "RESULTS.md").write_text(text, encoding="utf-8")


def steady_table(steady: Steady) -> Figures:
    """Medians of a report by product and peers."""
    rows = []
    for kind, name in NAMES.items():
        if kind in steady.samples:
            wall, cpu = (steady.median(kind, what) * 1000 for what in ("wall", "cpu"))
            ratio = f"{_number(steady.ratio(kind, 'product', 'wall'))} ×"
            size = f"{steady.median(kind, 'bytes') / 1000:.0f}"
            count = str(len(steady.samples[kind]))
            rows.append((name, f"{wall:.0f}", f"{cpu:.0f}", ratio, size, count))
    head = ("a report", "wall, ms", "CPU, ms", "wall beside reportgen", "kB", "reports made")
    return Figures(title="Steady state", head=head, rows=rows)


def sameness_table(found: Mapping[str, Sameness]) -> Figures:
    """How far peers make the same pages."""
    rows = [
        (
            NAMES[kind],
            f"{100 * same.share:.2f} %",
            *(f"{n} of {same.reports}" for n in (same.equal, same.pages, same.figures)),
            *(f"{n} of {same.reports}" for n in (same.tables, same.tagged)),
        )
        for kind, same in found.items()
    ]
    head = ("peer", "equal words", "all words equal", "pages", "charts", "tables", "tagged")
    return Figures(title="The same pages", head=head, rows=rows)


def _draw(reaches: Sequence[Reach], steady: Steady) -> Figure:
    """Above, how long a report takes by each; below, how much of each bar is used."""
    shown = [reach for reach in reaches if reach.measured is not None]
    kinds = [kind for kind in NAMES if kind in steady.samples]
    figure = Figure(figsize=(8.4, 1.6 + 0.3 * (len(shown) + len(kinds))), layout="constrained")
    above, below = figure.subplots(2, 1, height_ratios=(len(kinds) + 1, len(shown) + 1))
    walls = [steady.median(kind, "wall") * 1000 for kind in kinds]
    colours = [_KEPT if kind == "product" else _PEER for kind in kinds]
    bars = above.barh([NAMES[kind] for kind in kinds], walls, color=colours)
    above.bar_label(bars, [f"{wall:.0f} ms" for wall in walls], padding=3)
    above.set(xscale="log", xlim=(10, 5 * max(walls)))
    above.set_title("A report in steady state (logarithmic scale)", loc="left")
    parts = [reach.part_of_bar for reach in shown]
    colours = [_KEPT if reach.is_kept else _MISSED for reach in shown]
    below.barh(_names(shown), parts, color=colours)
    labels = [f"bar {_number(r.bar)}, measured {_number(r.measured or 0)} {r.unit}" for r in shown]
    for place, (part, label) in enumerate(zip(parts, labels, strict=True)):
        # Beside the line, which no label crosses.
        below.text(max(part, 1) + 0.08, place, label, va="center")
    below.axvline(1, color="#16222c")
    below.set(xlim=(0, 1.7 * max([1.6, *parts])))
    below.set_title("Share of each bar that is used (line: all of it)", loc="left")
    for axes in (above, below):
        axes.invert_yaxis()
        axes.spines[["top", "right"]].set_visible(False)
    return figure


def _names(reaches: Sequence[Reach]) -> list[str]:
    """What was measured; of what was measured twice also how."""
    counts = Counter(reach.what for reach in reaches)
    return [r.what if counts[r.what] == 1 else f"{r.what}, {r.note}" for r in reaches]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(value: float) -> str:
    """With as many digits as are worth reading."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f}"
