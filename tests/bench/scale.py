"""How cost grows with the number of units: ``scale WORKBOOK [REPORTS]``, answered by JSON.

It runs with version 0.4.0 as well (in its folder, by the path of this file), which refuses more
than 5,000 rows: that limit is lifted.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any


def main(workbook: Path, reports: int) -> dict[str, float]:
    """Seconds to load, to compute for all units before the first profile, to make all profiles.

    With `reports`, also the median of so many reports, each with its profile.
    """
    from reportgen.pipeline import build_profiles
    from reportgen.workbook import load_workbook, reader

    limits: Any = reader
    if hasattr(limits, "LAST_ROW"):
        limits.LAST_ROW, limits.MOST_BYTES = 10**6, 10**10
    start = time.perf_counter()
    dataset = load_workbook(workbook)
    loaded = time.perf_counter()
    profiles = build_profiles(dataset)
    computed = time.perf_counter()
    for _ in profiles:
        pass
    made = time.perf_counter()
    seconds = {"load": loaded - start, "compute": computed - loaded, "profiles": made - computed}
    return seconds | ({"report": _report(dataset, reports)} if reports else {})


def _report(dataset: Any, count: int) -> float:
    from statistics import median

    from reportgen.layout.load import load_layout
    from reportgen.model import Edition
    from reportgen.pipeline import build_profiles, build_reports
    from reportgen.portraits.folder import load_portraits

    layout, profiles = load_layout(), build_profiles(dataset)
    portraits = load_portraits(Path("portraits"), profiles.cities, layout.characters)
    seconds = []
    # Units from all over the list; the first report is not counted, for much is loaded with it.
    step = len(profiles) // (count + 1)
    for number in range(0, step * (count + 1), step):
        start = time.perf_counter()
        editions = [Edition.DIGITAL]
        build_reports(profiles[number], layout, portraits, None, editions, attach_data=False)
        seconds.append(time.perf_counter() - start)
    return median(seconds[1:])


if __name__ == "__main__":
    sys.path[0] = "."
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 0)))
