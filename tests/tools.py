"""Fetches what the tests need beyond Python packages: veraPDF, by `make tools`."""

import hashlib
import shutil
import sys
from pathlib import Path

from jgo.maven import MavenContext

from reportgen.checks.verapdf import FETCHED

GROUP, ARTIFACT, VERSION = "org.verapdf.apps", "greenfield-apps", "1.28.2"
SHA256 = "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6"
ROOT = Path(__file__).parents[1]


def main() -> int:
    """Puts the jar into its folder, unless it is there; refuses one with another checksum."""
    target = ROOT / FETCHED
    if target.is_file() and checksum(target) == SHA256:
        return 0
    context = MavenContext(repo_cache=target.parent / "cache")
    try:
        found = context.project(GROUP, ARTIFACT).at_version(VERSION).artifact().resolve()
    except Exception as fault:
        print(f"veraPDF cannot be fetched: {fault}", file=sys.stderr)
        print("the tests of conformance will be skipped; try `make tools` again", file=sys.stderr)
        return 0
    if checksum(found) != SHA256:
        print(f"veraPDF {VERSION} has an unexpected checksum and is not used", file=sys.stderr)
        return 1
    target.parent.mkdir(exist_ok=True)
    shutil.move(found, target)
    shutil.rmtree(target.parent / "cache")
    return 0


def checksum(file: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
