"""A whole run as it would be with Typst: ``typst_process PEERS WORKBOOK CONTENTS OUT [SLUG...]``.

The workbook is loaded, its indicators are computed and each city's profile is made by the
product; then Typst renders contents that lie ready. Sentences and the layout of charts, which it
would need too, are not counted. PEERS is the folder of packages that has Typst.
"""

import sys
from pathlib import Path


def main(peers: str, workbook: Path, contents: Path, out: Path, slugs: list[str]) -> None:
    """Loads, computes, renders."""
    from reportgen.pipeline import build_profiles
    from reportgen.workbook import load_workbook

    profiles = build_profiles(load_workbook(workbook), cities=slugs)
    made = [profile.city.slug for profile in profiles]
    sys.path.append(peers)
    from tests.bench import typst_peer

    typst_peer.main(contents, out, made)


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:5]), sys.argv[5:])
