"""Writes the bill of materials of the package: what it needs to run, as CycloneDX 1.6 in JSON.

Run as ``python -m tests.bill_of_materials FOLDER``. It is made from `requirements.lock` alone, so
the same lock gives the same bytes anywhere.
"""

import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reportgen import __version__

ROOT = Path(__file__).parents[1]

_PIN = re.compile(r"([\w.-]+)==(\S+?)(?: ; (.+?))? \\")
_VIA = re.compile(r" +#(?: via)? +([\w.-]+)(?: \(.*\))?")
_NAME = re.compile(r"[\w.-]+")


def bill_of_materials(lock: str, project: Mapping[str, Any]) -> Mapping[str, Any]:
    """The package and all that it needs; what seals need is optional.

    Args:
        lock: pins with markers, and with who needs each of them.
        project: the table ``project`` of pyproject.toml.
    """
    pins: dict[str, tuple[str, str | None]] = {}
    needs: dict[str, set[str]] = defaultdict(set)
    name = ""
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            name = pin[1]
            pins[name] = (pin[2], pin[3])
        elif via := _VIA.fullmatch(line):
            needs[via[1]].add(name)
    required = _reached(project["dependencies"], needs)
    seals = project["optional-dependencies"]["sign"]
    wanted = sorted(required | _reached(seals, needs))
    refs = {each: f"pkg:pypi/{each}@{pins[each][0]}" for each in wanted}
    own, root = project["name"], f"pkg:pypi/{project['name']}@{__version__}"
    edges = {root: _names([*project["dependencies"], *seals])}
    edges |= {ref: needs[each] for each, ref in refs.items()}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": own,
                "version": __version__,
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": root,
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": ref,
                "name": each,
                "version": pins[each][0],
                "scope": "required" if each in required else "optional",
                "purl": ref,
            }
            | _marked(pins[each][1])
            for each, ref in refs.items()
        ],
        "dependencies": [
            {"ref": ref, "dependsOn": [refs[each] for each in sorted(some) if each in refs]}
            for ref, some in edges.items()
        ],
    }


def _marked(marker: str | None) -> dict[str, Any]:
    """Where it is needed, if not everywhere (PEP 508)."""
    return {"properties": [{"name": "python:marker", "value": marker}]} if marker else {}


def _names(requirements: Iterable[str]) -> set[str]:
    found = (_NAME.match(each) for each in requirements)
    return {re.sub("[-_.]+", "-", match[0]).lower() for match in found if match}


def _reached(requirements: Iterable[str], needs: Mapping[str, set[str]]) -> set[str]:
    """The packages of some requirements, with all that these need."""
    found: set[str] = set()
    waiting = _names(requirements)
    while waiting:
        found |= waiting
        waiting = {each for name in waiting for each in needs.get(name, ())} - found
    return found


def write(folder: Path) -> Path:
    """Writes the bill beside the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    file = folder / f"{project['name']}-{__version__}.cdx.json"
    text = json.dumps(bill_of_materials(lock, project), indent=2)
    file.write_text(f"{text}\n", encoding="utf-8")
    return file


if __name__ == "__main__":
    write(Path(sys.argv[1]))
