"""Makes one report after the other, for measures of the steady state: ``worker KIND FOLDER``.

KIND is ``product`` or a peer, FOLDER has the contents that peers render. A line with a slug is
answered by a line of JSON: seconds of wall clock and of CPU (all threads), bytes. After a tab
stands the file to keep the PDF in. What is loaded once, and writing that file, is not measured.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORKBOOK = ROOT / "data" / "benchmarking-2020.xlsx"

#: Makes the PDF of a slug.
Make = Callable[[str], bytes]


def product() -> Make:
    """The stages from findings to the finished file, with portraits that are loaded."""
    from reportgen.collector import RARELY
    from reportgen.layout.load import load_layout
    from reportgen.model import Edition
    from reportgen.pipeline import build_profiles, build_reports
    from reportgen.portraits.folder import load_portraits
    from reportgen.workbook import load_workbook
    from reportgen.workflows.options import portraits_beside

    layout, dataset = load_layout(), load_workbook(WORKBOOK)
    profiles = {profile.city.slug: profile for profile in build_profiles(dataset)}
    portraits = load_portraits(portraits_beside(WORKBOOK), dataset.cities, layout.characters)
    gc.freeze()  # as `reportgen build` does
    gc.set_threshold(*RARELY)

    def make(slug: str) -> bytes:
        editions = [Edition.DIGITAL]
        (report,) = build_reports(
            profiles[slug], layout, portraits, None, editions, attach_data=False
        )
        return report.pdf

    return make


def typst(folder: Path) -> Make:
    """One compiler for all; the content reaches it as text."""
    from tests.bench.typst_peer import Peer

    contents = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    peer = Peer(next(iter(contents.values())))
    return lambda slug: peer.report(contents[slug])


def weasyprint(folder: Path) -> Make:
    """The content is read before."""
    from tests.bench.weasyprint_peer import Peer

    contents = {path.stem: json.loads(path.read_bytes()) for path in folder.glob("*.json")}
    peer = Peer(next(iter(contents.values())))
    return lambda slug: peer.report(contents[slug])


def platypus(folder: Path) -> Make:
    """The content is read before."""
    from tests.bench.platypus_peer import Peer

    contents = {path.stem: json.loads(path.read_bytes()) for path in folder.glob("*.json")}
    peer = Peer(next(iter(contents.values())))
    return lambda slug: peer.report(contents[slug])


def main(kind: str, folder: Path) -> None:
    """Answers until its input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    makers = {"typst": typst, "weasyprint": weasyprint, "platypus": platypus}
    make = product() if kind == "product" else makers[kind](folder)
    answers.write("ready\n")
    answers.flush()
    for line in sys.stdin:
        slug, _, file = line.strip().partition("\t")
        wall, cpu = time.perf_counter(), time.process_time()
        pdf = make(slug)
        seconds = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        Path(file).write_bytes(pdf)
        answers.write(json.dumps({**seconds, "bytes": len(pdf)}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
