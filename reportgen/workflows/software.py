"""Programs and libraries that reports are made with, in the versions that are installed."""

import platform
import re
import sys
import zlib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from reportgen import __version__
from reportgen.workflows.program import described_packages

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def software() -> Mapping[str, str]:
    """Versions of all that has a part in the bytes of a report, by name."""
    versions = {
        "reportgen": __version__,
        platform.python_implementation(): platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "system": f"{platform.system()} {platform.machine()}",
    }
    wanted = ["stadtprofil"]  # the distribution of this program
    while wanted:
        for requirement in described(wanted.pop()).get("Requires-Dist", ()):
            needed, _, condition = requirement.partition(";")
            match = _NAME.match(needed)
            # Seals are in the reports too; what other extras are for is not.
            if not match or ("extra" in condition and "sign" not in condition):
                continue
            key = _normalized(match[0])
            if key not in versions and (found := described(key).get("Version")):
                versions[key] = found[0]
                wanted.append(key)
    return dict(sorted(versions.items()))


@cache
def described(name: str) -> Mapping[str, Sequence[str]]:
    """Fields of a package's metadata; none of a package that is not needed on this system.

    The library's own reader of them takes a tenth of a second for all packages, and looks for each
    in every folder.
    """
    place = _places(tuple(sys.path)).get(_normalized(name))
    if place is None:
        return {}
    # Packages that were installed without a wheel have another file of the same form.
    files = (place / "METADATA", place / "PKG-INFO", place)
    content = next((file.read_bytes() for file in files if file.is_file()), b"")
    fields: dict[str, list[str]] = {}
    for line in re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0].decode().splitlines():
        field, _, value = line.partition(": ")
        fields.setdefault(field, []).append(value.strip())
    return fields


@lru_cache(maxsize=1)
def _places(_folders: tuple[str, ...]) -> Mapping[str, Path]:
    """Where each installed package is described, by its name."""
    found: dict[str, Path] = {}
    for place in described_packages():
        found.setdefault(_normalized(place.stem.partition("-")[0]), place)
    return found


def _normalized(name: str) -> str:
    """One package may be written in several ways (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
