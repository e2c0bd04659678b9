"""Programs and libraries that reports are made with, in the versions that are installed."""

import platform
import re
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata

from reportgen import __version__

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
            # One package may be written in several ways (PEP 503).
            key = re.sub(r"[-_.]+", "-", match[0]).lower()
            if key not in versions and (found := described(key).get("Version")):
                versions[key] = found[0]
                wanted.append(key)
    return dict(sorted(versions.items()))


@cache
def described(name: str) -> Mapping[str, Sequence[str]]:
    """Fields of a package's metadata; none of a package that is not needed on this system.

    The library's own reader of them takes a tenth of a second for all packages.
    """
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return {}
    # Packages that were installed without a wheel have another file of the same form.
    text = found.read_text("METADATA") or found.read_text("PKG-INFO") or ""
    fields: dict[str, list[str]] = {}
    for line in text.partition("\n\n")[0].splitlines():
        field, _, value = line.partition(": ")
        fields.setdefault(field, []).append(value.strip())
    return fields
