"""The way from raw files to pages, as its manual shows it, step by step."""

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from reportgen.importing.examples import example_recipe
from reportgen.workbook import load_workbook
from tests.document.pdf import page_texts
from tests.running import ROOT, run
from tests.test_docs import DOCUMENTS, OWN_DATA, blocks, calls
from tests.workbook.make_youth_exports import write
from tests.workbook.make_youth_workbook import YOUTH_WORKBOOK
from tests.workbook.test_template_filled import content

RAW = ROOT / "data/youth-districts/raw"


def test_the_raw_files_are_those_of_the_example(tmp_path: Path) -> None:
    write(tmp_path)

    for made in tmp_path.iterdir():
        assert made.read_bytes() == (RAW / made.name).read_bytes(), made.name


def test_the_recipe_that_is_shown_comes_with_the_program() -> None:
    shown = "\n".join(blocks("toml", DOCUMENTS[OWN_DATA]))

    lines = example_recipe("jugendhilfe-kreise").splitlines()
    assert "\n".join(line for line in lines if line[:1] != "#").strip() == shown.strip()


def test_what_is_imported_is_the_example(tmp_path: Path) -> None:
    folder = shutil.copytree(RAW, tmp_path / "raw")
    run("import", "--example", "jugendhilfe-kreise", "--out", folder / "recipe.toml")

    result = run("import", folder / "recipe.toml", "--out", tmp_path / "out.xlsx")

    assert result.code == 0, result.err
    imported = content(load_workbook(tmp_path / "out.xlsx"))
    example = content(load_workbook(YOUTH_WORKBOOK))
    assert imported["values"] == example["values"]
    assert imported["definitions"][:2] == example["definitions"][:2]
    assert imported["groups"] == example["groups"]
    assert len(list(openpyxl.load_workbook(tmp_path / "out.xlsx")["Herkunft"])) == 1 + 312


@pytest.mark.exhaustive
def test_every_step_runs_and_no_page_speaks_of_cities(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(RAW, tmp_path / "data/youth-districts/raw")
    monkeypatch.setattr("tests.running.ROOT", tmp_path)

    said, layout = "", "city-profile"
    for _, *call in calls(DOCUMENTS[OWN_DATA]):
        result = run(*call)
        assert result.code == 0, (call, result.err)
        said += (result.out + result.err).replace(layout, "")

    reports = sorted((tmp_path / "build/jugend/2020").glob("*.pdf"))
    assert len(reports) == 12
    for report in reports:
        text = " ".join(page_texts(report.read_bytes()))
        assert "Landkreis" in text
        assert not re.search(r"\b\w*st(?:a|ä)dt", text, re.IGNORECASE), report.name
    assert not re.search(r"\bcit(?:y|ies)\b|\bSt(?:a|ä)dte?\b", said, re.IGNORECASE)
