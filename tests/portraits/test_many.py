"""A folder of many portraits."""

from pathlib import Path
from typing import Any

import pytest

from reportgen.errors import WorkbookError
from reportgen.portraits.folder import load_portraits
from tests.datasets import dataset


def test_the_folder_is_listed_once_for_all_cities(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "A.md").write_text("Wir beraten.", encoding="utf-8")
    listed, iterdir = [], Path.iterdir

    def counted(folder: Path) -> Any:
        listed.append(folder)
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", counted)

    with pytest.raises(WorkbookError, match=r'"A\.md" seems to be a portrait of A'):
        load_portraits(tmp_path, dataset("ABCDEF").cities)
    assert len(listed) == 1
