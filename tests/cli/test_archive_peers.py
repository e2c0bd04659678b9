"""What was chosen to compare with is archived with the reports, which are built again with it."""

import json
from pathlib import Path

import pytest

from reportgen.workflows.rebuild import Match, rebuild
from tests.projects import add, archived, build

pytestmark = [pytest.mark.exhaustive, pytest.mark.usefixtures("without_verapdf")]


def test_chosen_peers_are_archived_and_built_again_with(project: Path) -> None:
    chosen = ("--peers", "F,HH,K,N,S", "--reference", "HB")
    usual = {file.name: file.read_bytes() for file in (project / "reports/2020").glob("*.pdf")}
    build(project, *chosen)

    assert add(project).code == 0
    data = archived(project) / "data"
    (terms,) = (run["terms"] for run in json.loads((data / "about/build.json").read_text())["runs"])
    peers = ["frankfurt-am-main", "hamburg", "koeln", "nuernberg", "stuttgart"]
    assert (terms["peers"], terms["reference"]) == (peers, "bremen")
    rebuilt = list(rebuild(data))
    assert {(one.file, one.match) for one in rebuilt} == {
        ("essen.pdf", Match.IDENTICAL),
        ("koeln.pdf", Match.IDENTICAL),
    }
    assert all((data / "reports" / name).read_bytes() != pdf for name, pdf in usual.items())
