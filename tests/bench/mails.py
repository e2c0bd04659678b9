"""Makes a folder of reports of many made-up cities, to measure a dry run with.

    python -m tests.bench.mails build/reports/2020/koeln.pdf 1000 build/bench
    /usr/bin/time -v reportgen send build/bench/2020 --departments build/bench/departments.toml \\
        --dry-run --out build/bench/mail
"""

import sys
from pathlib import Path

from pikepdf import Pdf

from tests.delivery.making import write_departments


def make(template: Path, count: int, folder: Path) -> None:
    """Copies of one report, each of which says that it is of another city."""
    names = [f"Stadt {number}" for number in range(count)]
    for name in names:
        with Pdf.open(template) as document:
            _, year, rest = str(document.docinfo["/Keywords"]).split(", ", maxsplit=2)
            keywords = f"{name}, {year}, {rest}"
            document.docinfo["/Keywords"] = keywords
            with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata["pdf:Keywords"] = keywords
            path = folder / year / f"{name.lower().replace(' ', '-')}.pdf"
            path.parent.mkdir(parents=True, exist_ok=True)
            document.save(path)
    boxes = {name: [f"Amt für Soziales <amt@{name.split()[1]}.de>"] for name in names}
    write_departments(folder / "departments.toml", boxes)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
