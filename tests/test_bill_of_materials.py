"""The bill of materials names all that the package needs to run, and nothing else."""

import json
import re
from importlib import metadata
from pathlib import Path

import pytest

from tests.bill_of_materials import bill_of_materials, write
from tests.running import ROOT

PROJECT = {
    "name": "own",
    "description": "A program",
    "license": "MIT",
    "dependencies": ["A_a>=1"],
    "optional-dependencies": {"sign": ["seal"], "dev": ["tester"]},
}
LOCK = """\
a-a==1.0 \\
    --hash=sha256:00
    # via own (pyproject.toml)
b==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:01
    # via
    #   a-a
    #   tester
c==3.0 \\
    --hash=sha256:02
    # via tester
seal==4.0 \\
    --hash=sha256:03
    # via own (pyproject.toml)
tester==5.0 \\
    --hash=sha256:04
    # via own (pyproject.toml)
"""


def test_what_only_tests_need_is_left_out_and_what_seals_need_is_optional() -> None:
    bill = bill_of_materials(LOCK, PROJECT)

    assert [(each["purl"], each["scope"]) for each in bill["components"]] == [
        ("pkg:pypi/a-a@1.0", "required"),
        ("pkg:pypi/b@2.0", "required"),
        ("pkg:pypi/seal@4.0", "optional"),
    ]
    assert [each.get("properties") for each in bill["components"]] == [
        None,
        [{"name": "python:marker", "value": "sys_platform == 'win32'"}],
        None,
    ]
    (own, first, *_) = bill["dependencies"]
    assert own["dependsOn"] == ["pkg:pypi/a-a@1.0", "pkg:pypi/seal@4.0"]
    assert first == {"ref": "pkg:pypi/a-a@1.0", "dependsOn": ["pkg:pypi/b@2.0"]}


def test_the_bill_of_this_package_is_whole_and_always_the_same(tmp_path: Path) -> None:
    file = write(tmp_path)
    content = file.read_bytes()
    bill = json.loads(content)

    assert write(tmp_path).read_bytes() == content
    assert re.fullmatch(r"stadtprofil-[\d.]+\.cdx\.json", file.name)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    refs = {each["bom-ref"] for each in bill["components"]}
    assert len(refs) == len(bill["components"]) > 40
    assert {ref for each in bill["dependencies"] for ref in each["dependsOn"]} <= refs
    assert b"://" not in content.replace(b"http://cyclonedx.org/schema/", b"")


def test_the_bill_has_what_the_installed_packages_say_they_need(tmp_path: Path) -> None:
    bill = json.loads(write(tmp_path).read_bytes())
    versions = {each["name"]: each["version"] for each in bill["components"]}

    missing = []
    for name, version in versions.items():
        try:
            installed = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # of another system
            continue
        assert installed.version == version
        needed = [text for text in installed.requires or () if "extra" not in text]
        names = {re.sub("[-_.]+", "-", re.split(r"[^\w.-]", text)[0]).lower() for text in needed}
        unmarked = {n for n in names if not any(t.startswith(n) and ";" in t for t in needed)}
        missing += [f"{name}: {each}" for each in unmarked - versions.keys()]
    assert missing == []
    assert not {"pytest", "mypy", "jsonschema", "ruff"} & versions.keys()


@pytest.mark.parametrize("word", ["reportlab", "pikepdf", "pyhanko", "click"])
def test_known_packages_are_in_it(word: str, tmp_path: Path) -> None:
    pins = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    version = re.search(rf"^{word}==(\S+)", pins, flags=re.MULTILINE)
    assert version
    assert f"pkg:pypi/{word}@{version[1]}" in write(tmp_path).read_text("utf-8")
