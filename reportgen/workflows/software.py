"""Programs and libraries that reports are made with, in the versions that are installed."""

import platform
import re
import zlib
from collections.abc import Mapping
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
    for name in wanted:
        for requirement in metadata.requires(name) or ():
            needed, _, condition = requirement.partition(";")
            match = _NAME.match(needed)
            # Seals are in the reports too; what other extras are for is not.
            if not match or ("extra" in condition and "sign" not in condition):
                continue
            # One package may be written in several ways (PEP 503).
            key, found = re.sub(r"[-_.]+", "-", match[0]).lower(), _version(match[0])
            if found and key not in versions:
                versions[key] = found
                wanted.append(match[0])
    return dict(sorted(versions.items()))


def _version(name: str) -> str | None:
    """The version of a package; None of one that is not needed on this system."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
